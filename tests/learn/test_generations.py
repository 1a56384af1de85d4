"""A new misconception redraws its own skill alone, and what was answered before is judged as it was."""

from dataclasses import replace
from pathlib import Path

import pytest

from cptedu.errors import CpteduError
from cptedu.learn import generations
from cptedu.learn.exercises import State, exercise, written_exercises
from cptedu.learn.generations import earliest_generation, held_generation, newest_generation
from cptedu.learn.generator import kinds_of, question
from cptedu.learn.misconceptions import explaining, misconception, misconceptions, registry
from cptedu.learn.practice import Practice
from cptedu.learn.progress import Progress
from cptedu.learn.questions import answer_as_json
from cptedu.learn.sitting import Sitting
from cptedu.learn.skills import SKILLS, part_of, skill_named
from cptedu.learn.summary import read_summary, verify_summary
from cptedu.learn.summary_page import write_summary

LEFT = Path(__file__).with_name("left_behind")
SEEDS = range(12)
DRAWN = [
    (skill, seed, level, kind)
    for skill in SKILLS
    for kind in kinds_of(skill)
    for level in (1, 2, 3)
    for seed in SEEDS
]


def with_the_ideas_of_now(answered):
    """Have the exercise of an answer as it was drawn then, judged by all wrong ideas that are known now."""
    asked = exercise(answered["exercise"], generation=answered["generation"])
    return replace(asked, question=replace(asked.question, generation=None))


def bills_the_first_line_thrice_over(lines, _note):
    """Add three units to the first line: what nobody believes, and what many a close answer of the test data did."""
    first = min(lines, default=None)
    return {code: (units + 3 if code == first else units, marks) for code, (units, marks) in lines.items()}


@pytest.fixture
def before():
    return {one: question(*one) for one in DRAWN}


@pytest.fixture
def newer(monkeypatch, before):
    """The course after somebody has added a misconception to the payers."""
    file = part_of("payers", "misconceptions").__name__
    number = newest_generation() + 1
    misconceptions()
    monkeypatch.setattr(registry, "_declared", {name: [*some] for name, some in registry._declared.items()})
    monkeypatch.setattr(bills_the_first_line_thrice_over, "__module__", file)
    registry.wrong_rule(
        step="last_look",
        title="bills the first line thrice over",
        holds="three units are added to the first line",
        feedback="Nobody holds this, so nothing is to be said of it. It stands here to try what a new idea changes.",
        source="mln1783722",
        since=number,
    )(bills_the_first_line_thrice_over)
    for kept in (registry._of_skill, generations.newest_generation):
        kept.cache_clear()
    yield number
    for kept in (registry._of_skill, generations.newest_generation):
        kept.cache_clear()


def test_only_claims_of_its_own_skill_are_drawn_anew(before, newer):
    assert newest_generation() == newer
    assert misconception("bills_the_first_line_thrice_over").skill == "payers"
    other = {
        one
        for one, was in before.items()
        if question(*one).proposed != was.proposed or question(*one).note != was.note
    }
    assert {skill for skill, *_ in other} == {"payers"}
    assert {kind for *_, kind in other} <= {"judge", "fix"}


def test_an_earlier_generation_is_had_again_as_it_was(before, newer):
    for one, was in before.items():
        assert question(*one, generation=newer - 1) == was


def test_a_summary_handed_in_before_is_still_verified(newer):
    checked = verify_summary(LEFT / "summary.json")
    assert checked.agrees, checked.lines
    # Some of its answers would be judged otherwise now: what was close is what the new idea gives.
    redone = {
        one["exercise"]
        for one in read_summary(LEFT / "summary.json")["answers"]
        if one["state"] == State.CLOSE
        and with_the_ideas_of_now(one).check(one["answer"]).state is not State.CLOSE
    }
    assert {name.partition("/")[0] for name in redone} - {"payers"}


def test_what_is_answered_now_is_judged_and_verified_with_the_new_idea(tmp_path, newer):
    progress = Progress(tmp_path)
    practice = Practice(progress, start=1)
    one = misconception("bills_the_first_line_thrice_over")
    asked = next(
        made
        for seed in range(200)
        if one.applies((made := exercise(f"payers/fix/2/{seed}")).question)
        and explaining(made.question, one.answer(made.question)) == (one,)
    )
    taken = practice.take(asked, answer_as_json(one.answer(asked.question)))
    assert taken.suspects == (one,)
    assert taken.event["generation"] == newer
    assert Practice(Progress(tmp_path)).suspects() == (one,)
    _, place = write_summary(progress, tmp_path)
    assert verify_summary(place).agrees


def test_a_lesson_that_was_left_open_goes_on_with_the_exercise_of_then(before, newer):
    changed = next(one for one, was in before.items() if question(*one).proposed != was.proposed)
    name = before[changed].id
    # Earlier versions did not write down of which generation the exercise was that they showed.
    for facts, then in (({"generation": newer - 1}, newer - 1), ({}, earliest_generation())):
        progress = Progress()
        progress.add("shown", lesson="payers", exercise=name, instead_of="x", **facts)
        sitting = Sitting(Practice(progress, start=1), "payers", "payers")
        of_then = question(*changed, generation=then)
        assert sitting.exercise.question == of_then
        taken = sitting.take(answer_as_json(of_then.right[0]))
        assert taken.event["generation"] == then
        assert taken.outcome.state is State.RIGHT


def test_a_written_case_is_judged_by_what_was_known_when_it_was_answered(newer):
    one = misconception("bills_the_first_line_thrice_over")
    asked = next(
        made
        for made in written_exercises()
        if one.applies(made.question) and explaining(made.question, one.answer(made.question)) == (one,)
    )
    given = answer_as_json(one.answer(asked.question))
    assert asked.check(given).misconceptions == (one,)
    assert exercise(asked.id, generation=newer - 1).check(given).misconceptions == ()


@pytest.mark.parametrize("written", [None, "7", True, 0, -1, 10_000, 7.0])
def test_what_is_no_generation_is_answered_with_advice(written):
    with pytest.raises(CpteduError, match="Use the version that made it"):
        held_generation(written)


def test_each_generation_that_is_held_can_be_drawn():
    for skill in SKILLS:
        first = skill_named(skill).drawn_since
        assert question(skill, 1, generation=first).generation == first >= earliest_generation()
        assert question(skill, 1).generation == newest_generation()
