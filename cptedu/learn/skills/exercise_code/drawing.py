"""Drawn questions on which code an exercise is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cptedu.learn.generator.diagnoses import a_disease_of_nerves, explained
from cptedu.learn.generator.draw import Draw
from cptedu.learn.generator.earlier_ideas import EXERCISES, a_deficit
from cptedu.learn.generator.ideas import a_day
from cptedu.learn.generator.leaflets import a_leaflet
from cptedu.learn.generator.notes import judged_note
from cptedu.learn.generator.notes_as_written import asked_of_sentences, asked_what_is_missing
from cptedu.learn.generator.ordering import in_order
from cptedu.learn.generator.proposals import asked_about_claim, asked_with_proposal
from cptedu.learn.generator.together import Work, go_together, same_half, work_that
from cptedu.learn.questions import Note, Question
from cptedu.learn.stream import IntegerStream
from cptedu.model import Visit

__all__ = ["KINDS", "KINDS_SINCE", "draw"]

KINDS = ("codes", "codes", "codes", "codes", "judge", "fix", "order", "note", "note")
KINDS_SINCE = {8: ("missing", "missing", "sentence")}
_TAKEN_HOME = 3
_SEEN_UPRIGHT = ("cervical", "thoracic", "upper_extremities")
OPTIONS = ("97110", "97112", "97116", "97124", "97140", "97150", "97530", "97535")
_DIAGNOSES = ("M54.2", "M54.50", "M62.81", "S93.401A", "M25.561")
_NEUROLOGICAL = ("I69.354", "G20.A1")


def draw(wanted: Draw) -> Question | None:
    """Draw a question on what a note's purpose and findings make of an exercise."""
    stream, kind, difficulty = wanted.stream, wanted.kind, wanted.difficulty
    if kind == "order":
        return in_order(wanted, "claim")
    if kind == "missing":
        return asked_what_is_missing(wanted, adjusted=False)
    if kind == "sentence":
        return asked_of_sentences(wanted, adjusted=False)
    if kind == "note":
        return judged_note(wanted, adjusted=False)
    count = 1 if difficulty == 1 else stream.between(1, 2)
    if wanted.by_table:
        services, diagnoses = _from_table(wanted, count)
    else:
        services, diagnosis = _put_together(stream, difficulty, count)
        diagnoses = [diagnosis]
    visit = {
        "date_of_service": a_day(stream, usual=wanted.by_table),
        "payer": "commercial_ncci",
        "care": "active",
        "diagnoses": diagnoses,
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


def _put_together(stream: IntegerStream, difficulty: int, count: int) -> tuple[list[dict[str, Any]], str]:
    """Draw services and a diagnosis as before there was a table."""
    services = [_service(stream, difficulty) for _ in range(count)]
    if difficulty == 3:
        services = [_with_a_catch(stream, one) for one in services]
    if difficulty > 1 and stream.chance(1, 6):
        return services, stream.one_of(_NEUROLOGICAL)
    return services, stream.one_of(_DIAGNOSES)


def _from_table(wanted: Draw, count: int) -> tuple[list[dict[str, Any]], list[str]]:
    """Draw services of one half of the body, and diagnoses that explain each of them."""
    stream, difficulty = wanted.stream, wanted.difficulty
    exercises = [one for one in work_that(wanted.generation) if one.deficit]
    services: list[dict[str, Any]] = []
    done: list[Work] = []
    for _ in range(count):
        catch = stream.below(7) if difficulty == 3 else 6
        fitting = [one for one in exercises if _allows(one, catch) and go_together(done, one)]
        if done:
            fitting = [one for one in fitting if one.region in same_half(done[0].region)]
        activity = stream.one_of(tuple(dict.fromkeys(one.activity for one in fitting)))
        held = [one for one in fitting if one.activity == activity]
        other = [one for one in held if not one.as_named] if difficulty > 1 and stream.chance(3, 4) else []
        work = stream.one_of(other or [one for one in held if one.as_named] or held)
        done.append(work)
        services.append(_caught(wanted, work, work.service(work.minutes(stream, 8, 30)), catch))
    groups = [n for n, one in enumerate(services) if one["contact"] == "group"]
    if wanted.kind in {"judge", "fix"} and groups:
        # Single work beside a group is not asked for in a claim, see above.
        services, done = [services[groups[0]]], [done[groups[0]]]
    diagnoses = explained(stream, wanted.generation, done)
    if difficulty > 1 and stream.chance(1, 6):
        diagnoses += a_disease_of_nerves(stream, wanted.generation, done, ())
    return services, diagnoses


def _allows(work: Work, catch: int) -> bool:
    """Say whether a catch makes sense for some work: what is never done in a group is not drawn in one."""
    if catch in (0, 1):
        return work.in_group
    return {_TAKEN_HOME: work.at_home == "yes", 4: work.alone, 5: work.purpose != "posture"}.get(catch, True)


def _caught(wanted: Draw, work: Work, service: dict[str, Any], catch: int) -> dict[str, Any]:
    """Change one fact in a service, or none."""
    if catch == _TAKEN_HOME and work.purpose == "posture" and wanted.stream.chance(1, 2):
        upright = work_that(wanted.generation, region=work.region, advice=True)
        advice = next((one for one in upright if one.at_home == "only"), work)
        return service | {"activity": advice.activity} | a_leaflet(wanted)
    if catch == _TAKEN_HOME:
        return service | a_leaflet(wanted)
    seen = [
        one.deficit
        for one in work_that(wanted.generation, region=work.region)
        if one.purpose == "posture" and one.region in _SEEN_UPRIGHT and one.joints == work.joints
    ]
    if catch == 5 and seen:
        also = wanted.stream.one_of(seen).split(",")[0]
        return service | {"deficit": f"{service['deficit']}; posture: {also}"}
    changed: dict[int, dict[str, Any]] = {
        0: {"contact": "group"},
        1: {"contact": "group"},
        2: {"deficit": ""},
        4: {"contact": "unattended"},
    }
    return service | changed.get(catch, {})


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
