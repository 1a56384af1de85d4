"""Questions on a note as a clinic wrote it: the rules ask for what it does not say, and a sentence is what they would miss."""

import pytest

import cptedu as ct
from cptedu.learn.exercises import Exercise, State
from cptedu.learn.generator import kinds_of, question
from cptedu.learn.not_said import NOT_SAID, NOTHING_MISSING
from cptedu.learn.notes import without
from cptedu.learn.skills import SKILLS, skill_named
from cptedu.model import Verdict
from cptedu.widgets.practice import Practice

ASKING = [skill for skill in SKILLS if {"missing", "sentence"} <= {*kinds_of(skill)}]
KEYS = {words: key for key, words in NOT_SAID.items()}
# The first lesson in which a note may come as a clinic writes it.
FIRST = 4


def drawn(kind):
    return [
        question(skill, seed, level, kind) for skill in ASKING for level in (1, 2, 3) for seed in range(25)
    ]


def asked_for(visit):
    """Give the rules that ask something of an unbilled service."""
    claim = ct.code_visit(visit)
    findings = [one for item in claim.unbilled for one in item.findings]
    return {one.rule for one in findings if one.verdict is Verdict.ASK}


def test_they_come_from_the_lesson_on_in_which_notes_are_taught():
    assert ASKING
    assert all(skill_named(skill).place[0] >= FIRST for skill in ASKING)


def test_what_is_missing_is_what_the_rules_ask_for_and_nothing_else_is():
    came = set()
    for asked in drawn("missing"):
        ((right,),) = asked.right
        came.add(right)
        (service,) = asked.note.visit.services
        absent = {key for key in KEYS.values() if getattr(service, key) in ((), "", None)}
        assert absent == ({KEYS[right]} if right != NOTHING_MISSING else set()), asked.id
        assert asked_for(asked.note.visit) & {*KEYS.values()} == absent, asked.id
    assert came == {*KEYS, NOTHING_MISSING}


def test_the_note_on_the_page_does_not_say_what_is_missing():
    for asked in drawn("missing"):
        plan = dict(asked.record)["P" if "P" in dict(asked.record) else [*dict(asked.record)][-1]]
        ((right,),) = asked.right
        (service,) = asked.note.visit.services
        if right == NOT_SAID["contact"]:
            assert not any(said in plan for said in ("1:1", "one on one", "[x] One-on-one")), plan
        if right == NOT_SAID["deficit"]:
            objective = [words for label, words in asked.record if label.startswith("O")]
            assert not any("Functional measure" in one or "Measured today" in one for one in objective)
        if service.minutes is not None:
            assert f"{service.minutes} min" in plan or f"Minutes: {service.minutes}" in plan


def test_without_the_sentence_the_rules_would_ask():
    for asked in drawn("sentence"):
        ((right,),) = asked.right
        element = asked.aspect.split()[0]
        assert right in asked.options
        assert 2 <= len(asked.options) <= 6
        assert any(right in words for _, words in asked.record)
        key = element.rpartition(".")[2]
        assert key in asked_for(without(asked.note.visit, element)), asked.id
        assert key not in asked_for(asked.note.visit), asked.id


@pytest.mark.parametrize("kind", ["missing", "sentence"])
def test_a_wrong_answer_is_told_where_to_look_and_a_solution_says_why(kind):
    for asked in drawn(kind)[::9]:
        exercise = Exercise(asked)
        ((right,),) = asked.right
        for one in asked.options:
            told = exercise.check([one])
            assert told.state is (State.RIGHT if one == right else State.WRONG)
            assert one == right or right not in told.feedback
        assert len(exercise.hints) >= 2
        named = [one for one in asked.options if any(one in hint for hint in exercise.hints)]
        assert named != [right]  # all of them may be named, never the right one alone
        assert exercise.solution.answer == right
        assert exercise.solution.steps


def test_the_instrument_shows_a_note_and_offers_one_choice(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = Practice(ASKING[0])
    asked = question(ASKING[0], 3, 2, "missing")
    page.show(Exercise(asked))
    assert page.task["form"]["type"] == "choice"
    assert [one["value"] for one in page.task["form"]["options"]] == [*asked.options]
    assert [row[1] for row in page.task["record"]] == [words for _, words in asked.record]
