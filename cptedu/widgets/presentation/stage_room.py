"""The room on the stage: what it predicts, how many for each, and who was right when all is revealed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cptedu.explain import counted
from cptedu.learn.deck import Choice, Slide

__all__ = ["outcome", "predictions", "votes_in_words"]


def predictions(slide: Slide, votes: Sequence[int], *, is_open: bool) -> list[dict[str, Any]]:
    """Give each choice with its votes and the width of its bar.

    Args:
        slide: the case.
        votes: a number for each choice.
        is_open: whether all is revealed; only then it is told which is right.

    Returns:
        For each choice ``letter``, ``words``, ``is_claim``, ``votes``, ``width`` in percent of the longest bar, and ``state``.
    """
    most = max([*votes, 1])
    return [
        {
            "letter": "ABCDE"[number],
            "words": choice.words,
            "is_claim": choice.lines is not None,
            "votes": count,
            "width": round(100 * count / most, 1),
            "state": _state(choice) if is_open else "",
        }
        for number, (choice, count) in enumerate(zip(slide.choices, votes, strict=True))
    ]


def _state(choice: Choice) -> str:
    return "right" if choice.is_right else "also" if choice.also_stands else "wrong"


def votes_in_words(slide: Slide, votes: Sequence[int], *, is_open: bool) -> str:
    """Count the room; when all is revealed, say who was right and what else the record supports."""
    voted = sum(votes)
    if not is_open:
        return f"{counted(voted, 'vote')}." if voted else "No votes yet."
    had = sum(count for choice, count in zip(slide.choices, votes, strict=True) if choice.is_right)
    said = [f"{had} of {voted} had it."] if voted else []
    said += [f"The record supports {choice.words} too." for choice in slide.choices if choice.also_stands]
    return " ".join(said)


def outcome(slide: Slide, votes: Sequence[int]) -> str:
    """Say for the ear what was right, and who was."""
    if not slide.choices:
        return "The claim is complete."
    right = next(choice.words for choice in slide.choices if choice.is_right)
    return f"Right is: {right}. {votes_in_words(slide, votes, is_open=True)}".strip()
