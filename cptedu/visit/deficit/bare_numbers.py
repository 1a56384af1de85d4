"""Numbers without a sign that are degrees or a grade by what stands before: ``"flexion 35 (50)"``, ``"MMT: quad 4"``."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from cptedu.facts.muscles import muscle_regions
from cptedu.visit.deficit.measures import Measure
from cptedu.visit.said_words import Clause, Said, Word

__all__ = ["without_bare_numbers"]

# "Rotation 20" may count repetitions; "AROM: rotation 20" does not.
_LEAST, _LEAST_OF_ROM, _MOST = 30, 15, 180
_GRADES = 5
_BESIDE_A_MOTION = frozenset({"filler", "side", "graded_part", "whole_motion", "part_of_a_muscle"})
_BESIDE_A_MUSCLE = frozenset({"filler", "side", "part_of_a_muscle", "beside_a_muscle", "grade"})
_OF_A_MUSCLE = frozenset({"graded_part", "movement"})
_MAY_FOLLOW = frozenset({"side", "filler", "normal_reference", "reference", "reference_behind"})
_OF_EXERCISE = frozenset({"programme", "of_exercise"})
# "Flexion 135, WNL": what is called normal, and has no sign, is taken for no loss.
_CALLED_WELL = frozenset({"normal", "untroubled", "improved", "well"})
_COUNTS_ELSE = frozenset({"programme", "pain_scale", "not_a_measure", "other_grade", "planned", "wished"})


def without_bare_numbers(
    said: Said, found: Sequence[Measure], expected: Sequence[Measure], *, of_motion: bool
) -> tuple[list[Measure], list[Measure]]:
    """Give the numbers of a text with those that are plainly degrees or a grade read as such.

    Args:
        said: the text and its clauses.
        found: what may have been measured.
        expected: what is expected.
        of_motion: whether the service is for motion; where it is not, the words must say so (ROM, AROM).

    Returns:
        Both lists; a number alone in brackets behind degrees is the one that is expected: ``"extension 30 (60)"``.
    """
    numbers = [one for one in found if one.kind == "number"]
    if not numbers:
        return list(found), list(expected)
    kinds = frozenset[str]().union(*(clause.kinds for clause in said.clauses))
    least = _LEAST_OF_ROM if "whole_motion" in kinds else _LEAST
    # "Rotation 48 (N 80)" tells by itself that it is of motion.
    of_motion = (of_motion or bool(expected) or "whole_motion" in kinds) and kinds.isdisjoint(_OF_EXERCISE)
    if not expected and not kinds.isdisjoint(_CALLED_WELL):
        return list(found), list(expected)
    graded_from = _first_grade(said) if kinds.isdisjoint(_OF_EXERCISE) else len(said.spelled)
    read, aims = dict[Measure, Measure](), list(expected)
    for at, clause in enumerate(said.clauses):
        own = [one for one in numbers if clause.start <= one.start < clause.end]
        if not own or not _COUNTS_ELSE.isdisjoint(clause.kinds):
            continue
        for one in own:
            if _is_in_brackets(clause, said) and _tells_an_angle(said.clauses[at - 1], read):
                aims.append(one)
            elif _is_an_angle(one, clause, least if of_motion else None):
                read[one] = one._replace(kind="angle")
            elif one.start > graded_from and _is_a_grade(one, clause):
                read[one] = _as_a_grade(one, said)
    return [read.get(one, one) for one in found if one not in aims], aims


def _first_grade(said: Said) -> int:
    words = (word for clause in said.clauses for word in clause.words)
    return next((word.end for word in words if "grade" in word.kinds), len(said.spelled))


def _is_an_angle(one: Measure, clause: Clause, least: float | None) -> bool:
    """Say whether a number stands behind an angle's name, or, where motion is spoken of, behind a movement."""
    if not _LEAST_OF_ROM <= one.value <= _MOST or not _ends_there(one, clause):
        return False
    for word in reversed(_before(one, clause)):
        if "named_angle" in word.kinds:
            return True
        if "movement" in word.kinds and "whole_motion" not in word.kinds:
            return least is not None and one.value >= least
        # "Flexion 0-110" begins at 0.
        if word.text != "0" and _BESIDE_A_MOTION.isdisjoint(word.kinds):
            return False
    return False


def _is_a_grade(one: Measure, clause: Clause) -> bool:
    if (
        "complaint" in clause.kinds
        or one.value > _GRADES
        or one.value != int(one.value)
        or not _ends_there(one, clause)
    ):
        return False
    last = next(
        (word for word in reversed(_before(one, clause)) if _BESIDE_A_MUSCLE.isdisjoint(word.kinds)), None
    )
    return last is not None and (not _OF_A_MUSCLE.isdisjoint(last.kinds) or bool(muscle_regions(last.text)))


def _as_a_grade(one: Measure, said: Said) -> Measure:
    sign = said.spelled[one.end : one.end + 1]
    return one._replace(
        kind="score", most=float(_GRADES), sign=sign if sign in {"+", "-"} else "", slashed=True
    )


def _before(one: Measure, clause: Clause) -> Sequence[Word]:
    return clause.words[: bisect_right(clause.words, one.start, key=lambda word: word.end)]


def _ends_there(one: Measure, clause: Clause) -> bool:
    """Say whether nothing behind a number says what it counts: ``"flexion 30 visits"``, ``"rotation 45 x 2"``."""
    behind = clause.words[bisect_left(clause.words, one.end, key=lambda word: word.start) :]
    following = next((word for word in behind if word.text != "*"), None)
    return (
        following is None
        or not _MAY_FOLLOW.isdisjoint(following.kinds)
        or "movement" in following.kinds
        or (following.text[0] in "+-" and len(behind) == 1)
    )


def _is_in_brackets(clause: Clause, said: Said) -> bool:
    return (
        said.spelled[: clause.start].endswith("(")
        and said.spelled[clause.end : clause.end + 1] == ")"
        and all(word.text[0].isdigit() or word.text in {"*", "°"} for word in clause.words)
    )


def _tells_an_angle(before: Clause, read: dict[Measure, Measure]) -> bool:
    return any(before.start <= one.start < before.end and its.kind == "angle" for one, its in read.items())
