"""Whether the words of an activity are only advice, or a programme for home: ``"HEP: clams daily"``, ``"told to stretch"``."""

from __future__ import annotations

from cptedu.visit.activity.activity_phrases import Phrase, in_clauses
from cptedu.visit.activity.undone_activity import is_given

__all__ = ["told_advice"]

# What is taught, cued or corrected is given here, whatever is practised at home besides.
_HERE = frozenset({"taught_here", "one_on_one"})
_ENDS_A_SENTENCE = frozenset({".", ";", "\n", "!", "?"})


def told_advice(text: str) -> str:
    """Find the words by which an activity was advice, or practice at home, and nothing that was given here.

    Args:
        text: what was done, in the clinician's words.

    Returns:
        The words, or an empty text: where anything else is told, that was given.

    >>> [told_advice(one) for one in ("told to stretch at home", "HEP: clams 3x10", "clams; pt does them at home", "HEP taught")]
    ['told to', 'hep', '', '']
    """
    clauses = in_clauses(text)
    if any(not _HERE.isdisjoint(one.kinds) for clause in clauses for one in clause.phrases):
        return ""
    found, headed, given = "", False, False
    for clause in clauses:
        headed = headed and clause.opens not in _ENDS_A_SENTENCE
        advice = _advice(clause.phrases)
        if advice is not None:
            found = found or advice.text
            # "Clams, at home" is one thing; "clams, told to breathe out" is two.
            given = given and not (clause.opens == "," and "at_home" in clause.phrases[0].kinds)
            # "HEP sheet issued: clams" lists what is on the sheet.
            headed = headed or clause.ends == ":"
        elif not headed:
            given = given or is_given(clause)
    return "" if given else found


def _advice(phrases: list[Phrase]) -> Phrase | None:
    """Find advice anywhere in a part, or by a word that is advice only where a part begins: ``"recommended clams"``."""
    first = next((one for one in phrases if "passed_over" not in one.kinds), None)
    if first is not None and "advice_first" in first.kinds:
        return first
    return next((one for one in phrases if "advice" in one.kinds), None)
