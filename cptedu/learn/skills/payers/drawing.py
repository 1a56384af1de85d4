"""Drawn questions on what differs from payer to payer."""

from __future__ import annotations

from typing import Any

from cptedu.learn.generator.beside_adjustment import MODIFIERS_ASKED, offered, therapy_beside, works_beside
from cptedu.learn.generator.diagnoses import (
    SUBLUXATIONS,
    a_disease_of_nerves,
    conditions_of,
    diagnoses_of,
    explained,
    said_once,
)
from cptedu.learn.generator.draw import Draw
from cptedu.learn.generator.ideas import a_day, in_body_order, places_in
from cptedu.learn.generator.proposals import asked_about_claim, asked_with_proposal
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
    if wanted.by_table:
        note = _from_table(wanted, payer, regions, numbers, minutes)
    else:
        note = _put_together(wanted, payer, regions, numbers, minutes)
    if wanted.by_table and kind == "units" and _may_tie(note):
        return None
    more = _SAID.get(payer, "")
    if kind in {"judge", "fix"}:
        return asked_with_proposal(wanted, note, more)
    codes = offered(note)
    text = MODIFIERS_ASKED
    if kind == "units":
        codes = tuple(number for number in codes if not number.startswith("9894"))
        timed = "timed code" if wanted.by_table else "code"
        text = f"How many units of each {timed} does this payer's way of counting give? Give 0 to a line that is not billed."
    return asked_about_claim(wanted, note, " ".join(filter(None, (text, more))), codes)


def _may_tie(note: Note) -> bool:
    """Say whether two services leave over equal minutes: who is first is then a question of its own, not of the payer."""
    left = [(one.minutes or 0) % 15 for one in note.visit.services]
    return len(set(left)) < len(left)


def _put_together(
    wanted: Draw, payer: str, regions: list[str], numbers: list[str], minutes: tuple[int, int]
) -> Note:
    """Draw a visit as before there was a table."""
    stream = wanted.stream
    services = [therapy_beside(wanted, number, regions, minutes) for number in dict.fromkeys(numbers)]
    neurological = stream.chance(1, 3)
    day = a_day(stream)
    visit: dict[str, Any] = {
        "date_of_service": day,
        "payer": payer,
        "care": "active",
        "adjusted": [place for region in regions for place in places_in(stream, region, 1)],
        "services": services,
    }
    if payer == "medicare":
        visit |= {"diagnoses": diagnoses_of(regions), "part": ["P", "A"], "abn": "none"}
    else:
        visit["diagnoses"] = [stream.one_of(_NEUROLOGICAL if neurological else _DIAGNOSES)]
    return Note(Visit.from_dict(visit))


def _from_table(
    wanted: Draw, payer: str, regions: list[str], numbers: list[str], minutes: tuple[int, int]
) -> Note:
    """Draw a visit of which each adjustment and each service has a diagnosis, and some patients a disease of the nerves."""
    stream, generation = wanted.stream, wanted.generation
    # At Medicare therapy is excluded wherever it is given; elsewhere no edit would deny it besides.
    done = works_beside(wanted, numbers, regions, minutes, near=False if payer == "medicare" else None)
    listed = conditions_of(generation, regions)
    if payer == "medicare":
        listed = [*(SUBLUXATIONS[region] for region in regions), *listed]
    diagnoses = explained(stream, generation, done, listed)
    if payer != "medicare" and stream.chance(1, 2):
        diagnoses = said_once(
            generation, [*diagnoses, *a_disease_of_nerves(stream, generation, done, regions)]
        )
    visit: dict[str, Any] = {
        "date_of_service": a_day(stream, usual=True),
        "payer": payer,
        "care": "active",
        "adjusted": in_body_order(
            place for region in regions for place in places_in(stream, region, 1, usual=True)
        ),
        "services": [one.service(one.minutes(stream, *minutes)) for one in done],
        "diagnoses": diagnoses,
    }
    if payer == "medicare":
        visit |= {"part": ["P", "A"], "abn": "none"}
    return Note(Visit.from_dict(visit))
