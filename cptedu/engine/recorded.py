"""First the record: which code each thing in a visit is, and whether the note bears it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

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
from cptedu.rules.proposed_code import proposed_code, told_by_the_record, which_of_two
from cptedu.rules.recorded_minutes import recorded_minutes
from cptedu.rules.said import Said, deciding
from cptedu.rules.treated_site import treated_site
from cptedu.rules.unclear_place import level_may_rise, unclear_place
from cptedu.rules.who_performed import who_performed
from cptedu.visit.record import Record, ServiceRecord, Unclear

__all__ = ["CODED_BY_PURPOSE", "recorded_items"]

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
    if len(items) < 2:
        return items
    codes = [item.code for item in items]
    return sorted(items, key=lambda item: _place_on_claim(item, alike=codes.count(item.code) > 1))


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
    yield Item(
        number, deciding(judged), (recorded_evaluation(record, number), *findings), about="examination"
    )


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
        yield Item(number, deciding([began]), findings, regions, about="adjustment")
    held = {number in extraspinal_cmt() for number in level.codes}
    for number in wanted.codes:
        if (number in extraspinal_cmt()) not in held:
            its_own = wanted.extraspinal if number in extraspinal_cmt() else wanted.spinal
            refused = unsupported_adjustment(number, unclear=not set(its_own).isdisjoint(borne_out.unclear))
            yield Item(number, refused.verdict, (*borne_out.findings, refused), about="adjustment")


def _service(record: Record, service: ServiceRecord) -> Item:
    written, proposed, unknown = service.written, service.proposed, service.unknown_code
    if unknown is not None and not written.purpose and not written.home_instruction:
        return _by_an_unknown_code(service, unknown)
    if proposed is None or proposed.family in CODED_BY_PURPOSE or written.home_instruction:
        return _coded(record, service, _by_its_purpose(record, service))
    item = _coded(record, service, _by_its_code(record, service, proposed.number))
    return _beside_its_purpose(record, service, item) if written.purpose else item


def _beside_its_purpose(record: Record, service: ServiceRecord, by_its_code: Item) -> Item:
    """Judge a service that has a code of its own kind and a purpose: what the record tells it to be, or else it is asked."""
    proposed, found = str(service.written.code), code_of_service(service)
    item = _coded(record, service, _by_its_purpose(record, service))
    told = told_by_the_record(service, proposed, found)
    if told:
        return by_its_code if told == proposed else item
    asked = which_of_two(service, proposed, found.code)
    said = (*[one for one in item.said if one.rule != asked.rule], asked)
    neither = {item.standing, by_its_code.standing} == {Verdict.NOT_SUPPORTED}
    standing = item.standing if neither else asked.verdict
    return replace(item, code=item.code or by_its_code.code, said=said, standing=standing)


def _coded(record: Record, service: ServiceRecord, coded: _Coded) -> Item:
    written, unknown = service.written, service.unknown_code
    number = coded.number
    judged = coded.judged
    if number is not None and not written.home_instruction:
        judged += [
            code_in_force(record, number),
            who_performed(record, service, number),
            recorded_minutes(service, number),
        ]
    said = [
        *judged,
        None if written.code == coded.described else proposed_code(service, number),
        None if unknown is None else code_not_held(unknown),
        *_unclear_places(service),
        None if number is None or unknown is not None else treated_site(service, number),
    ]
    return Item(
        number,
        deciding(judged, coded.otherwise),
        tuple([one for one in said if one is not None]),
        service.places.regions,
        service,
        service.activity or (code(number).label if number else "service"),
        service.minutes or 0,
    )


def _unclear_places(service: ServiceRecord) -> list[Said]:
    return [unclear_place(place, adjusted=False) for place in service.places.unclear]


class _Coded(NamedTuple):
    """Which code a service is.

    Attributes:
        number: the code that the payer takes for it, or None where the record gives none.
        described: the code that describes what was done, whichever the payer takes.
        judged: what led to it, and what is said of it so far.
        otherwise: its standing where nothing of that decides.
    """

    number: str | None
    described: str | None
    judged: list[Said | None]
    otherwise: Verdict = Verdict.SUPPORTED


def _by_an_unknown_code(service: ServiceRecord, unknown: Unclear) -> Item:
    said = (code_not_held(unknown), *_unclear_places(service))
    about = service.activity or unknown.written
    return Item(unknown.written, Verdict.NO_DATA, said, service.places.regions, service, about)


def _by_its_code(record: Record, service: ServiceRecord, proposed: str) -> _Coded:
    described = given_code(service, proposed)
    number, taken = exchanged_code(record, service, described)
    named = str(number)
    return _Coded(number, described, [by_code(service, named), taken, attendance(service, named)])


def _by_its_purpose(record: Record, service: ServiceRecord) -> _Coded:
    written, proposed = service.written, service.proposed
    found = code_of_service(service)
    number, taken = exchanged_code(record, service, found.code)
    reasons = reasons_of_the_code(service, number, found)
    if number is None and proposed is not None and not written.home_instruction and not written.purpose:
        number = proposed.number
    judged = [*reasons, taken, activity_contradicts(record, service, number)]
    return _Coded(number, found.code, judged, found.verdict)
