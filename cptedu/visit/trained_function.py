"""Which measures say nothing of what is trained: a grip measures no balance, an index of disability no strength."""

from __future__ import annotations

from functools import lru_cache

from cptedu.visit.counted_measures import is_strength_grade
from cptedu.visit.measures import Measure
from cptedu.visit.said_words import Clause, values_of

__all__ = ["is_of_another_function", "no_measures_of"]

_WORD_OF = {
    "not_by_grip": "grip",
    "not_by_angle": "movement",
    "not_by_structure": "structure",
    "not_by_index": "disability_index",
}
_OF_A_SENSE = frozenset({"scored_test", "aim_error"})


@lru_cache(maxsize=1_000)
def no_measures_of(aims: frozenset[str]) -> frozenset[str]:
    """Say which kinds of measures say nothing of any of the purposes.

    Args:
        aims: what the service was for.

    Returns:
        The kinds; none where no purpose is given.

    >>> sorted(no_measures_of(frozenset({"balance", "strength"})))
    ['not_by_index']
    """
    if not aims:
        return frozenset()
    kinds = {kind for kind in (*_WORD_OF, "not_by_force") if aims <= values_of(kind).keys()}
    # A muscle's grade is no measure of balance, posture or motion, however low it is.
    if values_of("graded_purpose").keys().isdisjoint(aims):
        kinds.add("not_by_grade")
    return frozenset(kinds)


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
    match one.kind:
        case "force":
            return "not_by_force" in no_measures or "not_by_grip" in said
        case "angle" | "length" if _OF_A_SENSE.isdisjoint(context):
            return "not_by_structure" in said or (one.kind == "angle" and "not_by_angle" in said)
        case "percent" | "score" | "number":
            graded = "not_by_grade" in no_measures and is_strength_grade(one, clause)
            return graded or "not_by_index" in said
    return False
