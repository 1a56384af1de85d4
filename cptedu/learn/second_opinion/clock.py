"""The clock: a minute of the clinician is given once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import TypeAlias

from cptedu.learn.second_opinion.code_facts import is_attended
from cptedu.model import Service

__all__ = ["GivenUp", "Kept", "Shared", "every_way_of_giving", "minutes_given_once", "span_of"]

Kept: TypeAlias = tuple[str, int, Service]
Minutes: TypeAlias = frozenset[int]
GivenUp: TypeAlias = Mapping[int, Minutes]
NOTHING: GivenUp = {}


CROWD = 6


@dataclass(frozen=True)
class Shared:
    """Which minutes of the day each service has, by its place; None where the clock was not recorded.

    ``recorded`` has them as the note says, before any was given away; ``asked`` the services that share a minute with another
    one: which of the two keeps it is for the clinician.
    """

    own: Mapping[int, Minutes | None]
    recorded: Mapping[int, Minutes | None]
    asked: frozenset[int]

    def minutes_of(self, index: int, service: Service) -> int | None:
        """Give the minutes that a service has left."""
        own = self.own[index]
        return service.minutes if own is None else len(own)

    def run_beside_by_shared_minutes(self, one: int, two: int) -> bool:
        """Say whether two services ran at once only in minutes that one of them shares with a third."""
        spans = self.recorded.get(one), self.recorded.get(two)
        own = self.own.get(one), self.own.get(two)
        if None in (*spans, *own) or {one, two} <= self.asked:
            return False
        return bool(_both(*spans)) and not _both(*own)


def _both(one: Minutes | None, two: Minutes | None) -> Minutes:
    return (one or frozenset()) & (two or frozenset())


def minutes_given_once(kept: Iterable[Kept], given_up: GivenUp = NOTHING) -> Shared:
    """Give every minute of the clock to one attended service: the lowest code, among equals the earlier start.

    Of those that begin together the one that ends first keeps it; then what they are decides, never where they stand.
    What a service gives up to a modality that an edit sets before it is nobody's else to share.
    """
    listed = list(kept)
    rivals = _rivals(listed, given_up)
    order = sorted(
        (one for one in listed if one[1] in rivals),
        key=lambda one: (one[0], *_first_and_last(one[2]), repr(one[2]), one[1]),
    )
    return _given(listed, [index for _, index, _ in order], given_up)


def every_way_of_giving(kept: Iterable[Kept], given_up: GivenUp = NOTHING) -> Iterator[Shared]:
    """Give the minutes once in every order of those that share some: the clinician may name any of them.

    So may the clinician say that a service keeps what it was to give up.
    """
    listed = list(kept)
    for some in (given_up, NOTHING) if given_up else (given_up,):
        asked = sorted(_given(listed, _rivals(listed, some), some).asked)
        # Of a crowd each comes first once; every order of it would be too many to try.
        for order in permutations(asked) if len(asked) <= CROWD else ([one] for one in asked):
            yield _given(listed, [*order, *_rivals(listed, some)], some)


def _first_and_last(service: Service) -> tuple[int, int]:
    span = span_of(service) or frozenset({0})
    return min(span), max(span)


def _rivals(listed: list[Kept], given_up: GivenUp) -> dict[int, Minutes]:
    return {
        index: span - given_up.get(index, frozenset())
        for number, index, service in listed
        if (span := span_of(service)) and is_attended(number)
    }


def _given(listed: list[Kept], order: Iterable[int], given_up: GivenUp) -> Shared:
    rivals = _rivals(listed, given_up)
    taken: set[int] = set()
    recorded = {index: span_of(service) for _, index, service in listed}
    own: dict[int, Minutes | None] = dict(recorded)
    for index in dict.fromkeys(order):
        own[index] = rivals[index] - taken
        taken |= rivals[index]
    asked = {
        index
        for index, span in rivals.items()
        if any(span & other for place, other in rivals.items() if place != index)
    }
    return Shared(own, recorded, frozenset(asked | (given_up.keys() & rivals.keys())))


def span_of(service: Service) -> Minutes | None:
    """Give the minutes of the day in which a service was given; None where the clock was not recorded."""
    if service.started is None or service.minutes is None:
        return None
    first = service.started.hour * 60 + service.started.minute
    return frozenset(range(first, first + service.minutes))
