"""GP on therapy lines, where the payer wants it."""

from __future__ import annotations

from cptedu.facts.codes import code
from cptedu.model import Finding, Verdict, Visit
from cptedu.payers import payer
from cptedu.rules.say import say

__all__ = ["gp_modifier"]


def gp_modifier(visit: Visit, number: str) -> Finding | None:
    """Say whether a line carries GP: an always-therapy code, and a payer that wants it. Never an adjustment.

    Args:
        visit: the visit.
        number: the code.

    Returns:
        A finding when the line carries GP, else None.

    Source: the payer's own choice; see its profile.
    """
    choice = payer(visit.payer).choice("gp_on_therapy")
    if not code(number).always_therapy or not payer(visit.payer).wants(
        "gp_on_therapy", visit.date_of_service
    ):
        return None
    sources = tuple(citation.id for citation in choice.sources) or ("cptedu-inference",)
    return say(
        visit,
        "gp_modifier",
        Verdict.SUPPORTED,
        f"This payer wants GP on therapy: {choice.says}",
        sources,
        code=number,
    )
