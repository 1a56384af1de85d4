"""The geographic indices (GPCI): which row holds for a locality on a day, and where a name that is none was meant."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from functools import cache

from cptedu.errors import CpteduError
from cptedu.facts.tables import Row, one_row, rows

__all__ = ["gpci_row", "locality_name"]

SUGGESTED = 3


def locality_name(row: Row) -> str:
    """Name a row's locality as it is asked for, MAC first.

    >>> locality_name({"mac": "15202", "locality": "00"})
    '15202-00'
    """
    return f"{row['mac']}-{row['locality']}"


def gpci_row(locality: str, on: date) -> Row:
    """Find the indices of a locality on a day.

    Args:
        locality: ``"MAC-locality"`` such as ``"15202-00"``.
        on: the date of service.

    Returns:
        The row, with ``work`` (the floor in it), ``pe``, ``mp`` and ``source``.

    Raises:
        CpteduError: when it is no locality; the message says what was probably meant.
        NotInDataError: when its indices are not held for that day.

    >>> gpci_row("15202-00", date(2026, 3, 4))["pe"]
    '0.913'
    """
    spelled = locality.strip() if isinstance(locality, str) else ""
    if spelled not in _localities():
        raise CpteduError(
            f"{locality!r} is not a locality. Write MAC and locality, such as '15202-00' for Ohio, or 'national'."
            f"{_nearest(locality)}"
        )
    table = rows("gpci.csv")
    first, last = min(row["effective_from"] for row in table), max(row["effective_to"] for row in table)
    return one_row(
        _localities()[spelled],
        on,
        what=f"geographic index (GPCI) of {spelled}",
        covered=f"Localities are held from {first} to {last}; use 'national'.",
    )


@cache
def _localities() -> dict[str, tuple[Row, ...]]:
    named: dict[str, tuple[Row, ...]] = {}
    for row in rows("gpci.csv"):
        named[locality_name(row)] = (*named.get(locality_name(row), ()), row)
    return named


def _nearest(given: object) -> str:
    said = str(given).strip().lower()
    held = {name: found[-1] for name, found in _localities().items()}
    near = [
        name
        for name, row in held.items()
        if said and (said in {row["mac"], row["state"].lower()} or row["name"].lower().startswith(said))
    ]
    near = (near or get_close_matches(said, held))[:SUGGESTED]
    named = " or ".join(f"{name!r} ({held[name]['name']})" for name in near)
    return f" Did you mean {named}?" if named else ""
