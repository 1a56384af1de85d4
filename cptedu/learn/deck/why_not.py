"""Why a choice is wrong: what a review of the claim that it stands for would say first."""

from __future__ import annotations

import re

from cptedu.engine.review import review_claim
from cptedu.learn.deck.slide import Choice, Slide
from cptedu.model import Finding, Verdict

__all__ = ["reason_why_not", "why_not"]

# Between two sentences, and not within P.A.R.T.
_BETWEEN = re.compile(r"(?<=[.?!])\s+(?=[A-Z0-9])")


def why_not(slide: Slide, choice: Choice) -> str:
    """Say what is wrong with a choice.

    Args:
        slide: the case.
        choice: one of its choices.

    Returns:
        The first thing that a review finds wrong or missing, in its words; nothing for a choice that stands, and for one in
        words alone, of which nothing can be worked out.

    >>> from cptedu.learn.deck import load_deck, seminar_deck
    >>> slide = load_deck(seminar_deck()).slides[1]
    >>> [(choice.words, why_not(slide, choice)[:40]) for choice in slide.choices][1:3]
    [('97112', ''), ('97530', '97530 is not what the record supports; 9')]
    """
    found = _found(slide, choice)
    return found.says if found else ""


def reason_why_not(slide: Slide, choice: Choice) -> str:
    """Give the reason alone why a choice is wrong, for that it is wrong the room sees already.

    Args:
        slide: the case.
        choice: one of its choices.

    Returns:
        What ``why_not`` says without its first sentence, where that only names the line and the verdict.

    >>> from cptedu.learn.deck import load_deck, seminar_deck
    >>> slide = load_deck(seminar_deck()).slides[1]
    >>> reason_why_not(slide, slide.choices[3])
    'Each code stands alone: 16 minutes make 1 unit of 97112.'
    """
    found = _found(slide, choice)
    if found is None:
        return ""
    first, *reason = _BETWEEN.split(found.says)
    disputed = ["Sources dispute it."] if found.readings or found.verdict is Verdict.CONTESTED else []
    return " ".join([*disputed, *reason] if reason else [first])


def _found(slide: Slide, choice: Choice) -> Finding | None:
    """Give the first thing that a review finds wrong or missing, or that it leaves disputed where it does not pass."""
    if choice.is_right or choice.also_stands or choice.lines is None:
        return None
    review = review_claim(slide.visit, choice.lines)
    return next(iter((*review.wrong, *review.missing, *review.disputed)), None)
