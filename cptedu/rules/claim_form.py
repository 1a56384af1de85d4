"""What the claim form has room for."""

from __future__ import annotations

from cptedu.facts.diagnoses import diagnoses_in_words
from cptedu.model import Verdict
from cptedu.rules.said import Said
from cptedu.visit.record import Record

__all__ = ["claim_form"]

SOURCES = ("cms-1500",)


def claim_form(record: Record) -> Said | None:
    """Refuse more diagnoses than one claim holds.

    Args:
        record: the visit as understood.

    Returns:
        ``not_supported`` where more are given, naming those that have no room; else None.

    Source: the claim form of a professional service (CMS-1500) holds twelve diagnoses.
    """
    given, room = record.diagnoses or (), record.payer.limit("diagnoses_a_claim")
    if room is None or len(given) <= room:
        return None
    beyond = [one.code for one in given[room:]]
    return Said(
        "claim_form",
        Verdict.NOT_SUPPORTED,
        f"A claim holds {room} diagnoses and {len(given)} are given. No line can point to:"
        f" {diagnoses_in_words(beyond, record.on)}.",
        SOURCES,
        fix=f"Ask which {room} were the reasons for the services of this visit.",
        numbers=(("diagnoses", len(given)), ("room", room)),
        diagnoses=tuple(beyond),
    )
