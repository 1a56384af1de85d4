"""An examination beside what else was done."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from cptedu.facts.tables import rows
from cptedu.learn.questions import Note
from cptedu.learn.second_opinion.code_facts import (
    is_in,
    is_office_visit,
    is_physical_evaluation,
    is_therapy,
    sort_of,
    wants_go,
)
from cptedu.learn.second_opinion.edits import live_edit
from cptedu.learn.second_opinion.plans import chosen, follows_edits
from cptedu.model import Visit

__all__ = [
    "NEW_PATIENTS",
    "calls_for_25",
    "examination_modifiers",
    "is_no_separate_one",
    "is_of_the_wrong_kind",
    "is_part_of_a_fitting",
    "is_repeated_beside",
    "said_of_the_need",
    "seen_before",
]

NEW_PATIENTS = ("99201", "99202", "99203", "99204", "99205")
_ADJUSTMENTS = "9894"
_MINOR = ("000", "010")


def examination_modifiers(note: Note) -> frozenset[str] | None:
    """Give the modifiers of an examination that needs to be separate; None when it is not billed."""
    evaluation = note.visit.evaluation
    return frozenset({"25"}) if evaluation is not None and evaluation.separate else None


def is_no_separate_one(visit: Visit) -> bool:
    """Say whether the note itself tells that the patient was looked at for nothing but what was done besides."""
    return visit.evaluation is not None and visit.evaluation.separate is False


def seen_before(visit: Visit) -> bool | None:
    """Say whether the patient was seen here within three years; None when the note does not say."""
    if visit.last_seen is None:
        return None
    then, now = visit.last_seen, visit.date_of_service
    return (then.year + 3, then.month, then.day) >= (now.year, now.month, now.day)


def is_of_the_wrong_kind(visit: Visit) -> bool:
    """Say whether a new patient's code stands for a known one, or the other way round."""
    known = seen_before(visit)
    if visit.evaluation is None or known is None or not is_office_visit(visit.evaluation.code):
        return False
    return known == (visit.evaluation.code in NEW_PATIENTS)


def is_part_of_a_fitting(number: str, by: str, beside: Iterable[tuple[str, str]]) -> bool:
    """Say whether looking at a patient again is part of fitting an orthosis, by the same hands.

    >>> [is_part_of_a_fitting("97164", by, [("97760", "therapist")]) for by in ("therapist", "chiropractor")]
    [True, False]
    """
    return is_in(number, "repeat_therapy_evaluation") and any(
        is_in(other, "not_with_a_repeat_evaluation") and who == by for other, who in beside
    )


def is_repeated_beside(number: str, other: str) -> bool:
    """Say whether a code looks again at a plan of care on a day on which another one carries it out.

    >>> is_repeated_beside("97164", "97110"), is_repeated_beside("97164", "97161"), is_repeated_beside("97161", "97110")
    (True, False, False)
    """
    is_evaluation = sort_of(other) == sort_of(number)
    return is_in(number, "repeat_therapy_evaluation") and is_therapy(other) and not is_evaluation


def said_of_the_need(visit: Visit, number: str) -> bool | None:
    """Say whether an evaluation was needed for itself; None where the note has nothing of it."""
    recorded = visit.evaluation
    return recorded.separate if recorded is not None and recorded.code == number else None


def is_of_the_other_discipline(number: str, by: str, beside: Iterable[tuple[str, str]]) -> bool:
    """Say whether an occupational evaluation stands beside a physical one by the same hands, so that it is to be asked.

    >>> is_of_the_other_discipline("97165", "therapist", [("97161", "therapist"), ("97165", "therapist")])
    True
    """
    return wants_go(number) and any(is_physical_evaluation(other) and who == by for other, who in beside)


def calls_for_25(visit: Visit, billed: Iterable[str]) -> bool:
    """Say whether an office visit must be separate from what else is billed.

    That is so beside an adjustment, beside a procedure whose payment takes in the look before it, and beside one that
    an edit joins to the visit, whichever of the two is column one.
    """
    if visit.evaluation is None or not is_office_visit(visit.evaluation.code):
        return False
    on = visit.date_of_service
    numbers = tuple(billed)
    if any(number.startswith(_ADJUSTMENTS) or _global_days(number, visit) in _MINOR for number in numbers):
        return True
    if not follows_edits(visit.payer, on) or chosen(visit.payer, on, "covers"):
        return False
    return any(live_edit(visit.evaluation.code, number, on) for number in numbers)


def _global_days(number: str, visit: Visit) -> str:
    day = visit.date_of_service.isoformat()
    for first, last, days in _days_by_code().get(number, ()):
        if first <= day <= (last or day):
            return days
    return ""


@cache
def _days_by_code() -> dict[str, list[tuple[str, str, str]]]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in rows("rvu.csv"):
        told = (row["effective_from"], row["effective_to"], row["global_days"])
        found.setdefault(row["code"], []).append(told)
    return found
