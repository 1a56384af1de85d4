"""Numbers that count a page, a step of a programme, stars, or how long something was rested: no function of the patient."""

from __future__ import annotations

from cptedu.visit.deficit.measures import Measure
from cptedu.visit.said_words import Said

__all__ = ["is_a_numbered_part"]

_OF_A_PART = frozenset({"part_before", "part_behind"})
_MAY_STAND_BETWEEN = frozenset({"no", "nr", "number", "for"})


def is_a_numbered_part(one: Measure, said: Said) -> bool:
    """Say whether a number is a page, a step or a rating, by the word beside it: ``"see chart p. 3/5"``, ``"4 of 5 stars"``.

    Args:
        one: the number.
        said: the text.

    Returns:
        True where the word just before it, or just behind it, counts such a thing.
    """
    # A text has hundreds of numbers at most, and seldom one of these words.
    if all(_OF_A_PART.isdisjoint(clause.kinds) for clause in said.clauses):
        return False
    its_own = next(
        (clause for clause in said.clauses if clause.start < one.end and one.start < clause.end), None
    )
    # "Craniocervical flexion test level 3 of 5" is the test's own level.
    if its_own is None or "scored_test" in its_own.kinds:
        return False
    before = [word for clause in said.clauses for word in clause.words if word.end <= one.start]
    while before and before[-1].text in _MAY_STAND_BETWEEN | {"#"}:
        before.pop()
    behind = [word for clause in said.clauses for word in clause.words if word.start >= one.end][:1]
    if behind and behind[0].kinds.get("part_behind") == one.kind:
        return not said.spelled[one.end : behind[0].start].strip()
    if not before or before[-1].kinds.get("part_before") != one.kind:
        return False
    between = said.spelled[before[-1].end : one.start].replace(".", " ").replace("#", " ").split()
    return _MAY_STAND_BETWEEN.issuperset(between)
