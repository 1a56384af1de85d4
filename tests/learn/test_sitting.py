"""A sitting: Next always moves on, and what was found with the solution before one's eyes is not told as one's own."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cptedu.errors import CpteduError
from cptedu.example_visits import example_visit
from cptedu.learn.exercises import State, drawn_exercise, exercise, written_exercises
from cptedu.learn.misconceptions import misconception, misconceptions
from cptedu.learn.own_cases import new_case
from cptedu.learn.practice import Practice
from cptedu.learn.progress import Progress
from cptedu.learn.questions import SKILLS, answer_as_json
from cptedu.learn.sitting import Sitting

STEPS = ("next", "next", "another", "right", "wrong", "hint", "solution", "reload")


def sitting_of(progress, skill, folder=None):
    return Sitting(Practice(progress, folder, start=7), skill or "mixed_practice", skill, folder)


def right(sitting):
    return answer_as_json(sitting.exercise.question.right[0])


def wrong(sitting):
    asked = sitting.exercise.question
    held = next((one for one in misconceptions() if one.applies(asked)), None)
    return None if held is None else answer_as_json(held.answer(asked))


def on_the_page(sitting):
    asked = sitting.exercise.question
    return asked.text, asked.record, asked.options, asked.proposed


@pytest.mark.parametrize("skill", [*SKILLS, None])
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(st.sampled_from(STEPS), min_size=3, max_size=10))
def test_next_never_shows_what_was_shown_before(skill, steps):
    progress = Progress()
    sitting = sitting_of(progress, skill)
    shown = [sitting.exercise.id]
    for step in (*steps, "next"):
        before = on_the_page(sitting)
        if step == "next":
            assert sitting.next()
            assert sitting.exercise.id not in shown
            assert on_the_page(sitting) != before
        elif step == "another":
            assert sitting.another()
            assert on_the_page(sitting) != before
        elif step == "right":
            sitting.take(right(sitting))
        elif step == "wrong":
            sitting.take(wrong(sitting))
        elif step == "hint":
            sitting.hint()
        elif step == "solution":
            sitting.solve()
        else:
            sitting = sitting_of(progress, skill)
        shown.append(sitting.exercise.id)


@pytest.mark.parametrize("skill", [*SKILLS, None])
def test_a_reload_comes_back_to_the_exercise_that_was_left_open(skill, tmp_path):
    sitting = sitting_of(Progress(tmp_path), skill)
    for go_on in (sitting.next, sitting.another, sitting.next):
        go_on()
        assert sitting_of(Progress(tmp_path), skill).exercise == sitting.exercise
    sitting.take(right(sitting))
    assert sitting_of(Progress(tmp_path), skill).exercise != sitting.exercise


def test_a_reload_comes_back_with_the_hints_and_the_solution_that_were_shown(tmp_path):
    sitting = sitting_of(Progress(tmp_path), "medicare")
    sitting.hint()
    again = sitting_of(Progress(tmp_path), "medicare")
    assert (again.exercise, again.hints, again.solved) == (sitting.exercise, 1, False)
    again.solve()
    assert sitting_of(Progress(tmp_path), "medicare").solved


def test_opening_a_lesson_writes_nothing(tmp_path):
    sitting_of(Progress(tmp_path), "payers")
    assert Progress(tmp_path).events() == ()


def test_a_case_of_ones_own_that_was_left_does_not_come_again_until_the_lesson_is_started_over(tmp_path):
    new_case(tmp_path / "mine.toml")
    own = exercise("case/mine", tmp_path)
    sitting = sitting_of(Progress(), own.question.skill, tmp_path)
    sitting.show(own)
    for _ in range(6):
        assert sitting.next()
        assert sitting.exercise != own
    sitting.start_over()
    assert own.id in {one.id for one in sitting._unanswered(sitting._passed())}


def test_where_nothing_else_exists_next_stays_and_says_so(monkeypatch):
    only = drawn_exercise("payers", 3)
    monkeypatch.setattr(Practice, "next_exercise", lambda *_given, **_more: only)
    monkeypatch.setattr(Practice, "most_telling", lambda *_given: None)
    sitting = sitting_of(Progress(), "payers")
    assert not sitting.next()
    assert sitting.exercise == only
    assert sitting.course.progress.events() == ()


def test_of_two_exercises_next_shows_the_other_by_turns(monkeypatch):
    two = [drawn_exercise("payers", seed) for seed in (3, 4)]
    monkeypatch.setattr(Practice, "next_exercise", lambda *_given, turn: two[turn % 2])
    monkeypatch.setattr(Practice, "most_telling", lambda *_given: None)
    sitting = sitting_of(Progress(), "payers")
    for _ in range(5):
        before = sitting.exercise
        assert sitting.next()
        assert sitting.exercise != before


def test_what_cannot_be_saved_does_not_stop_the_sitting(monkeypatch):
    sitting = sitting_of(Progress(), "payers")
    first = sitting.exercise

    def full(*_given, **_facts):
        raise CpteduError("The disk is full.")

    monkeypatch.setattr(sitting.course.progress, "add", full)
    sitting.next()
    assert sitting.exercise != first
    assert sitting.trouble == "The disk is full."


# ---- a copied answer -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("skill", [*SKILLS, None])
def test_an_answer_after_the_solution_is_not_told_as_found(skill):
    sitting = sitting_of(Progress(), skill)
    sitting.solve()
    taken = sitting.take(right(sitting))
    assert taken.outcome.state is State.RIGHT
    assert taken.after_solution
    stands = sitting.standing()
    assert (stands.right, stands.after_solution, stands.answers) == (0, 1, 1)


def test_an_answer_before_the_solution_stays_found():
    sitting = sitting_of(Progress(), "payers")
    sitting.take(right(sitting))
    sitting.solve()
    sitting.take(right(sitting))
    assert (sitting.standing().right, sitting.standing().after_solution) == (1, 0)


def test_the_solution_is_remembered_over_a_reload_and_in_another_lesson(tmp_path):
    one = exercise("case/b-t3-cms")
    sitting = sitting_of(Progress(tmp_path), None)
    sitting.show(one)
    sitting.solve()
    elsewhere = sitting_of(Progress(tmp_path), one.question.skill)
    elsewhere.show(one)
    assert not elsewhere.solved  # the page keeps it folded, the record does not forget it
    assert elsewhere.take(right(elsewhere)).after_solution


def test_a_hint_is_counted_after_a_reload(tmp_path):
    sitting = sitting_of(Progress(tmp_path), "medicare")
    sitting.hint()
    again = sitting_of(Progress(tmp_path), "medicare")
    assert again.take(right(again)).event["hints"] == 1


def test_a_copied_answer_is_no_evidence_and_makes_nothing_known():
    noon = datetime(2026, 3, 4, 12, tzinfo=UTC)
    asked = drawn_exercise("medicare", 4, 2, "modifiers")
    found, copied = (Practice(Progress(), start=1) for _ in range(2))
    found.take(asked, answer_as_json(asked.question.right[0]), at=noon)
    copied.take(asked, answer_as_json(asked.question.right[0]), solution=True, at=noon)
    assert [(one.kind, one.name, one.last) for one in copied.items()] == [
        ("skill", "medicare", "after the solution")
    ]
    (skill,) = copied.items()
    own = next(one for one in found.items() if one.kind == "skill")
    assert skill.due < own.due
    assert skill.due <= noon + timedelta(hours=1)  # as after a wrong answer: soon again
    assert {one.kind for one in found.items()} == {"skill", "misconception"}


def test_a_copied_answer_does_not_clear_a_suspicion():
    held = next(one for one in misconceptions("timed_units") if one.name == "gives_a_unit_per_8_minutes")
    practice = Practice(Progress(), start=1)
    drawn = [drawn_exercise("timed_units", seed, 1, "units") for seed in range(200)]
    telling = [one for one in drawn if held.applies(one.question)]
    practice.take(telling[0], answer_as_json(held.answer(telling[0].question)))
    suspects = practice.suspects()
    assert held in suspects
    for one in telling[1:6]:
        assert practice.take(one, answer_as_json(one.question.right[0]), solution=True).suspects == suspects
    for one in telling[6:12]:
        practice.take(one, answer_as_json(one.question.right[0]))
    assert practice.suspects() != suspects


@pytest.mark.parametrize(
    ("skill", "lesson"), [("exercise_code", 1), ("timed_units", 3), ("exercise_code", 4), ("ncci_59", 5)]
)
def test_a_lesson_begins_with_an_easy_case_that_it_has_not_shown(tmp_path, skill, lesson):
    course = Practice(Progress(tmp_path), up_to_lesson=lesson)
    first = Sitting(course, skill, skill).exercise.question
    assert first.difficulty == 1
    shown = {one.deficit for one in example_visit("desk_worker").services}
    assert not shown & {one.deficit for one in first.note.visit.services}


def test_a_case_like_one_that_a_lesson_showed_is_asked_once_nothing_else_is_left(tmp_path):
    course = Practice(Progress(tmp_path), up_to_lesson=5)
    sitting = Sitting(course, "ncci_59", "ncci_59")
    taught = {one.id for one in written_exercises(tmp_path, "ncci_59") if course.may_be_asked(one.question)}
    met, asked = set(), sitting._unanswered(set())
    while asked:
        assert not met & {one.id for one in asked}
        met |= {one.id for one in asked}
        asked = sitting._unanswered(met)
    assert met == taught


@pytest.mark.parametrize("skill", SKILLS)
def test_mixed_practice_begins_with_what_is_due_and_stays_with_it_until_it_is_answered(skill):
    course = Practice(Progress(), start=7, up_to_lesson=14)
    days_ago = datetime.now(UTC) - timedelta(days=3)
    course.take(
        easy := drawn_exercise(skill, 4, difficulty=1), answer_as_json(easy.question.right[0]), at=days_ago
    )
    due = [item for item in course.items() if item.due <= datetime.now(UTC)]
    assert {item.kind for item in due} >= {"skill"}
    ideas = [misconception(item.name) for item in due if item.kind == "misconception"]
    sitting = Sitting(course, "mixed_practice")
    for _ in range(2):
        asked = sitting.exercise.question
        assert asked.skill == skill or any(one.applies(asked) for one in ideas), sitting.exercise.id
        assert sitting.next()
