"""Where a claim parts from the record: which step of the order went astray, asked back and told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cptedu.facts.cmt_levels import extraspinal_cmt, spinal_cmt
from cptedu.facts.codes import is_timed
from cptedu.learn.questions import Line
from cptedu.learn.replies.asking import (
    about_left_off,
    about_line,
    about_mark,
    about_minutes,
    about_places,
    about_service,
)
from cptedu.learn.replies.case_told import CaseTold, is_adjustment

__all__ = ["Point", "Step", "points"]


class Step(StrEnum):
    """The order from the note to the claim, as a learner calls its steps."""

    RECORD = "what the record supports"
    COVERAGE = "what the payer covers"
    UNITS = "the units"
    EDITS = "the edits between codes"
    MODIFIERS = "the modifiers"


_ORDER = tuple(Step)
_STEP_OF = {
    "coverage": Step.COVERAGE,
    "neuro_criteria": Step.COVERAGE,
    "care_phase": Step.COVERAGE,
    "units": Step.UNITS,
    "shared_minutes": Step.UNITS,
    "separate_region": Step.EDITS,
    "same_day_therapy": Step.EDITS,
}


@dataclass(frozen=True)
class Point:
    """One thing in which an answer parts from the record.

    Attributes:
        step: the step of the order that went astray.
        asks: a question back, or where to look; it names nothing of the right answer.
        code: the code that the learner gave and that it is about; empty for something left off.
    """

    step: Step
    asks: str
    code: str = ""


def points(told: CaseTold, given: Mapping[str, Line], right: Mapping[str, Line]) -> tuple[Point, ...]:
    """Find where a claim parts from the record, in the order from the note to the claim.

    Args:
        told: the case.
        given: the lines of the claim, by code.
        right: the lines that the record supports, by code.

    Returns:
        The points, the earliest step first.
    """
    found = [*_adjustments(told, given, right), *_others(told, given, right), *_marks(told, given, right)]
    return tuple(sorted(found, key=lambda one: _ORDER.index(one.step)))


def _adjustments(told: CaseTold, given: Mapping[str, Line], right: Mapping[str, Line]) -> Iterator[Point]:
    for family, of_spine in ((spinal_cmt(), True), (extraspinal_cmt(), False)):
        mine, wanted = ({n: line[1] for n, line in one.items() if n in family} for one in (given, right))
        if mine != wanted:
            number = next(iter(sorted(set(mine) - set(wanted)) or sorted(mine)), "")
            item = told.off(number) if number and not wanted else None
            rule = told.reason(item).rule if item is not None else ""
            yield Point(
                _STEP_OF.get(rule, Step.RECORD), about_places(told, mine, rule, of_spine=of_spine), number
            )


def _others(told: CaseTold, given: Mapping[str, Line], right: Mapping[str, Line]) -> Iterator[Point]:
    mine, wanted = ({n for n in one if not is_adjustment(n)} for one in (given, right))
    left_off = sorted(wanted - mine)
    for number in sorted(mine - wanted):
        if told.services_of(number):
            yield _kept_off(told, number)
        elif left_off:
            yield _other_code(told, number, left_off.pop(0))
        else:
            yield Point(Step.RECORD, about_line(told, number), number)
    for number in left_off:
        yield _forgotten(told, number, is_claim=bool(given))
    for number in sorted(mine & wanted):
        if given[number][1] != right[number][1]:
            yield Point(Step.UNITS, about_minutes(told, number), number)


def _kept_off(told: CaseTold, number: str) -> Point:
    """Ask about a service that the record, the payer, its minutes or an edit keep off the claim."""
    item = told.off(number)
    rule = told.reason(item).rule if item is not None else "units"
    return Point(
        _STEP_OF.get(rule, Step.RECORD), about_service(told, told.services_of(number)[0], rule), number
    )


def _other_code(told: CaseTold, number: str, right: str) -> Point:
    """Ask what a service was for that was given another code."""
    services = told.services_of(right)
    if not services:
        return Point(Step.RECORD, about_line(told, number), number)
    grouped = services[0].contact == "group"
    return Point(Step.RECORD, about_service(told, services[0], "contact" if grouped else "purpose"), number)


def _forgotten(told: CaseTold, number: str, *, is_claim: bool) -> Point:
    services = told.services_of(number)
    if not services:
        return Point(Step.RECORD, about_line(told, ""))
    if is_timed(number) and told.question.kind in {"units", "judge", "fix"} and _close_to_an_edge(told):
        return Point(Step.UNITS, about_minutes(told, ""))
    return Point(Step.RECORD, about_left_off(told, services, is_claim=is_claim))


def _close_to_an_edge(told: CaseTold) -> bool:
    """Say whether how the minutes are counted is what the case is about."""
    return told.question.skill == "timed_units" or told.question.kind == "units"


def _marks(told: CaseTold, given: Mapping[str, Line], right: Mapping[str, Line]) -> Iterator[Point]:
    for number in sorted(set(given) & set(right)):
        mine, wanted = set(given[number][2]), set(right[number][2])
        for mark in sorted(mine - wanted):
            yield Point(Step.MODIFIERS, about_mark(told, number, mark, is_given=True), number)
        for mark in sorted(wanted - mine):
            yield Point(Step.MODIFIERS, about_mark(told, number, mark, is_given=False), number)
