"""What a column holds, by the name that a program gave it: the names are rows of ``column_names.csv``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache

from cptedu.facts.tables import rows

__all__ = ["Column", "columns_named", "joined", "meaning_of", "nearest_name"]

_BETWEEN = re.compile(r"[^0-9a-z]+")
_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_LAST_NUMBER = re.compile(r"(?<=\D)\d{1,2}$")
_ALIKE = 0.8


@dataclass(frozen=True)
class Column:
    """One column of a file.

    Attributes:
        place: where it stands, the first is 0.
        name: its name as the file has it.
        means: what it holds, a word of ``column_names.csv``; empty where the name is not known.
    """

    place: int
    name: str
    means: str


def joined(name: str) -> str:
    """Leave out of a name what programs write in different ways: case, accents, spaces and punctuation.

    >>> joined("HCPCS/CPT Code"), joined("MODIFIER_1")
    ('hcpcscptcode', 'modifier1')
    """
    plain = name if name.isascii() else unicodedata.normalize("NFKD", name)
    return _BETWEEN.sub("", plain.lower())


@lru_cache(maxsize=1000)
def meaning_of(name: str) -> str:
    """Say what a column of that name holds; empty where the name is not known.

    >>> meaning_of("Proc. Code"), meaning_of("Modifier 2"), meaning_of("Units (15 min)"), meaning_of("Colour")
    ('code', 'modifiers', 'units', '')
    """
    known, numbered = _names()
    for spelled in (joined(name), joined(_BRACKETED.sub(" ", name))):
        if spelled in known:
            return known[spelled]
        alone = _LAST_NUMBER.sub("", spelled)
        if alone in numbered:
            return known[alone]
    return ""


def columns_named(names: Sequence[str]) -> tuple[Column, ...]:
    """Say what each cell of a first line names; a name that stands twice is told apart by its place.

    >>> [(column.name, column.means) for column in columns_named(["CPT", "Mod", "Mod"])]
    [('CPT', 'code'), ('Mod', 'modifiers'), ('Mod (column 3)', 'modifiers')]
    """
    columns: list[Column] = []
    for place, given in enumerate(names):
        name = " ".join(given.split())
        is_twice = not name or any(name == column.name for column in columns)
        told = f"{name} (column {place + 1})".strip() if is_twice else name
        columns.append(Column(place, told, meaning_of(name)))
    return tuple(columns)


def nearest_name(name: str, meanings: Iterable[str]) -> str:
    """Give the name that a mistyped one is nearest to, among those of some meanings; empty where none is near.

    >>> nearest_name("modifers", ["modifiers"]), nearest_name("Colour", ["modifiers"])
    ('modifiers', '')
    """
    wanted = set(meanings)
    spelled = {joined(row["name"]): row["name"] for row in rows("column_names.csv") if row["means"] in wanted}
    near = get_close_matches(joined(name), spelled, n=1, cutoff=_ALIKE)
    return spelled[near[0]] if near else ""


@cache
def _names() -> tuple[dict[str, str], frozenset[str]]:
    known, numbered = {}, set()
    for row in rows("column_names.csv"):
        spelled = joined(row["name"])
        known[spelled] = row["means"]
        if row["numbered"]:
            numbered.add(spelled)
    return known, frozenset(numbered)
