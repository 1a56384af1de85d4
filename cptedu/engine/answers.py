"""What something that waits for an answer may turn out to be: each thing that would matter elsewhere on the claim, once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import product
from typing import Any

from cptedu.engine.item import Item
from cptedu.engine.reach import is_pooled
from cptedu.engine.recorded import CODED_BY_PURPOSE, as_written
from cptedu.facts.code_groups import code_group
from cptedu.facts.codes import is_timed, purposes
from cptedu.facts.regions import regions
from cptedu.model import Verdict
from cptedu.rules.exercise_code import CONTACTS, GROUP, HANDS_ON
from cptedu.rules.timed_units import UNIT_MINUTES
from cptedu.rules.units_on_claim import count_units
from cptedu.visit.encounter import read_encounter
from cptedu.visit.record import Places, Record, ServiceRecord

__all__ = ["billed_as", "codes_of"]


def codes_of(record: Record, item: Item, matters: Callable[[str], bool]) -> Iterator[Item]:
    """Give what waits once for each code that it may be billed by, as it would stand.

    Args:
        record: the visit as understood.
        item: what waits.
        matters: whether a code could change anything elsewhere; the others are left out.

    Yields:
        The same, borne out: one of it where its code is told, several where contact, purpose or code are not, none where no
        answer puts it on a claim.
    """
    service = item.service
    hangs_on = () if service is None else tuple(_read_as(item, service))
    if service is None or not hangs_on:
        if item.code is not None and matters(item.code) and not _never_counts(item):
            yield _borne_out(item)
        return
    found: set[str] = set()
    for number, keys in hangs_on:
        if number is not None and (number in found or not matters(number)):
            continue
        read = item if not keys else as_written(record, service, replace(service.written, **keys))
        if read.code is None or read.standing is Verdict.NOT_SUPPORTED or read.code in found:
            continue
        found |= {read.code, number or read.code}
        if matters(read.code) and not _never_counts(read):
            yield _borne_out(read)


MOST_SHARED = 30
"""For so many minutes that two may share, each one is tried; longer ones are the like of two quarters of an hour."""

_Read = tuple[str | None, dict[str, Any]]
"""What may have been meant: the code that it leads to, where that is known at once, and what would have been written."""


def _read_as(item: Item, service: ServiceRecord) -> Iterator[_Read]:
    """Give what may have been meant by a service whose code hangs on what is not told; nothing where its code is told."""
    written = service.written
    by_purpose = service.proposed is None or service.proposed.family in CODED_BY_PURPOSE
    if written.purpose and by_purpose and item.code is not None:
        if service.contact is None:
            yield item.code, {}
            if item.code not in code_group(HANDS_ON):
                yield GROUP, {"contact": "group"}
    elif by_purpose:
        yield from _by_purpose(service)
    elif service.contact is None:
        yield from ((None, {"contact": contact}) for contact in CONTACTS)
    elsewhere: list[_Read] = [(None, keys) for keys in _named_by_the_activity(item, service)]
    if any(said.rule == "proposed_code" for said in item.since):
        elsewhere += [(None, {"purpose": ()}), (None, {"code": None})]
    if elsewhere:
        yield item.code, {}
        yield from elsewhere


def _by_purpose(service: ServiceRecord) -> Iterator[_Read]:
    """Give each purpose that may have been meant: of those that are told, or one for each code."""
    held, told = purposes(), service.contact
    aims = service.written.purpose or tuple({number: aim for aim, number in held.items()}.values())
    if told in {None, "one_on_one"}:
        # In water a purpose may lead to another code than its own.
        yield from (
            (
                None if service.written.aquatic else held.get(aim),
                {"purpose": (aim,), "contact": "one_on_one"},
            )
            for aim in aims
        )
    together = next((aim for aim in aims if held.get(aim) not in code_group(HANDS_ON)), None)
    if told in {None, "group"} and together is not None:
        yield GROUP, {"purpose": (together,), "contact": "group"}


def _named_by_the_activity(item: Item, service: ServiceRecord) -> Iterator[dict[str, Any]]:
    """Give what the words of an activity name instead of what the rest of the record says."""
    for named in service.activity_read.named:
        if named.kind == "technique" and item.code not in named.codes:
            yield from ({"code": number, "purpose": ()} for number in named.codes)
        elif named.kind == "group" and service.contact == "one_on_one":
            yield {"contact": "group"}
        elif named.kind == "water" and not service.written.aquatic:
            yield {"aquatic": True}


def _never_counts(item: Item) -> bool:
    # Whatever the state and the contract say: the minutes of an unlicensed assistant never count.
    return item.is_timed and item.service is not None and item.service.performed_by == "unlicensed_assistant"


def _borne_out(item: Item) -> Item:
    return replace(item, standing=Verdict.SUPPORTED) if item.standing is Verdict.ASK else item


def billed_as(record: Record, item: Item, beside: Sequence[Item], matter: frozenset[str]) -> Iterator[Item]:
    """Give a service of one code once for each place, length and encounter that the record leaves open and that would matter.

    Args:
        record: the visit as understood.
        item: what waits, of the code that it may be billed by.
        beside: what else may be billed.
        matter: the regions of which it matters that it was given there.

    Yields:
        The same, told in full.
    """
    service = item.service
    if service is None:
        yield item
        return
    is_told = service.places.written and not service.places.unclear and service.muscle is None
    if is_told and service.minutes is not None and service.encounter.number is not None:
        yield item
        return
    places = list(_places(record, service, beside, matter))
    encounters = [service.encounter]
    if service.encounter.number is None:
        encounters = [read_encounter(one) for one in (1, 2)]
    for minutes, place, encounter in product(_minutes(record, item, beside), places, encounters):
        written = replace(service.written, minutes=minutes) if minutes != service.minutes else service.written
        # A muscle that is told with its site leaves no doubt about the region.
        told = replace(service, written=written, places=place, encounter=encounter, muscle=None)
        yield item.told_in_full(told)


def _places(
    record: Record, service: ServiceRecord, beside: Sequence[Item], matter: frozenset[str]
) -> Iterator[Places]:
    """Give the places that a service may have been given at: as told, or some region for each way in which it could matter."""
    told = service.places
    if told.written and not told.unclear:
        yield told
        return
    may_be = {region for one in told.unclear for region in one.may_be}
    every = [name for name in _beyond_the_spine_first() if not may_be or name in may_be]
    taken = {region for item in beside for region in item.regions} | set(record.adjusted.regions)
    free = next((one for one in every if one not in taken), None)
    for region in every:
        if region == free or region in matter or (free is None and region in taken):
            yield Places((*told.written, region), (*told.regions, region))
    if told.regions:
        yield Places(told.written, told.regions)


@cache
def _beyond_the_spine_first() -> tuple[str, ...]:
    return tuple(one.name for one in sorted(regions(), key=lambda one: one.kind))


def _minutes(record: Record, item: Item, beside: Sequence[Item]) -> tuple[int | None, ...]:
    """Give the lengths that a service may have had: as told, or one for each count of units that it could lead to."""
    service = item.service
    if service is None or service.minutes is not None or not is_timed(str(item.code)):
        return (None if service is None else service.minutes,)
    found = {UNIT_MINUTES: UNIT_MINUTES}
    if is_pooled(record):
        others: dict[str, int] = {}
        for one in beside:
            if one.is_timed and one.stands:
                others[str(one.code)] = others.get(str(one.code), 0) + one.minutes
        # A whole quarter of an hour more is one unit more of this code, and nothing else.
        by_count: dict[str, int] = {}
        for minutes in range(UNIT_MINUTES, 0, -1):
            with_it = {**others, str(item.code): others.get(str(item.code), 0) + minutes}
            by_count.setdefault(repr(count_units(record, with_it).alternatives), minutes)
        found = {minutes: minutes for minutes in by_count.values()}
    if service.written.started is not None:
        began = service.written.started.hour * 60 + service.written.started.minute
        for one in beside:
            clock = None if one.service is None else one.service.clock
            if clock is not None and began < clock[1]:
                first, last = max(clock[0], began) - began + 1, clock[1] - began
                ends = (
                    range(first, min(last, first + MOST_SHARED) + UNIT_MINUTES) if is_pooled(record) else ()
                )
                # Of pooled minutes each one that is shared is a minute less for all; else it matters whether one keeps any,
                # and a quarter of an hour of its own after them is a unit more.
                found |= {end: end for end in (first, last, *ends, last + UNIT_MINUTES)}
    return tuple(found)
