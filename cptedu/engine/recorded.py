"""First the record: which code each thing in a visit is, and whether the note bears it out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from cptedu.engine.item import Item
from cptedu.engine.readings_of_place import (
    leaves_a_code_open,
    level_by_each_reading,
    names_no_other_region,
    places_of_some_region,
)
from cptedu.facts.cmt_levels import extraspinal_cmt, spinal_cmt
from cptedu.facts.codes import code, purposes
from cptedu.facts.regions import regions_of, spinal
from cptedu.model import Service, Verdict
from cptedu.rules.activity_contradicts import activity_contradicts, given_otherwise
from cptedu.rules.adjusted_findings import BorneOut, adjusted_findings, unsupported_adjustment
from cptedu.rules.adjustment_evidence import regions_with_subluxation
from cptedu.rules.cmt_level import CmtLevel, explain_level, explain_level_of_each_reading, level_of_regions
from cptedu.rules.code_in_force import code_in_force
from cptedu.rules.code_not_held import code_not_held
from cptedu.rules.diagnosis_pointers import diagnosis_count
from cptedu.rules.evaluation import (
    ADJUSTMENT,
    new_patient,
    not_separate,
    recorded_evaluation,
    separate_evaluation,
)
from cptedu.rules.exercise_code import CONTACTS, code_of_service
from cptedu.rules.exercise_reasons import reasons_of_the_code
from cptedu.rules.modality import attendance, by_code, exchanged_code, given_code
from cptedu.rules.proposed_code import proposed_code, told_by_the_record, which_of_two
from cptedu.rules.recorded_minutes import recorded_minutes
from cptedu.rules.said import Said, SaidWhenRead, deciding
from cptedu.rules.treated_site import treated_site
from cptedu.rules.unclear_place import beside_the_level, unclear_place
from cptedu.rules.who_performed import who_performed
from cptedu.visit.record import Record, ServiceRecord, Unclear, understood_service

__all__ = [
    "CODED_BY_PURPOSE",
    "as_written",
    "codes_by_contact",
    "codes_by_purpose",
    "may_come_to",
    "recorded_items",
]

CONTACTS_HELD = frozenset({"one_on_one", "attended", "supervised"})
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


def as_written(record: Record, service: ServiceRecord, written: Service) -> Item:
    """Judge a service by the record alone, as if something else had been written of it.

    Args:
        record: the visit as understood.
        service: the service.
        written: what would be written of it.

    Returns:
        The service with its code, as far as it has one then.
    """
    return _service(record, understood_service(written, service.at, record.on))


def codes_by_contact(record: Record, service: ServiceRecord) -> frozenset[str]:
    """Name the codes that a service may come to, by who was with the patient, where the note does not say.

    Args:
        record: the visit as understood.
        service: the service.

    Returns:
        The codes; none where the note says who was there.
    """
    if service.contact is not None:
        return frozenset()
    ways = (replace(service.written, contact=contact) for contact in CONTACTS)
    items = (_service(record, understood_service(one, service.at, record.on)) for one in ways)
    return frozenset(item.code for item in items if item.code is not None)


def codes_by_purpose(record: Record, service: ServiceRecord) -> frozenset[str]:
    """Name the codes that a service may come to, by its purposes and who was with the patient; what the note tells stands.

    Args:
        record: the visit as understood.
        service: the service; advice is looked at as what it may have been taken for.

    Returns:
        The codes that something which the note leaves out leads to.
    """
    told = replace(service.written, home_instruction=False)
    aims = told.purpose or tuple(purposes())
    met = CONTACTS if told.contact is None else (told.contact,)
    ways = (replace(told, purpose=(aim,), contact=contact) for aim in aims for contact in met)
    return frozenset(_codes_that_may_stand(record, service, ways))


def may_come_to(record: Record, service: ServiceRecord, number: str) -> bool:
    """Say whether a service without a code may come to one, by what it was for and who was with the patient.

    Args:
        record: the visit as understood.
        service: the service.
        number: the code.

    Returns:
        True where some purpose and contact lead to it; of what has a number of its own, such as a modality, where its contact
        is held and fits.
    """
    held, told = code(number), service.written
    if held.family in CODED_BY_PURPOSE:
        return number in codes_by_purpose(record, service)
    if told.purpose or told.contact == "group" or held.contact not in CONTACTS_HELD:
        return False
    return number in _codes_that_may_stand(record, service, (replace(told, code=number),))


def _codes_that_may_stand(record: Record, service: ServiceRecord, ways: Iterable[Service]) -> Iterator[str]:
    for one in ways:
        item = _service(record, understood_service(one, service.at, record.on))
        if item.code is not None and item.standing is not Verdict.NOT_SUPPORTED:
            yield item.code


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
    is_office_visit = evaluation.held is not None and evaluation.held.is_office_visit
    if is_office_visit:
        judged.append(new_patient(record, number))
    if is_office_visit and record.adjusted.written:
        judged.append(separate_evaluation(record, number, ADJUSTMENT))
    else:
        judged.append(not_separate(record, number))
    yield Item(
        number,
        deciding(judged),
        tuple([finding for finding in judged if finding is not None]),
        about="examination",
        recorded=SaidWhenRead(lambda: (recorded_evaluation(record, number),)),
    )


def _adjustments(record: Record) -> Iterator[Item]:
    borne_out = adjusted_findings(record)
    counting, without_diagnosis = regions_with_subluxation(record, borne_out.regions)
    level, wanted = level_of_regions(counting), level_of_regions(record.adjusted.regions)
    by_each = level_by_each_reading(record)
    for place in _places_asked_about(record, level):
        is_settled = by_each is not None and place in places_of_some_region(record)
        if not is_settled or leaves_a_code_open(record, place):
            asked = unclear_place(place, adjusted=True)
            yield Item(None, Verdict.ASK, (asked,), about=asked.about)
    numbers = _with_level(level.codes, by_each)
    for number in numbers:
        regions = level.extraspinal if number in extraspinal_cmt() else level.spinal or _regions_read(record)
        began = code_in_force(record, number)
        said = partial(_said_of_level, record, level, number, began, borne_out, without_diagnosis)
        yield Item(number, deciding([began]), (), regions, about="adjustment", recorded=SaidWhenRead(said))
    held = {number in extraspinal_cmt() for number in numbers}
    for number in wanted.codes:
        if (number in extraspinal_cmt()) not in held:
            its_own = wanted.extraspinal if number in extraspinal_cmt() else wanted.spinal
            refused = unsupported_adjustment(number, unclear=not set(its_own).isdisjoint(borne_out.unclear))
            yield Item(number, refused.verdict, (*borne_out.findings, refused), about="adjustment")


def _places_asked_about(record: Record, level: CmtLevel) -> list[Unclear]:
    """List the places that were not understood; what can name no other region is told with the level that it can belong to."""
    counting = {*level.spinal, *level.extraspinal}
    return [
        one
        for one in record.adjusted.unclear
        if counting.isdisjoint(one.may_be) or not names_no_other_region(record, one)
    ]


def _with_level(codes: Iterable[str], by_each: str | None) -> list[str]:
    """Put the level that comes of every reading in place of the one of the regions that are understood, if any is."""
    if by_each is None:
        return list(codes)
    return [by_each, *[one for one in codes if one not in spinal_cmt()]]


def _regions_read(record: Record) -> tuple[str, ...]:
    """Give the spinal regions of places that may be of several, where no other region of the spine makes the level."""
    may_be = {region for one in places_of_some_region(record) for region in one.may_be}
    return regions_of(may_be & spinal())


def _said_of_level(
    record: Record,
    level: CmtLevel,
    number: str,
    began: Said | None,
    borne_out: BorneOut,
    without_diagnosis: Said | None,
) -> tuple[Said, ...]:
    regions = level.extraspinal if number in extraspinal_cmt() else level.spinal
    places = _places_asked_about(record, level)
    by_each = level_by_each_reading(record)
    settled = [] if by_each is None else [one for one in places if one in places_of_some_region(record)]
    unclear = [unclear_place(one, adjusted=True) for one in places]
    explained = (
        explain_level_of_each_reading(record, level, number, settled)
        if settled and number == by_each
        else explain_level(
            record, level, number, [one for one in record.adjusted.unclear if one not in places]
        )
    )
    said = (
        explained,
        began,
        *borne_out.findings,
        without_diagnosis._replace(code=number) if without_diagnosis and number in spinal_cmt() else None,
        *[
            beside_the_level(number, one, is_settled=place in settled)
            for place, one in zip(places, unclear, strict=True)
        ],
        diagnosis_count(record, number, regions),
    )
    return tuple([finding for finding in said if finding is not None])


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
    said = SaidWhenRead(lambda: tuple([one for one in item.said if one.rule != asked.rule]))
    neither = {item.standing, by_its_code.standing} == {Verdict.NOT_SUPPORTED}
    standing = item.standing if neither else asked.verdict
    code_so_far = item.code or by_its_code.code
    return replace(item, code=code_so_far, recorded=said, since=(asked,), standing=standing)


def _coded(record: Record, service: ServiceRecord, coded: _Coded) -> Item:
    number, judged = coded.number, coded.judged
    if number is not None and not service.written.home_instruction:
        judged = (
            *judged,
            code_in_force(record, number),
            who_performed(record, service, number),
            recorded_minutes(service, number),
        )
    return Item(
        number,
        deciding(judged, coded.standing),
        (),
        service.places.regions,
        service,
        service.activity or (code(number).label if number else "service"),
        service.minutes or 0,
        recorded=SaidWhenRead(partial(_said_of_service, service, coded, judged)),
    )


def _said_of_service(
    service: ServiceRecord, coded: _Coded, judged: tuple[Said | None, ...]
) -> tuple[Said, ...]:
    number, unknown = coded.number, service.unknown_code
    said = (
        *coded.reasons(),
        *judged,
        None if service.written.code == coded.described else proposed_code(service, number),
        None if unknown is None else code_not_held(unknown),
        *_unclear_places(service),
        None if number is None or unknown is not None else treated_site(service, number),
    )
    return tuple([one for one in said if one is not None])


def _unclear_places(service: ServiceRecord) -> list[Said]:
    return [unclear_place(place, adjusted=False) for place in service.places.unclear]


class _Coded(NamedTuple):
    """Which code a service is.

    Attributes:
        number: the code that the payer takes for it, or None where the record gives none.
        described: the code that describes what was done, whichever the payer takes.
        reasons: what led to it, made when it is read.
        judged: what else is said of it so far.
        standing: its standing by the reasons.
    """

    number: str | None
    described: str | None
    reasons: Callable[[], Iterable[Said]]
    judged: tuple[Said | None, ...]
    standing: Verdict = Verdict.SUPPORTED


def _by_an_unknown_code(service: ServiceRecord, unknown: Unclear) -> Item:
    said = (code_not_held(unknown), *_unclear_places(service))
    about = service.activity or unknown.written
    return Item(unknown.written, Verdict.NO_DATA, said, service.places.regions, service, about)


def _by_its_code(record: Record, service: ServiceRecord, proposed: str) -> _Coded:
    described = given_code(service, proposed)
    number, taken = exchanged_code(record, service, described)
    named = str(number)
    reasons = partial(_by_its_number, service, named)
    return _Coded(
        number, described, reasons, (taken, attendance(service, named), given_otherwise(service, named))
    )


def _by_its_number(service: ServiceRecord, number: str) -> tuple[Said]:
    return (by_code(service, number),)


def _by_its_purpose(record: Record, service: ServiceRecord) -> _Coded:
    written, proposed = service.written, service.proposed
    found = code_of_service(service)
    number, taken = exchanged_code(record, service, found.code)
    reasons = partial(reasons_of_the_code, service, number, found)
    if number is None and proposed is not None and not written.home_instruction and not written.purpose:
        number = proposed.number
    judged = (taken, activity_contradicts(record, service, number))
    return _Coded(number, found.code, reasons, judged, found.verdict)
