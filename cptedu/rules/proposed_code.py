"""A code that was proposed, against the one that the record supports."""

from __future__ import annotations

from cptedu.model import Verdict
from cptedu.rules.said import Said
from cptedu.visit.record import ServiceRecord

__all__ = ["proposed_code"]

SOURCES = ("usc-31-3729", "aca-1997")


def proposed_code(service: ServiceRecord, number: str | None) -> Said | None:
    """Say so when the proposed code is not the one that the record supports.

    Args:
        service: the service, with the proposed code.
        number: the code that the record supports, or None.

    Returns:
        A finding when the two differ, else None.

    Source: 31 USC 3729 as quoted by others; ACA 1997 on coding what was done.
    """
    proposed = service.written.code
    if proposed is None or number is None or proposed == number:
        return None
    return Said(
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
