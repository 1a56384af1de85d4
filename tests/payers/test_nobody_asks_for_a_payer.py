"""No rule, instrument or lesson's code asks for a payer by name: what a payer wants stands in its file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from strategies import PAYERS

import cptedu
from cptedu.payers.earlier import EARLIER

PACKAGE = Path(cptedu.__file__).parent
ALLOWED = {
    "learn/cases.py": "medicare is a skill's name there too",
    "learn/exercises/hints.py": "medicare is a skill's name there too",
    "learn/exercises/solution.py": "medicare is a skill's name there too",
    "learn/summary.py": "medicare is a skill's name there too",
    "widgets/practice.py": "medicare is a skill's name there too",
    "learn/exercises/written.py": "a question on minutes alone has no payer of its own: any that counts so will do",
}
SECOND_MODEL = ("learn/misconceptions/", "learn/second_opinion/", "learn/generator/")
"""The deliberate second way knows payers by name, and the generator the payers that it draws."""
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


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_module_names_a_payer_as_a_value(path):
    place = path.relative_to(PACKAGE).as_posix()
    if place in ALLOWED or place.startswith(SECOND_MODEL):
        return
    assert list(named(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("place", ALLOWED)
def test_what_is_allowed_is_still_needed(place):
    assert list(named((PACKAGE / place).read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.js")), ids=lambda path: path.name)
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
        PACKAGE / "review.py",
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
