"""A code that was proposed, against the one that the record supports."""

from __future__ import annotations

from cptedu.model import Finding, Verdict
from cptedu.rules.say import say
from cptedu.visit.record import Record, ServiceRecord

__all__ = ["proposed_code"]

SOURCES = ("usc-31-3729", "aca-1997")


def proposed_code(record: Record, service: ServiceRecord, number: str | None) -> Finding | None:
    """Say so when the proposed code is not the one that the record supports.

    Args:
        record: the visit as understood.
        service: the service, with the proposed code.
        number: the code that the record supports, or None.

    Returns:
        A finding when the two differ, else None.

    Source: 31 USC 3729 as quoted by others; ACA 1997 on coding what was done.
    """
    proposed = service.written.code
    if proposed is None or number is None or proposed == number:
        return None
    return say(
        record,
        "proposed_code",
        Verdict.NOT_SUPPORTED,
        f"{proposed} was proposed; the record supports {number}. The record decides.",
        SOURCES,
        code=number,  # whose line it stands on; the proposed one is in the words
        fix=f"Bill {number}.",
        about=service.activity,
        either_way=True,
        used=service.used("code"),
    )
