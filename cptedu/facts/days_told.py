"""A day in words, said once for rules, pages, text and JavaScript alike."""

from __future__ import annotations

from datetime import date

__all__ = ["day_as_told", "day_in_words"]

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def day_in_words(day: date | str | None) -> str:
    """Write a date as it is written in an American office, the month by its name.

    Args:
        day: the day, or as a table has it, year first.

    Returns:
        Its words; of none, that it is not known.

    >>> day_in_words(date(2026, 3, 4)), day_in_words("2026-03-04")
    ('March 4, 2026', 'March 4, 2026')
    """
    if day is None:
        return "a day that is not known"
    held = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{_MONTHS[held.month - 1]} {held.day}, {held.year}"


def day_as_told(day: date) -> tuple[str, str]:
    """Give the ways in which a sentence may tell a day: in words, and as a table has it.

    Args:
        day: the day.

    Returns:
        Both.

    >>> day_as_told(date(2026, 3, 4))
    ('March 4, 2026', '2026-03-04')
    """
    return day_in_words(day), day.isoformat()
