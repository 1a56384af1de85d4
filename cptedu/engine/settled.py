"""Then units and edits: edits are judged between codes that are billed, and units are counted over what is left.

A service that the record, the payer or its minutes keep off the claim stands in nobody's way. How it ends: a first count of
units; refusals, once, among codes with a unit, from those that nobody refuses downward; one recount over what is left. A code
that the recount leaves without a unit is off for good, and what it alone had refused is billed by its own count. A code that
the recount gives its first unit is billed, unless an edit joins it to another one: then it stays off and is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from cptedu.engine.item import Item
from cptedu.engine.pairs import Judgement, Pairs, touched_by_edits
from cptedu.engine.refusals import Refusals
from cptedu.facts.cmt_levels import extraspinal_cmt
from cptedu.model import Verdict
from cptedu.rules.add_on_code import add_on_code, add_on_codes
from cptedu.rules.coverage import not_covered
from cptedu.rules.edits_in_a_ring import first_unit_by_the_recount, stands_again
from cptedu.rules.one_therapy_at_a_time import shared_minutes
from cptedu.rules.ptp_edit import PtpEdit
from cptedu.rules.said import Said
from cptedu.rules.separate_region import extraspinal_overlap
from cptedu.rules.timed_units import TimedUnits, units_for_minutes
from cptedu.rules.units_on_claim import count_units
from cptedu.visit.record import Record

__all__ = ["Settled", "settled"]


class Settled(NamedTuple):
    """What stands on the claim, under one way of giving shared minutes.

    Attributes:
        items: everything in the visit, each with its standing.
        counted: the units of the timed codes that stand.
        own_counts: what is said of codes that are counted by themselves.
        edits: the edits that were looked up, by pair.
        pairs: what the edits said of every two items that were judged.
        with_a_unit_by_the_clock: codes that some way of giving shared minutes leaves with a unit.
    """

    items: tuple[Item, ...]
    counted: TimedUnits
    own_counts: Mapping[str, Said]
    edits: Mapping[frozenset[str], PtpEdit]
    pairs: Pairs
    with_a_unit_by_the_clock: frozenset[str] = frozenset()


def settled(
    record: Record,
    items: tuple[Item, ...],
    ways: tuple[Mapping[str, int], ...],
    way: int,
    split: Mapping[str, int] | None = None,
    pairs: Pairs | None = None,
) -> Settled:
    """Settle which items stand, and count their units.

    Args:
        record: the visit as understood.
        items: what the record and the payer let through, and what they do not.
        ways: the ways of giving shared minutes.
        way: which of them is taken.
        split: how tied units are given, where they tie; the lowest code numbers hold them by default.
        pairs: what is known already of every two items.

    Returns:
        The items with what was said of them, and the units; of tied ones every split that stands once edits were judged.
    """
    pairs = pairs or Pairs(record)
    found = _settled(record, items, ways, way, split, pairs)
    tied = found.counted.alternatives
    if len(tied) < 2:
        return found
    # A code may take a tied unit only where it stands with it: an edit may refuse it, or what it then refuses may stand without.
    stand = tuple(
        one
        for one in tied
        if one == found.counted.units
        or _settled(record, items, ways, way, one, Pairs(record, pairs)).counted.units == one
    )
    return found._replace(counted=replace(found.counted, alternatives=stand))


def _settled(
    record: Record,
    items: tuple[Item, ...],
    ways: tuple[Mapping[str, int], ...],
    way: int,
    split: Mapping[str, int] | None,
    pairs: Pairs,
) -> Settled:
    has_add_on = not add_on_codes().isdisjoint([item.code for item in items])
    held = [_without_first_code(item, items) for item in items] if has_add_on else list(items)
    alone = held
    held = _with_own_minutes(record, held, ways, way)
    first = _count(record, held, split)
    billed = [item for item in held if item.stands and _has_unit(item, first)]
    touched = [item for item in billed if _touched(record, item)]
    refusals = Refusals(record, touched, pairs)
    left, counted, own_counts = held, first, dict[str, Said]()
    standing = billed
    if refusals.any:
        left, counted, own_counts = _after_refusals(record, held, first, refusals, billed, pairs, split)
        standing = [item for item in left if item.stands and _has_unit(item, counted)]
        touched = [item for item in standing if _touched(record, item)]
    marked = _Marks(record, standing, touched, pairs)
    stand = {item.key for item in standing}
    final = [marked.on(refusals.in_a_ring(item)) if item.key in stand else item for item in left]
    final = [_refused_beside(record, item, touched, pairs) for item in final]
    if has_add_on:
        final = [_beside_first_code(item, standing) for item in final]
    by_the_clock = _with_a_unit_in_some_way(record, alone, held, left, ways) if ways[0] else frozenset[str]()
    return Settled(tuple(final), counted, own_counts, pairs.edits, pairs, by_the_clock)


def _with_a_unit_in_some_way(
    record: Record, alone: list[Item], held: list[Item], left: list[Item], ways: tuple[Mapping[str, int], ...]
) -> frozenset[str]:
    # An edit that takes a service off the claim does so in every way; the clock gives it nothing back.
    refused = {item.key for item, after in zip(held, left, strict=True) if item.stands and not after.stands}
    under_each = _units_under_each(record, [item for item in alone if item.key not in refused], ways)
    return frozenset(number for number, units in under_each.items() if any(units))


def _after_refusals(
    record: Record,
    held: list[Item],
    first: TimedUnits,
    refusals: Refusals,
    billed: list[Item],
    pairs: Pairs,
    split: Mapping[str, int] | None,
) -> tuple[list[Item], TimedUnits, dict[str, Said]]:
    """Give the items as the edits leave them, their units, and what is said of codes that are counted by themselves."""
    left = [refusals.after(item) for item in held]
    units = dict(_count(record, left, split).units)
    gone = {str(item.code) for item in billed if item.is_timed and not units.get(str(item.code), 0)}
    own_counts: dict[str, Said] = {}
    for at, item in enumerate(held):
        refused_by = refusals.refused_by(item)
        if item.is_timed and refused_by and refused_by <= gone and item.code not in units:
            left[at] = item
            own_counts.setdefault(str(item.code), _own_count(held, item, refused_by))
    newly = {number for number, count in units.items() if count and not first.units.get(number)}
    left = _without_what_came_in(record, left, newly, units, pairs)
    return left, _with_own_counts(_count(record, left, split, but=own_counts), own_counts), own_counts


def _refused_beside(record: Record, item: Item, touched: Iterable[Item], pairs: Pairs) -> Item:
    """Refuse an examination that the record calls not separate, where an edit or a procedure on the claim settles that.

    It was asked about by the record alone, and so stood in nobody's way.
    """
    evaluation = record.evaluation
    if evaluation is None or evaluation.separate is not False or item.service is not None:
        return item
    barred = item.barred or not_covered(record, str(item.code)) is not None
    if (
        item.standing is not Verdict.ASK
        or not item.is_evaluation
        or not touched_by_edits(record, barred=barred)
    ):
        return item
    said = [one for other in touched if other.code != item.code for one in pairs.judged(item, other)]
    refused = [one.finding for one in said if one.of is item and one.refuses]
    if not refused:
        return item
    # What is refused is no longer asked about.
    answered = tuple([one for one in item.since if one.rule != "separate_evaluation"])
    item = replace(item, since=answered)
    for finding in refused:
        item = item.lowered_by(finding)
    return item


def _touched(record: Record, item: Item) -> bool:
    return touched_by_edits(record, barred=item.barred)


def _has_unit(item: Item, counted: TimedUnits) -> bool:
    return not item.is_timed or bool(counted.units.get(str(item.code)))


def _count(
    record: Record, items: Iterable[Item], split: Mapping[str, int] | None = None, but: Iterable[str] = ()
) -> TimedUnits:
    minutes: dict[str, int] = {}
    left_out = set(but)
    for item in items:
        if item.stands and item.is_timed and item.code not in left_out:
            minutes[str(item.code)] = minutes.get(str(item.code), 0) + item.minutes
    counted = count_units(record, minutes)
    for one in counted.alternatives if split else ():
        if split and all(split.get(number, 0) == units for number, units in one.items()):
            return replace(counted, units=one)
    return counted


def _with_own_minutes(
    record: Record, items: list[Item], ways: tuple[Mapping[str, int], ...], way: int
) -> list[Item]:
    """Give each service the minutes that it keeps, and ask where the clock leaves a choice."""
    kept = ways[way]
    if not kept:
        return items
    billed = [timed for item in items if item.stands and (timed := item.timed) is not None]
    units_of = _units_under_each(record, items, ways)
    given = []
    for item in items:
        timed = item.timed
        if timed is None or not item.stands or timed.service.at not in kept:
            given.append(item)
            continue
        at = timed.service.at
        # A service that keeps no minute is not billed; else its minutes matter where the units of its code hang on them.
        decides = not all(one[at] for one in ways) or len(units_of.get(timed.number, ())) > 1
        asked = shared_minutes(timed, billed, kept, decides=decides)
        own = replace(item.with_finding(asked), minutes=kept[at])
        given.append(own if kept[at] else replace(own, standing=Verdict.ASK))
    return given


def _units_under_each(
    record: Record, items: list[Item], ways: tuple[Mapping[str, int], ...]
) -> dict[str, set[int]]:
    """Give the units that each timed code has, under any way of giving shared minutes."""
    found: dict[str, set[int]] = {}
    timed = [(item.key, str(item.code), item.minutes) for item in items if item.stands and item.is_timed]
    known: set[tuple[int, ...]] = set()
    for way in ways:
        minutes: dict[str, int] = {}
        for key, number, own in timed:
            minutes[number] = minutes.get(number, 0) + way.get(key, own)
        # Ways that give each code as much are counted once: of a crowd there are many.
        if tuple(minutes.values()) in known:
            continue
        known.add(tuple(minutes.values()))
        counted = count_units(record, minutes)
        for split in (counted.units, *counted.alternatives):
            for number, units in split.items():
                found.setdefault(number, set()).add(units)
    return found


def _without_first_code(item: Item, items: Iterable[Item]) -> Item:
    """Take off an add-on code whose first code does not stand."""
    said = _first_code(item, items)
    return item if said is None or said.verdict is Verdict.SUPPORTED else item.lowered_by(said)


def _beside_first_code(item: Item, standing: Iterable[Item]) -> Item:
    """Say of an add-on code whether its first code stands in the end."""
    said = _first_code(item, standing)
    return item if said is None else item.lowered_by(said)


def _first_code(item: Item, beside: Iterable[Item]) -> Said | None:
    if not item.stands:
        return None
    return add_on_code(str(item.code), {str(one.code) for one in beside if one.stands})


def _own_count(items: Iterable[Item], item: Item, refused_by: Iterable[str]) -> Said:
    minutes = sum(one.minutes for one in items if one.code == item.code and one.stands)
    units = units_for_minutes(minutes)
    return stands_again(str(item.code), " and ".join(sorted(refused_by)), minutes, units)


def _with_own_counts(counted: TimedUnits, own_counts: Mapping[str, Said]) -> TimedUnits:
    if not own_counts:
        return counted
    own = {number: int(dict(said.numbers)["units"]) for number, said in own_counts.items()}
    minutes = {number: int(dict(said.numbers)["minutes"]) for number, said in own_counts.items()}
    return replace(
        counted,
        units=dict(sorted((counted.units | own).items())),
        total_units=counted.total_units + sum(own.values()),
        minutes=dict(sorted((counted.minutes | minutes).items())),
        total_minutes=counted.total_minutes + sum(minutes.values()),
        alternatives=tuple(dict(sorted((one | own).items())) for one in counted.alternatives),
    )


def _without_what_came_in(
    record: Record,
    items: list[Item],
    newly: set[str],
    units: Mapping[str, int],
    pairs: Pairs,
) -> list[Item]:
    """Keep off, and ask about, a code with its first unit by the recount that an edit joins to a billed one."""
    if not newly:
        return items
    billed = [item for item in items if item.stands and (not item.is_timed or units.get(str(item.code)))]
    billed = [item for item in billed if _touched(record, item)]
    kept = []
    for item in items:
        blocking = [
            other
            for other in billed
            if item in billed and item.code in newly and other.code != item.code
            if any(said.keeps_off for said in pairs.judged(item, other))
        ]
        if blocking:
            asked = first_unit_by_the_recount(str(item.code), str(blocking[0].code))
            kept.append(item.lowered_by(asked))
        else:
            kept.append(item)
    return kept


class _Marks:
    """What the edits say of the items that stay, and from which codes each is distinct."""

    def __init__(self, record: Record, standing: list[Item], touched: list[Item], pairs: Pairs) -> None:
        self._record = record
        self._adjusted_beyond_the_spine = not set(extraspinal_cmt()).isdisjoint(
            [one.code for one in standing]
        )
        self._said: dict[str, list[Judgement]] = {item.key: [] for item in touched}
        for one, two in combinations(touched, 2):
            if one.code != two.code:
                for said in pairs.judged(one, two):
                    # In a ring each stays although another one refuses it; that is asked of the ring as a whole.
                    if not said.keeps_off:
                        self._said[said.of.key].append(said)

    def on(self, item: Item) -> Item:
        """Give the item with what was said of it."""
        judged = self._said.get(item.key, ())
        # Of several services of one other code the one that leaves a doubt is told; that another was apart settles nothing.
        in_doubt = {said.beside.code for said in judged if said.finding.verdict is not Verdict.SUPPORTED}
        for said in judged:
            if said.finding.verdict is Verdict.SUPPORTED and said.beside.code in in_doubt:
                item = (
                    item.set_apart(str(said.beside.code), said.ground, said.grounds_too)
                    if said.ground
                    else item
                )
                continue
            item = (
                item.lowered_by(said.finding)
                if said.finding.verdict is not Verdict.ASK
                else item.with_finding(said.finding)
            )
            if said.ground:
                other = str(said.beside.code)
                item = item.set_apart(other, said.ground, said.grounds_too)
            elif said.finding.verdict is Verdict.CONTESTED:
                item = item.in_the_same_region()
        if item.service is not None and self._adjusted_beyond_the_spine and _touched(self._record, item):
            overlap = extraspinal_overlap(self._record, item.service, str(item.code))
            if overlap is not None:
                item = (
                    item.with_finding(overlap) if overlap.verdict is Verdict.ASK else item.lowered_by(overlap)
                )
        return item
