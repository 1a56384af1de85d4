"""A line of a claim as a card: code, units, verdict and the one reason that decides; the others and the sources are folded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from cptedu.deciding import deciding, reasons_in_order, told_once, verdict_shown
from cptedu.explain.findings_told import (
    badge,
    citations_of,
    findings_as_html,
    fix_as_html,
    marks_of,
    numbers_of,
    sides_as_html,
    sources_as_html,
)
from cptedu.explain.words_told import SIGNS, also_open, counted, place_in_words, verdict_in_words
from cptedu.model import ClaimLine, Finding, Unbilled, Verdict

__all__ = ["line_card", "line_cards"]

_NOT_YET = "no line yet"


def line_cards(items: Iterable[ClaimLine | Unbilled], label: str) -> str:
    """Put lines of a claim below one another, each as a card.

    Args:
        items: claim lines, or what is not billed.
        label: what they are, for whoever hears the page.

    Returns:
        A list.
    """
    cards = "".join(line_card(item, tag="li") for item in items)
    return f'<ul class="cptedu-lines" aria-label="{escape(label)}">{cards}</ul>'


def line_card(
    item: ClaimLine | Unbilled, told: Sequence[Finding] = (), *, beside: str = "", tag: str = "div"
) -> str:
    """Show a claim line, or something that is not billed, as a card.

    Args:
        item: the line.
        told: the findings that stand in front; by default the one that decides.
        beside: what stands behind its label, as the letters of its diagnoses.
        tag: ``"li"`` within a list.

    Returns:
        The HTML; what comes from a visit is escaped.

    """
    verdict = verdict_shown(item)
    front = tuple(told) or (deciding(item),)
    said = "".join(_in_front(one, verdict) for one in front)
    off = "" if isinstance(item, ClaimLine) else " cptedu-off"
    return (
        f'<{tag} class="cptedu-line cptedu-{verdict.value}{off}"><p class="cptedu-line-head">{_head(item, verdict)}</p>'
        f'<p class="cptedu-label">{escape(_label(item, beside))}</p>{said}{_folded(item, front)}</{tag}>'
    )


def _head(item: ClaimLine | Unbilled, verdict: Verdict) -> str:
    if isinstance(item, ClaimLine):
        written, open_still = "-".join((item.code, *item.modifiers)), also_open(item)
        units = f'<span class="cptedu-units">×{item.units}</span> '
    else:
        written = _NOT_YET if _waits(item) else item.code or "no code"
        open_still, units = "", ""
    asked = ""
    if open_still:
        sign = f'<span aria-hidden="true">{SIGNS[Verdict.ASK]}</span>'
        asked = f' <span class="cptedu-badge cptedu-ask cptedu-open">{sign} {open_still}</span>'
    badges = f'<span class="cptedu-badges">{badge(verdict)}{asked}</span>'
    return f'<strong class="cptedu-code">{escape(written)}</strong> {units}{badges}'


def _waits(item: Unbilled) -> bool:
    """Say whether a code may still come of it: then no code stands above the question, as if it were settled."""
    return item.verdict is Verdict.ASK


def _label(item: ClaimLine | Unbilled, beside: str) -> str:
    if isinstance(item, Unbilled):
        in_question = f"{item.code} is in question" if _waits(item) and item.code else ""
        return " · ".join(filter(None, (item.about, in_question)))
    places = ", ".join(map(place_in_words, item.regions))
    return " · ".join(filter(None, (item.label, places, beside)))


def _in_front(finding: Finding, shown: Verdict) -> str:
    """Tell a reason; its own sign stands before it where it says another thing than the card does."""
    sign = ""
    if finding.verdict is not shown:
        word = f'<span class="cptedu-hidden">{verdict_in_words(finding.verdict)}: </span>'
        sign = f'<span class="cptedu-sign" aria-hidden="true">{SIGNS[finding.verdict]}</span> {word}'
    tone = f" cptedu-{finding.verdict.value}"
    return f'<div class="cptedu-reason{tone}">{sign}{escape(finding.says)}{fix_as_html(finding)}</div>'


def _folded(item: ClaimLine | Unbilled, front: Sequence[Finding]) -> str:
    """Fold away what else there is to say of a line, with a word on how much it is."""
    ordered = (*front, *(one for one in reasons_in_order(item) if one not in front))
    rest = told_once(ordered, front)
    numbers, sources = numbers_of(ordered), citations_of(ordered)
    sides = "".join(f"<p>Sources differ:</p>{sides_as_html(one)}" for one in front if one.readings)
    count = filter(
        None,
        (
            "sources differ" if sides else "",
            counted(len(rest), "more reason") if rest else "",
            counted(len(sources), "source") if sources else "",
        ),
    )
    above = " ".join(marks_of(one, numbers) for one in front).strip()
    rests_on = f"<p>The reason above: {above}</p>" if above and rest else ""
    why = findings_as_html(rest, numbers) if rest else ""
    return f"<details><summary>{', '.join(count)}</summary>{sides}{rests_on}{why}{sources_as_html(sources)}</details>"
