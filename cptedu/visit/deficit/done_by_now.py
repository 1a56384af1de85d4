"""A task that could not be done and can be by now: ``"could not wash her hair last month, now can"``."""

from __future__ import annotations

from cptedu.visit.deficit.told_past import tells_the_past
from cptedu.visit.said_words import Clause, Said

__all__ = ["without_what_is_done_by_now"]

_CAN = frozenset({"can", "normal", "well"})
_OF_TODAY = frozenset({"filler", "of_today", "later", "became", "beside_gone"})
_ADDS_NOTHING = _CAN | _OF_TODAY
_BESIDE_A_NUMBER = _OF_TODAY | {"unit", "side"}


def without_what_is_done_by_now(said: Said) -> Said:
    """Leave out what a patient could not do on an earlier day, or what the next clause tells as done today.

    Args:
        said: the text and its clauses.

    Returns:
        The text with the other clauses; a number that the next clause tells of the same thing keeps what it is of.

    >>> from cptedu.visit.said_words import said_in
    >>> texts = ("could not dress last week", "cannot dress since last week", "could not dress", "could not dress, now can")
    >>> [len(without_what_is_done_by_now(said_in(text)).clauses) for text in texts]
    [0, 1, 1, 1]
    """
    if not any("cannot" in clause.kinds for clause in said.clauses):
        return said
    followed = zip(said.clauses, (*said.clauses[1:], None), strict=True)
    return said._replace(
        clauses=tuple(clause for clause, after in followed if not _is_done_by_now(clause, after))
    )


def _is_done_by_now(clause: Clause, after: Clause | None) -> bool:
    told = [word for word in clause.words if "cannot" in word.kinds]
    if not told or any(word.kinds["cannot"] != "past" for word in told):
        return False
    if "of_today" in clause.kinds or any(word.text == "today" for word in clause.words):
        return False
    if after is not None and "cannot" in after.kinds:
        return False
    if after is not None and _tells_a_later_number(after):
        # "Was unable to lift 10 lb; now 50 lb": more is lifted by now than could not be.
        return "load" in clause.kinds and _first_number(clause) < _first_number(after)
    # "Could not lift a box last week since her fall" tells since when, not until when.
    of_an_earlier_day = tells_the_past(clause) and "event" not in clause.kinds
    return of_an_earlier_day or (after is not None and _says_that_it_is_done(after))


def _tells_a_later_number(after: Clause) -> bool:
    # "Could not hold the stance last month, 6 s today": without the first clause no one knows what was held.
    return any(word.text[0].isdigit() for word in after.words) and all(
        not word.text[0].isalpha() or not _BESIDE_A_NUMBER.isdisjoint(word.kinds) for word in after.words
    )


def _first_number(clause: Clause) -> float:
    numbers = (word.text.replace(",", ".") for word in clause.words if word.text[0].isdigit())
    return float(next(numbers, "inf"))


def _says_that_it_is_done(after: Clause) -> bool:
    said = [word for word in after.words if word.text[0].isalpha()]
    return any(not _CAN.isdisjoint(word.kinds) for word in said) and all(
        not _ADDS_NOTHING.isdisjoint(word.kinds) for word in said
    )
