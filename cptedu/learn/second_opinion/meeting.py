"""Where the codes of a claim meet: units, refusals once from the top, one recount, and nothing tried again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from cptedu.learn.questions import Note
from cptedu.learn.second_opinion.adjustments import asked_beside_adjustment
from cptedu.learn.second_opinion.clock import Shared, minutes_given_once
from cptedu.learn.second_opinion.code_facts import is_attended, is_timed, units_are_known
from cptedu.learn.second_opinion.edits import live_edit
from cptedu.learn.second_opinion.outcome import ASKED, REFUSED
from cptedu.learn.second_opinion.pairs import ADJUSTMENT, Pairs
from cptedu.learn.second_opinion.refusals import refused_once
from cptedu.learn.second_opinion.standing import EXAMINATION, Standing
from cptedu.learn.second_opinion.steps import Steps
from cptedu.learn.second_opinion.units import quarter_hours

__all__ = ["Met", "meet"]


@dataclass(frozen=True)
class _Count:
    splits: list[dict[str, int]]
    clock: Shared

    def has_unit(self, one: Standing, split: Mapping[str, int]) -> bool:
        if one.index == EXAMINATION:
            return True
        # What lost all its minutes to another service is not given; what is not counted by minutes needs none.
        gone = is_attended(one.number) and one.index in self.clock.asked
        if gone and not self.clock.minutes_of(one.index, one.service):
            return False
        return not is_timed(one.number) or split.get(one.number, 0) > 0


@dataclass(frozen=True)
class Met:
    """What is billed in the end: services by their place, units by code, marks and questions by place, and the rest."""

    billed: tuple[Standing, ...]
    units: Mapping[str, int | None]
    marks: Mapping[int, frozenset[str]] = field(default_factory=dict)
    asked: frozenset[int] = frozenset()
    off: Mapping[int, frozenset[str]] = field(default_factory=dict)
    clock_is_open: bool = False


def meet(standing: list[Standing], note: Note, steps: Steps, *, has_spinal: bool) -> list[Met]:
    """Let the codes meet; one result for each allowed way of giving tied units.

    Args:
        standing: what record and payer left.
        note: the note.
        steps: the steps to take.
        has_spinal: whether a spinal adjustment is billed.

    Returns:
        The results; the first gives tied units to the lowest codes.
    """
    by_place = {one.index: one for one in standing}
    first = _count(standing, note, steps)
    pairs = Pairs(by_place, note, steps, first.clock)
    above = {ADJUSTMENT} if has_spinal else set[int]()
    present = {one.index for one in standing if first.has_unit(one, first.splits[0])}
    refuses = {
        one: frozenset(two for two in present if not pairs.beside(one, two).stands) for one in above | present
    }
    refused, in_ring = refused_once(above | present, refuses)
    left = [one for one in standing if one.index not in refused]
    again = _count(left, note, steps) if refused else first
    alone = _alone(standing)
    clock_is_open = any(
        first.clock.minutes_of(one.index, one.service) != again.clock.minutes_of(one.index, one.service)
        for one in left
        if one.index != EXAMINATION
    )
    found = []
    for split in again.splits:
        with_unit = {one.index for one in left if again.has_unit(one, split)}
        over = {
            two: {one for one in refuses if two in refuses[one] and one not in refused} for two in refused
        }
        lost = present - refused - with_unit
        freed = {two for two in refused if over[two] <= lost}
        own = _own_counts([by_place[two] for two in freed], first.clock)
        freed = {two for two in freed if own.get(by_place[two].number, 1)}
        stay = with_unit & present | freed
        barred = {
            two
            for two in with_unit - present
            if any(not pairs.beside(one, two).stands for one in above | stay)
        }
        final = (with_unit | freed) - barred
        off = {
            one.index: _no_unit(one, first, again, alone.get(one.number, 0))
            for one in standing
            if one.index not in final
        }
        off |= {two: _why_refused(by_place[two], over[two], note) for two in refused - freed}
        off |= dict.fromkeys(barred, frozenset({ASKED}))
        met = {two: [pairs.beside(one, two) for one in above | final] for two in final}
        found.append(
            Met(
                tuple(by_place[two] for two in sorted(final)),
                {by_place[two].number: _units(by_place[two].number, split, own) for two in final},
                # In a ring nobody gives way, so nobody is marked by a refusal.
                {two: frozenset().union(*(each.marks for each in met[two] if each.stands)) for two in final},
                frozenset(
                    two
                    for two in final
                    if by_place[two].asked
                    or two in again.clock.asked | in_ring
                    or any(each.asked and each.stands for each in met[two])
                ),
                off,
                clock_is_open,
            )
        )
    return found


def _units(number: str, split: Mapping[str, int], own: Mapping[str, int]) -> int | None:
    if not units_are_known(number):
        return None
    return own.get(number, split.get(number, 1)) if is_timed(number) else 1


def _count(those: Iterable[Standing], note: Note, steps: Steps) -> _Count:
    services = [(one.number, one.index, one.service) for one in those if one.index != EXAMINATION]
    clock = minutes_given_once(services)
    trimmed = [
        (number, index, replace(service, minutes=clock.minutes_of(index, service)))
        for number, index, service in services
    ]
    return _Count(steps.units(steps.minutes(trimmed, note), steps.method(note.visit)), clock)


def _own_counts(those: Iterable[Standing], clock: Shared) -> dict[str, int]:
    """Count each code by itself, whatever the payer's way, by the minutes that the clock leaves it."""
    minutes: dict[str, int] = {}
    for one in those:
        if is_timed(one.number):
            spent = clock.minutes_of(one.index, one.service) or 0
            minutes[one.number] = minutes.get(one.number, 0) + spent
    return {number: quarter_hours(spent) for number, spent in minutes.items()}


def _alone(standing: list[Standing]) -> dict[str, int]:
    """Count each code as if it kept every minute that it shares with another one."""
    found: dict[str, int] = {}
    for number in {one.number for one in standing if one.index != EXAMINATION}:
        own = [one for one in standing if one.number == number]
        found |= _own_counts(own, minutes_given_once((number, one.index, one.service) for one in own))
    return found


def _no_unit(one: Standing, first: _Count, again: _Count, alone: int) -> frozenset[str]:
    by_clock = one.index in first.clock.asked | again.clock.asked
    tied = len(again.splits) > 1 or len(first.splits) > 1
    # Where all minutes of the code would not make a unit either, the clock is not the only reason.
    if tied or (by_clock and is_timed(one.number) and not alone):
        return frozenset({ASKED, REFUSED})
    return frozenset({ASKED if by_clock else REFUSED})


def _why_refused(one: Standing, over: Iterable[int], note: Note) -> frozenset[str]:
    edit = live_edit("98940", one.number, note.visit.date_of_service)
    may_lift = edit is not None and edit[1] > 0
    why = set()
    for other in over:
        if one.index == EXAMINATION:
            separate = note.visit.evaluation and note.visit.evaluation.separate
            why.add(ASKED if separate is None and other != ADJUSTMENT else REFUSED)
        else:
            is_open = other == ADJUSTMENT and may_lift and asked_beside_adjustment(one.service, note)
            why.add(ASKED if is_open else REFUSED)
    return frozenset(why)
