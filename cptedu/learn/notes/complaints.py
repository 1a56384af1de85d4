"""What the patient came for, and how it goes: said once in a note, so that no two of its sentences contradict each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from cptedu.facts.regions import PlaceError, region_of
from cptedu.facts.tables import shipped_rows
from cptedu.learn.notes.voices import Voice
from cptedu.learn.stream import IntegerStream
from cptedu.model import Service, Visit

__all__ = ["body_parts", "trend_of"]

_OFTEN = ("better", "better", "same", "worse")
_LIMB = "extremities"
_SIDE = re.compile(r"\b(left|right)\b")


def trend_of(voice: Voice, stream: IntegerStream, visit: Visit) -> str:
    """Draw how the complaint goes, for a voice that speaks of it.

    Args:
        voice: the voice; one that says nothing of it draws nothing either.
        stream: where to draw from.
        visit: the visit. What is examined anew is told by the examination, and in maintenance nothing changes.

    Returns:
        One of ``TRENDS``; empty where the voice does not speak of it.
    """
    if not any(one.trend for one in voice.sentences):
        return ""
    drawn = stream.one_of(_OFTEN)
    if visit.evaluation is not None or visit.last_seen is not None:
        return "new"
    return "same" if visit.care == "maintenance" else drawn


def body_parts(voice: Voice, visit: Visit) -> tuple[str, ...]:
    """Name every part of the body that is adjusted or treated, as the patient speaks of it.

    Args:
        voice: whose words they are.
        visit: the visit.

    Returns:
        The parts, each once; "back" where no place is known.
    """
    return tuple(dict.fromkeys((*_adjusted(voice, visit), *_treated(voice, visit)))) or ("back",)


def _adjusted(voice: Voice, visit: Visit) -> Iterator[str]:
    for place in visit.adjusted:
        with suppress(PlaceError):
            region = region_of(place)
            side, _, joint = place.replace("_", " ").partition(" ")
            if region.endswith(_LIMB) and _SIDE.fullmatch(side):
                yield f"{side} {voice.word('area', joint)}"
            else:
                yield voice.word("area", region)


def _treated(voice: Voice, visit: Visit) -> Iterator[str]:
    for service in visit.services:
        for region in service.regions:
            if not region.endswith(_LIMB):
                yield voice.word("area", region)
                continue
            joints = [*_by_diagnosis(visit, region)] or [*_by_work(service, region)]
            for side, joint in joints or [("", region)]:
                yield f"{side} {voice.word('area', joint)}".strip()


def _by_diagnosis(visit: Visit, region: str) -> Iterator[tuple[str, str]]:
    """Give side and joint of each diagnosis of a limb: it says better than the work what hurts."""
    for listed in visit.diagnoses or ():
        rows = (one for one in shipped_rows("drawn_diagnoses.csv") if one["diagnosis"] == listed)
        yield from {
            (row["side"], row["part"]): None for row in rows if row["part"] and region in row["regions"]
        }


def _by_work(service: Service, region: str) -> Iterator[tuple[str, str]]:
    """Give the side that some work names, and the joint for which it is done where that is one."""
    side = _SIDE.search(f"{service.activity} {service.deficit}")
    parts = {
        row["part"]
        for row in shipped_rows("drawn_services.csv")
        if (row["activity"], row["region"], row["deficit"]) == (service.activity, region, service.deficit)
    }
    if len(parts) == 1 and " " not in (part := parts.pop()) and part:
        yield (side[0] if side else "", part)
