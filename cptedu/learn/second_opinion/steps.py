"""All steps from a note to its claim and its price, each of which a misconception may exchange."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from cptedu.learn.questions import Note
from cptedu.learn.second_opinion import adjustments, examinations, payment, regions, therapy
from cptedu.learn.second_opinion import modifiers as on_line
from cptedu.learn.second_opinion import units as counting
from cptedu.learn.second_opinion.modifiers import Lines
from cptedu.learn.second_opinion.payment import PricedUnit, Shares
from cptedu.learn.second_opinion.regions import Counted, RegionsOf
from cptedu.learn.second_opinion.units import Episodes
from cptedu.model import Service, Visit

__all__ = ["RIGHT", "Steps", "with_step"]


@dataclass(frozen=True)
class Steps:
    """Every step from a note to its claim and its price; a misconception exchanges one of them."""

    regions_of: RegionsOf = regions.region_of
    counted: Callable[[tuple[str, ...], RegionsOf], tuple[Counted, int]] = regions.count_regions
    level: Callable[[int], dict[str, int]] = regions.level_code
    contact: Callable[[Service], str | None] = therapy.recorded_contact
    code_of: Callable[[Service, str | None, Note], str | None] = therapy.code_by_aim
    left_off: Callable[[Service, str | None, str | None, Visit], frozenset[str]] = therapy.why_left_off
    pays_therapy: Callable[[Visit], bool] = on_line.pays_therapy
    takes_97112: Callable[[Visit, str], frozenset[str]] = therapy.takes_97112
    beside_adjustment: Callable[[Service, str, Note], frozenset[str] | None] = adjustments.beside_adjustment
    minutes: Callable[[Iterable[tuple[str, int, Service]], Note], Episodes] = counting.minutes_of_treatment
    method: Callable[[Visit], str] = counting.counting_method
    units: Callable[[Episodes, str], list[dict[str, int]]] = counting.count_units
    adjustment_modifiers: Callable[[Note], frozenset[str]] = on_line.adjustment_modifiers
    wants_gp: Callable[[Visit], bool] = on_line.wants_gp
    examination: Callable[[Note], frozenset[str] | None] = examinations.examination_modifiers
    wrong_kind: Callable[[Visit], bool] = examinations.is_of_the_wrong_kind
    last_look: Callable[[Lines, Note], Lines] = on_line.as_it_stands
    unit_price: Callable[[PricedUnit, Shares, Decimal, bool], Decimal] = payment.unit_price
    reduced: Callable[[list[PricedUnit]], list[bool]] = payment.reduced_units


RIGHT = Steps()


def with_step(name: str, step: Callable[..., object]) -> Steps:
    """Exchange one step.

    >>> with_step("level", lambda count: {"98940": count}).level(3)
    {'98940': 3}
    """
    return replace(RIGHT, **{name: step})  # type: ignore[arg-type]
