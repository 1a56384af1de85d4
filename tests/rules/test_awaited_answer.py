"""What waits for an answer to a question about something else names both, and what to ask first."""

from __future__ import annotations

import pytest
from strategies import check, service, visit

from cptedu.engine.coding import code_visit
from cptedu.engine.review import review_claim
from cptedu.model import Verdict
from cptedu.rules.awaited_answer import awaited_answer
from cptedu.rules.said import Said

ASKED = Said(
    "minutes",
    Verdict.ASK,
    "The note has no minutes.",
    fix="Ask for the minutes.",
    used=("services[1].minutes",),
)


@pytest.mark.parametrize(
    ("is_off", "until_then"),
    [(False, "Until then 97124 stays as it is."), (True, "Until then 97124 stays off the claim.")],
)
def test_it_says_what_hangs_on_which_question_and_what_holds_until_then(is_off, until_then):
    found = check(
        awaited_answer("97124", "massage", ASKED, "97140 ('trigger point work')", is_off=is_off),
        "awaited_answer",
        "ask",
        "What is open about 97140 ('trigger point work') may change how 97124 is billed.",
        until_then,
        code="97124",
        cites=("ncci-manual-ch1", "cptedu-inference"),
        fix="Ask for the minutes.",
        about="massage",
    )
    assert found.used == ("services[1].minutes",)
    assert not found.either_way


def test_where_no_question_is_written_out_it_is_asked_what_is_open_first():
    check(
        awaited_answer("97124", "massage", None, "a service", is_off=False),
        "awaited_answer",
        "ask",
        code="97124",
        fix="Ask first what is open about a service.",
    )


def waiting(**keys):
    untold = service("soft_tissue", activity="trigger point work", regions=["shoulder"], minutes=None)
    return visit(
        services=[untold | keys, service("massage", activity="massage", regions=["knee"], minutes=20)]
    )


def test_the_line_stands_as_the_record_has_it_and_asks_what_the_other_one_waits_for():
    claim = code_visit(waiting())
    line = claim.line("97124")
    assert (line.units, line.modifiers, line.verdict.value) == (1, (), "supported")
    [asked] = [one for one in line.findings if one.rule == "awaited_answer"]
    assert "97140 ('trigger point work')" in asked.says
    assert asked.fix == "Ask for the minutes of direct treatment; set-up, note-writing and rest do not count."
    assert review_claim(waiting(), [("97124", 1, ())]).passes


@pytest.mark.parametrize(("minutes", "billed"), [(7, ["97124"]), (15, ["97140"])])
def test_the_answer_decides_and_nothing_is_asked_any_more(minutes, billed):
    claim = code_visit(waiting(minutes=minutes))
    assert [line.code for line in claim.lines] == billed
    assert not any(one.rule == "awaited_answer" for one in claim.findings)
