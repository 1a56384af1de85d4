"""What the server tells the first page of the course: to whom it belongs, of which folder, and which lesson was opened."""

import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest

from cptedu.app.course_server import course_folder, told
from cptedu.app.lesson_list import _cards, lessons, note_opened, opened
from cptedu.app.workspace import FIRST_LESSON, earlier_names, lay_lessons, lessons_folder
from cptedu.learn.skills import SKILLS
from cptedu.lesson import Practice

ROOT = Path(__file__).resolve().parents[1]
FRAME = ROOT / "cptedu/app/live/labextensions/cptedu-live/static/course/course.css"
PALETTE = ROOT / "cptedu/widgets/kit/palette.css"


@pytest.fixture
def folder(tmp_path):
    return lay_lessons(tmp_path / "shown" / "course").folder


def test_every_step_of_the_course_says_what_it_is_about_and_only_those_have_a_number():
    steps = [one for one in lessons() if one.about]
    assert [one.number for one in steps] == list(range(len(steps)))
    assert all(one.menu for one in lessons() if not one.about)
    named = {card.name for one in steps for card in one.cards}
    drawn = {one.partition(" in lesson ")[0] for one in named if not one.startswith("cases of ")}
    assert drawn == {*SKILLS, "mixed_practice"}
    each = [card.name for one in steps for card in one.cards]
    assert len(each) == len(set(each)), "what is answered in one lesson fills no bar of another"
    assert all(len(one.about) <= 50 for one in steps), "one line on the first page"


def test_the_exercises_of_a_lesson_are_those_of_its_notebook():
    counted = {one.path: [(card.name, card.count) for card in one.cards] for one in lessons()}
    assert counted["05_the_same_day.ipynb"] == [("ncci_59", 4), ("evaluation", 3)]
    assert counted["02_regions_and_adjustments.ipynb"] == [("cmt_level", 6)]
    assert counted["14_mixed_practice.ipynb"] == [("mixed_practice", 6)]
    assert counted["13_the_error_museum.ipynb"] == []
    for path, cards in counted.items():
        written = (lessons_folder() / path).read_text(encoding="utf-8")
        assert len(re.findall(r"\bPractice\(", written)) == len(cards), path


def test_a_card_is_named_as_the_progress_names_it():
    for call in (
        'Practice("payers", count=4)',
        "Practice()",
        'Practice(cases=["a-t1", "b-t3-cms"])',
        'Practice(skill="evaluation")',
    ):
        (card,) = _cards(f"from cptedu.lesson import Practice\n\n{call}")
        made = eval(call, {"Practice": Practice})
        assert (card.name, card.count) == (made.lesson, made.count), call


def test_the_folder_of_a_page_is_the_nearest_above_that_holds_the_course(folder):
    root = folder.parent
    for at in ("course", "course/00_start_here.ipynb", "course/seminar/live_demonstration.ipynb", "/course/"):
        assert course_folder(root, at) == folder
    assert course_folder(folder, "") == folder
    assert course_folder(root, "") is None
    assert course_folder(folder / "seminar", "") is None, "what lies above is not shown by this server"


@pytest.mark.parametrize("at", ["../course", "course/../../..", "a" * 5000, "course\0", "//etc"])
def test_nothing_outside_of_what_is_shown_is_looked_at(folder, at):
    found = course_folder(folder.parent, at)
    assert found in (None, folder)


def test_only_lessons_of_the_course_are_noted_the_latest_first(folder):
    for path in (
        FIRST_LESSON,
        "05_the_same_day.ipynb",
        "../elsewhere.ipynb",
        "no_lesson.ipynb",
        FIRST_LESSON,
    ):
        note_opened(folder, path)
    assert opened(folder) == (FIRST_LESSON, "05_the_same_day.ipynb")
    assert told(folder.parent, folder)["go_on"]["path"] == FIRST_LESSON


def test_what_was_opened_under_an_earlier_name_is_not_forgotten(folder):
    (folder / ".cptedu" / "opened.json").write_text(
        '["12_mixed_practice.ipynb", "08_tradeoffs_without_upcoding.ipynb"]'
    )
    assert opened(folder) == ("14_mixed_practice.ipynb", "08_supported_and_tempting.ipynb")
    note_opened(folder, "09_a_plan_of_care.ipynb")  # a learner's own copy, which kept its name
    assert opened(folder)[0] == "11_a_plan_of_care.ipynb"
    note_opened(folder, "14_mixed_practice.ipynb")
    assert opened(folder).count("14_mixed_practice.ipynb") == 1


def test_no_earlier_name_is_the_name_of_a_lesson_of_today():
    names = earlier_names(lessons_folder())
    assert not names.keys() & {one.path for one in lessons()}


@pytest.mark.parametrize("held", ["", "{", '{"a": 1}', "[1, null, {}]", "[" * 9000])
def test_a_damaged_note_of_what_was_opened_stops_nothing(folder, held):
    (folder / ".cptedu" / "opened.json").write_text(held)
    assert opened(folder) == ()
    assert told(folder, folder)["go_on"]["button"] == "Begin"
    note_opened(folder, FIRST_LESSON)
    assert opened(folder) == (FIRST_LESSON,)


def test_a_damaged_progress_is_said_and_the_course_is_told_all_the_same(folder):
    (folder / "progress.json").write_text("{")
    page = told(folder, folder)
    assert "kept as progress.damaged" in page["message"]
    assert len(page["lessons"]) == len([one for one in lessons() if one.about])


def test_the_server_tells_only_whom_it_knows_and_takes_note(start_course):
    course = start_course().wait_until_open()
    assert course.ask("GET", "/cptedu/course", token="wrong")[0] in (302, 403)
    assert course.ask("POST", f"/cptedu/course?at={FIRST_LESSON}", token="wrong")[0] in (302, 403)
    status, page = course.ask("GET", "/cptedu/course")
    assert (status, page["folder"], page["go_on"]["button"]) == (200, "", "Begin")
    assert course.ask("POST", f"/cptedu/course?at={FIRST_LESSON}", body={})[0] == 204
    assert course.ask("GET", "/cptedu/course")[1]["go_on"]["button"] == "Go on"
    assert json.loads((course.folder / ".cptedu" / "opened.json").read_text()) == [FIRST_LESSON]
    assert course.ask("GET", f"/cptedu/course?at={quote('../..')}")[1] in ({}, page)
    assert course.ask("GET", "/cptedu/results", token="wrong")[0] in (302, 403)
    status, results = course.ask("GET", "/cptedu/results")
    assert status == 200
    assert "0 of 0 exercises right at the first try" in results


def test_the_frame_has_the_colours_of_the_instruments():
    colours = dict(re.findall(r"--([a-z-]+): (light-dark\([^)]*\))", PALETTE.read_text()))
    ours = dict(re.findall(r"--([a-z-]+): (light-dark\([^)]*\))", FRAME.read_text()))
    of_its_own = {"on-button"}
    assert len(ours) > 8
    assert {name: value for name, value in ours.items() if name not in of_its_own} == {
        name: colours[name] for name in ours if name not in of_its_own
    }
