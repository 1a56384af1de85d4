"""All visits of a log judged: each kind once, by two processes where that pays, and kept as they come in case it is stopped."""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor

from cptedu.analysis.audit.assumed import LoggedClaim
from cptedu.analysis.audit.judged import Judge, Judged, judged, names_a_day, of_its_day
from cptedu.analysis.audit.kept import KeptAnswers
from cptedu.payers import Payer, loaded_payers, take_payers

__all__ = ["judged_all"]

A_PART = 250
"""So many kinds of visits are worked out, and kept, at a time."""
WORTH_A_PROCESS = 8 * A_PART
"""With fewer kinds than this, a second process takes longer to begin than it saves."""

_Kind = tuple[Hashable, ...]


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
    judge = Judge()
    kept = KeptAnswers(None) if kept is None else kept
    told = [None if claim is None else judge.kind(claim) for claim in claims]
    alike = [one for one in told if one is not None]
    progress = _Progress(len(claims), len(claims) - len(alike), each)

    kinds: dict[_Kind, LoggedClaim] = {(key,): claim for key, claim in alike}
    worked_out = _work_out(kinds, Counter[_Kind]((key,) for key, _ in alike), kept, processes, progress)
    # What names its day holds for that day alone.
    by_day = {_of_a_day(key, claim): claim for key, claim in alike if kept.answer((key,)) is None}
    worked_out += _work_out(by_day, {}, kept, processes, progress)

    of_days: dict[tuple[int, str], Judged] = {}

    def answer(one: tuple[Hashable, LoggedClaim] | None) -> Judged | None:
        found = None if one is None else kept.answer((one[0],)) or kept.answer(_of_a_day(*one))
        if one is None or found is None:
            return None
        told_so = of_its_day(found, one[1].on)
        return told_so if told_so is found else of_days.setdefault((id(found), told_so.data_age), told_so)

    return [answer(one) for one in told], worked_out


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


def _of_a_day(key: Hashable, claim: LoggedClaim) -> _Kind:
    return key, claim.on, claim.last_seen


def _work_out(
    kinds: Mapping[_Kind, LoggedClaim],
    visits: Mapping[_Kind, int],
    kept: KeptAnswers,
    processes: int,
    progress: _Progress,
) -> int:
    """Work out what is not kept yet, a part at a time."""
    waiting = [kind for kind in kinds if not kept.has(kind)]
    progress.add(sum(visits.get(kind, 0) for kind in kinds) - sum(visits.get(kind, 0) for kind in waiting))
    parts = [waiting[at : at + A_PART] for at in range(0, len(waiting), A_PART)]
    for part, answers in zip(
        parts, _answers([[kinds[one] for one in part] for part in parts], processes), strict=True
    ):
        for kind, found in zip(part, answers, strict=True):
            is_of_its_day = len(kind) == 1 and names_a_day(found, kinds[kind])
            kept.add(kind, None if is_of_its_day else found)
            if is_of_its_day:
                kept.add(_of_a_day(kind[0], kinds[kind]), found)
        kept.write()
        progress.add(sum(visits.get(kind, 0) for kind in part))
    return len(waiting)


def _answers(parts: Sequence[Sequence[LoggedClaim]], processes: int) -> Iterator[list[Judged]]:
    if processes < 2 or sum(map(len, parts)) < WORTH_A_PROCESS:
        yield from map(_judged_part, parts)
        return
    begun_anew = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, begun_anew, _begin, (loaded_payers(),)) as pool:
        try:
            yield from pool.map(_judged_part, parts)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _begin(profiles: tuple[Payer, ...]) -> None:
    """Begin a process: it knows the payers of its parent, which alone answers to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    take_payers(profiles)


def _judged_part(claims: Sequence[LoggedClaim]) -> list[Judged]:
    return [judged(one) for one in claims]
