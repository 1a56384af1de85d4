"""The package's one error type: each message is advice (what was given, what is accepted, what to do next)."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["CpteduError", "NotInDataError", "unknown"]


class CpteduError(ValueError):
    """Something given to cptedu cannot be used; the message says what is accepted and what to do."""


class NotInDataError(CpteduError, LookupError):
    """The tables hold no row for what was asked; the message says what they cover."""


def unknown(what: str, given: object, accepted: Iterable[str], *, advice: str = "") -> CpteduError:
    """Make the error for a word that is not in a list of accepted ones, naming the nearest match.

    Args:
        what: the thing, in the field's words, such as ``"payer"``.
        given: what was given.
        accepted: every word that would have done.
        advice: one more sentence, where there is something better to say.

    Returns:
        The error, to be raised by the caller.

    >>> print(unknown("payer", "medicaer", ["medicare", "federal_va"]))
    'medicaer' is not a known payer. Did you mean 'medicare'? Accepted: federal_va, medicare.
    """
    words = sorted(set(accepted))
    near = get_close_matches(str(given).lower(), words, n=1, cutoff=0.6)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    listed = f" Accepted: {', '.join(words)}." if words else ""
    return CpteduError(
        f"{given!r} is not a known {what.rstrip('.')}.{hint}{listed}{' ' + advice if advice else ''}"
    )
