"""Every lesson in a real browser: it runs to its end, asks for nothing outside, complains of nothing, and fits its window.

And what it shows can be read by everybody, in JupyterLab's light theme and in its dark one.
"""

from pathlib import Path

import pytest
from notebook_page import WITH_PICTURES
from seen import faint_words

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
OUTPUTS = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea"


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_runs_to_its_end_and_the_page_is_clean_and_readable(lab, axe, name):
    page = lab.open(name)
    page.page.emulate_media(reduced_motion="reduce")
    page.run_all()
    if name != "glossary.ipynb":  # all of which is text of the notebook itself
        for theme in ("Dark", "Light"):
            page.turn(theme)
            assert faint_words(page.page) == []
            assert axe(page, OUTPUTS) == []
    assert page.errors() == []
    assert page.outside_requests == []
    assert page.console_errors == []
    assert not page.scrolls_sideways()
    if name in TAUGHT:
        begins_with_something_to_touch_and_has_its_exercises_after_six_screens(page)
    if WITH_PICTURES:
        page.screenshot_whole(f"lesson_{Path(name).stem}")


def begins_with_something_to_touch_and_has_its_exercises_after_six_screens(page):
    size = page.page.viewport_size
    beside = (
        size["width"] - page.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)").bounding_box()["width"]
    )
    page.page.set_viewport_size({"width": 1280 + round(beside), "height": 8_000})
    page.page.locator(".practice, .article-reader, .error-museum").first.wait_for()
    page.page.wait_for_timeout(1000)  # until what is drawn to measure has been drawn
    tops = page.page.evaluate(TOPS)
    page.page.set_viewport_size(size)
    assert tops["touched"] - tops["begin"] < SCREEN
    assert tops["exercises"] - tops["begin"] < 6 * SCREEN
