"""Whether a note calls normal what it measures: ``"flexion 140 degrees, normal"``."""

from __future__ import annotations

from cptedu.visit.deficit.measures import Measure
from cptedu.visit.said_words import Clause

__all__ = ["is_called_normal"]


def is_called_normal(clause: Clause, group: list[Clause], expected: list[Measure], of_sides: bool) -> bool:
    """Say whether the note calls what a clause measures normal, there or beside it, and not only of the other side.

    Args:
        clause: the clause.
        group: the clauses that belong together.
        expected: the numbers of the text that say what is expected.
        of_sides: whether only a difference of the sides would show that what is measured is low. Where not, sides that are
            alike make nothing normal: ``"quad 4/5, equal bilaterally"``.

    Returns:
        True where it is called normal.
    """
    for other in group:
        if not _says_normal(other, expected, of_sides) or (
            other is not clause and "other_limb" in other.kinds
        ):
            continue
        if other is clause or other.denied:
            return True
        one, its = other.sides, clause.sides
        if not (len(one) == len(its) == 1 and one != its):
            return True
    return False


def _says_normal(clause: Clause, expected: list[Measure], of_sides: bool) -> bool:
    # "Normal 60" says what is expected; "otherwise normal" and "weak, else normal" call something else normal.
    return clause.kinds.isdisjoint({"rest", "loss"}) and any(
        "normal" in word.kinds
        and (of_sides or "alike" not in word.kinds)
        and not any(one.start <= word.start < one.end for one in expected)
        for word in clause.words
    )
