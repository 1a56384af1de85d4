"""What a review strikes of a claim that an answer makes right: the visit as written against the claim of the answered one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from cptedu.engine.coding import code_visit
from cptedu.engine.review import review_claim
from cptedu.facts.cmt_levels import spinal_cmt
from cptedu.model import Claim, Visit

UNITS_AND_STANDING = frozenset({"units", "one_line", "left_off", "not_in_record"})


def struck(written: dict[str, Any], told: dict[str, Any], but: Collection[str]) -> list[str]:
    """Name the codes whose units, or which as a whole, a review calls wrong or missing though they are those of an answer.

    Args:
        written: a visit that leaves something open.
        told: the same with an answer.
        but: codes of which the visit itself asks what the answer tells: until it is told they are not supported.

    Returns:
        What is said of each.
    """
    lines = [(line.code, line.units, line.modifiers) for line in code_visit(Visit.from_dict(told)).lines]
    review = review_claim(Visit.from_dict(written), lines)
    return [
        f"{one.code} {one.rule}: {one.says}"
        for one in (*review.wrong, *review.missing)
        if one.rule in UNITS_AND_STANDING and one.code not in but
    ]


def asked_itself(claim: Claim) -> set[str]:
    """Name the codes that bear a question of their own, or are off the claim for one; of an adjustment each level of it."""
    found = {
        str(one.code)
        for one in (*claim.lines, *claim.unbilled)
        if any(
            said.verdict == "ask" and said.rule != "awaited_answer" and not said.either_way
            for said in one.findings
        )
    }
    return found | set(spinal_cmt()) if found & set(spinal_cmt()) else found
