"""What the page of an exercise shows: the question in large, the visit seen, a few codes at hand, and nothing of it lost."""

import re
from functools import cache

import pytest

from cptedu.learn.exercises import drawn_exercise, exercise, written_exercises
from cptedu.learn.generator import kinds_of
from cptedu.learn.questions import SKILLS
from cptedu.widgets.practice import Practice
from cptedu.widgets.practice.answer_form import answer_form, title_and_story
from cptedu.widgets.practice.picture import minutes_told, picture_of, record_told, when_and_for_whom


def drawn():
    for skill in SKILLS:
        for kind in kinds_of(skill):
            yield from (drawn_exercise(skill, seed, 1 + seed % 3, kind) for seed in range(3))


@cache
def all_questions():
    return [one.question for one in (*drawn(), *written_exercises())]


def needed(asked):
    return [line for answer in asked.right if isinstance(answer, tuple) for line in answer if len(line) == 3]


# ---- what is asked, and what is told ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "title", "after"),
    [
        ("A rib was adjusted beside the spine, and the note says no more than that.", "Which code?", ""),
        (
            "",
            "How many units of each timed code?",
            "This payer counts all timed minutes of the day together.",
        ),
        ("", "This claim came back.", "Put it right: codes, units and modifiers, as the note supports them."),
        ("A new patient is fully examined and adjusted at C5.", "Does 99203 with 98940-25 stand?", ""),
        ("", "Judge this note. What does it support for the service?", ""),
    ],
)
def test_the_title_is_the_question_and_not_the_story_around_it(before, title, after):
    assert title_and_story(" ".join(filter(None, (before, title, after)))) == (before, title, after)


def test_no_word_of_a_question_is_lost_and_none_changes_its_place():
    for asked in all_questions():
        assert " ".join(title_and_story(asked.text)).split() == asked.text.split(), asked.id


def test_every_row_of_a_record_is_told_but_active_care_where_no_mark_for_it_is_known():
    for asked in all_questions():
        shown = [text for _, text in record_told(asked)]
        line = when_and_for_whom(asked)
        for label, text in asked.record:
            assert text in shown or text in line or (label == "Care" and text.startswith("active")), asked.id


def test_care_is_told_to_whoever_bills_medicare_and_wherever_it_is_maintenance():
    for asked in all_questions():
        if asked.note is None or asked.kind in ("missing", "sentence") or asked.note.visit.care is None:
            continue
        if asked.note.visit.care == "maintenance" or asked.note.visit.payer == "medicare":
            assert "Care" in dict(record_told(asked)), asked.id


def test_the_number_from_which_a_question_was_drawn_is_not_on_the_page():
    practice = Practice("cmt_level")
    practice.show(exercise("cmt_level/codes/2/83625"))
    words = {key: value for key, value in practice.task.items() if key != "id"}
    assert "83625" not in str(words)


# ---- the visit, seen -------------------------------------------------------------------------------------------------


def test_bones_and_joints_are_lit_as_they_were_adjusted_and_the_trained_region_is_marked():
    case = next(
        one
        for one in written_exercises()
        if "C5 and T4 adjusted, then 16 minutes one on one on a BAPS" in one.text
    )
    shown = picture_of(case.question)
    assert (shown["bones"], shown["joints"], shown["trained"]) == (["C5", "T4"], [], ["lower_extremities"])
    assert shown["says"] == "Adjusted: C5, T4. Treated: lower extremities."
    assert minutes_told(case.question) == {"Service": [16, 0]}


def test_a_picture_says_no_region_that_the_learner_is_to_find():
    for asked in all_questions():
        shown = picture_of(asked)
        if not shown:
            continue
        visit = asked.note.visit
        marked = (*shown["bones"], *shown["joints"], *shown["whole"])
        assert len(marked) <= len(visit.adjusted), asked.id
        assert set(shown["whole"]) <= {name.replace(" ", "_") for name in visit.adjusted}, asked.id
        assert bool(shown["trained"]) <= any(one.regions for one in visit.services), asked.id


def test_what_a_note_is_to_be_searched_for_is_not_drawn_beside_it():
    for kind in ("missing", "sentence"):
        for seed in range(5):
            asked = drawn_exercise("exercise_code", seed, 2, kind).question
            assert picture_of(asked) == {}
            assert minutes_told(asked) == {}
            assert when_and_for_whom(asked) == ""


def test_a_sentence_is_tapped_in_the_note_itself():
    for seed in range(20):
        asked = drawn_exercise("exercise_code", seed, 2, "sentence").question
        assert answer_form(asked)["in_note"] is True
        note = " ".join(text for _, text in asked.record)
        assert [one for one in asked.options if one not in note] == [], asked.id


# ---- a few codes, a few modifiers ------------------------------------------------------------------------------------


def at_hand(form):
    return [row["code"] for row in form["rows"] if row["at_hand"]]


def test_a_few_codes_are_at_hand_the_right_ones_among_them_and_never_they_alone():
    for asked in all_questions():
        form = answer_form(asked)
        if form["type"] != "lines" or asked.kind == "units" or (asked.options and asked.kind != "fix"):
            continue
        near = at_hand(form)
        right = {line[0] for line in (*needed(asked), *asked.proposed)}
        assert right <= set(near), asked.id
        assert len(right) < len(near) <= max(6, len(right) + 2), asked.id
        assert near == sorted(near)


def test_a_question_has_the_same_codes_at_hand_every_time_and_two_questions_not_always_the_same():
    asked = [drawn_exercise("ncci_59", seed, 2, "fix").question for seed in range(8)]
    first = [at_hand(answer_form(one)) for one in asked]
    assert first == [at_hand(answer_form(one)) for one in asked]
    assert len({tuple(one) for one in first}) > 1


def test_no_modifier_is_offered_that_was_not_taught_unless_the_question_has_it_itself():
    for asked in all_questions():
        form = answer_form(asked, lesson=5)
        if form["type"] == "lines":
            own = {mark for line in (*needed(asked), *asked.proposed) for mark in line[2]}
            offered = {*form["offered"], *form["others"]}
            assert offered == {"25", "59", "XS"} | own, asked.id
            assert own <= set(form["offered"]), asked.id


def test_what_is_offered_grows_with_the_lessons():
    early = Practice("exercise_code", up_to_lesson=1)
    early.show(exercise("exercise_code/fix/1/3"))
    form = early.task["form"]
    assert {*form["offered"], *form["others"]} == {"59"}
    own = {line[0] for line in (*needed(early.exercise.question), *early.exercise.question.proposed)}
    assert {row["code"] for row in form["rows"]} <= {
        "98940",
        "98941",
        "98942",
        "98943",
        "97110",
        "97112",
    } | own
    late = Practice("exercise_code")
    late.show(exercise("exercise_code/fix/1/3"))
    form = late.task["form"]
    assert {*form["offered"], *form["others"]} == {"25", "59", "XS", "AT", "GA", "GZ", "GP", "GX", "GY"}


def test_nothing_of_the_right_answer_is_told_by_the_form_of_a_claim_that_came_back():
    for seed in range(10):
        asked = drawn_exercise("ncci_59", seed, 2, "fix").question
        held = {row["code"]: row for row in answer_form(asked)["rows"] if row["picked"]}
        assert {number: (row["units"], tuple(row["modifiers"])) for number, row in held.items()} == {
            number: (units, tuple(marks)) for number, units, marks in asked.proposed
        }
        assert not re.search(r"right", str(answer_form(asked)))
