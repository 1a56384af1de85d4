"""The chart of the RVU explorer: lines through the years, or parts upon one another, and the article's figures at no year."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import altair as alt

from cptedu.charts.rvu_points import (
    PARTS,
    PLACES,
    Point,
    Quoted,
    RvuSettings,
    columns_of_years,
    track_label,
)
from cptedu.charts.series import QUOTED, TOLD, chart_of, look_of, moved_apart, quoted_strip
from cptedu.charts.theme import INK
from cptedu.facts.codes import code
from cptedu.facts.schedule import tracks_known

__all__ = [
    "UNITS",
    "amount_in_words",
    "lines_drawn",
    "name_of_line",
    "parts_drawn",
    "totals_by_code",
    "value_of",
]

_WIDTH, _HEIGHT, _QUOTED_WIDTH = 640, 300, 120
_SMALL_WIDTH, _SMALL_HEIGHT = 350, 220
_LABEL_HEIGHT = 20
_PART_COLOURS = ("#0b4a78", "#e0a84f", "#5a5a5a")
_ARTICLE = "article"
UNITS = {"dollars": "Dollars allowed for one unit", "rvu": "RVU of one unit"}


def amount_in_words(value: Decimal, measure: str) -> str:
    """Write a value with its unit: dollars, or RVU."""
    return f"${value:,.2f}" if measure == "dollars" else f"{value} RVU"


def name_of_line(point: Point, settings: RvuSettings) -> str:
    """Name a line: where office and facility are both drawn, the facility's says so."""
    beside_office = point.place == "facility" and len(settings.places) > 1
    return f"{point.code} facility" if beside_office else point.code


def value_of(point: Point) -> Decimal:
    """Give the value of a point; nothing counts as zero."""
    return point.value if point.value is not None else Decimal(0)


def totals_by_code(held: Sequence[Point]) -> dict[tuple[str, str], list[Point]]:
    """Put totals by code and place, in order of years; where a year has tracks, that of most clinicians."""
    found: dict[tuple[str, str], dict[int, Decimal]] = {}
    for one in held:
        if one.is_later and one.track in ("", *tracks_known()[:1]):
            years = found.setdefault((one.code, one.place), {})
            years[one.year] = years.get(one.year, Decimal(0)) + value_of(one)
    return {
        (number, place): [Point(number, year, place, "total", "", value) for year, value in years.items()]
        for (number, place), years in found.items()
    }


def lines_drawn(settings: RvuSettings, held: Sequence[Point], said: Sequence[Quoted]) -> Any:
    """Draw a line for each code and place, and what the article says beside them."""
    drawn, same = _without_doubles([point for point in held if point.is_later])
    values = [*map(value_of, drawn), *(one.total for one in said)]
    room = max((max(values) - min(values)) * Decimal("0.12"), max(values) * Decimal("0.04"))
    height = alt.Scale(
        domain=[float(max(min(values) - room, Decimal(0))), float(max(values) + room)], nice=False, zero=False
    )
    look = look_of("code", settings.codes)
    color, shape = look["color"], look["shape"]
    dash = alt.StrokeDash(
        "place:N", scale=alt.Scale(domain=list(PLACES), range=[[1, 0], [7, 5]]), legend=None
    )
    usual = track_label(tracks_known()[0])
    when = alt.X(
        "when:O",
        title="Year of service",
        scale=alt.Scale(domain=list(columns_of_years(settings.measure))),
        axis=alt.Axis(
            labelAngle=0,
            labelExpr=f"split(replace(datum.label, ' {usual}', ''), ' ')",
            labelOverlap=False,
        ),
    )
    unit = UNITS[settings.measure]
    axis = _axis(settings) if not said else alt.Axis(labels=False, ticks=False, domain=False)
    value = alt.Y("value:Q", title=None if said else unit, scale=height, axis=axis)
    where = alt.FillOpacity("place:N", scale=alt.Scale(domain=list(PLACES), range=[1, 0]), legend=None)
    base = chart_of(
        [_drawn(point, settings, same) | {"line": line} for point, line in _unbroken(settings, drawn)]
    )
    names = chart_of(_end_names(settings, drawn, same, height.domain))
    width = _WIDTH if said else _WIDTH + _QUOTED_WIDTH
    main = alt.layer(
        base.transform_filter("!datum.apm")
        .mark_line(aria=False)
        .encode(when, value, color, dash, detail="line:N"),
        base.mark_point(fill="white", size=90, strokeOpacity=0, aria=False).encode(when, value, shape),
        base.mark_point(filled=True, opacity=1, strokeOpacity=1, strokeWidth=2.5).encode(
            when,
            value,
            color,
            shape,
            where,
            stroke=look["stroke"],
            **TOLD,
        ),
        names.mark_text(align="left", dx=12, aria=False).encode(when, value, color, text="name:N"),
    ).properties(width=width, height=_HEIGHT)
    if not said:
        return main
    quoted = alt.Y("value:Q", title=unit, scale=height, axis=_axis(settings))
    strip = quoted_strip(
        map(_drawn_quoted, said), quoted, look, "code:N", width=_QUOTED_WIDTH, height=_HEIGHT
    )
    return alt.hconcat(strip, main, spacing=24)


def _axis(settings: RvuSettings) -> Any:
    return alt.Axis(format="$.2f" if settings.measure == "dollars" else ".2f", labelOverlap=True)


def _unbroken(settings: RvuSettings, drawn: Sequence[Point]) -> list[tuple[Point, str]]:
    """Name the unbroken stretch of line to which each point belongs: a year without a value breaks it."""
    columns = {when: at for at, when in enumerate(columns_of_years(settings.measure))}
    named: list[tuple[Point, str]] = []
    stretch = 0
    for before, point in zip([None, *drawn], drawn, strict=False):
        if before is None or columns[point.when] - columns[before.when] > 1:
            stretch += 1
        named.append((point, f"{point.code} {point.place} {stretch}"))
    return named


def _without_doubles(points: Sequence[Point]) -> tuple[list[Point], frozenset[str]]:
    """Take facility lines away that lie on their office lines; name the codes of which that is true."""
    lines: dict[tuple[str, str], dict[str, Decimal | None]] = {}
    for point in points:
        lines.setdefault((point.code, point.place), {})[point.when] = point.value
    same = frozenset(
        number
        for number, place in lines
        if lines[number, place] == lines.get((number, PLACES[1])) and place == PLACES[0]
    )
    return [one for one in points if one.place == PLACES[0] or one.code not in same], same


def _end_names(
    settings: RvuSettings, drawn: Sequence[Point], same: frozenset[str], domain: Sequence[float]
) -> list[dict[str, object]]:
    """Name each line at its end; names that would touch are moved apart."""
    last = {(point.code, point.place): point for point in drawn}
    apart = (domain[1] - domain[0]) * _LABEL_HEIGHT / _HEIGHT
    placed = moved_apart(((float(value_of(point)), point) for point in last.values()), apart)
    return [
        _drawn(point, settings)
        | {"value": at, "name": f"{point.code} both" if point.code in same else name_of_line(point, settings)}
        for at, point in placed
    ]


# ------------------------------------------------------------------------------------------------- parts


def parts_drawn(settings: RvuSettings, held: Sequence[Point], said: Sequence[Quoted]) -> Any:
    """Draw one small chart for each code and place: the parts one on another, and bare totals hollow."""
    panels = [(number, place) for number in settings.codes for place in settings.places]
    highest = max(value_of(one) for own in totals_by_code(held).values() for one in own)
    height = alt.Scale(domain=[0, float(highest * Decimal("1.05"))], nice=True)
    charts = []
    for panel in panels:
        own = [point for point in held if (point.code, point.place) == panel]
        quoted = [one for one in said if (one.code, "office") == panel]
        charts.append(_panel(settings, panel, own, quoted, height).properties(**_look(panel, len(panels))))
    pairs = [charts[at : at + 2] for at in range(0, len(charts), 2)]
    return alt.vconcat(*(alt.hconcat(*pair, spacing=30) for pair in pairs), spacing=20)


def _look(panel: tuple[str, str], of: int) -> dict[str, Any]:
    number, place = panel
    title = f"{number}, {place}: {code(number).label}"
    if of == 1:
        return {"width": _WIDTH + _QUOTED_WIDTH, "height": _HEIGHT, "title": title}
    return {"width": _SMALL_WIDTH, "height": _SMALL_HEIGHT, "title": f"{number}, {place}"}


def _panel(
    settings: RvuSettings, panel: tuple[str, str], own: Sequence[Point], quoted: Sequence[Quoted], height: Any
) -> Any:
    parts = list(PARTS)
    is_wide = len(settings.codes) * len(settings.places) == 1
    short = "toNumber(datum.label) % 2 ? '\\'' + slice(datum.label, 2) : ''"
    words = f"datum.label === '{_ARTICLE}' ? datum.label : {'datum.label' if is_wide else short}"
    when = alt.X(
        "when:O",
        title=None,
        scale=alt.Scale(
            domain=[*([_ARTICLE, ""] if quoted else []), *columns_of_years("rvu")], paddingInner=0.15
        ),
        axis=alt.Axis(labelAngle=0, labelExpr=words, labelOverlap=False, ticks=False),
    )
    value = alt.Y(
        "value:Q",
        title="RVU of one unit",
        scale=height,
        stack="zero",
        axis=alt.Axis(format=".1f", tickCount=5),
    )
    colour = alt.Color(
        "part:N",
        title=None,
        scale=alt.Scale(domain=list(PARTS.values()), range=list(_PART_COLOURS)),
        legend=alt.Legend(orient="top", direction="horizontal", symbolType="square")
        if panel == (settings.codes[0], settings.places[0])
        else None,
    )
    split = [
        _drawn(point, settings) | {"part": PARTS[point.part], "order": parts.index(point.part)}
        for point in own
        if point.part in PARTS
    ]
    whole = [_drawn(point, settings) for point in own if point.part == "total"]
    return alt.layer(
        chart_of(split)
        .mark_bar(stroke="white", strokeWidth=1)
        .encode(when, value, colour, order=alt.Order("order:Q", sort="ascending"), **TOLD),
        chart_of(whole)
        .mark_bar(fill="white", stroke=INK, strokeWidth=1.5, strokeDash=[4, 3])
        .encode(when, value, **TOLD),
        chart_of(map(_drawn_quoted, quoted))
        .mark_point(filled=False, opacity=1, strokeWidth=3, size=120, color=INK, shape="diamond")
        .encode(when, alt.Y("value:Q", scale=height), **TOLD),
    )


# ------------------------------------------------------------------------------------------------- what is drawn


def _drawn(point: Point, settings: RvuSettings, same: frozenset[str] = frozenset()) -> dict[str, object]:
    part = f", {PARTS[point.part]}" if point.part in PARTS else ""
    where = "in a facility" if point.place == "facility" else "in an office"
    where = "in office and facility" if point.code in same else where
    bare = "\nthe parts are not held" if settings.parts and not part else ""
    return {
        "code": point.code,
        "when": point.when,
        "place": point.place,
        "value": float(value_of(point)),
        "apm": point.track in tracks_known()[1:],
        "tip": f"{point.code} in {point.when}{part}:\n{amount_in_words(value_of(point), settings.measure)} {where}{bare}",
    }


def _drawn_quoted(one: Quoted) -> dict[str, object]:
    tip = f"{one.code}: {one.total} RVU,\n{QUOTED}"
    return {"code": one.code, "when": _ARTICLE, "value": float(one.total), "tip": tip}
