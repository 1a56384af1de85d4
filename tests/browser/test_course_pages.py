"""Every lesson in a real browser: it runs to its end, asks for nothing outside, complains of nothing, and fits its window.

And what it shows can be read by everybody, in JupyterLab's light theme and in its dark one.
"""

from pathlib import Path

import pytest
from notebook_page import WITH_PICTURES
from seen import faint_words

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
LESSONS = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))
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
    if WITH_PICTURES:
        page.screenshot_whole(f"lesson_{Path(name).stem}")
