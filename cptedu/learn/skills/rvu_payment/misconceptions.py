"""Wrong rules about RVUs and payment."""

from __future__ import annotations

from decimal import Decimal

from cptedu.learn.misconceptions.registry import wrong_rule
from cptedu.learn.second_opinion import PricedUnit, Shares, reduced_units, to_the_cent, unit_price

_EVERYWHERE = (Decimal(1), Decimal(1), Decimal(1))


@wrong_rule(
    step="unit_price",
    title="takes RVUs for dollars",
    holds="the RVUs are read as dollars",
    feedback=(
        "An RVU is a weight, not a price. Weighed by the local indices and added up, it is multiplied by the conversion"
        " factor, the dollars for one RVU, which changes every year."
    ),
    source="usc-42-1395w-4",
)
def takes_rvu_for_dollars(unit: PricedUnit, _places: Shares, _factor: Decimal, _is_reduced: bool) -> Decimal:
    """Read the sum of the RVUs as dollars."""
    return to_the_cent(sum(unit.shares, Decimal(0)))


@wrong_rule(
    step="unit_price",
    title="forgets the local index (GPCI)",
    holds="the local indices (GPCI) are left out",
    feedback=(
        "The same service is not paid the same everywhere. Work, practice expense and malpractice are each multiplied by the"
        " index of the place before they are added; only a national example has all three at 1."
    ),
    source="pfs-gpci",
)
def forgets_the_local_index(unit: PricedUnit, _places: Shares, factor: Decimal, is_reduced: bool) -> Decimal:
    """Price as if every index were 1."""
    return unit_price(unit, _EVERYWHERE, factor, is_reduced)


@wrong_rule(
    step="unit_price",
    title="lets the reduction cut the whole fee",
    holds="the reduction for several therapy units halves the whole fee",
    feedback=(
        "The reduction takes half of the practice expense of the further units, and nothing else. Work and malpractice are"
        " paid in full, so a reduced unit keeps about three quarters of its price."
    ),
    source="ngs-mppr",
)
def halves_the_whole_fee(unit: PricedUnit, places: Shares, factor: Decimal, is_reduced: bool) -> Decimal:
    """Halve all of a reduced unit."""
    full = unit_price(unit, places, factor, is_reduced=False)
    return to_the_cent(full / 2) if is_reduced else full


@wrong_rule(
    step="reduced",
    title="counts the adjustment as first in the reduction",
    holds="the adjustment is taken for the service that is paid in full, so every therapy unit is reduced",
    feedback=(
        "The reduction looks at therapy codes alone. The adjustment is neither cut nor counted, so the therapy unit with the"
        " highest practice expense is still paid in full."
    ),
    source="ngs-mppr",
)
def counts_adjustment_as_first(units: list[PricedUnit]) -> list[bool]:
    """Reduce every therapy unit beside an adjustment."""
    if any(unit.code.startswith("9894") for unit in units):
        return [unit.is_therapy for unit in units]
    return reduced_units(units)
