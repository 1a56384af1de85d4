"""Whether a note names what was found: a deficit that was measured, a sign of the adjusted region."""

from __future__ import annotations

import importlib
from functools import cache
from typing import Any

__all__ = ["is_only_suspected", "names_a_deficit", "names_a_sign"]

_READER = "cptedu.visit.deficit.measured_deficit"
_SAYS_NOTHING = ("", "none", "normal", "wnl", "negative", "na", "tbd", "see note", "unremarkable")
_ONLY_SUSPECTED = (
    "possibl",
    "suspect",
    "maybe",
    "probabl",
    "perhaps",
    "likely",
    "check",
    "look for",
    "expect",
)


def names_a_deficit(text: str, purposes: tuple[str, ...]) -> bool:
    """Say whether the words are a measured deficit of what was trained.

    The reader of deficits is the package's; where it has none yet, any words are taken for a deficit.

    >>> names_a_deficit("", ("balance",))
    False
    """
    if not text.strip():
        return False
    reader = _reader()
    return reader is None or bool(reader.read_deficit(text, purposes).state == "measured")


@cache
def _reader() -> Any:
    try:
        return importlib.import_module(_READER)
    except ModuleNotFoundError as problem:
        if problem.name not in (_READER, _READER.rpartition(".")[0]):
            raise
        return None


def names_a_sign(text: str) -> bool:
    """Say whether the words are a positive sign; what was normal, not looked at or only suspected is none.

    >>> names_a_sign("tender, restricted"), names_a_sign("WNL"), names_a_sign("possible spasm")
    (True, False, False)
    """
    plain = "".join(letter for letter in text.lower() if letter.isalnum() or letter.isspace())
    return " ".join(plain.split()) not in _SAYS_NOTHING and not is_only_suspected(text)


def is_only_suspected(text: str) -> bool:
    """Say whether the words begin with a doubt or a plan: nobody found it yet.

    >>> is_only_suspected("Possible spasm"), is_only_suspected("tender")
    (True, False)
    """
    return text.lower().lstrip().startswith(_ONLY_SUSPECTED)
