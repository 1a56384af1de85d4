"""A deck on paper: each case with its note and its choices; with the answers, its claim and why the other choices are wrong."""

from __future__ import annotations

from html import escape

from cptedu.deciding import deciding, verdict_shown
from cptedu.explain import NOTICE, SIGNS, TEACHING, codes_whole, verdict_in_words
from cptedu.learn.deck import Choice, Deck, Slide, why_not
from cptedu.model import Claim, ClaimLine, Finding, Unbilled, Verdict
from cptedu.shown.note_and_claim import facts_of_note

__all__ = ["handout_page"]

_LETTERS = "ABCDE"


def handout_page(deck: Deck, *, answers: bool = False) -> str:
    """Lay a deck out as one page to print.

    Args:
        deck: the deck; its cases with a mistake are left out.
        answers: True for the page with the claims, False for the one that the room writes on.

    Returns:
        A whole HTML document that needs nothing from the network. Speaker notes are on neither.

    >>> from cptedu.learn.deck import load_deck, seminar_deck
    >>> asked, answered = (handout_page(load_deck(seminar_deck()), answers=one) for one in (False, True))
    >>> "Why not" in asked, "Why not" in answered
    (False, True)
    """
    slides = [slide for slide in deck.slides if isinstance(slide, Slide)]
    cases = "".join(_case(number, slide, answers=answers) for number, slide in enumerate(slides, start=1))
    title = f"{deck.title}: the answers" if answers else deck.title
    opening = f"<p>{escape(deck.opening)}</p>" if deck.opening else ""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><main><h1>{escape(title)}</h1>{opening}{codes_whole(cases)}"
        f"<footer>{escape(TEACHING)} {escape(NOTICE)}</footer></main></body></html>"
    )


def _case(number: int, slide: Slide, *, answers: bool) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th><td>{escape(value)}</td></tr>'
        for label, value in facts_of_note(slide.visit)
    )
    choices = "".join(
        _choice(letter, one, answers=answers) for letter, one in zip(_LETTERS, slide.choices, strict=False)
    )
    below = _answer(slide) if answers else '<p class="lines">Your answer</p>'
    return (
        f"<section><h2>{number}. {escape(slide.title)}</h2><table><tbody>{rows}</tbody></table>"
        f"<p><strong>{escape(slide.question)}</strong></p><ul>{choices}</ul>{below}</section>"
    )


def _choice(letter: str, one: Choice, *, answers: bool) -> str:
    mark = ""
    if answers and one.is_right:
        mark = f" <strong>{SIGNS[_RIGHT]} right</strong>"
    elif answers and one.also_stands:
        mark = " The record supports it too."
    return f"<li><span>{letter}</span> {escape(one.words)}{mark}</li>"


def _answer(slide: Slide) -> str:
    lines = "".join(map(_line, slide.claim.lines)) + "".join(map(_left, slide.claim.unbilled))
    notes = "".join(f"<li>{escape(note.says)}</li>" for note in _spoken(slide.claim))
    whys = "".join(
        f"<li><span>{letter}</span> {escape(why)}</li>"
        for letter, one in zip(_LETTERS, slide.choices, strict=False)
        if (why := why_not(slide, one))
    )
    why_nots = f"<h3>Why not</h3><ul>{whys}</ul>" if whys else ""
    return f"<h3>The claim</h3><ul>{lines}{notes}</ul>{why_nots}"


def _line(line: ClaimLine) -> str:
    return _judged(f"{'-'.join((line.code, *line.modifiers))} ×{line.units}", line)


def _left(item: Unbilled) -> str:
    return _judged(f"{item.code or item.about}: no line", item)


def _judged(head: str, item: ClaimLine | Unbilled) -> str:
    verdict = verdict_shown(item)
    return f"<li><strong>{escape(head)}</strong> {SIGNS[verdict]} {verdict_in_words(verdict)}. {escape(deciding(item).says)}</li>"


def _spoken(claim: Claim) -> list[Finding]:
    return [note for note in claim.notes if note.verdict in {Verdict.NOT_SUPPORTED, Verdict.ASK}]


_RIGHT = Verdict.SUPPORTED
_STYLE = """@page{size:auto;margin:16mm}
:root{color-scheme:light dark;color:light-dark(#000,#eef1f4);background:light-dark(#fff,#14181d)}
@media print{:root{color-scheme:light}}
body{font:11pt/1.4 system-ui,"DejaVu Sans",sans-serif;margin:0 auto;max-width:46rem;padding:1rem}
h1{font-size:18pt}h2{font-size:13pt;margin:1.4rem 0 .4rem}h3{font-size:11pt;margin:.7rem 0 .2rem}
section{break-inside:avoid}
table{border-collapse:collapse;width:100%}th,td{padding:.12rem .6rem .12rem 0;text-align:left;vertical-align:top}
th{font-weight:600;width:9rem;color:light-dark(#333,#b3bdc8)}
ul{list-style:none;margin:.2rem 0;padding:0}li{margin:.2rem 0}li:has(>span:not(.code)){padding-left:1.8rem;text-indent:-1.8rem}
.code{white-space:nowrap}li>span:not(.code){display:inline-block;font-weight:700;text-indent:0;width:1.6rem}
.lines{border-bottom:1px dotted light-dark(#767676,#808b97);color:light-dark(#555,#9aa5b1);height:2.4rem}
footer{font-size:9pt;margin-top:1.4rem}
@media print{body{max-width:none;padding:0}}"""
