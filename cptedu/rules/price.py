"""What Medicare's fee schedule would allow for a claim."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from cptedu.errors import CpteduError
from cptedu.facts.codes import code
from cptedu.facts.sources import Citation
from cptedu.model import Claim, Verdict
from cptedu.payers import payer
from cptedu.rules.allowed_amount import NATIONAL, AllowedAmounts, AllowedLine, allowed_amounts

__all__ = ["Price", "price"]


@dataclass(frozen=True)
class Price:
    """A claim at the fee schedule.

    Attributes:
        lines: each line that has a price, in the claim's order.
        total: what is allowed for the lines that the payer covers; None when one of them is not known.
        not_covered: what lines would come to that the payer does not cover; not part of the total.
        without_price: codes for which no price is held, and why.
        vintage: the releases that answered.
        notes: what must be said beside the total.
        citations: the passages on which it rests.
    """

    lines: tuple[AllowedLine, ...]
    total: Decimal | None
    not_covered: tuple[AllowedLine, ...]
    without_price: tuple[tuple[str, str], ...]
    vintage: str
    notes: tuple[str, ...]
    citations: tuple[Citation, ...]


def price(claim: Claim, locality: str = NATIONAL, facility: bool = False, track: str | None = None) -> Price:
    """Price a claim at Medicare's fee schedule; a private payer's own schedule is another.

    Args:
        claim: the claim.
        locality: ``"MAC-locality"`` or ``"national"``.
        facility: True for a facility.
        track: where a year has two factors, ``"apm"`` or ``"non_apm"``; else None.

    Returns:
        Each line's amount and the total of what is covered. A line without a price leaves the total None.

    Raises:
        CpteduError: for what is no claim, an unknown locality, or a track that is missing or not used.
        NotInDataError: for a date that is not covered.

    Source: 42 USC 1395w-4; CMS relative value, conversion factor and GPCI files.
    """
    if not isinstance(claim, Claim):
        raise CpteduError(f"{claim!r} is not a claim. Make one with code_visit.")
    where = {"on": claim.on, "locality": locality, "facility": facility, "track": track}
    covered = {line.code: line.units for line in claim.lines if line.verdict is not Verdict.NOT_COVERED}
    excluded = {line.code: line.units for line in claim.lines if line.verdict is Verdict.NOT_COVERED}
    without: list[tuple[str, str]] = []

    def priced(units: dict[str, int]) -> AllowedAmounts:
        held = {}
        for number, count in units.items():
            try:
                allowed_amounts({number: count}, **where)  # type: ignore[arg-type]
            except CpteduError as problem:
                without.append((number, str(problem)))
            else:
                held[number] = count
        # A place, track or date that is not known fails here, whatever has a price.
        return allowed_amounts(held, **where)  # type: ignore[arg-type]

    paid, unpaid = priced(covered), priced(excluded)
    unknown = any(number in covered for number, _ in without)
    return Price(
        lines=tuple(
            paid.line(line.code) for line in claim.lines if line.code in {one.code for one in paid.lines}
        ),
        total=None if unknown else paid.total,
        not_covered=unpaid.lines,
        without_price=tuple(without),
        vintage="; ".join(filter(None, dict.fromkeys((paid.vintage, unpaid.vintage)))),
        notes=paid.notes + _of_the_units(claim) + _of_the_payer(claim),
        citations=paid.citations,
    )


def _of_the_units(claim: Claim) -> tuple[str, ...]:
    """Say of which lines the units, and so the amount, are not known: no rule of counting is held for their codes."""
    lines = [one for one in claim.lines if not code(one.code).count_is_held]
    return tuple(
        f"How many units of {one.code} the record makes is not known, since no rule of counting it is held; it is priced for"
        f" {one.units}."
        for one in lines
    )


def _of_the_payer(claim: Claim) -> tuple[str, ...]:
    """Say what another payer than the schedule's own makes of such a total."""
    held = payer(claim.payer)
    if held.wants("pays_by", claim.on) == "medicare_part_b":
        return ()
    reduced = held.wants("multiple_procedure_reduction", claim.on)
    cut = {
        "yes": ("This payer cuts later therapies of a day too, by a rule of its own.",),
        "no": ("This payer does not cut later therapies of a day, as this total does.",),
    }
    return ("This is Medicare's schedule; a private payer has its own.", *cut.get(str(reduced), ()))
