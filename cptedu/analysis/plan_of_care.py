"""An episode of visits through acute, rehab and wellness care: claims, who pays, where coverage ends and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cptedu.analysis.active_care import active_care
from cptedu.analysis.plan_file import (
    Phase,
    Plan,
    example_plan,
    example_plans,
    load_plan,
    plan_from_dict,
    plan_to_dict,
    save_plan,
)
from cptedu.analysis.who_pays import Shares, who_pays
from cptedu.coding import code_visit
from cptedu.errors import CpteduError
from cptedu.model import Claim, Finding, Verdict
from cptedu.rules.relative_values import relative_values

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CoverageEnd",
    "Episode",
    "PhaseSum",
    "PlannedVisit",
    "WeekSum",
    "episode",
    "example_plan",
    "example_plans",
    "load_plan",
    "plan_from_dict",
    "plan_to_dict",
    "save_plan",
]

_WEEKDAYS = {1: (0,), 2: (0, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
_TOLD = frozenset((Verdict.NOT_SUPPORTED, Verdict.NOT_COVERED, Verdict.ASK, Verdict.CONTESTED))


@dataclass(frozen=True)
class PlannedVisit:
    """One visit of an episode.

    Attributes:
        on: the date.
        week: the week of the episode, from 1.
        phase: the phase's name.
        claim: its claim.
        rvu: total RVU of its lines, covered or not; None where one has none.
        shares: who pays.
        re_evaluation: ``"done"`` when an examination is planned on this day, ``"due"`` when the plan's own interval has run
            out by this day, else empty.
    """

    on: date
    week: int
    phase: str
    claim: Claim
    rvu: Decimal | None
    shares: Shares
    re_evaluation: str = ""

    @property
    def minutes(self) -> int | None:
        """Give the length of the whole session, where the plan says it."""
        return self.claim.visit.session_minutes

    @property
    def billed(self) -> str:
        """Give the claim in one line, such as ``98940-AT + 97110-GP-GY``."""
        return " + ".join("-".join((line.code, *line.modifiers)) for line in self.claim.lines)


@dataclass(frozen=True)
class CoverageEnd:
    """A visit from which on the payer pays no more, or from which on that is not known."""

    on: date
    week: int
    phase: str
    finding: Finding


@dataclass(frozen=True)
class WeekSum:
    """What the visits of one week come to; a sum with an unknown part is None."""

    week: int
    starts_on: date
    phase: str
    visits: int
    rvu: Decimal | None
    minutes: int | None
    allowed: Decimal | None
    payer: Decimal | None
    patient: Decimal | None
    sequestered: Decimal | None
    written_off: Decimal | None


@dataclass(frozen=True)
class PhaseSum:
    """What the visits of one phase come to; a sum with an unknown part is None."""

    phase: str
    care: str | None
    first_week: int
    last_week: int
    visits: int
    billed: tuple[str, ...]
    rvu: Decimal | None
    minutes: int | None
    allowed: Decimal | None
    payer: Decimal | None
    patient: Decimal | None
    sequestered: Decimal | None
    written_off: Decimal | None
    steps: tuple[str, ...]
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def rvu_per_week(self) -> Decimal | None:
        """Give the RVU of a week of this phase, on average."""
        return None if self.rvu is None else _round(self.rvu / (self.last_week - self.first_week + 1), "0.01")

    @property
    def minutes_per_week(self) -> Decimal | None:
        """Give the minutes of a week of this phase, on average."""
        weeks = self.last_week - self.first_week + 1
        return None if self.minutes is None else _round(Decimal(self.minutes) / weeks, "0.1")


@dataclass(frozen=True)
class Episode:
    """A plan carried out: its visits, and what must be said beside the figures."""

    plan: Plan
    visits: tuple[PlannedVisit, ...]
    notes: tuple[str, ...]

    @cached_property
    def coverage_ends(self) -> tuple[CoverageEnd, ...]:
        """Find where coverage ends, or where it stops being known: each first visit of such a stretch."""
        made, before = [], None
        for one in self.visits:
            ended = one.shares.ended
            if ended is not None and (before is None or before.verdict is not ended.verdict):
                made.append(CoverageEnd(one.on, one.week, one.phase, ended))
            before = ended
        return tuple(made)

    @cached_property
    def by_phase(self) -> tuple[PhaseSum, ...]:
        """Add the visits up by phase, in the plan's order."""
        made, first = [], 1
        whole = active_care(self.plan)
        for phase in self.plan.phases:
            own = [one for one in self.visits if one.phase == phase.name]
            about = [finding for name, finding in whole if name == phase.name]
            made.append(
                PhaseSum(
                    phase=phase.name,
                    care=phase.visit.care,
                    first_week=first,
                    last_week=first + phase.weeks - 1,
                    visits=len(own),
                    billed=tuple(dict.fromkeys(one.billed for one in own)),
                    steps=tuple(dict.fromkeys(step for one in own for step in one.shares.steps)),
                    missing=tuple(dict.fromkeys(says for one in own for says in one.shares.missing)),
                    findings=tuple(_distinct([*about, *_findings(own)])),
                    **_sums(own),
                )
            )
            first += phase.weeks
        return tuple(made)

    @cached_property
    def by_week(self) -> tuple[WeekSum, ...]:
        """Add the visits up by week of the episode; a week without a visit has sums of nothing."""
        phase_of = [phase.name for phase in self.plan.phases for _ in range(phase.weeks)]
        weeks: dict[int, list[PlannedVisit]] = {week: [] for week in range(1, len(phase_of) + 1)}
        for one in self.visits:
            weeks[one.week].append(one)
        return tuple(
            WeekSum(
                week,
                self.plan.starts_on + timedelta(weeks=week - 1),
                phase_of[week - 1],
                len(own),
                **_sums(own),
            )
            for week, own in weeks.items()
        )

    @property
    def findings(self) -> tuple[tuple[str, Finding], ...]:
        """Give what each phase's record or contract must still answer, with the phase's name."""
        return tuple((one.phase, finding) for one in self.by_phase for finding in one.findings)

    def rows(self) -> list[dict[str, Any]]:
        """Lay the visits out as plain rows, one each."""
        return [
            {
                "date": one.on,
                "week": one.week,
                "phase": one.phase,
                "claim": one.billed,
                "rvu": one.rvu,
                "minutes": one.minutes,
                "allowed": one.shares.allowed,
                "payer_pays": one.shares.payer,
                "patient_pays": one.shares.patient,
                "sequestered": one.shares.sequestered,
                "written_off": one.shares.written_off,
                "why": one.shares.ended.says if one.shares.ended else "",
                "re_evaluation": one.re_evaluation,
            }
            for one in self.visits
        ]

    def frame(self) -> pd.DataFrame:
        """Lay the visits out as a data frame, one row each."""
        import pandas as pd  # noqa: PLC0415  (only who wants a data frame needs it)

        return pd.DataFrame(self.rows())


def episode(plan: Plan) -> Episode:
    """Carry a plan out: a date, a claim and who pays for each visit.

    Up to five visits a week fall on different weekdays, counted from the plan's first day. An examination that a phase
    names is done on the phase's first day; otherwise re-evaluation is due on the first visit after the plan's own interval.

    Args:
        plan: the plan.

    Returns:
        The episode.

    Raises:
        CpteduError: when a visit cannot be coded, or the plan does not say which conversion factor of 2026 is meant.

    Source: CMS Benefit Policy Manual, chapter 15, section 240.1.3, on active care and maintenance; 42 USC 1395w-4.

    >>> [(one.phase, one.visits, one.payer) for one in episode(example_plan("low_back_medicare")).by_phase]
    [('acute', 6, Decimal('125.70')), ('rehab', 4, Decimal('83.80')), ('wellness', 4, Decimal('0.00'))]
    """
    made: list[PlannedVisit] = []
    examined = plan.starts_on
    for phase, on, is_first in _days(plan):
        template = phase.visit if is_first else replace(phase.visit, evaluation=None)
        title = f"{plan.title}: {phase.name}"
        claim = code_visit(replace(template, title=title, date_of_service=on))
        state = ""
        if claim.visit.evaluation is not None:
            state = "done"
        elif plan.re_evaluation_days is not None and (on - examined).days >= plan.re_evaluation_days:
            state = "due"
        examined = on if state else examined
        shares = who_pays(plan, claim, visits_before=len(made))
        week = (on - plan.starts_on).days // 7 + 1
        made.append(PlannedVisit(on, week, phase.name, claim, _rvu(claim), shares, state))
    return Episode(plan, tuple(made), _notes(plan))


def _days(plan: Plan) -> Iterator[tuple[Phase, date, bool]]:
    """Give each visit's phase and day, and whether it is the first of its phase."""
    starts = plan.starts_on
    for phase in plan.phases:
        for number, offset in enumerate(_offsets(phase)):
            yield phase, starts + timedelta(days=offset), number == 0
        starts += timedelta(weeks=phase.weeks)


def _offsets(phase: Phase) -> Iterator[int]:
    often = phase.visits_per_week
    if often in _WEEKDAYS:
        yield from (7 * week + day for week in range(phase.weeks) for day in _WEEKDAYS[int(often)])
        return
    number = 0
    while (day := int(number * 7 / often)) < 7 * phase.weeks:
        yield day
        number += 1


def _rvu(claim: Claim) -> Decimal | None:
    total = Decimal("0.00")
    for line in claim.lines:
        try:
            total += relative_values(line.code, claim.on).total() * line.units
        except CpteduError:
            return None
    return total


def _sums(visits: Iterable[PlannedVisit]) -> dict[str, Any]:
    own = list(visits)
    return {
        "rvu": _sum((one.rvu for one in own), Decimal("0.00")),
        "minutes": _sum((one.minutes for one in own), 0),
        **{
            name: _sum((getattr(one.shares, name) for one in own), Decimal("0.00"))
            for name in ("allowed", "payer", "patient", "sequestered", "written_off")
        },
    }


def _sum(values: Iterable[Any], start: Any) -> Any:
    held = list(values)
    return None if any(value is None for value in held) else sum(held, start)


def _findings(visits: Iterable[PlannedVisit]) -> Iterator[Finding]:
    """Give what must still be asked, is refused, not covered or disputed in these visits' claims."""
    for one in visits:
        if one.shares.ended is not None:
            yield one.shares.ended
        yield from (finding for finding in one.claim.findings if finding.verdict in _TOLD)


def _distinct(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Give each finding once, however many visits have it."""
    seen = set()
    for finding in findings:
        key = (finding.rule, finding.verdict, finding.says.split(". This is visit")[0])
        if key not in seen:
            seen.add(key)
            yield finding


def _round(value: Decimal, to: str) -> Decimal:
    return value.quantize(Decimal(to), rounding=ROUND_HALF_UP)


def _notes(plan: Plan) -> tuple[str, ...]:
    said = [plan.illustrative or "No source says how many visits a condition needs."]
    if plan.pays_as_medicare:
        said.append("Medicare's yearly deductible is taken as met.")
    else:
        said.append(
            "What this payer allows and pays is known only as far as this plan of care tells the contract. Deductibles are taken"
            " as met; a reduction for several therapies on one day is not worked out."
        )
    if plan.re_evaluation_days is not None:
        said.append(
            f"Re-evaluation every {plan.re_evaluation_days} days, counted from the examination on the first day."
            f" {plan.re_evaluation_says}".strip()
        )
    return tuple(said)
