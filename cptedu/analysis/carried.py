"""What a claim carries: relative value units, what the fee schedule allows, the clinician's time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from cptedu.errors import CpteduError
from cptedu.facts.codes import code
from cptedu.facts.sources import Citation
from cptedu.model import Claim, ClaimLine, Verdict, Visit
from cptedu.rules.allowed_amount import NATIONAL
from cptedu.rules.price import Price, price
from cptedu.rules.relative_values import RelativeValues, relative_values

__all__ = [
    "Carried",
    "Rvus",
    "Where",
    "carried",
    "carried_without_amounts",
    "clinician_minutes",
    "unit_values",
]

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Where:
    """Where, and on which track, a claim is priced.

    Attributes:
        locality: ``"MAC-locality"`` or ``"national"``.
        facility: True for a facility.
        track: where a year has two factors, ``"apm"`` or ``"non_apm"``; else None.
    """

    locality: str = NATIONAL
    facility: bool = False
    track: str | None = None


@dataclass(frozen=True)
class Rvus:
    """Relative value units of some lines together; None where one of them is not held."""

    work: Decimal | None
    pe: Decimal | None
    mp: Decimal | None
    total: Decimal | None


@dataclass(frozen=True)
class Carried:
    """What a claim carries.

    Attributes:
        covered: RVU of the lines that the payer covers.
        not_covered: RVU of the lines that it does not.
        total: RVU of all lines together.
        allowed: what Medicare's schedule allows for the covered lines, with the multiple-procedure reduction.
        reduced_by: how much of it the reduction took.
        not_covered_amount: what the schedule gives for the lines that the payer does not cover; it pays none of it.
        minutes: the clinician's minutes; None where they are not recorded.
        rvu_per_hour: total RVU for an hour of the clinician's time.
        without: codes for which an amount is not held, and why.
        notes: what must be said beside the amounts.
        citations: where the numbers come from.
        vintage: how old they are.
    """

    covered: Rvus
    not_covered: Rvus
    total: Decimal | None
    allowed: Decimal | None
    reduced_by: Decimal | None
    not_covered_amount: Decimal | None
    minutes: int | None
    rvu_per_hour: Decimal | None
    without: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    citations: tuple[Citation, ...]
    vintage: str


def clinician_minutes(visit: Visit) -> int | None:
    """Give the clinician's minutes of a visit, as far as they are recorded.

    The time of an adjustment is not recorded apart, so only the length of the whole session tells. What went on without
    the clinician, unattended or with an assistant, is taken off it. Nothing is guessed.

    Args:
        visit: the visit.

    Returns:
        Whole minutes, or None where the session's length or the minutes of such a service are not recorded.

    >>> from cptedu.example_visits import example_visit
    >>> clinician_minutes(example_visit("full_visit")), clinician_minutes(example_visit("two_therapies"))
    (50, None)
    """
    without = [
        one.minutes
        for one in visit.services
        if one.contact == "unattended" or one.performed_by == "unlicensed_assistant"
    ]
    if visit.session_minutes is None or None in without:
        return None
    left = visit.session_minutes - sum(minutes for minutes in without if minutes is not None)
    return left if left > 0 else None


def carried(claim: Claim, where: Where) -> Carried:
    """Work out what a claim carries.

    Args:
        claim: the claim.
        where: place and track.

    Returns:
        The numbers, each as the rules give it; None where one is not held.

    Raises:
        CpteduError: for an unknown locality, or a track that is missing or not used.

    Source: CMS relative value, conversion factor and GPCI files; National Government Services on the reduction.

    >>> from cptedu.engine.coding import code_visit
    >>> from cptedu.example_visits import example_visit
    >>> found = carried(code_visit(example_visit("two_therapies")), Where(track="non_apm"))
    >>> found.covered.total, found.allowed, found.reduced_by
    (Decimal('3.00'), Decimal('93.35'), Decimal('6.85'))
    """
    return _carried(
        claim, where, price(claim, locality=where.locality, facility=where.facility, track=where.track)
    )


def carried_without_amounts(claim: Claim, where: Where) -> Carried:
    """Work out what a claim carries on a day or in a place of which no amount is held: RVU and minutes, as far as they are.

    Args:
        claim: the claim.
        where: whether in a facility; the locality and the track count for nothing.

    Returns:
        The numbers; every amount is None.

    >>> from cptedu.engine.coding import code_visit
    >>> from cptedu.example_visits import example_visit
    >>> found = carried_without_amounts(code_visit(example_visit("desk_worker")), Where())
    >>> found.total, found.allowed
    (Decimal('1.78'), None)
    """
    nothing = Price((), None, (), (), "", (), ())
    values = (unit_values(line.code, claim.on, where) for line in claim.lines)
    vintage = "; ".join(dict.fromkeys(one.vintage for one in values if one is not None))
    return replace(_carried(claim, where, nothing), not_covered_amount=None, vintage=vintage)


def _carried(claim: Claim, where: Where, priced: Price) -> Carried:
    values = {line.code: unit_values(line.code, claim.on, where) for line in claim.lines}
    excluded = [line for line in claim.lines if line.verdict is Verdict.NOT_COVERED]
    covered = [line for line in claim.lines if line not in excluded]
    everything = _sums(values, claim.lines, where.facility).total
    minutes = clinician_minutes(claim.visit)
    unpriced = {number for number, _ in priced.without_price}
    beyond = [one.amount for one in priced.not_covered]
    beyond += [None for line in excluded if line.code in unpriced]
    return Carried(
        covered=_sums(values, covered, where.facility),
        not_covered=_sums(values, excluded, where.facility),
        total=everything,
        allowed=priced.total,
        reduced_by=_reduction(priced),
        not_covered_amount=_sum(beyond),
        minutes=minutes,
        rvu_per_hour=_per_hour(everything, minutes),
        without=priced.without_price,
        notes=tuple(dict.fromkeys((*priced.notes, *(n for line in priced.lines for n in line.notes)))),
        citations=_citations(priced, values.values()),
        vintage=priced.vintage,
    )


def _per_hour(total: Decimal | None, minutes: int | None) -> Decimal | None:
    if total is None or not minutes:
        return None
    return (total * 60 / minutes).quantize(CENT, rounding=ROUND_HALF_UP)


def _reduction(priced: Price) -> Decimal | None:
    full = _sum(one.full_amount for one in priced.lines)
    return None if priced.total is None or full is None else full - priced.total


def _citations(priced: Price, values: Iterable[RelativeValues | None]) -> tuple[Citation, ...]:
    held = [citation for one in values if one is not None for citation in one.citations]
    return tuple(dict.fromkeys((*held, *priced.citations)))


def unit_values(number: str, on: date, where: Where) -> RelativeValues | None:
    """Look up what one unit of a code carries in a place.

    Args:
        number: the code.
        on: the date of service.
        where: the place; CMS pays therapy codes at the office rate, so in a facility they have none.

    Returns:
        The values, or None where none are held.
    """
    if where.facility and code(number).always_therapy:
        return None
    try:
        values = relative_values(number, on)
        return values if values.total(where.facility) else None
    except CpteduError:
        return None


def _sums(
    values: Mapping[str, RelativeValues | None], lines: Iterable[ClaimLine], facility: bool = False
) -> Rvus:
    held = [(values[line.code], line.units) for line in lines]

    def add(part: Callable[[RelativeValues], Decimal | None]) -> Decimal | None:
        return _sum(_times(None if one is None else part(one), units) for one, units in held)

    return Rvus(
        work=add(lambda one: one.work),
        pe=add(lambda one: one.pe_facility if facility else one.pe_nonfacility),
        mp=add(lambda one: one.mp),
        total=add(lambda one: one.total(facility)),
    )


def _times(value: Decimal | None, units: int) -> Decimal | None:
    return None if value is None else value * units


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """Add up; a sum with an unknown part is unknown."""
    listed = list(amounts)
    known = [one for one in listed if one is not None]
    return sum(known, Decimal("0.00")) if len(known) == len(listed) else None
