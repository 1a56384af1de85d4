"""What codes were worth over the years, in RVU or dollars: settings in, numbers of the rules out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from cptedu.charts.theme import PALETTE
from cptedu.errors import CpteduError, NotInDataError, unknown
from cptedu.facts.code_groups import code_group
from cptedu.facts.codes import code, codes
from cptedu.facts.gpci import locality_name
from cptedu.facts.schedule import factor_changes, track_row, tracks_known, unpriced_row, years_held, years_of
from cptedu.facts.tables import rows
from cptedu.rules.allowed_amount import NATIONAL, allowed_amount
from cptedu.rules.relative_values import relative_values

__all__ = [
    "MEASURES",
    "MOST_CODES",
    "PARTS",
    "PLACES",
    "Locality",
    "Point",
    "Quoted",
    "RvuSettings",
    "codes_with_values",
    "columns_of_years",
    "localities",
    "quoted_figures",
    "rvu_points",
    "track_label",
    "tracks_of",
]

MEASURES = ("rvu", "dollars")
PLACES = ("office", "facility")
PARTS = {"work": "work", "pe": "practice expense", "mp": "malpractice"}
MOST_CODES = len(PALETTE)


@dataclass(frozen=True)
class RvuSettings:
    """What is to be seen.

    Attributes:
        codes: one to six codes, in the order of their colours.
        measure: ``rvu``, or ``dollars`` as Medicare's fee schedule allows them.
        parts: True for work, practice expense and malpractice one on another, False for totals as lines; RVU only.
        places: ``office``, ``facility`` or both.
        locality: ``"MAC-locality"`` or ``"national"``; it changes dollars, never RVUs.
    """

    codes: tuple[str, ...] = field(default_factory=lambda: code_group("article"))
    measure: str = "rvu"
    parts: bool = False
    places: tuple[str, ...] = ("office",)
    locality: str = NATIONAL

    def __post_init__(self) -> None:
        if not 0 < len(self.codes) <= MOST_CODES:
            raise CpteduError(f"Choose one to {MOST_CODES} codes; {len(self.codes)} are chosen.")
        for number in self.codes:
            if code(number).number not in codes_with_values():
                raise unknown("code with relative values", number, codes_with_values())
        if len(set(self.codes)) < len(self.codes):
            raise CpteduError("A code is chosen twice. Choose each once.")
        if self.measure not in MEASURES:
            raise unknown("measure", self.measure, MEASURES)
        if not self.places or any(place not in PLACES for place in self.places):
            raise unknown("place", next(iter(set(self.places) - set(PLACES)), ""), PLACES)
        if self.parts and self.measure == "dollars":
            raise CpteduError("Dollars are shown as totals; the parts are shown in RVU.")
        if self.locality != NATIONAL and self.locality not in {one.id for one in localities()}:
            raise CpteduError(
                f"{self.locality!r} is not a locality. Write MAC and locality, such as '15202-00' for Ohio, or 'national'."
            )


@dataclass(frozen=True)
class Point:
    """One number of one code, or the reason why there is none.

    Attributes:
        code: the code.
        year: the year of service.
        place: ``office`` or ``facility``.
        part: ``total``, ``work``, ``pe`` or ``mp``.
        track: ``apm`` or ``non_apm`` for dollars of a year that has two factors, else empty.
        value: RVU or dollars; None where no value is held.
        says: what must be said beside it, or why there is none; each thing by itself.
        from_day: the first day of service of this value, where it is not the whole year's; else None.
        is_later: False for the value that a later one of the same year replaced.
    """

    code: str
    year: int
    place: str
    part: str
    track: str
    value: Decimal | None
    says: tuple[str, ...] = ()
    from_day: date | None = None
    is_later: bool = True

    @property
    def when(self) -> str:
        """The year as it stands on the axis: in dollars a year may have two tracks."""
        return f"{self.year} {track_label(self.track)}" if self.track else str(self.year)


@dataclass(frozen=True)
class Quoted:
    """A figure that the article quotes, at no confirmed date."""

    code: str
    total: Decimal


@dataclass(frozen=True)
class Locality:
    """A place with payment indices of its own: ``15202-00`` is Ohio."""

    id: str
    state: str
    name: str


@cache
def codes_with_values() -> tuple[str, ...]:
    """List the codes for which relative values are held.

    >>> "97112" in codes_with_values(), "97039" in codes_with_values()
    (True, False)
    """
    held = {row["code"] for row in rows("rvu.csv") if Decimal(row["total_nonfacility"] or 0)}
    return tuple(number for number in codes() if number in held)


@cache
def localities() -> tuple[Locality, ...]:
    """List the localities, each by its latest name.

    >>> [one.id for one in localities() if one.state == "OH"]
    ['15202-00']
    """
    latest: dict[str, Locality] = {}
    for row in sorted(rows("gpci.csv"), key=lambda one: one["effective_from"]):
        found = locality_name(row)
        latest[found] = Locality(found, row["state"], row["name"])
    return tuple(sorted(latest.values(), key=lambda one: (one.state, one.name)))


def quoted_figures(chosen: Iterable[str]) -> tuple[Quoted, ...]:
    """Give what the article quotes for codes.

    >>> quoted_figures(["97112"])
    (Quoted(code='97112', total=Decimal('0.78')),)
    """
    wanted = tuple(chosen)
    held = (Quoted(row["code"], Decimal(row["total_rvu"])) for row in rows("article_figures.csv"))
    return tuple(one for one in held if one.code in wanted)


def rvu_points(settings: RvuSettings) -> tuple[Point, ...]:
    """Ask the rules for every number that the settings want to see.

    Args:
        settings: what is to be seen.

    Returns:
        One point for each code, place, year and part; a value that is not held is None, with the reason.

    >>> points = rvu_points(RvuSettings(codes=("97112",)))
    >>> [(one.year, one.value) for one in points if one.year == 2026]
    [(2026, Decimal('0.98'))]
    """
    points = []
    for number in settings.codes:
        for place in settings.places:
            for year in years_held():
                if settings.measure == "dollars":
                    points += _dollars(number, year, place, settings.locality)
                else:
                    points += _rvus(number, year, place, parts=settings.parts)
    return tuple(points)


def _rvus(number: str, year: int, place: str, *, parts: bool) -> list[Point]:
    facility = place == "facility"

    def point(part: str, value: Decimal | None, *says: str) -> Point:
        return Point(number, year, place, part, "", value, says)

    try:
        values = relative_values(number, date(year, 7, 1))
        total = values.total(facility)
    except NotInDataError:
        return [point("total", None, "no value is held")]
    if values.status == "C" or not total:
        return [point("total", None, "priced by the contractor, without relative values")]
    pe = values.pe_facility if facility else values.pe_nonfacility
    if not parts or values.work is None or pe is None or values.mp is None:
        return [point("total", total, *values.notes)]
    held = {"work": values.work, "pe": pe, "mp": values.mp}
    return [point(part, value, *values.notes) for part, value in held.items()]


def _dollars(number: str, year: int, place: str, locality: str) -> list[Point]:
    """Give the dollars of a year: one point for each track, and for each conversion factor of the year."""
    days = (date(year, 1, 1), *sorted({*factor_changes(year), *_days_told_again(number, year)}))
    made = []
    for track in tracks_of(year) or ("",):
        for day in days:
            value, says = _priced(number, day, place, locality, track)
            from_day = day if len(days) > 1 else None
            made.append(Point(number, year, place, "total", track, value, says, from_day, day == days[-1]))
    return made


def _priced(
    number: str, day: date, place: str, locality: str, track: str
) -> tuple[Decimal | None, tuple[str, ...]]:
    gap = unpriced_row(number, day)
    if gap is not None:
        return None, (gap["why"].rstrip("."),)
    try:
        amount = allowed_amount(number, day, locality, facility=place == "facility", track=track or None)
    except CpteduError as problem:
        return None, (_reason(str(problem)),)
    return Decimal(amount), tuple(one for one in amount.notes if not one.startswith("totals only"))


def _reason(words: str) -> str:
    """Say in short why there is no price; the rule's own sentences name the day and what to do instead."""
    if "not applicable" in words:
        return "CMS pays therapy codes at the office rate; a facility price is not applicable"
    if "by the contractor" in words:
        return "priced by the contractor"
    if "total RVU" in words:
        return "only the total is held, so no locality can be priced"
    if "GPCI" in words:
        return "no index of this locality is held"
    return "no value is held"


@cache
def tracks_of(year: int) -> tuple[str, ...]:
    """Give the tracks that have a conversion factor of their own in a year.

    >>> tracks_of(2025), tracks_of(2026)
    ((), ('non_apm', 'apm'))
    """
    factors = rows("conversion_factor.csv")
    return tuple(
        track for track in tracks_known() if year in years_of(row for row in factors if row["track"] == track)
    )


def track_label(track: str) -> str:
    """Name a track as the axis does.

    >>> track_label("non_apm")
    'non-APM'
    """
    return track_row(track)["label"]


def columns_of_years(measure: str) -> tuple[str, ...]:
    """List what stands on the axis: the years, and in dollars both tracks of a year that has them.

    >>> columns_of_years("dollars")[12:15]
    ('2025', '2026 non-APM', '2026 APM')
    """
    listed: list[str] = []
    for year in years_held():
        tracks = tracks_of(year) if measure == "dollars" else ()
        listed += [f"{year} {track_label(track)}" for track in tracks] or [str(year)]
    return tuple(listed)


def _days_told_again(number: str, year: int) -> set[date]:
    """Give the days within a year on which the dollars of a code are known again after a gap."""
    ended = {
        date.fromisoformat(row["effective_to"]) + timedelta(days=1)
        for row in rows("unpriced.csv")
        if row["code"] == number and row["effective_to"]
    }
    return {day for day in ended if day.year == year}
