"""The yearly amount of Medicare's therapy benefit, above which KX attests the need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cptedu.errors import NotInDataError
from cptedu.facts.schedule import therapy_threshold_row
from cptedu.facts.sources import Citation, cite
from cptedu.facts.tables import as_date

__all__ = ["TherapyThreshold", "therapy_threshold"]

SAYS = {
    "cap": "a cap: beyond it the benefit ended, unless an exception was attested",
    "threshold": "a threshold: beyond it KX attests that therapy is still needed",
}


@dataclass(frozen=True)
class TherapyThreshold:
    """The amount of a year, for physical therapy and speech-language pathology together.

    Attributes:
        amount: dollars.
        says: what it is, in words.
        citations: where it stands.
    """

    amount: Decimal
    says: str
    citations: tuple[Citation, ...]


def therapy_threshold(on: date | str) -> TherapyThreshold:
    """Look up the yearly amount of Medicare's therapy benefit; a chiropractor does not bill that benefit.

    Args:
        on: the date of service.

    Returns:
        The amount, and whether it was a cap or a threshold.

    Raises:
        NotInDataError: when none is held for that year.

    Source: by the row: CMS's contractors, and vendors who quote CMS.

    >>> therapy_threshold("2026-03-04").amount
    Decimal('2480')
    """
    day = as_date(on)
    row = therapy_threshold_row(day)
    if row is None:
        raise NotInDataError(f"No yearly therapy amount is held for {day}.")
    return TherapyThreshold(
        Decimal(row["amount"]),
        f"${row['amount']} in {day.year}, {SAYS[row['kind']]}.",
        (cite(row["source"]),),
    )
