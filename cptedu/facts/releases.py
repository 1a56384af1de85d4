"""Releases of the edits: when each begins, and whether it was read whole or in part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from cptedu.errors import NotInDataError
from cptedu.facts.tables import own_tables, rows

__all__ = ["Release", "newest_release", "newest_whole", "quarters_between", "release_for", "releases"]


@dataclass(frozen=True)
class Release:
    """A release of one kind of edits.

    Attributes:
        kind: ``ptp`` or ``mue``.
        name: such as ``"2024 Q3"``.
        begins: its first day.
        whole: True when it was read for every code that the course held: what is not in it is not in force. False
            when a part was read: it speaks for what it lists, and for nothing else.
        source: the id of its source.
        every_code: True when it was read for every code that the course knows today, as a user's own whole release is.
    """

    kind: str
    name: str
    begins: date
    whole: bool
    source: str
    every_code: bool = False


@cache
def releases(kind: str) -> tuple[Release, ...]:
    """List the releases of a kind that are held, the oldest first.

    >>> [(one.name, one.whole) for one in releases("ptp")][:2]
    [('2024 Q3', True), ('2026 Q4', False)]
    """
    held = (
        Release(
            row["kind"],
            row["name"],
            date.fromisoformat(row["begins"]),
            row["whole"] == "yes",
            row["source"],
            row["whole"] == "yes" and row["source"] in own_tables().sources,
        )
        for row in rows("releases.csv")
        if row["kind"] == kind
    )
    return tuple(sorted(held, key=lambda release: release.begins))


def newest_release(kind: str, on: date) -> Release | None:
    """Give the newest release, whole or part, that begins no later than a day; None before the first.

    >>> newest_release("ptp", date(2026, 10, 1)).name
    '2026 Q4'
    """
    return max((one for one in releases(kind) if one.begins <= on), key=lambda one: one.begins, default=None)


def newest_whole(kind: str, on: date) -> Release | None:
    """Give the newest whole release that begins no later than a day; None before the first.

    >>> newest_whole("ptp", date(2026, 10, 1)).name
    '2024 Q3'
    """
    held = (one for one in releases(kind) if one.whole and one.begins <= on)
    return max(held, key=lambda one: one.begins, default=None)


def release_for(kind: str, on: date) -> Release:
    """Give the release that speaks for a day: the newest whole one, and before the first the first that is held.

    >>> release_for("ptp", date(2015, 3, 4)).name
    '2024 Q3'
    """
    held = newest_whole(kind, on) or next(iter(releases(kind)), None)
    if held is None:
        raise NotInDataError(f"releases.csv holds no release of kind {kind}. Install cptedu again.")
    return held


def quarters_between(earlier: date, later: date) -> int:
    """Count the calendar quarters from one day's quarter to another's.

    >>> quarters_between(date(2024, 7, 1), date(2026, 3, 4))
    6
    """
    return (later.year - earlier.year) * 4 + (later.month - 1) // 3 - (earlier.month - 1) // 3
