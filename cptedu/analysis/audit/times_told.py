"""What times beside a log say of its claims: they stand in for minutes that it does not tell, and are held against others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from cptedu.analysis.audit.assumed import LoggedClaim, LoggedLine, assumed_visits
from cptedu.analysis.audit.log_rows import SetAside
from cptedu.analysis.audit.notes import Difference
from cptedu.analysis.audit.times import JoinedTimes
from cptedu.analysis.audit.visits import LoggedVisit
from cptedu.engine.coding import code_visit
from cptedu.explain import counted
from cptedu.facts.codes import codes
from cptedu.model import Finding, Verdict
from cptedu.payers.of_day import payer_of_day
from cptedu.rules.timed_units import count_minutes

__all__ = ["Times", "with_times"]

_UnitsOf = Callable[[str, date, str, int], Finding | None]
TOGETHER = "cms_total_time"
_LOOK = "Look into the note of this visit first. Times alone bear out no service."


@dataclass(frozen=True)
class Times:
    """The times beside a log, and what they say of its claims.

    Attributes:
        differences: for the number of a visit what lies between its claim and its times.
        visits: of how many visits a time is told.
        set_aside: rows that are no service or belong to no visit of this log: their number, and why.
        count: how many rows there are, those of the names and blank ones too.
        used: how many of them belong to a visit.
        told: what had to be assumed, and what was counted alone, as sentences.
    """

    differences: tuple[tuple[int, Difference], ...] = ()
    visits: int = 0
    set_aside: tuple[SetAside, ...] = ()
    count: int = 0
    used: int = 0
    told: tuple[str, ...] = field(default=())

    name = "times"
    one = "row"

    @property
    def belong(self) -> str:
        """Say how many belong to a visit, without the stop at the end."""
        return (
            f"{self.used} of {counted(self.count, 'row')} of times belong to {counted(self.visits, 'visit')} of this log, and"
            f" {len(self.set_aside)} are set aside"
        )


def with_times(visits: Sequence[LoggedVisit], joined: JoinedTimes) -> tuple[tuple[LoggedVisit, ...], Times]:
    """Put times into the claims of a log where it tells none, and say where it tells others.

    The minutes of a code stand on its first line, for a claim counts those of all its lines together. Where the log tells other
    minutes of a code, neither is used: its minutes stay open. So do all those of a visit whose payer counts them together, where
    its units rest on minutes that neither file tells or on a service that was not billed.

    Args:
        visits: the visits of the log.
        joined: the times of each.

    Returns:
        The visits, and what the times say of them.
    """
    units_of = lru_cache(maxsize=20_000)(_units_of)  # for this log alone: a payer's file may be loaded anew
    held: list[LoggedVisit] = []
    differences: list[tuple[int, Difference]] = []
    short = left_open = 0
    for visit in visits:
        minutes = joined.minutes.get(visit.number, {})
        if visit.claim is None or not minutes:
            held.append(visit)
            continue
        lines = _filled(visit.claim.lines, minutes)
        billed = {line[0] for line in visit.claim.lines}
        is_more_told = lines != visit.claim.lines or any(
            _is_timed(code) for code in minutes if code not in billed
        )
        if is_more_told and _rest_on_more(visit.claim, lines, minutes):
            left_open += 1
            lines = tuple((*line[:3], None) if line[1] and _is_timed(line[0]) else line for line in lines)
        held.append(replace(visit, claim=replace(visit.claim, lines=lines)))
        differences += [(visit.number, one) for one in _told_otherwise(visit.claim, minutes, units_of)]
        for code, many in minutes.items():
            if code not in billed:
                left_off = _left_off(visit.claim, code, many, units_of)
                short += left_off is None
                differences += [(visit.number, left_off)] if left_off else []
    told = [f"Of the times: {one}" for one in joined.told]
    if short:
        told.append(
            f"Minutes of a code that was not billed that day, and that make no unit by themselves: {short} times."
        )
    if left_open:
        told.append(
            f"The payer counts all minutes of a visit together, and not all of those that were billed are told, or more were"
            f" given: units are held against no times in {counted(left_open, 'visit')}."
        )
    return tuple(held), Times(
        tuple(differences), len(joined.minutes), joined.set_aside, joined.count, joined.used, tuple(told)
    )


def _filled(lines: Sequence[LoggedLine], minutes: Mapping[str, int]) -> tuple[LoggedLine, ...]:
    filled: list[LoggedLine] = []
    of_log = _minutes_of(lines)
    waiting = dict(minutes)
    for code, units, modifiers, own in lines:
        # Minutes in place of units are what was billed, and stay; a line of no units bills nothing.
        if code not in minutes or of_log.get(code) == minutes[code] or not units:
            filled.append((code, units, modifiers, own))
        elif code in of_log:
            filled.append((code, units, modifiers, None))
        else:
            filled.append((code, units, modifiers, waiting.pop(code, None)))
    return tuple(filled)


def _rest_on_more(claim: LoggedClaim, lines: Sequence[LoggedLine], minutes: Mapping[str, int]) -> bool:
    """Say whether units of a visit rest on more than the minutes of its lines, as its payer counts them."""
    method = str(payer_of_day(claim.payer, claim.on).wants("unit_method"))
    if method != TOGETHER:
        return False
    own = {code: many for code, many in _minutes_of(lines).items() if _is_timed(code)}
    billed = {code for code, *_ in lines if _is_timed(code)}
    if billed != own.keys():
        return bool(own)
    with_others = own | {code: many for code, many in minutes.items() if code not in own and _is_timed(code)}
    splits = [
        {
            tuple(split[code] for code in sorted(own))
            for split in count_minutes(all_of_it, method).alternatives
        }
        for all_of_it in (own, with_others)
    ]
    return splits[0] != splits[1]


def _is_timed(code: str) -> bool:
    held = codes().get(code)
    return held is not None and held.timed == "yes"


def _minutes_of(lines: Sequence[LoggedLine]) -> dict[str, int]:
    held: dict[str, int] = {}
    for code, _, _, own in lines:
        if own is not None:
            held[code] = held.get(code, 0) + own
    return held


def _told_otherwise(
    claim: LoggedClaim, minutes: Mapping[str, int], units_of: _UnitsOf
) -> Iterator[Difference]:
    for code, of_log in _minutes_of(claim.lines).items():
        beside = minutes.get(code, of_log)
        if beside == of_log:
            continue
        in_minutes = any(line[0] == code and line[1] is None for line in claim.lines)
        judged_by = (
            "its units are counted by those of the log"
            if in_minutes
            else "its units are held against neither"
        )
        read = [units_of(claim.payer, claim.on, code, many) for many in (of_log, beside)]
        yield Difference(
            "minutes",
            code,
            Verdict.ASK,
            f"Of {code} the log tells {counted(of_log, 'minute')}, the times {beside}. Which of them is right is not told;"
            f" {judged_by}.{''.join(f' {one.says}' for one in read if one)}",
            _LOOK,
            _sources(*read),
        )


def _left_off(claim: LoggedClaim, code: str, minutes: int, units_of: _UnitsOf) -> Difference | None:
    """Ask of a code that was not billed and whose minutes make a unit by themselves; None where they make none."""
    read = units_of(claim.payer, claim.on, code, minutes)
    # Of what is billed once, minutes make no unit, however many they are.
    if read is None or read.verdict is not Verdict.SUPPORTED or not _is_timed(code):
        return None
    return Difference(
        "not_billed",
        code,
        Verdict.ASK,
        f"The times tell {counted(minutes, 'minute')} of {code}, and no line bills it. {read.says}",
        _LOOK,
        _sources(read),
    )


def _sources(*read: Finding | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cited.id for one in read if one for cited in one.citations))


def _units_of(payer: str, on: date, code: str, minutes: int) -> Finding | None:
    """Say what the payer counts of the minutes of a code by themselves; None where nothing is counted."""
    alone = LoggedClaim(payer, on, ((code, None, (), minutes),))
    found = code_visit(next(assumed_visits(alone))).findings
    return next((one for one in found if one.rule == "units" and one.code == code), None)
