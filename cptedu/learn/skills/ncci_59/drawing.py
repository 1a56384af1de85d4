"""Drawn questions on therapy on the day of an adjustment."""

from __future__ import annotations

from typing import Any

from cptedu.learn.generator.beside_adjustment import MODIFIERS_ASKED, offered, therapy_beside, works_beside
from cptedu.learn.generator.diagnoses import SUBLUXATIONS, own_diagnosis
from cptedu.learn.generator.draw import Draw
from cptedu.learn.generator.earlier_ideas import HANDS_ON
from cptedu.learn.generator.ideas import a_day, in_body_order, places_in
from cptedu.learn.generator.notes import judged_note
from cptedu.learn.generator.notes_as_written import asked_of_sentences, asked_what_is_missing
from cptedu.learn.generator.proposals import asked_about_claim, asked_with_proposal
from cptedu.learn.questions import Note, Question
from cptedu.learn.record import record_of_note
from cptedu.learn.second_opinion import BODY, SPINE
from cptedu.learn.stream import IntegerStream
from cptedu.model import Visit

__all__ = ["KINDS", "KINDS_SINCE", "draw"]

KINDS = ("modifiers", "modifiers", "modifiers", "modifiers", "judge", "fix", "regions", "note")
KINDS_SINCE = {8: ("missing", "sentence")}
_LIMBS_POINTED_SINCE = 9
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
    note = _from_table(wanted) if wanted.by_table else _put_together(wanted)
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


def _numbers(wanted: Draw) -> list[str]:
    """Draw the codes of the therapies."""
    stream, difficulty = wanted.stream, wanted.difficulty
    numbers = [stream.one_of(_PAIRED)]
    if difficulty > 1:
        numbers.append(stream.one_of(("97110", "97110", "97530", "97140", "97124", "97112")))
    if difficulty == 3:
        numbers.append(stream.one_of(("97112", "97124", "97140", "97535")))
    return list(dict.fromkeys(numbers))


def _put_together(wanted: Draw) -> Note:
    """Draw a visit as before there was a table."""
    stream, difficulty = wanted.stream, wanted.difficulty
    regions = stream.some_of(SPINE, stream.between(1, min(3, difficulty + 1)))
    adjusted = [place for region in regions for place in places_in(stream, region, 1)]
    services = [therapy_beside(wanted, number, regions) for number in _numbers(wanted)]
    pointed: list[tuple[str, str]] = []
    if difficulty > 1:
        services = [_with_muscle(stream, one) for one in services]
        pointed.append(("adjustment", SUBLUXATIONS[regions[0]]))
        for n in range(len(services)):
            own = stream.chance(1, 2)
            pointed.append((str(n), stream.one_of(_FOR_THERAPY) if own else pointed[0][1]))
    if difficulty == 3 and stream.chance(1, 6):
        services[0]["encounter"] = 2
    visit = {
        "date_of_service": a_day(stream),
        "payer": "commercial_ncci",
        "care": "active",
        "adjusted": adjusted,
        "services": services,
    }
    return Note(Visit.from_dict(visit), pointed=tuple(pointed))


def _from_table(wanted: Draw) -> Note:
    """Draw a visit in which the adjustment has a diagnosis of each region, and a therapy one of its own region."""
    stream, difficulty, generation = wanted.stream, wanted.difficulty, wanted.generation
    regions = stream.some_of(SPINE, stream.between(1, min(3, difficulty + 1)))
    adjusted = [place for region in regions for place in places_in(stream, region, 1, usual=True)]
    done = works_beside(wanted, _numbers(wanted), regions, first_is_near=stream.chance(1, 2), in_turn=_PAIRED)
    pointed: list[tuple[str, str]] = []
    if difficulty == 1 and generation >= _LIMBS_POINTED_SINCE:
        # A limb that is treated beside the spine has its reason on the note.
        limbs = [(n, one) for n, one in enumerate(done) if one.region not in SPINE]
        pointed += [
            (str(n), own_diagnosis(stream, generation, one, one.side or "left", done)) for n, one in limbs
        ]
    if difficulty > 1:
        named = [SUBLUXATIONS[region] for region in SPINE if region in regions]
        pointed.append(("adjustment", ", ".join(named)))
        side = next((one.side for one in done if one.side), "left")
        for n, work in enumerate(done):
            with_it = work.region in regions and stream.chance(1, 2)
            own = (
                SUBLUXATIONS[work.region] if with_it else own_diagnosis(stream, generation, work, side, done)
            )
            pointed.append((str(n), own))
    visit = {
        "date_of_service": a_day(stream, usual=True),
        "payer": "commercial_ncci",
        "care": "active",
        "adjusted": in_body_order(adjusted),
        "services": [one.service(one.minutes(stream, 15, 22)) for one in done],
    }
    return Note(Visit.from_dict(visit), pointed=tuple(pointed))


def _with_muscle(stream: IntegerStream, service: dict[str, Any]) -> dict[str, Any]:
    region = service["regions"][0]
    by_hand = any(service["activity"] in names for names in HANDS_ON.values())
    if by_hand and stream.chance(1, 2):
        return service | {"muscle": stream.one_of(_MUSCLES[region])}
    return service
