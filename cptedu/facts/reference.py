"""Figures to set a practice beside: how often Medicare pays for a service, and what oversight found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cptedu.errors import NotInDataError
from cptedu.facts.cmt_levels import spinal_cmt
from cptedu.facts.sources import Citation, cite
from cptedu.facts.tables import as_date, in_force, rows

__all__ = ["Oversight", "Utilisation", "oversight", "spinal_shares", "utilisation", "years_with_shares"]


@dataclass(frozen=True)
class Utilisation:
    """How often Medicare's patients had a service in a year.

    Attributes:
        code: the code.
        services: how many were paid.
        beneficiaries: how many patients had one.
        mean_charge: what was charged for one, on average.
        mean_allowed: what Medicare allowed for one, on average.
        citation: where the figures come from; therapy codes are of every specialty together.
    """

    code: str
    services: int
    beneficiaries: int
    mean_charge: Decimal
    mean_allowed: Decimal
    citation: Citation


@dataclass(frozen=True)
class Oversight:
    """One figure of an oversight report, and the time of the claims that it is about."""

    subject: str
    figure: Decimal
    first: date
    last: date
    citation: Citation


def utilisation(code: str, on: date | str) -> Utilisation:
    """Look up how often Medicare's patients had a service in the year of a date.

    Args:
        code: the code.
        on: a date in the year.

    Returns:
        The figures of that year, for the whole country.

    Raises:
        NotInDataError: for a code or a year that is not held; no year stands in for another.

    >>> utilisation("98941", "2024-06-01").services
    12843003
    """
    day = as_date(on)
    own = [row for row in rows("medicare_utilisation.csv") if row["code"] == code]
    row = next((row for row in own if in_force(row, day)), None)
    if row is None:
        years = ", ".join(sorted(row["effective_from"][:4] for row in own)) or "none"
        raise NotInDataError(f"No figures on {code} are held for {day.year}. Years held: {years}.")
    return Utilisation(
        code,
        int(row["services"]),
        int(row["beneficiaries"]),
        Decimal(row["mean_charge"]),
        Decimal(row["mean_allowed"]),
        cite(row["source"]),
    )


def spinal_shares(on: date | str) -> dict[str, Decimal]:
    """Give the share of each spinal adjustment code among those that Medicare paid in a year, in percent.

    >>> {code: str(share) for code, share in spinal_shares("2024-06-01").items()}
    {'98940': '21.1', '98941': '73.3', '98942': '5.6'}
    """
    held = {code: utilisation(code, on).services for code in spinal_cmt()}
    total = sum(held.values())
    return {code: (Decimal(100) * count / total).quantize(Decimal("0.1")) for code, count in held.items()}


def years_with_shares() -> tuple[int, ...]:
    """List the years for which the figures of every spinal adjustment are held.

    >>> years_with_shares()[0]
    2013
    """
    table = rows("medicare_utilisation.csv")
    held = [
        {int(row["effective_from"][:4]) for row in table if row["code"] == number} for number in spinal_cmt()
    ]
    return tuple(sorted(set.intersection(*held)))


def oversight() -> tuple[Oversight, ...]:
    """List what oversight found, oldest claims first.

    >>> oversight()[-1].figure
    Decimal('33.6')
    """
    found = (
        Oversight(
            row["subject"],
            Decimal(row["figure"]),
            date.fromisoformat(row["effective_from"]),
            date.fromisoformat(row["effective_to"]),
            cite(row["source"]),
        )
        for row in rows("oversight_figures.csv")
    )
    return tuple(sorted(found, key=lambda one: one.first))
