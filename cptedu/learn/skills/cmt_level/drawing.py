"""Drawn questions on the level of an adjustment."""

from __future__ import annotations

from cptedu.facts.regions import region_of
from cptedu.learn.generator.draw import Draw
from cptedu.learn.generator.ideas import a_day, in_body_order, places_in
from cptedu.learn.generator.proposals import asked_about_claim, asked_with_proposal
from cptedu.learn.generator.together import a_sign
from cptedu.learn.questions import Note, Question
from cptedu.learn.record import record_of_note
from cptedu.learn.second_opinion import BODY, SPINE
from cptedu.model import Visit

__all__ = ["KINDS", "draw"]

KINDS = ("codes", "codes", "codes", "regions", "judge", "fix")
_EDGES = (2, 4)
_BEYOND = ("head", "upper_extremities", "lower_extremities", "rib_cage")
_ONE_OF = ("head", "rib_cage")
_FOUND = ("restricted and tender", "restricted in bending to the side", "tight muscles, less rotation")


def draw(wanted: Draw) -> Question | None:
    """Draw a question on which regions count, and which code that is."""
    stream, kind, difficulty = wanted.stream, wanted.kind, wanted.difficulty
    adjusted = _adjusted(wanted)
    if wanted.by_table:
        adjusted = in_body_order(adjusted)
        if not _tells(adjusted, difficulty) and stream.chance(2, 3):
            return None
    visit: dict[str, object] = {
        "date_of_service": a_day(stream, usual=wanted.by_table),
        "payer": "commercial_ncci",
        "care": "active",
        "adjusted": adjusted,
    }
    if difficulty == 3 and kind != "regions" and stream.chance(1, 3):
        visit["findings"] = _findings(wanted, adjusted)
    note = Note(Visit.from_dict(visit))
    if kind in {"judge", "fix"}:
        return asked_with_proposal(wanted, note)
    if kind == "regions":
        return wanted.question(
            "Mark every region that counts towards 98940, 98941 or 98942.",
            note=note,
            record=record_of_note(note),
            options=BODY,
            aspect="counted",
        )
    text = "Which adjustment codes does this note support, and how many units of each?"
    return asked_about_claim(wanted, note, text, ("98940", "98941", "98942", "98943"), asks_units=True)


def _tells(adjusted: list[str], difficulty: int) -> bool:
    """Say whether a wrong count shows: one region more would be another code, and both sacroiliac joints hide no other count.

    Both joints without the sacrum come to one too many whether sides are counted or the joint is taken for two regions.
    """
    counted = {region_of(place) for place in adjusted} & {*SPINE}
    both_sides = {"left sacroiliac joint", "right sacroiliac joint"} <= {*adjusted}
    return (difficulty < 3 or len(counted) in _EDGES) and (not both_sides or "sacral" in counted)


def _adjusted(wanted: Draw) -> list[str]:
    stream, difficulty, usual = wanted.stream, wanted.difficulty, wanted.by_table
    special = difficulty == 3
    longest = {1: 4, 2: 7, 3: 8}[difficulty]
    most = {1: 3, 2: 4, 3: 5}[difficulty]
    found: list[str] = []
    for region in stream.some_of(SPINE, stream.between(1 if difficulty < 3 else 2, most)):
        count = stream.between(1, 2 if difficulty == 1 else 3)
        found += places_in(stream, region, count, special=special, usual=usual)
    if difficulty > 1 and stream.chance(2, 3):
        for region in stream.some_of(_BEYOND, 1 if usual else stream.between(1, 2)):
            count = 1 if usual and region in _ONE_OF else stream.between(1, 2)
            found += places_in(stream, region, count, usual=usual, generation=wanted.generation)
    if special and stream.chance(1, 2):
        found += [
            place for place in ("atlanto-occipital joint", "right sacroiliac joint") if place not in found
        ]
    return stream.some_of(found, longest)


def _findings(wanted: Draw, adjusted: list[str]) -> dict[str, str]:
    """Give a finding for every adjusted region but one."""
    stream = wanted.stream
    found = sorted({region_of(place) for place in adjusted})
    left_out = stream.one_of(found)
    return {
        region: a_sign(stream, wanted.generation, region) if wanted.by_table else stream.one_of(_FOUND)
        for region in found
        if region != left_out or len(found) == 1
    }
