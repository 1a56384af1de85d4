"""What a deficit tells of left and right: whether they differ, and of which of them a "normal" speaks."""

from __future__ import annotations

from collections.abc import Sequence

from cptedu.visit.deficit.measures import Measure, measures_of
from cptedu.visit.deficit.no_loss_shown import less_is_better
from cptedu.visit.said_words import Clause, Said

__all__ = ["sides_are_equal", "sides_differ", "without_normal_of_one_side"]

_NEVER_COMPARED = frozenset({"minutes", "age"})
_BOTH_SIDES = frozenset({"left", "right"})
# One side is plainly worse than the other where it falls short of it by a quarter.
_PLAINLY_LESS = 0.75


def sides_differ(clause: Clause, group: Sequence[Clause], found: Sequence[Measure]) -> bool:
    """Say whether left is told to be other than right: ``"heel raises 6 left, 22 right"``, ``"unable R, 5 reps L"``.

    Args:
        clause: the clause.
        group: the clauses that belong together.
        found: the numbers of the text.

    Returns:
        True where plain numbers of the two sides differ, and where one side cannot at all what the other is counted doing.
    """
    if any(
        not one.kinds.isdisjoint({"complaint", "pain_scale", "programme", "not_a_measure"}) for one in group
    ):
        return False
    sides = frozenset[str]().union(*(one.sides for one in group))
    if not sides >= _BOTH_SIDES or not measures_of(clause, found):
        return False
    numbers = {one.value for one in _of(group, found) if one.kind not in _NEVER_COMPARED}
    return len(numbers) > 1 or (bool(numbers) and any(_one_side_cannot(one) for one in group))


def _one_side_cannot(clause: Clause) -> bool:
    """Say whether a clause ends with a side that cannot: ``"heel raise: unable R"``."""
    said = [word for word in clause.words if "filler" not in word.kinds]
    return (
        len(said) > 1
        and "side" in said[-1].kinds
        and "cannot" in said[-2].kinds
        and len(clause.sides) == 1
        and not clause.denied
    )


def sides_are_equal(group: Sequence[Clause], found: Sequence[Measure]) -> bool:
    """Say whether both sides are told and have the same number, or one is told to be like the other.

    Args:
        group: the clauses that belong together.
        found: the numbers of the text.

    Returns:
        False where only one side has a number.
    """
    if any({"alike", "other_limb"} <= clause.kinds and not clause.denied for clause in group):
        return True
    sides = frozenset[str]().union(*(one.sides for one in group))
    told = [one.value for one in _of(group, found) if one.kind not in _NEVER_COMPARED]
    # "Right WNL, left 4 s" and "left 4 s, right not tested" tell one side alone.
    one_alone = len(told) == 1 and any(
        not clause.kinds.isdisjoint({"normal", "elsewhere", "untested"}) for clause in group
    )
    return len(set(told)) == 1 and ("both" in sides or (sides >= _BOTH_SIDES and not one_alone))


def _of(group: Sequence[Clause], measures: Sequence[Measure]) -> list[Measure]:
    return [one for one in measures if group[0].start < one.end and one.start < group[-1].end]


def without_normal_of_one_side(said: Said, found: Sequence[Measure]) -> Said:
    """Leave out a "normal" in brackets that speaks of the better side alone: ``"SLS 12 s R / 30 s L (WNL)"``.

    Args:
        said: the text and its clauses.
        found: its numbers.

    Returns:
        The same text where the bracket says both, or where the sides are too near each other to tell which is meant.
    """
    clauses = said.clauses
    left_out = [
        clause
        for at, clause in enumerate(clauses)
        if at and _is_a_bracket_of_normal(clause, said) and _is_of_the_last(clauses[:at], found)
    ]
    return said if not left_out else said._replace(clauses=tuple(c for c in clauses if c not in left_out))


def _is_a_bracket_of_normal(clause: Clause, said: Said) -> bool:
    return (
        said.spelled[: clause.start].endswith("(")
        and all(word.kinds.get("normal") == "" for word in clause.words)
        and said.spelled[clause.end : clause.end + 1] == ")"
    )


def _is_of_the_last(before: Sequence[Clause], found: Sequence[Measure]) -> bool:
    """Say whether the last number before is of one side, and plainly better than that of the other just before it."""
    told = [one for clause in before[-2:] for one in measures_of(clause, found)]
    if len(told) < 2 or told[-1].kind != told[-2].kind:
        return False
    other, last = told[-2:]
    context = frozenset[str]().union(*(clause.kinds for clause in before))
    sides = [word for clause in before[-2:] for word in clause.words if "side" in word.kinds]
    if {word.kinds["side"] for word in sides} != _BOTH_SIDES or len(sides) != len(told):
        return False
    if last.is_the_most and not other.is_the_most:
        return True
    worse, better = (last, other) if less_is_better(last, context) else (other, last)
    return worse.value <= better.value * _PLAINLY_LESS
