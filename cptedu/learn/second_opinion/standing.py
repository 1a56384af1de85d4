"""What the record and the payer leave standing of a visit, before minutes are counted and codes meet."""

from __future__ import annotations

from dataclasses import dataclass

from cptedu.learn.questions import Note
from cptedu.learn.second_opinion.adjustments import shown_by, supported_places, why_none
from cptedu.learn.second_opinion.code_facts import is_therapy
from cptedu.learn.second_opinion.modifiers import CARE_MARKS, care_is_open, excluded_modifiers
from cptedu.learn.second_opinion.outcome import ASKED, REFUSED, Billed, LeftOff
from cptedu.learn.second_opinion.plans import chosen, codes_chosen
from cptedu.learn.second_opinion.regions import SPINE, region_of
from cptedu.learn.second_opinion.steps import Steps
from cptedu.model import Service, Visit

__all__ = ["EXAMINATION", "Standing", "adjustments", "examination", "is_paid", "services"]

EXAMINATION = -1
_BEYOND_THE_SPINE = "98943"


@dataclass(frozen=True)
class Standing:
    """A service whose record holds up: its code, its place in the visit, whether it is sent only to be denied."""

    number: str
    index: int
    service: Service
    excluded: bool = False
    asked: bool = False


def is_paid(number: str, visit: Visit, steps: Steps) -> bool:
    """Say whether the payer may pay a code at all."""
    on = visit.date_of_service
    if number in codes_chosen(visit.payer, on, "never_paid"):
        return False
    return steps.pays_therapy(visit) or number in codes_chosen(visit.payer, on, "covers")


def _may_be_sent(visit: Visit) -> bool:
    return bool(chosen(visit.payer, visit.date_of_service, "not_covered_lines") == "line")


def _unpaid(visit: Visit) -> str:
    """Say what becomes of what the payer does not list: its contract is asked, or nothing pays it."""
    return ASKED if chosen(visit.payer, visit.date_of_service, "not_covered_lines") == "asked" else REFUSED


def adjustments(note: Note, steps: Steps) -> tuple[list[Billed], list[LeftOff]]:
    """Give the lines of the adjustments, and what of them makes none."""
    visit = note.visit
    found = supported_places(visit)
    shown = shown_by(visit, found)
    beyond = steps.counted(found, steps.regions_of)[1]
    spinal = steps.counted(shown.places, steps.regions_of)[0]
    lines, off = [], []
    unheard = (visit.care == "active" and visit.abn == "required") or visit.care is None
    unheard |= visit.care == "maintenance" and visit.abn is None
    for number, units in (steps.level(len(spinal)) if not shown.off else {}).items():
        lines.append(
            Billed(
                number,
                units,
                steps.adjustment_modifiers(note),
                asked=shown.asked
                or (unheard and chosen(visit.payer, visit.date_of_service, "care_marks") != "none"),
                open_marks=CARE_MARKS if care_is_open(visit) else frozenset(),
            )
        )
    if not lines and any(region_of(place)[0] in SPINE for place in visit.adjusted):
        held = any(region_of(place)[0] in SPINE for place in found)
        why = shown.off if held and shown.off else frozenset({why_none(visit, spinal=True)})
        off.append(LeftOff(None, None, why))
    if beyond and (is_paid(_BEYOND_THE_SPINE, visit, steps) or _may_be_sent(visit)):
        denied = not is_paid(_BEYOND_THE_SPINE, visit, steps) or not _covers(visit, _BEYOND_THE_SPINE)
        lines.append(Billed(_BEYOND_THE_SPINE, beyond, excluded_modifiers(visit) if denied else frozenset()))
    elif any(region_of(place)[0] not in SPINE for place in visit.adjusted):
        unpaid = _unpaid(visit) if beyond else why_none(visit, spinal=False)
        off.append(LeftOff(None, _BEYOND_THE_SPINE, frozenset({unpaid})))
    return lines, off


def _covers(visit: Visit, number: str) -> bool:
    listed = codes_chosen(visit.payer, visit.date_of_service, "covers")
    return not listed or number in listed


def services(note: Note, steps: Steps, *, is_adjusted: bool) -> tuple[list[Standing], list[LeftOff]]:
    """Give the services whose record holds up and that the payer lets stand, and why the others do not."""
    visit, on = note.visit, note.visit.date_of_service
    standing, off = [], []
    for index, service in enumerate(visit.services):
        contact = steps.contact(service)
        number = steps.code_of(service, contact, note)
        why = steps.left_off(service, number, contact, visit)
        if number is None:
            off.append(LeftOff(index, None, why))
            continue
        number = chosen(visit.payer, on, "exchanged").get(number, number)
        diagnoses = steps.takes_97112(visit, number)
        why |= (diagnoses & {REFUSED}) | _kept_off_by_payer(service, number, visit, is_adjusted=is_adjusted)
        excluded = not is_paid(number, visit, steps)
        if excluded and not _may_be_sent(visit):
            why |= {_unpaid(visit)}
        if why:
            off.append(LeftOff(index, number, why))
            continue
        asked = ASKED in diagnoses or number in codes_chosen(visit.payer, on, "ask_about")
        standing.append(Standing(number, index, service, excluded, asked))
    return standing, off


def _kept_off_by_payer(service: Service, number: str, visit: Visit, *, is_adjusted: bool) -> frozenset[str]:
    on = visit.date_of_service
    why = set()
    if number in codes_chosen(visit.payer, on, "bundled"):
        why.add(REFUSED)
    if is_adjusted and number in codes_chosen(visit.payer, on, "never_beside_adjustment"):
        why.add(REFUSED)
    by_therapist = service.performed_by == "therapist" and is_therapy(number)
    if by_therapist and chosen(visit.payer, on, "therapist") == "ask":
        why.add(ASKED)
    return frozenset(why)


def examination(note: Note, steps: Steps) -> tuple[Standing | None, list[LeftOff]]:
    """Give the examination if the payer lets it stand."""
    visit = note.visit
    if visit.evaluation is None:
        return None, []
    number = visit.evaluation.code
    excluded = not is_paid(number, visit, steps)
    why = {_unpaid(visit)} if excluded and not _may_be_sent(visit) else set[str]()
    why |= {REFUSED} if steps.wrong_kind(visit) else set[str]()
    if why and visit.evaluation.separate is None:
        why.add(ASKED)
    if why:
        return None, [LeftOff(None, number, frozenset(why))]
    return Standing(number, EXAMINATION, Service(code=number), excluded), []
