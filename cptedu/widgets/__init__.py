"""Things to click and drag: each a Python file with a JavaScript module and a stylesheet beside it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cptedu.widgets.spine_map import SpineMap

__all__ = ["SpineMap", "script", "stylesheet"]

_STYLE_TAKEN_IN = re.compile(r'^@import "\./(\w+\.css)";$', flags=re.MULTILINE)
_TAKEN_IN = re.compile(r'^import \{[^}]*\} from "\./(\w+\.js)";$', flags=re.MULTILINE)


def stylesheet(own: Path) -> str:
    """Put the colours that every widget shares before a widget's own stylesheet, and what it takes from the files beside it.

    What is taken in stands under the widget's own class, as if it were written there: two instruments on one page, each with a
    copy of it, then leave each other's look alone.

    Args:
        own: the widget's stylesheet; its class is named as the file is.

    Returns:
        All of it, as one text.
    """
    root = f".{own.stem.replace('_', '-')}"

    def under_its_class(found: re.Match[str]) -> str:
        return f"{root} {{\n{own.with_name(found.group(1)).read_text(encoding='utf-8')}}}"

    palette = Path(__file__).with_name("palette.css").read_text(encoding="utf-8")
    return f"{palette}\n{_STYLE_TAKEN_IN.sub(under_its_class, own.read_text(encoding='utf-8'))}"


def script(own: Path) -> str:
    """Put what a widget's JavaScript takes from the files beside it into it: a page is given one module, and no other file.

    Args:
        own: the widget's JavaScript.

    Returns:
        One module.
    """
    taken: set[str] = set()

    def text_of(found: re.Match[str]) -> str:
        name = found.group(1)
        if name in taken:  # one copy is enough, whoever asks for it
            return ""
        taken.add(name)
        beside = own.with_name(name).read_text(encoding="utf-8")
        return _TAKEN_IN.sub(text_of, re.sub(r"^export ", "", beside, flags=re.MULTILINE))

    return _TAKEN_IN.sub(text_of, own.read_text(encoding="utf-8"))


def __getattr__(name: str) -> Any:
    if name == "SpineMap":
        from cptedu.widgets.spine_map import SpineMap  # noqa: PLC0415  (a widget is read when it is asked for)

        return SpineMap
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
