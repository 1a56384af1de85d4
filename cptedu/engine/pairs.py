"""What the edits say of two things that would stand on one claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from cptedu.engine.item import Item
from cptedu.facts.cmt_levels import spinal_cmt
from cptedu.model import Service, Verdict
from cptedu.rules.distinct_service import ANOTHER_REGION, ANOTHER_TIME
from cptedu.rules.evaluation import includes_an_assessment, separate_evaluation
from cptedu.rules.one_therapy_at_a_time import Timed, beside_in_part
from cptedu.rules.ptp_edit import PtpEdit, edit_of
from cptedu.rules.repeat_evaluation_beside_therapy import repeat_evaluation_beside_therapy
from cptedu.rules.said import Said
from cptedu.rules.same_day_therapy import gaps_between, grounds_to_part, same_day_therapy
from cptedu.rules.separate_region import beside_an_adjustment, grounds_beside_region, separate_region
from cptedu.visit.record import Record, ServiceRecord, understood_service

__all__ = ["Judgement", "Pairs", "grounds_or_gaps", "is_open_yet", "judged_pair", "touched_by_edits"]


@cache
def nothing_recorded() -> ServiceRecord:
    """What is known of an adjustment or an examination as a service; read when it is wanted, since that takes a table."""
    return understood_service(Service(), "")


class Judgement(NamedTuple):
    """What one item means for another.

    Attributes:
        of: the item that is judged.
        beside: the other one.
        finding: what is said.
        ground: what makes the two distinct; empty where nothing does.
        grounds_too: what else in the record does.
    """

    of: Item
    beside: Item
    finding: Said
    ground: str = ""
    grounds_too: tuple[str, ...] = ()

    @property
    def refuses(self) -> bool:
        """Say whether the item may not stand beside the other."""
        return self.finding.verdict is Verdict.NOT_SUPPORTED

    @property
    def keeps_off(self) -> bool:
        """Say whether the item does not stand until something is told: it may have no ground at all."""
        return self.refuses or (self.finding.verdict is Verdict.ASK and not self.ground)


def touched_by_edits(record: Record, *, barred: bool) -> bool:
    """Say whether the payer's edits look at a service: at none, at all, or only at what may be paid."""
    followed = record.payer.wants("edits")
    return followed == "ncci" or (followed == "unless_not_covered" and not barred)


class Pairs:
    """What the edits say of every two items of one visit, each pair looked up and judged once.

    Attributes:
        edits: the edits that were looked up, by pair of codes.
    """

    def __init__(
        self, record: Record, known: Pairs | None = None, changed: frozenset[str] = frozenset()
    ) -> None:
        """Judge the pairs of a visit; what is known of it with other answers holds, but of the items that are changed."""
        self.edits: dict[frozenset[str], PtpEdit] = {} if known is None else dict(known.edits)
        self._record = record
        self._judged: dict[tuple[str, str], tuple[Judgement, ...]] = {}
        if known is not None:
            self._judged = {pair: said for pair, said in known._judged.items() if changed.isdisjoint(pair)}

    def judged(self, one: Item, two: Item) -> tuple[Judgement, ...]:
        """Judge two items of different codes, each against the other.

        Args:
            one: an item.
            two: another one.

        Returns:
            What is said of either; nothing where they may stand side by side.
        """
        pair = one.key, two.key
        if pair not in self._judged:
            judged = tuple(judged_pair(self._record, one, two, self._edit(one, two)))
            self._judged[pair] = self._judged[pair[1], pair[0]] = judged
        return self._judged[pair]

    def run_beside(self, item: Item, others: Iterable[Item]) -> frozenset[int]:
        """Give the minutes of the day that an item shares with supervised modalities which an edit puts before it.

        Args:
            item: an item.
            others: everything else that may be billed.

        Returns:
            The minutes; none where region, encounter or practitioner sets the two apart, or where nothing of the item is left.
        """
        mine, found = item.timed, frozenset[int]()
        if mine is None or not mine.is_attended or mine.service.clock is None:
            return found
        for other in others:
            theirs = other.timed
            if theirs is None or theirs.is_attended or grounds_to_part(theirs, mine):
                continue
            edit = self._edit(item, other)
            if edit.column_two == item.code and edit.modifier_indicator == 1:
                found |= beside_in_part(theirs.service, mine.service)
        return found

    def _edit(self, one: Item, two: Item) -> PtpEdit:
        codes = frozenset((str(one.code), str(two.code)))
        if codes not in self.edits:
            self.edits[codes] = edit_of(*sorted(codes), self._record.on)
        return self.edits[codes]


def judged_pair(record: Record, one: Item, two: Item, edit: PtpEdit) -> Iterator[Judgement]:
    """Judge two items of different codes, each against the other.

    Args:
        record: the visit as understood.
        one: an item.
        two: another one.
        edit: the edit of their codes.

    Yields:
        What is said of either.
    """
    if one.is_evaluation or two.is_evaluation:
        yield from _beside_an_examination(record, one, two, edit)
    elif edit.column_two == two.code:
        yield _column_two(record, one, two, edit)
    elif edit.column_two == one.code:
        yield _column_two(record, two, one, edit)


def _repeated(record: Record, examination: Item, therapy: Item) -> Judgement | None:
    """Judge a repeat evaluation beside a therapy that no edit joins to it: the manual wants its reason all the same."""
    said = repeat_evaluation_beside_therapy(record, str(examination.code), str(therapy.code))
    if said is None:
        return None
    return Judgement(examination, therapy, said, ANOTHER_TIME if said.verdict is Verdict.SUPPORTED else "")


def _column_two(record: Record, one: Item, two: Item, edit: PtpEdit) -> Judgement:
    if one.code in spinal_cmt() and edit.modifier_indicator == 1 and two.service is not None:
        finding, ground = separate_region(record, two.service, edit)
        elsewhere = ground == ANOTHER_REGION
        return Judgement(two, one, finding, ground, grounds_beside_region(two.service) if elsewhere else ())
    first, second = _timed(one), _timed(two)
    finding, ground = same_day_therapy(first, second, edit)
    return Judgement(two, one, finding, ground, grounds_to_part(first, second)[1:] if ground else ())


def grounds_or_gaps(record: Record, mine: Item, other: Item, number: str) -> frozenset[str]:
    """Give the grounds on which an item may be distinct from another one: those that the record shows, or does not tell.

    Args:
        record: the visit as understood.
        mine: an item with its code.
        other: another one.
        number: the code that the other one has, or may have.

    Returns:
        The grounds. An examination has no region; beside an adjustment neither time nor practitioner counts in its region.
    """
    if mine.is_evaluation or other.is_evaluation:
        return frozenset({ANOTHER_TIME})
    if mine.code in spinal_cmt() or number in spinal_cmt():
        therapy = (other if mine.code in spinal_cmt() else mine).service or nothing_recorded()
        return beside_an_adjustment(record, therapy)
    one, two = _timed(mine), Timed(number, other.service or nothing_recorded())
    return frozenset((*grounds_to_part(one, two), *gaps_between(one, two)))


def is_open_yet(mine: Item, other: Item) -> bool:
    """Say whether two therapies have no ground to part them on record, and whether they were at another time is not told.

    Args:
        mine: an item with its code.
        other: another one.

    Returns:
        True where both are services that only an answer can part.
    """
    if mine.service is None or other.service is None:
        return False
    one, two = _timed(mine), _timed(other)
    return not grounds_to_part(one, two) and ANOTHER_TIME in gaps_between(one, two)


def _timed(item: Item) -> Timed:
    return Timed(str(item.code), item.service or nothing_recorded())


def _beside_an_examination(record: Record, one: Item, two: Item, edit: PtpEdit) -> Iterator[Judgement]:
    """An examination has no region: what sets it apart is that it was significant and separate."""
    if edit.modifier_indicator == 0:
        column_two = one if edit.column_two == one.code else two
        yield _column_two(record, two if column_two is one else one, column_two, edit)
        return
    for examination, other in ((one, two), (two, one)):
        if not examination.is_evaluation:
            continue
        joined = edit.modifier_indicator == 1
        repeated = None if joined or other.is_evaluation else _repeated(record, examination, other)
        if repeated is not None:
            yield repeated
            continue
        if not joined and not (examination.is_office_visit and includes_an_assessment(str(other.code))):
            continue
        if examination.is_office_visit and record.adjusted.written:
            continue  # judged with the record, by the adjustment
        finding = separate_evaluation(record, str(examination.code), str(other.code))
        # Only what was needed for itself is marked as distinct (NCCI Policy Manual, XI, P); else it waits, or is refused.
        is_marked = (
            finding.verdict is Verdict.SUPPORTED
            and not examination.is_office_visit
            and edit.column_two == examination.code
        )
        yield Judgement(examination, other, finding, ANOTHER_TIME if is_marked else "")
        if (
            joined
            and edit.column_two == other.code
            and not examination.is_office_visit
            and not other.is_evaluation
        ):
            marked = separate_evaluation(record, str(examination.code), str(other.code))
            if marked.verdict is Verdict.SUPPORTED:
                yield Judgement(other, examination, marked, ANOTHER_TIME)
