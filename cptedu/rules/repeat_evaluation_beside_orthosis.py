"""A repeat therapy evaluation on the day on which an orthosis or prosthesis is first fitted and taught: it is part of that."""

from __future__ import annotations

from collections.abc import Collection

from cptedu.facts.code_groups import code_group
from cptedu.model import Verdict
from cptedu.rules.said import Said

__all__ = ["repeat_evaluation_beside_orthosis"]

SOURCES = ("ncci-manual-ch11",)


def repeat_evaluation_beside_orthosis(
    number: str, by: str, standing: Collection[tuple[str, str]]
) -> Said | None:
    """Refuse a repeat evaluation beside the first fitting of an orthosis or prosthesis by the same practitioner.

    The edit of the two would let a modifier part them; the policy manual does not.

    Args:
        number: the code.
        by: who gave it, as the visit names it.
        standing: each code that would stand on the claim, with who gave it.

    Returns:
        ``not_supported`` for a repeat evaluation beside such a fitting, else None.

    Source: NCCI Policy Manual, chapter XI, P.

    >>> both = [("97164", "therapist"), ("97760", "therapist")]
    >>> repeat_evaluation_beside_orthosis("97164", "therapist", both).verdict.value
    'not_supported'
    """
    if number not in code_group("repeat_therapy_evaluation"):
        return None
    fittings = code_group("not_with_a_repeat_evaluation")
    beside = next((one for one, who in standing if one in fittings and who == by), None)
    if beside is None:
        return None
    return Said(
        "repeat_evaluation_beside_orthosis",
        Verdict.NOT_SUPPORTED,
        f"{number} is not reported beside {beside} on one date: looking at the patient again is part of the fitting.",
        SOURCES,
        code=number,
        fix=f"Bill {beside} alone. No modifier parts them.",
    )
