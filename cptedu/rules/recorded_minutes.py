"""Minutes of direct treatment: timed codes need them, and a service of no minutes was not given."""

from __future__ import annotations

from cptedu.facts.codes import is_timed
from cptedu.model import Verdict
from cptedu.rules.said import Said
from cptedu.visit.record import ServiceRecord

__all__ = ["recorded_minutes"]

SOURCES = ("cms-100-04-ch5-20.2", "cms-100-02-ch15-220", "cpt-time-rule")


def recorded_minutes(service: ServiceRecord, number: str) -> Said | None:
    """Check that a timed service has its minutes, and that one which is billed once has not none of them.

    Only time in direct treatment counts: neither set-up nor note-writing, rest or practice alone.

    Args:
        service: the service.
        number: its code.

    Returns:
        ``ask`` when a timed code has no minutes, and when another one is said to have taken 0; else None.

    Source: CMS Claims Processing Manual, chapter 5, section 20.2; Benefit Policy Manual, chapter 15, section 220.
    """
    minutes = service.minutes
    if minutes:
        return None
    timed = is_timed(number)
    if not timed and minutes == 0:
        return Said(
            "minutes",
            Verdict.ASK,
            f"The note has 0 minutes for {number}. It is billed once, whatever the time, but not where it was not given.",
            SOURCES,
            code=number,
            fix="Ask whether it was given. Where it was not, it is left off the claim.",
            about=service.activity,
            used=service.used("minutes"),
        )
    if not timed or minutes is not None:
        return None
    return Said(
        "minutes",
        Verdict.ASK,
        f"{number} is billed by time, and the note has no minutes for it.",
        SOURCES,
        code=number,
        fix="Ask for the minutes of direct treatment; set-up, note-writing and rest do not count.",
        about=service.activity,
    )
