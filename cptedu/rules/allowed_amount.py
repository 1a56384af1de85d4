"""What Medicare's fee schedule allows for a code, and for several together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from cptedu.errors import CpteduError, NotInDataError
from cptedu.facts.codes import code
from cptedu.facts.gpci import gpci_row
from cptedu.facts.schedule import factor_row, reduction_row, unpriced_row
from cptedu.facts.sources import Citation, cite
from cptedu.facts.tables import as_date
from cptedu.rules.relative_values import RelativeValues, later_indicator, relative_values

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
FORMULA_SOURCES = ("usc-42-1395w-4",)
CENT = Decimal("0.01")
REDUCED_AS_THERAPY = 5


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
    sources: tuple[str, ...]


def conversion_factor(on: date | str, track: str | None = None) -> Decimal:
    """Look up the dollars per relative value unit on a date of service.

    Args:
        on: the date of service.
        track: where a year has two factors, ``"apm"`` for a qualifying participant of an alternative payment model or
            ``"non_apm"``; else None.

    Returns:
        The conversion factor.

    Raises:
        CpteduError: when a track is needed and missing, or given and not used in that year.
        NotInDataError: when the date is not covered.

    Source: CMS, Physician Fee Schedule final rules.

    >>> conversion_factor(date(2026, 3, 4), track="non_apm")
    Decimal('33.4009')
    """
    return Decimal(factor_row(on, track)["factor"])


def allowed_amount(
    number: str,
    on: date | str,
    locality: str,
    facility: bool = False,
    track: str | None = None,
    part: str = "",
) -> Amount:
    """Work out what Medicare's fee schedule allows for one unit of a code.

    Each relative value is multiplied by the locality's index (GPCI), the three are added and multiplied by the
    conversion factor, and the result is rounded half up to the cent. A charge and a payment are other numbers.

    Args:
        number: the code.
        on: the date of service.
        locality: ``"MAC-locality"`` such as ``"15202-00"``, or ``"national"`` for every index at 1.
        facility: True for a facility, False for an office.
        track: where a year has two factors, ``"apm"`` or ``"non_apm"``; else None.
        part: for a code that is billed in parts, ``"26"`` or ``"TC"``; empty for the whole.

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
    values = _priced(number, day, facility, part)
    return _amount(_dollars(values, rates, facility), values, rates)


def allowed_amounts(
    units: Mapping[str, int], on: date | str, locality: str, facility: bool = False, track: str | None = None
) -> AllowedAmounts:
    """Work out what Medicare's fee schedule allows for several codes on one day.

    Of all units of therapy codes only the one with the highest practice expense is allowed in full; every other keeps
    the share of its practice expense that the row of the day leaves it, such as half. Work and malpractice are never
    cut. Adjustments are neither cut nor counted. Each unit is rounded, then added.

    Args:
        units: units of each code.
        on: the date of service.
        locality: ``"MAC-locality"`` or ``"national"``.
        facility: True for a facility.
        track: where a year has two factors, ``"apm"`` or ``"non_apm"``; else None.

    Returns:
        A line for each code, and the total; amounts are None where the reduction applies and the parts are not held.

    Raises:
        CpteduError: as ``allowed_amount``, and for units that are not whole.

    Source: 42 USC 1395w-4; the rows of relative values, factor, indices and reduction that answered, each with its own.

    >>> day = date(2026, 3, 4)
    >>> allowed_amounts({"97112": 2}, on=day, locality="national", track="non_apm").total
    Decimal('57.61')
    """
    day = as_date(on)
    wanted = _checked_units(units)
    rates = _rates(day, locality, track)
    values = {number: _priced(number, day, facility) for number in wanted}
    therapy = [
        number for number, count in wanted.items() if count and _reduced_as_therapy(values[number], day)
    ]
    reduction = reduction_row(day, "institution" if facility else "office")
    several = reduction is not None and sum(wanted[number] for number in therapy) > 1
    cut = _Cut(
        codes=frozenset(therapy) if several else frozenset(),
        in_full=max(therapy, key=lambda n: _rank(values[n], rates), default=None),
        kept=Decimal(reduction["pe_percent_kept"]) / 100 if reduction else Decimal(1),
    )
    lines = tuple(_line(count, values[number], rates, facility, cut) for number, count in wanted.items())
    amounts = [line.amount for line in lines]
    sources = (*_sources(values.values(), rates), *((reduction["source"],) if several and reduction else ()))
    return AllowedAmounts(
        lines=lines,
        total=sum((a for a in amounts if a is not None), Decimal("0.00")) if None not in amounts else None,
        vintage="; ".join(dict.fromkeys(one.vintage for one in values.values())),
        notes=_inferred_notes([values[number] for number in cut.codes], day),
        citations=tuple(cite(source) for source in sources),
    )


@dataclass(frozen=True)
class _Cut:
    """Which codes are cut on a day, the one of which a unit is paid in full, and what the others keep."""

    codes: frozenset[str]
    in_full: str | None
    kept: Decimal


def _line(count: int, values: RelativeValues, rates: _Rates, facility: bool, cut: _Cut) -> AllowedLine:
    full = _cents(_dollars(values, rates, facility))
    if values.code not in cut.codes:
        return AllowedLine(values.code, count, full * count, (full,) * count, full * count, 0, values.notes)
    uncut = 1 if values.code == cut.in_full else 0
    if values.pe_nonfacility is None:
        why = "no data: the reduction needs the practice expense, which is not held for this year"
        return AllowedLine(values.code, count, None, (), full * count, 0, (*values.notes, why))
    less = _cents(_dollars(values, rates, facility, cut.kept))
    each = (full,) * uncut + (less,) * (count - uncut)
    return AllowedLine(
        values.code, count, sum(each, Decimal("0.00")), each, full * count, count - uncut, values.notes
    )


def _inferred_notes(reduced: Sequence[RelativeValues], day: date) -> tuple[str, ...]:
    """Say for which year it is inferred which codes are cut: the file held for it has no indicators."""
    later = {
        found["effective_from"][:4]
        for values in reduced
        if values.multiple_procedure is None and values.work is not None
        if (found := later_indicator(values.code, day))
    }
    return tuple(
        f"which codes are reduced is inferred for {day.year} from the indicators of {year}"
        for year in sorted(later)
    )


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


def _reduced_as_therapy(values: RelativeValues, day: date) -> bool:
    if values.work is None:
        return code(values.code).always_therapy
    if values.multiple_procedure is not None:
        return values.multiple_procedure == REDUCED_AS_THERAPY
    # A file without indicators: those of the next that has them stand in, and are said to be inferred.
    later = later_indicator(values.code, day)
    return later is not None and int(later["multiple_procedure"]) == REDUCED_AS_THERAPY


def _rank(values: RelativeValues, rates: _Rates) -> tuple[Decimal, Decimal]:
    # Therapy has the office's price only.
    return (values.pe_nonfacility or Decimal(0), _dollars(values, rates, facility=False))


def _priced(number: str, day: date, facility: bool, part: str = "") -> RelativeValues:
    found = code(number)
    if facility not in (True, False):
        raise CpteduError(f"facility = {facility!r} must be True for a facility or False for an office.")
    values = relative_values(number, day, part)
    gap = unpriced_row(found.number, day)
    if gap is not None:
        raise NotInDataError(
            f"Dollars of {found.number} are not told from {gap['effective_from']} to {gap['effective_to']}. {gap['why']}"
        )
    if values.status == "C" or not values.total():
        raise CpteduError(
            f"{found.number} is priced by the contractor; CMS gives it no relative values. Ask the contractor."
        )
    if facility and found.always_therapy:
        raise CpteduError(
            f"A facility price of {found.number} is not applicable: CMS pays therapy codes at the office rate."
        )
    return values


def _rates(day: date, locality: str, track: str | None) -> _Rates:
    found = factor_row(day, track)
    factor = Decimal(found["factor"])
    if isinstance(locality, str) and locality.strip().lower() == NATIONAL:
        one = Decimal(1)
        return _Rates(one, one, one, factor, (found["source"],))
    row = gpci_row(locality, day)
    return _Rates(
        Decimal(row["work"]), Decimal(row["pe"]), Decimal(row["mp"]), factor, (found["source"], row["source"])
    )


def _sources(values: Iterable[RelativeValues], rates: _Rates) -> tuple[str, ...]:
    """Give the law, then the source of each row that gave a number."""
    of_values = (citation.id for one in values for citation in one.citations)
    return tuple(dict.fromkeys((*FORMULA_SOURCES, *of_values, *rates.sources)))


def _dollars(values: RelativeValues, rates: _Rates, facility: bool, pe_kept: Decimal = Decimal(1)) -> Decimal:
    pe = values.pe_facility if facility else values.pe_nonfacility
    if values.work is None or pe is None or values.mp is None:
        national = all(index == 1 for index in (rates.work, rates.pe, rates.mp))
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
    made.notes = values.notes
    made.citations = tuple(cite(source) for source in _sources([values], rates))
    made.vintage = values.vintage
    return made
