"""How a task of daily life is limited, in a note's words: who must help, how far it goes, from which load it is hard."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cptedu.visit.deficit.of_another import is_of_another_person
from cptedu.visit.deficit.told_past import tells_the_past
from cptedu.visit.said_words import Clause, Word

__all__ = ["limited_task"]

_TAKES_IT_BACK = frozenset({"asks", "reference", "wished", "planned", "well", "guessed", "copied"})
_OF_AN_EXERCISE = frozenset({"programme", "of_exercise", "balance_drill"})
# "SBA discontinued", "declines CGA", "CGA, gait WNL": the help was not needed.
_NEEDS_NO_HELP = frozenset({"well", "not_examined", "bids", "normal", "untroubled", "needs_no_help"})
_OF_NO_TASK = frozenset({"untested", "no_task"})
_HELP = frozenset({"for", "to", "with", "w/", "help", "assistance", "assist"})
_OF_A_TASK = frozenset({"force", "distance", "time", "minutes", "repetitions"})
_NAMES_NOTHING = frozenset({"filler", "assisted", "unit", "side", "other_person", "needs", "hard"})


def limited_task(group: Sequence[Clause]) -> Clause | None:
    """Find a clause that says in what way a task is limited: ``"SBA for transfers"``, ``"can only carry it 1 block"``.

    Args:
        group: the clauses that belong together.

    Returns:
        The clause, or None; what is denied, wished, past or another person's is none.
    """
    # "SLS on foam, CGA" tells how an exercise was made safe.
    if any(not _OF_AN_EXERCISE.isdisjoint(clause.kinds) for clause in group):
        return None
    helped = all(_NEEDS_NO_HELP.isdisjoint(clause.kinds) for clause in group)
    for number, clause in enumerate(group):
        earlier = [word for other in group[:number] for word in other.words]
        if not _TAKES_IT_BACK.isdisjoint(clause.kinds) or tells_the_past(clause):
            continue
        for at, word in enumerate(clause.words):
            if ("assisted" in word.kinds and not helped) or not _limits(
                word, [*earlier, *clause.words[:at]], clause.words[at + 1 :]
            ):
                continue
            before = [one for one in clause.words[:at] if "negation" in one.kinds]
            if not before and not is_of_another_person(clause, word.start) and _names_a_task(group):
                return clause
    return None


def _limits(word: Word, before: Sequence[Word], behind: Sequence[Word]) -> bool:
    if "assisted" in word.kinds:
        return True
    if "needs" in word.kinds:
        return _needs_a_person(behind)
    if word.text == "can only" or "hard" in word.kinds:
        # "Can only come on two days" and "hard to schedule 30 min" tell of no task.
        if any(not _OF_NO_TASK.isdisjoint(one.kinds) for one in behind):
            return False
        return (
            _counts_a_task(behind) if "hard" in word.kinds else any(one.text[0].isdigit() for one in behind)
        )
    # "Carry 20 lb x 30 ft then stops".
    return "how_it_ended" in word.kinds and _counts_a_task(before)


def _needs_a_person(behind: Sequence[Word]) -> bool:
    """Say whether somebody is needed for it: ``"needs his wife's help"``, ``"dependent on daughter for vacuuming"``."""
    person = next((n for n, one in enumerate(behind) if "other_person" in one.kinds), None)
    if person is None or any("filler" not in one.kinds or one.text in _HELP for one in behind[:person]):
        return False
    return bool(behind[person + 1 :]) and behind[person + 1].text in _HELP


def _counts_a_task(words: Sequence[Word]) -> bool:
    return any(
        number.text[0].isdigit() and unit.kinds.get("unit") in _OF_A_TASK for number, unit in pairwise(words)
    )


def _names_a_task(group: Sequence[Clause]) -> bool:
    return any(
        word.text[0].isalpha() and word.kinds.keys().isdisjoint(_NAMES_NOTHING)
        for clause in group
        for word in clause.words
    )
