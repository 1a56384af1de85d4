"""Whether a clause tells of a time that is over, or only since when or for how long something goes on."""

from __future__ import annotations

from collections.abc import Sequence

from cptedu.visit.said_words import Clause, Word

__all__ = ["tells_the_past"]

_SINCE = frozenset({"since", "after", "following"})
_FOR = frozenset({"for", "over", "in", "during", "throughout", "within"})
_SPANS = ("week", "month", "year", "yr")


def tells_the_past(clause: Clause) -> bool:
    """Say whether a clause tells of an earlier day: ``"last week"``, not ``"since last week"`` or ``"for the last month"``.

    Args:
        clause: the clause.

    Returns:
        False where what is told of the past is when it began, the fall or the surgery after which it began, or its span.

    >>> from cptedu.visit.said_words import said_in
    >>> texts = ("grip 12 kg last week", "grip 12 kg after fall 2 weeks ago", "grip 12 kg over the last week")
    >>> [tells_the_past(clause) for text in texts for clause in said_in(text).clauses]
    [True, False, False]
    """
    return any(
        "past" in word.kinds and not _is_when_it_began(word, clause.words[:at])
        for at, word in enumerate(clause.words)
    )


def _is_when_it_began(past: Word, before: Sequence[Word]) -> bool:
    passed_event = False
    for word in reversed(before):
        if word.text in _SINCE or (word.text in _FOR and not passed_event and past.text.endswith(_SPANS)):
            return True
        passed_event = passed_event or "event" in word.kinds
        # "After her knee surgery last week" may name anything on the way to the surgery.
        if word.text[0].isalpha() and "filler" not in word.kinds and not passed_event:
            return False
    return False
