"""What is known of single pairs of codes on days before the first release of the edits that is held."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from cptedu.facts.days_told import day_in_words
from cptedu.facts.tables import Row, in_force, rows

__all__ = ["known_before_releases"]

ONE_DAY = timedelta(days=1)


def known_before_releases(one: str, other: str, day: date) -> Mapping[str, str] | None:
    """Find what is known of a pair on a day before the first release; None where nothing is.

    Args:
        one: a code.
        other: another code.
        day: the date of service.

    Returns:
        A row with both columns, ``modifier_indicator`` (empty where only that nothing is held is known), ``version``,
        ``why`` and ``source``.

    Source: ACA, 2002-04-01; NCCI PTP rows with the dates of their own.

    >>> known_before_releases("97112", "98940", date(2020, 5, 1))["modifier_indicator"]
    ''
    """
    pair = frozenset((one, other))
    for gap in _of_pairs("ptp_gaps.csv").get(pair, ()):
        if in_force(gap, day):
            return _gap_in_words(gap)
    for row in _of_pairs("ptp_before_releases.csv").get(pair, ()):
        if in_force(row, day):
            return row
    return None


@cache
def _of_pairs(name: str) -> dict[frozenset[str], tuple[Row, ...]]:
    pairs: dict[frozenset[str], tuple[Row, ...]] = {}
    for row in rows(name):
        pair = frozenset((row["column_one"], row["column_two"]))
        pairs[pair] = (*pairs.get(pair, ()), row)
    return pairs


def _gap_in_words(gap: Row) -> Mapping[str, str]:
    ended = date.fromisoformat(gap["effective_from"]) - ONE_DAY
    begins = date.fromisoformat(gap["effective_to"]) + ONE_DAY
    inferred = ", which is inferred from other pairs" if gap["inferred"] == "yes" else ""
    why = (
        f"Whether an edit joined {gap['column_one']} and {gap['column_two']} on this date is not held: one row ended on"
        f" {day_in_words(ended)}, the next began on {day_in_words(begins)}{inferred}."
    )
    version = f"NCCI PTP, nothing from {gap['effective_from']} to {gap['effective_to']}"
    return {**gap, "modifier_indicator": "", "version": version, "why": why}
