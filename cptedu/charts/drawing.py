"""A chart's specification as an SVG drawing that needs no script: its marks say their numbers under the pointer."""

from __future__ import annotations

import hashlib
import json
import re
import sys
import xml.etree.ElementTree as ET  # only our own drawings are read with it
from functools import lru_cache
from typing import Any

from cptedu.charts.theme import INK

__all__ = ["draw"]

_SVG = "http://www.w3.org/2000/svg"
_POINTED_AT = ("point", "circle", "square", "bar", "rect mark", "arc")
_TIP_SIZE = 16
_TIP_LETTER = 0.62 * _TIP_SIZE  # as wide as letters get, so that the box holds any font
_REACH = 12  # how near to a point the pointer must be, in pixels


def draw(specification: dict[str, Any], label: str) -> str:
    """Draw a chart; the same specification always gives the same drawing, and the last ones are not drawn twice.

    Args:
        specification: in Vega-Lite's terms. A mark's ``description`` is what it says under the pointer.
        label: the sentence that stands for the whole drawing where it is heard and not seen.

    Returns:
        An ``<svg>`` element to be put into a page.

    Raises:
        ImportError: where nothing here can draw.
    """
    return _drawn(json.dumps(specification), label)


@lru_cache(maxsize=32)
def _drawn(specification: str, label: str) -> str:
    ET.register_namespace("", _SVG)
    root = ET.fromstring(_vegalite_to_svg(specification))  # noqa: S314
    tips = ET.Element(_name("g"), {"class": "cptedu-tips"})
    _collect(root, (0.0, 0.0), float(root.get("width", "0")), tips)
    _hush(root)
    root.append(tips)
    root.set("role", "img")
    root.set("aria-label", label)
    root.attrib.pop("class", None)
    return _own_names(ET.tostring(root, encoding="unicode"))


def _vegalite_to_svg(specification: str) -> str:
    """Have Vega draw: a program that holds it, or inside a browser the browser itself."""
    if sys.platform == "emscripten":
        from cptedu.charts.in_browser import vegalite_to_svg  # noqa: PLC0415  (there is a browser only there)
    else:
        from vl_convert import vegalite_to_svg  # noqa: PLC0415  (heavy)
    return str(vegalite_to_svg(specification))


def _collect(element: ET.Element, at: tuple[float, float], width: float, tips: ET.Element) -> None:
    """Make a tip for every mark that has something to say, and follow where the groups move their marks to."""
    moved = re.match(r"translate\(([-\d.e]+)[, ]+([-\d.e]+)\)", element.get("transform", ""))
    here = (at[0] + float(moved[1]), at[1] + float(moved[2])) if moved else at
    words = element.get("aria-label")
    if words and element.get("aria-roledescription") in _POINTED_AT:
        tips.append(_tip(element, words, here, width, is_point=moved is not None))
    for child in element:
        _collect(child, here, width, tips)


def _tip(
    mark: ET.Element, words: str, at: tuple[float, float], width: float, *, is_point: bool
) -> ET.Element:
    """Lay an unseen spot over a mark, and beside it the box that shows while the pointer is on the spot."""
    group = ET.Element(_name("g"), {"class": "cptedu-mark", "transform": f"translate({at[0]:g},{at[1]:g})"})
    if is_point:
        ET.SubElement(group, _name("circle"), {"r": str(_REACH), "fill": "transparent"})
        x, y = at
    else:
        outline = mark.get("d", "")
        ET.SubElement(group, _name("path"), {"d": outline, "fill": "transparent"})
        start = re.match(r"M([-\d.e]+),([-\d.e]+)", outline)
        x, y = (at[0] + float(start[1]), at[1] + float(start[2])) if start else at
    lines = words.split("\n")
    wide, high = max(map(len, lines)) * _TIP_LETTER + 16, len(lines) * 22.0 + 8
    left = min(max(x - wide / 2, 2), max(width - wide - 2, 2)) - at[0]
    top = (y - high - 14 if y - high - 14 > 2 else y + 18) - at[1]
    tip = ET.SubElement(
        group, _name("g"), {"class": "cptedu-tip", "transform": f"translate({left:g},{top:g})"}
    )
    box = {"width": f"{wide:g}", "height": f"{high:g}", "rx": "4", "fill": INK}
    ET.SubElement(tip, _name("rect"), box)
    for number, line in enumerate(lines, start=1):
        place = {"x": "8", "y": f"{number * 22 - 3}", "fill": "#fff", "font-size": f"{_TIP_SIZE}px"}
        ET.SubElement(tip, _name("text"), place).text = line
    return group


def _hush(root: ET.Element) -> None:
    """Take away what the marks would each say to a screen reader: one sentence and the table say it better."""
    for element in root.iter():
        for name in ("role", "aria-label", "aria-roledescription", "aria-hidden"):
            element.attrib.pop(name, None)


def _own_names(svg: str) -> str:
    """Give the drawing's inner names a mark of its own, so that two drawings on a page do not mix theirs up."""
    own = hashlib.sha256(svg.encode()).hexdigest()[:8]
    return re.sub(r'(\bid="|url\(#|href="#)(?=\w)', rf"\g<1>c{own}-", svg)


def _name(tag: str) -> str:
    return f"{{{_SVG}}}{tag}"
