"""Drawn questions on minutes and units, by both methods of counting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cptedu.explain import counted
from cptedu.learn.generator.draw import Draw
from cptedu.learn.generator.earlier_ideas import an_exercise_for
from cptedu.learn.generator.ideas import a_day
from cptedu.learn.generator.proposals import asked_about_claim, asked_with_proposal
from cptedu.learn.generator.together import Work, a_modality, go_together, most, work_that
from cptedu.learn.questions import Note, Question
from cptedu.learn.stream import IntegerStream
from cptedu.model import Visit
from cptedu.payers import payer

__all__ = ["KINDS", "draw"]

KINDS = ("units", "units", "units", "units", "minutes", "judge", "fix")
_CODES = ("97110", "97112", "97530", "97535", "97140")
_EDGES = (4, 6, 7, 8, 9, 10, 13, 14, 15, 16, 18, 20, 22, 23, 24, 28, 29, 30, 31, 33, 37, 38, 39, 45, 46)
_FEW = 12
_POOLED = ("federal_va", "federal_va", "medicare")
_EACH = ("commercial_ncci", "gp_required")
_SAID = {
    "federal_va": "This payer counts all timed minutes of the day together (the CMS total-time method).",
    "medicare": "Medicare counts all timed minutes of the day together (the CMS total-time method). The patient wants"
    " everything sent, also what is excluded.",
    "commercial_ncci": "This payer counts each code by itself (the CPT per-code method).",
    "gp_required": "This payer counts each code by itself (the CPT per-code method), and wants GP on therapy.",
}
_UNTIMED = {"97012": "traction by machine", "G0283": "electrical stimulation that runs by itself"}


def draw(wanted: Draw) -> Question | None:
    """Draw a question on units."""
    stream, kind, difficulty = wanted.stream, wanted.kind, wanted.difficulty
    if kind == "minutes":
        return _least_minutes(wanted)
    who_pays = stream.one_of(_POOLED if stream.chance(1, 2) else _EACH)
    if kind != "units" and who_pays == "medicare":
        who_pays = "federal_va"
    note = _from_table(wanted, who_pays) if wanted.by_table else _note(stream, difficulty, who_pays)
    if note is None:
        return None
    more = _SAID[who_pays] if difficulty < 3 or who_pays == "medicare" else ""
    if kind in {"judge", "fix"}:
        return asked_with_proposal(wanted, note, more)
    timed = tuple(sorted({one.code for one in note.visit.services if one.code in _CODES and one.code}))
    text = " ".join(filter(None, ("How many units of each timed code?", more)))
    return asked_about_claim(wanted, note, text, timed)


def _note(stream: IntegerStream, difficulty: int, payer: str) -> Note:
    count = difficulty if difficulty < 3 else stream.between(2, 3)
    codes = stream.some_of(_CODES, count)
    services = [_timed(stream, number) for number in codes]
    if difficulty > 1 and stream.chance(1, 6):  # the same minutes for each code: leftovers may tie
        services = [one | {"minutes": services[0]["minutes"]} for one in services]
    if difficulty == 3 or (difficulty == 2 and stream.chance(1, 3)):
        first = stream.one_of(services)
        services.append(
            first | {"activity": f"{first['activity']}, once more after a rest", "minutes": _minutes(stream)}
        )
    overhead = [0] * len(services)
    if difficulty == 3 or stream.chance(1, 3):
        overhead[stream.below(len(services))] = stream.between(3, 10)
    if (difficulty == 3 or stream.chance(1, 4)) and "97140" not in codes:
        number = stream.one_of(tuple(_UNTIMED))
        minutes = stream.between(8, 20)
        services.append(
            {"activity": _UNTIMED[number], "code": number, "minutes": minutes, "contact": "unattended"}
        )
    visit = {"date_of_service": a_day(stream), "payer": payer, "care": "active", "services": services}
    return Note(Visit.from_dict(visit), overhead=tuple(overhead))


def _from_table(wanted: Draw, payer_name: str) -> Note | None:
    """Draw a visit of services that go together, the minutes of each within what it takes; None where none go together."""
    stream, difficulty = wanted.stream, wanted.difficulty
    count = difficulty if difficulty < 3 else stream.between(2, 3)
    codes = stream.some_of(_CODES, count)
    region = stream.one_of(("lumbar", "upper_extremities", "lower_extremities"))
    wished = list(codes)
    if difficulty == 3 or (difficulty == 2 and stream.chance(1, 3)):
        wished.append(stream.one_of(codes))  # the minutes of a code are those of all its services
    done: list[Work] = []
    for number in wished:
        fitting = work_that(wanted.generation, code=number, region=region)
        near = [one for one in fitting if go_together(done, one)]
        if near:
            done.append(stream.one_of(near))
    if len({one.code for one in done}) < count:
        return None
    services: list[dict[str, Any]] = []
    for one in done:
        before = next((each["minutes"] for each in services if each["code"] == one.code), None)
        minutes = _minutes_of(stream, one) if before is None else _minutes_again(stream, one, before)
        services.append(one.service(minutes) | {"code": one.code})
    least, at_most = max(one.shortest for one in done), min(_FEW, *(one.longest for one in done))
    if (
        difficulty > 1 and least <= at_most and stream.chance(1, 6)
    ):  # the same minutes for each: leftovers may tie
        shared = stream.between(least, at_most)
        services = [one | {"minutes": shared} for one in services]
    overhead = [0] * len(services)
    if difficulty == 3 or stream.chance(1, 3):
        at_most = most("set_up_minutes", wanted.generation)
        overhead[stream.below(len(services))] = stream.between(2, at_most)
    day = a_day(stream, usual=True)
    if (difficulty == 3 or stream.chance(1, 4)) and "97140" not in codes and len(services) < 4:
        modality = a_modality(stream, wanted.generation, region, done)
        services.append(modality | {"code": payer(payer_name).exchange(modality["code"], day)})
    visit = {"date_of_service": day, "payer": payer_name, "care": "active", "services": services}
    return Note(Visit.from_dict(visit), overhead=tuple(overhead))


def _minutes_of(stream: IntegerStream, work: Work) -> int:
    """Draw minutes of some work, mostly such that lie at the edge of a unit."""
    edges = [one for one in _EDGES if work.shortest <= one <= work.longest]
    return stream.one_of(edges) if stream.chance(2, 3) else stream.between(work.shortest, work.longest)


def _minutes_again(stream: IntegerStream, work: Work, before: int) -> int:
    """Draw the minutes of another service of a code, mostly such that it matters that they are added first."""

    def rounded(minutes: int) -> int:
        return (minutes + 7) // 15

    span = range(work.shortest, work.longest + 1)
    telling = [one for one in span if rounded(before) + rounded(one) != rounded(before + one)]
    if telling and stream.chance(3, 4):
        return stream.one_of(telling)
    return _minutes_of(stream, work)


def _fits_a_day(wanted: Draw, number: str, units: int, services: list[dict[str, Any]]) -> bool:
    """Say whether so many units are ever given: the work takes so long, and the day is no longer than an office has."""
    longest = max(one.longest for one in work_that(wanted.generation, code=number))
    whole = units * 15 + sum(one["minutes"] for one in services)
    return units * 15 - 7 <= longest and whole <= most("one_on_one_minutes", wanted.generation)


def _timed(stream: IntegerStream, number: str) -> dict[str, Any]:
    region = stream.one_of(("lumbar", "upper_extremities", "lower_extremities"))
    return an_exercise_for(stream, number, _minutes(stream), region) | {"code": number}


def _minutes(stream: IntegerStream) -> int:
    return stream.one_of(_EDGES) if stream.chance(2, 3) else stream.between(3, 40)


def _least_minutes(wanted: Draw) -> Question | None:
    stream, difficulty = wanted.stream, wanted.difficulty
    number, other = stream.some_of(_CODES, 2)
    units = stream.between(1, {1: 2, 2: 3, 3: 4}[difficulty])
    who_pays = stream.one_of(_EACH) if difficulty > 1 else stream.one_of((*_EACH, "federal_va"))
    services: list[dict[str, Any]] = []
    if difficulty > 1:
        services.append({"code": other, "minutes": stream.one_of(_EDGES), "contact": "one_on_one"})
    visit = {"date_of_service": a_day(stream, usual=wanted.by_table), "payer": who_pays, "services": services}
    note = Note(Visit.from_dict(visit))
    if wanted.by_table and not _fits_a_day(wanted, number, units, services):
        return None
    beside = f" beside the {services[0]['minutes']} minutes of {other}" if services else ""
    said = _SAID[who_pays] if difficulty < 3 else ""
    text = (
        f"How many minutes of {number} are needed at least{beside}, so that {number} has"
        f" {counted(units, 'unit')}? {said}"
    )
    asked = asked_about_claim(wanted, note, text.strip(), ())
    return replace(asked, target=(number, units))
