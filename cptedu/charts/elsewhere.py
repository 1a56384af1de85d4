"""One visit under each payer, in each year, in each place, drawn."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import altair as alt

from cptedu.analysis.comparisons import Compared
from cptedu.charts.bars import Bar, bars, no_data
from cptedu.charts.codings import segments
from cptedu.charts.money import (
    TEACHING_LINE,
    dollars,
    place_in_words,
    rvu,
    sources_in_words,
    vintage_in_words,
)
from cptedu.charts.offline import Figure
from cptedu.charts.theme import INK, PALETTE, SIZE
from cptedu.model import Verdict
from cptedu.rules.allowed_amount import NATIONAL

__all__ = ["localities_chart", "payers_chart", "years_chart"]

_WIDTH = 820
_COLUMNS = {
    "label": "",
    "claim": "Claim",
    "not_billed": "Not billed",
    "total": "Total RVU",
    "not_covered_rvu": "of these not covered",
    "allowed": "Allowed, $",
    "not_covered_amount": "Not covered, $",
    "says": "Said with it",
}


def _row(one: Compared) -> dict[str, object]:
    carries = one.carries
    notes = [*([one.says] if one.says else []), *(f"{number}: {why}" for number, why in carries.without)]
    return {
        "label": one.label,
        "claim": one.billed,
        "not_billed": one.not_billed or "–",
        "total": carries.total,
        "not_covered_rvu": carries.not_covered.total,
        "allowed": carries.allowed,
        "not_covered_amount": carries.not_covered_amount,
        "says": " ".join(notes) or "–",
    }


# ------------------------------------------------------------------------------------------------- payers


def payers_chart(found: Sequence[Compared]) -> Figure:
    """Draw one visit under every payer profile: the note is the same, the claim is not.

    Args:
        found: the visit under each payer, its own first.

    Returns:
        The figure. All amounts are those of Medicare's schedule, the only one held.

    >>> from cptedu.analysis.comparisons import by_payer
    >>> from cptedu.lessons import example_visit
    >>> print(payers_chart(by_payer(example_visit("desk_worker"), track="non_apm")).title)
    One note, 6 payers: 3 different claims
    """
    first = found[0]
    different = len({one.billed for one in found})
    title = f"One note, {len(found)} payers: {different} different claims"
    if different == 1:
        title = f"One note, {len(found)} payers: the same claim, {first.billed}"
    schedule = "Every amount is Medicare's schedule, the only one held; a private payer has its own."
    return Figure(
        chart=bars([_payer_bar(one) for one in found], "RVU of the claim"),
        title=title,
        summary="Bars of RVU by payer. "
        + "; ".join(
            f"{one.label}: {one.billed}, {rvu(one.carries.total)}, {dollars(one.carries.allowed)} covered"
            for one in found
        )
        + ".",
        source=sources_in_words(cited for one in found for cited in one.carries.citations),
        vintage=f"{schedule} Amounts: {place_in_words(first.where)}. {TEACHING_LINE}",
        columns={**_COLUMNS, "label": "Payer"},
        rows=[_row(one) for one in found],
    )


def _payer_bar(one: Compared) -> Bar:
    contested = [line.code for line in one.claim.lines if line.verdict is Verdict.CONTESTED]
    below = [f"⇄ contested: {', '.join(contested)}."] if contested else []
    asked = [
        finding.says
        for line in one.claim.lines
        for finding in line.findings
        if finding.verdict is Verdict.ASK
    ]
    below += [f"? {said}" for said in dict.fromkeys(asked)]
    if one.not_billed:
        below.append(f"Not billed: {one.not_billed}.")
    return Bar(
        label=f"{one.label}: {one.billed}",
        segments=segments(one.carries, one.label),
        end=f"{rvu(one.carries.total)}, {dollars(one.carries.allowed)} covered",
        below=tuple(below),
        is_contested=bool(contested),
    )


# ------------------------------------------------------------------------------------------------- years


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
    >>> from cptedu.lessons import example_visit
    >>> print(years_chart(by_year(example_visit("desk_worker"))).title)
    The same note came to $59.54 in 2013 and to $59.45 in 2026 (down 0.2 percent)
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
        f" {TEACHING_LINE}",
        columns={**_COLUMNS, "label": "Year"},
        rows=[_row(one) for one in found],
    )


def _years_title(found: Sequence[Compared]) -> str:
    priced = [(one.name, one.carries.allowed) for one in found if one.carries.allowed]
    if len(priced) > 1:
        (first, then), (last, now) = priced[0], priced[-1]
        return f"The same note came to {dollars(then)} in {first} and to {dollars(now)} in {last} ({_change(then, now)})"
    weighed = [(one.name, one.carries.total) for one in found if one.carries.total is not None]
    (first, then), (last, now) = weighed[0], weighed[-1]
    return f"The same note carried {rvu(then)} in {first} and {rvu(now)} in {last}"


def _change(then: Decimal | None, now: Decimal | None) -> str:
    if then is None or now is None or then == now:
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
    data = alt.Chart(_data(drawn))
    told: dict[str, Any] = {"description": "tip:N", "tooltip": "tip:N"}
    return alt.layer(
        data.mark_bar(width=34, color=PALETTE[0]).encode(across, up, **told),
        data.transform_filter("datum.chosen")
        .mark_bar(width=34, fillOpacity=0, stroke=INK, strokeWidth=4, aria=False)
        .encode(across, up),
        data.mark_text(dy=-10, fontSize=SIZE - 2, aria=False).encode(
            across, up, text=alt.Text(f"{what}:Q", format=form)
        ),
        alt.Chart(_data(empty))
        .mark_text(text="no data", fontSize=SIZE - 3, baseline="bottom", dy=-4, color=INK, aria=False)
        .encode(across, y=alt.value(_YEAR_HEIGHT)),
    ).properties(width=_WIDTH + 60, height=_YEAR_HEIGHT)


_YEAR_HEIGHT = 170

# ------------------------------------------------------------------------------------------------- places


def localities_chart(found: Sequence[Compared], chosen: str = NATIONAL) -> Figure:
    """Draw what a visit comes to in every locality, lowest first: RVU are the same, dollars are not.

    Args:
        found: the visit in each locality, the national example first.
        chosen: the locality to be named besides the lowest, the highest and the national example.

    Returns:
        The figure.

    Raises:
        CpteduError: when no amount is held.

    >>> from cptedu.analysis.comparisons import by_locality
    >>> from cptedu.lessons import example_visit
    >>> localities_chart(by_locality(example_visit("desk_worker"), track="non_apm")).rows[0]["label"]
    'National, every index 1'
    """
    priced = sorted((one for one in found if one.carries.allowed is not None), key=_allowed)
    if len(priced) < 2:
        raise no_data("a local index for this date")
    low, high = priced[0], priced[-1]
    carries = found[0].carries
    return Figure(
        chart=_places(priced, chosen),
        title=f"The same claim, {rvu(carries.total)}: {dollars(low.carries.allowed)} in {_place(low)},"
        f" {dollars(high.carries.allowed)} in {_place(high)}",
        summary=f"Points for {len(priced) - 1} localities by the amount allowed, from {dollars(low.carries.allowed)}"
        f" in {_place(low)} to {dollars(high.carries.allowed)} in {_place(high)};"
        f" {dollars(carries.allowed)} with every index 1.",
        source=sources_in_words(cited for one in priced for cited in one.carries.citations),
        vintage=vintage_in_words(high.carries, found[0].where),
        columns={**_COLUMNS, "label": "Locality"},
        rows=[_row(one) for one in found],
    )


def _allowed(one: Compared) -> Decimal:
    return one.carries.allowed if one.carries.allowed is not None else Decimal(0)


def _place(one: Compared) -> str:
    return "the national example" if one.name == NATIONAL else one.label


def _places(priced: Sequence[Compared], chosen: str) -> Any:
    named = {priced[0].name, priced[-1].name, NATIONAL, chosen}
    last = len(priced) - 1
    values: list[dict[str, object]] = [
        {
            "rank": rank,
            "dollars": float(_allowed(one)),
            "named": one.name in named,
            "national": one.name == NATIONAL,
            "right": rank < last * 0.6,
            "label": f"{_place(one)} {dollars(one.carries.allowed)}",
            "tip": f"{one.label}:\n{dollars(one.carries.allowed)} allowed",
        }
        for rank, one in enumerate(priced)
    ]
    low, high = float(_allowed(priced[0])), float(_allowed(priced[-1]))
    room = max((high - low) * 0.08, 0.5)
    across = alt.X("rank:Q", axis=None, scale=alt.Scale(domain=[-1, last + 1], nice=False))
    up = alt.Y(
        "dollars:Q",
        title="Allowed, $",
        scale=alt.Scale(domain=[max(low - room, 0), high + room], nice=False, zero=False),
        axis=alt.Axis(format="$.2f", tickCount=6),
    )
    data = alt.Chart(_data(values))
    names = data.transform_filter("datum.named")
    return alt.layer(
        data.transform_filter("!datum.named")
        .mark_point(filled=True, size=70, opacity=1, color=PALETTE[0])
        .encode(across, up, description="tip:N", tooltip="tip:N"),
        names.mark_point(filled=True, size=190, opacity=1, shape="diamond", color=PALETTE[1]).encode(
            across, up, description="tip:N", tooltip="tip:N"
        ),
        names.transform_filter("datum.right")
        .mark_text(align="left", dx=12, dy=14, fontSize=SIZE, aria=False)
        .encode(across, up, text="label:N"),
        names.transform_filter("!datum.right")
        .mark_text(align="right", dx=-12, dy=-12, fontSize=SIZE, aria=False)
        .encode(across, up, text="label:N"),
    ).properties(width=_WIDTH, height=340)


def _data(values: list[dict[str, object]]) -> Any:
    return alt.Data(values=values)  # type: ignore[no-untyped-call]
