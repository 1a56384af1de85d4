"""Codes that something is true of together, by the name of the group: ``data/code_groups.csv``."""

from __future__ import annotations

from functools import cache

from cptedu.errors import unknown
from cptedu.facts.tables import rows

__all__ = ["code_group"]


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    held: dict[str, tuple[str, ...]] = {}
    for row in rows("code_groups.csv"):
        held[row["group"]] = (*held.get(row["group"], ()), row["code"])
    return held


def code_group(name: str) -> tuple[str, ...]:
    """Give the codes of a group, in the order of the table.

    Args:
        name: the group's name.

    Returns:
        Its codes.

    Raises:
        CpteduError: when there is no such group.

    >>> code_group("article")[0]
    '97112'
    """
    if name not in _groups():
        raise unknown("group of codes", name, _groups())
    return _groups()[name]
