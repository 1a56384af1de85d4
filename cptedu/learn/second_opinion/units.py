"""Minutes and units, by trying every way of giving them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from typing import TypeAlias

from cptedu.learn.questions import Note
from cptedu.learn.second_opinion.code_facts import is_timed
from cptedu.learn.second_opinion.plans import chosen
from cptedu.model import Service, Visit

__all__ = ["Episodes", "count_units", "counting_method", "minutes_of_treatment", "quarter_hours"]

Episodes: TypeAlias = Mapping[str, tuple[int, ...]]


def minutes_of_treatment(kept: Iterable[tuple[str, int, Service]], _note: Note) -> Episodes:
    """List the minutes of direct treatment of each timed code, service by service."""
    listed: dict[str, tuple[int, ...]] = {}
    for number, _, service in kept:
        if is_timed(number):
            listed[number] = (*listed.get(number, ()), service.minutes or 0)
    return listed


def counting_method(visit: Visit) -> str:
    """Say how the payer counts units: ``pooled`` or ``each code``."""
    pools = chosen(visit.payer, visit.date_of_service, "unit_method") == "cms_total_time"
    return "pooled" if pools else "each code"


def count_units(episodes: Episodes, method: str) -> list[dict[str, int]]:
    """Try every way of giving units and keep those that fit the minutes best; more than one is a tie."""
    minutes = {number: sum(spent) for number, spent in sorted(episodes.items())}
    if method == "each code":
        return [{number: quarter_hours(spent) for number, spent in minutes.items()}]
    total = quarter_hours(sum(minutes.values()))
    best: list[dict[str, int]] = []
    least = None
    ranges = [range(spent // 15, spent // 15 + 2) for spent in minutes.values()]
    for given in product(*ranges):
        if sum(given) != total:
            continue
        misfit = sum((spent - 15 * count) ** 2 for spent, count in zip(minutes.values(), given, strict=True))
        if least is None or misfit < least:
            best, least = [], misfit
        if misfit == least:
            best.append(dict(zip(minutes, given, strict=True)))
    return sorted(best, key=lambda split: tuple(split.values()), reverse=True)


def quarter_hours(minutes: int) -> int:
    """Count up: a first unit from 8 minutes, and one more for every 15.

    >>> [quarter_hours(minutes) for minutes in (7, 8, 22, 23)]
    [0, 1, 1, 2]
    """
    count = 0
    while minutes >= 15 * count + 8:
        count += 1
    return count
