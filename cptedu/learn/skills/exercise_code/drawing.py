"""Drawn questions on which code an exercise is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cptedu.learn.generator.draw import Draw
from cptedu.learn.generator.ideas import EXERCISES, a_day, a_deficit
from cptedu.learn.generator.notes import judged_note
from cptedu.learn.generator.ordering import in_order
from cptedu.learn.generator.proposals import asked_about_claim, asked_with_proposal
from cptedu.learn.generator.stream import IntegerStream
from cptedu.learn.questions import Note, Question
from cptedu.model import Visit

__all__ = ["KINDS", "draw"]

KINDS = ("codes", "codes", "codes", "codes", "judge", "fix", "order", "note", "note")
OPTIONS = ("97110", "97112", "97116", "97124", "97140", "97150", "97530", "97535")
_DIAGNOSES = ("M54.2", "M54.50", "M62.81", "S93.401A", "M25.561")
_NEUROLOGICAL = ("I69.354", "G20.A1")


def draw(wanted: Draw) -> Question | None:
    """Draw a question on what a note's purpose and findings make of an exercise."""
    stream, kind, difficulty = wanted.stream, wanted.kind, wanted.difficulty
    if kind == "order":
        return in_order(wanted, "claim")
    if kind == "note":
        return judged_note(wanted, adjusted=False)
    count = 1 if difficulty == 1 else stream.between(1, 2)
    services = [_service(stream, difficulty) for _ in range(count)]
    if difficulty == 3:
        services = [_with_a_catch(stream, one) for one in services]
    diagnosis = (
        stream.one_of(_NEUROLOGICAL) if difficulty > 1 and stream.chance(1, 6) else stream.one_of(_DIAGNOSES)
    )
    visit = {
        "date_of_service": a_day(stream),
        "payer": "commercial_ncci",
        "care": "active",
        "diagnoses": [diagnosis],
        "services": services,
    }
    note = Note(Visit.from_dict(visit))
    if kind in {"judge", "fix"}:
        # Beside a group, single work needs a modifier that this skill does not teach.
        groups = [one for one in note.visit.services if one.contact == "group"]
        if groups and len(services) > 1:
            note = replace(note, visit=replace(note.visit, services=tuple(groups[:1])))
        return asked_with_proposal(wanted, note)
    text = "Which codes does this note support? Choose none when nothing can be billed as it stands."
    return asked_about_claim(wanted, note, text, OPTIONS)


def _service(stream: IntegerStream, difficulty: int) -> dict[str, Any]:
    exercise = stream.one_of(EXERCISES)
    misleading = exercise.aims[1:]
    use_other = bool(misleading) and difficulty > 1 and stream.chance(3, 4)
    aim = stream.one_of(misleading) if use_other else exercise.aims[0]
    region = stream.one_of(exercise.regions)
    return {
        "activity": exercise.name,
        "purpose": [aim],
        "deficit": a_deficit(stream, aim, region),
        "regions": [region],
        "minutes": stream.between(8, 30),
        "contact": "one_on_one",
    }


def _with_a_catch(stream: IntegerStream, service: dict[str, Any]) -> dict[str, Any]:
    """Change one fact in a service, or none."""
    catch = stream.below(7)
    if catch in (0, 1):
        return service | {"contact": "group"}
    if catch == 2:
        return service | {"deficit": ""}
    if catch == 3:
        about = "sitting upright at work" if stream.chance(1, 2) else stream.one_of(EXERCISES).name
        return service | {"activity": about, "home_instruction": True}
    if catch == 4:
        return service | {"contact": "unattended"}
    if catch == 5 and "posture" not in service["purpose"]:
        seen = a_deficit(stream, "posture", service["regions"][0]).split(",")[0]
        return service | {"deficit": f"{service['deficit']}; posture: {seen}"}
    return service
