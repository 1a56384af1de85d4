"""GP and GO on therapy lines, where the payer wants them."""

from __future__ import annotations

from cptedu.facts.codes import code
from cptedu.model import Verdict
from cptedu.rules.said import Said
from cptedu.visit.record import Record

__all__ = ["gp_modifier", "is_therapy", "therapy_modifier"]


def therapy_modifier(record: Record, number: str) -> str | None:
    """Give the modifier that names the plan of care of a therapy line: GP, or GO on occupational therapy.

    Args:
        record: the visit as understood.
        number: the code.

    Returns:
        ``"GP"``, ``"GO"``, or None where the payer wants none or the code is no therapy.

    Source: the payer's own choice; see its profile.

    >>> seen = Record.from_dict({"date_of_service": "2026-03-04", "payer": "federal_va"})
    >>> therapy_modifier(seen, "97110"), therapy_modifier(seen, "97165"), therapy_modifier(seen, "98940")
    ('GP', 'GO', None)
    """
    held = record.payer
    if not held.wants("gp_on_therapy"):
        return None
    if number in held.lists("go_codes"):
        return "GO"
    return "GP" if is_therapy(record, number) else None


def is_therapy(record: Record, number: str) -> bool:
    """Say whether a code is therapy to the payer: on CMS's list, or one that this payer counts too."""
    return code(number).always_therapy or number in record.payer.lists("therapy_codes_too")


def gp_modifier(record: Record, number: str) -> Said | None:
    """Say whether a line carries GP or GO: a therapy code, and a payer that wants it. Never an adjustment.

    Args:
        record: the visit as understood.
        number: the code.

    Returns:
        A finding when the line carries one, else None.

    Source: the payer's own choice; see its profile.
    """
    marked = therapy_modifier(record, number)
    if marked is None:
        return None
    says = record.payer.choice("gp_on_therapy").says
    return Said(
        "gp_modifier",
        Verdict.SUPPORTED,
        f"{record.payer.named_first} wants {marked} on therapy{f'. {says}' if says else ', by the plan of care.'}",
        code=number,
        choices=("gp_on_therapy",),
    )
