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
_NAME_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_LONGEST_NAME = 100
_MOST_WORDS = 8
_BY_WORDS = frozenset({"code", "modifiers", "units", "code_or_modifiers"})
_AS_A_WHOLE = {"units_as_a_whole": "units"}
"""Names that mean something only where no other word stands beside them: ``count``, but not ``visit count``."""
_OF_OTHER_THINGS = frozenset(
    {
        "money",
        "minutes",
        "diagnoses",
        "pointers",
        "kind",
        "date_of_service",
        "place",
        "patient",
        "not_billed",
    }
)


@dataclass(frozen=True)
class Column:
    """One column of a file.

    Attributes:
        place: where it stands, the first is 0.
        name: its name as the file has it.
        means: what it holds, a word of ``column_names.csv``; empty where the name is not known.
        may_mean: what a name that is not known as a whole may mean by some of its words, to be settled by the cells.
    """

    place: int
    name: str
    means: str
    may_mean: str = ""


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
    if len(name) > _LONGEST_NAME:
        return ""
    means = _held(name)
    return _AS_A_WHOLE.get(means, means)


def _held(name: str) -> str:
    known, numbered = _names()
    for spelled in (joined(name), joined(_BRACKETED.sub(" ", name))):
        if spelled in known:
            return known[spelled]
        alone = _LAST_NUMBER.sub("", spelled)
        if alone in numbered:
            return known[alone]
    return ""


@lru_cache(maxsize=1000)
def may_mean(name: str) -> str:
    """Say what a name may mean by the words in it, such as those of a program's table; empty where they say too little.

    Words that speak of something else, of money above all, say that it is something else.

    >>> may_mean("svc_mod_1"), may_mean("LineProcedureCode"), may_mean("rate per unit"), may_mean("reason for visit")
    ('modifiers', 'code', '', '')
    """
    words = _NAME_WORDS.findall(name[:_LONGEST_NAME])[:_MOST_WORDS]
    for many in range(len(words) - 1, 0, -1):
        for first in range(len(words) - many, -1, -1):
            run = "".join(words[first : first + many])
            means = _held(run) if len(run) > 2 else ""
            others = [*words[:first], *words[first + many :]]
            is_one_of_many = means == "code" and any(map(str.isdecimal, others))  # codes side by side
            if (
                means in _BY_WORDS
                and not is_one_of_many
                and _OF_OTHER_THINGS.isdisjoint(map(meaning_of, others))
            ):
                return means
    return ""


def columns_named(names: Sequence[str]) -> tuple[Column, ...]:
    """Say what each cell of a first line names; a name that stands twice is told apart by its place.

    >>> [(column.name, column.means) for column in columns_named(["CPT", "Mod", "Mod"])]
    [('CPT', 'code'), ('Mod', 'modifiers'), ('Mod (column 3)', 'modifiers')]
    """
    columns: list[Column] = []
    seen: set[str] = set()
    for place, given in enumerate(names):
        name = " ".join(given.split())
        is_twice = not name or name in seen
        seen.add(name)
        told = f"{name} (column {place + 1})".strip() if is_twice else name
        means = meaning_of(name)
        columns.append(Column(place, told, means, "" if means else may_mean(name)))
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
