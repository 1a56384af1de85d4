"""A visit becomes a claim: the rules are run in order, and nothing is decided here.

First the record (purpose, deficit, contact, who), then coverage, then edits between codes, then units. What a payer makes of
them is in its file; no rule, and nothing here, asks for a payer by name. Edits are judged
over everything that the record and the coverage let through, all at once: a service refused by one edit still stands in
the way of another, so that adjusting one region more can never free a service.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from cptedu.errors import CpteduError
from cptedu.facts.cmt_levels import extraspinal_cmt, spinal_cmt
from cptedu.facts.codes import code, is_timed
from cptedu.facts.regions import regions_of
from cptedu.model import Claim, ClaimLine, Finding, Service, Unbilled, Verdict, Visit
from cptedu.payers import payer
from cptedu.rules.adjusted_findings import adjusted_findings, unsupported_adjustment
from cptedu.rules.adjustment_evidence import adjustment_evidence
from cptedu.rules.care_phase import care_phase
from cptedu.rules.cmt_level import cmt_level, explain_level
from cptedu.rules.code_in_force import code_in_force
from cptedu.rules.coverage import (
    asked_about,
    beside_adjustment,
    bundled,
    denial_modifiers,
    not_covered,
    sent_for_denial,
)
from cptedu.rules.data_age import data_age
from cptedu.rules.diagnosis_in_force import diagnoses_in_force
from cptedu.rules.diagnosis_pointers import diagnoses_for, diagnosis_count
from cptedu.rules.distinct_service import distinct_service_modifier, same_meaning
from cptedu.rules.edits_without_data import edits_without_data
from cptedu.rules.evaluation import new_patient, recorded_evaluation, separate_evaluation
from cptedu.rules.exercise_code import exercise_code
from cptedu.rules.extraspinal_51 import extraspinal_51
from cptedu.rules.gp_modifier import gp_modifier, therapy_modifier
from cptedu.rules.modality import attendance, by_code, exchanged_code, given_code
from cptedu.rules.neuro_criteria import neuro_criteria
from cptedu.rules.overlapping_times import overlapping_times
from cptedu.rules.payer_limits import payer_limits
from cptedu.rules.proposed_code import proposed_code
from cptedu.rules.ptp_edit import PtpEdit, ptp_edit
from cptedu.rules.recorded_minutes import recorded_minutes
from cptedu.rules.same_day_therapy import same_day_therapy, why_distinct
from cptedu.rules.say import say
from cptedu.rules.separate_region import another_encounter, extraspinal_overlap, separate_region
from cptedu.rules.session_length import session_length
from cptedu.rules.timed_units import TimedUnits
from cptedu.rules.unit_limit import unit_limit
from cptedu.rules.units_on_claim import count_units, explain_units, tied_units
from cptedu.rules.wellness_care import wellness_care
from cptedu.rules.who_performed import who_performed
from cptedu.visit_file import visit_from_dict, visit_to_dict

__all__ = ["LINE_VERDICTS", "OPTIONAL_VERDICTS", "Worksheet", "code_visit", "worksheet"]

LINE_VERDICTS = frozenset({Verdict.SUPPORTED, Verdict.CONTESTED, Verdict.NOT_COVERED})
OPTIONAL_VERDICTS = frozenset({Verdict.CONTESTED, Verdict.NOT_COVERED})
CODED_BY_PURPOSE = frozenset({"exercise", "self_care", "manual", "group"})


@dataclass(frozen=True)
class _Item:
    """One thing in the visit on its way to the claim.

    ``standing`` says where it goes; ``findings`` may hold other verdicts. ``distinct_from`` lists column-one codes from
    which the record sets it apart, and by what; ``same_region`` marks the disputed reading that needs no modifier.
    ``barred`` marks what the payer never pays, ``kept_off`` what of it may not even be sent to be denied.
    """

    code: str | None
    standing: Verdict
    findings: tuple[Finding, ...]
    places: tuple[str, ...] = ()
    service: Service | None = None
    about: str = ""
    distinct_from: tuple[tuple[str, str], ...] = ()
    same_region: bool = False
    barred: bool = False
    kept_off: bool = False

    def with_finding(self, finding: Finding | None, standing: Verdict | None = None) -> _Item:
        if finding is None:
            return self
        return replace(self, findings=(*self.findings, finding), standing=standing or self.standing)

    def barred_by(self, finding: Finding, *, is_sent: bool) -> _Item:
        barred = self.with_finding(finding, Verdict.NOT_COVERED)
        return replace(barred, barred=True, kept_off=not is_sent)

    @property
    def stands(self) -> bool:
        return _makes_a_line(self.standing, self.kept_off)

    @property
    def is_evaluation(self) -> bool:
        return _is_evaluation(self.code)


def _makes_a_line(standing: Verdict, kept_off: bool) -> bool:
    return standing in LINE_VERDICTS and not kept_off


def _is_evaluation(number: str | None) -> bool:
    return number is not None and code(number).family in {"office_visit", "therapy_evaluation"}


@dataclass(frozen=True)
class Worksheet:
    """A visit after every rule but the choice of a tied unit: what review and trade-offs work from."""

    visit: Visit
    items: tuple[_Item, ...]
    counted: TimedUnits
    edits: tuple[tuple[str, str, PtpEdit], ...]

    def claim(self, split: Mapping[str, int] | None = None) -> Claim:
        """Make the claim for one way of giving the timed units to the codes; the counted way by default."""
        return _claim(self, split if split is not None else self.counted.units)

    def claims(self) -> Iterator[Claim]:
        """Make one claim for each equally allowed way of giving the timed units."""
        for split in self.counted.alternatives:
            yield self.claim(split)

    def modifiers(self, number: str, present: Iterable[str]) -> tuple[str, ...]:
        """Give the modifiers of a line when exactly these codes stand on the claim."""
        own = [item for item in self.items if item.code == number and item.stands]
        return _modifiers(self.visit, own, number, frozenset(present))[0]

    def same_meaning(self, number: str, present: Iterable[str]) -> tuple[str, ...]:
        """Give every modifier that says why a line is distinct, when exactly these codes stand on the claim."""
        own = [item for item in self.items if item.code == number and item.stands]
        return same_meaning(self.visit, _why_distinct(own, frozenset(present)))


def code_visit(visit: Visit) -> Claim:
    """Code a visit for its payer: claim lines, what is not billed, and the reason for each.

    Args:
        visit: the visit.

    Returns:
        The claim.

    Raises:
        CpteduError: when something in the visit is unknown or cannot be right.

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
    # A visit that was put together by hand is checked as one from a file is.
    visit = visit_from_dict(visit_to_dict(visit))
    recorded = [*_evaluation(visit), *_adjustments(visit), *(_service(visit, one) for one in visit.services)]
    covered = [_covered(visit, item) for item in sorted(recorded, key=_place_on_claim)]
    edited, edits = _edited(visit, _beside_adjustment(visit, covered))
    minutes: dict[str, int] = {}
    for item in edited:
        if item.stands and item.code is not None and item.service is not None and is_timed(item.code):
            minutes[item.code] = minutes.get(item.code, 0) + (item.service.minutes or 0)
    return Worksheet(visit, tuple(edited), count_units(visit, minutes), tuple(edits))


def _place_on_claim(item: _Item) -> tuple[int, str, str]:
    rank = (
        0
        if item.is_evaluation
        else 1
        if item.code in spinal_cmt()
        else 2
        if item.code in extraspinal_cmt()
        else 3
    )
    return rank, item.code or "", repr(item.service)


def _worst(findings: Iterable[Finding | None], otherwise: Verdict = Verdict.SUPPORTED) -> Verdict:
    verdicts = {finding.verdict for finding in findings if finding is not None}
    for verdict in (Verdict.NOT_SUPPORTED, Verdict.ASK):
        if verdict in verdicts:
            return verdict
    return otherwise


def _evaluation(visit: Visit) -> list[_Item]:
    evaluation = visit.evaluation
    if evaluation is None:
        return []
    number = evaluation.code
    judged = [code_in_force(visit, number)]
    if code(number).is_office_visit:
        judged.append(new_patient(visit, number))
        if visit.adjusted:
            judged.append(separate_evaluation(visit, evaluation))
    findings = tuple(finding for finding in judged if finding is not None)
    return [
        _Item(number, _worst(judged), (recorded_evaluation(visit, number), *findings), about="examination")
    ]


def _adjustments(visit: Visit) -> list[_Item]:
    kept, dropped = adjusted_findings(visit)
    level, wanted = cmt_level(kept), cmt_level(visit.adjusted)
    made = []
    for number in level.codes:
        regions = level.extraspinal if number in extraspinal_cmt() else level.spinal
        item = _Item(
            number, Verdict.SUPPORTED, (explain_level(visit, level, number),), regions, about="adjustment"
        )
        began = code_in_force(visit, number)
        item = item.with_finding(began, _worst([began]))
        made.append(item.with_finding(dropped).with_finding(diagnosis_count(visit, number, regions)))
    held = {number in extraspinal_cmt() for number in level.codes}
    for number in wanted.codes:
        if (number in extraspinal_cmt()) not in held:
            refused = unsupported_adjustment(visit, number)
            made.append(_Item(number, Verdict.NOT_SUPPORTED, (refused,), about="adjustment"))
    return made


def _service(visit: Visit, service: Service) -> _Item:
    proposed = service.code
    if (
        proposed is not None
        and code(proposed).family not in CODED_BY_PURPOSE
        and not service.home_instruction
    ):
        described: str | None = given_code(service, proposed)
        number, taken = exchanged_code(visit, service, described)
        reasons = [by_code(visit, service, str(number))]
        standing = Verdict.SUPPORTED
        judged = [taken, attendance(visit, service, str(number))]
    else:
        found = exercise_code(
            service.purpose,
            service.deficit,
            service.contact,
            activity=service.activity,
            aquatic=service.aquatic,
            home_instruction=service.home_instruction,
        )
        described = found.code
        number, taken = exchanged_code(visit, service, described)
        reasons = [
            say(
                visit,
                reason.rule,
                reason.verdict,
                reason.says,
                reason.sources,
                code=number,
                fix=reason.fix,
                readings=reason.readings,
                about=service.activity,
            )
            for reason in found.reasons
        ]
        standing = found.verdict
        judged = [taken]
        if number is None and proposed is not None and not service.home_instruction:
            number = proposed if not service.purpose else None
    if number is not None and not service.home_instruction:
        judged += [
            code_in_force(visit, number),
            who_performed(visit, service, number),
            recorded_minutes(visit, service, number),
        ]
    findings = (*reasons, *(finding for finding in judged if finding is not None))
    item = _Item(
        number,
        _worst([*reasons, *judged], standing),
        findings,
        regions_of(service.regions),
        service,
        service.activity or (code(number).label if number else "service"),
    )
    return item if service.code == described else item.with_finding(proposed_code(visit, service, number))


def _covered(visit: Visit, item: _Item) -> _Item:
    number = item.code
    if not item.stands or number is None:
        return item
    part_of_others = bundled(visit, number)
    if part_of_others is not None:
        return item.barred_by(part_of_others, is_sent=False)
    barred = not_covered(visit, number)
    if barred is not None:
        return item.barred_by(barred, is_sent=sent_for_denial(visit))
    if number in spinal_cmt():
        return _covered_adjustment(visit, item, number)
    criteria = neuro_criteria(visit, number)
    refused = criteria is not None and criteria.verdict is Verdict.NOT_SUPPORTED
    asked = item.with_finding(asked_about(visit, number))
    return asked.with_finding(criteria, Verdict.NOT_SUPPORTED if refused else None)


def _covered_adjustment(visit: Visit, item: _Item, number: str) -> _Item:
    shown = adjustment_evidence(visit, number)
    for finding in shown:
        item = item.with_finding(finding)
    if any(finding.verdict is Verdict.NOT_SUPPORTED for finding in shown):
        return replace(item, standing=Verdict.NOT_SUPPORTED)
    for finding in care_phase(visit, number)[1]:
        item = item.with_finding(
            finding, Verdict.NOT_COVERED if finding.verdict is Verdict.NOT_COVERED else None
        )
    return item


def _beside_adjustment(visit: Visit, items: list[_Item]) -> list[_Item]:
    """Bar what the payer never pays on the day of an adjustment, where one stands on the claim."""
    if not any(item.stands and item.code in {*spinal_cmt(), *extraspinal_cmt()} for item in items):
        return items
    judged = []
    for item in items:
        barred = beside_adjustment(visit, item.code) if item.stands and item.code is not None else None
        judged.append(item if barred is None else item.barred_by(barred, is_sent=sent_for_denial(visit)))
    return judged


def _touched_by_edits(visit: Visit, barred: bool) -> bool:
    """Say whether the payer's edits look at a service: at none, at all, or only at what may be paid."""
    followed = payer(visit.payer).wants("edits", visit.date_of_service)
    return followed == "ncci" or (followed == "unless_not_covered" and not barred)


def _edited(visit: Visit, items: list[_Item]) -> tuple[list[_Item], list[tuple[str, str, PtpEdit]]]:
    standing = [item for item in items if item.stands and _touched_by_edits(visit, item.barred)]
    edits: list[tuple[str, str, PtpEdit]] = []
    edited = []
    for item in items:
        if item.stands and _touched_by_edits(visit, item.barred):
            for other in standing:
                if other.code == item.code or other.code is None or item.code is None:
                    continue
                edit = ptp_edit(other.code, item.code, visit.date_of_service)
                edits.append((other.code, item.code, edit))
                if edit.column_two == item.code:
                    item = _beside(visit, item, other, edit)  # noqa: PLW2901  (each edit adds to the item)
            if (
                item.service is not None
                and item.stands
                and any(one.code in extraspinal_cmt() for one in standing)
            ):
                item = item.with_finding(  # noqa: PLW2901
                    extraspinal_overlap(visit, item.service, str(item.code)), Verdict.CONTESTED
                )
        edited.append(item)
    return edited, edits


def _beside(visit: Visit, item: _Item, other: _Item, edit: PtpEdit) -> _Item:
    number, column_one = str(item.code), str(other.code)
    if code(number).is_office_visit and edit.modifier_indicator == 1:
        if visit.adjusted or visit.evaluation is None:
            return item  # judged with the record
        finding = separate_evaluation(visit, visit.evaluation)
        return item.with_finding(finding, _lowered(item, finding))
    if column_one in spinal_cmt() and edit.modifier_indicator == 1 and item.service is not None:
        finding = separate_region(visit, item.service, edit)
        item = item.with_finding(finding, _lowered(item, finding))
        if finding.verdict is Verdict.CONTESTED:
            return replace(item, same_region=True)
        why = "another encounter" if another_encounter(item.service or Service()) else "another region"
        return replace(item, distinct_from=(*item.distinct_from, (column_one, why)))
    one, two = other.service or Service(), item.service or Service()
    finding = same_day_therapy(visit, one, two, edit)
    why = why_distinct(one, column_one, two, number)
    item = item.with_finding(finding, _lowered(item, finding))
    return replace(item, distinct_from=(*item.distinct_from, (column_one, why)))


def _lowered(item: _Item, finding: Finding) -> Verdict:
    """Lower an item's standing by what one more edit says; it never rises again."""
    if item.standing is Verdict.NOT_SUPPORTED or finding.verdict is Verdict.NOT_SUPPORTED:
        return Verdict.NOT_SUPPORTED
    if item.standing is Verdict.ASK or finding.verdict is Verdict.ASK:
        return Verdict.ASK
    return finding.verdict if finding.verdict is Verdict.CONTESTED else item.standing


def _claim(sheet: Worksheet, split: Mapping[str, int]) -> Claim:
    visit = sheet.visit
    by_number: dict[str, list[_Item]] = {}
    unbilled = []
    for item in sheet.items:
        if item.stands and item.code is not None:
            by_number.setdefault(item.code, []).append(item)
        else:
            unbilled.append(Unbilled(item.service, item.code, item.standing, item.findings, item.about))
    units = {number: split.get(number, 0) if is_timed(number) else 1 for number in by_number}
    present = frozenset(number for number, count in units.items() if count)
    lines = []
    for number, items in by_number.items():
        counted = [
            explain_units(visit, number, sheet.counted, units[number]),
            tied_units(visit, number, sheet.counted),
        ]
        if not units[number]:
            for item in items:
                findings = (*item.findings, *(finding for finding in counted if finding is not None))
                unbilled.append(Unbilled(item.service, number, Verdict.NOT_SUPPORTED, findings, item.about))
            continue
        lines.append(_line(visit, number, items, units[number], present, counted))
    timed = sum(count for number, count in units.items() if is_timed(number))
    notes = [
        session_length(visit, sheet.counted.total_minutes, timed),
        overlapping_times(
            visit, [(number, one.service) for number, own in by_number.items() for one in own if one.service]
        ),
        wellness_care(visit),
        *payer_limits(visit, lines),
        *diagnoses_in_force(visit),
        edits_without_data(visit, sheet.edits),
        data_age(visit),
    ]
    return Claim(
        visit=visit,
        lines=tuple(lines),
        unbilled=tuple(unbilled),
        notes=tuple(note for note in notes if note is not None),
        unit_splits=tuple(tuple(one.items()) for one in sheet.counted.alternatives),
    )


def _line(
    visit: Visit,
    number: str,
    items: list[_Item],
    units: int,
    present: frozenset[str],
    counted: Iterable[Finding | None],
) -> ClaimLine:
    modifiers, said = _modifiers(visit, items, number, present)
    places = regions_of(place for item in items for place in item.places)
    findings = [finding for item in items for finding in item.findings]
    findings += [
        finding for finding in (*counted, *said, unit_limit(visit, number, units)) if finding is not None
    ]
    services = [item.service for item in items if item.service is not None]
    standings = {item.standing for item in items}
    diagnoses = visit.diagnoses or ()
    return ClaimLine(
        code=number,
        units=units,
        modifiers=modifiers,
        regions=places,
        verdict=next(
            v for v in (Verdict.NOT_COVERED, Verdict.CONTESTED, Verdict.SUPPORTED) if v in standings
        ),
        findings=tuple(dict.fromkeys(findings)),
        label=code(number).label,
        minutes=sum(one.minutes or 0 for one in services) if services and is_timed(number) else None,
        diagnoses=diagnoses
        if items[0].is_evaluation
        else diagnoses_for(diagnoses, places, adjustment=number in {*spinal_cmt(), *extraspinal_cmt()}),
    )


def _modifiers(
    visit: Visit, items: list[_Item], number: str, present: frozenset[str]
) -> tuple[tuple[str, ...], list[Finding]]:
    found: set[str] = set()
    said: list[Finding] = []
    is_barred = any(item.barred for item in items)
    adjusted = present & {*spinal_cmt(), *extraspinal_cmt()}
    if code(number).is_office_visit and (adjusted or _second_to_another(visit, number, present)):
        found.add("25")
    if number in extraspinal_cmt() and present & set(spinal_cmt()) and not is_barred:
        wanted, dispute = extraspinal_51(visit)
        found.update(wanted)
        said.append(dispute)
    why = _why_distinct(items, present)
    if why:
        found.add(distinct_service_modifier(visit, why))
    if is_barred:
        found.update(denial_modifiers(visit, number))
    else:
        found.update(care_phase(visit, number)[0] if number in spinal_cmt() else ())
        gp = gp_modifier(visit, number)
        if gp is not None:
            found.add(str(therapy_modifier(visit, number)))
            said.append(gp)
    order = payer(visit.payer).lists("modifier_order", visit.date_of_service)
    return tuple(sorted(found, key=lambda one: (order.index(one) if one in order else len(order), one))), said


def _why_distinct(items: list[_Item], present: frozenset[str]) -> list[str]:
    reasons = [(one, why) for item in items for one, why in item.distinct_from if one in present]
    if any(item.same_region for item in items):
        # Part of the line is in the adjusted region, so the line as a whole is not marked as distinct from it.
        return [why for one, why in reasons if one not in spinal_cmt()]
    return [why for _, why in reasons]


def _second_to_another(visit: Visit, number: str, present: frozenset[str]) -> bool:
    touched = {
        one for one in (number, *present) if _touched_by_edits(visit, not_covered(visit, one) is not None)
    }
    edits = (ptp_edit(other, number, visit.date_of_service) for other in touched - {number})
    return number in touched and any(
        edit.column_two == number and edit.modifier_indicator == 1 for edit in edits
    )
