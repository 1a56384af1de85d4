"""What several skills draw: therapy on the day of an adjustment, and the codes that are then to be marked."""

from __future__ import annotations

from typing import Any

from cptedu.learn.generator.draw import Draw
from cptedu.learn.generator.earlier_ideas import an_exercise_for
from cptedu.learn.generator.together import Work, same_half, work_that
from cptedu.learn.questions import Note
from cptedu.learn.second_opinion import RIGHT, SPINE, count_regions, level_code, region_of

__all__ = ["MODIFIERS_ASKED", "offered", "therapy_beside", "work_beside"]

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


def work_beside(
    wanted: Draw, number: str, adjusted: list[str], minutes: tuple[int, int], *, near: bool | None = None
) -> Work:
    """Draw work of a code in a region that was adjusted, or in another one of the same half of the body.

    What is treated beside an adjustment belongs to what the patient came for; where nothing was adjusted, any region will do.

    Args:
        wanted: what is drawn.
        number: the code.
        adjusted: the regions that were adjusted.
        minutes: the fewest and the most.
        near: whether in an adjusted region, where there is such work for it; drawn when None.

    Returns:
        The work.
    """
    stream, fitting = wanted.stream, work_that(wanted.generation, code=number, minutes=minutes)
    here = tuple(one for one in fitting if one.region in adjusted)
    halves = {region for one in adjusted for region in same_half(one)}
    apart = tuple(
        one for one in fitting if one.region not in adjusted and (not halves or one.region in halves)
    )
    is_near = stream.chance(1, 2) if near is None else near
    return stream.one_of(here if here and is_near else apart)


def therapy_beside(
    wanted: Draw, number: str, adjusted: list[str], minutes: tuple[int, int] = (15, 22)
) -> dict[str, Any]:
    """Draw a therapy, half of the time in a region that was adjusted.

    Args:
        wanted: what is drawn.
        number: its code.
        adjusted: the regions that were adjusted.
        minutes: the fewest and the most; by default it has one unit by either way of counting.

    Returns:
        The service, as a visit file has it.
    """
    stream = wanted.stream
    if wanted.by_table:
        work = work_beside(wanted, number, adjusted, minutes)
        return work.service(work.minutes(stream, *minutes))
    apart = [region for region in _TREATED if region not in adjusted]
    region = stream.one_of(adjusted) if stream.chance(1, 2) else stream.one_of(apart)
    return an_exercise_for(stream, number, stream.between(*minutes), region)
