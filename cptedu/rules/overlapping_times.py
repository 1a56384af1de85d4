"""Services whose times overlap by the clock: the same minutes are never counted twice."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from cptedu.facts.codes import code
from cptedu.model import Finding, Service, Verdict, Visit
from cptedu.rules.say import say

__all__ = ["overlap", "overlapping_times"]

SOURCES = ("cms-100-04-ch5-20.2", "apta-group")
NEEDS_CLINICIAN = frozenset({"one_on_one", "attended", "group"})


def _clock(service: Service) -> tuple[int, int] | None:
    if service.started is None or not service.minutes:
        return None
    begins = service.started.hour * 60 + service.started.minute
    return begins, begins + service.minutes


def overlap(one: Service, other: Service) -> bool:
    """Say whether two services run at the same time by the clock; False where a time or the minutes are not recorded.

    >>> from datetime import time
    >>> overlap(Service(started=time(9), minutes=15), Service(started=time(9, 10), minutes=15))
    True
    >>> overlap(Service(started=time(9), minutes=15), Service(started=time(9, 15), minutes=15))
    False
    """
    first, second = _clock(one), _clock(other)
    return first is not None and second is not None and first[0] < second[1] and second[0] < first[1]


def overlapping_times(visit: Visit, billed: Iterable[tuple[str, Service]]) -> Finding | None:
    """Flag services that need the clinician and that run at the same time by the clock.

    A patient can lie under a supervised modality meanwhile. One-on-one work, an attended modality and a group each take
    the clinician's whole attention, so their minutes are each other's only on paper.

    Args:
        visit: the visit.
        billed: code and service of everything that stands on the claim.

    Returns:
        An ``ask`` finding that names them, else None.

    Source: CMS Claims Processing Manual, chapter 5, section 20.2; APTA on one-on-one and group.
    """
    attended = [(number, one) for number, one in billed if code(number).contact in NEEDS_CLINICIAN]
    pairs = [
        " with ".join(
            sorted(f"{number} from {one.started:%H:%M} for {one.minutes} minutes" for number, one in pair)
        )
        for pair in combinations(attended, 2)
        if overlap(pair[0][1], pair[1][1])
    ]
    if not pairs:
        return None
    return say(
        visit,
        "overlapping_times",
        Verdict.ASK,
        f"By the clock these overlap: {'; '.join(sorted(pairs))}. The clinician's minutes count once.",
        SOURCES,
        fix="Ask how long each service took, and when. Minutes are never counted twice.",
    )
