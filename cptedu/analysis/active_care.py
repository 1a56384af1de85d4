"""What active care asks of a plan of care as a whole, beyond what each visit's record must hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from cptedu.analysis.plan import BY_SCHEDULE, Phase, Plan
from cptedu.engine.stamped import stamped
from cptedu.model import Finding, Verdict
from cptedu.rules.said import Said
from cptedu.visit.record import understood

__all__ = ["active_care"]

CARE_SOURCES = ("cms-100-02-ch15-240.1.3",)
RECORD_SOURCES = ("cms-100-02-ch15-240.1.2",)
OWN_SOURCES = ("cptedu-inference",)

_TURNS: Mapping[tuple[str | None, str | None], tuple[str, tuple[str, ...], str]] = {
    ("active", "maintenance"): (
        "Care turns from active to maintenance here. The record says why no more gain is expected, and the patient is told the"
        " price before the first such visit.",
        CARE_SOURCES,
        "Examine before this phase begins. If gain is still expected, the care is active.",
    ),
    ("maintenance", "active"): (
        "Active care follows maintenance. It needs a new or a worsened condition on record, with new goals.",
        OWN_SOURCES,
        "Record what happened, examine, and write a new plan. Care does not turn active to be paid.",
    ),
}
"""What is said where care turns: the words, what they rest on, and the advice."""


def active_care(plan: Plan) -> tuple[tuple[str, Finding], ...]:
    """Say what a plan must show to be active care: what is measured again, and what changes when care turns.

    Care is active while improvement is expected. Each visit records what changed since the last one; an examination
    compares with the first. When no more gain is expected, care is maintenance, and it stays so until the condition is
    new or worse.

    Args:
        plan: the plan of care.

    Returns:
        Each finding with the name of the phase in which it is met.

    Source: CMS Benefit Policy Manual, chapter 15, sections 240.1.2 and 240.1.3; for other payers our inference from it.
    """
    return tuple(_found(plan))


def _found(plan: Plan) -> Iterator[tuple[str, Finding]]:
    first = plan.phases[0]
    if plan.re_evaluation_days is None:
        yield (
            first.name,
            _say(
                plan,
                first,
                "re_evaluation",
                "The plan does not say when the patient is examined again. Without it nobody can show improvement.",
                RECORD_SOURCES,
                "Write every_days under [re_evaluation]. No source at hand names one interval for every payer.",
            ),
        )
    for phase in plan.phases:
        if phase.visit.care is None:
            yield (
                phase.name,
                _say(
                    plan,
                    phase,
                    "care_phase",
                    "The phase does not say whether its care is active or maintenance.",
                    CARE_SOURCES,
                    "Ask whether improvement is expected, and write care.",
                ),
            )
    for before, phase in pairwise(plan.phases):
        turn = _TURNS.get((before.visit.care, phase.visit.care))
        if turn:
            yield phase.name, _say(plan, phase, "care_turns", *turn)


def _say(plan: Plan, phase: Phase, rule: str, says: str, sources: tuple[str, ...], fix: str) -> Finding:
    own = sources if plan.pays_by == BY_SCHEDULE or sources == OWN_SOURCES else (*sources, *OWN_SOURCES)
    return stamped(understood(phase.visit), Said(rule, Verdict.ASK, says, own, fix=fix))
