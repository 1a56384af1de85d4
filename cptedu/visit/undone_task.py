"""What a patient cannot do, as a deficit tells it: of a task of daily life, and the patient's own."""

from __future__ import annotations

from collections.abc import Sequence

from cptedu.visit.of_another import is_of_another_person
from cptedu.visit.said_words import Clause

__all__ = ["undone_task"]


def undone_task(group: Sequence[Clause]) -> Clause | None:
    """Find a clause that says what the patient cannot do; what could not be tested, and help with papers, is none.

    Args:
        group: the clauses that belong together.

    Returns:
        The clause, or None.
    """
    for clause in group:
        for at, word in enumerate(clause.words):
            if "cannot" not in word.kinds or "asks" in clause.kinds:
                continue
            after = next((one for one in clause.words[at + 1 :] if "filler" not in one.kinds), None)
            untested = after is not None and not {"untested", "of_papers"}.isdisjoint(after.kinds)
            named = any(
                other.text[0].isalpha() and other.kinds.keys().isdisjoint({"filler", "cannot"})
                for other in clause.words
            )
            if named and not untested and not is_of_another_person(clause, word.start):
                return clause
    return None
