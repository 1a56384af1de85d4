"""From a note to its claim, step by step."""

from __future__ import annotations

from typing import TypeAlias

from cptedu.learn.questions import Line, Note
from cptedu.learn.second_opinion.modifiers import (
    NEW_PATIENTS,
    Lines,
    excluded_modifiers,
    seen_before,
    subluxation_is_shown,
)
from cptedu.learn.second_opinion.regions import region_of
from cptedu.learn.second_opinion.steps import RIGHT, Steps
from cptedu.learn.second_opinion.therapy import THERAPY, TIMED, beside_therapy
from cptedu.model import Service, Visit

__all__ = ["claims_by"]

_Kept: TypeAlias = tuple[str, int, Service, frozenset[str]]


def claims_by(note: Note, steps: Steps = RIGHT) -> list[tuple[Line, ...]]:
    """Work out the claim of a note, once for each allowed way of giving tied units.

    Args:
        note: the visit and what its note says besides.
        steps: the steps to take; one of them may be a wrong one.

    Returns:
        Whole claims; the first gives tied units to the lowest codes.
    """
    visit = note.visit
    adjustments = _adjustments(visit, steps)
    kept = _kept_services(note, steps, has_spinal=any(number != "98943" for number in adjustments))
    episodes = steps.minutes([(number, index, service) for number, index, service, _ in kept], note)
    found = []
    for split in steps.units(episodes, steps.method(visit.payer)):
        lines: Lines = {
            number: (count, _on_adjustment(number, note, steps)) for number, count in adjustments.items()
        }
        for number, _, _, marks in kept:
            units = split.get(number, 0) if number in TIMED else 1
            if units:
                before = lines.get(number, (0, frozenset()))[1]
                lines[number] = (units, before | marks | _on_therapy(number, visit, steps))
        examined = _examination(note, steps, bool(adjustments))
        if visit.evaluation is not None and examined is not None:
            lines[visit.evaluation.code] = (1, examined)
        looked = steps.last_look(lines, note)
        found.append(
            tuple((number, units, tuple(sorted(marks))) for number, (units, marks) in sorted(looked.items()))
        )
    return found


def _adjustments(visit: Visit, steps: Steps) -> dict[str, int]:
    places = visit.adjusted
    if visit.findings is not None:
        found = {region for name, said in visit.findings if said.strip() for region in region_of(name)}
        places = tuple(place for place in places if region_of(place)[0] in found)
    spinal, beyond = steps.counted(places, steps.regions_of)
    codes = steps.level(len(spinal))
    if visit.payer == "medicare" and not subluxation_is_shown(visit):
        codes = {}
    return codes | ({"98943": beyond} if beyond else {})


def _kept_services(note: Note, steps: Steps, *, has_spinal: bool) -> list[_Kept]:
    visit = note.visit
    standing: list[tuple[str, int, Service]] = []
    for index, service in enumerate(visit.services):
        contact = steps.contact(service)
        number = steps.code_of(service, contact, note)
        if number is None or not steps.complete(service, number, contact):
            continue
        if number == "97112" and not steps.takes_97112(visit):
            continue
        standing.append((number, index, service))
    if not steps.pays_therapy(visit):
        return [(*one, frozenset()) for one in standing]
    kept: list[_Kept] = []
    for number, index, service in standing:
        marks: frozenset[str] | None = frozenset()
        if has_spinal:
            marks = steps.beside_adjustment(service, number, note)
        for other_number, _, other in standing:
            if marks is not None and other_number != number:
                also = beside_therapy(other, other_number, service, number, visit.date_of_service)
                marks = None if also is None else marks | also
        if marks is not None:
            kept.append((number, index, service, marks))
    return kept


def _on_adjustment(number: str, note: Note, steps: Steps) -> frozenset[str]:
    if note.visit.payer != "medicare":
        return frozenset()
    return excluded_modifiers(note.visit) if number == "98943" else steps.adjustment_modifiers(note)


def _on_therapy(number: str, visit: Visit, steps: Steps) -> frozenset[str]:
    gp = frozenset({"GP"}) if number in THERAPY and steps.wants_gp(visit.payer) else frozenset()
    return gp if steps.pays_therapy(visit) else gp | excluded_modifiers(visit)


def _examination(note: Note, steps: Steps, is_adjusted: bool) -> frozenset[str] | None:
    visit = note.visit
    if visit.evaluation is None:
        return None
    known = seen_before(visit)
    if known is not None and known == (visit.evaluation.code in NEW_PATIENTS):
        return None
    marks = steps.examination(note)
    if marks is None:
        return None
    marks = marks if is_adjusted else marks - {"25"}
    return marks | excluded_modifiers(visit) if visit.payer == "medicare" else marks
