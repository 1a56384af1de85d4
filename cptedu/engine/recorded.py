"""First the record: which code each thing in a visit is, and whether the note bears it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cptedu.engine.item import Item
from cptedu.facts.cmt_levels import extraspinal_cmt, spinal_cmt
from cptedu.facts.codes import code
from cptedu.model import Verdict
from cptedu.rules.activity_contradicts import activity_contradicts
from cptedu.rules.adjusted_findings import adjusted_findings, unsupported_adjustment
from cptedu.rules.adjustment_evidence import regions_with_subluxation
from cptedu.rules.cmt_level import explain_level, level_of_regions
from cptedu.rules.code_in_force import code_in_force
from cptedu.rules.code_not_held import code_not_held
from cptedu.rules.diagnosis_pointers import diagnosis_count
from cptedu.rules.evaluation import ADJUSTMENT, new_patient, recorded_evaluation, separate_evaluation
from cptedu.rules.exercise_code import code_of_service
from cptedu.rules.exercise_reasons import reasons_of_the_code
from cptedu.rules.modality import attendance, by_code, exchanged_code, given_code
from cptedu.rules.proposed_code import proposed_code
from cptedu.rules.recorded_minutes import recorded_minutes
from cptedu.rules.said import Said
from cptedu.rules.treated_site import treated_site
from cptedu.rules.unclear_place import level_may_rise, unclear_place
from cptedu.rules.who_performed import who_performed
from cptedu.visit.record import Record, ServiceRecord

__all__ = ["CODED_BY_PURPOSE", "recorded_items"]

WORST_FIRST = (Verdict.NOT_SUPPORTED, Verdict.ASK)
CODED_BY_PURPOSE = frozenset({"exercise", "self_care", "manual", "group"})


def recorded_items(record: Record) -> list[Item]:
    """Judge the record alone: neither payer nor edits come into it, but where they choose the code.

    Args:
        record: the visit as understood.

    Returns:
        Everything in the visit, in the order of a claim.
    """
    items = [
        *_evaluation(record),
        *_adjustments(record),
        *(_service(record, one) for one in record.services),
    ]
    codes = [item.code or "" for item in items]
    return sorted(items, key=lambda item: _place_on_claim(item, alike=codes.count(item.code or "") > 1))


def _place_on_claim(item: Item, *, alike: bool) -> tuple[int, str, str]:
    """Place an item by its kind and code; several of one code by what they are, not by their order in the visit."""
    rank = (
        0
        if item.is_evaluation and item.service is None
        else 1
        if item.code in spinal_cmt()
        else 2
        if item.code in extraspinal_cmt()
        else 3
    )
    said = "" if not alike else repr(item.service.written) if item.service else item.about
    return rank, item.code or "", said


def _worst(findings: Iterable[Said | None], otherwise: Verdict = Verdict.SUPPORTED) -> Verdict:
    verdicts = [finding.verdict for finding in findings if finding is not None and not finding.either_way]
    for verdict in WORST_FIRST:
        if verdict in verdicts:
            return verdict
    return otherwise


def _evaluation(record: Record) -> Iterator[Item]:
    evaluation = record.evaluation
    if evaluation is None:
        return
    if evaluation.unknown_code is not None:
        unknown = code_not_held(evaluation.unknown_code)
        yield Item(evaluation.written.code, Verdict.NO_DATA, (unknown,), about="examination")
        return
    number = evaluation.written.code
    judged = [code_in_force(record, number)]
    if evaluation.held is not None and evaluation.held.is_office_visit:
        judged.append(new_patient(record, number))
        if record.adjusted.written:
            judged.append(separate_evaluation(record, number, ADJUSTMENT))
    findings = tuple(finding for finding in judged if finding is not None)
    yield Item(number, _worst(judged), (recorded_evaluation(record, number), *findings), about="examination")


def _adjustments(record: Record) -> Iterator[Item]:
    unclear = [unclear_place(one, adjusted=True) for one in record.adjusted.unclear]
    for one in unclear:
        yield Item(None, Verdict.ASK, (one,), about=one.about)
    borne_out = adjusted_findings(record)
    counting, without_diagnosis = regions_with_subluxation(record, borne_out.regions)
    level, wanted = level_of_regions(counting), level_of_regions(record.adjusted.regions)
    for number in level.codes:
        regions = level.extraspinal if number in extraspinal_cmt() else level.spinal
        began = code_in_force(record, number)
        said = (
            explain_level(record, level, number),
            began,
            *borne_out.findings,
            without_diagnosis._replace(code=number) if without_diagnosis and number in spinal_cmt() else None,
            *[level_may_rise(number, one) for one in unclear],
            diagnosis_count(record, number, regions),
        )
        findings = tuple([finding for finding in said if finding is not None])
        yield Item(number, _worst([began]), findings, regions, about="adjustment")
    held = {number in extraspinal_cmt() for number in level.codes}
    for number in wanted.codes:
        if (number in extraspinal_cmt()) not in held:
            its_own = wanted.extraspinal if number in extraspinal_cmt() else wanted.spinal
            refused = unsupported_adjustment(number, unclear=not set(its_own).isdisjoint(borne_out.unclear))
            yield Item(number, refused.verdict, (*borne_out.findings, refused), about="adjustment")


def _service(record: Record, service: ServiceRecord) -> Item:
    proposed = service.proposed
    if (
        proposed is not None
        and proposed.family not in CODED_BY_PURPOSE
        and not service.written.home_instruction
    ):
        item = _by_its_code(record, service, proposed.number)
    else:
        item = _by_its_purpose(record, service)
    for place in service.places.unclear:
        asked = unclear_place(place, adjusted=False)
        item = item.with_finding(asked)
    if item.code is not None and service.unknown_code is None:
        item = item.with_finding(treated_site(service, item.code))
    return item


def _by_its_code(record: Record, service: ServiceRecord, proposed: str) -> Item:
    described = given_code(service, proposed)
    number, taken = exchanged_code(record, service, described)
    reasons = [by_code(service, str(number))]
    return _item(record, service, number, described, reasons, [taken, attendance(service, str(number))])


def _by_its_purpose(record: Record, service: ServiceRecord) -> Item:
    written = service.written
    if service.unknown_code is not None and not written.purpose and not written.home_instruction:
        unknown = code_not_held(service.unknown_code)
        return Item(
            service.unknown_code.written,
            Verdict.NO_DATA,
            (unknown,),
            service.places.regions,
            service,
            written.activity or service.unknown_code.written,
        )
    found = code_of_service(service)
    number, taken = exchanged_code(record, service, found.code)
    reasons = reasons_of_the_code(service, number, found)
    if (
        number is None
        and service.proposed is not None
        and not written.home_instruction
        and not written.purpose
    ):
        number = service.proposed.number
    judged = [taken, activity_contradicts(record, service, number)]
    item = _item(record, service, number, found.code, reasons, judged, found.verdict)
    if service.unknown_code is not None:
        item = item.with_finding(code_not_held(service.unknown_code))
    return item


def _item(
    record: Record,
    service: ServiceRecord,
    number: str | None,
    described: str | None,
    reasons: list[Said],
    judged: list[Said | None],
    otherwise: Verdict = Verdict.SUPPORTED,
) -> Item:
    if number is not None and not service.written.home_instruction:
        judged = [
            *judged,
            code_in_force(record, number),
            who_performed(record, service, number),
            recorded_minutes(service, number),
        ]
    findings = (*reasons, *[finding for finding in judged if finding is not None])
    about = service.activity or (code(number).label if number else "service")
    item = Item(
        number,
        _worst([*reasons, *judged], otherwise),
        findings,
        service.places.regions,
        service,
        about,
        service.minutes or 0,
    )
    if service.written.code == described:
        return item
    return item.with_finding(proposed_code(service, number))
