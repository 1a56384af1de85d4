"""A few automated students go through a lesson in the page itself; `benchmarks/course_walk.py` sends all of them through all."""

import importlib.util
import sys
from pathlib import Path

import pytest

from cptedu.learn.misconceptions import misconceptions

BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "course_walk.py"
LESSON = "05_the_same_day"


@pytest.fixture(scope="module")
def walk():
    spec = importlib.util.spec_from_file_location("course_walk", BENCHMARK)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_page_says_to_each_student_what_their_answers_deserve(lab, walk):
    page = lab.open(f"{LESSON}.ipynb").run_all()
    held = "puts_59_on_adjustment"
    seen = {}
    for name in (walk.RIGHT, held, walk.RANDOM):
        walk.take_place(lab.folder, "")
        seen[name] = walk.walk_lesson(page, walk.Student(name))
        assert seen[name].faults == []
    walk.take_place(lab.folder, "")
    assert seen[walk.RIGHT].right == seen[walk.RIGHT].answers
    assert seen[held].errs > 0
    assert seen[held].named_after <= 3


def test_every_student_goes_through_every_lesson_with_exercises(walk):
    names = [one.name for one in walk.students()]
    assert len(set(names)) == len(names) == 2 + len(misconceptions())
    assert set(walk.Student(walk.RIGHT).lessons) > set(walk.Student("uses_59_never").lessons)
    assert {"12_reading_the_article", "13_the_error_museum"} <= set(walk.Student(walk.RANDOM).lessons)
    assert len(walk.Student("uses_59_never").lessons) >= 9
