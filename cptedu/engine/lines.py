"""At last the claim: one line for each code that stands, with its units, modifiers and pointers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from cptedu.engine.item import Item
from cptedu.engine.pairs import touched_by_edits
from cptedu.engine.settled import Settled
from cptedu.engine.stamped import findings_of
from cptedu.facts.cmt_levels import extraspinal_cmt, spinal_cmt
from cptedu.facts.codes import code, codes, is_timed
from cptedu.facts.regions import regions_of
from cptedu.facts.unread_day import UnreadDay
from cptedu.model import Claim, ClaimLine, Finding, Unbilled, Verdict, said_when_read
from cptedu.rules.care_phase import care_phase
from cptedu.rules.claim_form import claim_form
from cptedu.rules.coverage import denial_modifiers, not_covered
from cptedu.rules.data_age import data_age
from cptedu.rules.diagnosis_in_force import diagnoses_in_force
from cptedu.rules.diagnosis_pointers import pointers
from cptedu.rules.distinct_service import distinct_service_modifier
from cptedu.rules.edits_without_data import edits_without_data
from cptedu.rules.evaluation import includes_an_assessment
from cptedu.rules.extraspinal_51 import extraspinal_51
from cptedu.rules.gp_modifier import gp_modifier, therapy_modifier
from cptedu.rules.one_therapy_at_a_time import no_overlap, overlap
from cptedu.rules.payer_limits import payer_limits
from cptedu.rules.ptp_edit import edit_of
from cptedu.rules.said import Said
from cptedu.rules.session_length import session_length
from cptedu.rules.unit_limit import unit_limit
from cptedu.rules.units_on_claim import beyond_a_day, explain_units, tied_units
from cptedu.rules.wellness_care import wellness_care
from cptedu.visit.record import Record

__all__ = ["claim_of", "every_ground", "modifiers_of", "why_distinct"]

WORST_FIRST = (Verdict.NOT_COVERED, Verdict.CONTESTED, Verdict.SUPPORTED)
"""What may stand on a line, what decides about it first."""

_Said = Callable[[], Iterable["Said | None"]]
"""What is said of one thing, found out when it is read."""


_Awaited = Callable[[], Mapping[str, Said]]
"""What waits for an answer to a question about something else, by key, found out when it is read."""


def _nothing_awaited() -> Mapping[str, Said]:
    return {}


class _Counted(NamedTuple):
    """The units of one way of giving tied units to the codes."""

    settled: Settled

    def units(self, number: str) -> int:
        return self.settled.counted.units.get(number, 0) if is_timed(number) else 1

    def said(self, record: Record, number: str, items: Iterable[Item], units: int) -> list[Said | None]:
        own = self.settled.own_counts.get(number)
        counted = own or explain_units(
            record,
            number,
            self.settled.counted,
            units,
            [one.service for one in items if one.service],
        )
        of_the_visit = self.settled.counted
        return [counted, tied_units(number, of_the_visit), beyond_a_day(number, of_the_visit)]


def claim_of(record: Record, settled: Settled, awaited: _Awaited = _nothing_awaited) -> Claim:
    """Make the claim for one way of giving the timed units to the codes.

    Args:
        record: the visit as understood.
        settled: what stands.
        awaited: finds what waits for an answer to a question about something else, by key, when the words are read.

    Returns:
        The claim.
    """
    counted = _Counted(settled)
    by_number: dict[str, list[Item]] = {}
    unbilled = []
    for item in settled.items:
        if item.stands:
            by_number.setdefault(str(item.code), []).append(item)
        else:
            unbilled.append(_unbilled(record, item, item.standing, partial(_said_so_far, item, awaited)))
    units = {number: counted.units(number) for number in by_number}
    present = frozenset([number for number, count in units.items() if count])
    lines = []
    for number, items in by_number.items():
        of_units = partial(counted.said, record, number, items, units[number])
        said = partial(_with_awaited, of_units, items, awaited)
        if number in present:
            lines.append(_line(record, number, items, units[number], present, said))
        else:
            unbilled += _without_a_unit(record, items, said, settled)
    claim = Claim(
        visit=record.visit,
        lines=tuple(lines),
        unbilled=tuple(unbilled),
        notes=(),
        unit_splits=tuple([tuple(one.items()) for one in settled.counted.alternatives]),
    )
    return said_when_read(claim, "notes", partial(_notes, record, settled, claim.lines, units))


def _with_awaited(counted: _Said, items: list[Item], awaited: _Awaited) -> list[Said | None]:
    asked = awaited()
    return [*counted(), *[asked.get(item.key) for item in items]]


def _group_minutes(settled: Settled) -> int:
    """Add up the minutes of groups that stand; what overlaps with another by the clock is told of by itself."""
    given = [(one.code, one.service) for one in settled.items if one.stands and one.service is not None]
    return sum(
        group.minutes or 0
        for number, group in given
        if _is_a_group(number) and not any(overlap(group, other) for _, other in given if other is not group)
    )


def _is_a_group(number: str | None) -> bool:
    held = codes().get(number or "")
    return held is not None and held.contact == "group"


def _notes(
    record: Record, settled: Settled, lines: tuple[ClaimLine, ...], units: Mapping[str, int]
) -> tuple[Finding, ...]:
    """Give what is said of the claim as a whole."""
    on_the_clock = [(one, timed) for one in settled.items if (timed := one.timed) is not None]
    asked = [one.key for one, _ in on_the_clock if any(said.rule == "shared_minutes" for said in one.said)]
    apart = [timed for one, timed in on_the_clock if one.stands and one.key not in asked]
    timed_units = sum(count for number, count in units.items() if is_timed(number))
    wellness = wellness_care(record)
    notes = [
        session_length(record, settled.counted.total_minutes, timed_units, _group_minutes(settled)),
        no_overlap(apart, others=bool(asked)),
        wellness if wellness is not None and not _on_a_line(wellness.rule, settled, lines) else None,
        *payer_limits(record, lines),
        *diagnoses_in_force(record),
        claim_form(record),
        edits_without_data(settled.edits),
        # How old the edits are is said of each day by itself.
        None if isinstance(record.on, UnreadDay) else data_age(record),
    ]
    return findings_of(record, [note for note in notes if note is not None])


def _without_a_unit(
    record: Record, items: list[Item], counted: _Said, settled: Settled
) -> Iterator[Unbilled]:
    """Give what a code without a unit is made of; all of it waits where shared minutes could make it one."""
    number = items[0].code
    waits = number in settled.with_a_unit_by_the_clock

    def said(item: Item) -> list[Said | None]:
        own = [one for one in item.said if not (waits and one.rule == "shared_minutes")]
        asked = [
            one._replace(either_way=False)
            for other in settled.items
            if waits and other.code == number
            for one in other.said
            if one.rule == "shared_minutes"
        ]
        return [*own, *asked, *counted()]

    for item in items:
        yield _unbilled(record, item, Verdict.ASK if waits else Verdict.NOT_SUPPORTED, partial(said, item))


def _said_so_far(item: Item, awaited: _Awaited) -> tuple[Said | None, ...]:
    return *item.said, awaited().get(item.key)


def _on_a_line(rule: str, settled: Settled, lines: Iterable[ClaimLine]) -> bool:
    billed = {line.code for line in lines}
    standing = [item for item in settled.items if item.stands and item.code in billed]
    return any(said.rule == rule for item in standing for said in item.said)


def _unbilled(record: Record, item: Item, verdict: Verdict, said: _Said) -> Unbilled:
    unbilled = Unbilled(item.written, item.code, verdict, (), item.about)
    return said_when_read(unbilled, "findings", partial(_findings, record, said))


def _line(
    record: Record,
    number: str,
    items: list[Item],
    units: int,
    present: frozenset[str],
    counted: _Said,
) -> ClaimLine:
    modifiers, of_modifiers = modifiers_of(record, items, number, present)
    places = items[0].regions if len(items) == 1 else _regions_of(items)
    services = [item for item in items if item.service is not None]
    standings = [item.standing for item in items]
    diagnoses, no_room = pointers(
        record,
        number,
        places,
        adjustment=number in spinal_cmt() or number in extraspinal_cmt(),
        every=items[0].is_evaluation,
    )

    def said() -> list[Said | None]:
        more = (*counted(), *of_modifiers, unit_limit(record, number, units), no_room)
        return [*[one for item in items for one in item.said], *more]

    line = ClaimLine(
        code=number,
        units=units,
        modifiers=modifiers,
        regions=places,
        verdict=standings[0] if len(items) == 1 else next(one for one in WORST_FIRST if one in standings),
        findings=(),
        label=code(number).label,
        minutes=sum(one.minutes for one in services) if services and is_timed(number) else None,
        diagnoses=diagnoses,
    )
    return said_when_read(line, "findings", partial(_findings, record, said))


def _findings(record: Record, said: _Said) -> tuple[Finding, ...]:
    """Stamp what is said, without what is said twice, which two services of one code may bring."""
    return findings_of(record, dict.fromkeys(one for one in said() if one is not None))


def _regions_of(items: list[Item]) -> tuple[str, ...]:
    return regions_of(place for item in items for place in item.regions)


def modifiers_of(
    record: Record, items: list[Item], number: str, present: frozenset[str]
) -> tuple[tuple[str, ...], list[Said]]:
    """Give the modifiers of a line when exactly these codes stand on the claim, and what is said of them.

    Args:
        record: the visit as understood.
        items: what the line is made of.
        number: its code.
        present: every code on the claim, its own among them.

    Returns:
        The modifiers in the payer's order, and the findings.
    """
    found: set[str] = set()
    said: list[Said] = []
    is_barred = True in [item.barred for item in items]
    if code(number).is_office_visit and _beside_a_procedure(record, number, present):
        found.add("25")
    if number in extraspinal_cmt() and present & set(spinal_cmt()) and not is_barred:
        wanted, dispute = extraspinal_51(record)
        found.update(wanted)
        said.append(dispute)
    why = why_distinct(items, present)
    if why:
        found.add(distinct_service_modifier(record, why))
    if is_barred:
        found.update(denial_modifiers(record, number))
    else:
        found.update(care_phase(record, number)[0] if number in spinal_cmt() else ())
        marked = therapy_modifier(record, number)
        if marked is not None:
            found.add(marked)
            by_therapist = any(item.service and item.service.performed_by == "therapist" for item in items)
            said += [
                one for one in [gp_modifier(record, number, by_therapist=by_therapist)] if one is not None
            ]
    if len(found) < 2:
        return tuple(found), said
    order = record.payer.lists("modifier_order")
    return tuple(sorted(found, key=lambda one: (order.index(one) if one in order else len(order), one))), said


def why_distinct(items: list[Item], present: frozenset[str]) -> list[str]:
    """Give the grounds on which a line is distinct from others that stand on the claim."""
    reasons = [(one, why) for item in items for one, why in item.distinct_from if one in present]
    if reasons and any(item.same_region for item in items):
        # Part of the line is in the adjusted region, so the line as a whole is not marked as distinct from it.
        return [why for one, why in reasons if one not in spinal_cmt()]
    return [why for _, why in reasons]


def every_ground(items: list[Item], present: frozenset[str]) -> list[str]:
    """Give the grounds on which a line is distinct, and what else in the record sets all of it apart.

    The first ground chooses the modifier; a proposed line may name another one that the record shows as well.
    """
    chosen = why_distinct(items, present)
    if not chosen or any(item.same_region for item in items):
        return chosen
    of_each = [
        {why for one, why in (*item.distinct_from, *item.distinct_too) if one in present} for item in items
    ]
    return [*chosen, *sorted(set.intersection(*of_each) - set(chosen))]


def _beside_a_procedure(record: Record, number: str, present: frozenset[str]) -> bool:
    """Say whether an office visit stands beside an adjustment, another procedure, or what a live edit joins to it."""
    others = present - {number}
    if others & {*spinal_cmt(), *extraspinal_cmt()}:
        return True
    touched = {
        one
        for one in (number, *others)
        if touched_by_edits(record, barred=not_covered(record, one) is not None)
    }
    if number not in touched:
        return False
    return any(
        includes_an_assessment(other) or edit_of(*sorted((other, number)), record.on).modifier_indicator == 1
        for other in others & touched
    )
