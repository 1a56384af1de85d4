"""The auditor's chair: nothing is told before it is decided, questions are counted, and a silent note is asked first."""

from __future__ import annotations

import json

import pytest

from cptedu.analysis.chair import ASK, DENY, PAY, QUESTIONS, charts
from cptedu.widgets.auditors_chair import AuditorsChair

HELD = charts(1)


def first(right, after=None):
    return next(n for n, one in enumerate(HELD) if one.right == right and after in (None, one.after))


def decided(at, *said):
    return AuditorsChair(at=at, said={str(at): list(said)}).reading


def what_is_right(one):
    return PAY if one.right == PAY else f"{DENY} {one.code}"


@pytest.mark.parametrize("at", range(12))
def test_nothing_is_told_before_it_is_decided(at):
    reading = AuditorsChair(at=at).reading
    assert not reading["turned"]
    assert reading["right"] == reading["lead"] == reading["because"] == reading["answer"] == ""
    assert reading["sources"] == []
    if HELD[at].difference:
        assert HELD[at].difference.says not in json.dumps(reading)
    assert (reading["choices"][0]["say"], reading["choices"][-1]["say"]) == (PAY, ASK)


@pytest.mark.parametrize("at", [n for n, one in enumerate(HELD) if one.right != ASK])
def test_a_note_that_says_it_is_decided_without_a_question(at):
    one = HELD[at]
    reading = decided(at, what_is_right(one))
    assert (reading["how"], reading["right"]) == ("right", what_is_right(one))
    wrong = f"{DENY} {one.lines[0][0]}" if one.right == PAY else PAY
    assert decided(at, wrong)["how"] == "other"
    asked = decided(at, ASK, what_is_right(one))
    assert asked["how"] == "right"
    assert "not needed" in asked["because"]


@pytest.mark.parametrize("at", [n for n, one in enumerate(HELD) if one.right == ASK])
def test_a_silent_note_is_asked_first_and_then_the_answer_decides(at):
    one = HELD[at]
    after = PAY if one.after == PAY else f"{DENY} {one.code}"
    for hasty in (PAY, f"{DENY} {one.code}"):
        reading = decided(at, hasty)
        assert (reading["how"], reading["right"]) == ("other", ASK)
        assert "silent" in reading["because"]
    waiting = decided(at, ASK)
    assert not waiting["turned"]
    assert waiting["answer"] == one.answer
    assert decided(at, ASK, after)["how"] == "right"
    other = f"{DENY} {one.code}" if after == PAY else PAY
    assert decided(at, ASK, other)["how"] == "other"


def test_questions_run_out():
    chair = AuditorsChair(at=11, said={str(n): [ASK] for n in range(12)})
    assert chair.reading["left"] == "0 questions left"
    assert sum(bool(AuditorsChair(at=n, said=chair.said).reading["answer"]) for n in range(12)) == QUESTIONS
    assert not chair.reading["choices"][-1]["is_open"]
    assert AuditorsChair(at=0).reading["choices"][-1]["is_open"]


def test_a_decision_stands_and_what_is_none_is_passed_over():
    at = first(PAY)
    reading = decided(at, "deny 99999", "ask", "ask", 5, PAY, f"{DENY} {HELD[at].lines[0][0]}")
    assert reading["chosen"] == [ASK, PAY]
    assert AuditorsChair(said={"99": [PAY], "x": "pay", "0": None}).reading["chosen"] == []


def test_at_the_end_it_is_said_how_many_were_as_the_rules_decide():
    said = {
        str(n): [
            *([ASK] if one.right == ASK else []),
            PAY if PAY in (one.right, one.after) and one.right != DENY else f"{DENY} {one.code}",
        ]
        for n, one in enumerate(HELD)
    }
    reading = AuditorsChair(at=11, said=said).reading
    assert reading["is_over"]
    assert reading["steps"] == ["right"] * 12
    assert reading["tally"] == "All 12 are decided, 12 as the rules decide, with 3 questions of 5."


@pytest.mark.parametrize("given", [{"at": 12}, {"at": -1}, {"said": [1]}])
def test_what_cannot_be_read_is_told_in_words(given):
    chair = AuditorsChair(**given) if "said" not in given else AuditorsChair()
    if "said" in given:
        chair.said = given["said"]
    assert chair.reading["problem"]
    assert chair.as_text().startswith("On the auditor's chair\n")


def test_its_words_say_what_is_shown():
    at = first(DENY)
    open_words = AuditorsChair(at=at).as_text()
    assert "What do you decide: Pay as billed;" in open_words
    done = AuditorsChair(at=at, said={str(at): [PAY]}).as_text()
    assert HELD[at].difference.says in done
