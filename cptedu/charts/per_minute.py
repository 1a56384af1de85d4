"""What a minute carries: the relative value of timed codes, a unit of fifteen minutes, through the years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import altair as alt

from cptedu.charts.bars import no_data
from cptedu.charts.offline import Figure
from cptedu.charts.series import TOLD, chart_of, look_of, moved_apart, years_across
from cptedu.charts.theme import PALETTE, SIZE
from cptedu.errors import CpteduError
from cptedu.facts.codes import code as code_named
from cptedu.facts.sources import cite
from cptedu.facts.tables import rows

__all__ = ["per_minute_chart"]

MINUTES_A_UNIT = 15
_WIDTH, _HEIGHT = 760, 320
_ROOM = 1.8  # years right of the last point, for the names
_NO_PRICE = "I"
_COLUMNS = {"year": "Year", "code": "Code", "unit": "RVU a unit, office", "minute": "RVU a minute"}


@dataclass(frozen=True)
class _Point:
    code: str
    year: int
    unit: Decimal

    @property
    def minute(self) -> Decimal:
        """Give what one of the minutes carries, to four places."""
        return (self.unit / MINUTES_A_UNIT).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def per_minute_chart(*codes: str) -> Figure:
    """Draw the relative value of a minute of timed codes in an office, in each year held.

    Args:
        codes: timed codes, six at most.

    Returns:
        The figure.

    Raises:
        CpteduError: for a code that is not timed or not held, for none and for more than six.

    Source: CMS relative value files; a unit stands for fifteen minutes.

    >>> per_minute_chart("97112").columns["minute"]
    'RVU a minute'
    """
    if not 0 < len(codes) <= len(PALETTE):
        raise CpteduError(f"Choose one to {len(PALETTE)} codes to draw; {len(codes)} were given.")
    for number in codes:
        if code_named(number).timed != "yes":
            raise CpteduError(f"{number} is not billed by time, so no minute of it has a value.")
    held = [row for row in rows("rvu.csv") if row["code"] in codes and row["total_nonfacility"]]
    points = _points(codes, held)
    if not points:
        raise no_data(f"a relative value of {', '.join(codes)}")
    return Figure(
        chart=_chart(codes, points),
        title=_title(points),
        summary=f"Lines of the RVU of one minute in an office. {'; '.join(_told(one, points) for one in codes)}.",
        source="; ".join(dict.fromkeys(str(cite(row["source"])) for row in held)),
        vintage=f"Held until {max(one.year for one in points)}. A unit is taken as fifteen minutes; it is billed from eight on.",
        columns=_COLUMNS,
        rows=[
            {"year": str(one.year), "code": one.code, "unit": one.unit, "minute": one.minute}
            for one in points
        ],
    )


def _points(codes: Sequence[str], held: Iterable[Mapping[str, str]]) -> list[_Point]:
    """Give a point for each year: the value that the year began with."""
    first: dict[tuple[str, int], tuple[str, Decimal]] = {}
    for row in held:
        if row["status"] == _NO_PRICE:
            continue
        key = row["code"], int(row["effective_from"][:4])
        if key not in first or row["effective_from"] < first[key][0]:
            first[key] = row["effective_from"], Decimal(row["total_nonfacility"])
    ordered = sorted(first, key=lambda one: (codes.index(one[0]), one[1]))
    return [_Point(code, year, first[code, year][1]) for code, year in ordered]


def _title(points: Sequence[_Point]) -> str:
    """Say which minute carries most in the last year, and which least."""
    last = max(one.year for one in points)
    of_last = sorted((one for one in points if one.year == last), key=lambda one: one.unit)
    low, high = of_last[0], of_last[-1]
    if low is high:
        own = [one for one in points if one.code == high.code]
        first = own[0]
        was = (
            f", and carried {first.minute} in {first.year}"
            if first.minute != high.minute
            else f", as in {first.year}"
        )
        return (
            f"A minute of {high.code} carries {high.minute} RVU in {last}{was if first.year < last else ''}"
        )
    if low.minute == high.minute:
        return f"In {last} a minute of each of these codes carries {high.minute} RVU"
    return f"In {last} a minute of {high.code} carries most, {high.minute} RVU, and one of {low.code} least, {low.minute}"


def _told(code: str, points: Sequence[_Point]) -> str:
    own = [one for one in points if one.code == code]
    if not own:
        return f"{code}: no data"
    return f"{code}: {own[0].minute} in {own[0].year}, {own[-1].minute} in {own[-1].year}"


def _chart(codes: Sequence[str], points: Sequence[_Point]) -> Any:
    years = sorted({one.year for one in points})
    values = [float(one.minute) for one in points]
    low, high = min(values) - 0.004, max(values) + 0.004
    drawn = [
        {
            "code": one.code,
            "year": one.year,
            "minute": float(one.minute),
            "tip": f"{one.code} in {one.year}:\n{one.minute} RVU a minute",
        }
        for one in points
    ]
    ends = [(float(one.minute), one.code) for one in points if one.year == years[-1]]
    names = [
        {"code": code, "year": years[-1], "minute": at, "name": code}
        for at, code in moved_apart(ends, (high - low) / 14)
    ]
    across = years_across(years, _ROOM)
    up = alt.Y(
        "minute:Q",
        title="RVU a minute",
        scale=alt.Scale(domain=[low, high], nice=False),
        axis=alt.Axis(format=".3f", tickCount=5),
    )
    look = look_of("code", codes)
    return alt.layer(
        chart_of(drawn).mark_line(aria=False).encode(across, up, look["color"], look["dash"]),
        chart_of(drawn)
        .mark_point(filled=True, opacity=1)
        .encode(across, up, look["color"], look["shape"], **TOLD),
        chart_of(names)
        .mark_text(align="left", dx=12, fontSize=SIZE, aria=False)
        .encode(across, up, look["color"], text="name:N"),
    ).properties(width=_WIDTH, height=_HEIGHT)
