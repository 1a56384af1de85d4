"""When a number is no loss by what is said around it: full, held without trouble, as good as the norm."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from cptedu.visit.deficit.measures import Measure
from cptedu.visit.said_words import Clause, values_of

__all__ = [
    "is_as_good",
    "is_full",
    "is_none_of_a_fault",
    "is_shown_by_sides",
    "less_is_better",
    "longest_hold",
]

_SHOWN_BY_A_WORD = frozenset({"loss", "limit", "cannot", "expected"})
_UNTROUBLED = frozenset({"time", "distance", "repetitions", "force", "speed", "angle"})
_STILL_TROUBLED = frozenset({"limit", "loss", "cannot"})
_TOLD_WITHOUT_A_NORM = _UNTROUBLED - {"angle"}
_MORE_IS_BETTER = frozenset(
    {"time", "distance", "repetitions", "force", "speed", "score", "number", "percent"}
)
_LOW_ONLY_BESIDE = frozenset(
    {"angle", "length", "pressure", "speed", "time", "distance", "force", "repetitions"}
)
_SAFELY = "safely"
_OF_A_TASK = frozenset({"distance", "repetitions", "force"})
_OF_A_TEST = frozenset({"scored_test", "named_test"})
_NO_UPPER_END = _UNTROUBLED - {"speed"}


def is_full(
    one: Measure, clause: Clause, group: list[Clause], context: frozenset[str], found: Sequence[Measure]
) -> bool:
    """Say whether a number is as good as the test or the note wants it, so that no word around it shows a loss.

    Args:
        one: the number.
        clause: the clause in which it stands.
        group: the clauses that belong together.
        context: the kinds of their words; ``"expected"`` where a number is expected.
        found: the numbers of the text.

    Returns:
        True for the whole time of a test, more than a number, or what was held without sway, trouble or difficulty.
    """
    if _is_a_pace(one, context) and _tells_only_of_balance(group):
        return False
    if (
        "untroubled" in context
        and one.kind in _UNTROUBLED
        and (not _only_safely(group) or _is_enough_when_safe(one, group, context, found))
    ):
        return context.isdisjoint(_STILL_TROUBLED | {"expected"})
    if not context.isdisjoint(_SHOWN_BY_A_WORD):
        return False
    if one.kind == "angle" and "all_motion_normal" in context:
        return True
    if less_is_better(one, context):
        return False
    longest = longest_hold(group)
    whole = one.kind == "time" and longest is not None and one.value >= longest
    # "Good strength, grip 40 kg": how much would be little, nobody says.
    if longest is None and "all_is_well" in context and one.kind in _TOLD_WITHOUT_A_NORM:
        return True
    return whole or (one.kind in _NO_UPPER_END and _is_at_least(one, clause))


def _is_a_pace(one: Measure, context: frozenset[str]) -> bool:
    return one.kind == "speed" or (one.kind == "time" and less_is_better(one, context))


def _tells_only_of_balance(group: list[Clause]) -> bool:
    """Say whether all that went well is that nobody fell, or held on: ``"gait speed 0.74 m/s, no LOB"`` is as slow."""
    words = [word for clause in group for word in clause.words if "untroubled" in word.kinds]
    held = values_of("beside_a_pace")
    return bool(words) and all(word.text in held for word in words)


def _only_safely(group: list[Clause]) -> bool:
    words = [word for clause in group for word in clause.words if "untroubled" in word.kinds]
    return bool(words) and all(word.text == _SAFELY for word in words)


def _is_enough_when_safe(
    one: Measure, group: list[Clause], context: frozenset[str], found: Sequence[Measure]
) -> bool:
    """Say whether a task done safely is done: ``"lifts 20 lb safely"``; how long a test takes is no better for it."""
    if one.kind not in _OF_A_TASK or not context.isdisjoint(_OF_A_TEST):
        return False
    if any(word.text == "only" and word.end <= one.start for clause in group for word in clause.words):
        return False
    # "Carries 10 lb safely; needs 50 lb for work".
    return not any(other.kind == one.kind and other.value > one.value for other in found)


def is_as_good(one: Measure, aim: Measure, context: frozenset[str]) -> bool:
    """Say whether a number is as good as what is expected of it, or better.

    Args:
        one: the number.
        aim: what is expected.
        context: the kinds of the words that belong to the number.

    Returns:
        True for 45 seconds where 30 are the norm; where it is not known which way is better, only within the norm.
    """
    upper = aim.value if aim.most is None else aim.most
    if aim.value <= one.value <= upper:
        return True
    if aim.sign == "<" or (not aim.sign and less_is_better(one, context)):
        return one.value <= upper
    more = (
        aim.sign == ">"
        or one.kind in _MORE_IS_BETTER
        or not context.isdisjoint({"movement", "more_is_better"})
    )
    return more and one.value >= aim.value


def is_shown_by_sides(one: Measure, group: list[Clause], context: frozenset[str]) -> bool:
    """Say whether nothing but a difference of the sides would show that a number is low.

    Args:
        one: the number.
        group: the clauses that belong together.
        context: the kinds of their words; ``"expected"`` where a number is expected.

    Returns:
        False for a grade, a share of the whole and an error, beside a norm or a word such as "limited", and for a time below
        the one at which the test ends.
    """
    if one.kind not in _LOW_ONLY_BESIDE or one.most is not None or not context.isdisjoint(_SHOWN_BY_A_WORD):
        return False
    longest = longest_hold(group) if one.kind == "time" else None
    return longest is None or one.value >= longest


def less_is_better(one: Measure, context: frozenset[str]) -> bool:
    """Say whether a smaller number is the better one: errors, a timed walk, how far the head stands forward.

    Args:
        one: the number.
        context: the kinds of the words that belong to it.

    Returns:
        True where less is better.
    """
    return (
        one.kind == "errors"
        or "less_is_better" in context
        or (one.kind == "time" and "less_time_is_better" in context)
    )


def is_none_of_a_fault(one: Measure, clause: Clause) -> bool:
    """Say whether nothing is counted of what should be little: an index of 0%, a head 0 cm forward.

    Args:
        one: the number.
        clause: the clause in which it stands.

    Returns:
        False for 0 degrees of a movement, and 0 cm of a reach: there nothing is the loss.
    """
    if one.value or "more_is_better" in clause.kinds:
        return False
    of_a_lean = "of_degrees" in clause.kinds and clause.kinds.isdisjoint({"movement", "loss"})
    return less_is_better(one, clause.kinds) or of_a_lean or "fault" in clause.kinds


def longest_hold(group: list[Clause]) -> float | None:
    """Give the time at which a test that is named ends, or none.

    Args:
        group: the clauses that belong together.

    Returns:
        Seconds.
    """
    ends = values_of("longest_hold")
    return next(
        (
            float(ends[word.text])
            for clause in group
            if "longest_hold" in clause.kinds
            for word in clause.words
            if "longest_hold" in word.kinds and word.text in ends
        ),
        None,
    )


def _is_at_least(one: Measure, clause: Clause) -> bool:
    before = bisect_right(clause.words, one.start, key=lambda word: word.end)
    return before > 0 and "at_least" in clause.words[before - 1].kinds
