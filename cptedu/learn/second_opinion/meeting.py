"""Where the codes of a claim meet: units, refusals once from the top, one recount, and nothing tried again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations

from cptedu.learn.questions import Note
from cptedu.learn.second_opinion.adjustments import asked_beside_adjustment
from cptedu.learn.second_opinion.beside_modality import minutes_given_up
from cptedu.learn.second_opinion.clock import Kept, Shared, every_way_of_giving, minutes_given_once
from cptedu.learn.second_opinion.code_facts import is_attended, is_timed, units_are_known
from cptedu.learn.second_opinion.edits import live_edit
from cptedu.learn.second_opinion.examinations import is_repeated_beside, said_of_the_need
from cptedu.learn.second_opinion.outcome import ASKED, REFUSED
from cptedu.learn.second_opinion.pairs import ADJUSTMENT, Pairs
from cptedu.learn.second_opinion.refusals import refused_once
from cptedu.learn.second_opinion.standing import EXAMINATION, Standing
from cptedu.learn.second_opinion.steps import Steps
from cptedu.learn.second_opinion.units import quarter_hours

__all__ = ["Met", "meet", "why_none_of_its_own"]


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
    by_clock = _by_the_clock(left, note, steps)
    clock_is_open = any(
        first.clock.minutes_of(one.index, one.service) != again.clock.minutes_of(one.index, one.service)
        for one in left
        if one.index != EXAMINATION
    ) or any(first.clock.run_beside_by_shared_minutes(one, two) for one, two in combinations(by_place, 2))
    found: list[Met] = []
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
        if found and barred - set(found[0].off):
            continue  # a tied unit goes to no code that does not stand with it
        final = (with_unit | freed) - barred
        off = {one.index: _no_unit(one, first, again, by_clock) for one in standing if one.index not in final}
        off |= {two: _why_refused(by_place[two], over[two], by_place, note) for two in refused - freed}
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


def why_none_of_its_own(one: Standing, met: Met, note: Note, steps: Steps, *, has_spinal: bool) -> str:
    """Say what becomes of an evaluation that the note calls not separate: refused by what is billed, or else asked about.

    Args:
        one: the evaluation, which takes no part in the meeting.
        met: what is billed.
        note: the note.
        steps: the steps to take.
        has_spinal: whether a spinal adjustment is billed.

    Returns:
        ``refused`` or ``asked``.
    """
    by_place = {one.index: one} | {each.index: each for each in met.billed}
    pairs = Pairs(by_place, note, steps, _count(list(met.billed), note, steps).clock)
    beside = [*([ADJUSTMENT] if has_spinal else []), *(each.index for each in met.billed)]
    return ASKED if all(pairs.beside(each, one.index).stands for each in beside) else REFUSED


def _units(number: str, split: Mapping[str, int], own: Mapping[str, int]) -> int | None:
    if not units_are_known(number):
        return None
    return own.get(number, split.get(number, 1)) if is_timed(number) else 1


def _services(those: Iterable[Standing]) -> list[Kept]:
    return [(one.number, one.index, one.service) for one in those if one.index != EXAMINATION]


def _count(those: Iterable[Standing], note: Note, steps: Steps) -> _Count:
    services = _services(those)
    clock = minutes_given_once(services, minutes_given_up(those, note.visit))
    return _Count(_split(services, clock, note, steps), clock)


def _split(services: Iterable[Kept], clock: Shared, note: Note, steps: Steps) -> list[dict[str, int]]:
    trimmed = [
        (number, index, replace(service, minutes=clock.minutes_of(index, service)))
        for number, index, service in services
    ]
    return steps.units(steps.minutes(trimmed, note), steps.method(note.visit))


def _own_counts(those: Iterable[Standing], clock: Shared) -> dict[str, int]:
    """Count each code by itself, whatever the payer's way, by the minutes that the clock leaves it."""
    minutes: dict[str, int] = {}
    for one in those:
        if is_timed(one.number):
            spent = clock.minutes_of(one.index, one.service) or 0
            minutes[one.number] = minutes.get(one.number, 0) + spent
    return {number: quarter_hours(spent) for number, spent in minutes.items()}


def _by_the_clock(left: list[Standing], note: Note, steps: Steps) -> frozenset[str]:
    """Name the codes that some way of giving shared minutes leaves with a unit."""
    services = _services(left)
    given_up = minutes_given_up(left, note.visit)
    ways = [clock for clock in every_way_of_giving(services, given_up) if clock.asked or given_up]
    splits = [split for clock in ways for split in _split(services, clock, note, steps)]
    return frozenset(number for split in splits for number, units in split.items() if units)


def _no_unit(one: Standing, first: _Count, again: _Count, by_clock: frozenset[str]) -> frozenset[str]:
    if len(again.splits) > 1 or len(first.splits) > 1:
        return frozenset({ASKED, REFUSED})
    asked = one.index in first.clock.asked | again.clock.asked
    if not is_timed(one.number):
        return frozenset({ASKED if asked else REFUSED})
    if one.number in by_clock:
        return frozenset({ASKED})
    # It may be asked about for having no minute of its own, or refused since its code makes no unit in any way.
    gone = asked and not first.clock.minutes_of(one.index, one.service)
    return frozenset({ASKED, REFUSED} if gone else {REFUSED})


def _why_refused(
    one: Standing, over: Iterable[int], by_place: Mapping[int, Standing], note: Note
) -> frozenset[str]:
    edit = live_edit("98940", one.number, note.visit.date_of_service)
    may_lift = edit is not None and edit[1] > 0
    why = set()
    for other in over:
        if one.index == EXAMINATION:
            separate = note.visit.evaluation and note.visit.evaluation.separate
            why.add(ASKED if separate is None and other != ADJUSTMENT else REFUSED)
        elif other != ADJUSTMENT and is_repeated_beside(one.number, by_place[other].number):
            why.add(ASKED if said_of_the_need(note.visit, one.number) is None else REFUSED)
        else:
            is_open = other == ADJUSTMENT and may_lift and asked_beside_adjustment(one.service, note)
            why.add(ASKED if is_open else REFUSED)
    return frozenset(why)
