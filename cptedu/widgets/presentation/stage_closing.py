"""The end of a talk on the wall: the point of each case that was revealed, whose rules they were, and where it is on paper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cptedu.learn.deck import FaultySlide, Slide
from cptedu.widgets.presentation.stage_claim import claim_items

__all__ = ["TITLE", "closing"]

TITLE = "What to take home"


def closing(revealed: Iterable[Slide | FaultySlide], on_paper: str) -> dict[str, Any]:
    """Sum up a talk.

    Args:
        revealed: the cases whose claim the room has seen; of the others nothing is told.
        on_paper: the command that writes the handout.

    Returns:
        ``title``, ``points`` (of each case one sentence), ``sources`` in a line, ``on_paper``, and what is ``said``.

    >>> from cptedu.learn.deck import load_deck, seminar_deck
    >>> told = closing(load_deck(seminar_deck()).slides[2:3], "cptedu handout seminar --answers")
    >>> told["points"]
    ['In the region that was adjusted, NCCI makes 97112 part of the adjustment; 59 changes nothing.']
    >>> told["sources"]
    'American Medical Association, 1997, as quoted · CMS, 2024'
    """
    slides = [one for one in revealed if isinstance(one, Slide)]
    points = [one.to_take_home for one in slides]
    return {
        "title": TITLE,
        "points": points,
        "sources": " · ".join(_sources(slides)),
        "on_paper": on_paper,
        "said": " ".join([f"{TITLE}.", *points]),
    }


def _sources(slides: Iterable[Slide]) -> list[str]:
    """Name each source of the reasons that the room has seen, once."""
    shown = [
        reason["source"]
        for one in slides
        for item in claim_items(one.claim, one.claim)
        for reason in item["reasons"]
    ]
    return sorted(dict.fromkeys(filter(None, shown)))
