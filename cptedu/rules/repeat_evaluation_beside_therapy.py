"""A repeat therapy evaluation on a day of therapy: only where the patient's state had changed and it was needed."""

from __future__ import annotations

from cptedu.facts.code_groups import code_group
from cptedu.model import Verdict
from cptedu.rules.gp_modifier import is_therapy
from cptedu.rules.said import Said
from cptedu.visit.record import Record

__all__ = ["repeat_evaluation_beside_therapy"]

SOURCES = ("ncci-manual-ch11",)


def repeat_evaluation_beside_therapy(record: Record, number: str, beside: str) -> Said | None:
    """Judge a repeat evaluation beside a therapy of the day, whether or not an edit joins the two.

    A look at how the patient does is part of every session. A repeat evaluation is billed beside it where the state had
    changed and the evaluation was needed, and 59 or XU says so.

    Args:
        record: the visit as understood; ``separate`` says whether the evaluation was needed for itself.
        number: the code of the evaluation.
        beside: the code of the therapy.

    Returns:
        None for another code, or beside what is no therapy; ``supported``, ``not_supported``, or ``ask`` where the record
        does not say.

    Source: NCCI Policy Manual, chapter XI, P.

    >>> seen = Record.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci", "evaluation": {"code": "97164"}})
    >>> repeat_evaluation_beside_therapy(seen, "97164", "97110").verdict.value
    'ask'
    """
    if number not in code_group("repeat_therapy_evaluation") or not is_therapy(record, beside):
        return None
    recorded = record.evaluation
    separate = recorded.separate if recorded is not None and recorded.written.code == number else None
    if separate:
        verdict, says, fix = (
            Verdict.SUPPORTED,
            f"{number} was needed for itself beside {beside}: a modifier says so.",
            "",
        )
    elif separate is None:
        verdict, says, fix = (
            Verdict.ASK,
            f"{number} beside {beside} is billed only when the patient's state had changed and it was needed; the note does not"
            " say.",
            "Ask what had changed since the last evaluation. A look at progress is part of every session.",
        )
    else:
        verdict, says, fix = (
            Verdict.NOT_SUPPORTED,
            f"{number} was the look at progress that belongs to every session of therapy, so it is not billed beside {beside}.",
            "Leave the evaluation off the claim.",
        )
    return Said(
        "repeat_evaluation_beside_therapy",
        verdict,
        says,
        SOURCES,
        code=number,
        fix=fix,
        used=("evaluation.separate",),
    )
