"""An examination beside the visit: when it stands, when it needs modifier 25, who is a new patient."""

from __future__ import annotations

from datetime import date
from functools import cache

from cptedu.facts.tables import rows
from cptedu.model import Evaluation, Finding, Verdict, Visit
from cptedu.rules.say import say

__all__ = ["new_patient", "recorded_evaluation", "separate_evaluation"]

SEPARATE_SOURCES = ("cpt-1997-cmt", "ilchiro-em", "aapc-em25")
NEW_PATIENT_SOURCES = ("cpt-new-patient",)
YEARS = 3


def recorded_evaluation(visit: Visit, number: str) -> Finding:
    """Say that an examination was recorded; its level is taken from the record as given.

    Args:
        visit: the visit.
        number: the examination's code.

    Returns:
        The finding that puts it on the claim.

    Source: CPT on office visits, read in copies.
    """
    return say(
        visit,
        "recorded_evaluation",
        Verdict.SUPPORTED,
        f"An examination was recorded as {number}. Whether its level fits is not judged here.",
        NEW_PATIENT_SOURCES,
        code=number,
    )


def separate_evaluation(visit: Visit, evaluation: Evaluation) -> Finding:
    """Judge an examination on the day of an adjustment or another procedure.

    Every adjustment includes a brief assessment before it. Only what is significant and goes beyond that is billed, with
    25. A different diagnosis is not required, and a new patient alone does not make it so.

    Args:
        visit: the visit.
        evaluation: the examination.

    Returns:
        ``supported``, ``not_supported``, or ``ask`` when the record does not say.

    Source: CPT 1997 on the assessment within an adjustment; Illinois Chiropractic Society; AAPC 2018.
    """
    number = evaluation.code

    def answer(verdict: Verdict, says: str, fix: str = "") -> Finding:
        return say(visit, "separate_evaluation", verdict, says, SEPARATE_SOURCES, code=number, fix=fix)

    if evaluation.separate is None:
        return answer(
            Verdict.ASK,
            f"{number} beside an adjustment is billed only when it was significant and separate; the note does not say.",
            "Ask what was examined beyond the brief look that every adjustment includes.",
        )
    if not evaluation.separate:
        return answer(
            Verdict.NOT_SUPPORTED,
            f"The assessment was the brief one that the adjustment includes, so {number} is not billed.",
            "Leave the examination off the claim.",
        )
    return answer(
        Verdict.SUPPORTED, f"{number} was significant and separate from the adjustment: modifier 25 says so."
    )


def new_patient(visit: Visit, number: str) -> Finding | None:
    """Check a new-patient code against the three-year rule, and an established one the other way.

    Args:
        visit: the visit, with ``last_seen`` where known: by this clinician, or one of the same specialty in the group.
        number: the examination's code.

    Returns:
        A finding when the code does not fit, else None. A new injury does not make a new patient.

    Source: CPT and CMS on new patients.

    >>> seen = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci", "last_seen": "2024-09-01"})
    >>> new_patient(seen, "99203").verdict.value
    'not_supported'
    """
    if visit.last_seen is None:
        return None
    established = visit.last_seen >= _years_before(visit.date_of_service)
    if established and number in _for_new_patients():
        says = f"The patient was seen here on {visit.last_seen}, less than three years ago, so {number} does not fit."
        fix = "Choose the code of an established patient that the examination supports."
    elif not established and number not in _for_new_patients():
        says = f"The patient was last seen here on {visit.last_seen}, more than three years ago, so {number} does not fit."
        fix = "Choose the code of a new patient that the examination supports."
    else:
        return None
    return say(visit, "new_patient", Verdict.NOT_SUPPORTED, says, NEW_PATIENT_SOURCES, code=number, fix=fix)


def _years_before(on: date) -> date:
    try:
        return on.replace(year=on.year - YEARS)
    except ValueError:  # 29 February
        return date(on.year - YEARS, 3, 1)


def _read_for_new_patients() -> frozenset[str]:
    return frozenset(row["code"] for row in rows("new_patient_codes.csv"))


_for_new_patients = cache(_read_for_new_patients)
