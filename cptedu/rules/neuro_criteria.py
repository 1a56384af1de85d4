"""A code under a payer that keeps it for damage to the nervous system, as some do 97112."""

from __future__ import annotations

from cptedu.facts.diagnoses import diagnosis_is_known
from cptedu.facts.tables import rows
from cptedu.model import Finding, Reading, Verdict, Visit
from cptedu.payers import payer
from cptedu.rules.say import cited_by_payer, reading, say

__all__ = ["neuro_criteria"]

CHOICE = "neurological_diagnosis_for"
IN_DISPUTE = "97112"
SOURCES = ("chirocode-34693",)


def neuro_criteria(visit: Visit, number: str) -> Finding | None:
    """Judge a code by a payer's neurological criteria.

    Such a payer pays it after paralysis, severe injury of the nervous system, stroke or systemic neurological disease. CPT
    itself has no limit by diagnosis.

    Args:
        visit: the visit.
        number: the code; only one that the payer's file names is judged.

    Returns:
        None when the payer has no such criteria or a neurological diagnosis is given; ``ask`` when none is given or it is
        only possibly one; ``no_data`` when a diagnosis is not known; ``not_supported`` when all are others.

    Source: the payer's own choice; ChiroCode on the other side.
    """
    if number not in payer(visit.payer).lists(CHOICE, visit.date_of_service):
        return None
    kinds = {_kind(diagnosis) for diagnosis in visit.diagnoses or ()}
    if "neurological" in kinds:
        return None

    def answer(verdict: Verdict, says: str, fix: str) -> Finding:
        return say(
            visit,
            "neuro_criteria",
            verdict,
            says,
            dict.fromkeys((*cited_by_payer(visit, CHOICE), *(SOURCES if number == IN_DISPUTE else ()))),
            code=number,
            fix=fix,
            readings=_sides() if number == IN_DISPUTE else (),
        )

    if visit.diagnoses is None:
        return answer(
            Verdict.ASK,
            f"This payer keeps {number} for neurological conditions; no diagnosis is given.",
            "Ask for the diagnoses. Expect a denial without a neurological one.",
        )
    if "possible" in kinds:
        return answer(
            Verdict.ASK,
            f"This payer keeps {number} for neurological conditions; the diagnosis given may or may not be one for it.",
            "Ask the payer for its written criteria, and have the neurological signs at hand.",
        )
    unknown = [one for one in visit.diagnoses if not diagnosis_is_known(one)]
    if unknown:
        return answer(
            Verdict.NO_DATA,
            f"This payer keeps 97112 for neurological conditions; this table does not know {', '.join(unknown)}, so whether"
            " one is given is not known.",
            "Look the diagnosis up in the ICD-10-CM of that year, and ask the payer for its written criteria.",
        )
    return answer(
        Verdict.NOT_SUPPORTED,
        f"This payer keeps {number} for damage to the nervous system: paralysis, severe nerve injury, stroke, systemic"
        " neurological disease. None of the diagnoses given is one.",
        "To answer a denial: ask for the written criteria, send the measured deficit, the technique and the response, and cite"
        " that CPT has no limit by diagnosis. Neither the diagnosis nor the code is changed to fit.",
    )


def _sides() -> tuple[Reading, ...]:
    return (
        reading(
            "97112 is for loss of function after damage to the nervous system.",
            "aetna-cpb-0325",
            "firstcoast-97112",
        ),
        reading(
            "97112 has no limit by diagnosis; the measured deficit decides.", "chirocode-34693", "hns-97112"
        ),
    )


def _kind(diagnosis: str) -> str | None:
    for row in sorted(rows("neuro_diagnoses.csv"), key=lambda one: -len(one["prefix"])):
        if diagnosis.startswith(row["prefix"]):
            return row["kind"]
    return None
