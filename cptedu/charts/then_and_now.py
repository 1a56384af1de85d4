"""The article's comparisons, then and now: one code as a share of another, and dollars as a share of a first year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import altair as alt

from cptedu.analysis.then_and_now import FACTOR, DollarPoint, RatioPoint
from cptedu.charts.bars import no_data
from cptedu.charts.money import dollars, sources_in_words
from cptedu.charts.offline import Figure
from cptedu.charts.series import QUOTED, TOLD, chart_of, look_of, moved_apart, quoted_strip
from cptedu.charts.theme import INK
from cptedu.facts.schedule import track_row, tracks
from cptedu.rules.allowed_amount import conversion_factor

__all__ = ["dollars_chart", "ratios_chart"]

_WIDTH, _HEIGHT, _STRIP = 600, 340, 150
_BESIDE, _ROOM = 0.2, 0.3  # years between the last point and its name, and to the end of the axis
_LABEL = 22  # pixels between two names at the ends of lines
_RATIO_COLUMNS = {
    "pair": "Compared",
    "said_by": "Said by",
    "year": "Year",
    "rvu": "RVU of the first",
    "other_rvu": "RVU of the second",
    "ratio": "First as % of the second",
}
_DOLLAR_COLUMNS = {
    "code": "Code",
    "from_day": "From",
    "rvu": "Total RVU",
    "factor": "Conversion factor, $",
    "dollars": "Allowed for one unit, $",
    "share": "% of the base",
    "says": "Said with it",
}


def _pair(point: RatioPoint) -> str:
    return f"{point.code} to {point.other}"


# ------------------------------------------------------------------------------------------------- ratios


def ratios_chart(found: Sequence[RatioPoint]) -> Figure:
    """Draw how much of another code's RVU a code carries, by year, and apart from it what the article quotes.

    Args:
        found: pairs of codes, as the article quotes them and as CMS had them.

    Returns:
        The figure; where a ratio is not held its line has a gap, and words below say why.

    Raises:
        CpteduError: when no year of any pair is held.

    >>> from cptedu.analysis.then_and_now import ratios
    >>> ratios_chart(ratios([("97112", "97110")])).rows[0]["year"]
    '2013'
    """
    quoted = [one for one in found if one.year is None]
    of_cms = [one for one in found if one.year is not None]
    held = [one for one in of_cms if one.ratio is not None]
    if not held:
        raise no_data("a year of both codes")
    return Figure(
        chart=_ratio_layers(of_cms, quoted),
        title=_ratios_title(held),
        summary=_ratios_summary(held, quoted),
        source=sources_in_words(cited for one in found for cited in one.citations)
        + (f". Hollow marks, {QUOTED}" if quoted else ""),
        vintage=f"Held from {min(_year(one) for one in held)} to {max(_year(one) for one in held)}, total RVU in an office."
        f"{_years_not_held(of_cms)}",
        columns=_RATIO_COLUMNS,
        rows=[
            {
                "pair": _pair(one),
                "said_by": one.said_by if one.year else "the article",
                "year": str(one.year or "not confirmed"),
                "rvu": one.rvu,
                "other_rvu": one.other_rvu,
                "ratio": one.ratio,
            }
            for one in found
        ],
    )


def _year(point: RatioPoint) -> int:
    return point.year or 0


def _last(held: Sequence[RatioPoint]) -> list[RatioPoint]:
    """Give the newest point of each pair."""
    return list({_pair(one): one for one in sorted(held, key=_year)}.values())


def _ratios_title(held: Sequence[RatioPoint]) -> str:
    first, *others = _last(held)
    told = [_more_or_less(first, "RVU "), *(_more_or_less(one) + _other_year(one, first) for one in others)]
    *before, last = told
    joined = f"{', '.join(before)} and {last}" if before else last
    return f"In {first.year} {first.code} has {joined}"


def _more_or_less(one: RatioPoint, what: str = "") -> str:
    """Say how much more a code has than another."""
    if one.ratio is None or one.ratio == 100:
        return f"as many {what}as {one.other}"
    return f"{abs(one.ratio - 100)} percent {'more' if one.ratio > 100 else 'fewer'} {what}than {one.other}"


def _other_year(one: RatioPoint, first: RatioPoint) -> str:
    return f" (in {one.year})" if one.year != first.year else ""


def _ratios_summary(held: Sequence[RatioPoint], quoted: Sequence[RatioPoint]) -> str:
    told = []
    for last in _last(held):
        own = [one for one in held if _pair(one) == _pair(last)]
        first, shares = min(own, key=_year), [one.ratio for one in own if one.ratio is not None]
        told.append(
            f"{_pair(last)}: {first.ratio} percent in {first.year}, between {min(shares)} and {max(shares)},"
            f" {last.ratio} in {last.year}"
        )
    quotes = ", ".join(f"{_pair(one)} {one.rvu} to {one.other_rvu}, {one.ratio} percent" for one in quoted)
    beside = f" Apart from these, {QUOTED}: {quotes}." if quotes else ""
    return f"Lines of one code's RVU as a share of another's. {'; '.join(told)}.{beside}"


def _years_not_held(of_cms: Sequence[RatioPoint]) -> str:
    return _told_once(
        (_pair(one), str(one.year), f"no data. {one.says}") for one in of_cms if one.ratio is None
    )


def _ratio_layers(of_cms: Sequence[RatioPoint], quoted: Sequence[RatioPoint]) -> Any:
    held = [one for one in of_cms if one.ratio is not None]
    pairs = list(dict.fromkeys(map(_pair, held)))
    values = [*(one.ratio for one in (*held, *quoted) if one.ratio is not None), Decimal(100)]
    scale = alt.Scale(domain=[float(min(values)) - 6, float(max(values)) + 6], nice=False, zero=False)
    look = look_of("series", pairs)
    main = alt.layer(
        chart_of([{"value": 100.0}])
        .mark_rule(stroke=INK, strokeDash=[2, 3], aria=False)
        .encode(alt.Y("value:Q", scale=scale)),
        *_lines(
            [
                {
                    "series": _pair(one),
                    "run": sum(1 for gap in of_cms[:at] if gap.ratio is None),
                    "when": float(_year(one)),
                    "value": float(one.ratio),
                    "tip": f"{_pair(one)} in {one.year}:\n{one.rvu} to {one.other_rvu} RVU, {one.ratio} percent",
                }
                for at, one in enumerate(of_cms)
                if one.ratio is not None
            ],
            look,
            scale,
            None if quoted else "% of the second code's RVU",
            step=False,
        ),
        _end_names(
            [(_pair(one), float(one.ratio or 0), _pair(one)) for one in _last(held)],
            look,
            scale,
            max(map(_year, held)) + _BESIDE,
        ),
    ).properties(width=_WIDTH, height=_HEIGHT)
    if not quoted:
        return main
    drawn = [
        {
            "series": _pair(one),
            "value": float(one.ratio or 0),
            "words": f"{one.ratio}%",
            "tip": f"{_pair(one)}: {one.rvu} to {one.other_rvu} RVU,\n{QUOTED}",
        }
        for one in quoted
    ]
    value = alt.Y("value:Q", title="% of the second code's RVU", scale=scale)
    strip = quoted_strip(drawn, value, look, "words:N", 130, width=_STRIP, height=_HEIGHT)
    return alt.hconcat(strip, main, spacing=24)


# ------------------------------------------------------------------------------------------------- dollars


def dollars_chart(found: Sequence[DollarPoint]) -> Figure:
    """Draw what became of codes in dollars, as a share of a base day, with the conversion factor beside them.

    Args:
        found: the points of ``dollars_over_the_years``.

    Returns:
        The figure; nominal dollars stand at the lines' ends, under the pointer and in the table. Where dollars are not
        known the line has a gap, and words below and in the table say why.

    Raises:
        CpteduError: when there is no day on which the dollars of all are known, so that nothing can be a share of them.

    >>> from cptedu.analysis.then_and_now import dollars_over_the_years
    >>> "beside July 2014" in dollars_chart(dollars_over_the_years(["98940"])).title
    True
    """
    series = list(dict.fromkeys(one.code for one in found))
    held = [one for one in found if one.share is not None]
    if {one.code for one in held} != set(series):
        raise no_data(f"a day with the dollars of {', '.join(series)} together")
    last = [next(one for one in reversed(held) if one.code == name) for name in series]
    shares = [float(one.share) for one in held if one.share is not None]
    scale = alt.Scale(domain=[min(shares) - 2, max(shares) + 2], nice=False, zero=False)
    look = look_of("series", series)
    base = _day_in_words(found[0].base)
    chart = alt.layer(
        *_lines(_drawn_dollars(found, base), look, scale, f"% of the dollars of {base}", step=True),
        _end_names(
            [(one.code, float(one.share or 0), _ending(one)) for one in last],
            look,
            scale,
            max(one.from_day.year for one in found) + _BESIDE,
        ),
    ).properties(width=_WIDTH + 40, height=_HEIGHT)
    return Figure(
        chart=chart,
        title=_dollars_title(last, base),
        summary=f"Stepped lines of dollars as a share of {base}, to {last[-1].from_day.year}. "
        + "; ".join(_dollars_told(held, one) for one in last)
        + ".",
        source=sources_in_words(cited for one in found for cited in one.citations),
        vintage=f"One unit in an office, national, dollars of each day, not adjusted for what a dollar buys."
        f"{_tracks_told(last[-1])}{_gaps_told(found)}",
        columns=_DOLLAR_COLUMNS,
        rows=[
            {
                "code": one.code,
                "from_day": str(one.from_day),
                "rvu": one.rvu,
                "factor": one.factor,
                "dollars": one.dollars,
                "share": one.share,
                "says": one.says or "–",
            }
            for one in found
        ],
    )


def _drawn_dollars(found: Sequence[DollarPoint], base: str) -> list[dict[str, object]]:
    """Give the points that are drawn; where dollars are not known a line ends, and another run of it begins after."""
    return [
        {
            "series": one.code,
            "run": sum(1 for gap in found[:at] if gap.share is None),
            "when": _decimal_year(one.from_day),
            "value": float(one.share),
            "tip": f"{one.code} from {one.from_day}:\n{dollars(one.dollars)}, {one.share} percent of {base}",
        }
        for at, one in enumerate(found)
        if one.share is not None
    ]


def _day_in_words(day: date) -> str:
    """Name a year by its first day, and another day by its month."""
    return str(day.year) if (day.month, day.day) == (1, 1) else f"{day:%B} {day.year}"


def _dollars_told(held: Sequence[DollarPoint], last: DollarPoint) -> str:
    first = next(one for one in held if one.code == last.code)
    return (
        f"{last.code}: {dollars(first.dollars)} in {_day_in_words(first.from_day)}, {dollars(last.dollars)} in"
        f" {last.from_day.year}, {last.share} percent"
    )


def _tracks_told(last: DollarPoint) -> str:
    """Say by which of two factors the last day is priced."""
    for track in tracks(last.from_day):
        if conversion_factor(last.from_day, track) == last.factor:
            row = track_row(track)
            return f" In {last.from_day.year} the factor is the {row['label']} one, for {row['who']}."
    return ""


def _gaps_told(found: Sequence[DollarPoint]) -> str:
    """Say once for which codes dollars are not told, and why; a day that is not held at all is named."""
    held = [one for one in found if one.rvu is not None and one.factor is not None]
    return _told_once((one.code, "", one.says) for one in held) + _told_once(
        (one.code, _day_in_words(one.from_day), f"no data. {one.says}") for one in found if one not in held
    )


def _told_once(said: Iterable[tuple[str, str, str]]) -> str:
    """Say each reason once, with the lines and the days of which it is true."""
    by_reason: dict[str, dict[str, None]] = {}
    names: dict[str, dict[str, None]] = {}
    for name, day, why in said:
        if why:
            names.setdefault(why, {})[name] = None
            by_reason.setdefault(why, {})[day] = None
    return "".join(
        f" {', '.join(filter(None, (*names[why], *days)))}: {why}" for why, days in by_reason.items()
    )


def _ending(one: DollarPoint) -> str:
    return f"{one.code} {dollars(one.dollars)}"


def _dollars_title(last: Sequence[DollarPoint], base: str) -> str:
    codes = [one for one in last if one.code != FACTOR]
    factor = next(one for one in last if one.code == FACTOR)
    year = factor.from_day.year
    told = [
        f"{one.code} {_up_or_down(one)}" + (f" (in {one.from_day.year})" if one.from_day.year != year else "")
        for one in codes
    ]
    return f"Dollars of {year} beside {base}: {', '.join(told)}, the conversion factor {_up_or_down(factor)}"


def _up_or_down(one: DollarPoint) -> str:
    if one.share is None or one.share == 100:
        return "as it was"
    return f"{'up' if one.share > 100 else 'down'} {abs(one.share - 100)} percent"


def _decimal_year(day: date) -> float:
    return round(day.year + (day.timetuple().tm_yday - 1) / 365.25, 3)


# ------------------------------------------------------------------------------------------------- lines


def _lines(
    values: list[dict[str, object]], look: dict[str, Any], scale: Any, title: str | None, *, step: bool
) -> tuple[Any, Any]:
    data = chart_of(values)
    years = [int(float(str(one["when"]))) for one in values]
    across = alt.X(
        "when:Q",
        title="Year of service",
        scale=alt.Scale(domain=[min(years), max(years) + _ROOM], nice=False),
        # Every second year has its number, counted from the newest, so that this one is always named.
        axis=alt.Axis(format="d", values=list(range(max(years), min(years) - 1, -2)), grid=False),
    )
    up = alt.Y(
        "value:Q", title=title, scale=scale, axis=alt.Axis() if title else alt.Axis(labels=False, ticks=False)
    )
    line = data.mark_line(interpolate="step-after" if step else "linear", aria=False)
    points = data.mark_point(filled=True, opacity=1)
    return (
        line.encode(across, up, look["color"], look["dash"], detail="run:N"),
        points.encode(across, up, look["color"], look["shape"], **TOLD),
    )


def _end_names(ends: Sequence[tuple[str, float, str]], look: dict[str, Any], scale: Any, when: float) -> Any:
    """Name each line at its end; names that would touch are moved apart."""
    low, high = scale.domain
    apart = (high - low) * _LABEL / _HEIGHT
    named = moved_apart(((value, (series, words)) for series, value, words in ends), apart)
    placed = [
        {"series": series, "value": value, "words": words, "when": when} for value, (series, words) in named
    ]
    return (
        chart_of(placed)
        .mark_text(align="left", dx=8, aria=False)
        .encode(alt.X("when:Q"), alt.Y("value:Q", scale=scale), look["color"], text="words:N")
    )
