"""A skill is a folder, and the list of skills is read from the folders alone."""

import ast
from pathlib import Path

import pytest

import cptedu
from cptedu.errors import CpteduError
from cptedu.learn import skills
from cptedu.learn.generations import newest_generation
from cptedu.learn.generator import kinds_of
from cptedu.learn.misconceptions import misconceptions
from cptedu.learn.questions import KINDS
from cptedu.learn.skills import SKILLS, part_of, skill_named

PACKAGE = Path(cptedu.__file__).parent
FOLDERS = [path.parent.name for path in Path(skills.__file__).parent.glob("*/__init__.py")]
CALLS = "the public calls, of which some are called like a skill"
ALLOWED = {"__init__.py": CALLS}


def test_each_folder_is_a_skill_in_the_order_in_which_the_course_teaches_them():
    assert sorted(SKILLS) == sorted(FOLDERS)
    places = [skill_named(name).place for name in SKILLS]
    assert places == sorted(set(places))


@pytest.mark.parametrize("name", SKILLS)
def test_each_has_its_parts_and_its_words(name):
    held = skill_named(name)
    assert set(kinds_of(name)) <= set(KINDS)
    assert misconceptions(name)
    assert callable(part_of(name, "hints").on_note)
    assert held.title
    assert held.first_hint.endswith("?") or held.first_hint.endswith(".")
    numbers = (held.since, held.drawn_since, *held.redrawn)
    assert list(numbers) == sorted(numbers)
    assert numbers[-1] <= newest_generation()
    assert set(getattr(part_of(name, "drawing"), "KINDS_SINCE", {})) <= {*held.redrawn}


def test_what_is_no_skill_is_answered_with_those_that_are():
    with pytest.raises(CpteduError, match="cmt_level"):
        skill_named("cmt-level")
    with pytest.raises(CpteduError, match="cmt_level"):
        part_of("nothing", "drawing")


def lists_of_skills(text):
    """Give the lists, tuples, sets and tables in which three or more skills are named."""
    for node in ast.walk(ast.parse(text)):
        members = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", [])
        named = [one.value for one in members if isinstance(one, ast.Constant) and one.value in SKILLS]
        if len(named) > 2:
            yield named


def test_no_list_of_skills_stands_in_the_program():
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if list(lists_of_skills(path.read_text(encoding="utf-8")))
    }
    assert found == set(ALLOWED)


def test_a_list_would_be_found():
    assert list(lists_of_skills(f"A = {SKILLS!r}")) == [list(SKILLS)]
