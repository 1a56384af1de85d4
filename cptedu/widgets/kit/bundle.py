"""The one module and the one stylesheet that a page is given for an instrument."""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["script", "stylesheet"]

_STYLE_TAKEN_IN = re.compile(r'^@import "((?:\.{1,2}/)+[\w/]+\.css)";$', flags=re.MULTILINE)
_TAKEN_IN = re.compile(r'^import \{[^}]*\} from "((?:\.{1,2}/)+[\w/]+\.js)";$', flags=re.MULTILINE)
_PALETTE = Path(__file__).with_name("palette.css")


def stylesheet(own: Path) -> str:
    """Put the colours that every instrument shares before an instrument's own stylesheet, and what it takes from other files.

    What is taken in stands under the instrument's own class, as if it were written there: two instruments on one page, each with
    a copy of it, then leave each other's look alone.

    Args:
        own: the instrument's stylesheet; its class is named as the folder is.

    Returns:
        All of it, as one text.
    """
    root = f".{own.parent.name.replace('_', '-')}"

    def under_its_class(found: re.Match[str]) -> str:
        return f"{root} {{\n{(own.parent / found.group(1)).read_text(encoding='utf-8')}}}"

    palette = _PALETTE.read_text(encoding="utf-8")
    return f"{palette}\n{_STYLE_TAKEN_IN.sub(under_its_class, own.read_text(encoding='utf-8'))}"


def script(own: Path) -> str:
    """Put what an instrument's JavaScript takes from other files into it: a page is given one module, and no other file.

    Args:
        own: the instrument's JavaScript.

    Returns:
        One module.
    """
    taken: set[Path] = set()

    def put_together(place: Path) -> str:
        def text_of(found: re.Match[str]) -> str:
            wanted = (place.parent / found.group(1)).resolve()
            if wanted in taken:  # one copy is enough, whoever asks for it
                return ""
            taken.add(wanted)
            return re.sub(r"^export ", "", put_together(wanted), flags=re.MULTILINE)

        return _TAKEN_IN.sub(text_of, place.read_text(encoding="utf-8"))

    return put_together(own)
