"""Maintenance and wellness care under a plan other than Medicare."""

from __future__ import annotations

from cptedu.model import Finding, Verdict, Visit
from cptedu.payers import payer
from cptedu.rules.say import say

__all__ = ["wellness_care"]

SOURCES = ("cms-100-02-ch15-240.1.3", "cptedu-inference")


def wellness_care(visit: Visit) -> Finding | None:
    """Say that a plan may not pay for maintenance; each contract decides.

    Args:
        visit: the visit.

    Returns:
        An ``ask`` finding for maintenance care under another payer than Medicare, else None.

    Source: our inference from Medicare's rule; no contract was read.
    """
    if (
        visit.care != "maintenance"
        or payer(visit.payer).wants("benefit", visit.date_of_service) == "spinal_cmt_only"
    ):
        return None
    return say(
        visit,
        "wellness_care",
        Verdict.ASK,
        "This is maintenance. Many plans pay active care only; the contract decides, and the patient is told beforehand.",
        SOURCES,
        fix="Ask the plan whether it pays maintenance, and agree on the patient's own payment in writing if it does not.",
    )
