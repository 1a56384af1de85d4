"""Drawn questions on Medicare's modifiers."""

from __future__ import annotations

from typing import Any

from cptedu.learn.generator.beside_adjustment import MODIFIERS_ASKED, offered, therapy_beside, works_beside
from cptedu.learn.generator.diagnoses import SUBLUXATIONS, conditions_of, diagnoses_of, explained, of_joints
from cptedu.learn.generator.draw import Draw
from cptedu.learn.generator.ideas import a_day, in_body_order, places_in
from cptedu.learn.generator.ordering import in_order, order_of_diagnoses
from cptedu.learn.generator.proposals import asked_about_claim, asked_with_proposal
from cptedu.learn.generator.together import work_that
from cptedu.learn.questions import Note, Question
from cptedu.learn.second_opinion import SPINE
from cptedu.model import Visit

__all__ = ["KINDS", "draw"]

KINDS = ("modifiers", "modifiers", "modifiers", "modifiers", "judge", "fix", "order")
_SHOWN = (("P", "R"), ("A", "T"), ("P", "A", "R"), ("R", "T"), ("P", "A"))
_NOT_SHOWN = (("P", "T"), ("P",), ("T",), ("R",))
_ARMS_WITH_NECK_SINCE = 9
_SENT = "The patient wants everything sent to Medicare, also what it excludes."


def draw(wanted: Draw) -> Question | None:
    """Draw a question on what a Medicare claim carries."""
    stream = wanted.stream
    if wanted.kind == "order":
        if stream.chance(1, 2):
            return order_of_diagnoses(wanted)
        return in_order(wanted, stream.one_of(("first visit", "later visit")))
    note = _from_table(wanted) if wanted.by_table else _note(wanted)
    if wanted.kind in {"judge", "fix"}:
        return asked_with_proposal(wanted, note, _SENT)
    return asked_about_claim(wanted, note, f"{MODIFIERS_ASKED} {_SENT}", offered(note))


def _note(wanted: Draw) -> Note:
    stream, difficulty = wanted.stream, wanted.difficulty
    regions = stream.some_of(SPINE, stream.between(1, 3))
    adjusted = [place for region in regions for place in places_in(stream, region, 1)]
    care = stream.one_of(("active", "maintenance"))
    # A mandatory notice beside active care is a contradiction that only the clinician can settle.
    notices = ("none", "voluntary") if care == "active" else ("none", "required", "required")
    diagnoses = diagnoses_of(regions)
    if difficulty == 3 and stream.chance(1, 6):
        # The condition first: the adjustment then lacks its reason.
        diagnoses = [diagnoses[-1], *diagnoses[:-1]]
    visit: dict[str, Any] = {
        "date_of_service": a_day(stream),
        "payer": "medicare",
        "care": care,
        "abn": stream.one_of(notices),
        "diagnoses": diagnoses,
        "part": list(stream.one_of(_NOT_SHOWN if difficulty == 3 and stream.chance(1, 6) else _SHOWN)),
    }
    if difficulty == 3 and stream.chance(1, 2):
        adjusted += places_in(stream, "upper_extremities", 1)
    visit["adjusted"] = adjusted
    if difficulty > 1:
        numbers = stream.some_of(("97112", "97112", "97110", "97140"), stream.between(1, difficulty - 1))
        visit["services"] = [therapy_beside(wanted, number, regions) for number in dict.fromkeys(numbers)]
    elif stream.chance(1, 2):
        visit["services"] = [therapy_beside(wanted, "97112", regions)]
    return Note(Visit.from_dict(visit))


def _from_table(wanted: Draw) -> Note:
    """Draw a visit of which each diagnosis explains something, and each adjustment and each service has one."""
    stream, difficulty, generation = wanted.stream, wanted.difficulty, wanted.generation
    regions = stream.some_of(SPINE, stream.between(1, 3))
    adjusted = [place for region in regions for place in places_in(stream, region, 1, usual=True)]
    care = stream.one_of(("active", "maintenance"))
    numbers: list[str] = []
    if care == "maintenance":  # nothing is aimed at where no gain is expected: work by hand alone
        by_hand = sorted({one.code for one in work_that(generation) if not one.deficit})
        numbers = [stream.one_of(by_hand)] if difficulty > 1 or stream.chance(1, 2) else []
    elif difficulty > 1:
        numbers = stream.some_of(("97112", "97112", "97110", "97140"), stream.between(1, difficulty - 1))
    elif stream.chance(1, 2):
        numbers = ["97112"]
    # What is excluded is sent as such wherever it was given; elsewhere no edit would deny it besides.
    done = works_beside(wanted, numbers, regions, near=False)
    limbs = []
    above = generation < _ARMS_WITH_NECK_SINCE or {"cervical", "thoracic"} & set(regions)
    if difficulty == 3 and stream.chance(1, 2) and above:
        side = next((one.side for one in done if one.side), "left")
        limbs = [f"{side} {stream.one_of(('shoulder', 'elbow', 'wrist'))}"]
    # A mandatory notice beside active care is a contradiction; a voluntary one speaks of what is excluded.
    notices = ["none", "voluntary" if done or limbs else "none"]
    if care == "maintenance":
        notices = ["none", "required", "required"]
    conditions = conditions_of(generation, regions)
    found = [SUBLUXATIONS[region] for region in regions]
    listed = [*found, *conditions]
    if difficulty == 3 and stream.chance(1, 6):
        # The condition first: the adjustment then lacks its reason.
        listed = [*conditions, *found]
    visit: dict[str, Any] = {
        "date_of_service": a_day(stream, usual=True),
        "payer": "medicare",
        "care": care,
        "abn": stream.one_of(notices),
        "diagnoses": explained(stream, generation, done, [*listed, *of_joints(generation, limbs)]),
        "part": list(stream.one_of(_NOT_SHOWN if difficulty == 3 and stream.chance(1, 6) else _SHOWN)),
        "adjusted": in_body_order([*adjusted, *limbs]),
        "services": [one.service(one.minutes(stream, 15, 22)) for one in done],
    }
    return Note(Visit.from_dict(visit))
