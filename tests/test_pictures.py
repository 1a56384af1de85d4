"""The picture of the first page that the README shows is one of the course as it is."""

import importlib.util
from pathlib import Path

import pytest

from cptedu.app.lesson_list import lessons
from cptedu.learn.skills import SKILLS, skill_named

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def draw_opened():
    pytest.importorskip("playwright")
    spec = importlib.util.spec_from_file_location("draw_opened", ROOT / "tools" / "draw_opened.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_picture_of_the_first_page_shows_the_lessons_and_skills_that_there_are(draw_opened):
    shown = draw_opened.words_of(draw_opened.PICTURE.read_bytes())
    beside = [one for one in lessons() if one.menu]
    now = {
        "lessons": [[one.title, one.about] for one in lessons() if one.about],
        "skills": [skill_named(skill).title for skill in SKILLS],
        # What stands by itself comes first, and then what is folded.
        "beside": [one.menu for one in sorted(beside, key=lambda one: bool(one.group))],
    }
    assert shown == now, "run python -m uv run python tools/draw_opened.py, and look at docs/opened.png"


def test_words_are_put_into_a_picture_and_read_from_it(draw_opened):
    bare = draw_opened.with_words(draw_opened.PICTURE.read_bytes(), {"first": "“one”"})
    assert draw_opened.words_of(bare) == {"first": "“one”"}
    head = draw_opened.SIGNATURE + bare[8 : draw_opened.HEAD]
    assert draw_opened.words_of(head) is None
