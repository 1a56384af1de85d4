"""Practice: what comes next, what is remembered, and how soon a misconception is named."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cptedu.errors import CpteduError
from cptedu.learn import practice as module
from cptedu.learn.exercises import State, exercise
from cptedu.learn.generations import newest_generation
from cptedu.learn.generator import telling_case
from cptedu.learn.misconceptions import misconception, misconceptions
from cptedu.learn.practice import Practice
from cptedu.learn.progress import Progress
from cptedu.learn.questions import SKILLS, answer_as_json

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def right(asked):
    return answer_as_json(asked.question.right[0])


def as_holder(name, asked):
    given = misconception(name).answer(asked.question)
    return right(asked) if given is None else answer_as_json(given)


def item(practice, name):
    return next((one for one in practice.items() if one.name == name), None)


def test_an_answer_is_saved_with_all_that_is_needed_to_judge_it_anew(tmp_path):
    asked = exercise("cmt_level/codes/1/42")
    taken = Practice(Progress(tmp_path)).take(asked, right(asked), hints=1, lesson="regions")
    assert taken.outcome.state is State.RIGHT
    (event,) = Progress(tmp_path).events("answered")
    assert event["exercise"] == asked.id
    assert event["answer"] == right(asked)
    assert (event["state"], event["lesson"], event["hints"], event["generation"]) == (
        "right",
        "regions",
        1,
        newest_generation(),
    )


def test_nothing_is_saved_when_nothing_was_answered():
    progress = Progress()
    taken = Practice(progress).take(exercise("cmt_level/codes/1/42"), None)
    assert taken.event is None
    assert taken.outcome.state is State.NOT_ANSWERED
    assert progress.events() == ()


def test_nothing_is_saved_of_what_is_no_answer():
    progress = Progress()
    with pytest.raises(CpteduError):
        Practice(progress).take(exercise("cmt_level/codes/1/42"), "nonsense")
    assert progress.events() == ()


@pytest.mark.parametrize("one", misconceptions(), ids=lambda one: one.name)
def test_a_holder_is_named_within_three_exercises(one):
    practice = Practice(Progress(), start=2)
    for _ in range(3):
        asked = practice.next_exercise(one.skill)
        suspects = practice.take(asked, as_holder(one.name, asked)).suspects
        if len(suspects) == 1:
            break
    assert suspects == (one,)


def test_a_mistake_comes_back_soon_and_later_and_later_once_avoided():
    practice = Practice(Progress(), start=1)
    one = misconception("leaves_25_off")
    asked = exercise(telling_case(one, 1).id)
    practice.take(asked, as_holder(one.name, asked), at=NOON)
    first = item(practice, one.name)
    assert first.last == "wrong"
    assert first.due - NOON <= timedelta(minutes=15)
    moment, gaps = NOON, []
    for n in range(5):
        moment = item(practice, one.name).due
        again = exercise(telling_case(one, 10 + n).id)
        practice.take(again, right(again), at=moment)
        gaps.append(item(practice, one.name).due - moment)
    assert item(practice, one.name).last == "right"
    assert gaps == sorted(gaps)
    assert gaps[-1] > timedelta(days=10)


def test_what_is_due_comes_first_and_is_told_by_the_case():
    practice = Practice(Progress(), start=1)
    one = misconception("puts_59_on_adjustment")
    asked = exercise(telling_case(one, 1).id)
    practice.take(asked, as_holder(one.name, asked), at=NOON)
    later = practice.next_exercise(at=NOON + timedelta(hours=1))
    assert one.applies(later.question)


def test_two_suspects_are_told_apart_next():
    practice = Practice(Progress(), start=1)
    for seed in range(100):
        asked = exercise(f"timed_units/units/1/{seed}")
        given = dict.fromkeys(asked.question.options, 2)
        if len(asked.check(given).misconceptions) == 2:
            break
    suspects = practice.take(asked, given, at=NOON).suspects
    following = practice.next_exercise(at=NOON).question
    assert len(suspects) == 2
    assert suspects[0].answer(following) != suspects[1].answer(following)


def test_right_answers_with_hints_come_back_sooner():
    plain, helped = Practice(Progress(), start=1), Practice(Progress(), start=1)
    asked = exercise("payers/modifiers/2/5")
    plain.take(asked, right(asked), at=NOON)
    helped.take(asked, right(asked), hints=2, at=NOON)
    assert item(helped, "payers").last == "right with hints"
    assert item(helped, "payers").due < item(plain, "payers").due


def test_every_skill_comes_up_when_all_goes_well():
    practice = Practice(Progress(), start=3)
    moment = NOON
    met = set()
    for _ in range(40):
        asked = practice.next_exercise(at=moment)
        practice.take(asked, right(asked), at=moment)
        met.add(asked.question.skill)
    assert met == set(SKILLS)


def test_a_skill_that_goes_well_gets_harder_and_one_that_does_not_gets_easier():
    practice = Practice(Progress(), start=1)
    for seed in range(3):
        asked = exercise(f"cmt_level/codes/2/{seed}")
        practice.take(asked, right(asked), at=NOON + timedelta(minutes=seed))
    assert practice._difficulty("cmt_level") == 3
    for seed in range(2):
        asked = exercise(f"cmt_level/codes/2/{seed}")
        practice.take(asked, [], at=NOON + timedelta(hours=1, minutes=seed))
    assert practice._difficulty("cmt_level") == 1


def test_one_skill_can_be_practised_alone():
    practice = Practice(Progress(), start=1)
    for n in range(6):
        asked = practice.next_exercise("rvu_payment", at=NOON + timedelta(minutes=n))
        assert asked.question.skill == "rvu_payment"
        practice.take(asked, right(asked), at=NOON + timedelta(minutes=n))
    with pytest.raises(CpteduError, match="rvu_payment"):
        practice.next_exercise("rvu")


def test_practice_goes_on_after_a_restart(tmp_path):
    one = misconception("uses_59_and_xs_together")
    asked = exercise(telling_case(one, 1).id)
    assert asked.check(as_holder(one.name, asked)).misconceptions == (one,)
    Practice(Progress(tmp_path)).take(asked, as_holder(one.name, asked))
    again = Practice(Progress(tmp_path))
    assert item(again, one.name).last == "wrong"
    assert one in again.suspects()


def test_answers_of_another_version_of_the_lessons_do_no_harm():
    progress = Progress()
    progress.add(
        "answered",
        NOON,
        exercise="gone/codes/1/1",
        answer=[],
        state="right",
        generation=newest_generation(),
        items={"skill:gone": "right"},
    )
    progress.add(
        "answered",
        NOON,
        exercise="cmt_level/codes/1/1",
        answer="?",
        state="right",
        generation=newest_generation(),
        items={},
    )
    progress.add(
        "answered", NOON, exercise="cmt_level/codes/1/1", answer=[], state="wrong", generation=99, items=None
    )
    progress.add("answered", NOON, exercise="cmt_level/codes/1/2", items={"skill:payers": "splendid"})
    practice = Practice(progress, start=1)
    assert practice.items() == ()
    assert practice.suspects() == ()
    assert practice.next_exercise().question.skill in SKILLS
    assert len(progress.events("answered")) == 4


def test_the_schedule_does_not_depend_on_chance():
    def items():
        practice = Practice(Progress(), start=1)
        for seed in range(8):
            asked = exercise(f"medicare/modifiers/2/{seed}")
            given = right(asked) if seed % 3 else []
            practice.take(asked, given, at=NOON + timedelta(hours=seed))
        return practice.items()

    assert items() == items()


def test_written_cases_are_practised_too():
    practice = Practice(Progress(), start=1)
    asked = exercise("case/b-t3-cms")
    taken = practice.take(asked, {"97110": 2}, at=NOON)
    assert taken.outcome.state is State.WRONG
    assert "counts_each_code_under_medicare" in {one.name for one in taken.suspects}
    assert practice.next_exercise(at=NOON).question.skill == "timed_units"


def test_an_item_tells_its_kind_and_counts():
    practice = Practice(Progress(), start=1)
    asked = exercise("cmt_level/codes/1/42")
    for n in range(3):
        practice.take(asked, right(asked), at=NOON + timedelta(days=n))
    made = item(practice, "cmt_level")
    assert (made.kind, made.times, made.last) == (module.SKILL, 3, "right")
    assert replace(made, times=4) != made


def test_an_answer_that_two_lead_to_names_the_one_that_earlier_answers_leave():
    by_eight, by_started = (
        misconception("gives_a_unit_per_8_minutes"),
        misconception("gives_a_unit_per_started_quarter_hour"),
    )
    practice = Practice(Progress(), start=1)
    drawn = [exercise(f"timed_units/units/1/{seed}") for seed in range(100)]
    both = [
        one
        for one in drawn
        if {by_eight, by_started} == set(one.check(as_holder(by_eight.name, one)).misconceptions)
    ]
    apart = next(
        one
        for one in drawn
        if one.check(as_holder(by_eight.name, one)).misconceptions == (by_eight,)
        and by_started.applies(one.question)
    )
    practice.take(both[0], as_holder(by_eight.name, both[0]), at=NOON)
    assert set(practice.suspects()) == {by_eight, by_started}
    practice.take(apart, as_holder(by_eight.name, apart), at=NOON)
    for _ in range(2):
        again = practice.take(both[1], as_holder(by_eight.name, both[1]), at=NOON)
    assert again.outcome.misconceptions == (by_eight,)
    assert by_eight.holds in again.outcome.feedback
    assert by_started.holds not in again.outcome.feedback


def test_who_is_right_after_a_wrong_try_has_avoided_no_idea_and_needed_help():
    progress = Progress()
    practice = Practice(progress, start=1)
    asked = exercise("cmt_level/codes/1/42")
    practice.take(asked, ["98940", "98941", "98942", "98943"])
    practice.take(asked, answer_as_json(asked.question.right[0]))
    assert progress.events("answered")[-1]["items"] == {"skill:cmt_level": "right with hints"}
    other = exercise("cmt_level/codes/1/43")
    practice.take(other, answer_as_json(other.question.right[0]))
    items = progress.events("answered")[-1]["items"]
    assert items["skill:cmt_level"] == "right"
    assert any(name.startswith("misconception:") for name in items)
