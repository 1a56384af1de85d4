"""The table below a visit under several payers, years or places: the same columns for all."""

from __future__ import annotations

from cptedu.analysis.comparisons import Compared

__all__ = ["COLUMNS", "compared_row"]

COLUMNS = {
    "label": "",
    "claim": "Claim",
    "not_billed": "Not billed",
    "total": "Total RVU",
    "not_covered_rvu": "of these not covered",
    "allowed": "Allowed, $",
    "not_covered_amount": "Not covered, $",
    "says": "Said with it",
}


def compared_row(one: Compared) -> dict[str, object]:
    """Give one row of the table: the claim, what it carries, and what must be said with it.

    Args:
        one: a visit under one payer, in one year or one place.

    Returns:
        A value for each of ``COLUMNS``.
    """
    carries = one.carries
    return {
        "label": one.label,
        "claim": one.billed,
        "not_billed": one.not_billed or "–",
        "total": carries.total,
        "not_covered_rvu": carries.not_covered.total,
        "allowed": carries.allowed,
        "not_covered_amount": carries.not_covered_amount,
        "says": one.says or "–",
    }
