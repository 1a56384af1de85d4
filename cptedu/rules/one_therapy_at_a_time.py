"""Services whose times overlap by the clock: the minutes that they share are given once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, permutations
from typing import NamedTuple

from cptedu.facts.codes import codes
from cptedu.model import Verdict
from cptedu.rules.said import Said
from cptedu.visit.record import ServiceRecord

__all__ = [
    "NEEDS_CLINICIAN",
    "Timed",
    "apart_by_the_clock",
    "beside_in_part",
    "minutes_left",
    "no_overlap",
    "overlap",
    "shared_minutes",
    "ways_to_share",
]

SOURCES = ("ncci-manual-ch11", "cms-100-04-ch5-20.2", "apta-group")
NEEDS_CLINICIAN = frozenset({"one_on_one", "attended", "group"})
MOST_AT_ONCE = 5
MOST_WAYS = 144
"""As many as two crowds of four have; beyond it each crowd is shared out in every way while the others are as they are first."""


class Timed(NamedTuple):
    """A service on its way to the claim, under the code that it may be billed by.

    Attributes:
        number: the code.
        service: the service.
        run_beside: minutes of the day in which a supervised modality ran that an edit joins to it: they are part of that.
    """

    number: str
    service: ServiceRecord
    run_beside: frozenset[int] = frozenset()

    @property
    def is_attended(self) -> bool:
        """Say whether it takes the clinician's attention, so that nothing else can be given in the same minutes."""
        return _needs_the_clinician(self.number)


def _needs_the_clinician(number: str) -> bool:
    held = codes().get(number)
    # Only what is known to run beside something else may; that nothing is held of needles or an evaluation is no leave to.
    return held is not None and (held.contact in NEEDS_CLINICIAN or not held.contact_is_held)


def overlap(one: ServiceRecord, other: ServiceRecord) -> bool:
    """Say whether two services run at the same time by the clock; False where a time or the minutes are not recorded.

    >>> from datetime import time
    >>> early = ServiceRecord.of(started=time(9), minutes=15)
    >>> overlap(early, ServiceRecord.of(started=time(9, 10), minutes=15))
    True
    >>> overlap(early, ServiceRecord.of(started=time(9, 15), minutes=15))
    False
    """
    first, second = one.clock, other.clock
    return first is not None and second is not None and first[0] < second[1] and second[0] < first[1]


def apart_by_the_clock(one: ServiceRecord, other: ServiceRecord) -> bool:
    """Say whether recorded times show that two services were given one after the other; how long the later took does not matter.

    >>> from datetime import time
    >>> early, late = ServiceRecord.of(started=time(9), minutes=15), ServiceRecord.of(started=time(9, 15), minutes=15)
    >>> apart_by_the_clock(early, late), apart_by_the_clock(early, ServiceRecord.of(minutes=15))
    (True, False)
    """
    first, second = one.written.started, other.written.started
    if first is None or second is None:
        return False
    earlier, later = (one, second) if first <= second else (other, first)
    return earlier.clock is not None and earlier.clock[1] <= later.hour * 60 + later.minute


def ways_to_share(billed: Iterable[Timed]) -> tuple[dict[str, int], ...]:
    """Give the minutes that each attended service keeps, in every way of giving shared minutes once.

    No more than one therapy is given in the same fifteen minutes; only a supervised modality may run beside another. Which
    of two services keeps the minutes that they share the clinician must say, and money never does. Until then the lowest
    code number keeps them, and of one code the earlier start.

    Args:
        billed: the services that may be billed, each with its code.

    Returns:
        For each way the minutes of every service that overlaps, by its place in the visit; first the one that holds until
        the clinician says. One empty way where nothing overlaps.

    Source: NCCI Policy Manual, chapter XI, P; CMS Claims Processing Manual, chapter 5, section 20.2.

    >>> from datetime import time
    >>> def timed(number, at, begins): return Timed(number, understood_service(Service(started=begins, minutes=15), at))
    >>> from cptedu.model import Service
    >>> from cptedu.visit.record import understood_service
    >>> ways_to_share([timed("97140", "a", time(9)), timed("97530", "b", time(9, 5))])
    ({'a': 15, 'b': 5}, {'b': 15, 'a': 5})
    """
    attended = [one for one in billed if one.service.clock and one.is_attended]
    ways: list[dict[str, int]] = [{}]
    for group in _running_together(attended):
        # What ran beside a modality may be found to have been this service, and the modality to have waited.
        beside = [(), *[(one.service.at,) for one in group if one.run_beside]]
        shares = [_kept(order, whole) for whole in beside for order in _orders(group)]
        distinct = [share for at, share in enumerate(shares) if share not in shares[:at]]
        ways = _with_each(ways, distinct[:MOST_WAYS])
    for one in attended:
        if one.run_beside and one.service.at not in ways[0]:
            left, whole = (
                {one.service.at: len(minutes)} for minutes in (minutes_left(one), _span(one.service))
            )
            ways = [
                *(way | left for way in ways),
                *(way | whole for way in ways[: max(1, MOST_WAYS - len(ways))]),
            ]
    return tuple(ways)


def _with_each(ways: list[dict[str, int]], shares: list[dict[str, int]]) -> list[dict[str, int]]:
    if len(ways) * len(shares) <= MOST_WAYS:
        return [way | share for way in ways for share in shares]
    first, *others = shares
    return [*(way | first for way in ways), *(ways[0] | share for share in others)]


def _first_to_keep(one: Timed) -> tuple[str, tuple[int, int] | None, str, str]:
    # What the service is comes before where it stands: the order of services decides nothing.
    return one.number, one.service.clock, repr(one.service.written), one.service.at


def _running_together(attended: Sequence[Timed]) -> Iterator[tuple[Timed, ...]]:
    """Gather services that overlap, directly or through one another; those that overlap with none are left out."""
    if not any(overlap(one.service, other.service) for one, other in combinations(attended, 2)):
        return
    left = sorted(attended, key=_first_to_keep)
    while left:
        group = [left.pop(0)]
        while near := [one for one in left if any(overlap(one.service, other.service) for other in group)]:
            group += near
            left = [one for one in left if one not in near]
        if len(group) > 1:
            yield tuple(sorted(group, key=_first_to_keep))


def _orders(group: tuple[Timed, ...]) -> Iterable[tuple[Timed, ...]]:
    if len(group) <= MOST_AT_ONCE:
        return permutations(group)
    # Of a crowd each one comes first once, and what shares its code next, so that each code has in some way all that it can;
    # every order of it would be too many to look at.
    return (
        tuple(sorted(group, key=lambda other: (other is not one, other.number != one.number)))
        for one in group
    )


def _kept(order: Iterable[Timed], whole: Collection[str] = ()) -> dict[str, int]:
    taken: set[int] = set()
    share: dict[str, int] = {}
    for one in order:
        own = (_span(one.service) if one.service.at in whole else minutes_left(one)) - taken
        share[one.service.at] = len(own)
        taken |= own
    return share


def shared_minutes(
    one: Timed, billed: Iterable[Timed], kept: Mapping[str, int], *, decides: bool
) -> Said | None:
    """Ask which of several services keeps the minutes that they share by the clock.

    Args:
        one: the service that the finding stands on.
        billed: everything that may be billed.
        kept: the minutes that each keeps, by its place in the visit.
        decides: True when the answer decides whether this service is billed, or how often.

    Returns:
        An ``ask`` finding, or None when nothing overlaps with it.

    Source: as for ``ways_to_share``.
    """
    beside = [
        other
        for other in billed
        if one.is_attended and other.service.at != one.service.at
        if (
            overlap(one.service, other.service)
            if other.is_attended
            else _span(other.service) & one.run_beside
        )
    ]
    if not beside:
        return None
    named = ", ".join(sorted(_in_words(other) for other in beside))
    left = kept[one.service.at]
    shared = len(_span(one.service) & set().union(*[_span(other.service) for other in beside]))
    return Said(
        "shared_minutes",
        Verdict.ASK,
        f"By the clock {_in_words(one)} overlaps with {named}. {shared} of its {one.service.minutes} minutes"
        f" {'is' if shared == 1 else 'are'} shared and given once: until it is told to which service, {one.number} is shown"
        f" with {left}.",
        SOURCES,
        code=one.number,
        fix="Ask which service the shared minutes belong to. Minutes are never counted twice, and the fee is no reason.",
        numbers=(("minutes kept", left), ("minutes shared", shared)),
        about=one.service.activity,
        either_way=not decides,
        used=one.service.used("started", "minutes"),
    )


def _span(service: ServiceRecord) -> frozenset[int]:
    return frozenset(range(*(service.clock or (0, 0))))


def minutes_left(one: Timed) -> frozenset[int]:
    """Give the minutes of the day that a service has of its own beside the modalities that an edit joins to it."""
    return _span(one.service) - one.run_beside


def beside_in_part(one: ServiceRecord, other: ServiceRecord) -> frozenset[int]:
    """Give the minutes of the day that two services share, where the second has others of its own; else none.

    >>> from datetime import time
    >>> traction = ServiceRecord.of(started=time(10), minutes=15)
    >>> len(beside_in_part(traction, ServiceRecord.of(started=time(10, 7), minutes=30)))
    8
    >>> len(beside_in_part(traction, ServiceRecord.of(started=time(10, 7), minutes=5)))
    0
    """
    shared = _span(one) & _span(other)
    return shared if shared < _span(other) else frozenset()


def _in_words(one: Timed) -> str:
    started = one.service.written.started
    return f"{one.number} from {started:%H:%M} for {one.service.minutes} minutes"


def no_overlap(billed: Iterable[Timed], *, others: bool = False) -> Said | None:
    """Say that nothing overlaps, where times are recorded.

    Args:
        billed: everything that may be billed, but what is asked about.
        others: True where some services are asked about, since they overlap.

    Returns:
        A ``supported`` finding about the claim as a whole; None where no time is recorded, or something overlaps.

    Source: as for ``ways_to_share``.
    """
    timed = [one for one in billed if one.service.clock]
    attended = [one for one in timed if one.is_attended]
    if not timed or any(overlap(one.service, other.service) for one, other in combinations(attended, 2)):
        return None
    return Said(
        "shared_minutes",
        Verdict.SUPPORTED,
        "By the recorded times the other services share no minutes that count."
        if others
        else "By the recorded times no two services share minutes that count.",
        SOURCES,
        numbers=tuple(sorted((one.number, f"{one.service.written.started:%H:%M}") for one in timed)),
        used=tuple(name for one in timed for name in one.service.used("started")),
    )
