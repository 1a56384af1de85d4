"""97112 under a payer that keeps it for damage to the nervous system."""

from __future__ import annotations

from cptedu.facts.diagnoses import diagnosis_is_known
from cptedu.facts.tables import rows
from cptedu.model import Finding, Verdict, Visit
from cptedu.payers import payer
from cptedu.rules.say import reading, say

__all__ = ["neuro_criteria"]

NUMBER = "97112"
SOURCES = ("aetna-cpb-0325", "firstcoast-97112", "chirocode-34693")


def neuro_criteria(visit: Visit, number: str) -> Finding | None:
    """Judge 97112 by a payer's neurological criteria.

    Such a payer pays 97112 after paralysis, severe injury of the nervous system, stroke or systemic neurological
    disease. CPT itself has no limit by diagnosis.

    Args:
        visit: the visit.
        number: the code; only 97112 is judged.

    Returns:
        None when the payer has no such criteria or a neurological diagnosis is given; ``ask`` when none is given or it is
        only possibly one; ``no_data`` when a diagnosis is not known; ``not_supported`` when all are others.

    Source: Aetna CPB 0325 and First Coast's reviewer, as quoted by others; ChiroCode on the other side.
    """
    wanted = payer(visit.payer).wants("criteria_97112", visit.date_of_service)
    if number != NUMBER or wanted != "neurological_diagnosis":
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
            SOURCES,
            code=number,
            fix=fix,
            readings=(
                reading(
                    "97112 is for loss of function after damage to the nervous system.",
                    "aetna-cpb-0325",
                    "firstcoast-97112",
                ),
                reading(
                    "97112 has no limit by diagnosis; the measured deficit decides.",
                    "chirocode-34693",
                    "hns-97112",
                ),
            ),
        )

    if visit.diagnoses is None:
        return answer(
            Verdict.ASK,
            "This payer keeps 97112 for neurological conditions; no diagnosis is given.",
            "Ask for the diagnoses. Expect a denial without a neurological one.",
        )
    if "possible" in kinds:
        return answer(
            Verdict.ASK,
            "This payer keeps 97112 for neurological conditions; the diagnosis given may or may not be one for it.",
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
        "This payer keeps 97112 for damage to the nervous system: paralysis, severe nerve injury, stroke, systemic"
        " neurological disease. None of the diagnoses given is one.",
        "To answer a denial: ask for the written criteria, send the measured deficit, the technique and the response, and cite"
        " that CPT has no limit by diagnosis. Neither the diagnosis nor the code is changed to fit.",
    )


def _kind(diagnosis: str) -> str | None:
    for row in sorted(rows("neuro_diagnoses.csv"), key=lambda one: -len(one["prefix"])):
        if diagnosis.startswith(row["prefix"]):
            return row["kind"]
    return None
