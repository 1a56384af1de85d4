"""What the table of a plan of care shows: its rows, its choices, and what the record and the contract must answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from cptedu.analysis.plan import BY_SCHEDULE, PARTICIPATION, Plan
from cptedu.analysis.plan_file import example_plan, example_plans
from cptedu.analysis.plan_of_care import Episode, PhaseSum
from cptedu.charts.money import dollars
from cptedu.errors import CpteduError
from cptedu.facts.codes import code
from cptedu.facts.regions import region, regions
from cptedu.facts.schedule import track_row, tracks, tracks_known
from cptedu.model import Verdict
from cptedu.payers import payer
from cptedu.widgets.kit.plain import finding_as_data, place_in_words
from cptedu.widgets.kit.visit_choices import choices as visit_choices
from cptedu.widgets.plan_table.plan_edits import own_services, presets

__all__ = ["amounts", "choices", "findings", "needs_track", "phase_rows", "sums"]

_OFTEN = ((5, "5 a week"), (4, "4 a week"), (3, "3 a week"), (2, "2 a week"), (1, "1 a week"))
_SELDOM = ((0.5, "every 2 weeks"), (0.25, "every 4 weeks"))
_PARTICIPATION_WORDS = {
    "participating": "takes part: the schedule in full",
    "accepts_assignment": "takes no part, accepts assignment: 95 percent",
    "limiting_charge": "takes no part, no assignment: up to the limiting charge",
}
_NOTICES = {"none": "none", "required": "signed", "voluntary": "voluntary"}


@cache
def choices() -> dict[str, Any]:
    """List everything that the table offers, each with the words for it.

    >>> [one["word"] for one in choices()["care"]]
    ['active', 'maintenance']
    """
    visit = visit_choices()
    return {
        **{name: visit[name] for name in ("payers", "care", "part", "regions")},
        "abn": [{**one, "word": _NOTICES[one["value"]]} for one in visit["abn"]],
        "often": [{"value": str(value), "word": word} for value, word in (*_OFTEN, *_SELDOM)],
        "services": [{"id": name, "word": one["word"]} for name, one in presets().items()],
        "participation": [{"value": one, "word": _PARTICIPATION_WORDS[one]} for one in PARTICIPATION],
        "tracks": [
            {"value": one, "word": f"{track_row(one)['label']}, for {track_row(one)['who']}"}
            for one in tracks_known()
        ],
        "examples": [
            {"value": name, "word": one.title, "says": payer(one.payer).label}
            for name, one in ((name, example_plan(name)) for name in example_plans())
        ],
        "hints": visit["hints"],
    }


def phase_rows(plan: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Say of each phase what is chosen in it; a mistake in one place does not hide the others."""
    listed = plan.get("phases")
    held = [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
    return [_phase_row(one) for one in held]


def _phase_row(phase: Mapping[str, Any]) -> dict[str, Any]:
    names = [name for name in phase.get("adjusted") or [] if isinstance(name, str)]
    known = set(map(_region_of, names))
    marked = [one.name for one in regions() if one.name in known]
    services = own_services(phase)
    done = [place_in_words(name) for name in marked] or ["nothing adjusted"]
    return {
        "regions": marked,
        "places": ", ".join(names),
        "services": [{"id": one["id"], "word": one["word"]} for one in services],
        "done": ", ".join(done) + "".join(f" + {one['word']}" for one in services),
    }


def _region_of(name: str) -> str:
    try:
        return region(name).name
    except CpteduError:
        return ""


def needs_track(plan: Plan | None) -> bool:
    """Say whether a year of the plan has two conversion factors to choose from."""
    if plan is None or plan.pays_by != BY_SCHEDULE:
        return False
    return bool(tracks(plan.starts_on))


def sums(made: Episode) -> list[dict[str, Any]]:
    """Say in words what each phase comes to."""
    return [_sum(one) for one in made.by_phase]


def _sum(one: PhaseSum) -> dict[str, Any]:
    return {
        "phase": one.phase,
        "weeks": one.weeks,
        "visits": one.visits,
        "claims": " or ".join(one.billed) or "nothing",
        "payer": dollars(one.payer),
        "patient": dollars(one.patient),
        "nobody": dollars(one.written_off) if one.written_off else "",
        "pace": [
            "no data" if one.rvu_per_week is None else f"{one.rvu_per_week}",
            "no data" if one.minutes_per_week is None else f"{float(one.minutes_per_week):g}",
        ],
        "steps": list(one.steps),
        "missing": list(one.missing),
    }


def findings(made: Episode) -> list[dict[str, Any]]:
    """Give what must be answered, phase by phase; what does not let a line stand comes first."""
    order = [Verdict.NOT_SUPPORTED, Verdict.ASK, Verdict.NO_DATA, Verdict.NOT_COVERED, Verdict.CONTESTED]
    return [
        {
            "phase": one.phase,
            **(told := finding_as_data(finding)),
            "sources": list(dict.fromkeys(told["sources"])),
            "code": finding.code or "",
        }
        for one in made.by_phase
        for finding in sorted(one.findings, key=lambda each: order.index(each.verdict))
    ]


def amounts(made: Episode) -> list[dict[str, Any]]:
    """List the codes of the plan's claims, with the practice's charge and the contract's amount where they are given."""
    billed = sorted({line.code for one in made.visits for line in one.claim.lines})
    charges, allowed = dict(made.plan.charges), dict(made.plan.contract.allowed)
    return [
        {
            "code": number,
            "label": code(number).label,
            "charge": str(charges.get(number, "")),
            "allowed": str(allowed.get(number, "")),
        }
        for number in billed
    ]
