"""Drawing a chart where Python runs inside a browser: by Vega itself, beside Python and not on the page.

The site of the course brings Vega along (``cptedu_vega``); it is read when the first chart is drawn.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

__all__ = ["vegalite_to_svg"]

_BROUGHT_ALONG = "cptedu_vega"


def vegalite_to_svg(specification: str) -> str:
    """Draw a chart as the program outside of browsers does.

    Args:
        specification: in Vega-Lite's terms, as JSON.

    Returns:
        An ``<svg>`` element.

    Raises:
        ImportError: where Python does not run inside a browser, or Vega did not come along.
    """
    return str(_drawn_by_vega()(specification))


@cache
def _drawn_by_vega() -> Any:
    run = import_module("pyodide.code").run_js
    brought = files(_BROUGHT_ALONG)
    vega, lite = (
        (brought / name).read_text(encoding="utf-8") for name in ("vega.min.js", "vega-lite.min.js")
    )
    return run(Path(__file__).with_name("in_browser.js").read_text(encoding="utf-8"))(vega, lite)
