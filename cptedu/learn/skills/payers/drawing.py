"""Drawn questions on what differs from payer to payer."""

from __future__ import annotations

from typing import Any

from cptedu.learn.generator.beside_adjustment import MODIFIERS_ASKED, offered, therapy_beside
from cptedu.learn.generator.diagnoses import CONDITIONS, diagnoses_of
from cptedu.learn.generator.draw import Draw
from cptedu.learn.generator.ideas import a_day, in_body_order, places_in
from cptedu.learn.generator.proposals import asked_about_claim, asked_with_proposal
from cptedu.learn.generator.together import a_diagnosis
from cptedu.learn.questions import Note, Question
from cptedu.learn.second_opinion import SPINE
from cptedu.model import Visit

__all__ = ["KINDS", "draw"]

KINDS = ("modifiers", "modifiers", "modifiers", "modifiers", "units", "judge", "fix")
_PAYERS = ("commercial_ncci", "commercial_cpt", "gp_required", "neuro_only_97112", "federal_va", "medicare")
_DIAGNOSES = ("M54.2", "M54.50", "M62.81")
_NEUROLOGICAL = ("I69.354", "G20.A1", "G62.9")
_SAID = {
    "medicare": "The patient wants everything sent to Medicare, also what it excludes.",
    "commercial_cpt": "Go by the reading that this plan follows.",
}


def draw(wanted: Draw) -> Question | None:
    """Draw a question whose answer turns on who pays."""
    stream, kind, difficulty = wanted.stream, wanted.kind, wanted.difficulty
    payer = stream.one_of(_PAYERS)
    regions = stream.some_of(SPINE, stream.between(1, 2))
    numbers = [stream.one_of(("97112", "97112", "97110", "97140", "97124"))]
    if difficulty > 1:
        numbers.append(stream.one_of(("97110", "97112", "97530")))
    if difficulty == 3:
        numbers.append(stream.one_of(("97535", "97140", "97112")))
    minutes = (5, 33) if kind == "units" else (15, 22)
    services = [therapy_beside(wanted, number, regions, minutes) for number in dict.fromkeys(numbers)]
    neurological = stream.chance(1, 3)
    day = a_day(stream)
    adjusted = [place for region in regions for place in places_in(stream, region, 1, usual=wanted.by_table)]
    visit: dict[str, Any] = {
        "date_of_service": day,
        "payer": payer,
        "care": "active",
        "adjusted": in_body_order(adjusted) if wanted.by_table else adjusted,
        "services": services,
    }
    if payer == "medicare":
        visit |= {"diagnoses": diagnoses_of(regions), "part": ["P", "A"], "abn": "none"}
    elif wanted.by_table:
        visit["diagnoses"] = _diagnoses(wanted, regions[0], services[0], neurological=neurological)
    else:
        visit["diagnoses"] = [stream.one_of(_NEUROLOGICAL if neurological else _DIAGNOSES)]
    note = Note(Visit.from_dict(visit))
    more = _SAID.get(payer, "")
    if kind in {"judge", "fix"}:
        return asked_with_proposal(wanted, note, more)
    codes = offered(note)
    text = MODIFIERS_ASKED
    if kind == "units":
        codes = tuple(number for number in codes if not number.startswith("9894"))
        text = "How many units of each code does this payer's way of counting give? Give 0 to a line that is not billed."
    return asked_about_claim(wanted, note, " ".join(filter(None, (text, more))), codes)


def _diagnoses(wanted: Draw, region: str, service: dict[str, Any], *, neurological: bool) -> list[str]:
    """Draw the diagnoses of a visit: that of the adjustment, and a disease of the nerves or what the therapy is for."""
    own = a_diagnosis(wanted.stream, wanted.generation, service["regions"][0], service["purpose"][0])
    other = wanted.stream.one_of(_NEUROLOGICAL) if neurological else own
    return list(dict.fromkeys((CONDITIONS[region], other)))
