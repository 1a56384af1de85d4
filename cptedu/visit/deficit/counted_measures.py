"""Which of the numbers in a deficit measure a loss: pain, minutes of treatment and a programme do not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from cptedu.facts.muscles import muscle_regions
from cptedu.visit.deficit.measures import Measure
from cptedu.visit.deficit.no_loss_shown import is_as_good, is_none_of_a_fault
from cptedu.visit.said_words import Clause

__all__ = ["counts_as_loss", "is_strength_grade"]

_SHOWN_WITH = frozenset({"performance", "scored_test", "loss", "cannot"})
_OF_A_MUSCLE = frozenset(
    {"grade", "graded_part", "movement", "performance", "scored_test", "functional_sign", "side", "loss"}
)
_COMPARED = frozenset({"limit", "loss", "expected"})
_GRADES = 5
_PAIN_SCALE = 10


def counts_as_loss(
    one: Measure, clause: Clause, context: frozenset[str], aims: Sequence[Measure], named: bool
) -> bool:
    """Say whether a number measures a loss of what is trained, by what it counts and what is said around it.

    "8 degrees, expected under 4.5" and "40 degrees, expected 60" are both a loss; what is as good as the expected, or
    better, is none.

    Args:
        one: the number.
        clause: the clause in which it stands.
        context: the kinds of words in that clause and in those that belong to it; ``"expected"`` where a number is expected.
        aims: what is expected.
        named: whether the note names what was measured.

    Returns:
        True when it measures a loss; in doubt False.
    """
    if is_none_of_a_fault(one, clause):
        return False
    if one.is_the_most:
        return not one.slashed and not context.isdisjoint({"loss", "cannot"})
    compared = not context.isdisjoint(_COMPARED)
    complained = "complaint" in context
    if aims and one.kind == "time" and _is_the_time_given(one, clause):
        return False
    if (aims and all(is_as_good(one, aim, context) for aim in aims)) or (
        "programme" in context and not compared
    ):
        return False
    if one.kind == "score":
        return not complained and _score_counts(one, clause, context)
    if one.kind == "number":
        return not complained and (bool(aims) or _graded(one, clause) or _test_before(one, clause))
    if one.kind == "time" and "improved" in clause.kinds and not compared:
        return False
    # "30 seconds" alone measures nothing that is named.
    return named and _unit_counts(one, context, compared, complained)


def is_strength_grade(one: Measure, clause: Clause) -> bool:
    """Say whether a number grades the strength of a muscle: 4-/5, or grade 4.

    Args:
        one: the number.
        clause: the clause in which it stands.

    Returns:
        True for a grade beside no scored test.
    """
    # "4 of 5 trials" counts tries.
    out_of_five = (
        one.kind == "score" and one.slashed and one.most == _GRADES and not _test_before(one, clause)
    )
    return out_of_five or (one.kind == "number" and _graded(one, clause))


def _unit_counts(one: Measure, context: frozenset[str], compared: bool, complained: bool) -> bool:
    shown = not context.isdisjoint(_SHOWN_WITH)
    match one.kind:
        case "angle" | "length" | "pressure" | "speed":
            return compared or "improved" not in context
        case "errors":
            return one.value > 0
        case "minutes":
            return "limit" in context
        case "time":
            return compared or shown or not complained
        case "distance" | "force":
            return compared or (shown and "can" not in context)
        case "repetitions":
            return compared and not complained
        case "percent":
            return not complained and "improved" not in context
    return False


def _score_counts(one: Measure, clause: Clause, context: frozenset[str]) -> bool:
    """Say whether a number out of another measures something; 7/10 beside no test is most often pain."""
    if one.most == _GRADES:
        return not one.slashed or bool(one.sign) or _grades_a_muscle(one, clause, context)
    if _test_before(one, clause):
        return True
    if one.slashed and one.most == _PAIN_SCALE:
        return "performance" in context
    return not context.isdisjoint(_SHOWN_WITH | {"movement"})


def _grades_a_muscle(one: Measure, clause: Clause, context: frozenset[str]) -> bool:
    """Say whether 4/5 grades strength: ``"fell on 2/5"`` is a day, ``"visit 2/5"`` counts visits."""
    if not _OF_A_MUSCLE.isdisjoint(context):
        before = clause.words[: _words_before(one, clause)]
        return not (before and "day_before" in before[-1].kinds)
    named = [
        word
        for word in clause.words
        if any(map(str.isalpha, word.text)) and word.kinds.keys().isdisjoint({"filler", "later"})
    ]
    of_a_day = any("day_before" in word.kinds for word in clause.words)
    return not of_a_day and (not named or bool(muscle_regions(" ".join(word.text for word in named))))


def _graded(one: Measure, clause: Clause) -> bool:
    """Say whether a plain number is a grade of strength below the full one: ``"grade 4"``."""
    if "grade" not in clause.kinds or "other_grade" in clause.kinds or one.value >= _GRADES:
        return False
    at = _words_before(one, clause)
    return at > 0 and "grade" in clause.words[at - 1].kinds


def _test_before(one: Measure, clause: Clause) -> bool:
    """Say whether a scored test is named before a number that is not its best score."""
    if "scored_test" not in clause.kinds:
        return False
    before = reversed(clause.words[: _words_before(one, clause)])
    best = next((word.kinds["scored_test"] for word in before if "scored_test" in word.kinds), None)
    return best is not None and one.value != float(best or "nan")


def _is_the_time_given(one: Measure, clause: Clause) -> bool:
    """Say whether a time is what the test allows: ``"8 in 30 s"``."""
    before = clause.words[: _words_before(one, clause)]
    return len(before) > 1 and before[-1].text == "in" and any(map(str.isdigit, before[-2].text))


def _words_before(one: Measure, clause: Clause) -> int:
    return bisect_right(clause.words, one.start, key=lambda word: word.end)
