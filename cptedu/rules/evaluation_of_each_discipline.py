"""A physical therapy evaluation and an occupational therapy one: never both by one practitioner."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from cptedu.facts.code_groups import code_group
from cptedu.facts.codes import codes
from cptedu.model import Verdict
from cptedu.rules.said import Said

__all__ = ["evaluation_of_each_discipline"]

SOURCES = ("ncci-manual-ch11",)


@cache
def _physical() -> frozenset[str]:
    of_therapy = {number for number, held in codes().items() if held.family == "therapy_evaluation"}
    return frozenset(of_therapy - set(code_group("occupational_therapy")))


def evaluation_of_each_discipline(number: str, by: str, standing: Collection[tuple[str, str]]) -> Said | None:
    """Ask about an occupational therapy evaluation beside a physical therapy one that the same practitioner gave.

    No edit joins the two; the policy manual does. By whose hand they were is told apart as far as a visit tells it: a
    chiropractor's and a therapist's are of two practitioners.

    Args:
        number: the code.
        by: who gave it, as the visit names it.
        standing: each code that would stand on the claim, with who gave it.

    Returns:
        ``ask`` where both would stand as one practitioner's, else None.

    Source: NCCI Policy Manual, chapter XI, P.

    >>> both = [("97161", "therapist"), ("97165", "therapist")]
    >>> evaluation_of_each_discipline("97165", "therapist", both).verdict.value
    'ask'
    """
    if number not in code_group("occupational_therapy"):
        return None
    beside = next((one for one, who in standing if one in _physical() and who == by), None)
    if beside is None:
        return None
    return Said(
        "evaluation_of_each_discipline",
        Verdict.ASK,
        f"{beside} is a physical therapy evaluation and {number} an occupational one. One practitioner does not report both on"
        " one date, and the note names one for both.",
        SOURCES,
        code=number,
        fix="Ask who gave which. What one practitioner gave is one evaluation, by the plan of care that it began.",
    )
