"""One value of a payer's file: read as the kind of its choice, or refused with what is accepted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches

from cptedu.errors import CpteduError
from cptedu.facts.codes import codes
from cptedu.facts.schemas import A_FLAG, A_TEXT, Schema, list_of, texts
from cptedu.facts.tables import rows
from cptedu.payers.choices import KINDS, NO_LIMIT, Registered, Value

__all__ = ["read_value", "value_form"]

_CODE = re.compile(r"\d{4}[0-9A-Z]|[A-Z]\d{4}")
_MOST = 1000


def read_value(choice: Registered, value: object, where: str) -> Value:
    """Read one value of a choice.

    Args:
        choice: the choice.
        value: what the file holds.
        where: the file, table and key, for the message.

    Returns:
        The value; a list as a tuple, no limit as None.

    Raises:
        CpteduError: when it is of another kind, or no word that is accepted.
    """
    try:
        return _READERS[choice.kind](choice, value)
    except _NotAcceptedError as problem:
        raise CpteduError(f"{where} = {value!r} is not accepted. {problem}".rstrip()) from None


class _NotAcceptedError(Exception):
    """What is accepted, in words."""


def _word(choice: Registered, value: object) -> Value:
    if isinstance(value, str) and value in choice.words:
        return value
    near = get_close_matches(str(value)[:100], choice.words, n=1)
    hint = f"Did you mean {near[0]!r}? " if near else ""
    raise _NotAcceptedError(f"{hint}Accepted: {', '.join(repr(word) for word in choice.words)}.")


def _flag(_choice: Registered, value: object) -> Value:
    if isinstance(value, bool):
        return value
    raise _NotAcceptedError("Accepted: true, false.")


def _number(_choice: Registered, value: object) -> Value:
    if value == NO_LIMIT:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _MOST:
        return value
    raise _NotAcceptedError(f"Accepted: {KINDS['number']}, at most {_MOST}.")


def _listed(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    raise _NotAcceptedError('Accepted: a list in square brackets, such as ["97010"].')


def _codes(_choice: Registered, value: object) -> Value:
    for one in _listed(value):
        if not isinstance(one, str) or not _CODE.fullmatch(one):
            raise _NotAcceptedError(f"{one!r} is not a code. Accepted: {KINDS['codes']}.")
    return tuple(dict.fromkeys(str(one) for one in _listed(value)))


def _modifiers(_choice: Registered, value: object) -> Value:
    known = [row["modifier"] for row in rows("modifiers.csv")]
    for one in _listed(value):
        if one not in known:
            raise _NotAcceptedError(f"{one!r} is not a known modifier. Accepted: {', '.join(known)}.")
    return tuple(dict.fromkeys(str(one) for one in _listed(value)))


def _exchange(_choice: Registered, value: object) -> Value:
    if not isinstance(value, Mapping):
        raise _NotAcceptedError(f"Accepted: {KINDS['exchange']}.")
    for pair in value.items():
        for one in pair:
            if not isinstance(one, str) or one not in codes():
                raise _NotAcceptedError(f"{one!r} is not a code of this course's table.")
        if codes()[pair[0]].timed != codes()[pair[1]].timed:
            raise _NotAcceptedError(f"{pair[0]} and {pair[1]} are counted by different rules.")
    return tuple((str(one), str(other)) for one, other in value.items())


_READERS: dict[str, Callable[[Registered, object], Value]] = {
    "word": _word,
    "yes or no": _flag,
    "number": _number,
    "codes": _codes,
    "modifiers": _modifiers,
    "exchange": _exchange,
}


def value_form(choice: Registered) -> Schema:
    """Give the schema of a choice's value.

    >>> from cptedu.payers.choices import known_choices
    >>> value_form(known_choices()["gp_on_therapy"])
    {'type': 'boolean'}
    """
    if choice.kind == "word":
        return texts(choice.words)
    return {
        "yes or no": A_FLAG,
        "number": {"anyOf": [{"type": "integer", "minimum": 1, "maximum": _MOST}, texts([NO_LIMIT])]},
        "codes": list_of({"type": "string", "pattern": f"^({_CODE.pattern})$"}),
        "modifiers": list_of(texts(row["modifier"] for row in rows("modifiers.csv"))),
        "exchange": {"type": "object", "additionalProperties": A_TEXT},
    }[choice.kind]
