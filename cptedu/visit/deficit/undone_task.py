"""What a patient cannot do, as a deficit tells it: of a task of daily life, and the patient's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cptedu.visit.deficit.earlier_day import is_of_an_earlier_day
from cptedu.visit.deficit.of_another import is_of_another_person
from cptedu.visit.said_words import Clause, Word

__all__ = ["undone_task"]


def undone_task(group: Sequence[Clause], day: date | None = None) -> Clause | None:
    """Find a clause that says what the patient cannot do; what could not be tested, papers and medicines are none.

    Nor are words that only sound so ("cannot wait to play golf"), what the day does not allow ("cannot miss work"), and what
    did not go at an examination or with a treatment ("unable to lie for the x-ray").

    Args:
        group: the clauses that belong together.
        day: the day of the visit, where it is known.

    Returns:
        The clause, or None.
    """
    for clause in group:
        if "cannot" not in clause.kinds or "asks" in clause.kinds or is_of_an_earlier_day(clause, day):
            continue
        for at, word in enumerate(clause.words):
            if "cannot" not in word.kinds:
                continue
            after = next((one for one in clause.words[at + 1 :] if "filler" not in one.kinds), None)
            untested = after is not None and ("untested" in after.kinds or _is_no_task(after, clause))
            named = any(
                other.text[0].isalpha() and other.kinds.keys().isdisjoint({"filler", "cannot"})
                for other in clause.words
            )
            if named and not untested and not is_of_another_person(clause, word.start):
                return clause
    return None


def _is_no_task(after: Word, clause: Clause) -> bool:
    # "Unable to schedule work beyond 2 h" and "cannot fill in forms for 5 min" say for how long something can be done.
    return ("no_task" in after.kinds or "exam_behind" in clause.kinds) and not any(
        word.text[0].isdigit() for word in clause.words
    )
