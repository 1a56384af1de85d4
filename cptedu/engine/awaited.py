"""What is awaited of one thing may change another: what is not the same for every answer waits for it, and says so.

What waits for an answer is not billed, and stands in nobody's way until then. The answer may bring it onto the claim, where an
edit joins it to others, its minutes are pooled with theirs, or a modifier stands beside it. Only where something on the claim
can so be joined with it, the claim is settled once for each answer that could matter, from what was judged of the record.

A line may stand with a question of its own, whose answer may take it off again; and minutes that two services share by the clock
may be the one's or the other's. What is billed otherwise then waits for that answer as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from itertools import islice, product
from typing import NamedTuple

from cptedu.engine.answers import billed_as, codes_of
from cptedu.engine.covered import covered_alone, covered_with
from cptedu.engine.item import Item
from cptedu.engine.judged import beside_modalities, judged_without, ways_of
from cptedu.engine.lines import modifiers_of
from cptedu.engine.pairs import Pairs
from cptedu.engine.reach import Reach, is_pooled
from cptedu.engine.settled import Settled, settled
from cptedu.engine.when_it_began import Begun, beginnings
from cptedu.facts.codes import is_timed
from cptedu.model import Verdict
from cptedu.rules.awaited_answer import awaited_answer
from cptedu.rules.said import Said
from cptedu.rules.timed_units import A_DAY, FIRST_UNIT_MINUTES, UNIT_MINUTES, units_for_minutes
from cptedu.visit.record import Record

__all__ = ["Awaited", "Units", "awaited_answers"]

MOST_TOGETHER = 32
MOST_WAYS = 120
"""As many as five services that run together have; of more, those that are not tried are the like of those that are."""
MOST_COUNTED = 600
"""How often a claim is counted for what is asked of the clock, each try as often as there are ways of sharing its minutes."""
DECIDED_BY_THE_CLAIM = frozenset({"first_unit_by_the_recount", "shared_minutes", "unclear_place"})
"""Questions about the claim itself: what they leave open is found where they are asked."""
MAY_TAKE_OFF = frozenset(
    {"same_day_therapy", "neuro_criteria", "part", "subluxation_diagnosis", "edits_in_a_ring"}
)
"""Rules that let a line stand and ask, where an answer would have kept it off; what others ask leaves it on the claim."""
SHARED, AT_ONE_TIME = "shared_minutes", "same_day_therapy"

Place = tuple[tuple[int, ...], tuple[str, ...], Verdict, frozenset[str]] | None
"""How something stands on a claim: units, also where they tie, modifiers, verdict, what is asked of it; None without a line."""


class Units(NamedTuple):
    """The units that a code has for one answer or another.

    Attributes:
        counts: each count that some answer gives; 0 where it has no line.
        or_up_to: what they may be at most where not each answer is tried, for minutes are not told or there are too many; else 0.
    """

    counts: frozenset[int]
    or_up_to: int = 0

    def may_be(self, units: int) -> bool:
        """Say whether some answer may give so many."""
        return units in self.counts or max(self.counts) < units <= self.or_up_to


class Awaited(NamedTuple):
    """What waits for an answer to a question about something else.

    Attributes:
        asked: the question, by the key of what waits.
        units: the units that a code may have, by each code of which something waits; all of them where every answer was tried.
        claims: the units of all timed codes together, for each answer and way of giving tied units, where every one was tried.
    """

    asked: Mapping[str, Said]
    units: Mapping[str, Units]
    claims: Collection[Mapping[str, int]] = ()


class _Answer(NamedTuple):
    """One thing that a waiting item may turn out to be, with the record that says so."""

    record: Record
    item: Item


def _is_on_the_claim(found: Settled, item: Item) -> bool:
    return item.stands and (not item.is_timed or bool(found.counted.units.get(str(item.code))))


def awaited_answers(
    record: Record, judged: Sequence[Item], found: Settled, *, every: bool = False
) -> Awaited:
    """Find what would be billed otherwise for some answer to a question about something else.

    Args:
        record: the visit as understood.
        judged: what record and payer let through, and what they do not.
        found: what stands of it.
        every: True to try each answer, also where it is known already that something hangs on it, for the units of each.

    Returns:
        What waits; nothing where nothing hangs on an answer.
    """
    waiting = [item for item in found.items if _waits(item)]
    in_doubt = [item for item in found.items if item.stands and _may_be_taken_off(item)]
    by_the_clock = [item for item in found.items if _asked(item, {SHARED})]
    if not waiting and not in_doubt and not by_the_clock:
        return Awaited({}, {})
    stood = {item.key for item in judged if item.stands}
    others = [item for item in found.items if item.key in stood and item.standing is not Verdict.ASK]
    may_change = [item for item in others if not _is_refused_by_the_adjustment(item)]
    hanging = _Hanging(record, judged, found, every=every)
    if waiting and may_change:
        hanging.on(waiting, may_change)
    for item in in_doubt:
        # An adjustment that is not shown would refuse nothing, and the payer bars nothing on its day.
        left = [one for one in found.items if not _waits(one)] if item.service is None else may_change
        hanging.on_a_line(item, left)
    if by_the_clock:
        hanging.on_the_clock(by_the_clock, may_change)
    return Awaited(hanging.asked, hanging.units(), hanging.claims)


def _is_refused_by_the_adjustment(item: Item) -> bool:
    # No answer about a service takes the adjustment off the claim, or gives another service another region.
    return any(
        said.rule == "separate_region" and said.verdict is Verdict.NOT_SUPPORTED for said in item.since
    )


def _may_be_taken_off(item: Item) -> bool:
    return _asked(item, MAY_TAKE_OFF)


def _bears_the_same_question(item: Item, other: Item) -> bool:
    """Say whether one answer is awaited about both: which of a ring stands, or when each of several services began."""
    return any(_asked(item, {rule}) and _asked(other, {rule}) for rule in MAY_TAKE_OFF)


def _asked(item: Item, rules: Collection[str]) -> bool:
    """Say whether one of some rules asks of an item what decides about it."""
    return any(
        said.rule in rules and said.verdict is Verdict.ASK and not said.either_way for said in item.since
    )


def _waits(item: Item) -> bool:
    if item.standing is not Verdict.ASK or (item.service is None and item.code is None):
        return False
    return not item.since or item.since[-1].rule not in DECIDED_BY_THE_CLAIM


class _Hanging:
    """The claim under one answer after another."""

    def __init__(self, record: Record, judged: Sequence[Item], found: Settled, *, every: bool) -> None:
        self._every = every
        self._counts: dict[str, set[int]] = {}
        self._not_each_is_tried: set[str] = set()
        self._to_count = MOST_COUNTED
        self._record = record
        self._judged = judged
        self._found = found
        self._final = {item.key: item for item in found.items}
        self.asked: dict[str, Said] = {}
        self.claims: list[Mapping[str, int]] = []

    @cached_property
    def _as_it_is(self) -> dict[str, Place]:
        return _stand(self._record, self._found)

    def units(self) -> dict[str, Units]:
        """Give the units of each code of which something waits, as far as answers were tried."""
        return {
            number: Units(
                frozenset({*self._counts.get(number, ()), *_units_of(self._found, number)}),
                self._most_of(number) if number in self._not_each_is_tried else 0,
            )
            for number in {str(self._final[key].code) for key in self.asked}
        }

    def _most_of(self, number: str) -> int:
        """Give the units of a code had it all the minutes that may be its own; those that are not told end with the session."""
        if not is_timed(number):
            return 1
        timed = [one for one in self._judged if one.service and (one.code is None or is_timed(str(one.code)))]
        told = sum(one.service.minutes or 0 for one in timed if one.service)
        left = 0
        if any(one.service and one.service.minutes is None for one in timed):
            left = max(0, (self._record.visit.session_minutes or A_DAY) - told)
        own = sum(one.minutes for one in timed if one.code in {None, number} or _waits(one)) + left
        # Where minutes are pooled, a part of a quarter of an hour may be a unit with those of others.
        own += UNIT_MINUTES - 1 if is_pooled(self._record) else FIRST_UNIT_MINUTES - 1
        return min(own // UNIT_MINUTES, units_for_minutes(told + left))

    def _is_left(self, one: Item) -> bool:
        return self._every or one.key not in self.asked

    def on(self, waiting: Sequence[Item], may_change: Sequence[Item]) -> None:
        """Try the answers about each that waits by itself, then those of several whose minutes are counted together."""
        reach = Reach(self._record, self._found, may_change)
        for item in waiting:
            left = {one.key: one for one in may_change}
            for answer in self._answers(item, reach):
                if reach.reached(answer.record, [answer.item], left):
                    self._compare(left, [answer], [item])
                    if not left:
                        break
        if len(waiting) > 1:
            self._together(waiting, reach)

    def on_a_line(self, item: Item, may_change: Sequence[Item]) -> None:
        """Settle the claim without a line that an answer may take off, and with each time at which it may have been given."""
        left = {
            one.key: one
            for one in may_change
            if one.code != item.code and self._is_left(one) and not _bears_the_same_question(item, one)
        }
        if Reach(self._record, self._found, list(left.values())).by_code(str(item.code), at_a_time=False):
            self._settle(
                left, Begun(self._record, judged_without(self._record, self._judged, item.key)), [item]
            )
        if not _asked(item, {AT_ONE_TIME}):
            return
        for begun in beginnings(self._record, self._judged, item, self._found.pairs):
            if not left:
                return
            if self._to_count <= 0:
                self._ask_of_what_is_left(left, [item])
                return
            self._settle(left, begun, [item])

    def on_the_clock(self, sharing: Sequence[Item], may_change: Sequence[Item]) -> None:
        """Give the minutes that services share by the clock in every other way: what has no part in them may hang on it."""
        self._to_count = MOST_COUNTED
        numbers = {item.code for item in sharing}
        left = {one.key: one for one in may_change if one.code not in numbers and self._is_left(one)}
        for way in range(1, min(len(ways_of(self._judged)), MOST_WAYS)):
            if not left:
                return
            if self._to_count <= 0:
                self._ask_of_what_is_left(left, sharing)
                return
            self._settle(left, Begun(self._record, self._judged), sharing, way)

    def _ask_of_what_is_left(self, left: Mapping[str, Item], waited_for: Sequence[Item]) -> None:
        """Ask about each where there are more answers than are tried: it is not known to be the same for all."""
        # An adjustment is billed whatever the time.
        for one in [one for one in left.values() if one.service is not None or one.is_evaluation]:
            self._ask(one, waited_for)
            self._not_each_is_tried.add(str(one.code))

    def _answers(self, item: Item, reach: Reach) -> Iterator[_Answer]:
        record = self._record
        if item.service is None and item.is_evaluation and record.evaluation is not None:
            told = replace(record.evaluation, written=replace(record.evaluation.written, separate=True))
            record = replace(record, evaluation=told)
        at_a_time = item.service is not None and item.service.written.started is not None
        for way in codes_of(self._record, item, partial(reach.by_code, at_a_time=at_a_time)):
            covered = covered_alone(record, way)
            matter = reach.places(str(way.code))
            for told_in_full in billed_as(record, covered, self._found.items, matter):
                if told_in_full.stands and item.service is not None and item.service.minutes is None:
                    self._not_each_is_tried.add(str(told_in_full.code))
                yield _Answer(record, told_in_full)

    def _together(self, waiting: Sequence[Item], reach: Reach) -> None:
        """Try answers about several at once: minutes that change nothing alone may do so together."""
        left = {one.key: one for one in reach.others if one.is_timed and self._is_left(one)}
        if not left:
            return
        counted = []
        for item in waiting:
            timed = [one for one in self._answers(item, reach) if one.item.is_timed and one.item.stands]
            by_count = {(one.item.code, one.item.minutes): one for one in reversed(timed)}
            if by_count:
                counted.append((item, list(by_count.values())))
        left = {key: one for key, one in left.items() if self._is_counted_with(one, counted)}
        ways = product(*[[None, *answers] for _, answers in counted])
        for tried in islice(ways, 1, MOST_TOGETHER):
            given = [one for one in tried if one is not None]
            if not left:
                return
            if len(given) < 2:
                continue
            if reach.reached(given[-1].record, [one.item for one in given], left):
                named = [item for (item, _), one in zip(counted, tried, strict=True) if one is not None]
                self._compare(left, given, named)
        if next(ways, None) is not None:
            self._ask_of_what_is_left(left, [item for item, _ in counted])

    def _is_counted_with(self, one: Item, counted: Sequence[tuple[Item, list[_Answer]]]) -> bool:
        alike = [any(answer.item.code == one.code for answer in answers) for _, answers in counted]
        timed = [any(answer.item.is_timed for answer in answers) for _, answers in counted]
        return sum(timed if is_pooled(self._record) else alike) > 1

    def _compare(self, left: dict[str, Item], given: Sequence[_Answer], waited_for: Sequence[Item]) -> None:
        """Settle the claim with some answers; what stands otherwise then is asked about, and not looked at again."""
        record = given[-1].record
        items = list(self._judged)
        for answer in given:
            items = covered_with(record, items, answer.item)
        items = beside_modalities(record, items)
        known = self._found.pairs if record is self._record else None
        pairs = Pairs(record, known, frozenset(answer.item.key for answer in given))
        self._find(left, record, settled(record, tuple(items), ways_of(items), 0, pairs=pairs), waited_for)

    def _settle(self, left: dict[str, Item], begun: Begun, waited_for: Sequence[Item], way: int = 0) -> None:
        """Settle the claim with what is judged of the record otherwise."""
        pairs = Pairs(begun.record, self._found.pairs, begun.told)
        ways = ways_of(begun.items)
        self._to_count -= len(ways)
        then = settled(begun.record, tuple(begun.items), ways, way, pairs=pairs)
        self._find(left, begun.record, then, waited_for)

    def _find(self, left: dict[str, Item], record: Record, then: Settled, waited_for: Sequence[Item]) -> None:
        stand = _stand(record, then)
        if self._every:
            tried = (then.counted.units, *then.counted.alternatives)
            self.claims += [one for one in tried if one not in self.claims]
        for key, one in list(left.items()):
            if stand.get(key) == self._as_it_is.get(key):
                continue
            self._ask(one, waited_for)
            if self._every:
                number = str(one.code)
                self._counts.setdefault(number, set()).update(_units_of(then, number))
            else:
                del left[key]

    def _ask(self, one: Item, waited_for: Sequence[Item]) -> None:
        first = self._final[waited_for[0].key]
        asked = next((said for said in reversed(first.said) if said.verdict is Verdict.ASK), None)
        other = " and ".join(dict.fromkeys(_named(item) for item in waited_for))
        is_off = self._as_it_is.get(one.key) is None
        self.asked.setdefault(one.key, awaited_answer(str(one.code), one.about, asked, other, is_off=is_off))


def _named(item: Item) -> str:
    about = "a service" if not item.about else repr(item.about) if item.service is not None else item.about
    return about if item.code is None else f"{item.code} ({about})"


def _stand(record: Record, found: Settled) -> dict[str, Place]:
    lines: dict[str, list[Item]] = {}
    for item in found.items:
        if _is_on_the_claim(found, item):
            lines.setdefault(str(item.code), []).append(item)
    present = frozenset(lines)
    shown, ties = found.counted.units, found.counted.alternatives
    stand: dict[str, Place] = {}
    for number, items in lines.items():
        tied = sorted({one.get(number, 0) for one in ties})
        units = (shown[number], *tied) if items[0].is_timed else (1,)
        marks = modifiers_of(record, items, number, present)[0]
        standings = {item.standing for item in items}
        worst = next(
            one for one in (Verdict.NOT_COVERED, Verdict.CONTESTED, Verdict.SUPPORTED) if one in standings
        )
        for item in items:
            stand[item.key] = units, marks, worst, _asked_of(item)
    return stand


def _units_of(found: Settled, number: str) -> tuple[int, ...]:
    """Give every count of units that a code has as things stand, also where they tie; 0 where it has no line."""
    items = [item for item in found.items if item.stands and item.code == number]
    if not any(_is_on_the_claim(found, item) for item in items):
        return (0,)
    if not items[0].is_timed:
        return (1,)
    return found.counted.units[number], *[one.get(number, 0) for one in found.counted.alternatives]


def _asked_of(item: Item) -> frozenset[str]:
    return frozenset(said.rule for said in item.since if said.verdict is Verdict.ASK and not said.either_way)
