"""Timed minutes and units against the length of the session."""

from __future__ import annotations

from cptedu.model import Verdict
from cptedu.rules.said import Said
from cptedu.visit.record import Record

__all__ = ["billed_beyond", "session_length"]

SOURCES = ("cms-100-04-ch5-20.2", "cms-100-02-ch15-220", "ilchiro-fca")
UNIT_MINUTES = 15
ROUNDING_MINUTES = 7


def billed_beyond(timed_minutes: int, units: int, session_minutes: int, group_minutes: int = 0) -> bool:
    """Say whether units claim more time than a session had, by more than one count can round up.

    Seven patients of eight minutes in one hour are seven units, which stand for 105 minutes: that is flagged.

    Args:
        timed_minutes: minutes of direct treatment.
        units: timed units billed for them.
        session_minutes: how long the session, or the clinician's hour, was.
        group_minutes: minutes of a group, which are another time than those of direct treatment.

    Returns:
        True when the minutes or the units do not fit in.

    >>> billed_beyond(56, 7, 60), billed_beyond(8, 1, 10), billed_beyond(15, 1, 20, group_minutes=20)
    (True, False, True)
    """
    return (
        timed_minutes + group_minutes > session_minutes
        or units * UNIT_MINUTES > session_minutes + ROUNDING_MINUTES
    )


def session_length(record: Record, timed_minutes: int, units: int, group_minutes: int = 0) -> Said | None:
    """Flag timed services, and a group beside them, that do not fit into the recorded session.

    Args:
        record: the visit as understood, with ``session_minutes`` where recorded.
        timed_minutes: minutes of all timed services.
        units: timed units counted for them.
        group_minutes: minutes of the groups whose time is no part of those.

    Returns:
        ``ask`` when they do not fit, ``supported`` when they do; None where the length is not recorded.

    Source: CMS Claims Processing Manual, chapter 5, section 20.2: only time in direct treatment counts.
    """
    session = record.visit.session_minutes
    if session is None:
        return None
    counted = f"{timed_minutes} timed minutes ({units} unit{'' if units == 1 else 's'})"
    if group_minutes:
        counted += f" and {group_minutes} minutes in a group"
    if not billed_beyond(timed_minutes, units, session, group_minutes):
        says = f"{counted} fit into the session of {session} minutes."
        return Said("session_length", Verdict.SUPPORTED, says, SOURCES, used=("session_minutes",))
    return Said(
        "session_length",
        Verdict.ASK,
        f"{counted} do not fit into a session of {session} minutes.",
        SOURCES,
        used=("session_minutes",),
        fix="Ask how long each service took. Minutes of two patients at once are a group, and no minute is made up.",
        numbers=(
            ("timed minutes", timed_minutes),
            ("units", units),
            *((("group minutes", group_minutes),) if group_minutes else ()),
            ("session minutes", session),
        ),
    )
