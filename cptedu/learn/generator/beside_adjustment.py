"""What several skills draw: therapy on the day of an adjustment, and the codes that are then to be marked."""

from __future__ import annotations

from typing import Any

from cptedu.learn.generator.ideas import an_exercise_for
from cptedu.learn.generator.stream import IntegerStream
from cptedu.learn.questions import Note
from cptedu.learn.second_opinion import RIGHT, SPINE, count_regions, level_code, region_of

__all__ = ["MODIFIERS_ASKED", "offered", "therapy_beside"]

MODIFIERS_ASKED = "For each code: which modifiers does its line carry? Leave off the line that is not billed."
_TREATED = (*SPINE, "upper_extremities", "lower_extremities")


def offered(note: Note) -> tuple[str, ...]:
    """Give the codes to be marked: the adjustment's and each therapy's, billed or not."""
    spinal, beyond = count_regions(note.visit.adjusted, region_of)
    codes = [*level_code(len(spinal)), *(["98943"] if beyond else [])]
    codes += [number for one in note.visit.services if (number := RIGHT.code_of(one, one.contact, note))]
    if note.visit.evaluation is not None:
        codes.append(note.visit.evaluation.code)
    return tuple(sorted(set(codes)))


def therapy_beside(
    stream: IntegerStream, number: str, adjusted: list[str], minutes: tuple[int, int] = (15, 22)
) -> dict[str, Any]:
    """Draw a therapy, half of the time in a region that was adjusted.

    Args:
        stream: where to draw from.
        number: its code.
        adjusted: the regions that were adjusted.
        minutes: the fewest and the most; by default it has one unit by either way of counting.

    Returns:
        The service, as a visit file has it.
    """
    apart = [region for region in _TREATED if region not in adjusted]
    region = stream.one_of(adjusted) if stream.chance(1, 2) else stream.one_of(apart)
    return an_exercise_for(stream, number, stream.between(*minutes), region)
