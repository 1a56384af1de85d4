"""What Medicare's fee schedule allows for a code, and for several together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from cptedu.errors import CpteduError, NotInDataError
from cptedu.facts.codes import code
from cptedu.facts.counties import how_to_find_a_locality
from cptedu.facts.sources import Citation, cite
from cptedu.facts.tables import Row, as_date, in_force, one_row, rows
from cptedu.rules.relative_values import RelativeValues, relative_values

__all__ = [
    "NATIONAL",
    "AllowedAmounts",
    "AllowedLine",
    "Amount",
    "allowed_amount",
    "allowed_amounts",
    "conversion_factor",
]

NATIONAL = "national"
FORMULA_SOURCES = ("usc-42-1395w-4", "pfs-rvu", "pfs-conversion-factor")
REDUCTION_SOURCES = ("ngs-mppr",)
TRACKS = ("apm", "non_apm")
FIRST_WITH_PARTS = date(2019, 1, 1)
FIRST_WITH_INDICATORS = date(2020, 1, 1)
PE_KEPT = Decimal("0.5")
CENT = Decimal("0.01")
REDUCED_AS_THERAPY = 5
SUGGESTED = 3


class Amount(Decimal):
    """Dollars to the cent, with what must be said beside them and where they come from."""

    notes: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    vintage: str = ""


@dataclass(frozen=True)
class AllowedLine:
    """One code among several, priced together.

    Attributes:
        code: the code.
        units: its units.
        amount: all its units together; None when the reduction is not known.
        unit_amounts: each unit's amount, highest first.
        full_amount: what the units would come to without the reduction.
        reduced_units: how many units were reduced.
        notes: what must be said beside them.
    """

    code: str
    units: int
    amount: Decimal | None
    unit_amounts: tuple[Decimal, ...]
    full_amount: Decimal
    reduced_units: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class AllowedAmounts:
    """Several codes of one visit, priced together.

    Attributes:
        lines: one for each code, in order of their number.
        total: all lines together; None when the reduction of one is not known.
        vintage: the releases that answered.
        notes: what must be said beside the total.
        citations: the passages on which it rests.
    """

    lines: tuple[AllowedLine, ...]
    total: Decimal | None
    vintage: str
    notes: tuple[str, ...]
    citations: tuple[Citation, ...]

    def line(self, number: str) -> AllowedLine:
        """Give the line of one code."""
        for one in self.lines:
            if one.code == number:
                return one
        raise CpteduError(
            f"{number} is not among the priced codes: {', '.join(one.code for one in self.lines)}."
        )


@dataclass(frozen=True)
class _Rates:
    work: Decimal
    pe: Decimal
    mp: Decimal
    factor: Decimal
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def conversion_factor(on: date | str, track: str | None = None) -> Decimal:
    """Look up the dollars per relative value unit on a date of service.

    Args:
        on: the date of service.
        track: for 2026, ``"apm"`` for a qualifying participant of an alternative payment model or ``"non_apm"``; for
            other years None.

    Returns:
        The conversion factor.

    Raises:
        CpteduError: when a track is needed and missing, or given and not used in that year.
        NotInDataError: when the date is not covered.

    Source: CMS, Physician Fee Schedule final rules.

    >>> conversion_factor(date(2026, 3, 4), track="non_apm")
    Decimal('33.4009')
    """
    day = as_date(on)
    table = rows("conversion_factor.csv")
    held = [row for row in table if in_force(row, day)]
    tracks = sorted(row["track"] for row in held if row["track"] != "all")
    covered = (
        f"Held from {min(r['effective_from'] for r in table)} to {max(r['effective_to'] for r in table)}."
    )
    if track is not None and track not in TRACKS:
        raise CpteduError(
            f"track = {track!r} is not known. Accepted: {', '.join(TRACKS)}, or None where a year has no tracks."
        )
    if tracks and track is None:
        raise CpteduError(f"{day.year} has two conversion factors. Say which track: {' or '.join(tracks)}.")
    if held and not tracks and track is not None:
        raise CpteduError(f"{day.year} has one conversion factor for all. Leave track = {track!r} out.")
    wanted = [row for row in table if row["track"] == (track if tracks else "all")]
    return Decimal(one_row(wanted, day, what="conversion factor", covered=covered)["factor"])


def allowed_amount(
    number: str, on: date | str, locality: str, facility: bool = False, track: str | None = None
) -> Amount:
    """Work out what Medicare's fee schedule allows for one unit of a code.

    Each relative value is multiplied by the locality's index (GPCI), the three are added and multiplied by the
    conversion factor, and the result is rounded half up to the cent. A charge and a payment are other numbers.

    Args:
        number: the code.
        on: the date of service.
        locality: ``"MAC-locality"`` such as ``"15202-00"``, or ``"national"`` for every index at 1.
        facility: True for a facility, False for an office.
        track: for 2026, ``"apm"`` or ``"non_apm"``; for other years None.

    Returns:
        Dollars to the cent; a ``Decimal`` that also has ``.notes``, ``.citations`` and ``.vintage``.

    Raises:
        CpteduError: for an unknown code, a code priced by the contractor, a facility price of a therapy code, or a track
            that is missing or not used.
        NotInDataError: for a date or locality that is not covered.

    Source: 42 USC 1395w-4; CMS relative value, conversion factor and GPCI files.

    >>> allowed_amount("98940", on=date(2026, 3, 4), locality="national", track="non_apm")
    Decimal('26.72')
    """
    day = as_date(on)
    rates = _rates(day, locality, track)
    values = _priced(number, day, facility)
    return _amount(_dollars(values, rates, facility), values, rates)


def allowed_amounts(
    units: Mapping[str, int], on: date | str, locality: str, facility: bool = False, track: str | None = None
) -> AllowedAmounts:
    """Work out what Medicare's fee schedule allows for several codes on one day.

    Of all units of therapy codes only the one with the highest practice expense is allowed in full; every other loses
    half of its practice expense, from 2013-04-01. Work and malpractice are never cut. Adjustments are neither cut nor
    counted. Each unit is rounded, then added.

    Args:
        units: units of each code.
        on: the date of service.
        locality: ``"MAC-locality"`` or ``"national"``.
        facility: True for a facility.
        track: for 2026, ``"apm"`` or ``"non_apm"``.

    Returns:
        A line for each code, and the total; amounts are None where the reduction applies and the parts are not held.

    Raises:
        CpteduError: as ``allowed_amount``, and for units that are not whole.

    Source: National Government Services on the multiple-procedure reduction, reviewed 2023-11-02.

    >>> day = date(2026, 3, 4)
    >>> allowed_amounts({"97112": 2}, on=day, locality="national", track="non_apm").total
    Decimal('57.61')
    """
    day = as_date(on)
    wanted = _checked_units(units)
    rates = _rates(day, locality, track)
    values = {number: _priced(number, day, facility) for number in wanted}
    therapy = [number for number, count in wanted.items() if count and _reduced_as_therapy(number, day)]
    several = sum(wanted[number] for number in therapy) > 1
    unknown = several and day < FIRST_WITH_PARTS
    in_full = max(therapy, key=lambda n: _rank(values[n], rates), default=None)
    lines = []
    for number, count in wanted.items():
        full = _cents(_dollars(values[number], rates, facility))
        notes = values[number].notes
        uncut = count
        each: tuple[Decimal, ...] = (full,) * count
        amount: Decimal | None = full * count
        if number in therapy and unknown:
            notes += ("no data: the reduction needs the practice expense, which is not held before 2019",)
            each, amount = (), None
        elif number in therapy and several:
            uncut = 1 if number == in_full else 0
            less = _cents(_dollars(values[number], rates, facility, PE_KEPT))
            each = (full,) * uncut + (less,) * (count - uncut)
            amount = sum(each, Decimal("0.00"))
        lines.append(AllowedLine(number, count, amount, each, full * count, count - uncut, notes))
    amounts = [line.amount for line in lines]
    return AllowedAmounts(
        lines=tuple(lines),
        total=sum((a for a in amounts if a is not None), Decimal("0.00")) if None not in amounts else None,
        vintage="; ".join(dict.fromkeys(one.vintage for one in values.values())),
        notes=rates.notes + _reduction_notes(day, several),
        citations=tuple(cite(source) for source in rates.sources + (REDUCTION_SOURCES if several else ())),
    )


def _reduction_notes(day: date, several: bool) -> tuple[str, ...]:
    if several and FIRST_WITH_PARTS <= day < FIRST_WITH_INDICATORS:
        return ("which codes are reduced is inferred for 2019 from the indicators of 2020",)
    return ()


def _checked_units(units: Mapping[str, int]) -> dict[str, int]:
    if not isinstance(units, Mapping):
        raise CpteduError(f'Give the units of each code, such as {{"97112": 1}}, not {units!r}.')
    checked: dict[str, int] = {}
    for number, count in units.items():
        found = code(number).number
        if isinstance(count, bool) or not isinstance(count, int) or count < 0:
            raise CpteduError(f"{found}: {count!r} is not a number of whole units, 0 or more.")
        if found in checked:
            raise CpteduError(f"{found} is given twice. Add its units together first.")
        checked[found] = count
    return dict(sorted(checked.items()))


def _reduced_as_therapy(number: str, day: date) -> bool:
    if day < FIRST_WITH_PARTS:
        return code(number).always_therapy
    # In 2019 the file held has no indicators; those of 2020 stand in and are said to be inferred.
    values = relative_values(number, max(day, FIRST_WITH_INDICATORS))
    return values.multiple_procedure == REDUCED_AS_THERAPY


def _rank(values: RelativeValues, rates: _Rates) -> tuple[Decimal, Decimal]:
    # Therapy has the office's price only.
    return (values.pe_nonfacility or Decimal(0), _dollars(values, rates, facility=False))


def _priced(number: str, day: date, facility: bool) -> RelativeValues:
    found = code(number)
    if facility not in (True, False):
        raise CpteduError(f"facility = {facility!r} must be True for a facility or False for an office.")
    values = relative_values(number, day)
    if values.status == "C" or values.total() == 0:
        raise CpteduError(
            f"{found.number} is priced by the contractor; CMS gives it no relative values. Ask the contractor."
        )
    if facility and found.always_therapy:
        raise CpteduError(
            f"A facility price of {found.number} is not applicable: CMS pays therapy codes at the office rate."
        )
    return values


def _rates(day: date, locality: str, track: str | None) -> _Rates:
    factor = conversion_factor(day, track)
    if isinstance(locality, str) and locality.strip().lower() == NATIONAL:
        one = Decimal(1)
        return _Rates(one, one, one, factor, (), FORMULA_SOURCES)
    row = _locality(locality, day)
    notes = (
        ()
        if row["basis"] == "CMS file"
        else ("the locality's 2026 indices are recovered from published rates, not read",)
    )
    return _Rates(
        Decimal(row["work"]),
        Decimal(row["pe"]),
        Decimal(row["mp"]),
        factor,
        notes,
        (*FORMULA_SOURCES, row["source"]),
    )


def _read_localities() -> dict[str, tuple[Row, ...]]:
    named: dict[str, tuple[Row, ...]] = {}
    for row in rows("gpci.csv"):
        name = f"{row['mac']}-{row['locality']}"
        named[name] = (*named.get(name, ()), row)
    return named


_localities = cache(_read_localities)


def _nearest_localities(given: object) -> str:
    said = str(given).strip().lower()
    held = {f"{r['mac']}-{r['locality']}": r for r in rows("gpci.csv")}
    how = how_to_find_a_locality(given)
    of_mac = _named([name for name in held if said[:5] == held[name]["mac"]], held)
    if any(letter.isdigit() for letter in said):
        # A number is never taken for another one that looks like it.
        return "".join(f" {told}" for told in (how, of_mac and f"As a MAC, {said[:5]} has {of_mac}.") if told)
    near = [
        name
        for name, row in held.items()
        if said and (said == row["state"].lower() or row["name"].lower().startswith(said))
    ]
    named = _named(near, held)
    return (f" {how}" if how else "") + (f" Did you mean {named}?" if named else "")


def _named(near: list[str], held: Mapping[str, Row]) -> str:
    return " or ".join(f"{name!r} ({held[name]['name']})" for name in near[:SUGGESTED])


def _locality(locality: str, day: date) -> Row:
    spelled = locality.strip() if isinstance(locality, str) else ""
    if spelled not in _localities():
        raise CpteduError(
            f"{locality!r} is not a locality. Write MAC and locality, such as '15202-00' for Ohio, or 'national'."
            f"{_nearest_localities(locality)}"
        )
    table = rows("gpci.csv")
    covered = f"Localities are held from {min(r['effective_from'] for r in table)} to {max(r['effective_to'] for r in table)}"
    return one_row(
        _localities()[spelled],
        day,
        what=f"geographic index (GPCI) of {spelled}",
        covered=f"{covered}; use 'national'.",
    )


def _dollars(values: RelativeValues, rates: _Rates, facility: bool, pe_kept: Decimal = Decimal(1)) -> Decimal:
    pe = values.pe_facility if facility else values.pe_nonfacility
    if values.work is None or pe is None or values.mp is None:
        national = rates.work == rates.pe == rates.mp == 1
        if national and pe_kept == 1:
            return values.total(facility) * rates.factor
        raise NotInDataError(
            f"Only the total RVU of {values.code} is held for this year, so no locality can be priced. Use 'national'."
        )
    weighted = values.work * rates.work + pe * pe_kept * rates.pe + values.mp * rates.mp
    return weighted * rates.factor


def _cents(dollars: Decimal) -> Decimal:
    return dollars.quantize(CENT, rounding=ROUND_HALF_UP)


def _amount(dollars: Decimal, values: RelativeValues, rates: _Rates) -> Amount:
    made = Amount(_cents(dollars))
    made.notes = values.notes + rates.notes
    made.citations = tuple(cite(source) for source in rates.sources)
    made.vintage = values.vintage
    return made
