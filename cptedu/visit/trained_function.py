"""Which measures say nothing of what is trained: a grip measures no balance, a stance on one leg no motion."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from cptedu.visit.counted_measures import is_strength_grade
from cptedu.visit.measures import Measure
from cptedu.visit.said_words import Clause, values_of

__all__ = ["is_of_another_function", "is_test_of_another_function", "measures_left_out", "no_measures_of"]

_WORD_OF = {
    "not_by_grip": "grip",
    "not_by_angle": "movement",
    "not_by_structure": "structure",
    "not_by_index": "disability_index",
    "not_by_balance": "balance_test",
    "not_by_sense": "sense_test",
    "not_by_gait": "gait_test",
    "not_by_hold": "hold_test",
}
_OF_A_NAMED_TEST = frozenset({"not_by_balance", "not_by_sense", "not_by_gait", "not_by_hold"})
_TELLS_ITS_OUTCOME = frozenset({"time", "speed", "distance", "errors", "percent", "score", "number"})
_OF_A_SENSE = frozenset({"scored_test", "aim_error"})


@lru_cache(maxsize=1_000)
def no_measures_of(aims: frozenset[str]) -> frozenset[str]:
    """Say which kinds of measures say nothing of any of the purposes.

    Args:
        aims: what the service was for.

    Returns:
        The kinds; none where no purpose is given.

    >>> sorted(no_measures_of(frozenset({"balance", "strength"})))
    ['not_by_index', 'not_by_structure']
    """
    if not aims:
        return frozenset()
    kinds = {kind for kind in (*_WORD_OF, "not_by_force") if aims <= values_of(kind).keys()}
    # A muscle's grade is no measure of balance, posture or motion, however low it is.
    if values_of("graded_purpose").keys().isdisjoint(aims):
        kinds.add("not_by_grade")
    return frozenset(kinds)


def measures_left_out(no_measures: frozenset[str], kinds: Iterable[str]) -> frozenset[str]:
    """Leave the named tests away where repetitions are counted: heel raises in a single-leg stance test strength.

    Args:
        no_measures: the kinds of measures that say nothing of what is trained.
        kinds: the kinds of the numbers that stand together.

    Returns:
        Those that hold there.
    """
    return no_measures - _OF_A_NAMED_TEST if "repetitions" in kinds else no_measures


def is_test_of_another_function(clause: Clause, no_measures: frozenset[str]) -> bool:
    """Say whether a clause names a test that says nothing of what is trained: a positive Romberg of flexibility.

    Args:
        clause: the clause.
        no_measures: the kinds of measures that say nothing of what is trained.

    Returns:
        True where it names one.
    """
    return any(_WORD_OF[kind] in clause.kinds for kind in no_measures & _OF_A_NAMED_TEST)


def is_of_another_function(
    one: Measure, clause: Clause, context: frozenset[str], no_measures: frozenset[str]
) -> bool:
    """Say whether a number measures something else than what is trained.

    Args:
        one: the number.
        clause: the clause in which it stands.
        context: the kinds of the words that belong to it.
        no_measures: the kinds of measures that say nothing of what is trained.

    Returns:
        True where it is of one of those kinds.
    """
    said = {kind for kind, word in _WORD_OF.items() if kind in no_measures and word in context}
    if one.kind in _TELLS_ITS_OUTCOME and said & _OF_A_NAMED_TEST and not is_strength_grade(one, clause):
        return True
    if one.kind in {"angle", "length"} and "not_by_sense" in said:
        return True
    match one.kind:
        case "force":
            return "not_by_force" in no_measures or "not_by_grip" in said
        case "angle" | "length" if _OF_A_SENSE.isdisjoint(context):
            # "Scoliosis with rotation 40 degrees" measures the rotation.
            of_bones = "not_by_structure" in said and (
                "movement" not in clause.kinds or "not_by_angle" in no_measures
            )
            return of_bones or (one.kind == "angle" and "not_by_angle" in said)
        case "percent" | "score" | "number":
            graded = "not_by_grade" in no_measures and is_strength_grade(one, clause)
            return graded or "not_by_index" in said
    return False
