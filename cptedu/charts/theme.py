"""The one look of every chart: readable from the back of a room, and without colour."""

from __future__ import annotations

from typing import Any

__all__ = ["DASHES", "FONT", "INK", "PALETTE", "SHAPES", "SIZE", "config"]

FONT = "DejaVu Sans, system-ui, sans-serif"
SIZE = 16
INK = "#1d2530"
QUIET = "#4d5968"
RULE = "#d9dde2"

# Okabe and Ito's colours for colour-blind eyes, darkened until each reads as text on white (contrast 4.5 or more).
PALETTE = ("#0068a3", "#b84700", "#00734f", "#8e3a80", "#6e5a00", INK)
DASHES = ((1, 0), (8, 3), (2, 2), (10, 3, 2, 3), (14, 4), (4, 4))
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")


def config() -> dict[str, Any]:
    """Give the Vega-Lite configuration that a chart is drawn with; nothing is set for other charts.

    >>> config()["axis"]["labelFontSize"] >= 14
    True
    """
    text = {"labelColor": INK, "titleColor": INK, "labelFontSize": SIZE, "titleFontSize": SIZE}
    return {
        "font": FONT,
        "background": "white",
        "padding": 8,
        "axis": {
            **text,
            "titleFontWeight": "normal",
            "titlePadding": 10,
            "labelPadding": 6,
            "gridColor": RULE,
            "domainColor": QUIET,
            "tickColor": QUIET,
        },
        "header": text,
        "legend": {**text, "symbolSize": 160, "symbolStrokeWidth": 3},
        "title": {"fontSize": SIZE, "color": INK, "anchor": "start", "fontWeight": "normal"},
        "text": {"fontSize": SIZE, "color": INK},
        "line": {"strokeWidth": 3},
        "point": {"size": 90, "filled": True},
        "bar": {"color": PALETTE[0]},
        "range": {"category": list(PALETTE), "symbol": list(SHAPES)},
        "view": {"stroke": None},
    }
