"""A TOML page that a person wrote, under reading: what it holds, the line of each thing, and every fault found so far."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from cptedu.errors import CpteduError, unknown
from cptedu.files import read_text, toml_fault

__all__ = [
    "CHOICE",
    "DAY",
    "LIST",
    "NUMBER",
    "NUMBERS",
    "TABLE",
    "TEXT",
    "WHOLE",
    "YES_NO",
    "Form",
    "Page",
    "Where",
    "as_written",
    "brief",
    "exact",
    "is_number",
    "lines_of_places",
]

Where = tuple[str | int, ...]
"""Where something stands: the names of the tables and keys around it, those that repeat with their number from 0."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\s-]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*\"?([A-Za-z0-9_-]+)\"?\s*=")


def lines_of_places(written: str) -> dict[Where, int]:
    """Find the line of every table and key, such as ``("case", 2, "visit", "payer")``.

    The standard library's reader knows lines of syntax errors only. Keys inside one-line tables have no line of
    their own: the line of the key that holds them stands for them.
    """
    found: dict[Where, int] = {}
    counted: dict[Where, int] = {}
    table: Where = ()
    inside = ""
    for number, line in enumerate(written.splitlines(), start=1):
        if inside:
            inside = "" if line.count(inside) % 2 else inside
            continue
        if header := _HEADER.match(line):
            table = _table(header[2].split("."), header[1] == "[[", counted)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, key[1]), number)
        inside = next((mark for mark in ('"""', "'''") if line.count(mark) % 2), "")
    return found


def _table(names: list[str], repeated: bool, counted: dict[Where, int]) -> Where:
    """Give the path of the table that a header opens; a table that repeats carries its number."""
    path: Where = ()
    for depth, name in enumerate(names, start=1):
        path = (*path, name.strip())
        if depth == len(names) and repeated:
            counted[path] = counted.get(path, -1) + 1
        if path in counted:
            path = (*path, counted[path])
    return path


TEXT = (str, "text in quotation marks")
WHOLE = (int, "a whole number")
NUMBER = ((int, Decimal, str), "a number")
NUMBERS = ((int, Decimal, str, list), "a number, or a list of numbers")
YES_NO = (bool, "true or false")
LIST = (list, "a list in square brackets")
TABLE = (dict, "a table")
DAY = ((date, str), "a date such as 2026-03-04")
CHOICE = ((int, str), "one of the choices, or its number counted from 1")
Form = Mapping[str, tuple[Any, str]]


class Page:
    """A file under reading: what it holds, on which lines, and the faults found so far."""

    def __init__(self, path: Path, what: str = "case file") -> None:
        self.name = path.name
        self.faults: list[tuple[int, str]] = []
        self.written = read_text(path, what)
        try:
            self.content: dict[str, Any] = tomllib.loads(self.written, parse_float=Decimal)
        except RecursionError:
            raise CpteduError(
                f"{self.name} nests its brackets too deep to be read. Close them sooner."
            ) from None
        except (ValueError, ArithmeticError) as problem:  # no TOML, or a number too long to be read
            raise CpteduError(toml_fault(self.name, self.written, str(problem))) from None
        self.places = lines_of_places(self.written)

    def line(self, where: Where) -> int:
        """Give the line of a place, of the first of tables that repeat there, or of the nearest thing around it."""
        for n in range(len(where), 0, -1):
            held = [line for place, line in self.places.items() if place[:n] == where[:n]]
            if held:
                return self.places.get(where[:n], min(held))
        return 1

    def line_with(self, where: Where, words: Iterable[str]) -> int:
        """Give the first line of a table on which one of the words is written."""
        start = self.line(where)
        ends = [self.places[place] for place in self.places if place[:1] == where[:1] and len(place) == 2]
        end = min((number for number in ends if number > start), default=None)
        block = self.written.splitlines()[start - 1 : end - 1 if end else None]
        sought = list(words)
        return next((start + n for word in sought for n, line in enumerate(block) if word in line), start)

    def fault(self, where: Where, says: object, *, line: int | None = None) -> None:
        """Note a fault, to be raised with all others."""
        self.faults.append((line or self.line(where), str(says)))

    def raise_faults(self) -> None:
        """Raise one error that names every fault, in the order of the lines."""
        if self.faults:
            told = [
                f"{self.name}, line {line}: {says}" for line, says in sorted(self.faults, key=lambda f: f[0])
            ]
            raise CpteduError("\n".join(dict.fromkeys(told)))

    def is_table(self, where: Where, given: object) -> bool:
        """Say whether a table stands there; note the fault where none does."""
        if not isinstance(given, dict):
            self.fault(where, f"a table is needed here, not {given!r}. Write [[case]] on a line of its own.")
        return isinstance(given, dict)

    def fits(self, where: Where, given: Mapping[str, Any], form: Form, what: str) -> bool:
        """Check the keys of a table and the sort of each value; note every fault."""
        before = len(self.faults)
        for key, value in given.items():
            here = (*where, key)
            if key not in form:
                self.fault(here, unknown(f"key of {what}", key, form))
                continue
            sort, words = form[key]
            wrong_sort = not isinstance(value, sort) or (isinstance(value, bool) and sort is not bool)
            if wrong_sort or (form[key] in (NUMBER, NUMBERS) and not is_number(value)):
                self.fault(here, f"{key} = {as_written(value)} will not do; write {words}.")
        return len(self.faults) == before

    def needs(
        self,
        where: Where,
        given: Mapping[str, Any],
        keys: Iterable[str],
        what: str,
        tables: Iterable[str] = (),
    ) -> bool:
        """Say whether every key that must be there is, of which some may be tables; note each that is missing."""
        missing = [key for key in keys if key not in given]
        for key in missing:
            line = f"[{key}], and its keys below it." if key in tables else f"{key} = …"
            self.fault(where, f"{what} lacks {key!r}. Add a line {line}")
        return not missing

    def one_of(self, where: Where, given: object, accepted: Iterable[str], what: str) -> None:
        """Note a word that is none of those that will do."""
        words = list(accepted)
        if given not in words:
            self.fault(where, unknown(what, given, words))


def is_number(value: object) -> bool:
    """Say whether something is a number, or a number written as text."""
    try:
        exact(value)
    except (ArithmeticError, ValueError):
        return False
    return True


def as_written(value: object) -> str:
    """Write a value as a TOML file would have it, cut short."""
    words = (
        str(value).lower()
        if isinstance(value, bool)
        else f'"{value}"'
        if isinstance(value, str)
        else str(value)
    )
    return words if len(words) <= 60 else words[:57] + "..."


def brief(error: Exception) -> str:
    """Cut the list of all that is accepted out of a message where it would run over the page."""
    said = str(error)
    return said if len(said) < 400 else said.partition(" Accepted:")[0]


def exact(given: Any) -> Any:
    """Take a number, a number written as text, or a list of them, exactly."""
    return tuple(exact(one) for one in given) if isinstance(given, list | tuple) else Decimal(str(given))
