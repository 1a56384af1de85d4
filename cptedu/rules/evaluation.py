"""An examination beside the visit: when it stands, when it needs modifier 25, who is a new patient."""

from __future__ import annotations

from datetime import date
from functools import cache

from cptedu.facts.cmt_levels import extraspinal_cmt, spinal_cmt
from cptedu.facts.codes import code
from cptedu.facts.days_told import day_in_words
from cptedu.facts.tables import rows
from cptedu.facts.unread_day import UnreadDay
from cptedu.model import Verdict
from cptedu.rules.coverage import not_covered, sent_for_denial
from cptedu.rules.said import Said
from cptedu.visit.record import Record

__all__ = [
    "ADJUSTMENT",
    "YEARS",
    "includes_an_assessment",
    "is_established",
    "new_patient",
    "not_separate",
    "recorded_evaluation",
    "separate_evaluation",
]

ADJUSTMENT = "an adjustment"

SEPARATE_SOURCES = ("cpt-1997-cmt", "ilchiro-em", "aapc-em25")
PROCEDURE_SOURCES = ("ncci-manual-ch1", "ncci-manual-ch11")
SHORT_GLOBAL_PERIODS = frozenset({"000", "010"})
NOT_SEPARATE_SOURCES = ("aca-em-kmc", "cptedu-inference")
NEW_PATIENT_SOURCES = ("cpt-new-patient",)
YEARS = 3
"""A patient who was seen within so many years is an established one."""


def recorded_evaluation(record: Record, number: str) -> Said:
    """Say that an examination was recorded; its level is taken from the record as given.

    Args:
        record: the visit as understood.
        number: the examination's code.

    Returns:
        The finding that puts it on the claim.

    Source: CPT on office visits, read in copies.
    """
    separate = None if record.evaluation is None else record.evaluation.separate
    return Said(
        "recorded_evaluation",
        Verdict.SUPPORTED,
        f"An examination was recorded as {number}. Whether its level fits is not judged here.",
        NEW_PATIENT_SOURCES,
        code=number,
        numbers=() if separate is None else (("significant and separate", "yes" if separate else "no"),),
        used=("evaluation.code", *(() if separate is None else ("evaluation.separate",))),
    )


def separate_evaluation(record: Record, number: str, beside: str) -> Said:
    """Judge an examination on the day of an adjustment or another procedure.

    Every procedure includes a brief assessment before it. Only what is significant and goes beyond that is billed. A
    different diagnosis is not required, and a new patient alone does not make it so. An examination has no region.

    Args:
        record: the visit as understood.
        number: the examination's code.
        beside: what it stands beside: ``ADJUSTMENT``, or the code of a procedure.

    Returns:
        ``supported``, ``not_supported``, or ``ask`` when the record does not say.

    Source: CPT 1997 on the assessment within an adjustment; NCCI Policy Manual, chapters I and XI; AAPC 2018.
    """
    separate = None if record.evaluation is None else record.evaluation.separate
    sources = SEPARATE_SOURCES if beside == ADJUSTMENT else PROCEDURE_SOURCES

    def answer(verdict: Verdict, says: str, fix: str = "") -> Said:
        return Said(
            "separate_evaluation",
            verdict,
            says,
            sources,
            code=number,
            fix=fix,
            used=("evaluation.separate",),
        )

    if separate is None:
        return answer(
            Verdict.ASK,
            f"{number} beside {beside} is billed only when it was significant and separate; the note does not say.",
            "Ask what was examined beyond the brief look that every adjustment includes."
            if beside == ADJUSTMENT
            else "Ask what was examined beyond the brief look that the procedure includes.",
        )
    if not separate:
        included = "the adjustment" if beside == ADJUSTMENT else beside
        return answer(
            Verdict.NOT_SUPPORTED,
            f"The assessment was the brief one that {included} includes, so {number} is not billed.",
            "Leave the examination off the claim.",
        )
    apart = "the adjustment" if beside == ADJUSTMENT else beside
    mark = "modifier 25" if code(number).is_office_visit else "a modifier"
    return answer(Verdict.SUPPORTED, f"{number} was significant and separate from {apart}: {mark} says so.")


def not_separate(record: Record, number: str) -> Said | None:
    """Ask about an examination that the record itself calls not separate: whatever it was part of, it is not billed so.

    Beside an adjustment, a procedure or what an edit joins to it, it is refused. Beside anything else no text refuses it, and
    none makes a line of the look that belongs to every session either.

    Args:
        record: the visit as understood.
        number: the examination's code.

    Returns:
        ``ask`` where the record says so, else None.

    Source: KMC University on an examination at each visit; the rest is our own reading.

    >>> keys = {"date_of_service": "2026-03-04", "payer": "commercial_ncci"}
    >>> not_separate(Record.from_dict(keys | {"evaluation": {"code": "99213", "separate": False}}), "99213").verdict.value
    'ask'
    """
    if record.evaluation is None or record.evaluation.separate is not False:
        return None
    if not_covered(record, number) is not None and not sent_for_denial(record):
        return None  # it is off the claim, whatever it was
    return Said(
        "separate_evaluation",
        Verdict.ASK,
        f"The note itself calls {number} not separate. Whether it was more than the look that belongs to any visit, the note"
        " leaves open.",
        NOT_SEPARATE_SOURCES,
        code=number,
        fix="Ask what was examined beyond that look. Until then leave the examination off the claim.",
        used=("evaluation.separate",),
    )


def includes_an_assessment(number: str) -> bool:
    """Say whether a procedure includes a brief assessment, so that an office visit beside it needs 25.

    Those are adjustments, and procedures whose global period is of 0 or 10 days.

    Args:
        number: the code of the procedure.

    Returns:
        True where it does, by the newest relative values held.

    Source: NCCI Policy Manual, chapter I, D; CMS relative value files on the global period.

    >>> includes_an_assessment("98940"), includes_an_assessment("97110")
    (True, False)
    """
    if number in {*spinal_cmt(), *extraspinal_cmt()}:
        return True
    return _global_days().get(number, "") in SHORT_GLOBAL_PERIODS


@cache
def _global_days() -> dict[str, str]:
    return {row["code"]: row["global_days"] for row in rows("rvu.csv") if row["global_days"]}


def new_patient(record: Record, number: str) -> Said | None:
    """Check a new-patient code against the three-year rule, and an established one the other way.

    Args:
        record: the visit as understood, with ``last_seen`` where known: by this clinician, or one of the same
            specialty in the group.
        number: the examination's code.

    Returns:
        A finding, or None when it is not known when the patient was last seen. A new injury does not make a new patient.

    Source: CPT and CMS on new patients.

    >>> seen = Record.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci", "last_seen": "2024-09-01"})
    >>> new_patient(seen, "99203").verdict.value
    'not_supported'
    """
    if record.visit.last_seen is None:
        return None
    seen, is_new_code = record.visit.last_seen, number in _for_new_patients()
    established = is_established(seen, record.on)
    verdict, fix = Verdict.NOT_SUPPORTED, ""
    if established and is_new_code:
        says = f"Last seen here on {day_in_words(seen)}, within the last three years: {number} does not fit."
        fix = "Choose the code of an established patient that the examination supports."
    elif not established and not is_new_code:
        says = f"Last seen here on {day_in_words(seen)}, more than three years ago: {number} does not fit."
        fix = "Choose the code of a new patient that the examination supports."
    else:
        kind = "a new" if is_new_code else "an established"
        verdict, says = (
            Verdict.SUPPORTED,
            f"The patient was last seen here on {day_in_words(seen)}: {kind} patient, as {number} has it.",
        )
    return Said("new_patient", verdict, says, NEW_PATIENT_SOURCES, code=number, fix=fix, used=("last_seen",))


def is_established(seen: date, on: date) -> bool:
    """Say whether a patient who was seen on one day is an established one on another: within three years.

    Args:
        seen: when the patient was last seen.
        on: the date of service.

    Returns:
        True for an established patient.

    Source: CPT and CMS on new patients.

    >>> is_established(date(2023, 3, 4), date(2026, 3, 4)), is_established(date(2023, 3, 3), date(2026, 3, 4))
    (True, False)
    """
    return seen.is_within(YEARS, on) if isinstance(seen, UnreadDay) else seen >= _years_before(on)


def _years_before(on: date) -> date:
    try:
        return on.replace(year=on.year - YEARS)
    except ValueError:  # 29 February
        return date(on.year - YEARS, 3, 1)


@cache
def _for_new_patients() -> frozenset[str]:
    return frozenset(row["code"] for row in rows("new_patient_codes.csv"))
