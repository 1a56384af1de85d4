"""A billed line that hangs on an answer: asked about once, and not told as refused; the claim does not pass until then."""

from __future__ import annotations

import pytest
from strategies import service, visit

import cptedu as ct
from cptedu.explain import review_as_html, review_as_text

STRENGTH = {"deficit": "hip extension 4-/5 left", "regions": ["hip"]}
LOW_BACK = {"adjusted": ["L4"], "care": "active", "part": ["P", "A"], "diagnoses": ["M99.03", "M54.50"]}
ALONE = ("97110", 1, ())


def exercise(**said):
    return {"services": [service("strength", **STRENGTH | said)]}


WAITS = {
    "no deficit": ("commercial_ncci", exercise(deficit=""), [ALONE]),
    "a complaint for a deficit": ("commercial_ncci", exercise(deficit="pain"), [ALONE]),
    "minutes are not told": ("commercial_ncci", exercise(minutes=None), [ALONE]),
    "who was there is not told": ("commercial_ncci", exercise(contact=None), [ALONE]),
    "an assistant": ("commercial_ncci", exercise(performed_by="unlicensed_assistant"), [ALONE]),
    "a therapist": ("medicare", LOW_BACK | exercise(performed_by="therapist"),
                    [("98940", 1, ("AT",)), ("97110", 1, ("GP",))]),
    "separate is not told": ("commercial_ncci", {"adjusted": ["C5"], "evaluation": {"code": "99213"}},
                             [("98940", 1, ()), ("99213", 1, ("25",))]),
    "a complaint for a finding": ("commercial_ncci", {"adjusted": ["C5"], "findings": {"cervical": "pain"}},
                                  [("98940", 1, ())]),
}  # fmt: skip
REFUSED = {
    "an assistant of a federal payer": ("federal_va", exercise(performed_by="unlicensed_assistant"),
                                        [("97110", 1, ("GP",))]),
    "not separate": ("commercial_ncci",
                     {"adjusted": ["C5"], "evaluation": {"code": "99213", "separate": False}},
                     [("98940", 1, ()), ("99213", 1, ("25",))]),
    "the adjusted region": ("commercial_ncci",
                            {"adjusted": ["C5"]} | {"services": [service(regions=["cervical"])]},
                            [("98940", 1, ()), ("97112", 1, ())]),
    "too few minutes": ("commercial_ncci", exercise(minutes=5), [ALONE]),
    "nothing like it": ("commercial_ncci", {"adjusted": ["C5"]}, [("98940", 1, ()), ALONE]),
    "another purpose": ("commercial_ncci", exercise(deficit=""), [("97112", 1, ())]),
}  # fmt: skip


@pytest.mark.parametrize(("payer", "keys", "lines"), WAITS.values(), ids=WAITS.keys())
def test_what_an_answer_may_bear_out_is_asked_once_and_does_not_pass(payer, keys, lines):
    found = ct.review_claim(visit(payer, **keys), lines)
    assert not found.passes
    [wrong] = found.wrong
    assert (wrong.code, wrong.verdict.value) == (lines[-1][0], "ask")
    assert wrong.says.startswith(f"{wrong.code} is not supported by the record as it is. ")
    assert wrong.fix.startswith("Ask ")
    assert not any(one.says in wrong.says for one in found.unknown)
    told = review_as_text(found)
    assert told.startswith("The proposed claim does not pass until it is told what is asked here.")
    assert "\nNot supported until it is answered\n" in told
    assert "\nWrong\n" not in told
    assert "does not pass until it is told" in review_as_html(found)


@pytest.mark.parametrize(("payer", "keys", "lines"), REFUSED.values(), ids=REFUSED.keys())
def test_what_no_answer_bears_out_is_refused(payer, keys, lines):
    found = ct.review_claim(visit(payer, **keys), lines)
    assert not found.passes
    assert [one.verdict.value for one in found.wrong] == ["not_supported"]
    assert review_as_text(found).startswith("The proposed claim does not pass.\n")


def test_what_is_asked_of_another_line_is_still_told():
    keys = {"services": [service("strength", deficit="", regions=["hip"]), service(deficit="")]}
    found = ct.review_claim(visit(**keys), [ALONE])
    assert [one.code for one in found.wrong] == ["97110"]
    assert "97112" in {one.code for one in found.unknown}
