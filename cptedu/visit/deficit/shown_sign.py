"""Signs that a name or a count of tries shows by itself: ``"FTN: past-pointing R"``, ``"knee valgus 5/5 trials"``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cptedu.visit.deficit.earlier_day import is_of_an_earlier_day
from cptedu.visit.deficit.measures import Measure, measures_of
from cptedu.visit.deficit.of_another import is_of_another_person
from cptedu.visit.deficit.told_past import tells_the_past
from cptedu.visit.said_words import Clause

__all__ = ["shows_by_name"]

_TAKES_IT_BACK = frozenset(
    {
        *(
            "normal",
            "well",
            "untroubled",
            "gone",
            "planned",
            "look_now",
            "looked_for",
            "suspected",
            "guessed",
        ),
        *("asks", "denied_behind", "denies_before", "set_right", "programme", "wished"),
    }
)


def shows_by_name(clause: Clause, found: Sequence[Measure], day: date | None) -> bool:
    """Say whether a clause names a sign that is a loss by its name, or counts in how many tries a fault was seen.

    Args:
        clause: the clause.
        found: the numbers of the text.
        day: the day of the visit, where it is known.

    Returns:
        False for what is another's, denied, over, only looked for, or seen in none of the tries.
    """
    if clause.denied or not _TAKES_IT_BACK.isdisjoint(clause.kinds) or tells_the_past(clause):
        return False
    if is_of_another_person(clause, clause.end) or is_of_an_earlier_day(clause, day):
        return False
    if "named_sign" in clause.kinds:
        return clause.words[-1].text != "-"
    return not clause.kinds.isdisjoint({"fault", "cannot"}) and any(
        one.most is not None and one.value > 0 and _counts_tries(one, clause)
        for one in measures_of(clause, found)
    )


def _counts_tries(one: Measure, clause: Clause) -> bool:
    behind = next((word for word in clause.words if word.start >= one.end), None)
    return one.kind == "repetitions" or (behind is not None and "tries" in behind.kinds)
