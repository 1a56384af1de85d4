"""From a note to its claim, step by step."""

from __future__ import annotations

from dataclasses import replace

from cptedu.learn.questions import Line, Note
from cptedu.learn.second_opinion.code_facts import is_add_on, is_office_visit
from cptedu.learn.second_opinion.examinations import (
    calls_for_25,
    is_no_separate_one,
    is_of_the_other_discipline,
    is_part_of_a_fitting,
)
from cptedu.learn.second_opinion.meeting import Met, meet, why_none_of_its_own
from cptedu.learn.second_opinion.modifiers import Lines, excluded_modifiers, therapy_modifiers
from cptedu.learn.second_opinion.outcome import ASKED, REFUSED, Billed, LeftOff, Outcome
from cptedu.learn.second_opinion.standing import EXAMINATION, Standing, adjustments, examination, services
from cptedu.learn.second_opinion.steps import RIGHT, Steps

__all__ = ["claims_by", "outcomes_by"]

_BEYOND_THE_SPINE = "98943"


def claims_by(note: Note, steps: Steps = RIGHT) -> list[tuple[Line, ...]]:
    """Work out the claim of a note, once for each allowed way of giving tied units.

    Args:
        note: the visit and what its note says besides.
        steps: the steps to take; one of them may be a wrong one.

    Returns:
        Whole claims; the first gives tied units to the lowest codes.
    """
    found = []
    for outcome in outcomes_by(note, steps):
        lines: Lines = {one.code: (one.units or 1, one.marks) for one in outcome.lines}
        looked = steps.last_look(lines, note)
        found.append(
            tuple((number, units, tuple(sorted(marks))) for number, (units, marks) in sorted(looked.items()))
        )
    return found


def outcomes_by(note: Note, steps: Steps = RIGHT) -> list[Outcome]:
    """Work out what is billed, what is not, and what is to be asked, once for each allowed way of giving tied units.

    Args:
        note: the visit and what its note says besides.
        steps: the steps to take; one of them may be a wrong one.

    Returns:
        Whole outcomes; the first gives tied units to the lowest codes.
    """
    adjusted, off = adjustments(note, steps)
    standing, kept_off = services(note, steps, is_adjusted=bool(adjusted))
    examined, not_examined = examination(note, steps)
    off += kept_off + not_examined
    standing, examined, met_once = _once_a_day(standing, examined)
    off += met_once
    of_therapy = examined is not None and not is_office_visit(examined.number)
    waits = examined if of_therapy and is_no_separate_one(note.visit) else None
    if examined is not None and of_therapy and waits is None:
        standing.append(examined)
    has_spinal = any(one.code != _BEYOND_THE_SPINE for one in adjusted)
    found = []
    for met in meet(standing, note, steps, has_spinal=has_spinal):
        lines, without_first = _lines(met, note, steps)
        lines += adjusted
        late = [LeftOff(*_named(by_place, standing), why) for by_place, why in met.off.items()]
        if waits is not None:
            why = why_none_of_its_own(waits, met, note, steps, has_spinal=has_spinal)
            late.append(LeftOff(None, waits.number, frozenset({why})))
        if examined is not None and not of_therapy:
            beside = [one.number for one in met.billed if not one.excluded] + [one.code for one in adjusted]
            lines, late = _with_office_visit(examined, beside, lines, late, note, steps)
        found.append(Outcome(tuple(lines), (*off, *late, *without_first), met.clock_is_open))
    return found


def _once_a_day(
    standing: list[Standing], examined: Standing | None
) -> tuple[list[Standing], Standing | None, list[LeftOff]]:
    """Leave off an evaluation that is part of a fitting, and ask about one of each discipline by the same hands."""
    given = [(one.number, one.service.performed_by) for one in (*standing, *([examined] if examined else []))]
    off = []
    for one in (*standing, *([examined] if examined else [])):
        if is_part_of_a_fitting(one.number, one.service.performed_by, given):
            off.append((one, REFUSED))
        elif is_of_the_other_discipline(one.number, one.service.performed_by, given):
            off.append((one, ASKED))
    gone = [one.index for one, _ in off]
    left = [one for one in standing if one.index not in gone]
    named = [
        LeftOff(None if one.index == EXAMINATION else one.index, one.number, frozenset({why}))
        for one, why in off
    ]
    return left, examined if examined and examined.index not in gone else None, named


def _named(place: int, standing: list[Standing]) -> tuple[int | None, str]:
    number = next(one.number for one in standing if one.index == place)
    return (None if place == EXAMINATION else place), number


def _lines(met: Met, note: Note, steps: Steps) -> tuple[list[Billed], list[LeftOff]]:
    numbers = frozenset(one.number for one in met.billed)
    lines: dict[str, Billed] = {}
    off = []
    for one in met.billed:
        if is_add_on(one.number, numbers) is False:
            off.append(LeftOff(one.index, one.number, frozenset({REFUSED})))
            continue
        marks = met.marks[one.index]
        marks |= therapy_modifiers(one.number) if steps.wants_gp(note.visit) else frozenset()
        if one.excluded:
            marks |= excluded_modifiers(note.visit)
        before = lines.get(one.number, Billed(one.number, met.units[one.number], marks))
        asked = before.asked or one.index in met.asked
        # Of services on one line of which some are distinct and some are not, no text says how the line is marked.
        open_marks = before.open_marks | (before.marks ^ marks)
        lines[one.number] = replace(before, marks=before.marks | marks, asked=asked, open_marks=open_marks)
    return list(lines.values()), off


def _with_office_visit(
    examined: Standing,
    beside: list[str],
    lines: list[Billed],
    off: list[LeftOff],
    note: Note,
    steps: Steps,
) -> tuple[list[Billed], list[LeftOff]]:
    """Add the office visit: with 25 where something billed calls for it, else as it is."""
    marks: frozenset[str] | None = frozenset()
    called_for = calls_for_25(note.visit, beside)
    # The look before an adjustment is a part of it, also where the adjustment is not billed.
    is_part_of_it = called_for or bool(note.visit.adjusted)
    if is_part_of_it or is_no_separate_one(note.visit):
        marks = steps.examination(note)
    if marks is None:
        why = REFUSED if is_part_of_it and is_no_separate_one(note.visit) else ASKED
        return lines, [*off, LeftOff(None, examined.number, frozenset({why}))]
    marks = marks if called_for else frozenset()
    more = excluded_modifiers(note.visit) if examined.excluded else frozenset[str]()
    return [*lines, Billed(examined.number, 1, marks | more)], off
