"""Codes that an office meets and nothing is held about: known by number alone, each with our own plain label."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cptedu.errors import CpteduError, NotInDataError
from cptedu.facts.tables import rows

__all__ = ["CodeNotHeld", "code_not_held", "refused_code"]

_A_NUMBER = re.compile(r"[A-Z]?\d{4,5}[A-Z]?")
_WITH_MODIFIER = re.compile(r"([A-Z]?\d{4,5}[A-Z]?)(?:\s*[-–:,;/.+]\s*|\s+)([A-Z0-9]{2}(?:\W+[A-Z0-9]{2})*)")
_NOT_JUDGED = "Nothing is said here about its units, edits or price."


@dataclass(frozen=True)
class CodeNotHeld:
    """A code, or a run of codes, that is known by number and no more.

    Attributes:
        first: the first number.
        last: the last one; the same where it is one code.
        label: our own plain words.
        means: what a learner does about it.
    """

    first: str
    last: str
    label: str
    means: str

    def __str__(self) -> str:
        return f"{self.label}. {self.means}"


@cache
def _known_by_number() -> tuple[CodeNotHeld, ...]:
    return tuple(
        CodeNotHeld(r["first"], r["last"], r["label"], r["means"]) for r in rows("codes_not_held.csv")
    )


def code_not_held(number: str) -> CodeNotHeld | None:
    """Find what is known of a code that has no rule, edit or price here.

    Args:
        number: the code.

    Returns:
        Its label and what to do about it; None for a number that is not known at all, and for one that is held.

    >>> code_not_held("S9090").label
    'traction on a decompression table, each session'
    """
    spelled = number.strip().upper()
    if len(spelled) != len("S9090"):
        return None
    return next((one for one in _known_by_number() if one.first <= spelled <= one.last), None)


def refused_code(given: str, held: frozenset[str]) -> CpteduError:
    """Say that a code is not held and what that means; another code is never suggested by its spelling.

    Args:
        given: what was given for a code.
        held: the codes that are held.

    Returns:
        The error, to be raised by the caller.

    >>> print(refused_code("97112-59", frozenset({"97112"})))
    '97112-59' is a code and a modifier. Write the modifier apart: code 97112, modifier 59.
    """
    spelled = given.strip().upper()
    apart = _WITH_MODIFIER.fullmatch(spelled)
    if apart and (apart[1] in held or code_not_held(apart[1])):
        several = "s" if len(apart[2]) > 2 else ""
        return CpteduError(
            f"{given!r} is a code and a modifier. Write the modifier{several} apart: code {apart[1]}, modifier{several}"
            f" {apart[2]}."
        )
    known = code_not_held(spelled)
    if known:
        return NotInDataError(f"{given!r} is not held; it is known by number alone: {known} {_NOT_JUDGED}")
    if _A_NUMBER.fullmatch(spelled):
        return NotInDataError(
            f"{given!r} is not a known code: the table does not hold it. {_NOT_JUDGED} Look it up in your own licensed CPT, or"
            " in the payer's list."
        )
    return CpteduError(f"{given!r} is not a known code. A code is five digits, or four and a letter.")
