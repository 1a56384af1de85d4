"""Drawn questions on therapy on the day of an adjustment."""

from __future__ import annotations

from typing import Any

from cptedu.learn.generator.beside_adjustment import MODIFIERS_ASKED, offered, therapy_beside, work_beside
from cptedu.learn.generator.diagnoses import SUBLUXATIONS
from cptedu.learn.generator.draw import Draw
from cptedu.learn.generator.earlier_ideas import HANDS_ON
from cptedu.learn.generator.ideas import a_day, in_body_order, places_in
from cptedu.learn.generator.notes import judged_note
from cptedu.learn.generator.notes_as_written import asked_of_sentences, asked_what_is_missing
from cptedu.learn.generator.proposals import asked_about_claim, asked_with_proposal
from cptedu.learn.generator.stream import IntegerStream
from cptedu.learn.generator.together import a_diagnosis, same_half
from cptedu.learn.questions import Note, Question
from cptedu.learn.record import record_of_note
from cptedu.learn.second_opinion import BODY, SPINE
from cptedu.model import Visit

__all__ = ["KINDS", "KINDS_SINCE", "draw"]

KINDS = ("modifiers", "modifiers", "modifiers", "modifiers", "judge", "fix", "regions", "note")
KINDS_SINCE = {8: ("missing", "sentence")}
_PAIRED = ("97112", "97112", "97140", "97124")
_MUSCLES = {
    "cervical": ("suboccipitals", "upper trapezius", "levator scapulae"),
    "thoracic": ("rhomboids",),
    "lumbar": ("quadratus lumborum", "psoas"),
    "sacral": ("piriformis",),
    "pelvic": ("gluteus medius",),
    "upper_extremities": ("deltoid",),
    "lower_extremities": ("hamstrings", "calf"),
}
_FOR_THERAPY = ("M79.18", "M62.830", "M62.81")


def draw(wanted: Draw) -> Question | None:
    """Draw a question on which therapy stands beside an adjustment, and with what."""
    if wanted.kind == "missing":
        return asked_what_is_missing(wanted, adjusted=True)
    if wanted.kind == "sentence":
        return asked_of_sentences(wanted, adjusted=True)
    if wanted.kind == "note":
        return judged_note(wanted, adjusted=True)
    note = _note(wanted)
    if wanted.kind in {"judge", "fix"}:
        return asked_with_proposal(wanted, note)
    if wanted.kind == "regions":
        return wanted.question(
            "Mark every region in which the adjustment keeps a therapy off the claim. Mark none if there is no such.",
            note=note,
            record=record_of_note(note),
            options=BODY,
            aspect="overlap",
        )
    return asked_about_claim(wanted, note, MODIFIERS_ASKED, offered(note))


def _note(wanted: Draw) -> Note:
    stream, difficulty = wanted.stream, wanted.difficulty
    regions = stream.some_of(SPINE, stream.between(1, min(3, difficulty + 1)))
    adjusted = [place for region in regions for place in places_in(stream, region, 1, usual=wanted.by_table)]
    numbers = [stream.one_of(_PAIRED)]
    if difficulty > 1:
        numbers.append(stream.one_of(("97110", "97110", "97530", "97140", "97124", "97112")))
    if difficulty == 3:
        numbers.append(stream.one_of(("97112", "97124", "97140", "97535")))
    first_is_near = wanted.by_table and stream.chance(1, 2)
    services = [
        _therapy(wanted, number, regions, near=(n % 2 == 0) is first_is_near)
        for n, number in enumerate(dict.fromkeys(numbers))
    ]
    pointed: list[tuple[str, str]] = []
    if difficulty > 1:
        if not wanted.by_table:
            services = [_with_muscle(stream, one) for one in services]
        pointed.append(("adjustment", SUBLUXATIONS[regions[0]]))
        for n, service in enumerate(services):
            own = stream.chance(1, 2) or (
                wanted.by_table and regions[0] not in same_half(service["regions"][0])
            )
            pointed.append((str(n), _diagnosis(wanted, service) if own else pointed[0][1]))
    if difficulty == 3 and stream.chance(1, 6):
        services[0]["encounter"] = 2
        if wanted.by_table:
            services[0].pop("muscle", None)  # a muscle that reaches further is a question of its own
    visit = {
        "date_of_service": a_day(stream),
        "payer": "commercial_ncci",
        "care": "active",
        "adjusted": in_body_order(adjusted) if wanted.by_table else adjusted,
        "services": services,
    }
    return Note(Visit.from_dict(visit), pointed=tuple(pointed))


def _therapy(wanted: Draw, number: str, regions: list[str], *, near: bool) -> dict[str, Any]:
    """Draw a therapy; from the second level on, half of what is done by hand names its muscle."""
    if not wanted.by_table:
        return therapy_beside(wanted, number, regions)
    stream, minutes = wanted.stream, (15, 22)
    work = work_beside(wanted, number, regions, minutes, near=near)
    service = work.service(work.minutes(stream, *minutes))
    if wanted.difficulty > 1 and work.muscle and stream.chance(1, 2):
        return service | {"muscle": work.muscle}
    return service


def _diagnosis(wanted: Draw, service: dict[str, Any]) -> str:
    """Draw the diagnosis for which a therapy is given."""
    if not wanted.by_table:
        return wanted.stream.one_of(_FOR_THERAPY)
    return a_diagnosis(wanted.stream, wanted.generation, service["regions"][0], service["purpose"][0])


def _with_muscle(stream: IntegerStream, service: dict[str, Any]) -> dict[str, Any]:
    region = service["regions"][0]
    by_hand = any(service["activity"] in names for names in HANDS_ON.values())
    if by_hand and stream.chance(1, 2):
        return service | {"muscle": stream.one_of(_MUSCLES[region])}
    return service
