"""Units on a line against the medically unlikely edit."""

from __future__ import annotations

from cptedu.model import Verdict
from cptedu.rules.mue import mue
from cptedu.rules.said import Said
from cptedu.visit.record import Record

__all__ = ["unit_limit"]

POLICY = 2


def unit_limit(record: Record, number: str, units: int) -> Said | None:
    """Say so when a line's units are above the limit, or when no limit is held for its date.

    The units stay on the line. A limit of 0 is CMS's policy not to pay and says nothing of payers that do not follow it.

    Args:
        record: the visit as understood.
        number: the code.
        units: the units on the line.

    Returns:
        ``ask`` above a clinical limit, ``not_supported`` above a limit of the code, ``not_covered`` where the
        limit is 0 and the payer follows it, ``no_data`` when none is held, else None.

    Source: CMS, practitioner MUE tables.
    """
    followed = record.payer.wants("unit_limits")
    if followed == "none":
        return None
    limit = mue(number, record.on)
    if limit.units is not None and (
        units <= limit.units or (not limit.units and followed != "cms_zero_is_not_paid")
    ):
        return None
    sources = tuple(citation.id for citation in limit.citations)
    if limit.units is None:
        return Said("unit_limit", Verdict.NO_DATA, limit.says, sources, vintage=limit.vintage, code=number)
    if not limit.units:
        choice = record.payer.choice("unit_limits")
        words = record.payer.sentence("zero_limit", says=choice.says, code=number)
        return Said(
            "unit_limit",
            Verdict.NOT_COVERED,
            words.says,
            sources,
            vintage=limit.vintage,
            code=number,
            numbers=(("units", units), ("limit", 0)),
        )
    policy = limit.adjudication == POLICY
    return Said(
        "unit_limit",
        Verdict.NOT_SUPPORTED if policy else Verdict.ASK,
        f"{units} units of {number} are above the limit of {limit.units} a day.",
        sources,
        vintage=limit.vintage,
        code=number,
        fix=(
            "The limit follows from the code itself; no record lifts it."
            if policy
            else "Check the minutes once more. A record that bears them out can be sent with an appeal."
        ),
        numbers=(("units", units), ("limit", limit.units)),
    )
