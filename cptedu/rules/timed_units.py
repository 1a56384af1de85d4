"""How minutes become units, by the CMS total-time method and by the CPT per-code method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from cptedu.errors import CpteduError, unknown
from cptedu.facts.codes import code
from cptedu.facts.sources import Citation, cite

__all__ = ["A_DAY", "METHODS", "TimedUnits", "count_minutes", "timed_units", "units_for_minutes", "units_of"]

METHODS = ("cms_total_time", "cpt_per_code")
SOURCES = {
    "cms_total_time": ("cms-100-04-ch5-20.2", "findacode-units"),
    "cpt_per_code": ("cpt-time-rule",),
}
UNIT_MINUTES = 15
FIRST_UNIT_MINUTES = 8
A_DAY = 24 * 60


@dataclass(frozen=True)
class TimedUnits:
    """Units for the timed codes of one visit.

    Attributes:
        units: every code that was given, with its units, zeros too; codes in order of their number.
        total_units: all units together.
        total_minutes: all timed minutes together.
        minutes: the minutes of each code, as given.
        alternatives: every split that is equally allowed, the chosen one first; more than one when leftovers tie.
        method: ``cms_total_time`` or ``cpt_per_code``.
        citations: the passages on which the count rests.
    """

    units: dict[str, int]
    total_units: int
    total_minutes: int
    minutes: dict[str, int]
    alternatives: tuple[dict[str, int], ...]
    method: str
    citations: tuple[Citation, ...]


def units_for_minutes(minutes: int) -> int:
    """Give the units that so many minutes make: none below 8, one from 8, two from 23, three from 38 and so on.

    >>> [units_for_minutes(m) for m in (7, 8, 22, 23, 37, 38)]
    [0, 1, 1, 2, 2, 3]
    """
    return (minutes + UNIT_MINUTES - FIRST_UNIT_MINUTES) // UNIT_MINUTES


def timed_units(minutes: Mapping[str, int], method: str) -> TimedUnits:
    """Turn the minutes of each timed code into units.

    By the CMS total-time method all timed minutes together say how many units there are. Each code first gets one for
    every full quarter of an hour, and what is left goes to the codes with the most minutes left over. Where leftovers
    tie, the clinician may choose; the lowest code number holds the unit until then. By the CPT per-code method each
    code stands alone and leftovers are never put together.

    Args:
        minutes: whole minutes of direct treatment for each code.
        method: ``"cms_total_time"`` or ``"cpt_per_code"``.

    Returns:
        Units for every code given, and every equally allowed split.

    Raises:
        CpteduError: for an untimed or unknown code, minutes that are not whole, are negative or more than a day has, or
            another method.

    Source: CMS Claims Processing Manual, chapter 5, section 20.2; the CPT time rule. Read in copies.

    >>> timed_units({"97110": 33, "97140": 7}, method="cms_total_time").units
    {'97110': 2, '97140': 1}
    >>> timed_units({"97110": 33, "97140": 7}, method="cpt_per_code").units
    {'97110': 2, '97140': 0}
    """
    found = count_minutes(minutes, method)
    for number, spent in found.minutes.items():
        if spent > A_DAY:
            raise CpteduError(f"{number}: {spent} minutes are more than a day has ({A_DAY}).")
    return found


def count_minutes(minutes: Mapping[str, int], method: str) -> TimedUnits:
    """Count units as ``timed_units`` does, of a record that may give a code more minutes than a day has: that is asked there.

    Args:
        minutes: whole minutes of direct treatment for each code.
        method: ``"cms_total_time"`` or ``"cpt_per_code"``.

    Returns:
        Units for every code given, and every equally allowed split.

    Raises:
        CpteduError: as ``timed_units``, but for the length of a day.

    >>> count_minutes({"97112": 1600}, method="cpt_per_code").units
    {'97112': 107}
    """
    if method not in METHODS:
        raise unknown("way to count units", method, METHODS)
    return units_of(_checked(minutes), method)


def units_of(minutes: Mapping[str, int], method: str) -> TimedUnits:
    """Count units as ``count_minutes`` does, of codes and minutes that were looked at before, as those of a record.

    Args:
        minutes: whole minutes of each timed code.
        method: one of ``METHODS``.

    Returns:
        Units for every code given, and every equally allowed split.

    >>> units_of({"97140": 7, "97110": 33}, "cms_total_time").units
    {'97110': 2, '97140': 1}
    """
    given = dict(sorted(minutes.items()))
    total = sum(given.values())
    splits = _cms_splits(given, total) if method == "cms_total_time" else (_per_code(given),)
    chosen = splits[0]
    return TimedUnits(
        units=chosen,
        total_units=sum(chosen.values()),
        total_minutes=total,
        minutes=given,
        alternatives=splits,
        method=method,
        citations=_cited(method),
    )


@cache
def _cited(method: str) -> tuple[Citation, ...]:
    return tuple(cite(source) for source in SOURCES[method])


def _checked(minutes: Mapping[str, int]) -> dict[str, int]:
    if not isinstance(minutes, Mapping):
        raise CpteduError(f'Give the minutes of each code, such as {{"97110": 16}}, not {minutes!r}.')
    checked: dict[str, int] = {}
    for number, spent in minutes.items():
        found = code(number)
        if not found.count_is_held:
            raise CpteduError(
                f"No rule of counting is held here for {found.number}, so its minutes cannot be made into units. Leave it out"
                " of the count, and look it up in your own licensed CPT."
            )
        if found.timed != "yes":
            raise CpteduError(
                f"{found.number} is not billed by quarter-hours, so its minutes make no units. Leave it out of the count."
            )
        if isinstance(spent, bool) or not isinstance(spent, int) or spent < 0:
            raise CpteduError(f"{found.number}: {spent!r} is not a number of whole minutes, 0 or more.")
        if found.number in checked:
            raise CpteduError(f"{found.number} is given twice. Add its minutes together first.")
        checked[found.number] = spent
    return checked


def _per_code(minutes: Mapping[str, int]) -> dict[str, int]:
    return {number: units_for_minutes(spent) for number, spent in minutes.items()}


def _cms_splits(minutes: Mapping[str, int], total: int) -> tuple[dict[str, int], ...]:
    whole = {number: spent // UNIT_MINUTES for number, spent in minutes.items()}
    left = {number: spent % UNIT_MINUTES for number, spent in minutes.items()}
    over = units_for_minutes(total) - sum(whole.values())
    if not over:
        return (whole,)
    last_paid = sorted(left.values(), reverse=True)[over - 1]
    certain = [number for number in minutes if left[number] > last_paid]
    tied = [number for number in minutes if left[number] == last_paid]
    # The codes stand in order of their number, so the first combination gives the lowest numbers the unit.
    return tuple(
        {number: units + (number in certain or number in chosen) for number, units in whole.items()}
        for chosen in combinations(tied, over - len(certain))
    )
