"""Maintenance and wellness care, where no modifier on the line tells it."""

from __future__ import annotations

from cptedu.model import Finding, Verdict, Visit
from cptedu.payers import payer
from cptedu.rules.say import by_payer, cited_by_payer, say

__all__ = ["wellness_care"]


def wellness_care(visit: Visit) -> Finding | None:
    """Say that a plan may not pay for maintenance; each contract decides.

    Args:
        visit: the visit.

    Returns:
        For maintenance care, ``ask`` where the payer's file does not settle it, ``not_covered`` where it is not paid; None
        where it is paid, or where the line of the adjustment says it all.

    Source: the payer's own choice; without one, our inference.
    """
    held, on = payer(visit.payer), visit.date_of_service
    paid = held.wants("maintenance", on)
    if visit.care != "maintenance" or paid == "paid" or held.wants("care_marks", on) != "none":
        return None
    if paid == "not_paid":
        words = by_payer(visit, "maintenance_not_paid", "maintenance")
        return say(visit, "wellness_care", Verdict.NOT_COVERED, words.says, words.sources, fix=words.fix)
    return say(
        visit,
        "wellness_care",
        Verdict.ASK,
        "This is maintenance. Many plans pay active care only; the contract decides, and the patient is told beforehand.",
        cited_by_payer(visit, "maintenance"),
        fix="Ask the plan whether it pays maintenance, and agree on the patient's own payment in writing if it does not.",
    )
