"""A line with several modifiers is told by each of them, and a wrong answer by each modifier that nothing asks for."""

import re
from functools import cache

import pytest

from cptedu.learn.exercises import drawn_exercise, written_exercises
from cptedu.learn.questions import answer_as_json
from cptedu.learn.replies.case_told import sentences

LONGEST = 45
SKILLS = ("medicare", "payers", "ncci_59", "evaluation")


@cache
def asked_of_modifiers():
    drawn = [
        drawn_exercise(skill, seed, level, kind)
        for skill in SKILLS
        for kind in ("modifiers", *(("fix",) if skill != "evaluation" else ()))
        for level in (2, 3)
        for seed in range(1, 25)
    ]
    return tuple(one for one in (*drawn, *written_exercises()) if one.question.kind in ("modifiers", "fix"))


def names(words, mark):
    return re.search(rf"\b{mark}\b", words) is not None


def names_on(words, mark, number):
    """Say whether one sentence names a mark together with the code on which it is."""
    return any(names(one, mark) and names(one, number) for one in sentences(words))


def test_a_right_answer_hears_of_each_modifier_of_a_line_that_has_several():
    of_several = [
        one for one in asked_of_modifiers() if any(len(line[2]) > 1 for line in one.question.right[0])
    ]
    assert len(of_several) > 120
    silent = []
    for asked in of_several:
        said = asked.check(answer_as_json(asked.question.right[0])).feedback
        assert len(said.split()) <= LONGEST, said
        several = [line for line in asked.question.right[0] if len(line[2]) > 1]
        silent += [(asked.id, line, mark) for line in several for mark in line[2] if not names(said, mark)]
    assert silent == []


def test_massage_that_medicare_excludes_is_told_by_plan_and_by_law():
    asked = drawn_exercise("medicare", 19, 3, "modifiers")
    assert [line for line in asked.question.right[0] if line[0] == "97124"] == [("97124", 1, ("GP", "GY"))]
    said = asked.check(answer_as_json(asked.question.right[0])).feedback
    assert said.endswith("GP and GY on 97124: under a physical therapy plan; excluded from Medicare by law.")


@pytest.mark.parametrize("marks", [("GP", "GY"), ("GY",), ("AT", "GY")])
def test_a_third_reply_names_each_modifier_that_is_astray(marks):
    told = 0
    for asked in asked_of_modifiers():
        right = asked.question.right[0]
        line = next((one for one in right if one[0] in ("97124", "97140") and "59" in one[2]), None)
        if line is None:
            continue
        given = tuple(one if one != line else (one[0], one[1], marks) for one in right)
        outcome = asked.check(answer_as_json(given))
        if outcome.state == "right":
            continue
        said = asked.reply_again(asked.read(answer_as_json(given)), outcome, before=2).feedback
        assert [mark for mark in marks if mark not in line[2] and not names_on(said, mark, line[0])] == [], (
            asked.id,
            said,
        )
        assert len(said.split()) <= LONGEST, said
        told += 1
    assert told > 20


@pytest.mark.parametrize("mark", ["59", "GP", "AT", "25", "GY"])
def test_a_mark_is_told_of_the_line_on_which_it_is_astray_also_where_another_line_has_it_rightly(mark):
    told = beside = 0
    for asked in asked_of_modifiers()[::5]:
        right = asked.question.right[0]
        for line in right:
            if mark in line[2]:
                continue
            given = tuple(one if one != line else (one[0], one[1], (*one[2], mark)) for one in right)
            outcome = asked.check(answer_as_json(given))
            if outcome.state == "right":
                continue
            said = asked.reply_again(asked.read(answer_as_json(given)), outcome, before=2).feedback
            assert names_on(said, mark, line[0]), (asked.id, line[0], said)
            assert len(said.split()) <= LONGEST, said
            told += 1
            beside += any(mark in other[2] for other in right)
    assert told > 60
    assert beside > 3 or mark == "25"


def test_59_on_the_adjustment_is_told_where_the_other_service_has_it_rightly():
    asked = drawn_exercise("ncci_59", 15, 2, "modifiers")
    right = asked.question.right[0]
    assert {(line[0], line[2]) for line in right} == {("97112", ("59",)), ("98941", ())}
    given = tuple((code, units, ("59",)) for code, units, _ in right)
    outcome = asked.check(answer_as_json(given))
    said = asked.reply_again(asked.read(answer_as_json(given)), outcome, before=2).feedback
    assert "Nothing here asks for 59 (distinct service) on 98941." in said
