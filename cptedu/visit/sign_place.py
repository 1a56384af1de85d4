"""Of which place a sign is told, where the words of one place name the levels of another: "L4 tender; C5 clear" of C5."""

from __future__ import annotations

import re

from cptedu.visit.said_words import Said

__all__ = ["told_of_another_region"]

_LEVELS = re.compile(
    r"(?<![a-z\d])(?:c[0-7]|t(?:1[0-2]|[1-9])|l[1-5]|s[1-5])(?![a-z\d])(?:\s*(?:-|/|to)\s*(?:[ctls]\d|\d)\d?)*"
)
_LETTERS = re.compile(r"[ctls]")
# The letters of the levels that a sign of a region may be told by: a joint between two regions is of both.
_OWN = {
    "cervical": frozenset("c"),
    "thoracic": frozenset("t"),
    "lumbar": frozenset("l"),
    "sacral": frozenset("sl"),
    "pelvic": frozenset("sl"),
}


def told_of_another_region(said: Said, region: str | None) -> tuple[bool, ...]:
    """Say for each clause whether the levels that it names are all of other regions than the one asked about.

    A clause that names no level goes with the one before it: "L4 tender, restricted".

    Args:
        said: the text.
        region: the region of the place for which it stands, or None where none is known.

    Returns:
        One answer for each clause.

    >>> from cptedu.visit.said_words import said_in
    >>> told_of_another_region(said_in("L4 tender, restricted; C5 clear"), "cervical")
    (True, True, False)
    """
    own = _OWN.get(region or "")
    if own is None:
        return tuple(False for _ in said.clauses)
    elsewhere, answers = False, []
    for clause in said.clauses:
        named = {
            letter
            for found in _LEVELS.findall(said.spelled, clause.start, clause.end)
            for letter in _LETTERS.findall(found)
        }
        if named:
            elsewhere = named.isdisjoint(own)
        answers.append(elsewhere)
    return tuple(answers)
