"""Reading an answer in whatever plain form a page, a test or a file gives it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from cptedu.errors import CpteduError, unknown
from cptedu.facts.codes import code
from cptedu.learn.questions import (
    KINDS,
    MISSING,
    ONE_OF_THEM,
    YES,
    YES_OR_NO,
    Answer,
    Figure,
    Line,
    Question,
    as_judged,
    asked_of,
)

__all__ = ["read_answer"]

_CLAIMS = ("codes", "units", "modifiers", "fix")
_LISTS = ("judge", "regions", "order")
_MODIFIERS = frozenset(
    {"25", "51", "59", "AT", "CO", "CQ", "GA", "GN", "GO", "GP", "GX", "GY", "GZ", "KX", "LT", "RT"}
    | {"XE", "XP", "XS", "XU"}
)


def read_answer(question: Question, given: object) -> Answer | None:
    """Read an answer in whatever plain form a page, a test or a file gives it.

    Args:
        question: the question.
        given: None when nothing was answered yet. Claim lines as ``[code, units, modifiers]``, or codes alone, or a
            table from code to units or to modifiers (None: the line is left off); names as a list; a number.

    Returns:
        The answer in its one form, or None.

    Raises:
        CpteduError: for anything that cannot be an answer to this question, saying what can.
    """
    if given is None:
        return None
    if question.kind in _CLAIMS:
        return _read_claim(question, given)
    if question.asks_if_it_stands and (said := _yes_or_no(given)):
        return as_judged(question, stands=said == YES)
    if question.kind in _LISTS:
        return _read_names(question, given)
    if question.kind == "minutes":
        return _whole("minutes", given)
    if question.kind == "amount":
        return _amount(given)
    if question.kind == "numbers":
        return _read_figures(question, given)
    if question.kind in ONE_OF_THEM:
        chosen = given[0] if isinstance(given, list | tuple) and len(given) == 1 else given
        chosen = dict(question.formerly).get(str(chosen), chosen)
        if chosen not in question.options:
            raise unknown("answer offered", chosen, question.options)
        return (str(chosen),)
    raise unknown("kind of question", question.kind, KINDS)


def _read_claim(question: Question, given: object) -> tuple[Line, ...]:
    entries: list[object] = []
    if isinstance(given, Mapping):
        entries = [(number, *_units_and_modifiers(number, value)) for number, value in given.items()]
    elif isinstance(given, str) or not isinstance(given, Iterable):
        raise CpteduError(
            f"{given!r} is not a claim. Give a list of codes, or of lines such as ['97112', 1, ['59']]."
        )
    else:
        entries = list(given)
    lines = [_read_line(question, entry) for entry in entries]
    twice = [
        number for number in {line[0] for line in lines} if [line[0] for line in lines].count(number) > 1
    ]
    if twice:
        raise CpteduError(f"{twice[0]} stands on two lines. Put its units and modifiers on one line.")
    read = asked_of(question, lines)
    return tuple(line for line in read if not isinstance(line, str))


def _units_and_modifiers(number: object, value: object) -> tuple[int, object]:
    if value is None:
        return 0, ()
    if isinstance(value, Mapping):
        return _whole(f"{number}: units", value.get("units", 1)), value.get("modifiers", ())
    if isinstance(value, list | tuple | set | frozenset):
        return 1, value
    return _whole(f"{number}: units", value), ()


def _read_line(question: Question, entry: object) -> Line:
    if isinstance(entry, str):
        entry = (entry, 1, ())
    if not isinstance(entry, list | tuple) or not entry or len(entry) > 3:
        raise CpteduError(
            f"{entry!r} is not a claim line. Write it as code, units, modifiers: ['97112', 1, ['59']]."
        )
    number = code(entry[0]).number
    if question.kind in {"units", "modifiers"} and question.options and number not in question.options:
        raise unknown("code of this question", number, question.options)
    units = _whole(f"{number}: units", entry[1]) if len(entry) > 1 else 1
    modifiers = entry[2] if len(entry) > 2 else ()
    if isinstance(modifiers, str) or not isinstance(modifiers, Iterable):
        raise CpteduError(
            f"{number}: {modifiers!r} is not a list of modifiers. Write ['59'], or [] for none."
        )
    spelled = tuple(str(one).strip().upper() for one in modifiers)
    for one in spelled:
        if one not in _MODIFIERS:
            raise unknown("modifier", one, _MODIFIERS)
    return number, units, spelled


def _yes_or_no(given: object) -> str:
    one = given[0] if isinstance(given, list | tuple) and len(given) == 1 else given
    return one if isinstance(one, str) and one in YES_OR_NO else ""


def _read_names(question: Question, given: object) -> tuple[str, ...]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise CpteduError(f"{given!r} is not a list. Give a list of names, [] when none fits.")
    names = [str(one) for one in given]
    accepted = (*question.options, MISSING) if question.kind == "judge" else question.options
    for name in names:
        if name not in accepted:
            raise unknown("thing to choose here", name, accepted)
    if question.kind != "order":
        return tuple(name for name in accepted if name in names)
    if sorted(names) != sorted(question.options):
        raise CpteduError(
            f"Put all {len(question.options)} of them in order, each once: {', '.join(question.options)}."
        )
    return tuple(names)


def _read_figures(question: Question, given: object) -> tuple[Figure, ...]:
    if not isinstance(given, Mapping):
        raise CpteduError(
            f"{given!r} is not a table. Give a number for each of: {', '.join(question.options)}."
        )
    for name in given:
        if name not in question.options:
            raise unknown("number asked for", name, question.options)
    left = [name for name in question.options if given.get(name) is None]
    if left:
        raise CpteduError(f"A number is still missing: {', '.join(left)}.")
    return tuple((name, _amount(given[name])) for name in question.options)


def _whole(what: str, given: object) -> int:
    if isinstance(given, str) and given.strip().isdecimal():
        given = int(given)
    if isinstance(given, bool) or not isinstance(given, int) or given < 0:
        raise CpteduError(f"{what}: {given!r} is not a whole number, 0 or more.")
    return given


def _amount(given: object) -> Decimal:
    try:
        if isinstance(given, bool):
            raise InvalidOperation
        read = Decimal(str(given).strip().lstrip("$").rstrip("% ").replace(",", "").replace("−", "-"))
        if read.is_finite():
            return read
    except InvalidOperation:
        pass
    raise CpteduError(f"{given!r} is not a number. Write it with digits and a point, such as 32.73.")
