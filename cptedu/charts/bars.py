"""Bars that say what they are: words above, numbers at the end, the reason below; hatched where the record has nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from textwrap import wrap
from typing import Any

import altair as alt

from cptedu.charts.series import TOLD, chart_of
from cptedu.charts.theme import INK, SIZE
from cptedu.errors import CpteduError

__all__ = ["KINDS", "Bar", "Heading", "Segment", "bars", "in_rows", "no_data"]

WIDTH = 940
_LINE = 22
_HIGH = 26
_GAP = 16
_LETTERS = 108  # that fit into the width, below a bar
_END_LETTER = 9.6  # as wide as a letter gets at a bar's end, in pixels
_HATCH = 9  # from one stroke to the next, in pixels

KINDS = {
    "work": ("work", "#0b4a78", None),
    "pe": ("practice expense", "#e0a84f", None),
    "mp": ("malpractice", "#5a5a5a", None),
    "whole": ("parts not held", "#ffffff", INK),
    "not_covered": ("not covered by the payer (tinted)", "#f3e6f0", "#7a3b69"),
    "unsupported": ("not supported (hatched)", "#ffffff", "#a12a00"),
    "recorded": ("as recorded", "#0068a3", None),
}
"""What a piece of a bar may be: its words, its colour, and the colour of its outline and hatching."""
CONTESTED = "#7a3b69"
_HATCHED = frozenset({"not_covered", "unsupported"})


@dataclass(frozen=True)
class Segment:
    """A piece of a bar: what it is, how long, and what it says under the pointer."""

    kind: str
    value: Decimal
    tip: str


@dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes:
        label: the words above it.
        segments: its pieces from the left; none where nothing is held.
        end: the words at its end.
        below: sentences below it.
        is_contested: True to frame it with dashes.
    """

    label: str
    segments: tuple[Segment, ...]
    end: str
    below: tuple[str, ...] = ()
    is_contested: bool = False

    @property
    def length(self) -> Decimal:
        """Give how long it is."""
        return sum((one.value for one in self.segments), Decimal(0))


@dataclass(frozen=True)
class Heading:
    """Words over the bars that follow."""

    words: str


@dataclass(frozen=True)
class _Placed:
    """Everything that is drawn, with its height on the page in pixels."""

    texts: list[dict[str, object]]
    pieces: list[dict[str, object]]
    strokes: list[dict[str, object]]
    frames: list[dict[str, object]]
    height: int


def bars(items: Sequence[Bar | Heading], unit: str) -> Any:
    """Draw bars one under the other, all from the same zero.

    Args:
        items: bars and headings, from the top.
        unit: what the bars are long in.

    Returns:
        An Altair chart.
    """
    longest = max((one.length for one in items if isinstance(one, Bar)), default=Decimal(0)) or Decimal(1)
    letters = max((len(one.end) for one in items if isinstance(one, Bar)), default=0)
    room = min(letters * _END_LETTER + 16, WIDTH * 0.6)
    most = float(longest) * WIDTH / (WIDTH - room)
    placed = _place(items, most)
    across = alt.X(
        "x:Q",
        scale=alt.Scale(domain=[0, most], nice=False),
        title=unit,
        axis=alt.Axis(values=_ticks(float(longest)), grid=True, format=".3~g", labelOverlap=True),
    )
    down = alt.Y("y:Q", scale=alt.Scale(domain=[0, placed.height], range=[0, placed.height]), axis=None)
    drawn = list(dict.fromkeys(one["kind"] for one in placed.pieces))
    names = [KINDS[str(kind)][0] for kind in drawn]
    fills = alt.Scale(domain=names, range=[KINDS[str(kind)][1] for kind in drawn])
    legend = alt.Legend(
        orient="top",
        direction="horizontal",
        symbolType="square",
        title=None,
        labelLimit=400,
        symbolStrokeColor=INK,
        symbolStrokeWidth=1.5,
    )
    pieces = chart_of(placed.pieces).mark_rect(strokeWidth=2)
    # All strokes of a bar are one broken line: a drawing with a thousand lines would weigh down a notebook.
    strokes = chart_of(placed.strokes).mark_line(strokeWidth=1.5, aria=False)
    texts = chart_of(placed.texts)
    return alt.layer(
        pieces.encode(
            across,
            down,
            x2="x2:Q",
            y2="y2:Q",
            fill=alt.Fill("name:N", scale=fills, legend=legend if len(drawn) > 1 else None),
            stroke=alt.Stroke("outline:N", scale=None),
            **TOLD,
        ),
        strokes.encode(
            across,
            down,
            stroke=alt.Stroke("outline:N", scale=None),
            detail="bar:N",
            order=alt.Order("n:Q"),
        ),
        chart_of(placed.frames)
        .mark_rect(fillOpacity=0, stroke=CONTESTED, strokeWidth=3, strokeDash=[7, 4], aria=False)
        .encode(across, down, x2="x2:Q", y2="y2:Q"),
        texts.transform_filter("!datum.bold")
        .mark_text(align="left", baseline="middle", fontSize=SIZE, aria=False)
        .encode(across, down, text="text:N"),
        texts.transform_filter("datum.bold")
        .mark_text(align="left", baseline="middle", fontSize=SIZE, fontWeight="bold", aria=False)
        .encode(across, down, text="text:N"),
    ).properties(width=WIDTH, height=placed.height)


def no_data(what: str) -> CpteduError:
    """Say that a chart cannot be drawn, since its numbers are not held.

    >>> str(no_data("a local index for this date"))
    'No data: a local index for this date is not held. Choose another date, payer or view.'
    """
    return CpteduError(f"No data: {what} is not held. Choose another date, payer or view.")


def in_rows(items: Sequence[Bar | Heading]) -> list[dict[str, object]]:
    """Give what the bars show, as rows: label, kind and value of each piece.

    >>> in_rows([Bar("98940", (Segment("recorded", Decimal("0.80"), ""),), "0.80 RVU")])
    [{'label': '98940', 'kind': 'recorded', 'value': Decimal('0.80')}]
    """
    return [
        {"label": bar.label, "kind": piece.kind, "value": piece.value}
        for bar in items
        if isinstance(bar, Bar)
        for piece in bar.segments
    ]


def _ticks(longest: float) -> list[float]:
    """Give round numbers up to the longest bar; beyond it stand words."""
    step = next(
        one for one in (0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 25, 50, 100, 250, 1000) if longest / one <= 8
    )
    return [round(step * n, 4) for n in range(int(longest / step) + 1)]


def _place(items: Sequence[Bar | Heading], most: float) -> _Placed:
    placed = _Placed([], [], [], [], 0)
    at = 4
    for item in items:
        if isinstance(item, Heading):
            for line in wrap(item.words, _LETTERS - 14):
                placed.texts.append(_text(line, 0, at + 12, bold=True))
                at += _LINE + 2
            at += 6
            continue
        for line in wrap(item.label, _LETTERS) or [""]:
            placed.texts.append(_text(line, 0, at + 10))
            at += _LINE
        _add_pieces(placed, item, at, most)
        if item.is_contested and item.segments:
            frame: dict[str, object] = {"x": 0, "x2": float(item.length), "y": at - 2, "y2": at + _HIGH + 2}
            placed.frames.append(frame)
        end = float(item.length) + (8 if item.segments else 0) * most / WIDTH
        placed.texts.append(_text(item.end, end, at + _HIGH / 2, bold=bool(item.segments)))
        at += _HIGH + 2
        for sentence in item.below:
            for line in wrap(sentence, _LETTERS):
                placed.texts.append(_text(line, 0, at + 12))
                at += _LINE
        at += _GAP
    return _Placed(placed.texts, placed.pieces, placed.strokes, placed.frames, at)


def _add_pieces(placed: _Placed, bar: Bar, at: float, most: float) -> None:
    start = Decimal(0)
    for piece in bar.segments:
        name, _, outline = KINDS[piece.kind]
        edges = {"x": float(start), "x2": float(start + piece.value), "y": at, "y2": at + _HIGH}
        about = {"kind": piece.kind, "name": name, "tip": piece.tip, "outline": outline or "#ffffff"}
        placed.pieces.append({**edges, **about, "value": float(piece.value)})
        if piece.kind in _HATCHED:
            of: dict[str, object] = {"outline": outline, "bar": len(placed.pieces)}
            placed.strokes.extend(_strokes(edges, most / WIDTH, of))
        start += piece.value


def _strokes(edges: dict[str, float], per_pixel: float, of: dict[str, object]) -> Iterator[dict[str, object]]:
    """Give the slanting strokes within a piece, each cut off at its edges: two ends, and a break after them."""
    left, right = edges["x"] / per_pixel, edges["x2"] / per_pixel
    foot, n = left - _HIGH + _HATCH, 0
    while foot < right:
        for end in (max(foot, left), min(foot + _HIGH, right)):
            yield {**of, "n": n, "x": end * per_pixel, "y": edges["y2"] - (end - foot)}
            n += 1
        yield {**of, "n": n, "x": None, "y": None}
        foot, n = foot + _HATCH, n + 1


def _text(words: str, x: float, y: float, *, bold: bool = False) -> dict[str, object]:
    return {"text": words, "x": x, "y": y, "bold": bold}
