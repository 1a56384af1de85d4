"""RVUs and dollars of codes over the years, drawn as the settings want them seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any

import altair as alt

from cptedu.charts.offline import Figure
from cptedu.charts.rvu_points import (
    PARTS,
    PLACES,
    Point,
    Quoted,
    RvuSettings,
    columns_of_years,
    localities,
    quoted_figures,
    rvu_points,
    track_label,
)
from cptedu.charts.theme import INK, PALETTE, SHAPES
from cptedu.errors import CpteduError
from cptedu.facts.codes import code
from cptedu.facts.gpci import locality_name
from cptedu.facts.schedule import factor_changes, track_row, tracks_known
from cptedu.facts.sources import cite
from cptedu.facts.tables import rows
from cptedu.rules.allowed_amount import NATIONAL

__all__ = ["RvuSettings", "notes_beside", "rvu_explorer"]

QUOTED = "quoted by the article, year not confirmed"

_WIDTH, _HEIGHT, _QUOTED_WIDTH = 640, 300, 120
_SMALL_WIDTH, _SMALL_HEIGHT = 350, 220
_LABEL_HEIGHT = 20
_PART_COLOURS = ("#0b4a78", "#e0a84f", "#5a5a5a")
_ARTICLE = "article"
_COLUMNS = {
    "code": "Code",
    "year": "Year",
    "place": "Where",
    "what": "What",
    "value": "",
    "says": "Said with it",
}
_UNITS = {"dollars": "Dollars allowed for one unit", "rvu": "RVU of one unit"}


def rvu_explorer(settings: RvuSettings | None = None) -> Figure:
    """Draw codes over the years, with the numbers as a table beneath.

    Args:
        settings: what is to be seen; by default four codes' totals in an office.

    Returns:
        The figure. Its title says the point of just these numbers.

    Raises:
        CpteduError: when none of the wanted numbers is held; the message says why.

    Source: each number is what ``relative_values`` or ``allowed_amount`` answers.

    >>> rvu_explorer(RvuSettings(codes=("97112",))).summary[:33]
    'Total RVU, as lines, in an office'
    """
    wanted = settings or RvuSettings()
    points = rvu_points(wanted)
    held = [point for point in points if point.value is not None]
    if not held:
        reasons = dict.fromkeys(f"{one.code}: {', '.join(one.says)}" for one in points)
        raise CpteduError(f"None of these numbers is held. {'; '.join(reasons)}.")
    said = quoted_figures(wanted.codes) if wanted.measure == "rvu" else ()
    return Figure(
        chart=_stacked(wanted, held, said) if wanted.parts else _lines(wanted, held, said),
        title=_title(wanted, held),
        summary=_summary(wanted, held, said),
        source=_source(wanted, said),
        vintage=" ".join(notes_beside(wanted, points)),
        columns={**_COLUMNS, "value": _UNITS[wanted.measure]},
        rows=[*map(_quoted_row, said), *map(_table_row, points)],
    )


# ------------------------------------------------------------------------------------------------- in words


def _number(value: Decimal, measure: str) -> str:
    return f"${value:,.2f}" if measure == "dollars" else f"{value} RVU"


def _name(point: Point, settings: RvuSettings) -> str:
    """Name a line: where office and facility are both drawn, the facility's says so."""
    beside_office = point.place == "facility" and len(settings.places) > 1
    return f"{point.code} facility" if beside_office else point.code


def _value(point: Point) -> Decimal:
    return point.value if point.value is not None else Decimal(0)


def _series(held: Sequence[Point]) -> dict[tuple[str, str], list[Point]]:
    """Put totals by code and place, in order of years; where a year has tracks, that of most clinicians."""
    found: dict[tuple[str, str], dict[int, Decimal]] = {}
    for one in held:
        if one.is_later and one.track in ("", *tracks_known()[:1]):
            years = found.setdefault((one.code, one.place), {})
            years[one.year] = years.get(one.year, Decimal(0)) + _value(one)
    return {
        (number, place): [Point(number, year, place, "total", "", value) for year, value in years.items()]
        for (number, place), years in found.items()
    }


def _title(settings: RvuSettings, held: Sequence[Point]) -> str:
    series = _series(held)
    if settings.parts:
        return _title_of_parts(held)
    both = [number for number in settings.codes if all((number, place) in series for place in PLACES)]
    if both:
        return _title_of_places(settings, series, both)
    where = ", in a facility" if settings.places == ("facility",) else ""
    most = max(series.values(), key=lambda own: abs(_value(own[-1]) / _value(own[0]) - 1))
    first, last = most[0], most[-1]
    then, now = _number(_value(first), settings.measure), _number(_value(last), settings.measure)
    if len(series) > 1 and then == now:
        return f"No code is worth more or less in {last.year} than in {first.year}{where}"
    if len(series) > 1:
        years = f"Between {first.year} and {last.year}"
        return f"{years}, {last.code} changed most: {then}, then {now} ({_percent(first, last)}){where}"
    if first.year == last.year:
        return f"{last.code}: {now} in {last.year}{where}"
    before = f"as in {first.year}" if then == now else f"{then} in {first.year} ({_percent(first, last)})"
    return f"{last.code}: {now} in {last.year}, {before}{where}"


def _title_of_places(
    settings: RvuSettings, series: Mapping[tuple[str, str], Sequence[Point]], both: Sequence[str]
) -> str:
    office, facility = max(
        ((series[number, "office"][-1], series[number, "facility"][-1]) for number in both),
        key=lambda pair: _value(pair[0]) - _value(pair[1]),
    )
    if office.value == facility.value:
        return f"In {office.year} each code is worth the same in a facility as in an office"
    return (
        f"{office.code} in {office.year}: {_number(_value(office), settings.measure)} in an office,"
        f" {_number(_value(facility), settings.measure)} in a facility"
    )


def _title_of_parts(held: Sequence[Point]) -> str:
    shares: dict[str, tuple[int, int]] = {}
    for one in held:
        if one.part == "work" and one.place == held[0].place:
            own = [p for p in held if (p.code, p.year, p.place) == (one.code, one.year, one.place)]
            share = _value(one) / sum(map(_value, own), Decimal(0)) * 100
            shares[one.code] = int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP)), one.year
    if not shares:
        return "Only totals are held for these codes"
    where = " in a facility" if held[0].place == "facility" else ""
    (low, year), number = min((share, number) for number, share in shares.items())
    (high, _), other = max((share, number) for number, share in shares.items())
    if low == high:
        return f"In {year} work is {low} percent of the RVU of {' and '.join(shares)}{where}"
    return f"In {year} work is from {low} percent ({number}) to {high} percent ({other}) of the RVU{where}"


def _percent(first: Point, last: Point) -> str:
    change = (_value(last) / _value(first) - 1) * 100
    return f"{'up' if change > 0 else 'down'} {abs(change).quantize(Decimal('0.1'), ROUND_HALF_UP)} percent"


def _summary(settings: RvuSettings, held: Sequence[Point], said: Sequence[Quoted]) -> str:
    in_dollars = settings.measure == "dollars"
    what = (
        "Dollars allowed by Medicare's fee schedule, as lines"
        if in_dollars
        else "RVU in parts, as bars"
        if settings.parts
        else "Total RVU, as lines"
    )
    places = " and ".join("in an office" if one == "office" else "in a facility" for one in settings.places)
    sign = "$" if in_dollars else ""
    parts = []
    for own in _series(held).values():
        low, high = min(map(_value, own)), max(map(_value, own))
        span = f"{sign}{low} to {sign}{high}, " if low != high else ""
        parts.append(f"{_name(own[-1], settings)} {span}{sign}{_value(own[-1])} in {own[-1].year}")
    years = [one.year for one in held]
    quotes = ", ".join(f"{one.code} {one.total}" for one in said)
    beside = f"; apart from these, {QUOTED}: {quotes}" if quotes else ""
    where = f"{places}, {_locality(settings)}" if in_dollars else places
    return f"{what}, {where}, {min(years)} to {max(years)}: {'; '.join(parts)}{beside}."


def _locality(settings: RvuSettings) -> str:
    if settings.locality == NATIONAL:
        return "national, without a local index"
    found = next(one for one in localities() if one.id == settings.locality)
    return f"{found.name} ({found.state})"


def _source(settings: RvuSettings, said: Sequence[Quoted]) -> str:
    wanted = [row["source"] for row in rows("rvu.csv") if row["code"] in settings.codes]
    if settings.measure == "dollars":
        wanted += [row["source"] for row in rows("conversion_factor.csv")]
        wanted += [row["source"] for row in rows("gpci.csv") if locality_name(row) == settings.locality]
    held = "; ".join(str(cite(source)) for source in dict.fromkeys(wanted))
    if not said:
        return held
    quoted = "; ".join(
        str(cite(one)) for one in dict.fromkeys(r["source"] for r in rows("article_figures.csv"))
    )
    return f"{held}. Hollow marks, {QUOTED}: {quoted}"


def notes_beside(settings: RvuSettings, points: Sequence[Point]) -> list[str]:
    """Say what must be said beside the chart: each thing once, with the years and codes of which it is true.

    Args:
        settings: what is seen.
        points: what the rules answered.

    Returns:
        Whole sentences.

    >>> chosen = RvuSettings(codes=("97112",), measure="dollars", locality="15202-00")
    >>> notes_beside(chosen, rvu_points(chosen))[0]
    '2013 to 2018: no index of this locality is held.'
    """
    notes = [f"{where}: {words}." for where, words in _grouped(settings, points)]
    changed = sorted(
        {
            point.year
            for point in points
            if point.value is not None and point.from_day in factor_changes(point.year)
        }
    )
    if changed:
        notes.append(
            f"The conversion factor changed within {' and '.join(map(str, changed))}; the chart shows the later amount,"
            " the table both."
        )
    if any(point.track and point.value is not None for point in points):
        notes.append(
            "; ".join(f"{row['label']}: for {row['who']}" for row in map(track_row, tracks_known()[::-1]))
            + "."
        )
    if settings.measure == "dollars":
        notes.append("Dollars are those of each year. Allowed is neither the charge nor the payment.")
    return notes


def _said(settings: RvuSettings, point: Point) -> list[str]:
    """Give what is said of a point, as far as it concerns what is drawn."""
    bare = [words for words in point.says if words.startswith("totals only")]
    others = [words for words in point.says if words not in bare]
    return [*others, *(f"{words} (dashed)" for words in bare if settings.parts)]


def _grouped(settings: RvuSettings, points: Sequence[Point]) -> list[tuple[str, str]]:
    by_words: dict[str, dict[str, list[int]]] = {}
    for point in points:
        for words in _said(settings, point):
            years = by_words.setdefault(words, {}).setdefault(_name(point, settings), [])
            if point.year not in years:
                years.append(point.year)
    every_line = len(settings.codes) * len(settings.places)
    said = []
    for words, of in by_words.items():
        for years, names in groupby(sorted(of, key=lambda name: of[name]), key=lambda name: of[name]):
            listed = list(names)
            which = "" if len(listed) == every_line else f"{', '.join(listed)}, "
            said.append((f"{which}{_spans(years)}", words))
    return said


def _spans(years: Sequence[int]) -> str:
    """Write years in short: 2013 to 2018, 2020."""
    runs = [list(run) for _, run in groupby(enumerate(sorted(years)), key=lambda pair: pair[1] - pair[0])]
    return ", ".join(str(run[0][1]) if len(run) == 1 else f"{run[0][1]} to {run[-1][1]}" for run in runs)


# ------------------------------------------------------------------------------------------------- the table


def _table_row(point: Point) -> dict[str, object]:
    began = f", from {point.from_day:%B} {point.from_day.day}" if point.from_day else ""
    return {
        "code": point.code,
        "year": f"{point.when}{began}",
        "place": point.place,
        "what": PARTS.get(point.part, point.part),
        "value": point.value,
        "says": "; ".join(point.says) or "–",
    }


def _quoted_row(one: Quoted) -> dict[str, object]:
    return {
        "code": one.code,
        "year": "not confirmed",
        "place": "not said",
        "what": "total",
        "value": one.total,
        "says": "quoted by the article",
    }


# ------------------------------------------------------------------------------------------------- lines


def _lines(settings: RvuSettings, held: Sequence[Point], said: Sequence[Quoted]) -> Any:
    drawn, same = _without_doubles([point for point in held if point.is_later])
    values = [*map(_value, drawn), *(one.total for one in said)]
    room = max((max(values) - min(values)) * Decimal("0.12"), max(values) * Decimal("0.04"))
    height = alt.Scale(
        domain=[float(max(min(values) - room, Decimal(0))), float(max(values) + room)], nice=False, zero=False
    )
    colours = alt.Scale(domain=list(settings.codes), range=list(PALETTE))
    color = alt.Color("code:N", scale=colours, legend=None)
    shape = alt.Shape("code:N", scale=alt.Scale(domain=list(settings.codes), range=list(SHAPES)), legend=None)
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
    unit = _UNITS[settings.measure]
    axis = _axis(settings) if not said else alt.Axis(labels=False, ticks=False, domain=False)
    value = alt.Y("value:Q", title=None if said else unit, scale=height, axis=axis)
    where = alt.FillOpacity("place:N", scale=alt.Scale(domain=list(PLACES), range=[1, 0]), legend=None)
    base = alt.Chart(
        _data([_drawn(point, settings, same) | {"line": line} for point, line in _unbroken(settings, drawn)])
    )
    names = alt.Chart(_data(_end_names(settings, drawn, same, height.domain)))
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
            stroke=alt.Stroke("code:N", scale=colours, legend=None),
            description="tip:N",
            tooltip="tip:N",
        ),
        names.mark_text(align="left", dx=12, aria=False).encode(when, value, color, text="name:N"),
    ).properties(width=width, height=_HEIGHT)
    return alt.hconcat(_strip(settings, said, color, shape, height), main, spacing=24) if said else main


def _axis(settings: RvuSettings) -> Any:
    return alt.Axis(format="$.2f" if settings.measure == "dollars" else ".2f", labelOverlap=True)


def _strip(settings: RvuSettings, said: Sequence[Quoted], color: Any, shape: Any, height: Any) -> Any:
    """Draw what the article quotes in a strip of its own: hollow marks at no year."""
    marks = alt.Chart(
        _data([_drawn_quoted(one) for one in said]),
        title=alt.TitleParams(["Quoted by the", "article, year not", "confirmed"]),
    )
    value = alt.Y("value:Q", title=_UNITS[settings.measure], scale=height, axis=_axis(settings))
    hollow = marks.mark_point(filled=False, opacity=1, strokeWidth=3, size=120)
    return alt.layer(
        hollow.encode(value, color, shape, description="tip:N", tooltip="tip:N"),
        marks.mark_text(align="left", dx=12, aria=False).encode(value, color, text="code:N"),
    ).properties(width=_QUOTED_WIDTH, height=_HEIGHT)


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
    names: list[dict[str, object]] = []
    lowest = float("-inf")
    for point in sorted(last.values(), key=_value):
        lowest = max(float(_value(point)), lowest + apart)
        name = f"{point.code} both" if point.code in same else _name(point, settings)
        names.append(_drawn(point, settings) | {"value": lowest, "name": name})
    return names


# ------------------------------------------------------------------------------------------------- parts


def _stacked(settings: RvuSettings, held: Sequence[Point], said: Sequence[Quoted]) -> Any:
    """Draw one small chart for each code and place: the parts one on another, and bare totals hollow."""
    panels = [(number, place) for number in settings.codes for place in settings.places]
    highest = max(_value(one) for own in _series(held).values() for one in own)
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
    told: dict[str, Any] = {"description": "tip:N", "tooltip": "tip:N"}
    split = [
        _drawn(point, settings) | {"part": PARTS[point.part], "order": parts.index(point.part)}
        for point in own
        if point.part in PARTS
    ]
    whole = [_drawn(point, settings) for point in own if point.part == "total"]
    return alt.layer(
        alt.Chart(_data(split))
        .mark_bar(stroke="white", strokeWidth=1)
        .encode(when, value, colour, order=alt.Order("order:Q", sort="ascending"), **told),
        alt.Chart(_data(whole))
        .mark_bar(fill="white", stroke=INK, strokeWidth=1.5, strokeDash=[4, 3])
        .encode(when, value, **told),
        alt.Chart(_data([_drawn_quoted(one) for one in quoted]))
        .mark_point(filled=False, opacity=1, strokeWidth=3, size=120, color=INK, shape="diamond")
        .encode(when, alt.Y("value:Q", scale=height), **told),
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
        "value": float(_value(point)),
        "apm": point.track in tracks_known()[1:],
        "tip": f"{point.code} in {point.when}{part}:\n{_number(_value(point), settings.measure)} {where}{bare}",
    }


def _drawn_quoted(one: Quoted) -> dict[str, object]:
    tip = f"{one.code}: {one.total} RVU,\n{QUOTED}"
    return {"code": one.code, "when": _ARTICLE, "value": float(one.total), "tip": tip}


def _data(values: list[dict[str, object]]) -> Any:
    return alt.Data(values=values)  # type: ignore[no-untyped-call]
