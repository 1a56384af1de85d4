"""A loss that is told together with what came after it: strength that was 4-/5 and is now 5/5 is lost no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from cptedu.visit.deficit.measures import Measure, measures_of
from cptedu.visit.said_words import Clause, Said, Word

__all__ = [
    "is_twice_the_earlier",
    "overtaken_by_a_later_clause",
    "overtaken_in_one_breath",
    "tells_what_came_after",
]

_NOT_SMALL = 45

_ENDS_A_LATER_VALUE = frozenset({"later", "of_today", "filler", "unit", "side", "number"})


def overtaken_by_a_later_clause(
    clause: Clause,
    group: Sequence[Clause],
    found: Sequence[Measure],
    is_well: Callable[[Measure, Clause], bool],
) -> bool:
    """Say whether a later value of the same thing takes the place of a clause's: ``"was 6 s, now 30 s"``.

    Args:
        clause: the clause with the value that may be of the past.
        group: the clauses that belong together.
        found: the numbers of the text.
        is_well: says of a number, with its clause, whether it is a normal one.

    Returns:
        True where another clause tells today's value, or one that came after, of the same kind or a normal one, and where
        the clause itself tells a later one that is normal; False for another side.
    """
    if "of_today" in clause.kinds:
        return False
    at = group.index(clause)
    kinds = {one.kind for one in measures_of(clause, found)}
    for number, other in enumerate(group):
        if (number < at and "earlier" not in clause.kinds) or not _tells_a_later_value(other):
            continue
        values = measures_of(other, found)
        if (
            values
            and (
                all(is_well(one, other) for one in values)
                or (number != at and not kinds.isdisjoint(one.kind for one in values))
            )
            and not _is_of_another_side(clause, other)
        ):
            return True
    return False


def overtaken_in_one_breath(said: Said, found: Sequence[Measure]) -> list[Measure]:
    """Find the numbers after which a full one is told in the same clause: ``"4-/5 -> 5/5"``, ``"improved from 3/5 to 5/5"``.

    Args:
        said: the text.
        found: its numbers.

    Returns:
        Those that the full one takes the place of.
    """
    overtaken = []
    for clause in said.clauses:
        values = measures_of(clause, found)
        if "became" not in clause.kinds or len(clause.sides) > 1:
            continue
        for one, other in pairwise(values):
            if (
                other.is_the_most
                and one.kind == other.kind
                and any(
                    "became" in word.kinds and one.end <= word.start and word.end <= other.start
                    for word in clause.words
                )
            ):
                overtaken.append(one)
    return overtaken


def is_twice_the_earlier(
    one: Measure, clause: Clause, group: Sequence[Clause], found: Sequence[Measure]
) -> bool:
    """Say whether a movement goes twice as far today as before, so that nobody knows whether any of it is still lost.

    Args:
        one: the number.
        clause: its clause.
        group: the clauses that belong together.
        found: the numbers of the text.

    Returns:
        True for "rotation was 40 degrees, today 80 degrees"; False for small angles, and for today's 50 degrees.
    """
    if one.kind != "angle" or one.value < _NOT_SMALL or "of_today" not in clause.kinds:
        return False
    return any(
        "earlier" in other.kinds
        and not _is_of_another_side(other, clause)
        and any(its.kind == "angle" and 2 * its.value <= one.value for its in measures_of(other, found))
        for other in group[: group.index(clause)]
    )


def tells_what_came_after(clause: Clause, group: Sequence[Clause], found: Sequence[Measure]) -> bool:
    """Say whether a clause has nothing but a later value of what was measured before: ``"after 5/5"``, not ``"after 5 reps"``.

    Args:
        clause: the clause.
        group: the clauses before it that belong together.
        found: the numbers of the text.

    Returns:
        True where it counts the same.
    """
    before = {one.kind for other in group for one in measures_of(other, found)}
    return _is_a_later_value_alone(clause) and before == {one.kind for one in measures_of(clause, found)}


def _tells_a_later_value(clause: Clause) -> bool:
    return "of_today" in clause.kinds or _is_a_later_value_alone(clause)


def _is_a_later_value_alone(clause: Clause) -> bool:
    # "After 5/5" tells what came after; "fatigues after 30 s" and "after 30 s of rest" do not.
    said = [word for word in clause.words if "later" in word.kinds or "filler" not in word.kinds]
    return bool(said) and "later" in said[0].kinds and all(_adds_nothing(word) for word in said)


def _adds_nothing(word: Word) -> bool:
    return not word.text[0].isalpha() or not _ENDS_A_LATER_VALUE.isdisjoint(word.kinds)


def _is_of_another_side(clause: Clause, other: Clause) -> bool:
    one, its = clause.sides, other.sides
    return len(one) == len(its) == 1 and its not in (one, {"both"})
