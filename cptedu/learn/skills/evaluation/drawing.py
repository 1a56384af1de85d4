"""Drawn questions on an examination on the day of an adjustment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cptedu.learn.generator.beside_adjustment import MODIFIERS_ASKED, offered
from cptedu.learn.generator.diagnoses import CONDITIONS, diagnoses_of
from cptedu.learn.generator.draw import Draw
from cptedu.learn.generator.earlier_ideas import an_exercise_for
from cptedu.learn.generator.ideas import a_day, in_body_order, places_in
from cptedu.learn.generator.proposals import asked_about_claim, asked_with_proposal
from cptedu.learn.generator.together import an_examination, same_half, work_that
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
_NEW = ("99202", "99203")
_OTHERS = ("M25.511", "R51.9", "M25.551", "S39.012A")


def draw(wanted: Draw) -> Question | None:
    """Draw a question on whether an examination is billed, and with what."""
    stream, difficulty = wanted.stream, wanted.difficulty
    regions = stream.some_of(SPINE, stream.between(1, 3))
    separate = stream.chance(1, 2)
    day = a_day(stream)
    own = CONDITIONS[regions[0]]
    other = stream.one_of(_OTHERS) if stream.chance(1, 2) else own
    adjusted = [place for region in regions for place in places_in(stream, region, 1, usual=wanted.by_table)]
    visit: dict[str, Any] = {
        "date_of_service": day,
        "payer": "commercial_ncci",
        "care": "active",
        "adjusted": in_body_order(adjusted) if wanted.by_table else adjusted,
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
            visit["services"] = [_exercise(wanted, regions[0])]
    more = ""
    if visit["payer"] == "medicare":
        visit |= {"abn": "none", "part": ["P", "A", "R"], "diagnoses": diagnoses_of(regions)}
        more = "The patient wants everything sent to Medicare, also what it excludes."
    examined = stream.one_of(_SEPARATE if separate else _USUAL)
    if wanted.by_table:
        examined, found = an_examination(
            stream, wanted.generation, regions[0], separate=separate, last_seen=days
        )
        other = found or own
    pointed = (("adjustment", own), ("examination", other)) if difficulty > 1 or other == own else ()
    note = Note(Visit.from_dict(visit), pointed=pointed, examined=examined)
    if wanted.kind in {"judge", "fix"}:
        return asked_with_proposal(wanted, note, more)
    text = " ".join(filter(None, (MODIFIERS_ASKED, more)))
    return asked_about_claim(wanted, note, text, offered(note))


def _exercise(wanted: Draw, region: str) -> dict[str, Any]:
    """Draw an exercise of the limb that goes with the region for which the patient came."""
    stream, minutes = wanted.stream, (15, 22)
    if not wanted.by_table:
        return an_exercise_for(stream, "97110", stream.between(*minutes), "lower_extremities")
    limb = next(one for one in same_half(region) if one.endswith("extremities"))
    work = stream.one_of(work_that(wanted.generation, code="97110", region=limb, minutes=minutes))
    return work.service(work.minutes(stream, *minutes))
