"""The package's one error type: each message is advice (what was given, what is accepted, what to do next)."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["CpteduError", "NotInDataError", "reason", "unknown", "with_article"]

_NO_ROOM = frozenset(getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EFBIG") if hasattr(errno, name))
# What a lesson's own files answer inside a browser whose storage is full, or closed.
_BROWSER_REFUSED = _NO_ROOM | {errno.EINVAL, errno.EIO}


class CpteduError(ValueError):
    """Something given to cptedu cannot be used; the message says what is accepted and what to do."""


class NotInDataError(CpteduError, LookupError):
    """The tables hold no row for what was asked; the message says what they cover."""


def unknown(what: str, given: object, accepted: Iterable[str], *, advice: str = "") -> CpteduError:
    """Make the error for a word that is not in a list of accepted ones, naming the nearest match.

    A number has no near match: two codes that differ in a digit are two different things.

    Args:
        what: the thing, in the field's words, such as ``"payer"``.
        given: what was given.
        accepted: every word that would have done.
        advice: one more sentence, where there is something better to say.

    Returns:
        The error, to be raised by the caller.

    >>> print(unknown("payer", "medicaer", ["medicare", "federal_va"]))
    'medicaer' is not a known payer. Did you mean 'medicare'? Accepted: federal_va, medicare.
    >>> print(unknown("code of this question", "97111", ["97110", "97112"]))
    '97111' is not a known code of this question. Accepted: 97110, 97112.
    """
    words = sorted(set(accepted))
    near = _near(str(given).lower(), words)
    hint = f" Did you mean {near!r}?" if near else ""
    listed = f" Accepted: {', '.join(words)}." if words else ""
    return CpteduError(
        f"{given!r} is not a known {what.rstrip('.')}.{hint}{listed}{' ' + advice if advice else ''}"
    )


def with_article(name: str) -> str:
    """Put the article before a name that a message gets from elsewhere.

    Args:
        name: the thing, in small letters.

    Returns:
        The name with ``a`` before it, or ``an``.

    >>> with_article("visit"), with_article("evaluation"), with_article("unit"), with_article("unbilled item")
    ('a visit', 'an evaluation', 'a unit', 'an unbilled item')
    """
    is_spoken_as_vowel = name[:1].lower() in tuple("aeiou") and not name.lower().startswith(
        ("uni", "us", "eu", "one")
    )
    return f"{'an' if is_spoken_as_vowel else 'a'} {name}"


def reason(problem: OSError | NotImplementedError) -> str:
    """Say in plain words why a file could not be read or written.

    Args:
        problem: what the computer answered.

    Returns:
        The middle of a sentence; the computer's own words where it has none plainer.

    >>> reason(OSError(28, "No space left on device"))
    'this computer has no room left for it'
    >>> reason(PermissionError(13, "Permission denied"))
    'Permission denied'
    """
    if isinstance(problem, NotImplementedError):
        return str(problem)  # a folder in which no file can be locked
    if sys.platform == "emscripten" and problem.errno in _BROWSER_REFUSED:
        return "this browser has no room left for it, or its settings keep it from storing anything"
    if problem.errno in _NO_ROOM:
        return "this computer has no room left for it"
    return problem.strerror or str(problem) or type(problem).__name__


def _near(said: str, words: list[str]) -> str:
    if sum(map(str.isdigit, said)) > sum(map(str.isalpha, said)):
        return ""
    comparable = [word for word in words if _digits(word) == _digits(said)]
    return next(iter(get_close_matches(said, comparable, n=1, cutoff=0.6)), "")


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))
