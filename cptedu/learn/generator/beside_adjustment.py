"""What several skills draw: therapy on the day of an adjustment, and the codes that are then to be marked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from cptedu.facts.muscles import muscle_regions
from cptedu.learn.generator.draw import Draw
from cptedu.learn.generator.earlier_ideas import an_exercise_for
from cptedu.learn.generator.together import Work, go_together, same_half, work_that
from cptedu.learn.questions import Note
from cptedu.learn.second_opinion import RIGHT, SPINE, count_regions, level_code, region_of

__all__ = ["MODIFIERS_ASKED", "offered", "therapy_beside", "work_beside", "works_beside"]

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
    wanted: Draw,
    number: str,
    adjusted: Sequence[str],
    minutes: tuple[int, int],
    done: Sequence[Work] = (),
    *,
    near: bool | None = None,
) -> Work | None:
    """Draw work of a code in a region that was adjusted, or in another one of the same half of the body.

    What is treated beside an adjustment belongs to what the patient came for; where nothing was adjusted, any region will do.

    Args:
        wanted: what is drawn.
        number: the code.
        adjusted: the regions that were adjusted.
        minutes: the fewest and the most.
        done: the work with which it has to go together.
        near: whether in an adjusted region, where there is such work for it; drawn when None.

    Returns:
        The work; None where none goes with what is done.
    """
    stream = wanted.stream
    fitting = [
        one
        for one in work_that(wanted.generation, code=number, minutes=minutes)
        if go_together(done, one) and not _reaches_in(one, adjusted)
    ]
    here = [one for one in fitting if one.region in adjusted]
    halves = {region for one in adjusted for region in same_half(one)}
    apart = [one for one in fitting if one.region not in adjusted and (not halves or one.region in halves)]
    is_near = stream.chance(1, 2) if near is None else near
    chosen = here if here and is_near else apart
    return stream.one_of(chosen) if chosen else None


def _reaches_in(work: Work, adjusted: Sequence[str]) -> bool:
    """Say whether a muscle treated elsewhere reaches into an adjusted region: where it was treated would be in doubt."""
    reached = muscle_regions(work.muscle) if work.muscle else ()
    return work.region not in adjusted and bool(set(reached) & set(adjusted))


def works_beside(
    wanted: Draw,
    numbers: Iterable[str],
    adjusted: Sequence[str],
    minutes: tuple[int, int] = (15, 22),
    *,
    first_is_near: bool | None = None,
    in_turn: Collection[str] = (),
    near: bool | None = None,
) -> tuple[Work, ...]:
    """Draw work of several codes for one patient, each once; what does not go with the others is left out.

    Args:
        wanted: what is drawn.
        numbers: the codes.
        adjusted: the regions that were adjusted.
        minutes: the fewest and the most; by default each has one unit by either way of counting.
        first_is_near: whether the first lies in an adjusted region, the second apart, and so on in turn.
        in_turn: the codes that take turns so; where the others are given is drawn.
        near: whether each lies in an adjusted region; drawn when neither is given.

    Returns:
        The work.
    """
    done: list[Work] = []
    turn = first_is_near
    for number in dict.fromkeys(numbers):
        takes_turn = turn is not None and number in in_turn
        is_near = turn if takes_turn else near
        turn = not turn if takes_turn else turn
        work = work_beside(wanted, number, adjusted, minutes, done, near=is_near)
        if work is not None:
            done.append(work)
    return tuple(done)


def therapy_beside(
    wanted: Draw, number: str, adjusted: list[str], minutes: tuple[int, int] = (15, 22)
) -> dict[str, Any]:
    """Draw a therapy as before there was a table, half of the time in a region that was adjusted.

    Args:
        wanted: what is drawn.
        number: its code.
        adjusted: the regions that were adjusted.
        minutes: the fewest and the most; by default it has one unit by either way of counting.

    Returns:
        The service, as a visit file has it.
    """
    stream = wanted.stream
    apart = [region for region in _TREATED if region not in adjusted]
    region = stream.one_of(adjusted) if stream.chance(1, 2) else stream.one_of(apart)
    return an_exercise_for(stream, number, stream.between(*minutes), region)
