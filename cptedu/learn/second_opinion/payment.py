"""Prices, straight from the rows of the tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from cptedu.facts.tables import rows
from cptedu.learn.questions import Bill
from cptedu.learn.second_opinion.limits import DoesNotApply

__all__ = ["PricedUnit", "Shares", "price_of", "reduced_units", "to_the_cent", "unit_price"]

Shares: TypeAlias = tuple[Decimal, Decimal, Decimal]


@dataclass(frozen=True)
class PricedUnit:
    """One unit of a code with its work, practice expense and malpractice RVU, and whether CMS cuts it as therapy."""

    code: str
    shares: Shares
    is_therapy: bool


def unit_price(unit: PricedUnit, places: Shares, factor: Decimal, is_reduced: bool) -> Decimal:
    """Weigh each share by its local index, add, multiply, round; a reduced unit has half its practice expense."""
    work, expense, malpractice = unit.shares
    if is_reduced:
        expense = expense / 2
    weighed = work * places[0] + expense * places[1] + malpractice * places[2]
    return to_the_cent(weighed * factor)


def reduced_units(units: list[PricedUnit]) -> list[bool]:
    """Mark every therapy unit but the one with the highest practice expense."""
    therapy = [n for n, unit in enumerate(units) if unit.is_therapy]
    if not therapy:
        return [False] * len(units)
    highest = max(therapy, key=lambda n: (units[n].shares[1], sum(units[n].shares)))
    return [unit.is_therapy and n != highest for n, unit in enumerate(units)]


def to_the_cent(dollars: Decimal) -> Decimal:
    """Round half up.

    >>> to_the_cent(Decimal("2.675"))
    Decimal('2.68')
    """
    return dollars.quantize(Decimal("0.01"), ROUND_HALF_UP)


def price_of(
    bill: Bill,
    price: Callable[[PricedUnit, Shares, Decimal, bool], Decimal],
    reduced: Callable[[list[PricedUnit]], list[bool]],
) -> Decimal:
    """Price a bill by a way of pricing one unit, and a way of telling which units are reduced."""
    on = bill.on.isoformat()
    factor = next(
        Decimal(row["factor"])
        for row in rows("conversion_factor.csv")
        if row["effective_from"] <= on <= row["effective_to"] and row["track"] == (bill.track or "all")
    )
    places = (Decimal(1), Decimal(1), Decimal(1))
    for row in rows("gpci.csv"):
        here = f"{row['mac']}-{row['locality']}" == bill.locality
        if here and row["effective_from"] <= on <= row["effective_to"]:
            places = (Decimal(row["work"]), Decimal(row["pe"]), Decimal(row["mp"]))
    units = [_priced_unit(number, on) for number, count in bill.units for _ in range(count)]
    prices = [price(unit, places, factor, cut) for unit, cut in zip(units, reduced(units), strict=True)]
    return sum(prices, Decimal("0.00"))


def _priced_unit(number: str, on: str) -> PricedUnit:
    for row in rows("rvu.csv"):
        if row["code"] == number and row["effective_from"] <= on <= row["effective_to"]:
            shares = (Decimal(row["work"]), Decimal(row["pe_nonfacility"]), Decimal(row["mp"]))
            return PricedUnit(number, shares, row["multiple_procedure"] == "5")
    raise DoesNotApply(f"No RVU of {number} is held for {on}.")
