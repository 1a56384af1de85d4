"""No rule, instrument or lesson's code asks for a payer by name: what a payer wants stands in its file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from strategies import PAYERS

import cptedu
from cptedu.payers.earlier import EARLIER

PACKAGE = Path(cptedu.__file__).parent
METHOD = "a question on minutes alone has no payer of its own: any that counts so will do"
DRAWS = "the exercise is drawn for this payer; what its answer is, the rules say"
CHAIR = "the charts that are drawn for the chair are those of one payer; what is right for it, the rules say"
BELIEF = "a wrong belief about this payer"
ALLOWED = {
    ("analysis/chair.py", 'PAYER = "commercial_ncci"'): CHAIR,
    ("learn/exercises/written.py", "_PAYER_FOR = "): METHOD,
    ("learn/exercises/written.py", "visit = written.visit or Visit(_ANY_DAY"): METHOD,
    ("learn/skills/cmt_level/drawing.py", '"payer": "commercial_ncci",'): DRAWS,
    ("learn/skills/evaluation/drawing.py", '"payer": "commercial_ncci",'): DRAWS,
    ("learn/skills/evaluation/drawing.py", 'visit["payer"] = stream.one_of('): DRAWS,
    ("learn/skills/evaluation/drawing.py", 'if visit["payer"] != "medicare" or difficulty == 3:'): DRAWS,
    ("learn/skills/evaluation/drawing.py", 'if visit["payer"] == "medicare":'): DRAWS,
    ("learn/skills/exercise_code/drawing.py", '"payer": "commercial_ncci",'): DRAWS,
    ("learn/skills/medicare/drawing.py", '"payer": "medicare",'): DRAWS,
    ("learn/generator/notes.py", '"payer": stream.one_of('): DRAWS,
    ("learn/generator/notes_as_written.py", '"payer": "commercial_ncci",'): DRAWS,
    ("learn/generator/ordering.py", '"payer": "medicare",'): DRAWS,
    ("learn/skills/evaluation/drawing.py", 'more = [_SENT] if note.visit.payer == "medicare"'): DRAWS,
    ("learn/skills/payers/drawing.py", 'near=False if payer == "medicare"'): DRAWS,
    ("learn/skills/payers/drawing.py", 'if payer != "medicare" and stream.chance'): DRAWS,
    ("learn/skills/payers/drawing.py", "_PAYERS = "): DRAWS,
    ("learn/skills/payers/drawing.py", '"medicare": "The patient wants everything sent'): DRAWS,
    ("learn/skills/payers/drawing.py", '"commercial_cpt": "Go by the reading'): DRAWS,
    ("learn/skills/payers/drawing.py", 'if payer == "medicare":'): DRAWS,
    ("learn/skills/ncci_59/drawing.py", '"payer": "commercial_ncci",'): DRAWS,
    ("learn/skills/timed_units/drawing.py", "_POOLED = "): DRAWS,
    ("learn/skills/timed_units/drawing.py", "_EACH = "): DRAWS,
    ("learn/skills/timed_units/drawing.py", '"federal_va": "This payer counts'): DRAWS,
    ("learn/skills/timed_units/drawing.py", '"medicare": "Medicare counts'): DRAWS,
    ("learn/skills/timed_units/drawing.py", '"commercial_ncci": "This payer counts'): DRAWS,
    ("learn/skills/timed_units/drawing.py", '"gp_required": "This payer counts'): DRAWS,
    ("learn/skills/timed_units/drawing.py", 'if kind != "units" and who_pays == "medicare":'): DRAWS,
    ("learn/skills/timed_units/drawing.py", 'who_pays = "federal_va"'): DRAWS,
    ("learn/skills/timed_units/drawing.py", "more = _SAID[who_pays]"): DRAWS,
    ("learn/skills/timed_units/drawing.py", "who_pays = stream.one_of(_EACH)"): DRAWS,
    ("learn/skills/payers/misconceptions.py", 'return visit.payer == "medicare"'): BELIEF,
}
NAMES = {*PAYERS, *(word for words in EARLIER.values() for word in words)} - {"plan"}


def spoken(tree: ast.AST) -> set[int]:
    """Give the places of texts that are documentation, and no value."""
    found = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        for one in body if isinstance(body, list) else []:
            if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant):
                found.add(id(one.value))
    return found


def named(written: str) -> Iterator[tuple[int, str]]:
    """Give line and name of each payer that a module names as a value."""
    tree = ast.parse(written)
    documentation = spoken(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node.value in NAMES and id(node) not in documentation:
            yield node.lineno, str(node.value)


FILES = sorted(path for path in PACKAGE.rglob("*.py") if "payers/earlier.py" not in path.as_posix())


def lines_that_name_one(path: Path) -> Iterator[tuple[str, str]]:
    """Give the line of each payer that a module names as a value, with the module's place."""
    written = path.read_text(encoding="utf-8")
    lines = written.splitlines()
    for number, _ in named(written):
        yield path.relative_to(PACKAGE).as_posix(), lines[number - 1].strip()


@cache
def in_the_package() -> tuple[tuple[str, str], ...]:
    return tuple(sorted({found for path in FILES for found in lines_that_name_one(path)}))


def test_a_line_that_names_a_payer_has_a_reason_to():
    unreasoned = [
        (place, line)
        for place, line in in_the_package()
        if not any(file == place and part in line for file, part in ALLOWED)
    ]
    assert unreasoned == [], "Let the payer's file say it, or give the reason here."


def test_what_is_allowed_is_still_needed():
    assert [
        (file, part)
        for file, part in ALLOWED
        if not any(place == file and part in line for place, line in in_the_package())
    ] == []


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.js")), ids=lambda path: path.relative_to(PACKAGE).as_posix()
)
def test_no_script_names_a_payer(path):
    quoted = re.findall(r"[\"'`]([a-z_0-9]+)[\"'`]", path.read_text(encoding="utf-8"))
    assert not set(quoted) & NAMES


def test_a_name_would_be_found_and_documentation_is_none():
    assert list(named('"""medicare"""\nx = y == "medicare"\n')) == [(2, "medicare")]


def test_no_rule_speaks_of_medicare():
    # What a finding says for a payer comes from that payer's file; docstrings may name whose rule it is.
    for path in [
        *(PACKAGE / "rules").glob("*.py"),
        *(PACKAGE / "engine").glob("*.py"),
    ]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documentation = spoken(tree)
        said = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documentation
        ]
        about = [one for one in said if re.search("medicare", one, re.IGNORECASE)]
        assert not about or path.name in OF_THE_SCHEDULE, (path.name, about)


OF_THE_SCHEDULE = {
    "allowed_amount.py": "the fee schedule is Medicare's",
    "mue.py": "a limit of 0 is Medicare's policy, and said to be",
    "price.py": "the fee schedule is Medicare's",
    "relative_values.py": "a status in CMS's file says what Medicare does",
}
