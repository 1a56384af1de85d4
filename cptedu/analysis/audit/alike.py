"""Visits that are judged alike: what of a claim the rules may know, so that it is worked out once for all of them.

The day of a visit, and the day on which its patient was seen before, are taken from a claim before it is judged. In their place
stand days that rules can compare with those of the tables, and put into words, and that nobody can read. What is said of such
a claim holds for every one that is like it, and no day of a patient can be in it, however a rule is written. A rule that asks
for the day itself gets no answer, and the claim is judged once for each day instead.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from operator import itemgetter
from typing import NamedTuple

from cptedu.analysis.audit.assumed import LoggedClaim, LoggedLine
from cptedu.analysis.audit.judged import Judged, Told, judged
from cptedu.facts.codes import codes
from cptedu.facts.days_told import day_in_words
from cptedu.facts.tables import data_folder, rows
from cptedu.facts.unread_day import DayReadError, UnreadDay
from cptedu.payers import Payer, payer
from cptedu.rules.evaluation import YEARS, is_established

__all__ = ["Judge", "alike", "in_its_words", "in_one_order", "judged_alike", "span_around", "told_apart_by"]

_DAY = re.compile(r"\d{4}-\d\d-\d\d|datetime\.date\((\d+), (\d+), (\d+)\)")
FIRST_DAYS = frozenset({"effective_from", "release_from", "begins"})
LAST_DAYS = frozenset({"effective_to"})
# Characters that Unicode keeps free of any meaning, for a program's own use: no text of a log should have them.
_THIS_DAY, _DAY_BEFORE = _MARKS = "\ufdd0", "\ufdd1"
_ONE_DAY = timedelta(days=1)


@dataclass
class Judge:
    """Judges visits one by one, and works out once what is said of those that are alike.

    Two visits are alike when payer, lines and diagnoses are the same, no row of a table and no payer's choice begins or ends
    between their days, and both patients are new ones there or neither.

    Attributes:
        asked: how many visits were judged.
        worked_out: how many of them were worked out.
    """

    asked: int = 0
    worked_out: int = 0
    _held: dict[LoggedClaim, Judged | None] = field(default_factory=dict, repr=False)

    def judged(self, claim: LoggedClaim) -> Judged:
        """Judge the claim of one visit.

        Args:
            claim: what the log tells of it.

        Returns:
            What ``judged`` says.
        """
        self.asked += 1
        in_order = in_one_order(claim)
        kind = alike(in_order)
        if kind is not None and kind not in self._held:
            self.worked_out += 1
            self._held[kind] = judged_alike(kind)
        found = None if kind is None else self._held[kind]
        if found is None:
            self.worked_out += 1
            return judged(in_order)
        return in_its_words(found, in_order)


def judged_alike(kind: LoggedClaim) -> Judged | None:
    """Judge what visits have in common; None where something rests on the day of each, or on that of an earlier visit.

    Args:
        kind: what ``alike`` gives.

    Returns:
        What is said of each of them; where a day is told, a mark stands that ``in_its_words`` knows.
    """
    try:
        found = judged(kind)
    except DayReadError:
        return None
    return None if _tells_a_day_beside_words(found) else found


def _tells_a_day_beside_words(found: Judged) -> bool:
    told = (text for one in found.told for text in (one.code, one.rule, one.vintage, *one.sources))
    units = (code for code, _ in found.units)
    return any(mark in text for text in (*told, *units, *found.not_told) for mark in _MARKS)


def alike(claim: LoggedClaim) -> LoggedClaim | None:
    """Give what a claim has in common with those that are judged alike; None where it is judged by itself alone.

    Args:
        claim: what the log tells of a visit, its lines in one order.

    Returns:
        The same, with days in it that nobody can read. Nothing of a patient's days is in it but what kind of patient it was.

    >>> one, other = (LoggedClaim("medicare", date(2026, 3, day), (("98940", 1, ("AT",), None),)) for day in (3, 4))
    >>> alike(one) == alike(other)
    True
    """
    if claim.last_seen is not None and claim.last_seen >= claim.on:
        return None
    if _ordered(claim.lines).has_marks or (claim.diagnoses is not None and _have_marks(claim.diagnoses)):
        return None
    on = _unread(*span_around(claim.on, claim.payer))
    if claim.last_seen is None:
        return LoggedClaim(claim.payer, on, claim.lines, claim.diagnoses)
    before = _before(on, established=is_established(claim.last_seen, claim.on))
    return LoggedClaim(claim.payer, on, claim.lines, claim.diagnoses, before)


@lru_cache(maxsize=20_000)
def _have_marks(cells: tuple[str, ...]) -> bool:
    """Say whether a log has in its own cells what stands here for a day."""
    return any(mark in cell for cell in cells for mark in _MARKS)


@lru_cache(maxsize=10_000)
def _unread(first: date, last: date) -> UnreadDay:
    return UnreadDay(first, last, _THIS_DAY)


@lru_cache(maxsize=10_000)
def _before(on: UnreadDay, *, established: bool) -> UnreadDay:
    return UnreadDay(date.min, on.span[1], _DAY_BEFORE, after=on, within=((YEARS, established),))


def told_apart_by(kind: LoggedClaim) -> tuple[object, ...]:
    """Give what tells a kind from others, in values that are written alike in every run."""
    on, before = kind.on, kind.last_seen
    if not isinstance(on, UnreadDay):
        raise TypeError("A claim with a day of its own is no kind of claims.")
    established = isinstance(before, UnreadDay) and before.is_within(YEARS, on)
    return kind.payer, on.span, kind.lines, kind.diagnoses, before is not None, established


def in_its_words(found: Judged, claim: LoggedClaim) -> Judged:
    """Give what was said of what visits have in common as it is said of one of them: with its own days.

    Args:
        found: what ``judged_alike`` said.
        claim: what the log tells of the visit.

    Returns:
        The same, each day in words where a mark stood for it.
    """
    told = tuple(_with_days(one, claim) for one in found.told)
    return found if all(map(_is_same, told, found.told)) else replace(found, told=told)


def _is_same(one: object, other: object) -> bool:
    return one is other


def _with_days(told: Told, claim: LoggedClaim) -> Told:
    says = told.says
    for mark, day in zip(_MARKS, (claim.on, claim.last_seen), strict=True):
        if mark in says:
            says = says.replace(mark, day_in_words(day))
    return told if says is told.says else replace(told, says=says)


def in_one_order(claim: LoggedClaim) -> LoggedClaim:
    """Order the lines by code; those of one code keep their order, and an earlier visit matters to an examination alone."""
    ordered = _ordered(claim.lines)
    last_seen = claim.last_seen if ordered.has_examination else None
    return LoggedClaim(claim.payer, claim.on, ordered.lines, claim.diagnoses, last_seen)


class _Ordered(NamedTuple):
    """Lines in one order, and what is looked for in them."""

    lines: tuple[LoggedLine, ...]
    has_examination: bool
    has_marks: bool


@lru_cache(maxsize=20_000)
def _ordered(lines: tuple[LoggedLine, ...]) -> _Ordered:
    """Order lines; the same ones come up again and again in a log."""
    held = codes()
    return _Ordered(
        tuple(sorted(lines, key=itemgetter(0))),
        any(line[0] in held and held[line[0]].is_office_visit for line in lines),
        _have_marks(tuple(cell for line in lines for cell in (line[0], *line[2]))),
    )


def span_around(on: date, payer_name: str) -> tuple[date, date]:
    """Give the days around one within which nothing that is held changes.

    Should anything change within them after all, rules that look at it find that it rests on the day.

    Args:
        on: the day.
        payer_name: the payer's profile, whose choices have their own days.

    Returns:
        The first of these days and the last.

    >>> first, last = span_around(date(2026, 3, 4), "medicare")
    >>> first <= date(2026, 3, 4) <= last, span_around(first, "medicare") == (first, last)
    (True, True)
    """
    changes = _changes_of(payer_name)
    at = bisect_right(changes, on)
    return (
        changes[at - 1] if at else date.min,
        changes[at] - _ONE_DAY if at < len(changes) else date.max,
    )


_held_changes: dict[str, tuple[Payer, list[date]]] = {}


def _changes_of(payer_name: str) -> list[date]:
    """Give the days of a payer; its file may have been loaded anew under the same name."""
    profile = payer(payer_name)
    held = _held_changes.get(payer_name)
    if held is None or held[0] is not profile:
        held = _held_changes[payer_name] = profile, _changes(profile)
    return held[1]


def _changes(profile: Payer) -> list[date]:
    """List every day on which a row of a table or a choice of the payer's file may begin to speak, or have ended.

    What a day means stands in the name of its column: a row speaks from its first day and still on its last one. What is not
    told by the name, as in a payer's file, changes something on its day and on the day after.
    """
    days = {*_days_of_tables(), *(("", day) for day in _days_of(repr(profile)))}
    return sorted(
        {day for column, day in days if column not in LAST_DAYS}
        | {day + _ONE_DAY for column, day in days if column not in FIRST_DAYS and day < date.max}
    )


@cache
def _days_of_tables() -> frozenset[tuple[str, date]]:
    tables = sorted(path.name for path in data_folder().glob("*.csv"))
    return frozenset(
        (column, date.fromisoformat(cell))
        for table in tables
        for column, cell in _cells(rows(table))
        if _DAY.fullmatch(cell)
    )


def _cells(table: Iterable[Mapping[str, str]]) -> set[tuple[str, str]]:
    return {(column, cell) for row in table for column, cell in row.items() if cell}


def _days_of(written: str) -> Iterable[date]:
    return (date(int(one[1]), int(one[2]), int(one[3])) for one in _DAY.finditer(written) if one[1])
