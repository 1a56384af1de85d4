"""A note that gives a code more minutes than a day has is asked about; no visit, review or audit stops on it."""

from __future__ import annotations

import json

import pytest
from strategies import PAYERS, service

import cptedu as ct
from cptedu.analysis.sensitivity import minutes_steps

ON = "2026-03-04"
LONG = [service("balance", minutes=800), service("balance", minutes=800)]
ASKED = "The timed services of the note have 1600 minutes together, and a day has 1440."


def visit(services, payer="commercial_ncci", **more):
    return ct.Visit.from_dict({"date_of_service": ON, "payer": payer, "services": services} | more)


def asked(findings):
    return [(one.says, str(one.verdict)) for one in findings if one.rule == "minutes"]


@pytest.mark.parametrize("payer", PAYERS)
def test_a_visit_asks_which_minutes_are_right_and_judges_the_rest(payer):
    claim = ct.code_visit(visit(LONG, payer, adjusted=["L4"], care="active"))
    of_the_line = {one.code: asked(one.findings) for one in claim.lines}
    assert of_the_line.get("97112", [(ASKED, "ask")]) == [(ASKED, "ask")]
    plain = ct.code_visit(visit([], payer, adjusted=["L4"], care="active"))
    assert [one for one in claim.lines if one.code == "98940"] == list(plain.lines)


def test_it_is_asked_of_each_code_where_only_together_they_are_too_many():
    claim = ct.code_visit(visit([service("balance", minutes=800), service("strength", minutes=800)]))
    assert {one.code: asked(one.findings) for one in claim.lines} == {
        "97110": [(ASKED, "ask")],
        "97112": [(ASKED, "ask")],
    }
    whole = ct.code_visit(visit([service("balance", minutes=700), service("strength", minutes=740)]))
    assert [asked(one.findings) for one in whole.lines] == [[], []]


def test_a_review_asks_too():
    review = ct.review_claim(visit(LONG), [("97112", 107, ())])
    assert (ASKED, "ask") in asked(review.unknown)


def test_the_other_notes_of_an_audit_keep_their_answers(tmp_path):
    log, beside = tmp_path / "log.csv", tmp_path / "notes.jsonl"
    log.write_text(
        "Patient ID,Visit ID,DOS,CPT,Mod,Units,Payer\n"
        "P1,V1,3/4/2026,97112,,107,Sun\nP2,V2,3/4/2026,98941,,1,Sun\n",
        encoding="utf-8",
    )
    written = [
        {"of": name, "date_of_service": ON, "payer": "commercial_ncci", "care": "active", **told}
        for name, told in (("P1", {"services": LONG}), ("P2", {"adjusted": ["C5"]}))
    ]
    beside.write_text("\n".join(map(json.dumps, written)), encoding="utf-8")
    audited = ct.audit(log, "commercial_ncci", notes=beside)
    assert list(audited.notes.visits) == [1, 2]
    assert [one.code for one in audited.beside_notes.itertuples()] == ["98941"]


def test_the_look_up_still_refuses_more_than_a_day():
    with pytest.raises(ct.CpteduError, match="1600 minutes are more than a day has"):
        ct.timed_units({"97112": 1600}, method="cpt_per_code")


def test_other_services_are_counted_minute_by_minute_beside_them():
    steps = minutes_steps(visit([*LONG, service("strength")]), "97110", most=15)
    assert steps.rises("cpt_per_code") == (8,)
