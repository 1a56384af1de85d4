"""How old the edits are that a claim rests on."""

from __future__ import annotations

from datetime import date

from cptedu.model import Finding, Verdict, Visit
from cptedu.rules.say import say

__all__ = ["data_age", "quarters_between", "release_age"]

SOURCES = ("ncci-ptp-2024q3", "mue-2024q3")
RELEASE = "2024 Q3"
RELEASED = date(2024, 7, 1)
NUMBER_WORDS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def quarters_between(earlier: date, later: date) -> int:
    """Count the calendar quarters from one day's quarter to another's.

    >>> quarters_between(date(2024, 7, 1), date(2026, 3, 4))
    6
    """
    return (later.year - earlier.year) * 4 + (later.month - 1) // 3 - (earlier.month - 1) // 3


def release_age(released: date, on: date) -> str:
    """Say in words how long before a date of service a release began; empty when the release is the later one.

    >>> release_age(date(2024, 7, 1), date(2026, 3, 4)), release_age(date(2024, 7, 1), date(2024, 9, 30))
    ('six quarters before this date of service', 'the quarter of this date of service')
    """
    apart = quarters_between(released, on)
    if apart < 0:
        return ""
    if apart == 0:
        return "the quarter of this date of service"
    count = NUMBER_WORDS[apart] if apart < len(NUMBER_WORDS) else str(apart)
    return f"{count} quarter{'' if apart == 1 else 's'} before this date of service"


def data_age(visit: Visit) -> Finding:
    """Say how old the edits are against the date of service.

    Args:
        visit: the visit.

    Returns:
        ``no_data`` when newer edits exist that are not held, or older ones; else ``supported``.

    Source: CMS, NCCI PTP and MUE tables of 2024 Q3, the newest that is held whole.
    """
    age = release_age(RELEASED, visit.date_of_service)
    current = quarters_between(RELEASED, visit.date_of_service) == 0
    verdict = Verdict.SUPPORTED if current else Verdict.NO_DATA
    if age:
        says = f"Edits as of {RELEASE}, {age}."
    else:
        says = f"The edits of this date are not held; the first held are those of {RELEASE}."
    return say(
        visit,
        "data_age",
        verdict,
        says,
        SOURCES,
        vintage=f"NCCI PTP and MUE {RELEASE}",
        fix=""
        if verdict is Verdict.SUPPORTED
        else "Look the pairs up in CMS's file of that quarter before billing.",
    )
