"""Modifiers: what each stands for, where it is astray, and its first day where that is held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from cptedu.errors import unknown
from cptedu.facts.tables import rows

__all__ = ["Modifier", "modifier_since", "modifiers", "modifiers_in_use"]


@dataclass(frozen=True)
class Modifier:
    """A modifier.

    Attributes:
        name: its two characters.
        label: what it stands for, in our own words.
        kind: what it answers, such as how a line is covered; one of a kind stands in another's place. Empty where it is alone.
        astray: what to say where it stands and nothing asks for it.
        informs: ``side`` or ``plan of care`` where it only tells something and may stand without being asked for; else
            empty.
        since: its first day, or None where it is not held.
    """

    name: str
    label: str
    kind: str
    astray: str
    informs: str
    since: date | None


@cache
def modifiers() -> dict[str, Modifier]:
    """Give every modifier that is held, by name.

    >>> modifiers()["LT"].informs
    'side'
    """
    return {
        row["modifier"]: Modifier(
            row["modifier"],
            row["label"],
            row["kind"],
            row["astray"],
            row["informs"],
            date.fromisoformat(row["effective_from"]) if row["effective_from"] else None,
        )
        for row in rows("modifiers.csv")
    }


def modifier_since(modifier: str) -> date | None:
    """Give the first day of a modifier; None where it is not held.

    Raises:
        CpteduError: for a modifier that is not in the table.

    >>> str(modifier_since("XS"))
    '2015-01-01'
    """
    if modifier not in modifiers():
        raise unknown("modifier", modifier, modifiers())
    return modifiers()[modifier].since


@lru_cache(maxsize=5_000)
def modifiers_in_use(on: date) -> frozenset[str]:
    """Give the modifiers that had begun on a day; one whose first day is not held is taken as begun.

    >>> "XS" in modifiers_in_use(date(2014, 12, 31)), "59" in modifiers_in_use(date(2014, 12, 31))
    (False, True)
    """
    return frozenset(name for name, one in modifiers().items() if one.since is None or one.since <= on)
