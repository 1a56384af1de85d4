"""What one thing more on a claim reaches at once: what an edit, a pool of minutes, the clock or a modifier joins to it.

Where it reaches nothing, the rest of the claim is the same with and without it, and nothing has to be settled anew to know so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from cptedu.engine.item import EVALUATIONS, Item
from cptedu.engine.pairs import Judgement, judged_pair, touched_by_edits
from cptedu.engine.settled import Settled
from cptedu.facts.cmt_levels import extraspinal_cmt, spinal_cmt
from cptedu.facts.code_groups import code_group
from cptedu.facts.codes import codes, is_timed
from cptedu.model import Verdict
from cptedu.rules.add_on_code import first_codes
from cptedu.rules.coverage import beside_adjustment
from cptedu.rules.distinct_service import distinct_service_modifier
from cptedu.rules.evaluation import includes_an_assessment
from cptedu.rules.extraspinal_51 import extraspinal_51
from cptedu.rules.one_therapy_at_a_time import overlap
from cptedu.rules.ptp_edit import edit_of
from cptedu.rules.same_service import is_same_service
from cptedu.rules.separate_region import extraspinal_overlap
from cptedu.rules.units_on_claim import count_units
from cptedu.visit.record import Record

__all__ = ["Reach", "is_pooled"]


def is_pooled(record: Record) -> bool:
    """Say whether a payer counts the minutes of all timed codes together."""
    return record.payer.wants("unit_method") == "cms_total_time"


_NOTHING, _WHAT_IS_SAID, _ITS_PLACE = range(3)
"""What one thing does to another: it may be said otherwise of it, or it may come onto the claim or leave it."""


class Reach:
    """What something more would reach among what is on a claim, or off it for the sake of others.

    Attributes:
        others: what it could reach.
    """

    def __init__(self, record: Record, found: Settled, others: Sequence[Item]) -> None:
        self.others = others
        self._record = record
        self._found = found
        self._pooled = is_pooled(record)
        self._minutes: dict[str, int] = {}
        for item in found.items:
            if item.is_timed and item.stands:
                number = str(item.code)
                self._minutes[number] = self._minutes.get(number, 0) + item.minutes

    def by_code(self, number: str, *, at_a_time: bool) -> bool:
        """Say whether a code could reach any other one at all, whatever is recorded of it but that it has a time or none."""
        return any(
            self._may_meet(number, one)
            or (at_a_time and one.service is not None and one.service.clock is not None)
            for one in self.others
        )

    def reached(self, record: Record, items: Sequence[Item], asked_of: Collection[str]) -> bool:
        """Say whether some things more, as told in full, may change one of those asked of, at once or by way of others.

        Args:
            record: the visit with the answers.
            items: what stands then.
            asked_of: the keys of what is asked of.

        Returns:
            False where all of them are surely billed the same with them.
        """
        counted = self._with_other_units(items)
        stand = [item for item in items if not self._is_kept_off(record, item, counted)]
        # What is kept off is not counted in the end; on the way to it others may lose their first unit to its minutes, or to
        # those that they share with it by the clock.
        own = {str(item.code) for item in items}
        changed = frozenset(
            number
            for number, comes_or_goes in counted.items()
            if stand or (comes_or_goes and number not in own)
        )
        found: list[Item] = []
        ahead: list[Item] = []
        for one in self._leading_to(asked_of):
            how = max((self._meets(record, item, one) for item in stand), default=_NOTHING)
            if any(_run_together(item, one) for item in items):
                how = _ITS_PLACE
            if how or str(one.code) in changed:
                found.append(one)
            if how is _ITS_PLACE or counted.get(str(one.code)):
                ahead.append(one)
        left = [one for one in self.others if one not in found]
        while ahead and left:
            gone = ahead.pop()
            after = [one for one in left if self._may_lead_to(gone, one)]
            left = [one for one in left if one not in after]
            found += after
            ahead += after
        return any(one.key in asked_of for one in found)

    def _leading_to(self, asked_of: Collection[str]) -> list[Item]:
        """Give what is asked of, and what may change it, by way of others too."""
        found = [one for one in self.others if one.key in asked_of]
        left = [one for one in self.others if one.key not in asked_of]
        for other in found:  # grows while it is looked through
            more = [one for one in left if self._may_lead_to(one, other)]
            left = [one for one in left if one not in more]
            found += more
        return found

    def _may_lead_to(self, one: Item, other: Item) -> bool:
        return self._may_meet(str(one.code), other) or _run_together(one, other)

    def _may_meet(self, number: str, other: Item) -> bool:
        second = str(other.code)
        if number == second or (other.is_timed and self._pooled and is_timed(number)):
            return True
        if number in first_codes(second) or is_same_service(number, second):
            return True
        if number in spinal_cmt() or number in extraspinal_cmt():
            return True
        if other.is_evaluation and (not other.is_office_visit or self._is_judged_beside(number, other)):
            return True
        return edit_of(*sorted((number, second)), self._record.on).column_two == second

    def places(self, number: str) -> frozenset[str]:
        """Give the regions of which it could matter for others that a service of a code was given there."""
        found: set[str] = set()
        for one in self.others:
            second = str(one.code)
            if second == number:
                found |= {*one.regions, *self._record.adjusted.regions}
                continue
            edit = edit_of(*sorted((number, second)), self._record.on)
            if edit.column_two == second and edit.modifier_indicator == 1:
                found |= {*one.regions}
        return frozenset(found)

    def _with_other_units(self, items: Iterable[Item]) -> dict[str, bool]:
        """Name the codes whose units minutes more would change, and whether that is their first unit or their last."""
        more = dict(self._minutes)
        for item in items:
            if item.is_timed:
                more[str(item.code)] = more.get(str(item.code), 0) + item.minutes
        if more == self._minutes:
            return {}
        before, with_them = self._as_counted, self._units_of(more)
        return {
            number: 0 in {*units, *with_them[number]}
            for number, units in before.items()
            if with_them[number] != units
        }

    def _is_kept_off(self, record: Record, item: Item, counted: Mapping[str, bool]) -> bool:
        """Say whether something that stands on the claim, and would go on to, keeps another thing off it."""
        if not touched_by_edits(record, barred=item.barred):
            return False
        for one in self._on_the_claim:
            if counted.get(str(one.code)) or one.code == item.code:
                continue
            edit = edit_of(*sorted((str(one.code), str(item.code))), record.on)
            if edit.column_two != item.code or not touched_by_edits(record, barred=one.barred):
                continue
            keeps_off = any(
                said.of is item and said.keeps_off for said in judged_pair(record, one, item, edit)
            )
            if keeps_off and not self._meets(record, item, one):
                return True
        return False

    @cached_property
    def _on_the_claim(self) -> list[Item]:
        units = self._found.counted.units
        return [
            item
            for item in self._found.items
            if item.stands and (not item.is_timed or units.get(str(item.code)))
        ]

    @cached_property
    def _standing(self) -> frozenset[str]:
        return frozenset(item.key for item in self._on_the_claim)

    @cached_property
    def _payer_may_contest(self) -> bool:
        # Where one reading lets it stand in the adjusted region, the line as a whole is not marked.
        return any(item.standing is Verdict.CONTESTED for item in self.others) or (
            self._record.payer.wants("same_region") == "cpt_assistant_2010"
        )

    @cached_property
    def _as_counted(self) -> dict[str, tuple[int, ...]]:
        return self._units_of(self._minutes)

    def _units_of(self, minutes: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
        """Give the units of each code: those that it is shown with, then all that it may have where leftovers tie."""
        counted = count_units(self._record, minutes)
        shown, ties = counted.units, counted.alternatives
        return {number: (shown[number], *sorted({one[number] for one in ties})) for number in self._minutes}

    def _meets(self, record: Record, item: Item, other: Item) -> int:
        """Say what something that stands does to another thing: nothing, to what is said of it, or to its place on the claim."""
        number, second = str(item.code), str(other.code)
        if number == second:
            return _WHAT_IS_SAID if self._marks_its_line(item, other) else _NOTHING
        if number in first_codes(second) or is_same_service(number, second):
            return _ITS_PLACE
        if other.key not in self._standing:
            return _NOTHING
        if other.is_evaluation and self._is_judged_beside(number, other):
            return _WHAT_IS_SAID if other.is_office_visit else _ITS_PLACE
        if number in spinal_cmt() or number in extraspinal_cmt():
            if self._adjusts(record, number, other):
                return _ITS_PLACE
        elif _run_together(item, other):
            return _ITS_PLACE
        return self._by_an_edit(record, item, other)

    def _by_an_edit(self, record: Record, item: Item, other: Item) -> int:
        if not all(touched_by_edits(record, barred=one.barred) for one in (item, other)):
            return _NOTHING
        edit = edit_of(*sorted((str(item.code), str(other.code))), record.on)
        if edit.column_two != other.code and not other.is_evaluation:
            return _NOTHING
        said = [one for one in judged_pair(record, item, other, edit) if one.of is other]
        if any(one.keeps_off for one in said):
            return _ITS_PLACE
        return _WHAT_IS_SAID if any(self._is_news(other, one) for one in said) else _NOTHING

    def _is_news(self, item: Item, said: Judgement) -> bool:
        """Say whether a judgement changes how something stands that was judged beside others already."""
        verdict, rule = said.finding.verdict, said.finding.rule
        if verdict is Verdict.CONTESTED and item.standing is not Verdict.CONTESTED:
            return True
        if verdict is Verdict.ASK and not any(
            one.rule == rule and one.verdict is Verdict.ASK and not one.either_way for one in item.since
        ):
            return True
        grounds = [why for _, why in item.distinct_from]
        if not said.ground or (said.ground in grounds and grounds):
            return False
        held = distinct_service_modifier(self._record, grounds) if grounds else ""
        return held != distinct_service_modifier(self._record, [*grounds, said.ground])

    def _is_judged_beside(self, number: str, examination: Item) -> bool:
        """Say whether an examination bears 25 beside a code, or is judged beside it though no edit joins them."""
        if examination.is_office_visit:
            edit = edit_of(*sorted((number, str(examination.code))), self._record.on)
            return includes_an_assessment(number) or edit.modifier_indicator is not None
        return codes()[number].family in EVALUATIONS or number in code_group("not_with_a_repeat_evaluation")

    def _marks_its_line(self, item: Item, other: Item) -> bool:
        """Say whether another service of the same code may bring a mark or a doubt to the line."""
        if other.key not in self._standing:
            return False
        if item.standing is not other.standing or item.standing is Verdict.CONTESTED:
            return True
        if item.service is not None and extraspinal_overlap(self._record, item.service, str(item.code)):
            return True
        # Whether another encounter sets it apart from an adjustment of its region is disputed, and then of the whole line.
        if item.service is not None and (item.service.encounter.number or 1) > 1:
            return True
        line = [one for one in self._on_the_claim if one.code == item.code]
        if any(one.distinct_from for one in line) and not self._payer_may_contest:
            return False
        return any(
            edit_of(*sorted((str(item.code), str(one.code))), self._record.on).column_two == item.code
            for one in self._on_the_claim
            if one.code != item.code
        )

    def _adjusts(self, record: Record, number: str, other: Item) -> bool:
        second = str(other.code)
        if second in extraspinal_cmt():
            return bool(extraspinal_51(record)[0])
        if beside_adjustment(record, second) is not None:
            return True
        if number in extraspinal_cmt() and other.service is not None:
            return extraspinal_overlap(record, other.service, second) is not None
        return False


def _run_together(item: Item, other: Item) -> bool:
    return item.service is not None and other.service is not None and overlap(item.service, other.service)
