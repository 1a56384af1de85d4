"""Whose a number or a sign in a deficit is: another person's, a thing's, an earlier year's, or only ruled out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cptedu.visit.measures import Measure, tells_sets
from cptedu.visit.said_words import Clause, Said, Word

__all__ = [
    "is_of_an_earlier_year",
    "is_of_another",
    "is_of_another_person",
    "is_set_on_a_thing",
    "sign_is_of_another",
]

_A_YEAR = re.compile(r"(?:19|20)\d\d")
_IN_IT = frozenset({"in", "from", "during"})
_SILENT = frozenset({"filler", "side"})
_OF_A_THING = frozenset({"angle", "length", "distance", "number"})
_AN_EVENT = frozenset({"event", "day_before"})
_SPEAKS_OF = frozenset({"of", "in"})
_SHOWS_A_LOSS = frozenset({"cannot", "loss", "limit", "reference", "reference_behind"})
_OF_SETS = frozenset({"set", "unit", "filler"})


def is_of_another(one: Measure, said: Said) -> bool:
    """Say whether a number tells nothing of the patient as examined: ``"her sister has 60 degrees"``, ``"bench set to 45"``.

    Args:
        one: the number.
        said: the text.

    Returns:
        True for a number of another person, of a thing, of an earlier year, or in what is ruled out.
    """
    clause = next((each for each in said.clauses if each.start < one.end and one.start < each.end), None)
    return clause is not None and (
        is_of_another_person(clause, one.start)
        or is_set_on_a_thing(one, clause)
        or is_of_an_earlier_year(clause)
        or _is_ruled_out(one, clause)
        or _is_a_dose(one, clause, said)
    )


def is_of_another_person(clause: Clause, at: int) -> bool:
    """Say whether a clause tells of somebody else than the patient: ``"mother has 3/5"``, ``"his wife cannot lift 5 kg"``.

    Who helps, or reports, or is lifted, is only named: ``"needs help from her daughter"``, ``"wife says he cannot dress"``.

    Args:
        clause: the clause.
        at: where the number, the sign or what cannot be done begins.

    Returns:
        True where the clause begins with such a person, and where the number is of one: ``"grip 12 kg of her father"``.
    """
    before = [word for word in clause.words if word.end <= at]
    first = next((n for n, word in enumerate(before) if "other_person" in word.kinds), None)
    if first is not None:
        begins = all("filler" in word.kinds or not word.text[0].isalpha() for word in before[:first])
        return begins and not any("the_patient" in word.kinds for word in before[first + 1 :])
    if "cannot" in clause.kinds:
        return False
    return any(
        "other_person" in word.kinds and _follows_of(clause.words[:number])
        for number, word in enumerate(clause.words)
        if word.start > at
    )


def _follows_of(before: Sequence[Word]) -> bool:
    """Say whether an "of" or "in" stands before, with no more than "her" or "the" between."""
    for word in reversed(before):
        if word.text in _SPEAKS_OF:
            return True
        if "filler" not in word.kinds:
            return False
    return False


def is_set_on_a_thing(one: Measure, clause: Clause) -> bool:
    """Say whether a number is how a thing stands or is set: ``"brace locked at 30 degrees"``, ``"chair 45 cm high"``.

    Args:
        one: the number.
        clause: its clause.

    Returns:
        True where the thing is all that stands before the number, or is what the number is set on.
    """
    if one.kind not in _OF_A_THING:
        return False
    before = [
        word
        for word in clause.words
        if word.end <= one.start and word.text[0].isalpha() and "filler" not in word.kinds
    ]
    things = [number for number, word in enumerate(before) if "equipment" in word.kinds]
    if not things:
        return False
    behind = before[things[-1] + 1 :]
    if behind and "set_to" in behind[0].kinds:
        return True
    # "Sitting on a chair: 40 degrees" tells of the one who sits.
    return (
        not behind and all("equipment" in word.kinds for word in before) and _stands_first(before[0], clause)
    )


def _stands_first(thing: Word, clause: Clause) -> bool:
    # "In the brace" and "with a pillow" tell how the patient was measured.
    before = [word for word in clause.words if word.end <= thing.start]
    return all(word.text not in {"in", "on", "with", "at", "w/"} for word in before)


def is_of_an_earlier_year(clause: Clause) -> bool:
    """Say whether a clause tells of a year by name, and not only of what happened then: ``"4/5 in 2024"``.

    Args:
        clause: the clause.

    Returns:
        False beside a word of today, and where the year is that of an injury or of surgery.
    """
    if "of_today" in clause.kinds:
        return False
    for number, word in enumerate(clause.words):
        if not _A_YEAR.fullmatch(word.text):
            continue
        # "In 2024", "in March 2024".
        begins = next(
            (n for n in (number - 1, number - 2) if n >= 0 and clause.words[n].text in _IN_IT), None
        )
        if begins is None:
            if number == 0:
                return True
            continue
        return all(_AN_EVENT.isdisjoint(one.kinds) for one in clause.words[:begins])
    return False


def _is_ruled_out(one: Measure, clause: Clause) -> bool:
    """Say whether a loss and its number are what was ruled out: ``"ruled out 4/5 weakness"``."""
    for number, word in enumerate(clause.words):
        # "Fracture ruled out: 4/5" rules out the fracture.
        if "denies_before" not in word.kinds or word.start > one.start or _meant(clause.words[:number]):
            continue
        between = _meant(each for each in clause.words[number + 1 :] if each.end <= one.start)
        # "Negative 4/5" may be a sign and a grade beside it.
        if all("loss" in each.kinds for each in between) and (
            "normal" not in word.kinds or "loss" in clause.kinds
        ):
            return True
    return False


def _is_a_dose(one: Measure, clause: Clause, said: Said) -> bool:
    """Say whether a weight is what was lifted in sets: ``"3x10 box lifts of 10 kg"``."""
    if one.kind != "force" or any(not _SHOWS_A_LOSS.isdisjoint(each.kinds) for each in said.clauses):
        return False
    at = said.clauses.index(clause)
    beside = [
        each
        for each in said.clauses[max(at - 1, 0) : at + 2]
        if each is clause
        or all(
            not word.text.strip("x")[:1].isalpha() or not _OF_SETS.isdisjoint(word.kinds)
            for word in each.words
        )
    ]
    return any(tells_sets(said.spelled[each.start : each.end]) for each in beside)


def _meant(words: Iterable[Word]) -> list[Word]:
    return [word for word in words if word.text[0].isalnum() and _SILENT.isdisjoint(word.kinds)]


def sign_is_of_another(clause: Clause, group: Sequence[Clause]) -> bool:
    """Say whether a sign is another person's, or told in the past, and nothing of today: ``"Romberg was positive"``.

    Args:
        clause: the clause that names the sign.
        group: the clauses that belong together.

    Returns:
        True where it is not the patient's by now.
    """
    if is_of_another_person(clause, clause.end) or is_of_an_earlier_year(clause):
        return True
    was = not clause.kinds.isdisjoint({"earlier", "past"})
    return was and not any("of_today" in one.kinds for one in group)
