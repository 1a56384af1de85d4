"""A day in words, said once for rules, pages, text and JavaScript alike."""

from __future__ import annotations

from datetime import date

from cptedu.facts.unread_day import UnreadDay

__all__ = ["day_in_words"]

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def day_in_words(day: date | str | None) -> str:
    """Write a date as it is written in an American office, the month by its name.

    Args:
        day: the day, or as a table has it, year first.

    Returns:
        Its words; of none, that it is not known; of a day that is not to be read, the mark that stands for it.

    >>> day_in_words(date(2026, 3, 4)), day_in_words("2026-03-04")
    ('March 4, 2026', 'March 4, 2026')
    """
    if day is None:
        return "a day that is not known"
    if isinstance(day, UnreadDay):
        return day.mark
    held = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{_MONTHS[held.month - 1]} {held.day}, {held.year}"
