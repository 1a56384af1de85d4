"""Whether each diagnosis of a visit is known, complete and in force on the date of service."""

from __future__ import annotations

from cptedu.facts.days_told import day_in_words
from cptedu.facts.diagnoses import Diagnosis, diagnoses_begin, edition_of, encounter_letters
from cptedu.model import Verdict
from cptedu.rules.said import Said
from cptedu.visit.record import Record

__all__ = ["diagnoses_in_force"]

SOURCES = ("icd-10-cm",)
BECAUSE_IT_WAS_MADE = "A diagnosis is recorded because it was made, not to fit a code."


def diagnoses_in_force(record: Record) -> list[Said]:
    """Say of each diagnosis that is unknown, incomplete or out of force that it is so; one that holds needs no word.

    Args:
        record: the visit as understood.

    Returns:
        ``no_data`` for a diagnosis that no table knows, ``not_supported`` for a heading, an injury without one of its
        seventh characters, one that has ended and one that had not begun; one finding for each, in claim order.

    Source: ICD-10-CM, known but not opened; its first day is 2015-10-01.

    >>> record = Record.from_dict({"date_of_service": "2026-03-04", "payer": "medicare", "diagnoses": ["M54.5", "M54.2"]})
    >>> [(str(finding.verdict), finding.says) for finding in diagnoses_in_force(record)]
    [('not_supported', 'M54.5 (low back pain, not yet complete) is a heading; a claim needs one of the diagnoses below it.')]
    """
    return [_told(record, one) for one in record.diagnoses or () if one.state != "held"]


def _told(record: Record, found: Diagnosis) -> Said:
    verdict = Verdict.NO_DATA if found.state == "unknown" else Verdict.NOT_SUPPORTED
    says, fix = _in_words(record, found)
    return Said("diagnosis_in_force", verdict, says, SOURCES, fix=fix, diagnoses=(found.code,))


def _in_words(record: Record, found: Diagnosis) -> tuple[str, str]:
    named = found.in_words
    if found.state == "unknown":
        says = f"This table does not know {found.code}: nothing is said of its region, or whether it is complete and in force."
        if found.neuromusculoskeletal is False:
            # Of a whole chapter it is known to be of another kind; that is no knowledge of the diagnosis.
            says = (
                f"Of {found.code} this table knows the kind alone: nothing is said of its region, or whether it is complete and"
                " in force."
            )
        return (
            says,
            f"Look it up in the {edition_of(record.on)} of that year.",
        )
    if found.state in {"without_encounter", "wrong_encounter"}:
        letters = ", ".join(f"{letter} {says}" for letter, says in encounter_letters(found.code).items())
        but = f"; {found.code[-1]} is none of them" if found.state == "wrong_encounter" else ""
        return (
            f"{named} is not complete: an injury has a seventh character ({letters}){but}.",
            "Ask which of them it was.",
        )
    if found.state == "heading":
        return (
            f"{named} is a heading; a claim needs one of the diagnoses below it.",
            f"Ask which one was found. {BECAUSE_IT_WAS_MADE}",
        )
    if found.state == "ended":
        return (
            f"{named} was in force until {day_in_words(found.day)}, not on {day_in_words(record.on)}.",
            f"Ask which diagnosis of that date was found. {BECAUSE_IT_WAS_MADE}",
        )
    system = " ICD-10-CM itself began on that day." if found.day == diagnoses_begin() else ""
    return (
        f"{named} was not in force on {day_in_words(record.on)}; it began on {day_in_words(found.day)}.{system}",
        f"Ask for the diagnosis as it was written at that date. {BECAUSE_IT_WAS_MADE}",
    )
