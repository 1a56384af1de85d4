"""Whose a number or a sign in a deficit is: another person's, a thing's, an earlier day's, or only ruled out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from cptedu.visit.deficit.earlier_day import is_of_an_earlier_day, of_an_earlier_day
from cptedu.visit.deficit.measures import Measure, measures_of, tells_sets
from cptedu.visit.deficit.told_past import tells_the_past
from cptedu.visit.said_words import Clause, Said, Word

__all__ = [
    "is_of_another_person",
    "is_set_on_a_thing",
    "sign_is_of_another",
    "those_of_another",
]

_SILENT = frozenset({"filler", "side"})
_OF_HEAT = frozenset({"heat_before", "heat_behind", "unit", "filler", "not_a_measure"})
_OF_A_SETTING = frozenset({"equipment", "set_to"})
_OF_A_THING = frozenset({"angle", "length", "distance", "number"})
_SPEAKS_OF = frozenset({"of", "in"})
_SHOWS_A_LOSS = frozenset({"cannot", "loss", "limit", "reference", "reference_behind"})
_IN_A_REPORT = frozenset({"was", "were"})
_OF_A_BARE_SIGN = frozenset({"earlier", "functional_sign", "positive", "side"})
_OF_A_LOSS = frozenset({"event", "loss", "cannot"})
_LOST = frozenset({"loss", "graded_part", "movement", "part_of_a_muscle"})
_HELPS = frozenset({"assists", "assisting", "helps", "helping"})
_OF_SETS = frozenset({"set", "unit", "filler"})
_TELLS_MORE = frozenset({"only", "with", "w/", "then", "but"})
_SHOWS_MORE = frozenset({"complaint", "pain_scale", "at_most", "improved"})


def those_of_another(found: Sequence[Measure], said: Said, day: date | None) -> list[Measure]:
    """Find the numbers that tell nothing of the patient as examined: ``"her sister has 60 degrees"``, ``"bench set to 45"``.

    Args:
        found: the numbers, as they stand in the text.
        said: the text.
        day: the day of the visit, where it is known.

    Returns:
        Those of another person, of a thing, of an earlier day, in what is ruled out, or that only tell a load.
    """
    shows_a_loss = any(not _SHOWS_A_LOSS.isdisjoint(clause.kinds) for clause in said.clauses)
    earlier = of_an_earlier_day(said, day)
    of_another, left = [], list(found)
    for at, clause in enumerate(said.clauses):
        own = measures_of(clause, left)
        if not own:
            continue
        left = [one for one in left if one not in own]
        all_of_them = clause in earlier or _names_a_person_behind(at, said) or _goes_on_of_another(at, said)
        is_a_dose = not shows_a_loss and (
            _tells_a_dose(own, at, said) or _tells_a_bare_load(clause, found, said)
        )
        of_another += [
            one
            for one in own
            if all_of_them
            or (is_a_dose and one.kind == "force")
            or is_of_another_person(clause, one.start)
            or is_set_on_a_thing(one, clause)
            or _is_a_temperature(one, clause)
            or _tells_an_exercise(one, clause, said)
            or _is_ruled_out(one, clause)
            or _is_a_condition(one, clause)
            or _is_so_no_more(one, clause)
        ]
    return of_another


def is_of_another_person(clause: Clause, at: int) -> bool:
    """Say whether a clause tells of somebody else than the patient: ``"mother has 3/5"``, ``"his wife cannot lift 5 kg"``.

    Who helps, or reports, or is lifted, is only named: ``"needs help from her daughter"``, ``"wife says he cannot dress"``.

    Args:
        clause: the clause.
        at: where the number, the sign or what cannot be done begins.

    Returns:
        True where the clause begins with such a person, and where the number is of one: ``"grip 12 kg of her father"``.
    """
    if "other_person" not in clause.kinds:
        return False
    before = [word for word in clause.words if word.end <= at]
    first = next((n for n, word in enumerate(before) if "other_person" in word.kinds), None)
    if first is not None:
        begins = all("filler" in word.kinds or not word.text[0].isalpha() for word in before[:first])
        behind = before[first + 1 :]
        return begins and not _is_only_named(behind)
    if "cannot" in clause.kinds:
        return False
    return any(
        "other_person" in word.kinds and _follows_of(clause.words[:number])
        for number, word in enumerate(clause.words)
        if word.start > at
    )


def _names_a_person_behind(at: int, said: Said) -> bool:
    """Say whether a bracket behind a clause names nobody but another person: ``"SLS 5 s (mother)"``."""
    for clause in said.clauses[at + 1 : at + 2]:
        return (
            said.spelled[: clause.start].endswith("(")
            and said.spelled[clause.end : clause.end + 1] == ")"
            and "other_person" in clause.kinds
            and all(not {"other_person", "filler"}.isdisjoint(word.kinds) for word in clause.words)
        )
    return False


def _goes_on_of_another(at: int, said: Said) -> bool:
    """Say whether a clause may go on to tell of another whose loss was told before: ``"mother fell 3x, Berg 38"``."""
    for clause in reversed(said.clauses[: at + 1]):
        if "the_patient" in clause.kinds and "other_person" not in clause.kinds:
            return False
        if clause is said.clauses[at] or "told_by_patient" in clause.kinds:
            continue
        if not clause.kinds.isdisjoint(_OF_A_LOSS) and is_of_another_person(clause, clause.end):
            return True
    return False


def _is_only_named(behind: Sequence[Word]) -> bool:
    # "Wife says he", "partner assists:" and "mother of twins" go on to tell of the patient.
    if any("the_patient" in word.kinds or word.text in _HELPS for word in behind):
        return True
    return bool(behind) and behind[0].text == "of"


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
    if one.kind not in _OF_A_THING or "equipment" not in clause.kinds:
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
    # "Sitting on a chair: 40 degrees" tells of the one who sits, "set table at 30 degrees" of the table.
    only_things = all(not _OF_A_SETTING.isdisjoint(word.kinds) for word in before)
    return not behind and only_things and _stands_first(before[0], clause)


def _is_a_temperature(one: Measure, clause: Clause) -> bool:
    """Say whether degrees are of heat: ``"T 98.6 deg"``, ``"99.1 degrees F"``."""
    if one.kind != "angle":
        return False
    first = next((word for word in clause.words if "filler" not in word.kinds), None)
    behind = next((word for word in clause.words if word.start >= one.end), None)
    of_heat = first is not None and "heat_before" in first.kinds and _is_next(first, one, clause)
    if of_heat or behind is None or "heat_behind" not in behind.kinds:
        return of_heat
    # "Lumbar 45° F, 15° E" tells how far it bends.
    return all(not word.text[0].isalpha() or not _OF_HEAT.isdisjoint(word.kinds) for word in clause.words)


def _is_next(word: Word, one: Measure, clause: Clause) -> bool:
    return all("filler" in other.kinds for other in clause.words if word.end <= other.start < one.start)


def _tells_an_exercise(one: Measure, clause: Clause, said: Said) -> bool:
    """Say whether degrees are how far an exercise goes: ``"ROM ex 110° arc x 10"``."""
    return (
        one.kind == "angle"
        and "of_exercise" in clause.kinds
        and tells_sets(said.spelled[clause.start : clause.end])
    )


def _stands_first(thing: Word, clause: Clause) -> bool:
    # "In the brace" and "with a pillow" tell how the patient was measured.
    before = [word for word in clause.words if word.end <= thing.start]
    return all(word.text not in {"in", "on", "with", "at", "w/"} for word in before)


def _is_a_condition(one: Measure, clause: Clause) -> bool:
    """Say whether a number only says when something is to be done: ``"continue if abduction < 4/5"``."""
    if "condition" not in clause.kinds:
        return False
    for word in clause.words:
        if word.start > one.start:
            return False
        if "condition" in word.kinds:
            return True
        if {"filler", "bids"}.isdisjoint(word.kinds):
            return False
    return False


def _is_so_no_more(one: Measure, clause: Clause) -> bool:
    """Say whether a number is denied as no more so: ``"not 4/5 anymore"``."""
    return "no_more" in clause.kinds and any(
        "negation" in word.kinds and word.end <= one.start for word in clause.words
    )


def _is_ruled_out(one: Measure, clause: Clause) -> bool:
    """Say whether a loss and its number are what was ruled out: ``"ruled out 4/5 weakness"``."""
    if "denies_before" not in clause.kinds:
        return False
    for number, word in enumerate(clause.words):
        # "Fracture ruled out: 4/5" rules out the fracture.
        if "denies_before" not in word.kinds or word.start > one.start or _meant(clause.words[:number]):
            continue
        between = _meant(each for each in clause.words[number + 1 :] if each.end <= one.start)
        # "Negative 4/5" may be a sign and a grade beside it.
        if all(not _LOST.isdisjoint(each.kinds) for each in between) and (
            ("normal" not in word.kinds and all("loss" in each.kinds for each in between))
            or "loss" in clause.kinds
        ):
            return True
    return False


def _tells_a_dose(own: Sequence[Measure], at: int, said: Said) -> bool:
    """Say whether a clause's weight is what was lifted in sets: ``"3x10 box lifts of 10 kg"``."""
    weights = {one.value for one in own if one.kind == "force"}
    if not weights:
        return False
    clause = said.clauses[at]
    if tells_sets(said.spelled[clause.start : clause.end]):
        return True
    # "Grip 12 kg R, 30 kg L; 3 sets of 10" measures the hand, and tells what was trained thereafter.
    if len(weights) > 1 or any("grip" in one.kinds for one in said.clauses):
        return False
    return any(
        tells_sets(said.spelled[each.start : each.end])
        and all(
            not word.text.strip("x")[:1].isalpha() or not _OF_SETS.isdisjoint(word.kinds)
            for word in each.words
        )
        for each in (*said.clauses[max(at - 1, 0) : at], *said.clauses[at + 1 : at + 2])
    )


def _tells_a_bare_load(clause: Clause, found: Sequence[Measure], said: Said) -> bool:
    """Say whether a weight is no more than what is lifted, and nothing says that it is little: ``"lifting 50 lb"``."""
    weights = {one.value for one in found if one.kind == "force"}
    return (
        "load" in clause.kinds
        and len(weights) == 1
        and all("performance" not in word.kinds or "load" in word.kinds for word in clause.words)
        and not any(word.text in _TELLS_MORE for word in clause.words)
        and all(_SHOWS_MORE.isdisjoint(each.kinds) for each in said.clauses)
    )


def _meant(words: Iterable[Word]) -> list[Word]:
    return [word for word in words if word.text[0].isalnum() and _SILENT.isdisjoint(word.kinds)]


def sign_is_of_another(
    clause: Clause, group: Sequence[Clause], day: date | None, *, examined: bool = False
) -> bool:
    """Say whether a sign is another person's, or told in the past, and nothing of today: ``"Romberg was positive"``.

    Args:
        clause: the clause that names the sign.
        group: the clauses that belong together.
        day: the day of the visit, where it is known.
        examined: whether the note says that it tells of an examination.

    Returns:
        True where it is not the patient's by now.
    """
    if is_of_another_person(clause, clause.end) or is_of_an_earlier_day(clause, day):
        return True
    return _tells_it_of_before(clause, examined) and not any("of_today" in one.kinds for one in group)


def _tells_it_of_before(clause: Clause, examined: bool) -> bool:
    if tells_the_past(clause):
        return True
    before = [word for word in clause.words if "earlier" in word.kinds]
    if any(word.text not in _IN_A_REPORT for word in before):
        return True
    # An examination is reported as it went: "on exam Romberg was positive", "was positive with eyes closed".
    return (
        bool(before)
        and not examined
        and all(not _OF_A_BARE_SIGN.isdisjoint(word.kinds) for word in clause.words if word.text[0].isalpha())
    )
