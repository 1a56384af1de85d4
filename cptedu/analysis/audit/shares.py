"""What shows only across visits: how often each habit is there, beside a reference where one is held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from cptedu.analysis.audit.visits import LoggedVisit
from cptedu.errors import NotInDataError
from cptedu.facts.cmt_levels import extraspinal_cmt, spinal_cmt
from cptedu.facts.code_groups import code_group
from cptedu.facts.codes import codes
from cptedu.facts.reference import spinal_shares, utilisation, years_with_shares
from cptedu.payers import payer
from cptedu.rules.distinct_service import distinct_service_modifiers
from cptedu.rules.timed_units import units_for_minutes

__all__ = ["Share", "shares"]

EXERCISES = "taken_for_one_another"
HOURS_OF_A_DAY = 24
NO_REFERENCE = "no reference is held"


@dataclass(frozen=True)
class Share:
    """One habit, counted across visits.

    Attributes:
        what: what is counted, and of what.
        count: how many.
        of: out of how many; 0 where it is no share.
        value: percent, or the number itself where it is no share; None where nothing can be said.
        unit: ``"%"`` or what the number counts.
        reference: the same number elsewhere; None where none is held.
        reference_of: whose and of which year, or that none is held.
        source: the id of the reference's source.
    """

    what: str
    count: int
    of: int
    value: float | None
    unit: str = "%"
    reference: float | None = None
    reference_of: str = NO_REFERENCE
    source: str = ""


def shares(visits: Sequence[LoggedVisit], *, has_marks: bool = True) -> tuple[Share, ...]:
    """Count habits across visits. A share by itself proves nothing: it says where to look.

    Args:
        visits: the visits, in the order of their dates.
        has_marks: whether the log tells which modifiers were billed.

    Returns:
        Each habit; none where the log has no visit.

    Source: Medicare's figures of the newest year that is no later than the log, else of the first held.
    """
    if not visits:
        return ()
    counted: tuple[Callable[[Sequence[LoggedVisit]], Iterable[Share]], ...] = (
        _levels,
        _extraspinal,
        _distinct,
        _exercises,
        _units,
        _examinations,
        _alike_in_a_row,
        _fullest_day,
        _above_a_number,
    )
    return tuple(one for count in counted if has_marks or count is not _distinct for one in count(visits))


def _percent(count: int, of: int) -> float | None:
    return round(100 * count / of, 1) if of else None


def _with_code(visits: Iterable[LoggedVisit], numbers: Iterable[str]) -> list[LoggedVisit]:
    wanted = set(numbers)
    return [one for one in visits if any(service.code in wanted for service in one.services)]


def _year(visits: Sequence[LoggedVisit], held: Sequence[int]) -> int:
    newest = max(one.on.year for one in visits)
    return max((year for year in held if year <= newest), default=held[0])


def _levels(visits: Sequence[LoggedVisit]) -> Iterator[Share]:
    adjusted = _with_code(visits, spinal_cmt())
    if not adjusted:
        return
    year = _year(visits, years_with_shares())
    reference = spinal_shares(f"{year}-07-01")
    for number in spinal_cmt():
        count = len(_with_code(adjusted, [number]))
        yield Share(
            f"visits with {number}, of those with a spinal adjustment",
            count,
            len(adjusted),
            _percent(count, len(adjusted)),
            reference=float(reference[number]),
            reference_of=f"Medicare, all practices, {year}",
            source=utilisation(number, f"{year}-07-01").citation.id,
        )


def _extraspinal(visits: Sequence[LoggedVisit]) -> Iterator[Share]:
    adjusted = _with_code(visits, (*spinal_cmt(), *extraspinal_cmt()))
    count = len(_with_code(adjusted, extraspinal_cmt()))
    if adjusted:
        what = f"visits with {extraspinal_cmt()[0]}, of those with an adjustment"
        yield Share(what, count, len(adjusted), _percent(count, len(adjusted)))


def _distinct(visits: Sequence[LoggedVisit]) -> Iterator[Share]:
    lines = [
        one
        for visit in visits
        for one in visit.services
        if one.code in codes() and codes()[one.code].always_therapy
    ]
    marked = sum(bool(distinct_service_modifiers() & set(one.modifiers)) for one in lines)
    if lines:
        yield Share(
            "therapy lines with 59 or an X modifier", marked, len(lines), _percent(marked, len(lines))
        )


def _exercises(visits: Sequence[LoggedVisit]) -> Iterator[Share]:
    group = code_group(EXERCISES)
    units = Counter(dict.fromkeys(group, 0))
    for visit in visits:
        for one in visit.services:
            if one.code in units:
                units[one.code] += one.units or 0
    total = sum(units.values())
    if not total:
        return
    reference, year = _exercise_reference(visits)
    for number in group:
        held = reference.get(number)
        yield Share(
            f"units of {number}, of those of {', '.join(group)}",
            units[number],
            total,
            _percent(units[number], total),
            reference=held,
            reference_of=NO_REFERENCE if held is None else f"Medicare, all specialties, {year}",
            source="" if held is None else utilisation(number, f"{year}-07-01").citation.id,
        )


def _exercise_reference(visits: Sequence[LoggedVisit]) -> tuple[dict[str, float], int]:
    year = _year(visits, years_with_shares())
    try:
        held = {number: utilisation(number, f"{year}-07-01").services for number in code_group(EXERCISES)}
    except NotInDataError:
        return {}, year
    return {number: round(100 * count / sum(held.values()), 1) for number, count in held.items()}, year


def _units(visits: Sequence[LoggedVisit]) -> Iterator[Share]:
    timed = [sum(one.units or 0 for one in visit.services if _is_timed(one.code)) for visit in visits]
    treated = [count for count in timed if count]
    if treated:
        mean = round(sum(treated) / len(treated), 2)
        yield Share("timed units a visit, where there are any", sum(treated), len(treated), mean, "units")
        yield Share("most timed units of one visit", max(treated), 0, float(max(treated)), "units")


def _is_timed(number: str) -> bool:
    return number in codes() and codes()[number].timed == "yes"


def _examinations(visits: Sequence[LoggedVisit]) -> Iterator[Share]:
    office = [number for number, held in codes().items() if held.is_office_visit]
    adjusted = _with_code(visits, (*spinal_cmt(), *extraspinal_cmt()))
    count = len(_with_code(adjusted, office))
    if adjusted:
        what = "visits with an office visit beside the adjustment, of those with an adjustment"
        yield Share(what, count, len(adjusted), _percent(count, len(adjusted)))


def _alike_in_a_row(visits: Sequence[LoggedVisit]) -> Iterator[Share]:
    """Count claims that are the same, line by line, as the patient's claim before: notes that are copied look like that."""
    again, later, longest = 0, 0, 0
    by_patient: dict[int, list[LoggedVisit]] = {}
    for one in visits:
        if one.patient:
            by_patient.setdefault(one.patient, []).append(one)
    for held in by_patient.values():
        runs = [len(list(run)) for _, run in groupby(map(_lines, held))]
        later += len(held) - 1
        again += sum(run - 1 for run in runs)
        longest = max(longest, *runs)
    if later:
        yield Share(
            "claims that repeat the patient's claim before, line by line",
            again,
            later,
            _percent(again, later),
        )
        yield Share("most such claims of one patient in a row", longest, 0, float(longest), "claims")


def _lines(visit: LoggedVisit) -> tuple[object, ...]:
    return tuple(sorted((one.code, one.units or 0, one.modifiers) for one in visit.services))


def _fullest_day(visits: Sequence[LoggedVisit]) -> Iterator[Share]:
    """Say of the fullest day of one clinician how long one-on-one care took at least, by the fewest minutes of its units."""
    least: Counter[tuple[int, object]] = Counter()
    for visit in visits:
        units = sum(one.units or 0 for one in visit.services if _is_one_on_one(one.code))
        if visit.clinician and units:
            least[visit.clinician, visit.on] += _fewest_minutes(units)
    if least:
        (clinician, on), minutes = max(least.items(), key=lambda one: (one[1], str(one[0][1])))
        what = f"hours of one-on-one care at least on the fullest day of one clinician ({on}, clinician {clinician})"
        yield Share(what, minutes, HOURS_OF_A_DAY * 60, round(minutes / 60, 1), "hours")


def _is_one_on_one(number: str) -> bool:
    return _is_timed(number) and codes()[number].needs_one_on_one


@cache
def _fewest_minutes(units: int) -> int:
    """Give the fewest minutes that make so many units, by the total of all minutes.

    >>> _fewest_minutes(1), _fewest_minutes(4)
    (8, 53)
    """
    minutes = 0
    while units_for_minutes(minutes) < units:
        minutes += 1
    return minutes


def _above_a_number(visits: Sequence[LoggedVisit]) -> Iterator[Share]:
    """Count visits beyond the number that a payer pays in a year."""
    by_year: Counter[tuple[str, int, int]] = Counter()
    limits: dict[tuple[str, int, int], int] = {}
    for one in visits:
        limit = (
            None
            if one.claim is None or not one.patient
            else payer(one.claim.payer).limit("visits_a_year", one.on)
        )
        if one.claim is not None and limit is not None:
            key = one.claim.payer, one.on.year, one.patient
            by_year[key] += 1
            limits[key] = limit
    for name in sorted({profile for profile, _, _ in limits}):
        own = {key: count for key, count in by_year.items() if key[0] == name}
        beyond = sum(max(0, count - limits[key]) for key, count in own.items())
        limit = max(limits[key] for key in own)
        what = f"visits beyond the {limit} a year that {payer(name).label} pays"
        yield Share(what, beyond, sum(own.values()), _percent(beyond, sum(own.values())))
