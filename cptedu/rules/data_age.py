"""How old the edits are that a claim rests on."""

from __future__ import annotations

from datetime import date

from cptedu.model import Finding, Verdict, Visit
from cptedu.rules.say import say

__all__ = ["data_age", "quarters_between"]

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


def data_age(visit: Visit) -> Finding:
    """Say how old the edits are against the date of service.

    Args:
        visit: the visit.

    Returns:
        ``no_data`` when newer edits exist that are not held, or older ones; else ``supported``.

    Source: CMS, NCCI PTP and MUE tables of 2024 Q3, the newest that is held whole.
    """
    apart = quarters_between(RELEASED, visit.date_of_service)
    if apart == 0:
        says, verdict = f"Edits as of {RELEASE}, the quarter of this date of service.", Verdict.SUPPORTED
    elif apart > 0:
        count = NUMBER_WORDS[apart] if apart < len(NUMBER_WORDS) else str(apart)
        spoken = f"{count} quarter{'' if apart == 1 else 's'}"
        says = f"Edits as of {RELEASE}, {spoken} before this date of service."
        verdict = Verdict.NO_DATA
    else:
        says, verdict = (
            f"The edits of this date are not held; the first held are those of {RELEASE}.",
            Verdict.NO_DATA,
        )
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
