"""An episode of visits through acute, rehab and wellness care: claims, who pays, where coverage ends and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from cptedu.coding import code_visit
from cptedu.errors import CpteduError, unknown
from cptedu.files import read_toml
from cptedu.model import Claim, Verdict
from cptedu.payers import payer
from cptedu.rules.allowed_amount import NATIONAL
from cptedu.rules.price import price
from cptedu.rules.relative_values import relative_values
from cptedu.tables import as_date, data_folder, document, in_force, rows
from cptedu.visit_file import visit_from_dict

__all__ = [
    "Episode",
    "Phase",
    "Plan",
    "PlannedVisit",
    "episode",
    "example_plan",
    "example_plans",
    "load_plan",
    "plan_from_dict",
]

MEDICARE_SHARE = Decimal("0.80")
CENT = Decimal("0.01")
MOST_WEEKS = 104
MOST_A_WEEK = 7
_PLAN_KEYS = (
    "title",
    "illustrative",
    "starts_on",
    "payer",
    "locality",
    "track",
    "coinsurance",
    "maintenance_covered",
    "charges",
    "re_evaluation",
    "phases",
)
_PHASE_ONLY = ("name", "weeks", "visits_per_week")
_VISIT_KEYS = (
    "care",
    "course",
    "adjusted",
    "diagnoses",
    "findings",
    "part",
    "abn",
    "session_minutes",
    "xray_on",
    "last_seen",
    "services",
    "evaluation",
)


@dataclass(frozen=True)
class Phase:
    """A stretch of care with the same visit again and again.

    Attributes:
        name: such as ``acute``, ``rehab`` or ``wellness``.
        weeks: how many weeks.
        visits_per_week: visits a week; 0.5 is one every two weeks.
        visit: the keys of its visit, but for date and payer.
    """

    name: str
    weeks: int
    visits_per_week: float
    visit: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Plan:
    """A plan of care as an instructor writes it."""

    title: str
    illustrative: str
    starts_on: date
    payer: str
    locality: str
    track: str | None
    coinsurance: Decimal | None
    maintenance_covered: bool | None
    charges: tuple[tuple[str, Decimal], ...]
    re_evaluation_days: int | None
    re_evaluation_says: str
    phases: tuple[Phase, ...]


@dataclass(frozen=True)
class PlannedVisit:
    """One visit of an episode.

    Attributes:
        on: the date.
        week: the week of the episode, from 1.
        phase: the phase's name.
        claim: its claim.
        rvu: total RVU of its lines; None where one has none.
        allowed: what the schedule allows for covered lines.
        payer_pays: the payer's part; None where no contract says.
        patient_pays: the patient's part; None where nothing says.
        why: where coverage ends and why, in words; empty while everything is covered.
        re_evaluation_due: True when the plan's own interval has run out.
    """

    on: date
    week: int
    phase: str
    claim: Claim
    rvu: Decimal | None
    allowed: Decimal | None
    payer_pays: Decimal | None
    patient_pays: Decimal | None
    why: str
    re_evaluation_due: bool


@dataclass(frozen=True)
class Episode:
    """A plan carried out: its visits, and what must be said beside the figures."""

    plan: Plan
    visits: tuple[PlannedVisit, ...]
    notes: tuple[str, ...]

    def frame(self) -> pd.DataFrame:
        """Lay the visits out, one row each."""
        return pd.DataFrame(
            [
                {
                    "date": one.on,
                    "week": one.week,
                    "phase": one.phase,
                    "claim": " + ".join("-".join((line.code, *line.modifiers)) for line in one.claim.lines),
                    "units": sum(line.units for line in one.claim.lines),
                    "rvu": one.rvu,
                    "minutes": one.claim.visit.session_minutes,
                    "allowed": one.allowed,
                    "payer_pays": one.payer_pays,
                    "patient_pays": one.patient_pays,
                    "why": one.why,
                    "re_evaluation_due": one.re_evaluation_due,
                }
                for one in self.visits
            ]
        )

    def by_phase(self) -> pd.DataFrame:
        """Add the visits up by phase, in the plan's order; a sum with an unknown part is unknown."""
        frame = self.frame()
        made = []
        for phase in self.plan.phases:
            part = frame[frame["phase"] == phase.name]
            made.append(
                {
                    "phase": phase.name,
                    "visits": len(part),
                    **{
                        name: _sum(part[name])
                        for name in ("rvu", "minutes", "allowed", "payer_pays", "patient_pays")
                    },
                    "why": next((why for why in part["why"] if why), ""),
                }
            )
        return pd.DataFrame(made)

    def by_week(self) -> pd.DataFrame:
        """Add RVU and minutes up by week."""
        frame = self.frame()
        return pd.DataFrame(
            [
                {
                    "week": week,
                    "phase": part["phase"].iloc[0],
                    "visits": len(part),
                    "rvu": _sum(part["rvu"]),
                    "minutes": _sum(part["minutes"]),
                }
                for week, part in frame.groupby("week", sort=True)
            ]
        )


def _sum(column: pd.Series[Any]) -> Any:
    values = list(column)
    return None if any(value is None or value != value for value in values) else sum(values)  # noqa: PLR0124  (NaN)


@cache
def example_plans() -> tuple[str, ...]:
    """List the example plans that come with the course.

    >>> "low_back_medicare" in example_plans()
    True
    """
    return tuple(sorted(path.stem for path in (data_folder() / "plans").glob("*.toml")))


def example_plan(name: str) -> Plan:
    """Give an example plan; its clinical content is illustrative.

    Args:
        name: one of ``example_plans()``.

    Returns:
        The plan.

    Raises:
        CpteduError: when there is no such example.
    """
    if name not in example_plans():
        raise unknown("example plan", name, example_plans())
    return plan_from_dict(document(f"plans/{name}.toml"))


def load_plan(path: str | Path) -> Plan:
    """Read a plan of care from a TOML file.

    Args:
        path: the file.

    Returns:
        The plan.

    Raises:
        CpteduError: for anything that cannot be used, naming the file and the key.
    """
    given = read_toml(path, "plan file")
    try:
        return plan_from_dict(given)
    except CpteduError as problem:
        raise CpteduError(f"{Path(path).name}: {problem}") from None


def plan_from_dict(given: Mapping[str, Any]) -> Plan:
    """Read a plan of care from a mapping in the form of a plan file.

    Args:
        given: the keys of a plan file.

    Returns:
        The plan.

    Raises:
        CpteduError: for an unknown or missing key, or a value that cannot be used.
    """
    for key in given:
        if key not in _PLAN_KEYS:
            raise unknown("key of a plan", key, _PLAN_KEYS)
    for key in ("starts_on", "payer", "phases"):
        if key not in given:
            raise CpteduError(f"The plan has no {key}.")
    phases = given["phases"]
    if not isinstance(phases, list) or not phases:
        raise CpteduError("The plan has no phases. Write each as [[phases]] with its keys below.")
    again = given.get("re_evaluation", {})
    if not isinstance(again, Mapping) or set(again) - {"every_days", "says"}:
        raise CpteduError("re_evaluation takes every_days and says, such as every_days = 28.")
    plan = Plan(
        title=str(given.get("title", "Plan of care")),
        illustrative=str(given.get("illustrative", "")),
        starts_on=as_date(given["starts_on"], "starts_on"),
        payer=payer(given["payer"]).name,
        locality=str(given.get("locality", NATIONAL)),
        track=given.get("track"),
        coinsurance=_share(given.get("coinsurance")),
        maintenance_covered=_flag(given.get("maintenance_covered")),
        charges=_charges(given.get("charges", {})),
        re_evaluation_days=_whole("every_days", again["every_days"], 1, 366)
        if "every_days" in again
        else None,
        re_evaluation_says=str(again.get("says", "")),
        phases=tuple(_phase(number, one) for number, one in enumerate(phases, start=1)),
    )
    names = [phase.name for phase in plan.phases]
    if len(set(names)) != len(names):
        raise CpteduError(f"Two phases have the same name: {', '.join(names)}. Give each its own.")
    for number, phase in enumerate(plan.phases, start=1):
        try:
            _visit(plan, phase, plan.starts_on)
        except CpteduError as problem:
            raise CpteduError(f"Phase {number}, {phase.name}: {problem}") from None
    return plan


def _whole(key: str, value: object, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise CpteduError(f"{key} = {value!r} is not a whole number from {least} to {most}.")
    return value


def _share(value: object) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise CpteduError(f"coinsurance = {value!r} is not a share from 0 to 1, such as 0.2.")
    return Decimal(str(value))


def _flag(value: object) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise CpteduError(f"maintenance_covered = {value!r} must be true or false.")
    return value


def _charges(given: object) -> tuple[tuple[str, Decimal], ...]:
    if not isinstance(given, Mapping):
        raise CpteduError('charges = ... must be a table: write [charges], and below it "98940" = 45.00.')
    made = []
    for number, amount in given.items():
        if isinstance(amount, bool) or not isinstance(amount, int | float) or not 0 <= amount < 100_000:
            raise CpteduError(f"charges, {number}: {amount!r} is not an amount in dollars, such as 45.00.")
        made.append((str(number), Decimal(str(amount)).quantize(CENT)))
    return tuple(made)


def _phase(number: int, given: object) -> Phase:
    if not isinstance(given, Mapping):
        raise CpteduError(f"Phase {number} is {given!r}. Write [[phases]] with its keys below.")
    for key in given:
        if key not in (*_PHASE_ONLY, *_VISIT_KEYS):
            raise CpteduError(
                f"Phase {number}: {unknown('key of a phase', key, (*_PHASE_ONLY, *_VISIT_KEYS))}"
            )
    often = given.get("visits_per_week")
    if isinstance(often, bool) or not isinstance(often, int | float) or not 0 < often <= MOST_A_WEEK:
        raise CpteduError(
            f"Phase {number}: visits_per_week = {often!r} is not a number above 0, up to {MOST_A_WEEK}."
        )
    return Phase(
        name=str(given.get("name", f"phase {number}")),
        weeks=_whole(f"Phase {number}: weeks", given.get("weeks"), 1, MOST_WEEKS),
        visits_per_week=float(often),
        visit=tuple((key, given[key]) for key in _VISIT_KEYS if key in given),
    )


def _visit(plan: Plan, phase: Phase, on: date) -> Any:
    return visit_from_dict(
        {"title": f"{plan.title}: {phase.name}", "date_of_service": on, "payer": plan.payer}
        | dict(phase.visit)
    )


def episode(plan: Plan) -> Episode:
    """Carry a plan out: a date, a claim and who pays for each visit.

    Visits are spread evenly over each week from Monday on. Medicare pays 80 % of what it allows, less sequestration; the
    yearly deductible is taken as met. What another plan pays is known only where this plan of care says its coinsurance,
    and is then worked out at Medicare's schedule, since no other is held.

    Args:
        plan: the plan.

    Returns:
        The episode.

    Raises:
        CpteduError: when a visit cannot be coded or the schedule does not cover a date.

    Source: CMS Benefit Policy Manual, chapter 15, section 240.1.3, on active care and maintenance; 42 USC 1395w-4.

    >>> [len(part) for _, part in episode(example_plan("low_back_medicare")).frame().groupby("phase", sort=False)]
    [6, 4, 4]
    """
    planned = []
    starts = plan.starts_on
    last_evaluated = plan.starts_on
    for phase in plan.phases:
        count = max(1, round(phase.weeks * phase.visits_per_week))
        for number in range(count):
            on = starts + timedelta(days=int(number * 7 / phase.visits_per_week))
            claim = code_visit(_visit(plan, phase, on))
            if claim.visit.evaluation is not None:
                last_evaluated = on
            due = (
                plan.re_evaluation_days is not None and (on - last_evaluated).days >= plan.re_evaluation_days
            )
            if due:
                last_evaluated = on
            planned.append(_planned(plan, phase, on, claim, due))
        starts += timedelta(weeks=phase.weeks)
    return Episode(plan, tuple(planned), _notes(plan))


def _planned(plan: Plan, phase: Phase, on: date, claim: Claim, due: bool) -> PlannedVisit:
    priced = price(claim, locality=plan.locality, track=plan.track)
    payer_pays, patient_pays = _shares(plan, claim, priced.total)
    reasons = [
        finding.says
        for line in claim.lines
        for finding in line.findings
        if finding.verdict is Verdict.NOT_COVERED
    ] + [note.says for note in claim.notes if note.rule == "wellness_care"]
    return PlannedVisit(
        on=on,
        week=(on - plan.starts_on).days // 7 + 1,
        phase=phase.name,
        claim=claim,
        rvu=_rvu(claim),
        allowed=priced.total,
        payer_pays=payer_pays,
        patient_pays=patient_pays,
        why=" ".join(dict.fromkeys(reasons)),
        re_evaluation_due=due,
    )


def _rvu(claim: Claim) -> Decimal | None:
    total = Decimal(0)
    for line in claim.lines:
        try:
            total += relative_values(line.code, claim.on).total() * line.units
        except CpteduError:
            return None
    return total


def _shares(plan: Plan, claim: Claim, allowed: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    if allowed is None:
        return None, None
    own = _own_payment(plan, claim)
    if payer(plan.payer).wants("benefit", claim.on) == "spinal_cmt_only":
        paid = _cents(allowed * MEDICARE_SHARE)
        kept = _cents(allowed * MEDICARE_SHARE * (1 - _sequestration(claim.on)))
        return kept, None if own is None else allowed - paid + own
    if claim.visit.care == "maintenance":
        if plan.maintenance_covered is None:
            return None, None
        if not plan.maintenance_covered:
            return Decimal("0.00"), _charged(plan, {line.code: line.units for line in claim.lines})
    if plan.coinsurance is None:
        return None, None
    patient = _cents(allowed * plan.coinsurance)
    return allowed - patient, patient


def _own_payment(plan: Plan, claim: Claim) -> Decimal | None:
    """Add up what the patient pays for lines that are not covered; GZ lines cannot be charged."""
    units = {
        line.code: line.units
        for line in claim.lines
        if line.verdict is Verdict.NOT_COVERED and "GZ" not in line.modifiers
    }
    return _charged(plan, units)


def _charged(plan: Plan, units: Mapping[str, int]) -> Decimal | None:
    charges = dict(plan.charges)
    if any(number not in charges for number in units):
        return None
    return sum((charges[number] * count for number, count in units.items()), Decimal("0.00"))


def _sequestration(on: date) -> Decimal:
    held = [row for row in rows("sequestration.csv") if in_force(row, on)]
    if len(held) != 1:
        raise CpteduError(f"No percentage of sequestration is held for {on}.")
    return Decimal(held[0]["percent"]) / 100


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def _notes(plan: Plan) -> tuple[str, ...]:
    said = [plan.illustrative or "No source says how many visits a condition needs."]
    if payer(plan.payer).wants("benefit", plan.starts_on) == "spinal_cmt_only":
        said.append("Medicare's yearly deductible is taken as met; 80 % less sequestration is paid.")
    else:
        said.append("Amounts are Medicare's schedule; this payer's own is not held.")
    if plan.coinsurance is None and payer(plan.payer).wants("benefit", plan.starts_on) == "plan":
        said.append(
            "No data: the plan of care does not say the coinsurance, so nothing is said about who pays."
        )
    if plan.re_evaluation_days is not None:
        said.append(
            f"Re-evaluation every {plan.re_evaluation_days} days: {plan.re_evaluation_says or 'set by this plan'}"
        )
    return tuple(said)
