"""The one look of every chart: readable from the back of a room, without colour, on white paper and on a dark screen."""

from __future__ import annotations

import math
import re
from typing import Any

__all__ = [
    "DASHES",
    "FONT",
    "INK",
    "ON_SCREEN",
    "PALETTE",
    "SHAPES",
    "SIZE",
    "colours",
    "config",
    "legible_width",
]

FONT = "DejaVu Sans, system-ui, sans-serif"
SIZE = 16
SMALLEST = 11.5  # pixels on a screen, below which words are not read but guessed
INK = "#1d2530"
QUIET = "#4d5968"
RULE = "#d9dde2"

# Okabe and Ito's colours for colour-blind eyes, darkened until each reads as text on white (contrast 4.5 or more).
PALETTE = ("#0068a3", "#b84700", "#00734f", "#8e3a80", "#6e5a00", INK)
DASHES = ((1, 0), (8, 3), (2, 2), (10, 3, 2, 3), (14, 4), (4, 4))
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")


# Of colours that a reader has chosen, none is faint: a grid is mixed, or it would strike through the words that lie on it.
QUIET_LINE = "color-mix(in srgb,CanvasText 25%,Canvas)"
TINT = "color-mix(in srgb,CanvasText 12%,Canvas)"

# What a colour of a drawing becomes on a dark ground, and where the reader has chosen colours for the whole computer. Series
# are told apart by dashes, shapes and words as well.
ON_SCREEN = {
    "white": ("#1c2229", "Canvas"),
    "#fff": ("#1c2229", "Canvas"),
    "#ffffff": ("#1c2229", "Canvas"),
    INK: ("#eef1f4", "CanvasText"),
    QUIET: ("#b3bdc8", "CanvasText"),
    RULE: ("#39424d", QUIET_LINE),
    "#0068a3": ("#63b3f5", "Highlight"),
    "#b84700": ("#ffa552", "LinkText"),
    "#00734f": ("#6fd0a8", "CanvasText"),
    "#8e3a80": ("#e79bd8", "CanvasText"),
    "#6e5a00": ("#d9c25a", "CanvasText"),
    "#0b4a78": ("#8fc4f0", "Highlight"),
    "#e0a84f": ("#c98a2c", "color-mix(in srgb,LinkText 40%,Canvas)"),
    "#5a5a5a": ("#a9adb3", "GrayText"),
    "#4c78a8": ("#63b3f5", "Highlight"),  # Vega's own, where a chart names none
    "#7a3b69": ("#f0aedb", "CanvasText"),
    "#a12a00": ("#ffb49a", "CanvasText"),
    "#f3e6f0": ("#3e1734", TINT),
    "#fbe9e4": ("#3d1f15", TINT),
    "#e6ebf1": ("#2a323b", TINT),
}


def colours(drawing: str) -> str:
    """Say in CSS what becomes of a drawing's colours where the page is dark or the computer's colours are chosen.

    Args:
        drawing: the SVG.

    Returns:
        Rules for the colours that are in it.

    >>> colours('<path fill="#a12a00"/>').splitlines()[0]
    '.cptedu-figure{[fill="#a12a00"]{fill:light-dark(#a12a00,#ffb49a)}}'
    """
    used = sorted(set(re.findall(r'\b(fill|stroke)="([^"]+)"', drawing)))
    known = [(what, light, *ON_SCREEN[light]) for what, light in used if light in ON_SCREEN]
    shades = "".join(
        f'[{what}="{light}"]{{{what}:light-dark({light},{dark})}}' for what, light, dark, _ in known
    )
    chosen = "".join(f'[{what}="{light}"]{{{what}:{own}}}' for what, light, _, own in known)
    return f".cptedu-figure{{{shades}}}\n@media (forced-colors:active){{.cptedu-figure{{{chosen}}}}}"


def legible_width(drawing: str) -> int:
    """Say how wide a drawing has to be shown, so that its smallest words can still be read on a phone.

    Args:
        drawing: the SVG.

    Returns:
        Pixels; 0 where there is no drawing, or no word in it.

    >>> legible_width('<svg width="800"><text font-size="16px">98940</text></svg>')
    575
    """
    wide = re.search(r'<svg[^>]*? width="([\d.]+)', drawing)
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)(?:px)?"', drawing)]
    return math.ceil(float(wide[1]) * SMALLEST / min(sizes)) if wide and sizes else 0


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
