"""The clock: a minute of the clinician is given once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from cptedu.learn.second_opinion.code_facts import is_attended
from cptedu.model import Service

__all__ = ["Kept", "Shared", "minutes_given_once"]

Kept: TypeAlias = tuple[str, int, Service]
Minutes: TypeAlias = frozenset[int]


@dataclass(frozen=True)
class Shared:
    """Which minutes of the day each service has, by its place; None where the clock was not recorded.

    ``asked`` has the services that share a minute with another one: which of the two keeps it is for the clinician.
    """

    own: Mapping[int, Minutes | None]
    asked: frozenset[int]

    def minutes_of(self, index: int, service: Service) -> int | None:
        """Give the minutes that a service has left."""
        own = self.own[index]
        return service.minutes if own is None else len(own)


def minutes_given_once(kept: Iterable[Kept]) -> Shared:
    """Give every minute of the clock to one attended service: the lowest code, among equals the earlier start.

    Of those that begin together the one that ends first keeps it; then what they are decides, never where they stand.
    """
    listed = list(kept)
    recorded = {index: _span(service) for _, index, service in listed}
    rivals = {index: span for number, index, _ in listed if (span := recorded[index]) and is_attended(number)}
    taken: set[int] = set()
    own: dict[int, Minutes | None] = dict(recorded)
    for _, index, _ in sorted(
        (one for one in listed if one[1] in rivals),
        key=lambda one: (one[0], min(rivals[one[1]]), max(rivals[one[1]]), repr(one[2]), one[1]),
    ):
        own[index] = rivals[index] - taken
        taken |= rivals[index]
    asked = {
        index
        for index, span in rivals.items()
        if any(span & other for place, other in rivals.items() if place != index)
    }
    return Shared(own, frozenset(asked))


def _span(service: Service) -> Minutes | None:
    if service.started is None or service.minutes is None:
        return None
    first = service.started.hour * 60 + service.started.minute
    return frozenset(range(first, first + service.minutes))
