"""What tells who somebody is: known by the look of values too, never shown, and turned into numbers that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from secrets import SystemRandom

from cptedu.visit.written.row_words import cleaned

__all__ = ["looks_like_identifier", "masked", "numbers_for"]

_LOOKS = (
    (re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), "an e-mail address"),
    (re.compile(r"\d{3}-\d{2}-\d{4}"), "a social security number"),
    (
        re.compile(r"(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?: ?(?:x|ext\.?) ?\d+)?", re.IGNORECASE),
        "a telephone number",
    ),
    (
        re.compile(
            r"[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-?[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}"
        ),
        "a member's number",
    ),
    (
        re.compile(
            r"\d+ [A-Za-z].*\b(?:st|street|ave|avenue|rd|road|blvd|lane|ln|drive|dr|way|court|ct)\b\.?.*",
            re.IGNORECASE,
        ),
        "an address",
    ),
    (re.compile(r"\d{5}-\d{4}"), "an address"),
    (re.compile(r"https?://.*|www\..*", re.IGNORECASE), "an address of the net"),
    (re.compile(r"\d{1,3}(?:\.\d{1,3}){3}"), "an address of the net"),
    (re.compile(r"[A-Z][A-Za-z'’\-]+, ?[A-Z][A-Za-z'’\-]+(?: [A-Z]\.?)?"), "a name"),
)
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
_LONGEST = 12
MOST = 0.5


def looks_like_identifier(values: Iterable[str]) -> str:
    """Say of the values of a column what of a person they look like, where most of them do; empty where they do not.

    Args:
        values: the cells that hold anything.

    Returns:
        What they look like, such as ``"an e-mail address"``.

    >>> looks_like_identifier(["ann@example.org", "bo@example.org"]), looks_like_identifier(["97112", "98940"])
    ('an e-mail address', '')
    """
    texts = [cleaned(value) for value in values]
    for look, says in _LOOKS:
        found = sum(look.fullmatch(text) is not None for text in texts)
        if texts and found > MOST * len(texts):
            return says
    return ""


def masked(value: str) -> str:
    """Show the look of a value and nothing of what it says: a letter is x, a digit 9.

    >>> masked("Smith, J."), masked("413-555-0100")
    ('xxxxx, x.', '999-999-9999')
    """
    text = cleaned(value)
    shown = _DIGIT.sub("9", _LETTER.sub("x", text[:_LONGEST]))
    return f"{shown}…" if len(text) > _LONGEST else shown


def numbers_for(keys: Iterable[Hashable]) -> dict[Hashable, int]:
    """Give each key a number from 1 on, drawn anew each time, so that nothing of the key is in it, not even its place.

    Args:
        keys: whatever tells one from another.

    Returns:
        The number of each key; whoever has the numbers alone cannot find the keys.

    >>> sorted(numbers_for(["b", "a", "b"]).values())
    [1, 2]
    """
    distinct = list(dict.fromkeys(keys))
    SystemRandom().shuffle(distinct)
    return {key: number for number, key in enumerate(distinct, 1)}
