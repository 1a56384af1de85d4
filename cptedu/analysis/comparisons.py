"""One visit under each payer, in each year, in each place: the claim as the rules make it there, and what it carries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from cptedu.analysis.carried import Carried, Where, carried, carried_without_amounts
from cptedu.engine.coding import code_visit
from cptedu.errors import NotInDataError
from cptedu.explain import verdict_in_words
from cptedu.facts.schedule import tracks, years_held
from cptedu.facts.tables import Row, in_force, rows
from cptedu.model import Claim, Visit
from cptedu.payers import payers
from cptedu.rules.allowed_amount import NATIONAL

__all__ = ["Compared", "by_locality", "by_payer", "by_year", "has_tracks", "same_day", "visit_on"]


@dataclass(frozen=True)
class Compared:
    """A visit under one payer, on one date, in one place.

    Attributes:
        name: the payer, the year or the locality.
        label: the same in words.
        claim: the claim that the rules make there.
        where: where it is priced.
        carries: what it carries; without amounts where they are not held.
        says: which amount is not held, and why; empty where all are.
    """

    name: str
    label: str
    claim: Claim
    where: Where
    carries: Carried
    says: str = ""

    @property
    def billed(self) -> str:
        """Write the claim as a biller would."""
        said = [
            "-".join((line.code, *line.modifiers)) + (f" ×{line.units}" if line.units > 1 else "")
            for line in self.claim.lines
        ]
        return " + ".join(said) or "nothing billed"

    @property
    def not_billed(self) -> str:
        """Name what is not billed, with the verdict."""
        return "; ".join(
            f"{item.code or item.about}: {verdict_in_words(item.verdict)}" for item in self.claim.unbilled
        )


def by_payer(
    visit: Visit, locality: str = NATIONAL, facility: bool = False, track: str | None = None
) -> tuple[Compared, ...]:
    """Code a visit for every payer profile, and price each claim at Medicare's schedule, the only one held.

    Args:
        visit: the visit; its own payer comes first.
        locality: ``"MAC-locality"`` or ``"national"``.
        facility: True for a facility.
        track: where a year has two factors, ``"apm"`` or ``"non_apm"``; else None.

    Returns:
        One row a payer.

    Raises:
        CpteduError: for an unknown locality, or a track that is missing or not used.

    >>> from cptedu.example_visits import example_visit
    >>> billed = {one.name: one.billed for one in by_payer(example_visit("same_region"), track="non_apm")}
    >>> billed["commercial_ncci"], billed["commercial_cpt"]
    ('98940', '98940 + 97112')
    """
    where = Where(locality, facility, track)
    ordered = sorted(payers().values(), key=lambda one: (one.name != visit.payer, one.name))
    made = []
    for one in ordered:
        claim = code_visit(visit.under(one.name))
        made.append(_told(one.name, one.label, claim, where, carried(claim, where)))
    return tuple(made)


def visit_on(visit: Visit, day: date) -> Visit:
    """Give the same visit on another day; dates before it move along, so that a note stays as old as it was.

    >>> from cptedu.example_visits import example_visit
    >>> visit_on(example_visit("desk_worker"), date(2020, 3, 4)).date_of_service.year
    2020
    """
    moved = day - visit.date_of_service

    def along(one: date | None) -> date | None:
        return None if one is None else one + timedelta(days=moved.days)

    return replace(visit, date_of_service=day, xray_on=along(visit.xray_on), last_seen=along(visit.last_seen))


def by_year(
    visit: Visit, locality: str = NATIONAL, facility: bool = False, track: str = "non_apm"
) -> tuple[Compared, ...]:
    """Code and price a visit as if it had been in each year that has prices, on the same day of the year.

    Args:
        visit: the visit.
        locality: ``"MAC-locality"`` or ``"national"``; local indices are not held for every year.
        facility: True for a facility.
        track: which conversion factor to take in a year that has two.

    Returns:
        One row a year.

    Raises:
        CpteduError: for an unknown locality or track.

    >>> from cptedu.example_visits import example_visit
    >>> [(one.name, one.carries.allowed) for one in by_year(example_visit("desk_worker"))][12:14]
    [('2025', Decimal('58.54')), ('2026', Decimal('59.45'))]
    """
    made = []
    for year in years_held():
        claim = code_visit(visit_on(visit, same_day(visit.date_of_service, year)))
        where = Where(locality, facility, track if has_tracks(claim.on) else None)
        made.append(_compared(str(year), f"{year}", claim, where))
    return tuple(made)


def same_day(day: date, year: int) -> date:
    """Give the same day of another year; the 29th of February becomes the 28th.

    >>> same_day(date(2024, 2, 29), 2026)
    datetime.date(2026, 2, 28)
    """
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def has_tracks(on: date) -> bool:
    """Say whether a date of service has two conversion factors, so that a track must be chosen.

    >>> has_tracks(date(2026, 3, 4)), has_tracks(date(2025, 3, 4))
    (True, False)
    """
    return bool(tracks(on))


def _compared(name: str, label: str, claim: Claim, where: Where) -> Compared:
    """Price a claim; where no index or factor is held, say so and keep the RVU."""
    try:
        return _told(name, label, claim, where, carried(claim, where))
    except NotInDataError as problem:
        return Compared(name, label, claim, where, carried_without_amounts(claim, where), str(problem))


def _told(name: str, label: str, claim: Claim, where: Where, carries: Carried) -> Compared:
    """Say of each code that has no amount why: a total that is not known is no zero."""
    says = " ".join(f"{number}: {why}" for number, why in carries.without)
    return Compared(name, label, claim, where, carries, says)


def by_locality(visit: Visit, facility: bool = False, track: str | None = None) -> tuple[Compared, ...]:
    """Price a visit in every locality of its date; RVU are the same everywhere, dollars are not.

    Args:
        visit: the visit.
        facility: True for a facility.
        track: where a year has two factors, ``"apm"`` or ``"non_apm"``; else None.

    Returns:
        One row a locality, the national example with every index at 1 first; no locality where none is held.

    Raises:
        CpteduError: for a track that is missing or not used.

    >>> from cptedu.example_visits import example_visit
    >>> places = by_locality(example_visit("desk_worker"), track="non_apm")
    >>> places[0].label, [one.label for one in places if one.name == "15202-00"]
    ('National, every index 1', ['Ohio, OH'])
    """
    claim = code_visit(visit)
    national = Where(NATIONAL, facility, track)
    made = [_compared(NATIONAL, "National, every index 1", claim, national)]
    for row in _localities(claim.on):
        where = Where(f"{row['mac']}-{row['locality']}", facility, track)
        made.append(_compared(where.locality, f"{row['name']}, {row['state']}", claim, where))
    return tuple(made)


def _localities(on: date) -> list[Row]:
    return [row for row in rows("gpci.csv") if in_force(row, on)]
