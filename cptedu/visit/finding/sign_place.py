"""Of which place a sign is told, where the words of one place name the levels of another: "L4 tender; C5 clear" of C5."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cptedu.visit.said_words import Clause, Said

__all__ = ["told_of_another_region"]

_LEVEL = r"(?:c[0-7]|t(?:1[0-2]|[1-9])|l[1-5]|s[1-5])(?![a-z\d])"
# "Grade T2" is a degree.
_LEVELS = re.compile(rf"(?<!grade )(?<![a-z\d]){_LEVEL}(?:\s*(?:-|/|to|thru|through)\s*(?:[ctls]\d|\d)\d?)*")
_LETTERS = re.compile(r"[ctls](?=\d)")
# From the head downwards: a range through a region is of it too. The occiput stands above the first.
_DOWNWARDS = "ctls"
_RANGE_END = r"(occ(?:iput)?|[ctls](?=\d{1,2}(?!\d)))\d*"
# Read in the text as written: in one spelling, the dash of "C5-L5" is a space.
_RANGE = re.compile(
    rf"(?<![a-z\d]){_RANGE_END}\s*(?:[-‐‑‒–—−]|to|thru|through)\s*{_RANGE_END}(?![a-z\d])",
    re.IGNORECASE | re.ASCII,
)
# The last joint of a region is named by the first level of the next.
_BORDERS = {"t1": "c", "s1": "l"}
_BORDER = re.compile(r"(?<![a-z\d])(?:t1|s1)(?!\d)")
# "S1 reflex", "weak C5": a root is tested in the limb, and what is told next is told of no place by it.
_OF_A_ROOT = re.compile(
    rf"(?<![a-z\d]){_LEVEL}\s+(?:nerve|root|reflex|dermatom|myotom|sensation|strength|power|motor|weak)|weak(?:ness)?\s+(?:(?:at|of|in)\s+)?{_LEVEL}"
)
# The letters of the levels that a sign of a region may be told by: a joint between two regions is of both.
_OWN = {
    "cervical": frozenset("c"),
    "thoracic": frozenset("t"),
    "lumbar": frozenset("l"),
    "sacral": frozenset("sl"),
    "pelvic": frozenset("sl"),
}
_BESIDE_LEVELS = frozenset({"filler", "side"})
_SIGNS = frozenset({"sign", "complaint"})
_ENDS = "."


class _Named(NamedTuple):
    """The levels that a clause names, by their letters, and where they stand in it."""

    letters: frozenset[str]
    first: bool
    last: bool
    alone: bool


def told_of_another_region(said: Said, region: str | None) -> tuple[bool, ...]:
    """Say for each clause whether the levels told of it are all of other regions than the one asked about.

    Levels between commas are one list with what is told of them: "C5, T4, L5 restricted". A clause that names no level goes with
    the sign before it, up to the next full stop: "L4 tender, restricted". A range is of each region that it passes: "C5-L5".

    Args:
        said: the text.
        region: the region of the place for which it stands, or None where none is known.

    Returns:
        One answer for each clause.

    >>> from cptedu.visit.said_words import said_in
    >>> told_of_another_region(said_in("L4 tender, restricted; C5 clear"), "cervical")
    (True, True, False)
    >>> told_of_another_region(said_in("C5, T4, L5 restricted, tender"), "cervical")
    (False, False, False, False)
    """
    own = _OWN.get(region or "")
    if own is None:
        return tuple(False for _ in said.clauses)
    ranges = list(_RANGE.finditer(said.quoted))
    named = [_named_in(clause, said, ranges) for clause in said.clauses]
    elsewhere, answers = False, []
    for at, clause in enumerate(said.clauses):
        if at and _parted(said, at):
            elsewhere = False
        # What is told of levels that stand alone is told in the clause with which they go.
        if named[at].alone:
            answers.append(False)
            continue
        letters = _told_of(said, named, at)
        if letters and _OF_A_ROOT.search(said.spelled, clause.start, clause.end):
            answers.append(letters.isdisjoint(own))
            continue
        if letters:
            elsewhere = letters.isdisjoint(own)
        answers.append(elsewhere)
        if letters and not _finds_a_sign(clause):
            elsewhere = False
    return tuple(answers)


def _named_in(clause: Clause, said: Said, ranges: Sequence[re.Match[str]]) -> _Named:
    found = list(_LEVELS.finditer(said.spelled, clause.start, clause.end))
    letters = frozenset(letter for one in found for letter in _LETTERS.findall(one[0]))
    letters |= {_BORDERS[border] for one in found for border in _BORDER.findall(one[0])}
    letters |= _passed_through(clause, ranges)
    held = [
        any(one.start() <= word.start < one.end() for one in found)
        for word in clause.words
        if _BESIDE_LEVELS.isdisjoint(word.kinds)
    ]
    return _Named(letters, bool(held) and held[0], bool(held) and held[-1], bool(found) and all(held))


def _passed_through(clause: Clause, ranges: Sequence[re.Match[str]]) -> frozenset[str]:
    """Give the letters of the regions that a range in a clause, or over a dash from it, begins in, passes and ends in."""
    passed: set[str] = set()
    for one in ranges:
        if one.start() < clause.end and clause.start < one.end():
            ends = sorted(_DOWNWARDS.find(end[0].lower()) for end in one.groups())
            passed.update(_DOWNWARDS[max(ends[0], 0) : ends[1] + 1])
    return frozenset(passed)


def _told_of(said: Said, named: Sequence[_Named], at: int) -> frozenset[str]:
    """Give the letters of the levels in whose list a clause stands: those right before it, and those that go on behind it."""
    letters, first = named[at].letters, at
    while first and named[first - 1].alone and not _parted(said, first):
        first -= 1
        letters |= named[first].letters
    in_a_list = named[at].first or first < at
    if first and named[first].first and in_a_list and _only_begins_a_list(said, named, first - 1):
        letters |= named[first - 1].letters
    if not named[at].last:
        return letters
    last = at
    while last + 1 < len(named) and named[last + 1].alone and not _parted(said, last + 1):
        last += 1
    # "Tender L4, C5 and C6 clear": the list belongs to what is told behind it.
    goes_on = last + 1 < len(named) and named[last + 1].first and not _parted(said, last + 1)
    return letters if goes_on else letters.union(*(one.letters for one in named[at : last + 1]))


def _only_begins_a_list(said: Said, named: Sequence[_Named], at: int) -> bool:
    """Say whether a clause ends with the first of a list of levels, and tells nothing itself: ``"findings at C2, L5 tender"``."""
    clause = said.clauses[at]
    tells = clause.denied or not clause.kinds.isdisjoint(_SIGNS | {"normal"})
    return named[at].last and not tells and not _parted(said, at + 1)


def _parted(said: Said, at: int) -> bool:
    """Say whether a full stop stands before a clause."""
    return _ENDS in said.quoted[said.clauses[at - 1].end : said.clauses[at].start]


def _finds_a_sign(clause: Clause) -> bool:
    return not clause.denied and "normal" not in clause.kinds and not clause.kinds.isdisjoint(_SIGNS)
