"""Maintenance and wellness care, where no modifier on the line tells it."""

from __future__ import annotations

from cptedu.model import Verdict
from cptedu.rules.said import Said
from cptedu.visit.record import Record

__all__ = ["wellness_care"]


def wellness_care(record: Record, number: str | None = None) -> Said | None:
    """Say that a plan may not pay for maintenance; each contract decides.

    Args:
        record: the visit as understood.
        number: the adjustment on whose line it stands; None for the claim as a whole.

    Returns:
        For maintenance care, ``ask`` where the payer's file does not settle it, ``not_covered`` where it is not paid;
        ``supported`` for active care and where maintenance is paid; None where the note does not say, or where the line of
        the adjustment says it all.

    Source: the payer's own choice; without one, our inference.
    """
    held, care = record.payer, record.visit.care
    if care is None or held.wants("care_marks") != "none":
        return None
    paid = held.wants("maintenance")

    def answer(verdict: Verdict, says: str = "", fix: str = "", sentence: str = "") -> Said:
        return Said(
            "wellness_care",
            verdict,
            says,
            code=number,
            fix=fix,
            used=("care",),
            choices=("maintenance",),
            sentence=sentence,
        )

    if care != "maintenance":
        says = "Recorded as active care, so no limit on maintenance is in question."
        return answer(Verdict.SUPPORTED, says)
    if paid == "paid":
        says = f"This is maintenance, which {held.named} pays."
        return answer(Verdict.SUPPORTED, says)
    if paid == "not_paid":
        return answer(Verdict.NOT_COVERED, sentence="maintenance_not_paid")
    return answer(
        Verdict.ASK,
        "This is maintenance. Many plans pay active care only; the contract decides, and the patient is told beforehand.",
        "Ask the plan whether it pays maintenance, and agree on the patient's own payment in writing if it does not.",
    )
