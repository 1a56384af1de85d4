"""Which measures say nothing of what is trained: a grip measures no balance, a stance on one leg no motion."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from cptedu.facts.tables import rows
from cptedu.visit.deficit.counted_measures import is_strength_grade
from cptedu.visit.deficit.measures import Measure
from cptedu.visit.said_words import Clause, Word, values_of

__all__ = ["is_of_another_function", "is_test_of_another_function", "named_tests", "no_measures_of"]

_TABLE = "measured_functions.csv"
_WORD_OF = {"not_by_angle": "movement", "not_by_structure": "structure"}
_OF_A_SENSE = frozenset({"scored_test", "aim_error"})
_OF_A_MOTION = frozenset({"movement", "of_degrees"})
_OF_THE_BODY = frozenset({"angle", "length"})


@lru_cache(maxsize=1_000)
def no_measures_of(aims: frozenset[str]) -> frozenset[str]:
    """Say which kinds of measures and which named tests say nothing of any of the purposes.

    Args:
        aims: what the service was for.

    Returns:
        The kinds, and the tests as ``data/measured_functions.csv`` names them; none where no purpose is given.

    Source: our own reading of what each test measures, generously; what is disputable is left as a measure.

    >>> sorted(no_measures_of(frozenset({"gait", "strength"})))
    ['back_curve', 'head_angle', 'head_forward', 'not_by_structure']
    """
    if not aims:
        return frozenset()
    kinds = {kind for kind in (*_WORD_OF, "not_by_force") if aims <= values_of(kind).keys()}
    # A muscle's grade is no measure of balance, posture or motion, however low it is.
    if values_of("graded_purpose").keys().isdisjoint(aims):
        kinds.add("not_by_grade")
    # What hands-on work is for stands in no row, and nothing has to be measured for it.
    if aims <= frozenset[str]().union(*_functions().values()):
        kinds.update(test for test, functions in _functions().items() if functions.isdisjoint(aims))
    return frozenset(kinds)


@cache
def _functions() -> dict[str, frozenset[str]]:
    return {row["test"]: frozenset(row["functions"].split()) for row in rows(_TABLE)}


@cache
def _counted_in() -> dict[str, frozenset[str]]:
    return {row["test"]: frozenset(row["counted_in"].split()) for row in rows(_TABLE)}


def named_tests(clauses: Iterable[Clause]) -> frozenset[str]:
    """Give the tests that are named, as the table of what each measures calls them.

    Args:
        clauses: the clauses that belong together.

    Returns:
        Their names; a test that the table does not know is none.

    >>> from cptedu.visit.said_words import said_in
    >>> named_tests(said_in("SLS 6 s left, 25 s right").clauses)
    frozenset({'stance'})
    """
    return frozenset(
        word.kinds["named_test"]
        for clause in clauses
        if "named_test" in clause.kinds
        for word in clause.words
        if "named_test" in word.kinds
    )


def is_test_of_another_function(clause: Clause, no_measures: frozenset[str]) -> bool:
    """Say whether each sign of a clause says nothing of what is trained: a positive Romberg of flexibility.

    Args:
        clause: the clause.
        no_measures: the kinds of measures and the tests that say nothing of what is trained.

    Returns:
        True where it names one, and none beside it that may say something.
    """
    signs = [word for word in clause.words if "functional_sign" in word.kinds]
    return bool(signs) and all(word.kinds.get("named_test") in no_measures for word in signs)


def is_of_another_function(
    one: Measure, clause: Clause, context: frozenset[str], tests: frozenset[str], no_measures: frozenset[str]
) -> bool:
    """Say whether a number measures something else than what is trained.

    Args:
        one: the number.
        clause: the clause in which it stands.
        context: the kinds of the words that belong to it.
        tests: the tests that are named beside it.
        no_measures: the kinds of measures and the tests that say nothing of what is trained.

    Returns:
        True where it is of one of those kinds, or the outcome of such tests alone.
    """
    # "Shoulder flexion 95 degrees since CVA" is an angle of the shoulder, "position error 8 degrees in rotation" is none.
    of_a_motion = (
        one.kind in _OF_THE_BODY and _OF_A_SENSE.isdisjoint(context) and any(map(_is_a_motion, clause.words))
    )
    if not of_a_motion and _is_only_of_tests(one, clause, named_tests([clause]) or tests, no_measures):
        return True
    said = {kind for kind, word in _WORD_OF.items() if kind in no_measures and word in context}
    match one.kind:
        case "force":
            return "not_by_force" in no_measures
        case "angle" | "length" if _OF_A_SENSE.isdisjoint(context):
            # "Scoliosis with rotation 40 degrees" measures the rotation.
            of_bones = "not_by_structure" in said and (
                "movement" not in clause.kinds or "not_by_angle" in no_measures
            )
            return of_bones or (one.kind == "angle" and "not_by_angle" in said)
        case "percent" | "score" | "number":
            return "not_by_grade" in no_measures and is_strength_grade(one, clause)
    return False


def _is_only_of_tests(
    one: Measure, clause: Clause, tests: frozenset[str], no_measures: frozenset[str]
) -> bool:
    """Say whether a number is the outcome of a named test, and every test that it may be of measures something else."""
    may_be_of = [test for test in tests if one.kind in _counted_in().get(test, ())]
    return bool(may_be_of) and no_measures.issuperset(may_be_of) and not is_strength_grade(one, clause)


def _is_a_motion(word: Word) -> bool:
    return "named_test" not in word.kinds and not _OF_A_MOTION.isdisjoint(word.kinds)
