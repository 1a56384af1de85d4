"""One visit in every locality, drawn lowest first: RVU are the same, dollars are not."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import altair as alt

from cptedu.analysis.comparisons import Compared
from cptedu.charts.bars import no_data
from cptedu.charts.compared import COLUMNS, compared_row
from cptedu.charts.money import dollars, rvu, sources_in_words, vintage_in_words
from cptedu.charts.offline import Figure
from cptedu.charts.series import TOLD, chart_of
from cptedu.charts.theme import PALETTE, SIZE
from cptedu.rules.allowed_amount import NATIONAL

__all__ = ["localities_chart"]

_WIDTH = 820


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
    >>> from cptedu.example_visits import example_visit
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
        title=f"The same claim, {rvu(carries.total)}: {_lowest_and_highest(low, high, '{}, {}')}",
        summary=f"Points for {len(priced) - 1} localities by the amount allowed,"
        f" {_lowest_and_highest(low, high, 'from {} to {}')};"
        f" {dollars(carries.allowed)} with every index 1.",
        source=sources_in_words(cited for one in priced for cited in one.carries.citations),
        vintage=vintage_in_words(high.carries, found[0].where),
        columns={**COLUMNS, "label": "Locality"},
        rows=[compared_row(one) for one in found],
    )


def _lowest_and_highest(low: Compared, high: Compared, both: str) -> str:
    """Say where least is allowed and where most; once, where it is the same everywhere."""
    least, most = dollars(low.carries.allowed), dollars(high.carries.allowed)
    if least == most:
        return f"{most} everywhere"
    return both.format(f"{least} in {_place(low)}", f"{most} in {_place(high)}")


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
    data = chart_of(values)
    names = data.transform_filter("datum.named")
    return alt.layer(
        data.transform_filter("!datum.named")
        .mark_point(filled=True, size=70, opacity=1, color=PALETTE[0])
        .encode(across, up, **TOLD),
        names.mark_point(filled=True, size=190, opacity=1, shape="diamond", color=PALETTE[1]).encode(
            across, up, **TOLD
        ),
        names.transform_filter("datum.right")
        .mark_text(align="left", dx=12, dy=14, fontSize=SIZE, aria=False)
        .encode(across, up, text="label:N"),
        names.transform_filter("!datum.right")
        .mark_text(align="right", dx=-12, dy=-12, fontSize=SIZE, aria=False)
        .encode(across, up, text="label:N"),
    ).properties(width=_WIDTH, height=340)
