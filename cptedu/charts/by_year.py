"""One visit in each year, drawn: RVU above, dollars of the year below."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import altair as alt

from cptedu.analysis.comparisons import Compared
from cptedu.charts.bars import no_data
from cptedu.charts.compared import COLUMNS, compared_row
from cptedu.charts.money import dollars, place_in_words, rvu, sources_in_words
from cptedu.charts.offline import Figure
from cptedu.charts.series import TOLD, chart_of
from cptedu.charts.theme import INK, PALETTE, SIZE

__all__ = ["years_chart"]

_WIDTH, _HEIGHT = 880, 170


def years_chart(found: Sequence[Compared], chosen: str = "") -> Figure:
    """Draw one visit in each year: RVU above, dollars of the year below; a year without an amount stays blank.

    Args:
        found: the visit in each year.
        chosen: the year to be marked.

    Returns:
        The figure.

    Raises:
        CpteduError: when nothing is held for any year.

    >>> from cptedu.analysis.comparisons import by_year
    >>> from cptedu.example_visits import example_visit
    >>> years_chart(by_year(example_visit("desk_worker"))).title[:39]
    'The same note came to $61.86 in 2015 an'
    """
    held = [one for one in found if one.carries.total is not None]
    if not held:
        raise no_data("this claim in any year")
    values = [_year_values(one, chosen) for one in found]
    return Figure(
        chart=alt.vconcat(
            _year_panel(values, "rvu", "RVU of the claim", ".2f"),
            _year_panel(values, "dollars", "Allowed, $", "$.2f"),
            spacing=12,
        ),
        title=_years_title(found),
        summary="Points by year of service. "
        + "; ".join(f"{one.name}: {rvu(one.carries.total)}, {dollars(one.carries.allowed)}" for one in found)
        + ".",
        source=sources_in_words(cited for one in found for cited in one.carries.citations),
        vintage=f"Coded by the rules of each day; dollars of each year. Amounts: {place_in_words(found[-1].where)}."
        f"",
        columns={**COLUMNS, "label": "Year"},
        rows=[compared_row(one) for one in found],
    )


def _years_title(found: Sequence[Compared]) -> str:
    priced = [(one.name, one.carries.allowed) for one in found if one.carries.allowed]
    if len(priced) > 1:
        (first, then), (last, now) = priced[0], priced[-1]
        if then == now:
            return f"The same note came to {dollars(now)} in {last}, as in {first}"
        return f"The same note came to {dollars(then)} in {first} and to {dollars(now)} in {last} ({_change(then, now)})"
    weighed = [(one.name, one.carries.total) for one in found if one.carries.total is not None]
    (first, then), (last, now) = weighed[0], weighed[-1]
    if then == now:
        return f"The same note carried {rvu(now)} in {last}{f', as in {first}' if first != last else ''}"
    return f"The same note carried {rvu(then)} in {first} and {rvu(now)} in {last}"


def _change(then: Decimal | None, now: Decimal | None) -> str:
    if then is None or now is None:
        return "no change"
    percent = ((now / then - 1) * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{'up' if percent > 0 else 'down'} {abs(percent)} percent"


def _year_values(one: Compared, chosen: str) -> dict[str, object]:
    carries = one.carries
    return {
        "year": one.name,
        "rvu": None if carries.total is None else float(carries.total),
        "dollars": None if carries.allowed is None else float(carries.allowed),
        "chosen": one.name == chosen,
        "tip": f"{one.name}: {one.billed},\n{rvu(carries.total)}, {dollars(carries.allowed)} allowed",
    }


def _year_panel(values: list[dict[str, object]], what: str, title: str, form: str) -> Any:
    drawn = [one for one in values if one[what] is not None]
    empty = [one for one in values if one[what] is None]
    years = alt.Scale(domain=[str(one["year"]) for one in values])
    across = alt.X(
        "year:O",
        title="Year of service" if what == "dollars" else None,
        scale=years,
        axis=alt.Axis(labelAngle=0),
    )
    up = alt.Y(
        f"{what}:Q",
        title=title,
        scale=alt.Scale(zero=True, nice=True),
        axis=alt.Axis(format=form, tickCount=4),
    )
    data = chart_of(drawn)
    return alt.layer(
        data.mark_bar(width=34, color=PALETTE[0]).encode(across, up, **TOLD),
        data.transform_filter("datum.chosen")
        .mark_bar(width=34, fillOpacity=0, stroke=INK, strokeWidth=4, aria=False)
        .encode(across, up),
        data.mark_text(dy=-10, fontSize=SIZE - 2, aria=False).encode(
            across, up, text=alt.Text(f"{what}:Q", format=form)
        ),
        chart_of(empty)
        .mark_text(text="no data", fontSize=SIZE - 3, baseline="bottom", dy=-4, color=INK, aria=False)
        .encode(across, y=alt.value(_HEIGHT)),
    ).properties(width=_WIDTH, height=_HEIGHT)
