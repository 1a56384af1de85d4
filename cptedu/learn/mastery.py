"""When a skill is mastered: by its latest exercises, each counted as it came out in the end without its solution."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["LATEST", "Mastery", "mastery_of"]

LATEST = 6
_ENOUGH = 5


@dataclass(frozen=True)
class Mastery:
    """How many of the latest exercises of a skill came out right.

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
        counted = f"{self.right} of the latest {LATEST} right"
        return f"mastered, {counted}" if self.is_mastered else counted


def mastery_of(tries: Iterable[tuple[str, bool]]) -> Mastery:
    """Count the latest exercises of a skill.

    Args:
        tries: each answer in its order: its exercise, and whether it was right and found without the solution.

    Returns:
        An exercise that is met again counts once, among the latest.

    >>> mastery_of([("a", False), ("a", True), ("b", True)]).in_words
    '2 of the latest 6 right'
    """
    latest: dict[str, bool] = {}
    for exercise, is_own in tries:
        latest[exercise] = latest.pop(exercise, False) or is_own
    return Mastery(sum(list(latest.values())[-LATEST:]), len(latest))
