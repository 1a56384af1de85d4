"""The room on the stage: what it predicts, how many for each, and who was right when all is revealed.

A vote is typed, or given by phone, and both are added up here. What phones chose is known once the vote is closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from cptedu.explain import counted
from cptedu.learn.deck import Choice, Heard, Phones, Slide

__all__ = ["all_votes", "headline", "invitation", "outcome", "predictions", "votes_in_words"]


def all_votes(typed: Sequence[int], heard: Heard) -> list[int]:
    """Add up what was typed and what phones have chosen.

    Args:
        typed: a number for each choice.
        heard: what the phones say.

    Returns:
        A number for each choice.

    >>> all_votes([3, 0], Heard(5, (1, 4))), all_votes([3, 0], Heard(5))
    ([4, 4], [3, 0])
    """
    counts = heard.counts if heard.counts is not None and len(heard.counts) == len(typed) else ()
    return [own + theirs for own, theirs in zip_longest(typed, counts, fillvalue=0)]


def invitation(phones: Phones | None) -> dict[str, str] | None:
    """Give what the room needs to vote by phone: the address, and a picture of it that a phone reads.

    Args:
        phones: where phones vote; None where they do not.

    Returns:
        ``address`` and ``picture``, black on white in any light, or None.
    """
    if phones is None:
        return None
    import segno  # noqa: PLC0415  (only where phones vote)

    code = segno.make(phones.address, error="m", micro=False)
    return {"address": phones.address, "picture": code.svg_data_uri(border=4, dark="#000", light="#fff")}


def predictions(
    slide: Slide, votes: Sequence[int], typed: Sequence[int], *, is_open: bool
) -> list[dict[str, Any]]:
    """Give each choice with its votes and the width of its bar.

    Args:
        slide: the case.
        votes: a number for each choice.
        typed: how many of these were typed, and can be typed anew.
        is_open: whether all is revealed; only then it is told which is right.

    Returns:
        For each choice ``letter``, ``words``, ``is_claim``, ``votes``, ``typed``, ``width`` in percent of the longest bar, and
        ``state``.
    """
    most = max([*votes, 1])
    return [
        {
            "letter": "ABCDE"[number],
            "words": choice.words,
            "is_claim": choice.lines is not None,
            "votes": count,
            "typed": own,
            "width": round(100 * count / most, 1),
            "state": _state(choice) if is_open else "",
        }
        for number, (choice, count, own) in enumerate(zip(slide.choices, votes, typed, strict=True))
    ]


def _state(choice: Choice) -> str:
    return "right" if choice.is_right else "also" if choice.also_stands else "wrong"


def votes_in_words(slide: Slide, votes: Sequence[int], *, is_open: bool, waiting: int = 0) -> str:
    """Count the room; when all is revealed, say who was right and what else the record supports.

    Args:
        slide: the case.
        votes: a number for each choice.
        is_open: whether all is revealed.
        waiting: how many have voted by phone and are not among these yet.

    Returns:
        One or two sentences.
    """
    voted = sum(votes) + waiting
    if not is_open:
        return f"{counted(voted, 'vote')}." if voted else "No votes yet."
    said = [had] if (had := headline(slide, votes)) else []
    said += [f"The record supports {choice.words} too." for choice in slide.choices if choice.also_stands]
    return " ".join(said)


def headline(slide: Slide, votes: Sequence[int]) -> str:
    """Say how many of the room were right; nothing where nobody voted."""
    had = sum(count for choice, count in zip(slide.choices, votes, strict=True) if choice.is_right)
    return f"{had} of {sum(votes)} had it." if any(votes) else ""


def outcome(slide: Slide, votes: Sequence[int]) -> str:
    """Say for the ear what was right, and who was."""
    if not slide.choices:
        return "The claim is complete."
    right = next(choice.words for choice in slide.choices if choice.is_right)
    return f"Right is: {right}. {votes_in_words(slide, votes, is_open=True)}".strip()
