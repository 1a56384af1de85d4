"""The lessons that came with the course, as their notebooks describe them, and which of them a learner has opened."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from cptedu.app.workspace import STATE_FOLDER, earlier_names, lessons_folder
from cptedu.errors import CpteduError
from cptedu.files import read_text, write_atomically
from cptedu.learn.course import Card, Lesson
from cptedu.learn.curriculum import set_of

__all__ = ["lessons", "note_opened", "opened"]

_CARD, _MIXED, _USUAL_COUNT = "Practice", "mixed_practice", 6
_OPENED = Path(STATE_FOLDER) / "opened.json"
_MOST = 40


@cache
def lessons() -> tuple[Lesson, ...]:
    """List the lessons of the course in their order; a page that is no step of it says nothing of what it is about.

    Returns:
        Each with its title and its exercises.

    >>> [one.number for one in lessons()][:3]
    [0, 1, 2]
    """
    folder = lessons_folder()
    paths = sorted(path for path in folder.rglob("*.ipynb") if not path.name.startswith("."))
    return tuple(filter(None, (_lesson(path, path.relative_to(folder).as_posix()) for path in paths)))


def _lesson(path: Path, name: str) -> Lesson | None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    says = notebook["metadata"].get("cptedu", {})
    if says.get("lesson") is not True:
        return None
    code = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    cards = tuple(card for text in code for card in _cards(text))
    about, menu, group = (says.get(key, "") for key in ("about", "menu", "group"))
    return Lesson(name, says["title"], about, menu, cards, group)


def _cards(code: str) -> Iterator[Card]:
    """Find the exercises of a cell: each is one call, with the skill or the cases, and how many answers make the set."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == _CARD:
            given = {one.arg: ast.literal_eval(one.value) for one in node.keywords}
            skill = ast.literal_eval(node.args[0]) if node.args else given.get("skill")
            cases = given.get("cases", ())
            up_to = given.get("up_to_lesson")
            name = f"cases of case/{cases[0]}" if cases else set_of(skill, up_to) if skill else _MIXED
            yield Card(name, given.get("count", len(cases) or _USUAL_COUNT))


def opened(folder: Path) -> tuple[str, ...]:
    """Name the lessons that were opened in a learner's folder.

    Args:
        folder: the learner's folder.

    Returns:
        Their files, the latest first; none where that is not known. What was opened under an earlier name has that of today.
    """
    with suppress(CpteduError, ValueError, RecursionError):
        held: Any = json.loads(read_text(folder / _OPENED, "list of opened lessons"))
        if isinstance(held, list):
            return tuple(dict.fromkeys(_name_of_today(one) for one in held if isinstance(one, str)))
    return ()


@cache
def _earlier() -> dict[str, str]:
    return earlier_names(lessons_folder())


def _name_of_today(path: str) -> str:
    return _earlier().get(path, path)


def note_opened(folder: Path, path: str) -> None:
    """Note that a lesson was opened; where that cannot be written, nothing is noted and nothing stops.

    Args:
        folder: the learner's folder.
        path: the lesson's file, seen from there. What is no lesson of the course is left alone.
    """
    path = _name_of_today(path)
    if path not in {one.path for one in lessons()}:
        return
    latest = [path, *(one for one in opened(folder) if one != path)][:_MOST]
    with suppress(CpteduError, OSError):
        write_atomically(folder / _OPENED, json.dumps(latest, indent=1) + "\n")
