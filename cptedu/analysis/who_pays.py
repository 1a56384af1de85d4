"""Who pays for one visit of a plan of care: the payer, the patient, or nobody; and when coverage has ended, why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from cptedu.analysis.plan import BY_PATIENT, BY_SCHEDULE, Plan
from cptedu.engine.stamped import stamped
from cptedu.errors import NotInDataError
from cptedu.facts.schedule import sequestration_row, tracks
from cptedu.facts.sources import Citation, cite
from cptedu.facts.tables import Row
from cptedu.model import Claim, ClaimLine, Finding, Verdict
from cptedu.payers import payer
from cptedu.rules.price import price
from cptedu.rules.said import Said
from cptedu.visit.record import understood

__all__ = ["Shares", "who_pays"]

MEDICARE_SHARE = Decimal("0.80")
NON_PARTICIPATING = Decimal("0.95")
LIMITING = Decimal("1.15")
CENT = Decimal("0.01")
NOTHING = Decimal("0.00")
CONTRACT_SOURCES = ("cptedu-inference",)


@dataclass(frozen=True)
class Shares:
    """What becomes of the money of one visit.

    Attributes:
        allowed: what the payer's schedule sets for the lines that it covers; None where that is not known.
        payer: what the payer sends.
        patient: what the patient owes.
        sequestered: what is cut from Medicare's own payment; nobody is billed for it.
        written_off: the charge of lines that nobody may be asked to pay; None where no charge is given.
        steps: the figures on the way, in words.
        missing: why something is not known; empty when everything is.
        ended: why the payer does not pay any more, where coverage has ended or may have.
        citations: where the schedule's amount and what is cut from it stand.
    """

    allowed: Decimal | None
    payer: Decimal | None
    patient: Decimal | None
    sequestered: Decimal = NOTHING
    written_off: Decimal | None = NOTHING
    steps: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    ended: Finding | None = None
    citations: tuple[Citation, ...] = ()


def who_pays(plan: Plan, claim: Claim, *, visits_before: int = 0, visits_this_year: int = 0) -> Shares:
    """Divide the money of one visit: what is allowed, what the payer sends, what the patient owes.

    Medicare pays 80 percent of what it allows; sequestration cuts that payment and nothing else. The patient owes the other
    20 percent, and the practice's charge for what is not covered, unless the notice that had to be signed was not (GZ). What
    another plan pays is known only as far as the plan of care tells its contract. Every deductible is taken as met.

    Args:
        plan: the plan of care: charges, contract, locality.
        claim: the claim of the visit.
        visits_before: visits of the episode before this one.
        visits_this_year: those of them in this visit's calendar year.

    Returns:
        The shares; None where something is not known, with the reason.

    Raises:
        CpteduError: for an unknown locality, or a track that is missing.

    Source: 42 USC 1395w-4 (80, 95 and 115 percent); AAFP on sequestration; CMS Benefit Policy Manual, chapter 15, 240.1.3.
    """
    if plan.pays_by == BY_SCHEDULE:
        return _schedule(plan, claim)
    if plan.pays_by == BY_PATIENT:
        return _charges(plan, claim)
    return _contract(plan, claim, visits_before, visits_this_year)


# ------------------------------------------------------------------------------------------------ the fee schedule


def _schedule(plan: Plan, claim: Claim) -> Shares:
    ended = next(
        (one for one in claim.findings if one.rule == "care_phase" and one.verdict is Verdict.NOT_COVERED),
        None,
    )
    covered = [line for line in claim.lines if line.verdict is not Verdict.NOT_COVERED]
    own = [line for line in claim.lines if line not in covered and "GZ" not in line.modifiers]
    denied = [line for line in claim.lines if "GZ" in line.modifiers]
    owed, unknown = _charged(plan, own)
    written_off, _ = _charged(plan, denied)
    steps = [f"The practice's charge for {_named(own)}: ${owed}."] if own and owed is not None else []
    if denied:
        steps.append(f"{_named(denied)}: without the signed notice nobody is billed.")
    if not covered:
        return Shares(
            NOTHING, NOTHING, owed, written_off=written_off, steps=tuple(steps), missing=unknown, ended=ended
        )
    if claim.visit.care is None:
        says = (
            "The phase does not say whether care is active or maintenance, so nothing is known of who pays."
        )
        return Shares(None, None, None, written_off=written_off, missing=(says,))
    try:
        priced = price(claim, locality=plan.locality, track=_track(plan, claim.on))
        full = priced.total
        sequestration = _sequestration(claim.on)
        cut = Decimal(sequestration["percent"]) / 100
    except NotInDataError as problem:
        return Shares(None, None, None, written_off=written_off, missing=(str(problem),), ended=ended)
    if full is None:
        says = "A line has no price in Medicare's schedule."
        return Shares(None, None, None, written_off=written_off, missing=(says,), ended=ended)
    base = full if plan.participation == "participating" else _cents(full * NON_PARTICIPATING)
    share = base * MEDICARE_SHARE
    paid = _cents(share * (1 - cut))
    steps = [*_schedule_steps(plan, full, base, share, paid, cut), *steps]
    patient: Decimal | None = base - _cents(share)
    if plan.participation == "limiting_charge":
        asked, not_said = _charged(plan, covered)
        unknown = (*not_said, *unknown)
        patient = None if asked is None else min(asked, _cents(base * LIMITING)) - paid
        if asked is not None:
            steps.append(
                f"No assignment: at most 115 percent of that may be asked, ${_cents(base * LIMITING)}. The patient pays"
                f" ${min(asked, _cents(base * LIMITING))}, and Medicare sends its payment to the patient."
            )
    in_all = None if patient is None or owed is None else patient + owed
    if own and in_all is not None:
        steps.append(f"In all the patient pays ${in_all}.")
    return Shares(
        allowed=base,
        payer=paid,
        patient=in_all,
        sequestered=_cents(share) - paid,
        written_off=written_off,
        steps=tuple(steps),
        missing=unknown,
        ended=ended,
        citations=(*priced.citations, cite(sequestration["source"])),
    )


def _schedule_steps(
    plan: Plan, full: Decimal, base: Decimal, share: Decimal, paid: Decimal, cut: Decimal
) -> Iterable[str]:
    if plan.participation == "participating":
        yield f"Medicare allows ${full}."
    else:
        yield f"The schedule says ${full}; for a practice that does not participate, 95 percent of it: ${base}."
    yield f"Medicare's 80 percent: ${_cents(share)}."
    if cut:
        yield f"Sequestration takes {cut:.0%} of that payment: ${paid} is sent. The allowed amount is unchanged."
    if plan.participation != "limiting_charge":
        yield f"The patient's 20 percent: ${base - _cents(share)}."


def _track(plan: Plan, on: date) -> str | None:
    """Leave the track out in years that have one conversion factor for all, as where a plan runs over New Year."""
    return plan.track if tracks(on) else None


def _sequestration(on: date) -> Row:
    row = sequestration_row(on)
    if row is None:
        raise NotInDataError(
            f"No percentage of sequestration is held for {on}, so Medicare's payment is not known."
        )
    return row


# ------------------------------------------------------------------------------------------------ other payers


def _charges(plan: Plan, claim: Claim) -> Shares:
    """Let the patient pay the practice's own charges, where no plan pays anything."""
    owed, unknown = _charged(plan, claim.lines)
    steps = (f"The practice's charge for {_named(claim.lines)}: ${owed}.",) if owed is not None else ()
    return Shares(NOTHING, NOTHING, owed, steps=steps, missing=unknown)


def _contract(plan: Plan, claim: Claim, visits_before: int, visits_this_year: int) -> Shares:
    ended = _contract_ends(plan, claim, visits_before) or _year_ends(plan, claim, visits_this_year)
    if ended is not None and ended.verdict is Verdict.NOT_COVERED:
        own = [line for line in claim.lines if "GZ" not in line.modifiers]
        owed, unknown = _charged(plan, own)
        off, _ = _charged(plan, [line for line in claim.lines if line not in own])
        charged = (f"The practice's charge for {_named(own)}: ${owed}.",) if own and owed is not None else ()
        return Shares(NOTHING, NOTHING, owed, written_off=off, steps=charged, missing=unknown, ended=ended)
    if ended is not None:
        return Shares(None, None, None, missing=(ended.says,), ended=ended)
    allowed, unknown = _sum(claim.lines, dict(plan.contract.allowed))
    missing = [f"The contract's amount for {number} is not given." for number in unknown]
    if allowed is None:
        return Shares(None, None, None, missing=tuple(missing))
    if plan.contract.coinsurance is None and plan.contract.copay is None:
        says = "The contract's coinsurance or copay is not given."
        return Shares(allowed, None, None, steps=(f"The contract allows ${allowed}.",), missing=(says,))
    patient = (
        _cents(allowed * plan.contract.coinsurance)
        if plan.contract.coinsurance is not None
        else min(plan.contract.copay or NOTHING, allowed)
    )
    how = (
        f"{float(plan.contract.coinsurance * 100):g} percent"
        if plan.contract.coinsurance is not None
        else "a copay"
    )
    told = (f"The contract allows ${allowed}.", f"The patient owes {how}: ${patient}.")
    return Shares(allowed, allowed - patient, patient, steps=told)


def _contract_ends(plan: Plan, claim: Claim, visits_before: int) -> Finding | None:
    """Say whether the contract, as the plan of care tells it, has ended for this visit."""

    def answer(verdict: Verdict, says: str, fix: str) -> Finding:
        said = Said("contract_ends", verdict, says, CONTRACT_SOURCES, fix=fix)
        return stamped(understood(claim.visit), said)

    limit, maintenance = plan.contract.visits_covered, plan.contract.maintenance_covered
    of_the_payer = payer(claim.payer).wants("maintenance", claim.on)
    if limit is not None and visits_before >= limit:
        return answer(
            Verdict.NOT_COVERED,
            f"The contract, as this plan of care tells it, pays {limit} visits. This is visit {visits_before + 1}.",
            "Ask the plan beforehand how many visits are left, and tell the patient the price in writing.",
        )
    if claim.visit.care == "active" or maintenance or (maintenance is None and of_the_payer == "paid"):
        return None
    if claim.visit.care is None:
        return answer(
            Verdict.NO_DATA,
            "The phase does not say whether care is active or maintenance, so nothing is known of who pays.",
            "Ask whether improvement is expected.",
        )
    if maintenance is None and of_the_payer == "not_paid":
        said = Said(
            "contract_ends",
            Verdict.NOT_COVERED,
            choices=("maintenance",),
            sentence="maintenance_not_paid",
        )
        return stamped(understood(claim.visit), said)
    if maintenance is None:
        return answer(
            Verdict.NO_DATA,
            "This is maintenance, and the plan of care does not say whether the contract pays it. Many pay active care only.",
            "Ask the plan, and write maintenance_covered = true or false under [contract].",
        )
    return answer(
        Verdict.NOT_COVERED,
        "This is maintenance, and the contract, as this plan of care tells it, pays active care only.",
        "Tell the patient the price beforehand, and agree on it in writing.",
    )


def _year_ends(plan: Plan, claim: Claim, visits_this_year: int) -> Finding | None:
    """Say whether the visits that the payer pays a year are used up by this episode alone."""
    limit = payer(claim.payer).limit("visits_a_year", claim.on)
    if plan.contract.visits_covered is not None or limit is None or visits_this_year < limit:
        return None
    said = Said(
        "contract_ends",
        Verdict.NOT_COVERED,
        f"This payer pays {limit} visits a year. This is visit {visits_this_year + 1} of the calendar year.",
        fix="Ask when the payer's year begins and how many visits are left, and tell the patient the price in writing.",
        choices=("visits_a_year",),
    )
    return stamped(understood(claim.visit), said)


# ------------------------------------------------------------------------------------------------ sums


def _charged(plan: Plan, lines: Iterable[ClaimLine]) -> tuple[Decimal | None, tuple[str, ...]]:
    made, unknown = _sum(lines, dict(plan.charges))
    return made, tuple(f"The practice's charge for {number} is not given." for number in unknown)


def _sum(
    lines: Iterable[ClaimLine], amounts: Mapping[str, Decimal]
) -> tuple[Decimal | None, tuple[str, ...]]:
    held = list(lines)
    unknown = tuple(line.code for line in held if line.code not in amounts)
    return None if unknown else sum((amounts[line.code] * line.units for line in held), NOTHING), unknown


def _named(lines: Iterable[ClaimLine]) -> str:
    return " and ".join(f"{line.units} × {line.code}" if line.units > 1 else line.code for line in lines)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)
