"""Modifiers and the first day of each, where it is held."""

from __future__ import annotations

from datetime import date
from functools import cache

from cptedu.errors import unknown
from cptedu.facts.tables import rows

__all__ = ["held_modifiers", "in_use", "modifier_since"]


@cache
def _first_days() -> dict[str, date | None]:
    return {
        row["modifier"]: date.fromisoformat(row["effective_from"]) if row["effective_from"] else None
        for row in rows("modifiers.csv")
    }


def held_modifiers() -> frozenset[str]:
    """Give every modifier that the table holds.

    >>> "59" in held_modifiers()
    True
    """
    return frozenset(_first_days())


def modifier_since(modifier: str) -> date | None:
    """Give the first day of a modifier; None where it is not held.

    Raises:
        CpteduError: for a modifier that is not in the table.

    >>> str(modifier_since("XS"))
    '2015-01-01'
    """
    if modifier not in _first_days():
        raise unknown("modifier", modifier, _first_days())
    return _first_days()[modifier]


def in_use(modifier: str, on: date) -> bool:
    """Say whether a modifier had begun on a day; one whose first day is not held is taken as begun.

    >>> in_use("AT", date(2004, 9, 30)), in_use("59", date(2004, 9, 30))
    (False, True)
    """
    since = modifier_since(modifier)
    return since is None or since <= on
