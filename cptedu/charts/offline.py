"""A chart that is shown the same way in JupyterLab, Notebook and Voilà, with the network off and without a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from cptedu.cards import folded, style
from cptedu.charts.drawing import draw
from cptedu.charts.theme import colours, config, legible_width

__all__ = ["Figure", "FigureView"]


class FigureView(anywidget.AnyWidget):
    """A figure on a page that can be replaced by another; the table stays open if it was open.

    Args:
        figure: what is to be seen.
        behind: words that are to be pressed before it is seen; none by default.
    """

    _esm = Path(__file__).with_name("figure_view.js")
    html = traitlets.Unicode().tag(sync=True)
    summary = traitlets.Unicode().tag(sync=True)

    def __init__(self, figure: Figure, behind: str = "") -> None:
        super().__init__()
        self.behind = behind
        self.show(figure)

    def show(self, figure: Figure) -> None:
        """Show another figure in the same place.

        Args:
            figure: what is to be seen from now on.
        """
        self.figure = figure
        with self.hold_sync():
            self.html = folded(self.behind, figure.html()) if self.behind else figure.html()
            self.summary = "" if self.behind else figure.summary

    def __repr__(self) -> str:
        return f"{self.behind}:\n{self.figure}" if self.behind else str(self.figure)


@dataclass(frozen=True)
class Figure:
    """A chart and all that must stand around it.

    Attributes:
        chart: an Altair chart over plain rows (``altair.Data``), without a configuration of its own.
        title: the chart's point, as a sentence.
        summary: one sentence for whoever hears the page instead of seeing it.
        source: where the numbers come from.
        vintage: how old they are.
        columns: the table's columns, each with its heading.
        rows: the table twin: every number that is drawn.
    """

    chart: Any
    title: str
    summary: str
    source: str
    vintage: str
    columns: Mapping[str, str]
    rows: Sequence[Mapping[str, object]]

    @property
    def specification(self) -> dict[str, Any]:
        """The chart in Vega-Lite's terms, in our look."""
        # Altair has looked at each part when it was made; to look at the whole once more takes as long as to make it.
        return {**self.chart.to_dict(validate=False), "config": config()}

    @property
    def source_line(self) -> str:
        """Where the numbers come from and how old they are, in one line."""
        return f"Source: {self.source}. {self.vintage}".strip()

    @cached_property
    def svg(self) -> str:
        """The drawing alone."""
        return draw(self.specification, self.summary)

    def html(self) -> str:
        """Give the figure as a piece of a page that needs nothing else: no script, no font, no network.

        Where nothing can draw, the sentence and the open table stand for the drawing. The classes
        also tell MathJax to keep off: a dollar sign is money here.
        """
        try:
            return self._page(self.svg, is_open=False)
        except ImportError:
            return self._page(f"<p>{escape(self.summary)}</p>", is_open=True)

    def mimebundle(self) -> dict[str, Any]:
        """Give what Jupyter is to show."""
        return {"text/html": self.html(), "text/plain": str(self)}

    def widget(self) -> FigureView:
        """Give a live view of the figure, in which another can take its place."""
        return FigureView(self)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return self.mimebundle()

    def __str__(self) -> str:
        return f"{self.title}\n{self.summary}\n{self.source_line}"

    def _page(self, drawing: str, *, is_open: bool) -> str:
        title = escape(self.title)
        return (
            f'<figure class="cptedu cptedu-figure mathjax_ignore tex2jax_ignore" aria-label="{title}">'
            f"{style('charts/figure.css')}<style>{colours(drawing)}</style><figcaption>{title}</figcaption>"
            f'<div class="cptedu-drawing" style="--legible:{legible_width(drawing)}px" tabindex="0" role="region"'
            f' aria-label="The chart: {title}">{drawing}</div>'
            f'<p class="cptedu-vintage">{escape(self.vintage)}</p>'
            f"<details><summary>Sources</summary><p>{escape(self.source)}.</p></details>"
            f"<details{' open' if is_open else ''}><summary>The numbers as a table</summary>"
            f'<div class="cptedu-scroll" tabindex="0" role="region" aria-label="The numbers: {title}">'
            f"{self._table()}</div></details></figure>"
        )

    def _table(self) -> str:
        head = "".join(f'<th scope="col">{escape(label)}</th>' for label in self.columns.values())
        body = "".join(
            f"<tr>{''.join(_cell(row.get(name)) for name in self.columns)}</tr>" for row in self.rows
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: object) -> str:
    """Write one cell; what is not known is said to be not known."""
    words = "no data" if value is None or value == "" else str(value)
    kind = "" if isinstance(value, str) or value is None else ' class="cptedu-number"'
    return f"<td{kind}>{escape(words)}</td>"
