"""The cards between a lesson's sentences: one frame and one stylesheet, over the colours that every instrument shares."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path

__all__ = ["card", "card_table", "folded", "style"]

_HERE = Path(__file__).parent
_PALETTE = _HERE / "widgets" / "kit" / "palette.css"
_TAKEN_IN = re.compile(r'^@import "([\w/]+\.css)";$', flags=re.MULTILINE)


def card(kind: str, body: str, *, verdict: str = "") -> str:
    """Put a card together: its stylesheet travels with it, so that it looks right wherever a notebook is shown.

    Args:
        kind: what it shows, as in ``cptedu-claim``.
        body: its HTML, with every text from a file escaped.
        verdict: the verdict whose colour it bears; empty for its kind's own.

    Returns:
        The HTML.

    >>> card("note", "<p>words</p>", verdict="ask").split(">")[0]
    '<section class="cptedu cptedu-card cptedu-note cptedu-ask"'
    """
    names = " ".join(f"cptedu-{name}" for name in ("card", kind, verdict) if name)
    return f'<section class="cptedu {names}">{style("cards.css")}{body}</section>'


def card_table(label: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Put a table together, the first cell of each row as its heading.

    Args:
        label: what it holds, for whoever hears the page.
        heads: the words above the columns.
        rows: the cells as HTML, with every text from a file escaped.

    Returns:
        The HTML: in a box of its own, that scrolls where the window is narrower than the table.

    >>> card_table("Prices", ["Code", "Units"], [["98940", "1"]]).split("<tbody>")[1]
    '<tr><th scope="row">98940</th><td>1</td></tr></tbody></table></div>'
    """
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    box = f'<div class="cptedu-scroll" role="group" aria-label="{escape(label)}" tabindex="0">'
    return f"{box}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"


def folded(words: str, body: str) -> str:
    """Put something behind words that are to be pressed.

    Args:
        words: what is to be seen, without what it says.
        body: its HTML, with every text from a file escaped.

    Returns:
        The HTML.

    >>> folded("See the claim", "<p>98940</p>").partition("</style>")[2]
    '<details class="cptedu cptedu-behind"><summary>See the claim</summary><p>98940</p></details>'
    """
    shown = f'<details class="cptedu cptedu-behind"><summary>{escape(words)}</summary>{body}</details>'
    return f"{style('folded.css')}{shown}"


@cache
def style(name: str) -> str:
    """Give the colours and a stylesheet of this folder as an element to put into a page.

    A notebook stores it with each card, so it is written without comments and spare room.

    Args:
        name: the stylesheet's file name.

    Returns:
        A ``<style>`` element.
    """
    own = (_HERE / name).read_text(encoding="utf-8")
    sheets = f"{_PALETTE.read_text(encoding='utf-8')}\n{_TAKEN_IN.sub(_under_the_card, own)}"
    bare = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", sheets, flags=re.DOTALL))
    return f"<style>{re.sub(r' ?([{};,>]) ?|(?<=:) ', lambda found: found[1] or '', bare).replace(';}', '}').strip()}</style>"


def _under_the_card(found: re.Match[str]) -> str:
    """Take another stylesheet in under the name of a card, so that it holds inside cards and nowhere else on the page."""
    return f".cptedu.cptedu-card.cptedu-card {{\n{(_HERE / found.group(1)).read_text(encoding='utf-8')}}}"
