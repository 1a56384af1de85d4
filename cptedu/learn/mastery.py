"""When a skill is mastered: by the first try at each of its latest exercises."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["LATEST", "Mastery", "mastery_of"]

LATEST = 6
_ENOUGH = 5


@dataclass(frozen=True)
class Mastery:
    """How many of the latest exercises of a skill were right at the first try.

    Attributes:
        right: of the latest ones, how many.
        met: how many exercises of the skill were answered at all.
    """

    right: int
    met: int

    @property
    def is_mastered(self) -> bool:
        """Say whether enough of the latest ones came out right."""
        return self.right >= _ENOUGH

    @property
    def in_words(self) -> str:
        """Say it in a few words."""
        if not self.met:
            return "not begun"
        counted = f"{self.right} of the latest {LATEST} right at once"
        return f"mastered, {counted}" if self.is_mastered else counted


def mastery_of(tries: Iterable[tuple[str, bool]]) -> Mastery:
    """Count the latest exercises of a skill.

    Args:
        tries: each answer in its order: its exercise, and whether it was right and found without the solution.

    Returns:
        An exercise counts once, as it went the first time: whoever tries until it is right has not mastered it.

    >>> mastery_of([("a", False), ("a", True), ("b", True)]).in_words
    '1 of the latest 6 right at once'
    """
    latest: dict[str, bool] = {}
    for exercise, is_own in tries:
        latest.setdefault(exercise, is_own)
    return Mastery(sum(list(latest.values())[-LATEST:]), len(latest))
