"""What the first page of the course tells: where to go on, what is mastered, what is due, days in a row."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cptedu.learn.course import Card, Lesson, course_page, days_in_a_row
from cptedu.learn.practice import Practice
from cptedu.learn.progress import Progress
from cptedu.learn.questions import answer_as_json
from cptedu.learn.sitting import Sitting

NOW = datetime(2026, 3, 4, 18, tzinfo=UTC)
LESSONS = (
    Lesson("00_start.ipynb", "Start here", "one visit", "", (Card("cmt_level", 2),)),
    Lesson("01_regions.ipynb", "Regions", "regions count", "", (Card("cmt_level", 3),)),
    Lesson("02_units.ipynb", "Units", "minutes", "", (Card("timed_units", 2),)),
    Lesson("03_article.ipynb", "The article", "claims to judge"),
    Lesson("04_mixed.ipynb", "Mixed practice", "everything", "", (Card("mixed_practice", 2),)),
    Lesson("glossary.ipynb", "Glossary", "", "Glossary"),
    Lesson("teach/pages.ipynb", "A page for each", "", "Pages", group="For instructors"),
)


def practised(progress, skill, count, at=NOW, *, solution=False):
    sitting = Sitting(Practice(progress, start=1), skill, skill)
    for _ in range(count):
        asked = sitting.exercise
        right = answer_as_json(asked.question.right[0])
        sitting.course.take(asked, right, lesson=skill, at=at, solution=solution)
        assert sitting.next()
    return progress


def lesson(page, path):
    return next(one for one in page["lessons"] if one["path"] == path)


def test_who_has_done_nothing_is_asked_to_begin():
    page = course_page(Progress(), LESSONS, (), NOW)
    assert (page["go_on"]["path"], page["go_on"]["button"]) == ("00_start.ipynb", "Begin")
    assert page["due"] is None
    assert page["begun"] is False
    assert {one["state"] for one in page["lessons"]} == {"new"}
    beside = [(one["label"], one["group"]) for one in page["beside"]]
    assert beside == [("Glossary", ""), ("Pages", "For instructors")]
    assert all(one["path"] != "glossary.ipynb" for one in page["lessons"])


def test_a_lesson_that_was_left_is_where_one_goes_on_with_what_is_left_of_it():
    progress = practised(Progress(), "timed_units", 1)
    page = course_page(progress, LESSONS, ("02_units.ipynb", "00_start.ipynb"), NOW)
    assert page["go_on"]["path"] == "02_units.ipynb"
    assert page["go_on"]["line"] == "Lesson 2, 1 of 2 exercises right. About 1 minute to go."
    told = lesson(page, "02_units.ipynb")
    assert (told["right"], told["of"], told["state"]) == (1, 2, "begun")


def test_after_a_lesson_that_is_done_comes_the_next_that_is_not():
    progress = practised(Progress(), "cmt_level", 3)
    page = course_page(progress, LESSONS, ("01_regions.ipynb", "00_start.ipynb"), NOW)
    assert page["go_on"]["path"] == "02_units.ipynb"
    assert page["go_on"]["line"].startswith("Lesson 1 is done.")
    assert lesson(page, "00_start.ipynb")["state"] == "done"
    assert lesson(page, "00_start.ipynb")["right"] == 2, "more than a set is asked for fills no more"


def test_a_lesson_that_was_never_opened_is_not_done_because_another_practises_the_same():
    progress = practised(Progress(), "cmt_level", 3)
    page = course_page(progress, LESSONS, ("00_start.ipynb",), NOW)
    assert lesson(page, "00_start.ipynb")["state"] == "done"
    assert lesson(page, "01_regions.ipynb")["state"] == "begun"
    assert page["go_on"]["path"] == "01_regions.ipynb"


def test_a_lesson_without_exercises_is_passed_when_it_was_opened_and_not_called_done():
    progress = practised(practised(Progress(), "cmt_level", 3), "timed_units", 2)
    page = course_page(progress, LESSONS[:4], [one.path for one in LESSONS[:4]], NOW)
    assert [one["state"] for one in page["lessons"]] == ["done", "done", "done", "begun"]
    assert lesson(page, "03_article.ipynb")["words"] == "opened"
    assert (page["go_on"]["path"], page["go_on"]["button"]) == ("03_article.ipynb", "Practise")


def test_what_was_answered_after_its_solution_fills_nothing():
    progress = practised(Progress(), "timed_units", 2, solution=True)
    page = course_page(progress, LESSONS, ("02_units.ipynb",), NOW)
    assert lesson(page, "02_units.ipynb")["right"] == 0
    assert next(one for one in page["skills"] if one["title"] == "Minutes and units")["right"] == 0


def test_a_skill_is_told_by_its_latest_exercises():
    progress = practised(Progress(), "timed_units", 4)
    told = next(
        one
        for one in course_page(progress, LESSONS, (), NOW)["skills"]
        if one["title"] == "Minutes and units"
    )
    assert (told["right"], told["of"], told["words"]) == (4, 6, "4 of the latest 6 right at once")


def test_what_is_due_is_counted_when_it_is_due_and_not_before():
    progress = practised(Progress(), "timed_units", 2, NOW)
    assert course_page(progress, LESSONS, (), NOW)["due"]["count"] == 0
    later = course_page(progress, LESSONS, (), NOW + timedelta(days=60))["due"]
    items = Practice(progress).items()
    assert later["count"] == min(10, len(items)) > 0
    assert later["path"] == "04_mixed.ipynb"


def test_one_missed_day_is_forgiven_and_two_are_not():
    day = timedelta(days=1)
    assert days_in_a_row([NOW, NOW - day, NOW - 3 * day], NOW) == 3
    assert days_in_a_row([NOW - 2 * day, NOW - 4 * day], NOW) == 2, (
        "yesterday was missed, and today is not over"
    )
    assert days_in_a_row([NOW - 3 * day], NOW) == 0
    assert days_in_a_row([NOW, NOW - 3 * day], NOW) == 1
    assert days_in_a_row([None, NOW + day], NOW) == 0, "what a clock says of tomorrow counts for nothing yet"


@given(st.sets(st.integers(0, 60)))
def test_days_in_a_row_are_days_and_another_day_of_practice_never_takes_one(ago):
    moments = [NOW - timedelta(days=one) for one in ago]
    count = days_in_a_row(moments, NOW)
    assert 0 <= count <= len(ago)
    assert days_in_a_row([*moments, NOW], NOW) >= max(count, 1)
