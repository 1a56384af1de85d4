"""Services of which is asked when each began: every way in which they may have run together with others by the clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import time
from itertools import combinations
from typing import NamedTuple

from cptedu.engine.item import Item
from cptedu.engine.judged import beside_modalities
from cptedu.engine.pairs import Pairs
from cptedu.model import Verdict
from cptedu.rules.timed_units import A_DAY, UNIT_MINUTES
from cptedu.visit.record import Record, ServiceRecord

__all__ = ["Begun", "beginnings"]


class Begun(NamedTuple):
    """A visit as it would be had more of it been told by the clock.

    Attributes:
        record: the record with the beginnings.
        items: what was judged, with them.
        told: the keys of the services of which they are told.
    """

    record: Record
    items: Sequence[Item]
    told: frozenset[str] = frozenset()


def beginnings(record: Record, judged: Sequence[Item], asked: Item, pairs: Pairs) -> Iterator[Begun]:
    """Give the visit once for each number of minutes that a service, or what it is asked about with, may share with another.

    Args:
        record: the visit as understood.
        judged: what record and payer let through, and what they do not.
        asked: a service of which is asked when it began.
        pairs: what is known already of every two items.

    Yields:
        The visit with beginnings, those at which most is shared first; none where all began at a time that is recorded.
    """
    stand = [item for item in judged if item.stands and item.service is not None and item.service.minutes]
    untold = [
        item
        for item in stand
        if item.service is not None
        and item.service.written.started is None
        and (item.key == asked.key or _is_asked_with(asked, item, pairs))
    ]
    clocks = {item.key: item.service.clock for item in stand if item.service and item.service.clock}
    for one in untold:
        for clock in clocks.values():
            for shared in _shared(min(_length(one), clock[1] - clock[0])):
                yield from _told(record, judged, {one.key: clock[1] - shared})
    # At a time of the day at which nothing else was given.
    free = max((end for _, end in clocks.values()), default=0)
    for one, two in combinations(untold, 2):
        for shared in _shared(min(_length(one), _length(two))):
            yield from _told(record, judged, {one.key: free, two.key: free + _length(one) - shared})


def _shared(most: int) -> Iterator[int]:
    """Give each number of minutes that may be shared, the most first; of many not those between, which count like the others.

    A whole quarter of an hour more or less is one unit more or less of one code, and leaves the same minutes over.
    """
    for shared in range(most, 0, -1):
        if shared <= UNIT_MINUTES or shared > most - UNIT_MINUTES:
            yield shared


def _is_asked_with(asked: Item, other: Item, pairs: Pairs) -> bool:
    if other.code == asked.code:
        return False
    return any(
        said.of.key == asked.key and said.finding.verdict is Verdict.ASK
        for said in pairs.judged(asked, other)
    )


def _length(item: Item) -> int:
    return 0 if item.service is None else item.service.minutes or 0


def _told(record: Record, judged: Sequence[Item], starts: Mapping[str, int]) -> Iterator[Begun]:
    if any(not 0 <= minute < A_DAY for minute in starts.values()):
        return
    began = {key: time(minute // 60, minute % 60) for key, minute in starts.items()}

    def told(service: ServiceRecord) -> ServiceRecord:
        if service.at not in began:
            return service
        return replace(service, written=replace(service.written, started=began[service.at]))

    there = replace(record, services=tuple(told(service) for service in record.services))
    items = [
        item if item.service is None or item.key not in began else item.told_in_full(told(item.service))
        for item in judged
    ]
    yield Begun(there, beside_modalities(there, items), frozenset(began))
