"""The notebooks for a practice: prose and calls, of the package and of pandas alone, told in full and about nobody."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

import cptedu.lesson as offered
from cptedu.app.lesson_list import lessons

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
PRACTICE = sorted(path for path in (FOLDER / "practice").glob("*.ipynb") if not path.name.startswith("."))
TEACHING = "*This is teaching, not billing advice.* CPT is a registered trademark of the American Medical Association."
MAY_IMPORT = ("cptedu", "cptedu.analysis", "cptedu.lesson", "pandas")
MAY_IMPORT_OF = ("cptedu.analysis.", "cptedu.charts.")
LOGIC = (
    *(ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If, ast.IfExp, ast.Try, ast.With),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.AugAssign, ast.BoolOp),
)
DRAWN_ANEW = re.compile(r"<th>(?:patient|clinician)</th>|, clinician \d")
MOST_BYTES = 250_000


def held(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def code_cells(path: Path) -> list[Any]:
    return [cell for cell in held(path).cells if cell.cell_type == "code"]


def faults(source: str) -> list[str]:
    """Say what in a cell is more than calls, and what it imports that it may not."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, LOGIC):
            found.append(type(node).__name__)
        names = (
            [one.name for one in node.names]
            if isinstance(node, ast.Import)
            else [str(node.module)]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        found += [one for one in names if one not in MAY_IMPORT and not one.startswith(MAY_IMPORT_OF)]
    return found


@pytest.mark.parametrize(
    "source",
    ["import os", "from cptedu.engine import review", "[a for a in b]", "f = lambda: 1", "if a:\n    b()"],
)
def test_logic_and_foreign_imports_are_seen(source):
    assert faults(source)


@pytest.mark.parametrize("path", PRACTICE, ids=lambda one: one.stem)
def test_a_notebook_for_a_practice_is_prose_and_calls_and_says_what_it_is(path):
    notebook = held(path)
    nbformat.validate(notebook)
    assert [one for cell in code_cells(path) for one in faults(cell.source)] == []
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert prose[0].splitlines()[0] == f"# {notebook.metadata['cptedu']['title']}"
    assert " ".join(prose[-1].split()).count(TEACHING) == 1
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    for link in re.findall(r"\]\(([^)]+)\)", "\n".join(prose)):
        assert (path.parent / link).is_file(), link


@pytest.mark.parametrize("path", PRACTICE, ids=lambda one: one.stem)
def test_what_is_stored_is_whole_and_names_nobody(path):
    for cell in code_cells(path):
        if "exercise" in cell.metadata.get("tags", []):
            assert cell.outputs == []
            continue
        for output in cell.outputs:
            assert output.output_type in {"execute_result", "display_data"}
            assert not DRAWN_ANEW.search(str(output.data)), "a number that is drawn anew in each run"
    assert any(cell.outputs for cell in code_cells(path)) or "exercise" in str(held(path).metadata)
    assert path.stat().st_size < MOST_BYTES


def test_a_practice_is_led_there_from_the_first_page():
    of_practice = [one for one in lessons() if one.path.startswith("practice/")]
    assert {one.path for one in of_practice} == {f"practice/{path.name}" for path in PRACTICE}
    menus = {one.path: one.menu for one in of_practice}
    first = "practice/a_years_log.ipynb"
    assert {one.group for one in of_practice} == {"For a practice"}
    assert all(menus.values())
    links = "\n".join(cell.source for cell in held(FOLDER / first).cells)
    for path in PRACTICE:
        assert path.name == "a_years_log.ipynb" or f"]({path.name})" in links


def test_what_they_take_from_the_lessons_is_offered():
    for path in PRACTICE:
        for cell in code_cells(path):
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.ImportFrom) and node.module == "cptedu.lesson":
                    assert {one.name for one in node.names} <= set(offered.__all__)
