"""All visits of a log judged: each kind once, by two processes where that pays, and kept as they come in case it is stopped."""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

from cptedu.analysis.audit.alike import alike, in_its_words, in_one_order, judged_alike
from cptedu.analysis.audit.assumed import LoggedClaim
from cptedu.analysis.audit.judged import Judged, Told, judged
from cptedu.analysis.audit.kept import KeptAnswers
from cptedu.payers import Payer, loaded_payers, take_payers

__all__ = ["judged_all"]

A_PART = 250
"""So many kinds of visits are worked out, and kept, at a time."""
WORTH_A_PROCESS = 8 * A_PART
"""With fewer kinds than this, a second process takes longer to begin than it saves."""

_Answer = TypeVar("_Answer", Judged, Judged | None)


def judged_all(
    claims: Sequence[LoggedClaim | None],
    *,
    kept: KeptAnswers | None = None,
    processes: int = 1,
    each: Callable[[int, int], None] | None = None,
) -> tuple[list[Judged | None], int]:
    """Judge the claims of a log; those that are alike are worked out once.

    Args:
        claims: what the log tells of each visit; None where it is not judged.
        kept: answers of a run that was stopped, and where those of this one are kept.
        processes: how many processes may work.
        each: called with how many visits are judged, and of how many.

    Returns:
        What is said of each, and how many were worked out.
    """
    kept = KeptAnswers(None) if kept is None else kept
    in_order = [None if claim is None else in_one_order(claim) for claim in claims]
    kinds = [None if claim is None else alike(claim) for claim in in_order]
    visits = Counter(kind for kind in kinds if kind is not None)
    progress = _Progress(len(claims), kinds.count(None), each)
    worked_out = _work_out(visits, kept, processes, progress)
    # What rests on its day is worked out for that day alone.
    by_day = dict.fromkeys(
        claim
        for claim, kind in zip(in_order, kinds, strict=True)
        if claim is not None and (kind is None or kept.answer(kind) is None)
    )
    of_days = dict(zip(by_day, _every_answer(list(by_day), processes), strict=True))

    def answer(claim: LoggedClaim | None, kind: LoggedClaim | None) -> Judged | None:
        found = None if kind is None else kept.answer(kind)
        if claim is None:
            return None
        return of_days[claim] if found is None else in_its_words(found, claim)

    return list(map(answer, in_order, kinds)), worked_out + len(by_day)


class _ToldOnce:
    """Keeps once in memory what is said of many kinds in the same words."""

    def __init__(self) -> None:
        self._told: dict[Told, Told] = {}
        self._not_told: dict[tuple[str, ...], tuple[str, ...]] = {}

    def __call__(self, found: Judged) -> Judged:
        told = tuple([self._told.setdefault(one, one) for one in found.told])
        return Judged(told, self._not_told.setdefault(found.not_told, found.not_told), found.units)


class _Progress:
    """Counts visits as they are judged."""

    def __init__(self, of: int, judged_already: int, each: Callable[[int, int], None] | None) -> None:
        self._of, self._each = of, each
        self._done = 0
        self.add(judged_already)

    def add(self, visits: int) -> None:
        self._done += visits
        if self._each is not None and visits:
            self._each(self._done, self._of)


def _work_out(
    visits: Mapping[LoggedClaim, int], kept: KeptAnswers, processes: int, progress: _Progress
) -> int:
    """Work out the kinds that are not kept yet, a part at a time; of each it is said how many visits are of it."""
    waiting = [kind for kind in visits if not kept.has(kind)]
    progress.add(sum(visits.values()) - sum(visits[kind] for kind in waiting))
    parts = _parts(waiting)
    told_once = _ToldOnce()
    for part, answers in zip(parts, _answers(_alike_part, parts, processes), strict=True):
        for kind, found in zip(part, answers, strict=True):
            kept.add(kind, found and told_once(found))
        kept.write()
        progress.add(sum(visits[kind] for kind in part))
    return len(waiting)


def _every_answer(claims: Sequence[LoggedClaim], processes: int) -> Iterator[Judged]:
    for part in _answers(_judged_part, _parts(claims), processes):
        yield from part


def _parts(claims: Sequence[LoggedClaim]) -> list[Sequence[LoggedClaim]]:
    return [claims[at : at + A_PART] for at in range(0, len(claims), A_PART)]


def _answers(
    work: Callable[[Sequence[LoggedClaim]], list[_Answer]],
    parts: Sequence[Sequence[LoggedClaim]],
    processes: int,
) -> Iterator[list[_Answer]]:
    if processes < 2 or sum(map(len, parts)) < WORTH_A_PROCESS:
        yield from map(work, parts)
        return
    begun_anew = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, begun_anew, _begin, (loaded_payers(),)) as pool:
        try:
            yield from pool.map(work, parts)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _begin(profiles: tuple[Payer, ...]) -> None:
    """Begin a process: it knows the payers of its parent, which alone answers to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    take_payers(profiles)


def _alike_part(kinds: Sequence[LoggedClaim]) -> list[Judged | None]:
    return [judged_alike(one) for one in kinds]


def _judged_part(claims: Sequence[LoggedClaim]) -> list[Judged]:
    return [judged(one) for one in claims]
