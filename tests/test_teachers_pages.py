"""An instructor finds a page for each lesson: aim, time, what to ask, what goes wrong."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from cptedu.app.lesson_list import lessons

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
PAGES = FOLDER / "seminar" / "lesson_by_lesson.ipynb"
STEPS = [one for one in lessons() if one.about]
MOST_WORDS = 120


def page_of(path: str) -> str:
    """Give the page of one lesson; empty where there is none."""
    cells = [cell.source for cell in nbformat.read(PAGES, as_version=4).cells]
    return next((text for text in cells if text.startswith("## ") and f"](../{path})" in text), "")


@pytest.mark.parametrize("lesson", STEPS, ids=lambda one: one.path)
def test_a_lesson_has_its_page_for_teachers(lesson) -> None:
    page = page_of(lesson.path)
    assert page.startswith(f"## {lesson.number} · [{lesson.title}](../{lesson.path})")
    told = re.findall(r"^- \*\*(.+?)\.\*\* (.+)", page, flags=re.MULTILINE)
    assert [what for what, _ in told] == ["Aim", "Time", "Ask", "What goes wrong"]
    assert all(len(words.split()) >= 2 for _, words in told)
    assert "?" in dict(told)["Ask"] or lesson.number == 0
    assert len(page.split()) <= MOST_WORDS


def test_no_page_is_for_a_lesson_that_is_not_there() -> None:
    named = re.findall(
        r"^## .*\]\(\.\./(.+?)\)",
        "\n".join(c.source for c in nbformat.read(PAGES, 4).cells),
        flags=re.MULTILINE,
    )
    assert named == [one.path for one in STEPS]


def test_instructors_are_led_to_it() -> None:
    assert any(one.menu and FOLDER / one.path == PAGES for one in lessons())
    slides = nbformat.read(FOLDER / "seminar" / "live_demonstration.ipynb", as_version=4)
    assert any("](lesson_by_lesson.ipynb)" in cell.source for cell in slides.cells)


def test_every_disputed_point_is_on_the_page_of_them_behind_its_question() -> None:
    from cptedu.facts.tables import document
    from cptedu.shown.reasons_shown import show_disputes

    shown = show_disputes().html
    for point in document("contested.toml")["points"]:
        assert shown.count(f"<summary>{point['question']}</summary>") == 1
    assert shown.count("<details>") == len(document("contested.toml")["points"])
