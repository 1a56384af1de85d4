"""Wrong rules that take one payer's choice for everybody's."""

from __future__ import annotations

from cptedu.learn.misconceptions.registry import wrong_rule
from cptedu.learn.questions import Note
from cptedu.learn.second_opinion import beside_adjustment
from cptedu.model import Service, Visit


@wrong_rule(
    step="wants_gp",
    title="GP for every payer",
    holds="GP is put on therapy whoever pays",
    feedback=(
        "GP is a wish of certain payers: Medicare, veterans' care, some commercial plans. Where the plan does not ask for it,"
        " the line needs none: GP does no harm at most payers, but it is a wish to look up, not a habit."
    ),
    source="nysca-gp",
)
def puts_gp_for_every_payer(_visit: Visit) -> bool:
    """Put GP on therapy whoever pays."""
    return True


@wrong_rule(
    step="wants_gp",
    title="GP for Medicare only",
    holds="GP is taken for something that Medicare alone wants",
    feedback=(
        "Other payers ask for GP on therapy too: veterans' community care, and some commercial plans since 2020. Their lines"
        " come back without it. Look the payer up, not the habit."
    ),
    source="mpamedia-va-gp",
)
def uses_gp_for_medicare_only(visit: Visit) -> bool:
    """Put GP on therapy for Medicare alone."""
    return visit.payer == "medicare"


@wrong_rule(
    step="beside_adjustment",
    title="reads CPT Assistant for every payer",
    holds="97112 or 97124 in the adjusted region is billed without 59 whoever pays",
    feedback=(
        "That no separate region is needed is the reading of CPT Assistant, and it holds for a payer that follows it. A payer"
        " that applies the NCCI edits pays 97112 and 97124 beside an adjustment only in another region, with 59."
    ),
    source="aca-ncci-2002",
)
def reads_cpt_assistant_for_every_payer(service: Service, number: str, note: Note) -> frozenset[str] | None:
    """Bill 97112 and 97124 in the adjusted region, unmarked."""
    right = beside_adjustment(service, number, note)
    return frozenset() if right is None and number in ("97112", "97124") else right
