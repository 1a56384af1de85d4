"""Drawn questions on an examination on the day of an adjustment."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cptedu.learn.generator.beside_adjustment import MODIFIERS_ASKED, offered
from cptedu.learn.generator.diagnoses import (
    CONDITIONS,
    SUBLUXATIONS,
    conditions_of,
    diagnoses_of,
    explained,
    said_once,
)
from cptedu.learn.generator.draw import Draw
from cptedu.learn.generator.earlier_ideas import an_exercise_for
from cptedu.learn.generator.ideas import a_day, in_body_order, is_closed, places_in
from cptedu.learn.generator.proposals import asked_about_claim, asked_with_proposal
from cptedu.learn.generator.together import Work, an_examination, same_half, work_that
from cptedu.learn.questions import Note, Question
from cptedu.learn.second_opinion import SPINE
from cptedu.model import Visit

__all__ = ["KINDS", "draw"]

KINDS = ("modifiers", "modifiers", "modifiers", "judge", "fix")
_SEPARATE = (
    "a fall two days ago: history, full examination of hip and low back, new plan",
    "planned re-examination after 30 days: all tests again, goals and plan rewritten",
    "a new complaint of the shoulder: history, range, strength and special tests, new plan",
    "worse since lifting a box: history, nerve tests, changed plan",
)
_USUAL = (
    "asked how it had been since the last visit, felt along the spine, then adjusted",
    "short look at the posture and the tender points before the adjustment",
    "asked for the pain on a scale and checked the range before adjusting",
)
_CODES = ("99212", "99213", "99213", "99214")
_SENT = "The patient wants everything sent to Medicare, also what it excludes."
_AS_RECORDED = "The examination is billed by the code that was recorded, or not at all."
_NEW = ("99202", "99203")
_WHERE_EXAMINED_SINCE = 9
_OTHERS = ("M25.511", "R51.9", "M25.551", "S39.012A")


def draw(wanted: Draw) -> Question | None:
    """Draw a question on whether an examination is billed, and with what."""
    note = _from_table(wanted) if wanted.by_table else _put_together(wanted)
    if note is None:
        return None
    more = [_SENT] if note.visit.payer == "medicare" else []
    if wanted.by_table and note.visit.last_seen is not None:
        more.insert(0, _AS_RECORDED)
    if wanted.kind in {"judge", "fix"}:
        return asked_with_proposal(wanted, note, " ".join(more))
    return asked_about_claim(wanted, note, " ".join((MODIFIERS_ASKED, *more)), offered(note))


def _put_together(wanted: Draw) -> Note:
    """Draw a visit as before there was a table."""
    stream, difficulty = wanted.stream, wanted.difficulty
    regions = stream.some_of(SPINE, stream.between(1, 3))
    separate = stream.chance(1, 2)
    day = a_day(stream)
    own = CONDITIONS[regions[0]]
    other = stream.one_of(_OTHERS) if stream.chance(1, 2) else own
    adjusted = [place for region in regions for place in places_in(stream, region, 1)]
    visit: dict[str, Any] = {
        "date_of_service": day,
        "payer": "commercial_ncci",
        "care": "active",
        "adjusted": adjusted,
        "evaluation": {"code": stream.one_of(_CODES), "separate": separate},
    }
    days = stream.one_of((7, 40, 500, 1000, 1200, 2000)) if difficulty == 3 else None
    if days is not None:
        visit["last_seen"] = day - timedelta(days=days)
        if stream.chance(1, 2):
            visit["evaluation"]["code"] = stream.one_of(_NEW)
    if difficulty > 1:
        visit["payer"] = stream.one_of(("commercial_ncci", "gp_required", "medicare"))
        if visit["payer"] != "medicare" or difficulty == 3:
            visit["services"] = [
                an_exercise_for(stream, "97110", stream.between(15, 22), "lower_extremities")
            ]
    if visit["payer"] == "medicare":
        visit |= {"abn": "none", "part": ["P", "A", "R"], "diagnoses": diagnoses_of(regions)}
    examined = stream.one_of(_SEPARATE if separate else _USUAL)
    pointed = (("adjustment", own), ("examination", other)) if difficulty > 1 or other == own else ()
    return Note(Visit.from_dict(visit), pointed=pointed, examined=examined)


def _from_table(wanted: Draw) -> Note | None:
    """Draw a visit whose exercise is no more than the examination allows, and whose diagnoses name each adjusted region.

    None where no exercise lies in a region that was adjusted or examined.
    """
    stream, difficulty, generation = wanted.stream, wanted.difficulty, wanted.generation
    regions = stream.some_of(SPINE, stream.between(1, 3))
    separate, day = stream.chance(1, 2), a_day(stream, usual=True)
    days = stream.one_of((7, 40, 500, 1000, 1200, 2000)) if difficulty == 3 else None
    row = an_examination(stream, generation, regions[0], separate=separate, last_seen=days)
    if row is None:
        return None
    levels = [one for one in row["codes"].split() if days is not None or one not in _NEW]
    if separate and row["exercise"] == "gentle":
        # After an injury no more is adjusted than was examined.
        regions = [one for one in regions if one in row["regions"].split()]
    visit: dict[str, Any] = {
        "date_of_service": day,
        "payer": "commercial_ncci",
        "care": "active",
        "adjusted": in_body_order(
            place for region in regions for place in places_in(stream, region, 1, usual=True)
        ),
        "evaluation": {"code": stream.one_of(levels), "separate": separate},
    }
    if days is not None:
        visit["last_seen"] = _an_open_day(generation, day - timedelta(days=days))
    done: list[Work] = []
    if difficulty > 1:
        visit["payer"] = stream.one_of(("commercial_ncci", "gp_required", "medicare"))
        if visit["payer"] != "medicare" or difficulty == 3:
            work = _exercise(wanted, regions, row)
            if work is None:
                return None
            done.append(work)
            visit["services"] = [one.service(one.minutes(stream, *_minutes_of(row))) for one in done]
    new = [] if row["diagnosis"] == "own" else [row["diagnosis"]]
    conditions = said_once(generation, conditions_of(generation, regions), beside=new)
    own = ", ".join(conditions)
    other = own if row["diagnosis"] == "own" else row["diagnosis"]
    if visit["payer"] == "medicare":
        listed = [*(SUBLUXATIONS[region] for region in regions), *conditions, *new]
        diagnoses = explained(stream, generation, done, listed)
        visit |= {"abn": "none", "part": ["P", "A", "R"], "diagnoses": diagnoses}
    pointed = (("adjustment", own), ("examination", other)) if difficulty > 1 or other == own else ()
    return Note(Visit.from_dict(visit), pointed=pointed, examined=row["says"])


def _an_open_day(generation: int, day: date) -> date:
    while is_closed(generation, day):
        day -= timedelta(days=1)
    return day


def _minutes_of(row: dict[str, str]) -> tuple[int, int]:
    """Give the fewest and the most minutes of an exercise after an examination; each is a unit by either way of counting."""
    return (8, 12) if row["exercise"] == "gentle" else (15, 22)


def _exercise(wanted: Draw, regions: list[str], row: dict[str, str]) -> Work | None:
    """Draw an exercise that goes with what was examined, or with the regions for which the patient came."""
    gentle, anywhere = row["exercise"] == "gentle", wanted.generation < _WHERE_EXAMINED_SINCE
    near = same_half(regions[0]) if anywhere else _where_examined(regions, row)
    other_side = "right" if "left" in row["says"] else "left" if "right" in row["says"] else ""
    fitting = [
        one
        for one in work_that(wanted.generation, code="97110", minutes=_minutes_of(row))
        if one.region in near
        and (one.gentle if gentle else not anywhere or one.region.endswith("extremities"))
        and not one.hard
        and not one.needs_help
        and ((gentle and anywhere) or not other_side or one.side != other_side)
    ]
    return wanted.stream.one_of(fitting) if fitting else None


def _where_examined(regions: list[str], row: dict[str, str]) -> tuple[str, ...]:
    """List where an exercise may lie: where the new complaint was examined, or else in the region for which the patient came.

    Nothing is trained at the sacrum itself: what is done for it is done at the pelvis.
    """
    examined = tuple(row["exercise_in"].split())
    came_for = regions[0]
    return examined or ("pelvic" if came_for == "sacral" else came_for,)
