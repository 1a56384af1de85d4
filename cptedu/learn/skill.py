"""What a skill says of itself before anything is drawn: its place in the course, its words, its number."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Skill"]


@dataclass(frozen=True)
class Skill:
    """A skill, as the first file of its folder declares it; its name is that of the folder.

    Generations of exercises are counted once for the whole course, and a skill says which of them are its own: the one with
    which it came, each with which one of its misconceptions came (``since`` in their declaration), and the one since which it
    is drawn as it is now.

    Attributes:
        place: the lesson that teaches it, and its turn within that lesson.
        title: what it is about, for tables.
        first_hint: the question to ask oneself before anything else.
        bearing: the rules whose findings are steps of its solution.
        since: the generation with which it came.
        drawn_since: the generation since which its exercises are drawn as they are now; those before cannot be had again.
    """

    place: tuple[int, int]
    title: str
    first_hint: str
    bearing: frozenset[str]
    since: int
    drawn_since: int
