"""Timed minutes and units against the length of the session."""

from __future__ import annotations

from cptedu.model import Finding, Verdict, Visit
from cptedu.rules.say import say

__all__ = ["billed_beyond", "session_length"]

SOURCES = ("cms-100-04-ch5-20.2", "cms-100-02-ch15-220", "ilchiro-fca")
UNIT_MINUTES = 15
ROUNDING_MINUTES = 7


def billed_beyond(timed_minutes: int, units: int, session_minutes: int) -> bool:
    """Say whether units claim more time than a session had, by more than one count can round up.

    Seven patients of eight minutes in one hour are seven units, which stand for 105 minutes: that is flagged.

    Args:
        timed_minutes: minutes of direct treatment.
        units: timed units billed for them.
        session_minutes: how long the session, or the clinician's hour, was.

    Returns:
        True when the minutes or the units do not fit in.

    >>> billed_beyond(56, 7, 60), billed_beyond(8, 1, 10)
    (True, False)
    """
    return timed_minutes > session_minutes or units * UNIT_MINUTES > session_minutes + ROUNDING_MINUTES


def session_length(visit: Visit, timed_minutes: int, units: int) -> Finding | None:
    """Flag timed services that do not fit into the recorded session.

    Args:
        visit: the visit, with ``session_minutes`` where recorded.
        timed_minutes: minutes of all timed services.
        units: timed units counted for them.

    Returns:
        An ``ask`` finding when they do not fit, else None.

    Source: CMS Claims Processing Manual, chapter 5, section 20.2: only time in direct treatment counts.
    """
    if visit.session_minutes is None or not billed_beyond(timed_minutes, units, visit.session_minutes):
        return None
    return say(
        visit,
        "session_length",
        Verdict.ASK,
        f"{timed_minutes} timed minutes ({units} units) do not fit into a session of {visit.session_minutes} minutes.",
        SOURCES,
        fix="Ask how long each service took. Minutes of two patients at once are a group, and minutes are never added.",
        numbers=(
            ("timed minutes", timed_minutes),
            ("units", units),
            ("session minutes", visit.session_minutes),
        ),
    )
