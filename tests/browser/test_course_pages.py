"""Every lesson in a real browser: it runs to its end, asks for nothing outside, complains of nothing, and fits its window.

And what it shows can be read by everybody, in JupyterLab's light theme and in its dark one.
"""

from contextlib import suppress
from pathlib import Path

import pytest
from notebook_page import WITH_PICTURES
from playwright.sync_api import TimeoutError as PageTimeoutError
from seen import STICKS_OUT, at_rest, faint_words

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
LESSONS = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))
TAUGHT = [name for name in LESSONS if name != "glossary.ipynb"]
# Where the exercises begin and where there is something to touch, from the top of a lesson as wide as in the course's own frame.
TOPS = """() => {
  const panel = document.querySelector(".jp-NotebookPanel:not(.lm-mod-hidden)");
  const top = (parts) => Math.min(...[...panel.querySelectorAll(parts)].map((one) => one.getBoundingClientRect().top));
  return { begin: top(".jp-Cell"), touched: top(".jp-OutputArea button"),
    exercises: top(".practice, .article-reader, .error-museum") };
}"""
SCREEN = 800 - 56  # pixels: a small laptop's window, without what the course's frame takes of it
# All cells of a lesson stand in the page, the last one too, and each that shows something has it drawn.
DRAWN = """() => {
  const cells = [...document.querySelectorAll(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")];
  const shown = (cell) => [...cell.querySelectorAll(".jp-RenderedMarkdown, .jp-OutputArea-output")];
  return cells.length > 0 && shown(cells.at(-1)).length > 0
    && cells.every((cell) => shown(cell).every((one) => one.getBoundingClientRect().height > 0));
}"""
# Outputs that bring a bar of their own to be scrolled by, from the top to the foot.
BARS = """() => [...document.querySelectorAll(".jp-NotebookPanel:not(.lm-mod-hidden) :is(.jp-OutputArea, .jp-OutputArea-output)")]
  .filter((one) => one.scrollHeight > one.clientHeight && /auto|scroll/.test(getComputedStyle(one).overflowY))
  .map((one) => one.textContent.trim().slice(0, 60))"""
OUTPUTS = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea"


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_runs_to_its_end_and_the_page_is_clean_and_readable(lab, axe, name):
    page = lab.open(name)
    page.page.emulate_media(reduced_motion="reduce")
    page.run_all()
    beside = beside_the_lesson(page.page)  # now: once the window is another, JupyterLab lays it out by and by
    if name != "glossary.ipynb":  # all of which is text of the notebook itself
        for theme in ("Dark", "Light"):
            page.turn(theme)
            assert faint_words(page.page) == []
            assert axe(page, OUTPUTS) == []
    assert page.errors() == []
    assert page.outside_requests == []
    assert page.console_errors == []
    assert not page.scrolls_sideways()
    assert page.page.evaluate(BARS) == []
    if name in TAUGHT:
        begins_with_something_to_touch_and_has_its_exercises_after_six_screens(page, beside)
    nothing_sticks_out_on_a_phone(page.page, beside)
    if WITH_PICTURES:
        page.screenshot_whole(f"lesson_{Path(name).stem}")


def beside_the_lesson(page):
    lesson = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)").bounding_box()
    return round(page.viewport_size["width"] - lesson["width"])


def nothing_sticks_out_on_a_phone(page, beside):
    size = page.viewport_size
    page.set_viewport_size(
        {"width": 390 + beside, "height": 12_000}
    )  # tall: JupyterLab draws what is in sight
    page.wait_for_function(DRAWN)
    with suppress(PageTimeoutError):  # what is still there is named below
        page.wait_for_function(f"() => !({STICKS_OUT})().length")
    assert page.evaluate(STICKS_OUT) == []
    page.set_viewport_size(size)


def begins_with_something_to_touch_and_has_its_exercises_after_six_screens(page, beside):
    size = page.page.viewport_size
    page.page.set_viewport_size({"width": 1280 + beside, "height": 8_000})
    page.page.locator(".practice, .article-reader, .error-museum").first.wait_for()
    page.page.wait_for_function(DRAWN)
    tops = at_rest(page.page, TOPS)
    page.page.set_viewport_size(size)
    assert tops["touched"] - tops["begin"] < SCREEN
    assert tops["exercises"] - tops["begin"] < 6 * SCREEN
