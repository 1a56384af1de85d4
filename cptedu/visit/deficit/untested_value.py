"""A number beside words that say that no one tested it: ``"could not test 4/5"``, ``"6 s, not reproduced today"``."""

from __future__ import annotations

from collections.abc import Sequence

from cptedu.visit.deficit.measures import Measure, measures_of
from cptedu.visit.said_words import Clause, Word

__all__ = ["is_untested", "only_says_untested"]

_NOT_TESTED = frozenset({"not_examined"})
_SAYS_IT = _NOT_TESTED | {"looked_for"}
_PASSED_OVER = frozenset({"filler", "beside_gone"})
_ADDS_NOTHING = _PASSED_OVER | {
    "side",
    "of_today",
    "planned",
    "not_examined",
    "cannot",
    "negation",
    "untested",
    "looked_for",
}


def is_untested(clause: Clause, group: Sequence[Clause], found: Sequence[Measure]) -> bool:
    """Say whether a clause's number was not tested, by what stands in it, before it or behind it.

    Args:
        clause: the clause with the number.
        group: the clauses that belong together.
        found: the numbers of the text.

    Returns:
        False where another side, or another thing, is what was not tested.
    """
    if len(clause.sides) < 2 and _says_untested(clause, found):
        return True
    at, its = group.index(clause), clause.sides
    for number, other in enumerate(group):
        if other is clause or _SAYS_IT.isdisjoint(other.kinds) or measures_of(other, found):
            continue
        sides = other.sides
        if number < at:
            # "Right not tested; left 6 s" tells of one side alone.
            applies = not sides or not its or not sides.isdisjoint(its)
        else:
            applies = only_says_untested(other, found) and sides <= its
        if applies and _says_untested(other, found):
            return True
    return False


def only_says_untested(clause: Clause, found: Sequence[Measure]) -> bool:
    """Say whether a clause says that something was not tested, and names nothing: ``"not reproduced today"``.

    Args:
        clause: the clause.
        found: the numbers of the text.

    Returns:
        True where it adds no thing of its own.
    """
    return (
        not _SAYS_IT.isdisjoint(clause.kinds)
        and not measures_of(clause, found)
        and _says_untested(clause, found)
        and all(_adds_nothing(word) for word in clause.words)
    )


def _says_untested(clause: Clause, found: Sequence[Measure]) -> bool:
    if _SAYS_IT.isdisjoint(clause.kinds):
        return False
    for number, word in enumerate(clause.words):
        cannot = _could_not_be_tested(clause.words, number)
        if not cannot and _NOT_TESTED.isdisjoint(word.kinds):
            continue
        behind = clause.words[number + 1 :]
        # "Could not assess stance 6 s" names what follows; "6 s, not tested on foam" tells of something else.
        told_before = any(clause.start <= one.start < word.start for one in found)
        if (cannot and not told_before) or all(
            _adds_nothing(one) or _is_in_a_value(one, found) for one in behind
        ):
            return True
    return False


def _could_not_be_tested(words: Sequence[Word], at: int) -> bool:
    # "Cannot reproduce neutral" and "cannot look up" are losses; "cannot be reproduced" is not.
    if "looked_for" not in words[at].kinds or (
        "untested" not in words[at].kinds and words[at - 1].text != "be"
    ):
        return False
    for word in reversed(words[:at]):
        if "cannot" in word.kinds or word.kinds.get("negation") == "of_a_quality":
            return True
        if _PASSED_OVER.isdisjoint(word.kinds):
            return False
    return False


def _adds_nothing(word: Word) -> bool:
    return not word.text[0].isalpha() or not _ADDS_NOTHING.isdisjoint(word.kinds)


def _is_in_a_value(word: Word, found: Sequence[Measure]) -> bool:
    return any(one.start <= word.start < one.end for one in found)
