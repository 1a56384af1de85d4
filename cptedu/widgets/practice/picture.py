"""What a question tells of a visit, as a picture and as rows: adjusted bones, trained regions, minutes."""

from __future__ import annotations

import re
from typing import Any

from cptedu.errors import CpteduError
from cptedu.explain import day_in_words
from cptedu.facts.regions import regions, regions_of
from cptedu.learn.questions import Question
from cptedu.model import Service, Visit
from cptedu.payers import payer
from cptedu.widgets.kit.plain import place_in_words
from cptedu.widgets.kit.visit_choices import chip_of

__all__ = ["minutes_told", "picture_of", "record_told", "when_and_for_whom"]

_NOT_DRAWN = ("missing", "sentence", "regions", "order")
"""What is to be read from words, and what has a drawing of its own."""
_CARE = "Care"
_BONE = re.compile(r"[CTL]\d+|sacrum|coccyx")
_JOINT = re.compile(
    r"(?:(left|right) )?(sacroiliac|TMJ|shoulder|elbow|wrist|hand|rib shaft|hip|knee|ankle|foot)"
)


def picture_of(asked: Question) -> dict[str, Any]:
    """Say what of a visit can be seen: bones and joints as they were adjusted, and the regions that were trained.

    A place that the drawing has no mark for is left out: the record names it, and its region is for the learner to find.

    Args:
        asked: the question.

    Returns:
        ``bones``, ``joints`` (side and name), ``whole`` regions, ``trained`` and ``says``; empty where nothing is to be seen.
    """
    if asked.note is None or asked.kind in _NOT_DRAWN:
        return {}
    visit = asked.note.visit
    chips = [chip_of(name) for name in visit.adjusted]
    bones = [one for one in chips if _BONE.fullmatch(one)]
    joints = [[found[1] or "", found[2]] for one in chips if (found := _JOINT.fullmatch(one))]
    whole = [one for one in chips if one in {held.name for held in regions()}]
    trained = _trained(visit)
    if not (bones or joints or whole or trained):
        return {}
    said = [
        f"Adjusted: {', '.join(map(place_in_words, visit.adjusted))}." if visit.adjusted else "",
        f"Treated: {', '.join(map(place_in_words, trained))}." if trained else "",
    ]
    return {
        "bones": bones,
        "joints": joints,
        "whole": whole,
        "trained": trained,
        "says": " ".join(filter(None, said)),
    }


def _trained(visit: Visit) -> list[str]:
    named: list[str] = []
    for service in visit.services:
        for name in service.regions:
            try:
                named += regions_of([name])
            except CpteduError:
                continue
    return list(dict.fromkeys(named))


def when_and_for_whom(asked: Question) -> str:
    """Give the date of service and the payer, in one line above the record."""
    if asked.note is None or asked.kind in ("missing", "sentence"):
        return ""
    visit = asked.note.visit
    return f"{day_in_words(visit.date_of_service)} · {payer(visit.payer).label}"


def record_told(asked: Question) -> list[list[str]]:
    """Give the rows of the record, without what the line above it says.

    Active care is left out as well where the payer has no mark for it: nothing turns on it there.
    """
    line = when_and_for_whom(asked).split(" · ")
    visit = asked.note.visit if asked.note is not None else None
    is_plain = (
        visit is not None
        and visit.care == "active"
        and payer(visit.payer).wants("care_marks", visit.date_of_service) == "none"
    )
    return [
        [label, text]
        for label, text in asked.record
        if text not in line and not (is_plain and label == _CARE)
    ]


def minutes_told(asked: Question) -> dict[str, list[int]]:
    """Give the minutes of each service, and those besides it, by the label of its row."""
    if asked.note is None or asked.kind in ("missing", "sentence"):
        return {}
    services: tuple[Service, ...] = asked.note.visit.services
    return {
        f"Service {number + 1}" if len(services) > 1 else "Service": [
            service.minutes,
            asked.note.extra_minutes(number),
        ]
        for number, service in enumerate(services)
        if service.minutes is not None
    }
