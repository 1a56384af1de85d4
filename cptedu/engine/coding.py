"""A visit becomes a claim: the rules are run in order, and nothing is decided here.

First the record (purpose, deficit, contact, who), then coverage, then units and edits between codes that are billed. What a
payer makes of them is in its file; no rule, and nothing here, asks for a payer by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from cptedu.engine.awaited import Awaited, awaited_answers
from cptedu.engine.item import LINE_VERDICTS, OPTIONAL_VERDICTS, Item
from cptedu.engine.judged import ways_of
from cptedu.engine.lines import claim_of, every_ground, modifiers_of
from cptedu.engine.place_in_question import items_of
from cptedu.engine.settled import Settled, settled
from cptedu.errors import CpteduError
from cptedu.facts.codes import codes, is_timed
from cptedu.model import Claim, Visit
from cptedu.rules.distinct_service import same_meaning
from cptedu.rules.said import Said
from cptedu.rules.timed_units import TimedUnits
from cptedu.visit.record import Record, understood
from cptedu.visit_file import checked

__all__ = ["LINE_VERDICTS", "OPTIONAL_VERDICTS", "Worksheet", "code_visit", "worksheet"]


@dataclass(frozen=True)
class Worksheet:
    """A visit after every rule but the choices that the clinician has: what review and trade-offs work from.

    Attributes:
        record: the visit as understood.
        recorded: everything in it after the record and the payer were looked at.
        ways: each way of giving minutes that services share by the clock.
        way: the one that this worksheet is about.
        split: the way of giving tied units that it is about; the lowest code numbers hold them by default.
        first: the worksheet of the first way and split, by which it is known what hangs on an awaited answer; itself by default.
    """

    record: Record
    recorded: tuple[Item, ...]
    ways: tuple[Mapping[str, int], ...]
    way: int = 0
    split: Mapping[str, int] | None = None
    first: Worksheet | None = None

    @cached_property
    def settled(self) -> Settled:
        """Give what stands, and its units."""
        return settled(self.record, self.recorded, self.ways, self.way, self.split)

    @cached_property
    def awaited(self) -> Mapping[str, Said]:
        """Give the question that each thing waits for which some answer about something else would bill otherwise, by its key."""
        if self.first is not None:
            return self.first.awaited
        return awaited_answers(self.record, self.recorded, self.settled).asked

    @cached_property
    def _every_answer(self) -> Awaited:
        return awaited_answers(self.record, self.recorded, self.settled, every=True)

    def what_may_make_it(self, number: str, units: int, beside: Mapping[str, int]) -> Said | None:
        """Give the question about something else whose answer may give a code so many units, 0 for none; else nothing.

        Answers are tried for the first reading alone. They hold however tied units are given, but not for another way of giving
        minutes that are shared: what is one service's by the answer may be the other's by the clock. Where a code's own units
        are one or the other by how a tie or such minutes are given, the readings say of each of these whether it is right, but
        where an answer makes the whole of what is proposed right at once.

        Args:
            number: the code.
            units: its units.
            beside: the units that are proposed of each code.

        Returns:
            The question.
        """
        if self.first is not None:
            return self.first.what_may_make_it(number, units, beside) if self.way == self.first.way else None
        items = [item for item in self.items if item.code == number]
        asked = next((self.awaited[item.key] for item in items if item.key in self.awaited), None)
        if asked is None:
            return None
        if units in self._given_by_a_reading(number):
            return asked if any(_is_as(claim, beside) for claim in self._every_answer.claims) else None
        return asked if self._every_answer.units[number].may_be(units) else None

    def _given_by_a_reading(self, number: str) -> frozenset[int]:
        """Give the units of a code that ties, or shares minutes by the clock itself, by each way of giving them; else none."""
        shares = any(
            said.rule == "shared_minutes" for item in self.items if item.code == number for said in item.since
        )
        ties = len({one.get(number, 0) for one in self.counted.alternatives}) > 1
        return (
            frozenset(one.units_of(number) for one in self._every_reading) if shares or ties else frozenset()
        )

    def units_of(self, number: str) -> int:
        """Give the units that a code has on the claim; 0 where it has no line."""
        items = [item for item in self.items if item.code == number and item.stands]
        if not items:
            return 0
        return self.counted.units.get(number, 0) if items[0].is_timed else 1

    @cached_property
    def _every_reading(self) -> tuple[Worksheet, ...]:
        return tuple(self.readings())

    @cached_property
    def _modifiers(self) -> dict[tuple[str, frozenset[str]], tuple[str, ...]]:
        return {}

    @cached_property
    def _alike(self) -> dict[tuple[str, frozenset[str]], tuple[str, ...]]:
        return {}

    @cached_property
    def _on_lines(self) -> dict[str | None, list[Item]]:
        found: dict[str | None, list[Item]] = {}
        for item in self.items:
            if item.stands:
                found.setdefault(item.code, []).append(item)
        return found

    @property
    def visit(self) -> Visit:
        """Give the visit as written."""
        return self.record.visit

    @property
    def items(self) -> tuple[Item, ...]:
        """Give everything in the visit, each with its standing."""
        return self.settled.items

    @property
    def counted(self) -> TimedUnits:
        """Give the units of the timed codes."""
        return self.settled.counted

    def claim(self) -> Claim:
        """Make the claim."""
        return claim_of(self.record, self.settled, lambda: self.awaited)

    def claims(self) -> Iterator[Claim]:
        """Make one claim for each equally allowed way of giving the timed units."""
        for one in self.splits():
            yield one.claim()

    def readings(self) -> Iterator[Worksheet]:
        """Give one worksheet for each way of giving shared minutes and tied units, this one first."""
        ways = sorted(range(len(self.ways)), key=lambda way: way != self.way)
        for way in ways:
            sheet = (
                self
                if way == self.way
                else Worksheet(self.record, self.recorded, self.ways, way, first=self.first or self)
            )
            yield from sheet.splits()

    def splits(self) -> Iterator[Worksheet]:
        """Give one worksheet for each equally allowed way of giving the timed units."""
        yield self
        for split in self.counted.alternatives:
            if split != self.counted.units:
                yield Worksheet(self.record, self.recorded, self.ways, self.way, split, self.first or self)

    def modifiers(self, number: str, present: Iterable[str]) -> tuple[str, ...]:
        """Give the modifiers of a line when exactly these codes stand on the claim; a review asks it of each line many times."""
        key = number, frozenset(present)
        if key not in self._modifiers:
            self._modifiers[key] = modifiers_of(self.record, self._standing(number), *key)[0]
        return self._modifiers[key]

    def same_meaning(self, number: str, present: Iterable[str]) -> tuple[str, ...]:
        """Give every modifier that says why a line is distinct, when exactly these codes stand on the claim."""
        key = number, frozenset(present)
        if key not in self._alike:
            self._alike[key] = same_meaning(self.record, every_ground(self._standing(number), key[1]))
        return self._alike[key]

    def marked_against(self, number: str, present: Iterable[str]) -> frozenset[str]:
        """Name the codes from which a line's mark of a distinct service sets it apart, when exactly these codes stand."""
        beside = frozenset(present)
        return frozenset(
            other for item in self._standing(number) for other, _ in item.distinct_from if other in beside
        )

    def _standing(self, number: str) -> list[Item]:
        return self._on_lines.get(number, [])


def _is_as(claim: Mapping[str, int], proposed: Mapping[str, int]) -> bool:
    timed = {number: units for number, units in proposed.items() if number in codes() and is_timed(number)}
    return {number: units for number, units in claim.items() if units} == timed


def code_visit(visit: Visit) -> Claim:
    """Code a visit for its payer: claim lines, what is not billed, and the reason for each.

    What no table holds is said on its own line and stops nothing; what no rule used is listed in ``not_judged``.

    Args:
        visit: the visit.

    Returns:
        The claim.

    Raises:
        CpteduError: when something in the visit cannot be right, or its payer is not known.

    Source: each finding names its own.

    >>> claim = code_visit(Visit.from_dict({
    ...     "date_of_service": "2026-03-04", "payer": "commercial_ncci", "adjusted": ["C5", "T4"],
    ...     "services": [{"activity": "single-leg stance on a balance board", "purpose": ["balance"], "minutes": 16,
    ...                   "deficit": "single-leg stance 6 s left, 25 s right", "contact": "one_on_one",
    ...                   "regions": ["lower_extremities"]}]}))
    >>> [(line.code, line.units, line.modifiers) for line in claim.lines]
    [('98940', 1, ()), ('97112', 1, ('59',))]
    """
    return worksheet(visit).claim()


def worksheet(visit: Visit) -> Worksheet:
    """Run every rule over a visit and keep the working.

    Args:
        visit: the visit.

    Returns:
        The worksheet.

    Raises:
        CpteduError: as ``code_visit``.
    """
    if not isinstance(visit, Visit):
        raise CpteduError(
            f"{visit!r} is not a visit. Read one with load_visit, or make it with Visit.from_dict."
        )
    record = understood(checked(visit))
    items = items_of(record)
    return Worksheet(record, tuple(items), ways_of(items))
