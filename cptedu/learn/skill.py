"""What a skill says of itself before anything is drawn: its place in the course, its words, its number."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Skill"]


@dataclass(frozen=True)
class Skill:
    """A skill, as the first file of its folder declares it; its name is that of the folder.

    Generations of exercises are counted once for the whole course, and a skill says which of them are its own: the one with
    which it came, each with which one of its misconceptions came (``since`` in their declaration), and the one since which it
    is drawn as it is now, or could be drawn again as it was.

    Attributes:
        place: the lesson that teaches it, and its turn within that lesson.
        title: what it is about, for tables.
        first_hint: the question to ask oneself before anything else.
        bearing: the rules whose findings are steps of its solution.
        since: the generation with which it came.
        drawn_since: the earliest generation of which its exercises can be drawn again; those before cannot be had again.
        told_first: of all that may be said of a line, what a right answer hears: names of rules, ``level``, ``aim`` or ``units``.
        redrawn: later generations with which its drawing changed, the earlier way being kept beside the new one.
        retold: later generations with which rows took the place of others, one for one: each seed draws what it drew.
    """

    place: tuple[int, int]
    title: str
    first_hint: str
    bearing: frozenset[str]
    since: int
    drawn_since: int
    redrawn: tuple[int, ...] = ()
    retold: tuple[int, ...] = ()
    told_first: tuple[str, ...] = ()

    def drawing_of(self, generation: int) -> int:
        """Give the number of the drawing by which a generation is drawn: the last that is not younger."""
        return max(one for one in (self.drawn_since, *self.redrawn) if one <= generation)
