"""Nothing is asked that was not taught: by the table of what each lesson teaches, read here a second time."""

from __future__ import annotations

import ast
import csv
import json
import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cptedu as ct
from cptedu import lesson
from cptedu.errors import CpteduError
from cptedu.learn.curriculum import Needed, lessons_that_teach, mentioned, needed_by, taught_up_to, untaught
from cptedu.learn.exercises import Exercise, exercise
from cptedu.learn.generator import question
from cptedu.learn.misconceptions import misconceptions
from cptedu.learn.practice import Practice
from cptedu.learn.progress import Progress
from cptedu.learn.questions import Note, Question, answer_as_json
from cptedu.learn.sitting import Sitting
from cptedu.learn.skills import SKILLS
from cptedu.model import Service, Visit

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
CARD = re.compile(r'Practice\((?:"(\w+)")?[^)]*?(?:up_to_lesson=(\d+))?\)')


def _rows() -> list[dict[str, str]]:
    with (ROOT / "data" / "taught.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _cards() -> list[tuple[int, str | None, str | None]]:
    """Give each set of exercises of the lessons: the lesson's number, the skill, and up to which lesson it asks."""
    found = []
    for path in NOTEBOOKS:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                for skill, up_to in CARD.findall("".join(cell["source"])):
                    found.append((int(path.name[:2]), skill or None, up_to or None))
    return found


def _cells(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text(encoding="utf-8"))["cells"])


def _in_sight(path: Path) -> str:
    """Give every word of a lesson that a reader sees: its prose, and what its cells show outside of what is folded away."""
    words = []
    for cell in _cells(path):
        if cell["cell_type"] == "markdown":
            words.append("".join(cell["source"]))
        for output in cell.get("outputs", ()):
            held = output.get("data", {})
            shown = "".join(held.get("text/html") or held.get("text/plain") or output.get("text") or "")
            shown = re.sub(r"<(details|style|script)\b.*?</\1>", " ", shown, flags=re.DOTALL)
            words.append(re.sub(r"<[^>]*>", " ", shown))
    return "\n".join(words)


def test_every_set_of_exercises_asks_up_to_its_own_lesson_or_names_cases_that_need_no_more() -> None:
    sets = 0
    for path in NOTEBOOKS:
        number = int(path.name[:2])
        for cell in _cells(path):
            if cell["cell_type"] != "code":
                continue
            for call in ast.walk(ast.parse("".join(cell["source"]))):
                if not (isinstance(call, ast.Call) and ast.unparse(call.func) == "Practice"):
                    continue
                sets += 1
                given = {one.arg: ast.literal_eval(one.value) for one in call.keywords}
                if "cases" not in given:
                    assert given.get("up_to_lesson") == number, ast.unparse(call)
                for case in given.get("cases", ()):
                    assert untaught(exercise(f"case/{case}").question, number) == (), case
    assert sets > 10


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_lesson_names_only_codes_and_modifiers_that_were_taught(path: Path) -> None:
    words = _in_sight(path)
    assert len(words) > 1_000
    named = set(mentioned(words))
    assert {one.kind for one in named} <= {"code", "modifier"}
    assert sorted(named - taught_up_to(int(path.name[:2]))) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_visits_of_a_lesson_need_no_payer_and_no_refusal_that_was_not_taught(path: Path) -> None:
    taught = taught_up_to(int(path.name[:2]))
    seen = 0
    for cell in _cells(path):
        if cell["cell_type"] != "code":
            continue
        calls = [one for one in ast.walk(ast.parse("".join(cell["source"]))) if isinstance(one, ast.Call)]
        for call in calls:
            if isinstance(call.func, ast.Name) and call.func.id == "example_visit":
                seen += 1
                visit = eval(ast.unparse(call), {"example_visit": lesson.example_visit})
                needed = needed_by(_asked(visit))
                missing = {one for one in needed - taught if one.kind in ("payer", "rule")}
                assert missing == set(), ast.unparse(call)
    assert seen or int(path.name[:2]) > 11


def test_each_thing_is_taught_first_in_one_lesson() -> None:
    named = [(row["kind"], row["name"]) for row in _rows()]
    assert len(named) == len(set(named))
    numbers = {int(path.name[:2]) for path in NOTEBOOKS}
    assert {int(row["lesson"]) for row in _rows()} <= numbers


def test_what_a_text_names_is_found_and_numbers_that_are_none_are_not() -> None:
    assert list(mentioned("In 2026, 25 minutes of 97110; 12345 is no code.")) == [Needed("code", "97110")]
    assert set(mentioned("98940-AT, modifier 59; XS")) == {
        Needed("code", "98940"),
        *(Needed("modifier", one) for one in ("AT", "59", "XS")),
    }


def _asked(visit: Visit, kind: str = "fix", skill: str = "cmt_level", **more: object) -> Question:
    return Question("x/fix/1/1", skill, kind, 1, "What is billed?", note=Note(visit), **more)


def test_the_payer_and_the_rule_that_refuses_are_needed() -> None:
    advice = Service(
        activity="a leaflet", purpose=("strength",), minutes=5, contact="one_on_one", home_instruction=True
    )
    visit = Visit(date(2026, 3, 4), "medicare", adjusted=("C5",), services=(advice,))
    needed = needed_by(_asked(visit))
    assert {Needed("payer", "medicare"), Needed("rule", "home_instruction")} <= needed
    # What the rules say in favour takes nothing for granted.
    assert Needed("rule", "cmt_level") not in needed


def test_a_case_waits_for_the_lesson_that_has_what_it_is_about() -> None:
    narrow = exercise("case/exercise-not-stroke-only").question
    assert [one.kind for one in untaught(narrow, 4)] == ["case"]
    assert untaught(narrow, 6) == ()
    named = [one.name for one in lessons_that_teach() if one.kind == "case"]
    assert all(exercise(f"case/{one}").id == f"case/{one}" for one in named)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_fact_that_a_lesson_foretells_is_not_asked_before_it(path: Path) -> None:
    words = path.read_text(encoding="utf-8")
    for case in re.findall(r'Prediction\(case=\\"([\w-]+)\\"', words):
        before = int(path.name[:2]) - 1
        asked = exercise(f"case/{case}").question
        home = [number for number, skill, _ in _cards() if skill == asked.skill and number <= before]
        assert all(untaught(asked, number) for number in home), case


def test_a_joint_at_a_border_and_a_group_are_needed() -> None:
    together = Service(
        activity="bands", purpose=("strength",), minutes=15, contact="group", deficit="grip 20 lb"
    )
    visit = Visit(date(2026, 3, 4), "commercial_ncci", adjusted=("left SI joint", "C5"), services=(together,))
    missing = set(untaught(_asked(visit), 1))
    assert {Needed("place", "SI"), Needed("contact", "group")} <= missing
    assert Needed("contact", "group") not in set(untaught(_asked(visit), 3))
    plain = Visit(date(2026, 3, 4), "commercial_ncci", adjusted=("C5", "left knee"))
    assert untaught(_asked(plain), 0) == ()


def test_a_region_without_a_finding_is_needed_though_it_refuses_no_line() -> None:
    visit = Visit(
        date(2026, 3, 4),
        "commercial_ncci",
        adjusted=("C5", "T4", "L3"),
        findings=(("cervical", "restricted"),),
    )
    assert Needed("rule", "adjusted_findings") in needed_by(_asked(visit))
    assert {one.name for one in untaught(_asked(visit), 0)} == {"adjusted_findings"}
    assert untaught(_asked(visit), 2) == ()


def test_modifiers_of_the_answer_are_needed_where_they_are_asked_for() -> None:
    visit = Visit(date(2026, 3, 4), "commercial_ncci", adjusted=("C5",))
    right = ((("98940", 1, ("AT",)),),)
    assert Needed("modifier", "AT") in needed_by(_asked(visit, right=right))
    assert Needed("modifier", "AT") not in needed_by(_asked(visit, right=((("98940", 1, ()),),)))


def _as_given(answer: object) -> object:
    """Put an answer as a page gives it."""
    return answer_as_json(answer)


EXERCISES = sorted({(lesson, skill) for lesson, skill, _ in _cards() if skill})


@pytest.mark.parametrize(("lesson", "skill"), EXERCISES)
def test_a_learner_of_any_belief_is_asked_in_a_lesson_only_what_was_taught(lesson: int, skill: str) -> None:
    """Whoever holds a wrong idea is led on by it: what follows a wrong answer is held back as well."""
    taught = taught_up_to(lesson)
    holders = [None, *misconceptions(skill)[::2]]
    for at, holder in enumerate(holders):
        sitting = Sitting(Practice(Progress(), start=at, up_to_lesson=lesson), f"lesson {lesson}", skill)
        for step in range(4):
            asked = sitting.exercise.question
            assert needed_by(asked) <= taught, (asked.id, sorted(needed_by(asked) - taught))
            applies = holder is not None and holder.applies(asked)
            sitting.take(_as_given(holder.answer(asked) if applies else asked.right[0]))
            assert sitting.another() if step % 3 == 2 else sitting.next()


@given(seed=st.integers(0, 999), skill=st.sampled_from(SKILLS))
def test_what_a_later_lesson_may_ask_only_grows(seed: int, skill: str) -> None:
    asked = question(skill, seed, 2)
    missing = [set(untaught(asked, lesson)) for lesson in range(15)]
    assert all(later <= earlier for earlier, later in pairwise(missing))
    if asked.note is not None:
        assert Needed("payer", asked.note.visit.payer) in needed_by(asked)


@pytest.mark.parametrize("skill", ["timed_units", "rvu_payment"])
def test_where_little_of_a_skill_was_taught_there_is_a_question_all_the_same(skill: str) -> None:
    sitting = Sitting(Practice(Progress(), start=1, up_to_lesson=0), skill, skill)
    shown = {sitting.exercise.id}
    for _ in range(2):
        assert sitting.next()
        shown.add(sitting.exercise.id)
    assert len(shown) == 3


def test_an_exercise_that_was_left_open_is_shown_again_whatever_it_takes_for_granted() -> None:
    progress = Progress()
    first = Sitting(Practice(progress, start=1), "payers", "payers")
    first.show(Exercise(question("payers", 3, 2)))
    again = Sitting(Practice(progress, start=1, up_to_lesson=0), "payers", "payers")
    assert again.exercise.id == first.exercise.id


def test_every_name_in_the_table_is_one_of_the_course() -> None:
    for row in _rows():
        if row["kind"] == "payer":
            ct.code_visit(Visit(date(2026, 3, 4), row["name"], adjusted=("C5",)))
        if row["kind"] == "code":
            try:
                ct.relative_values(row["name"], on=date(2026, 3, 4))
            except CpteduError as problem:
                assert "not held" in str(problem) or "no" in str(problem)
