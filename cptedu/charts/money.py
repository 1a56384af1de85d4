"""Amounts and relative values in words, the same on every chart of trade-offs."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from cptedu.analysis.carried import Carried, Where
from cptedu.charts.rvu_points import localities
from cptedu.facts.schedule import track_row
from cptedu.facts.sources import Citation
from cptedu.rules.allowed_amount import NATIONAL

__all__ = ["dollars", "place_in_words", "rvu", "sources_in_words", "vintage_in_words"]


def dollars(amount: Decimal | None) -> str:
    """Write dollars; what is not held says so.

    >>> dollars(Decimal("1059.4")), dollars(None)
    ('$1,059.40', 'no data')
    """
    return "no data" if amount is None else f"${amount:,.2f}"


def rvu(value: Decimal | None) -> str:
    """Write relative value units.

    >>> rvu(Decimal("1.78"))
    '1.78 RVU'
    """
    return "RVU: no data" if value is None else f"{value} RVU"


def place_in_words(where: Where) -> str:
    """Say where an amount holds, and by which of two factors.

    >>> place_in_words(Where("15202-00", track="non_apm"))
    'Ohio (OH), office, non-APM factor'
    """
    found = next((one for one in localities() if one.id == where.locality), None)
    named = "national, every index 1" if where.locality == NATIONAL or found is None else ""
    named = named or f"{found.name} ({found.state})" if found else named
    factor = f"{track_row(where.track)['label']} factor" if where.track else ""
    said = [named, "facility" if where.facility else "office", factor]
    return ", ".join(filter(None, said))


def sources_in_words(citations: Iterable[Citation]) -> str:
    """Name sources, each once."""
    return "; ".join(str(one) for one in dict.fromkeys(citations))


def vintage_in_words(carries: Carried, where: Where) -> str:
    """Say how old the numbers are, where they hold, and what must be said beside them."""
    notes = [f"{one[:1].upper()}{one[1:].rstrip('.')}." for one in carries.notes]
    held = f"{carries.vintage}. " if carries.vintage else ""
    return f"{held}Amounts: {place_in_words(where)}. {' '.join(notes)}".replace("  ", " ")
