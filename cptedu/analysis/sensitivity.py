"""What minutes and regions change: the steps at 8, 23, 38 minutes under both methods, and 98940 to 98942."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from cptedu.analysis.carried import Where, unit_values
from cptedu.engine.coding import Worksheet, worksheet
from cptedu.errors import CpteduError
from cptedu.facts.cmt_levels import spinal_cmt
from cptedu.facts.codes import code
from cptedu.facts.regions import regions
from cptedu.facts.sources import Citation
from cptedu.model import Visit
from cptedu.payers import payer
from cptedu.rules.allowed_amount import NATIONAL, allowed_amount
from cptedu.rules.cmt_level import cmt_level
from cptedu.rules.timed_units import METHODS, count_minutes

__all__ = [
    "MinutesStep",
    "MinutesSteps",
    "RegionStep",
    "RegionSteps",
    "minutes_steps",
    "region_steps",
    "timed_codes",
]

MOST_MINUTES = 60


@dataclass(frozen=True)
class MinutesStep:
    """What so many minutes of one code would make, the other codes' minutes being as recorded.

    Attributes:
        minutes: the minutes of the code.
        method: ``cms_total_time`` or ``cpt_per_code``.
        units: the code's units; where leftovers tie, as the lowest code number holds the unit.
        total_units: units of all timed codes together.
        rvu: RVU of all timed codes together; None where not held.
        is_recorded: True for the minutes that the note has.
    """

    minutes: int
    method: str
    units: int
    total_units: int
    rvu: Decimal | None
    is_recorded: bool


@dataclass(frozen=True)
class MinutesSteps:
    """One timed code of a visit, minute by minute, under both methods.

    Attributes:
        code: the code whose minutes change.
        recorded: the minutes in the note.
        others: the other timed codes and their minutes.
        method: the method of the visit's payer.
        steps: for each method and each number of minutes, what they make.
    """

    code: str
    recorded: int
    others: tuple[tuple[str, int], ...]
    method: str
    steps: tuple[MinutesStep, ...]

    def by(self, method: str) -> tuple[MinutesStep, ...]:
        """Give the steps of one method, by minutes."""
        return tuple(step for step in self.steps if step.method == method)

    def rises(self, method: str) -> tuple[int, ...]:
        """Give the minutes at which one more unit begins, all timed codes together."""
        own = self.by(method)
        pairs = pairwise(own)
        return tuple(after.minutes for before, after in pairs if after.total_units > before.total_units)


def timed_codes(visit: Visit) -> tuple[str, ...]:
    """List the timed codes of a visit whose minutes count.

    >>> from cptedu.example_visits import example_visit
    >>> timed_codes(example_visit("two_therapies"))
    ('97110', '97112')
    """
    return tuple(worksheet(visit).counted.minutes)


def minutes_steps(visit: Visit, number: str | None = None, most: int = MOST_MINUTES) -> MinutesSteps:
    """Count a timed code of a visit minute by minute, under both methods; only the recorded minutes are the record's.

    Args:
        visit: the visit.
        number: the timed code; by default the one with the most minutes.
        most: the last number of minutes.

    Returns:
        The steps.

    Raises:
        CpteduError: when the visit has no timed code whose minutes count, or not this one.

    Source: CMS Claims Processing Manual, chapter 5, section 20.2; the CPT time rule.

    >>> from cptedu.example_visits import example_visit
    >>> minutes_steps(example_visit("desk_worker")).rises("cpt_per_code")
    (8, 23, 38, 53)
    """
    sheet = worksheet(visit)
    minutes = dict(sheet.counted.minutes)
    if not minutes:
        raise CpteduError("No timed code of this visit counts. Choose a visit with a timed service.")
    chosen = code(number).number if number else max(minutes, key=lambda one: minutes[one])
    if chosen not in minutes:
        raise CpteduError(f"{chosen} has no minutes that count here. Choose from {', '.join(minutes)}.")
    others = {one: spent for one, spent in minutes.items() if one != chosen}
    return MinutesSteps(
        code=chosen,
        recorded=minutes[chosen],
        others=tuple(others.items()),
        method=str(payer(visit.payer).wants("unit_method", visit.date_of_service)),
        steps=tuple(
            _step(sheet, chosen, others, spent, method) for method in METHODS for spent in range(most + 1)
        ),
    )


def _step(sheet: Worksheet, number: str, others: dict[str, int], spent: int, method: str) -> MinutesStep:
    counted = count_minutes(others | {number: spent}, method)
    worth = [
        (unit_values(one, sheet.visit.date_of_service, Where()), units)
        for one, units in counted.units.items()
    ]
    held = [values.total() * units for values, units in worth if values is not None]
    return MinutesStep(
        minutes=spent,
        method=method,
        units=counted.units[number],
        total_units=counted.total_units,
        rvu=sum(held, Decimal("0.00")) if len(held) == len(worth) else None,
        is_recorded=spent == sheet.counted.minutes[number],
    )


@dataclass(frozen=True)
class RegionStep:
    """What adjusting so many spinal regions would make.

    Attributes:
        regions: how many.
        code: the code.
        rvu: its total RVU.
        allowed: what the schedule allows for it.
        is_recorded: True for the number that the record supports.
    """

    regions: int
    code: str
    rvu: Decimal | None
    allowed: Decimal | None
    is_recorded: bool


@dataclass(frozen=True)
class RegionSteps:
    """An adjustment by the number of its regions.

    Attributes:
        recorded: the spinal regions that the record supports.
        steps: one for each number of regions from one to five.
        where: where it is priced.
        citations: where the numbers come from.
    """

    recorded: tuple[str, ...]
    steps: tuple[RegionStep, ...]
    where: Where
    citations: tuple[Citation, ...]


def region_steps(
    visit: Visit, locality: str = NATIONAL, facility: bool = False, track: str | None = None
) -> RegionSteps:
    """Give what one to five adjusted spinal regions make; only the number in the record is supported.

    Args:
        visit: the visit.
        locality: ``"MAC-locality"`` or ``"national"``.
        facility: True for a facility.
        track: where a year has two factors, ``"apm"`` or ``"non_apm"``; else None.

    Returns:
        The steps.

    Raises:
        CpteduError: when no spinal adjustment stands on the claim; for a locality or track as ``allowed_amount``.

    Source: CPT on the regions of the spine, as ``cmt_level``.

    >>> from cptedu.example_visits import example_visit
    >>> [step.code for step in region_steps(example_visit("desk_worker"), track="non_apm").steps]
    ['98940', '98940', '98941', '98941', '98942']
    """
    where = Where(locality, facility, track)
    line = next((one for one in worksheet(visit).claim().lines if one.code in spinal_cmt()), None)
    if line is None:
        raise CpteduError("No spinal adjustment stands on this claim. Choose a visit with one.")
    names = [one.name for one in regions() if one.kind == "spinal"]
    steps = []
    cited: list[Citation] = list(cmt_level(names).citations)
    for count in range(1, len(names) + 1):
        (number,) = cmt_level(names[:count]).codes
        values = unit_values(number, visit.date_of_service, where)
        rvu = allowed = None
        if values is not None:
            rvu = values.total(facility)
            allowed = allowed_amount(number, visit.date_of_service, locality, facility, track)
            cited += [*values.citations, *allowed.citations]
        steps.append(RegionStep(count, number, rvu, allowed, count == len(line.regions)))
    return RegionSteps(line.regions, tuple(steps), where, tuple(dict.fromkeys(cited)))
