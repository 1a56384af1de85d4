"""A plan of care, carried out day by day: the date, the claim and who pays for each visit, through acute, rehab and wellness."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from cptedu.analysis.plan import BY_CONTRACT, BY_SCHEDULE, Phase, Plan
from cptedu.analysis.plan_episode import CoverageEnd, Episode, PhaseSum, PlannedVisit, WeekSum
from cptedu.analysis.plan_file import (
    example_plan,
    example_plans,
    load_plan,
    plan_from_dict,
    plan_to_dict,
    save_plan,
)
from cptedu.analysis.who_pays import who_pays
from cptedu.engine.coding import code_visit
from cptedu.errors import CpteduError
from cptedu.model import Claim
from cptedu.rules.relative_values import relative_values

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


def episode(plan: Plan) -> Episode:
    """Carry a plan out: a date, a claim and who pays for each visit.

    Up to five visits a week fall on different weekdays, counted from the plan's first day. An examination that a phase
    names is done on the phase's first day; otherwise re-evaluation is due on the first visit after the plan's own interval.

    Args:
        plan: the plan.

    Returns:
        The episode.

    Raises:
        CpteduError: when a visit cannot be coded, or the plan does not say which of two conversion factors is meant.

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
        this_year = sum(one.on.year == on.year for one in made)
        shares = who_pays(plan, claim, visits_before=len(made), visits_this_year=this_year)
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


def _notes(plan: Plan) -> tuple[str, ...]:
    said = [plan.illustrative or "No source says how many visits a condition needs."]
    if plan.pays_by == BY_SCHEDULE:
        said.append("Medicare's yearly deductible is taken as met.")
    elif plan.pays_by == BY_CONTRACT:
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
