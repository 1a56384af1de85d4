"""The fee schedule by day: years with prices, factor, reductions, thresholds. Each answer is the row that gave it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from cptedu.errors import CpteduError, unknown
from cptedu.facts.tables import Row, as_date, in_force, one_row, rows

__all__ = [
    "factor_changes",
    "factor_row",
    "reduction_row",
    "sequestration_row",
    "therapy_threshold_row",
    "track_row",
    "tracks",
    "tracks_known",
    "unpriced_row",
    "years_held",
    "years_with_tracks",
]

ALL_TRACKS = "all"
ALL_SETTINGS = "all"


def years_of(table: Iterable[Row]) -> frozenset[int]:
    """Give the calendar years that dated rows speak for; a row without an end speaks for the year it begins in.

    >>> sorted(years_of([{"effective_from": "2024-07-01", "effective_to": "2026-03-31"}]))
    [2024, 2025, 2026]
    """
    spans = (
        (row["effective_from"][:4], row["effective_to"][:4] or row["effective_from"][:4]) for row in table
    )
    return frozenset(year for first, last in spans if first for year in range(int(first), int(last) + 1))


@cache
def years_held() -> tuple[int, ...]:
    """Give the years that have prices: relative values and a conversion factor are both held.

    >>> years_held()[0]
    2013
    """
    return tuple(sorted(years_of(rows("rvu.csv")) & years_of(rows("conversion_factor.csv"))))


@cache
def tracks_known() -> tuple[str, ...]:
    """Give every track that a conversion factor was ever set for, that of most clinicians first.

    >>> tracks_known()
    ('non_apm', 'apm')
    """
    return tuple(row["track"] for row in rows("tracks.csv"))


def track_row(track: str) -> Row:
    """Find how a track is called: ``label`` in short, and ``who`` has it.

    >>> track_row("apm")["label"]
    'APM'
    """
    for row in rows("tracks.csv"):
        if row["track"] == track:
            return row
    raise unknown("track", track, tracks_known())


@cache
def tracks(on: date) -> tuple[str, ...]:
    """Give the tracks that have a factor of their own on a day; none when one factor holds for all.

    >>> tracks(date(2026, 3, 4)), tracks(date(2025, 3, 4))
    (('non_apm', 'apm'), ())
    """
    held = {row["track"] for row in rows("conversion_factor.csv") if in_force(row, on)}
    return tuple(track for track in tracks_known() if track in held)


@cache
def years_with_tracks() -> tuple[int, ...]:
    """Give the years held in which a track has a factor of its own.

    >>> years_with_tracks()[0]
    2026
    """
    table = [row for row in rows("conversion_factor.csv") if row["track"] != ALL_TRACKS]
    return tuple(year for year in years_held() if year in years_of(table))


def factor_changes(year: int) -> tuple[date, ...]:
    """Give the days within a year on which another conversion factor began.

    >>> [str(day) for day in factor_changes(2024)]
    ['2024-03-09']
    """
    days = {date.fromisoformat(row["effective_from"]) for row in rows("conversion_factor.csv")}
    return tuple(sorted(day for day in days if day.year == year and (day.month, day.day) != (1, 1)))


def factor_row(on: date | str, track: str | None = None) -> Row:
    """Find the conversion factor of a day.

    Args:
        on: the date of service.
        track: where a day has two factors, which one; else None.

    Returns:
        The row, with ``factor`` and ``source``.

    Raises:
        CpteduError: when a track is needed and missing, or given and not used on that day.
        NotInDataError: when the day is not covered.

    >>> factor_row("2026-03-04", "non_apm")["factor"]
    '33.4009'
    """
    day = as_date(on)
    table = rows("conversion_factor.csv")
    here = tracks(day)
    if track is not None and track not in tracks_known():
        raise CpteduError(
            f"track = {track!r} is not known. Accepted: {', '.join(sorted(tracks_known()))}, or None where a year has no tracks."
        )
    if here and track is None:
        raise CpteduError(
            f"{day.year} has two conversion factors. Say which track: {' or '.join(sorted(here))}."
        )
    if not here and track is not None and any(in_force(row, day) for row in table):
        raise CpteduError(f"{day.year} has one conversion factor for all. Leave track = {track!r} out.")
    wanted = [row for row in table if row["track"] == (track if here else ALL_TRACKS)]
    covered = (
        f"Held from {min(r['effective_from'] for r in table)} to {max(r['effective_to'] for r in table)}."
    )
    return one_row(wanted, day, what="conversion factor", covered=covered)


def reduction_row(on: date, setting: str) -> Row | None:
    """Find what is kept of the practice expense of a further therapy unit; None before the reduction began.

    Args:
        on: the date of service.
        setting: ``"office"`` or ``"institution"``.

    Returns:
        The row, with ``pe_percent_kept`` and ``source``, or None.

    >>> reduction_row(date(2026, 3, 4), "office")["pe_percent_kept"]
    '50'
    """
    return _row_or_none(
        (r for r in rows("multiple_procedure_reduction.csv") if r["setting"] in (setting, ALL_SETTINGS)),
        on,
        "multiple-procedure reduction",
    )


def sequestration_row(on: date) -> Row | None:
    """Find by how many percent Medicare's share of a payment is cut on a day; None where no row is held.

    >>> sequestration_row(date(2022, 5, 2))["percent"]
    '1'
    """
    return _row_or_none(rows("sequestration.csv"), on, "sequestration")


def therapy_threshold_row(on: date) -> Row | None:
    """Find the yearly therapy amount above which KX attests the need; None where no row is held.

    >>> therapy_threshold_row(date(2026, 3, 4))["amount"]
    '2480'
    """
    return _row_or_none(rows("kx_threshold.csv"), on, "therapy threshold")


def unpriced_row(number: str, on: date) -> Row | None:
    """Find the reason why a code's dollars are not told on a day although its values are held; None when they are."""
    return _row_or_none((r for r in rows("unpriced.csv") if r["code"] == number), on, f"gap of {number}")


def _row_or_none(candidates: Iterable[Row], on: date, what: str) -> Row | None:
    held = [row for row in candidates if in_force(row, on)]
    return one_row(held, on, what=what, covered="") if held else None
