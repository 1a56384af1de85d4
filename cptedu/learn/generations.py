"""Generations of exercises: which ones can be drawn again, so that an answer of an earlier one is judged as it was."""

from __future__ import annotations

from functools import cache

from cptedu.errors import CpteduError
from cptedu.learn.misconceptions import misconceptions
from cptedu.learn.questions import ROUNDED_SINCE, UNMARKED_SINCE
from cptedu.learn.skills import SKILLS, skill_named

__all__ = ["OtherGenerationError", "earliest_generation", "held_generation", "newest_generation"]


class OtherGenerationError(CpteduError):
    """An exercise belongs to a generation that is not drawn here, or not yet."""


@cache
def newest_generation() -> int:
    """Give the newest generation: the last with which a skill, its drawing, one of its misconceptions or a way to judge came.

    >>> newest_generation() >= earliest_generation()
    True
    """
    declared = [
        number
        for one in map(skill_named, SKILLS)
        for number in (one.since, one.drawn_since, *one.redrawn, *one.retold)
    ]
    return max(ROUNDED_SINCE, UNMARKED_SINCE, *declared, *(one.since for one in misconceptions()))


def earliest_generation() -> int:
    """Give the earliest generation of which exercises may be had again."""
    return min(skill_named(name).since for name in SKILLS)


def held_generation(written: object, skill: str | None = None) -> int:
    """Read a generation as a file has it.

    Args:
        written: the number.
        skill: the skill whose drawn exercises are wanted; None for written cases.

    Returns:
        The number.

    Raises:
        OtherGenerationError: for one that cannot be had again, or that is none.
    """
    newest = newest_generation()
    first = earliest_generation() if skill is None else skill_named(skill).drawn_since
    if isinstance(written, int) and not isinstance(written, bool) and first <= written <= newest:
        return written
    held = f"generation {newest}" if first == newest else f"generations {first} to {newest}"
    raise OtherGenerationError(
        f"It was drawn by generation {written!r} of the exercises; this cptedu draws {held}."
        " Use the version that made it."
    )
