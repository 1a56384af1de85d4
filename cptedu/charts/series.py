"""What charts of several lines share: their rows, the look of each line, names at its end, and what an article quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

import altair as alt

from cptedu.charts.code_colors import places_in_palette
from cptedu.charts.theme import DASHES, PALETTE, SHAPES

__all__ = ["QUOTED", "TOLD", "chart_of", "look_of", "moved_apart", "quoted_strip", "years_across"]

QUOTED = "quoted by the article, year not confirmed"
TOLD: dict[str, Any] = {
    "description": "tip:N",
    "tooltip": "tip:N",
}  # what a mark says under the pointer and to the ear

Named = TypeVar("Named")


def chart_of(values: Iterable[dict[str, object]], **size: Any) -> Any:
    """Begin a chart of rows, which are kept in it as they are."""
    return alt.Chart(alt.Data(values=list(values)), **size)  # type: ignore[no-untyped-call]


def look_of(field: str, names: Sequence[str]) -> dict[str, Any]:
    """Give each line its colour, its marks and its dashes; those of a code are its own in every chart.

    >>> sorted(look_of("code", ["97112"]))
    ['color', 'dash', 'shape', 'stroke']
    """
    places = places_in_palette(names)

    def scale(looks: Sequence[Any]) -> alt.Scale:
        return alt.Scale(domain=list(names), range=[looks[place] for place in places])

    return {
        "color": alt.Color(f"{field}:N", scale=scale(PALETTE), legend=None),
        "stroke": alt.Stroke(f"{field}:N", scale=scale(PALETTE), legend=None),
        "shape": alt.Shape(f"{field}:N", scale=scale(SHAPES), legend=None),
        "dash": alt.StrokeDash(f"{field}:N", scale=scale([*map(list, DASHES)]), legend=None),
    }


def years_across(years: Sequence[int], room: float) -> Any:
    """Give the axis of years, with room behind the last one for the names at the ends of lines."""
    return alt.X(
        "year:Q",
        title="Year of service",
        scale=alt.Scale(domain=[years[0] - 0.3, years[-1] + room], nice=False),
        axis=alt.Axis(format="d", values=list(years), grid=False, labelOverlap=True),
    )


def moved_apart(ends: Iterable[tuple[float, Named]], apart: float) -> Iterator[tuple[float, Named]]:
    """Give where names at the ends of lines stand, from below: those that would touch are moved apart.

    >>> list(moved_apart([(1.0, "a"), (1.5, "b"), (9.0, "c")], 2.0))
    [(1.0, 'a'), (3.0, 'b'), (9.0, 'c')]
    """
    lowest = float("-inf")
    for value, named in sorted(ends, key=lambda end: end[0]):
        lowest = max(value, lowest + apart)
        yield lowest, named


def quoted_strip(
    drawn: Iterable[dict[str, object]],
    value: Any,
    look: dict[str, Any],
    words: str,
    size: int = 120,
    **room: int,
) -> Any:
    """Draw what the article quotes in a strip of its own: hollow marks at no date.

    Args:
        drawn: the rows, each with its ``tip``.
        value: how high a mark stands.
        look: as ``look_of`` gives it.
        words: the field with the words beside a mark.
        size: of a mark.
        room: width and height of the strip.
    """
    marks = chart_of(drawn, title=alt.TitleParams(["Quoted by the", "article, year not", "confirmed"]))
    return alt.layer(
        marks.mark_point(filled=False, opacity=1, strokeWidth=3, size=size).encode(
            value, look["color"], look["shape"], **TOLD
        ),
        marks.mark_text(align="left", dx=12, aria=False).encode(value, look["color"], text=words),
    ).properties(**room)
