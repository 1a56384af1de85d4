"""Why a choice is wrong: what a review of the claim that it stands for would say first."""

from __future__ import annotations

from cptedu.engine.review import review_claim
from cptedu.learn.deck.slide import Choice, Slide

__all__ = ["why_not"]


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
    if choice.is_right or choice.also_stands or choice.lines is None:
        return ""
    review = review_claim(slide.visit, choice.lines)
    told = [*review.wrong, *review.missing]
    return told[0].says if told else ""
