"""What a further therapy unit of a day is cut by: the first unit whole, the next with what is kept of its practice expense."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from cptedu.charts.bars import Bar, Heading, Segment, bars, no_data
from cptedu.charts.offline import Figure
from cptedu.errors import CpteduError
from cptedu.explain import day_in_words
from cptedu.facts.schedule import reduction_row
from cptedu.facts.sources import cite
from cptedu.facts.tables import as_date
from cptedu.rules.relative_values import RelativeValues, relative_values

__all__ = ["reduction_chart"]

_REDUCED = 5  # CMS's indicator of what is reduced as therapy
_COLUMNS = {
    "code": "Code",
    "unit": "Unit",
    "work": "Work",
    "pe": "Practice expense",
    "mp": "Malpractice",
    "total": "RVU",
}


def reduction_chart(*codes: str, on: date | str) -> Figure:
    """Draw the first unit of a therapy beside a further one of the same day, in an office.

    Args:
        codes: the codes.
        on: the date of service.

    Returns:
        The figure.

    Raises:
        CpteduError: for a code that is not reduced, a day on which nothing is cut, or parts of a value that are not held.

    Source: CMS relative value files; the reduction's own row.

    >>> [(row["unit"], row["pe"]) for row in reduction_chart("97112", on="2026-03-04").rows]
    [('first', Decimal('0.47')), ('further', Decimal('0.235'))]
    """
    day = as_date(on)
    cut = reduction_row(day, "office")
    if not codes or cut is None:
        raise no_data(f"a reduction of therapy on {day_in_words(day)}")
    kept = Decimal(cut["pe_percent_kept"])
    values = [_reduced(number, day) for number in codes]
    rows = [row for one in values for row in _rows(one, kept)]
    first, further = (_total(rows, unit) for unit in ("first", "further"))
    share = (100 * further / first).quantize(Decimal(1))
    words = codes[0] if len(codes) == 1 else f"{', '.join(codes[:-1])} and {codes[-1]}"
    sources = [one for value in values for one in value.citations] + [cite(cut["source"])]
    return Figure(
        chart=bars(list(_bars(rows, kept)), "RVU"),
        title=f"On one day a further unit of {words} carries {share} percent of the first: only the practice expense is cut",
        summary="; ".join(f"{row['code']}, {row['unit']} unit: {row['total']} RVU" for row in rows) + ".",
        source="; ".join(dict.fromkeys(map(str, sources))),
        vintage=f"On {day_in_words(day)} {kept} percent of the practice expense of a further unit is kept. Which unit of a day"
        " counts as the first: the one with the highest practice expense.",
        columns=_COLUMNS,
        rows=rows,
    )


def _reduced(number: str, day: date) -> RelativeValues:
    value = relative_values(number, day)
    if value.multiple_procedure != _REDUCED:
        raise CpteduError(f"{number} is not cut as a therapy on {day_in_words(day)}.")
    if None in (value.work, value.pe_nonfacility, value.mp):
        raise no_data(f"the parts of {number} on {day_in_words(day)}")
    return value


def _rows(value: RelativeValues, kept: Decimal) -> Iterator[dict[str, object]]:
    work, pe, mp = value.work or Decimal(0), value.pe_nonfacility or Decimal(0), value.mp or Decimal(0)
    for unit, own in (("first", pe), ("further", pe * kept / 100)):
        yield {"code": value.code, "unit": unit, "work": work, "pe": own, "mp": mp, "total": work + own + mp}


def _total(rows: Sequence[Mapping[str, object]], unit: str) -> Decimal:
    return sum((Decimal(str(row["total"])) for row in rows if row["unit"] == unit), Decimal(0))


def _bars(rows: list[dict[str, object]], kept: Decimal) -> Iterator[Bar | Heading]:
    code = ""
    for row in rows:
        if row["code"] != code:
            code = str(row["code"])
            yield Heading(code)
        pieces = tuple(
            Segment(kind, Decimal(str(row[kind])), f"{code}, {row['unit']} unit:\n{row[kind]} RVU")
            for kind in ("work", "pe", "mp")
        )
        is_first = row["unit"] == "first"
        label = "the first unit" if is_first else f"a further unit: {kept} percent of the practice expense"
        yield Bar(label, pieces, f"{row['total']} RVU")
