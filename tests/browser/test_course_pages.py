"""Every lesson in a real browser: it runs to its end, asks for nothing outside, complains of nothing, and fits its window.

And what it shows can be read by everybody, in JupyterLab's light theme and in its dark one.
"""

from pathlib import Path

import pytest
from seen import faint_words

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
LESSONS = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))


@pytest.fixture(scope="module")
def pages(chromium, lab_course):
    """One page after another in one JupyterLab."""
    from notebook_page import NotebookPage

    opened = []

    def open_lesson(name, **size):
        while opened:
            opened.pop().close()
        opened.append(NotebookPage(chromium, lab_course, **size))
        return opened[-1].open(name)

    yield open_lesson
    while opened:
        opened.pop().close()


OUTPUTS = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea"


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_runs_to_its_end_and_the_page_is_clean_and_readable(pages, axe, name):
    page = pages(name)
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
    page.screenshot_whole(f"lesson_{Path(name).stem}")
