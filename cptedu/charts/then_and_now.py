"""The article's comparisons, then and now: one code as a share of another, and dollars as a share of 2013."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import altair as alt

from cptedu.analysis.then_and_now import FACTOR, DollarPoint, RatioPoint
from cptedu.charts.money import TEACHING_LINE, dollars, sources_in_words
from cptedu.charts.offline import Figure
from cptedu.charts.theme import DASHES, INK, PALETTE, SHAPES
from cptedu.rules.allowed_amount import conversion_factor

__all__ = ["dollars_chart", "ratios_chart"]

_WIDTH, _HEIGHT, _STRIP = 600, 340, 150
_LABEL = 22  # pixels between two names at the ends of lines
_QUOTED = "quoted by the article, year not confirmed"
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
    "share": "% of 2013",
}


def _pair(point: RatioPoint) -> str:
    return f"{point.code} to {point.other}"


# ------------------------------------------------------------------------------------------------- ratios


def ratios_chart(found: Sequence[RatioPoint]) -> Figure:
    """Draw how much of another code's RVU a code carries, by year, and apart from it what the article quotes.

    Args:
        found: pairs of codes, as the article quotes them and as CMS had them.

    Returns:
        The figure.

    >>> from cptedu.analysis.then_and_now import ratios
    >>> print(ratios_chart(ratios([("97112", "97110")])).title)
    97112 carried 112.6 percent of 97110's RVU in 2026, not the same
    """
    quoted = [one for one in found if one.year is None]
    held = [one for one in found if one.year is not None]
    return Figure(
        chart=_ratio_layers(held, quoted),
        title=_ratios_title(held),
        summary=_ratios_summary(held, quoted),
        source=sources_in_words(cited for one in found for cited in one.citations)
        + (f". Hollow marks, {_QUOTED}" if quoted else ""),
        vintage=f"Held from {min(_year(one) for one in held)} to {max(_year(one) for one in held)}, total RVU in an office."
        f" {TEACHING_LINE}",
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
    rest = "".join(f", {one.ratio} of {one.other}'s" for one in others)
    same = ", not the same" if not others and first.ratio != 100 else ""
    return f"{first.code} carried {first.ratio} percent of {first.other}'s RVU in {first.year}{rest}{same}"


def _ratios_summary(held: Sequence[RatioPoint], quoted: Sequence[RatioPoint]) -> str:
    told = []
    for last in _last(held):
        own = [one for one in held if _pair(one) == _pair(last)]
        first = min(own, key=_year)
        told.append(
            f"{_pair(last)}: {first.ratio} percent in {first.year}, between {min(one.ratio for one in own)} and"
            f" {max(one.ratio for one in own)}, {last.ratio} in {last.year}"
        )
    quotes = ", ".join(f"{_pair(one)} {one.rvu} to {one.other_rvu}, {one.ratio} percent" for one in quoted)
    beside = f" Apart from these, {_QUOTED}: {quotes}." if quotes else ""
    return f"Lines of one code's RVU as a share of another's. {'; '.join(told)}.{beside}"


def _ratio_layers(held: Sequence[RatioPoint], quoted: Sequence[RatioPoint]) -> Any:
    pairs = list(dict.fromkeys(map(_pair, held)))
    values = [*(one.ratio for one in (*held, *quoted)), Decimal(100)]
    scale = alt.Scale(domain=[float(min(values)) - 6, float(max(values)) + 6], nice=False, zero=False)
    look = _look(pairs)
    main = alt.layer(
        alt.Chart(_data([{"value": 100.0}]))
        .mark_rule(stroke=INK, strokeDash=[2, 3], aria=False)
        .encode(alt.Y("value:Q", scale=scale)),
        *_lines(
            [
                {
                    "series": _pair(one),
                    "when": float(_year(one)),
                    "value": float(one.ratio),
                    "tip": f"{_pair(one)} in {one.year}:\n{one.rvu} to {one.other_rvu} RVU, {one.ratio} percent",
                }
                for one in held
            ],
            look,
            scale,
            None if quoted else "% of the second code's RVU",
            step=False,
        ),
        _end_names([(_pair(one), float(one.ratio), _pair(one)) for one in _last(held)], look, scale, 2026.2),
    ).properties(width=_WIDTH, height=_HEIGHT)
    if not quoted:
        return main
    marks = alt.Chart(
        _data(
            [
                {
                    "series": _pair(one),
                    "value": float(one.ratio),
                    "words": f"{one.ratio}%",
                    "tip": f"{_pair(one)}: {one.rvu} to {one.other_rvu} RVU,\n{_QUOTED}",
                }
                for one in quoted
            ]
        ),
        title=alt.TitleParams(["Quoted by the", "article, year not", "confirmed"]),
    )
    value = alt.Y("value:Q", title="% of the second code's RVU", scale=scale)
    strip = alt.layer(
        marks.mark_point(filled=False, opacity=1, strokeWidth=3, size=130).encode(
            value, look["color"], look["shape"], description="tip:N", tooltip="tip:N"
        ),
        marks.mark_text(align="left", dx=12, aria=False).encode(value, look["color"], text="words:N"),
    ).properties(width=_STRIP, height=_HEIGHT)
    return alt.hconcat(strip, main, spacing=24)


# ------------------------------------------------------------------------------------------------- dollars


def dollars_chart(found: Sequence[DollarPoint]) -> Figure:
    """Draw what became of codes in dollars since 2013, as a share of 2013, with the conversion factor beside them.

    Args:
        found: the points of ``dollars_since_2013``.

    Returns:
        The figure; nominal dollars stand at the lines' ends, under the pointer and in the table.

    >>> from cptedu.analysis.then_and_now import dollars_since_2013
    >>> print(dollars_chart(dollars_since_2013(["97112", "98940"])).title)
    In 2026, as a share of 2013's dollars: 98.2 percent for 97112, 102.0 for 98940 and 98.2 for the conversion factor
    """
    series = list(dict.fromkeys(one.code for one in found))
    last = [next(one for one in reversed(found) if one.code == name) for name in series]
    values = [one.share for one in found]
    scale = alt.Scale(domain=[float(min(values)) - 2, float(max(values)) + 2], nice=False, zero=False)
    look = _look(series)
    chart = alt.layer(
        *_lines(
            [
                {
                    "series": one.code,
                    "when": _decimal_year(one.from_day),
                    "value": float(one.share),
                    "tip": f"{one.code} from {one.from_day}:\n{dollars(one.dollars)}, {one.share} percent of 2013",
                }
                for one in found
            ],
            look,
            scale,
            "% of the dollars of 2013",
            step=True,
        ),
        _end_names([(one.code, float(one.share), _ending(one)) for one in last], look, scale, 2026.2),
    ).properties(width=_WIDTH + 40, height=_HEIGHT)
    return Figure(
        chart=chart,
        title=_dollars_title(last),
        summary="Stepped lines of dollars as a share of 2013, to 2026. "
        + "; ".join(
            f"{one.code}: {dollars(_first(found, one.code).dollars)} in 2013, {dollars(one.dollars)} in"
            f" {one.from_day.year}, {one.share} percent"
            for one in last
        )
        + ".",
        source=sources_in_words(cited for one in found for cited in one.citations),
        vintage="One unit in an office, national, dollars of each day, not adjusted for what a dollar buys. In 2026 the"
        f" factor is the one that {_TRACK_WORDS[_is_apm(last)]}. {TEACHING_LINE}",
        columns=_DOLLAR_COLUMNS,
        rows=[
            {
                "code": one.code,
                "from_day": str(one.from_day),
                "rvu": one.rvu,
                "factor": one.factor,
                "dollars": one.dollars,
                "share": one.share,
            }
            for one in found
        ],
    )


_TRACK_WORDS = {True: "qualifying APM participants have", False: "clinicians outside an APM have"}


def _is_apm(last: Sequence[DollarPoint]) -> bool:
    return last[-1].factor == conversion_factor(last[-1].from_day, "apm")


def _first(found: Sequence[DollarPoint], code: str) -> DollarPoint:
    return next(one for one in found if one.code == code)


def _ending(one: DollarPoint) -> str:
    return f"{one.code} {dollars(one.dollars)}"


def _dollars_title(last: Sequence[DollarPoint]) -> str:
    codes = [one for one in last if one.code != FACTOR]
    factor = next(one for one in last if one.code == FACTOR)
    first, *others = codes
    told = [f"{first.share} percent for {first.code}", *(f"{one.share} for {one.code}" for one in others)]
    return (
        f"In {factor.from_day.year}, as a share of 2013's dollars: {', '.join(told)} and {factor.share} for the conversion"
        " factor"
    )


def _decimal_year(day: date) -> float:
    return round(day.year + (day.timetuple().tm_yday - 1) / 365.25, 3)


# ------------------------------------------------------------------------------------------------- lines


def _look(series: Sequence[str]) -> dict[str, Any]:
    """Give each line its colour, its marks and its dashes."""
    domain = list(series)
    return {
        "color": alt.Color("series:N", scale=alt.Scale(domain=domain, range=list(PALETTE)), legend=None),
        "shape": alt.Shape("series:N", scale=alt.Scale(domain=domain, range=list(SHAPES)), legend=None),
        "dash": alt.StrokeDash(
            "series:N", scale=alt.Scale(domain=domain, range=[list(one) for one in DASHES]), legend=None
        ),
    }


def _lines(
    values: list[dict[str, object]], look: dict[str, Any], scale: Any, title: str | None, *, step: bool
) -> tuple[Any, Any]:
    data = alt.Chart(_data(values))
    across = alt.X(
        "when:Q",
        title="Year of service",
        scale=alt.Scale(domain=[2013, 2026.3], nice=False),
        axis=alt.Axis(format="d", values=list(range(2013, 2027)), grid=False),
    )
    up = alt.Y(
        "value:Q", title=title, scale=scale, axis=alt.Axis() if title else alt.Axis(labels=False, ticks=False)
    )
    line = data.mark_line(interpolate="step-after" if step else "linear", aria=False)
    points = data.mark_point(filled=True, opacity=1)
    return (
        line.encode(across, up, look["color"], look["dash"]),
        points.encode(across, up, look["color"], look["shape"], description="tip:N", tooltip="tip:N"),
    )


def _end_names(ends: Sequence[tuple[str, float, str]], look: dict[str, Any], scale: Any, when: float) -> Any:
    """Name each line at its end; names that would touch are moved apart."""
    low, high = scale.domain
    apart = (high - low) * _LABEL / _HEIGHT
    placed: list[dict[str, object]] = []
    lowest = float("-inf")
    for series, value, words in sorted(ends, key=lambda one: one[1]):
        lowest = max(value, lowest + apart)
        placed.append({"series": series, "value": lowest, "words": words, "when": when})
    return (
        alt.Chart(_data(placed))
        .mark_text(align="left", dx=8, aria=False)
        .encode(alt.X("when:Q"), alt.Y("value:Q", scale=scale), look["color"], text="words:N")
    )


def _data(values: list[dict[str, object]]) -> Any:
    return alt.Data(values=values)  # type: ignore[no-untyped-call]
