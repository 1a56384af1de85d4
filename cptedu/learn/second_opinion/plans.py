"""What a payer chose, read from its file by a reader of this way's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from cptedu.facts.tables import document

__all__ = ["chosen", "codes_chosen", "follows_edits", "plan_of"]

# What holds where no file says otherwise; a choice that is not named here decides nothing in this way.
_OTHERWISE: Mapping[str, Any] = {
    "unit_method": "cpt_per_code",
    "covers": [],
    "never_paid": [],
    "not_covered_lines": "unbilled",
    "not_covered_modifiers": [],
    "voluntary_notice_modifiers": [],
    "bundled": [],
    "ask_about": [],
    "exchanged": {},
    "never_beside_adjustment": [],
    "neurological_diagnosis_for": [],
    "adjustment_evidence": "none",
    "care_marks": "none",
    "edits": "ncci",
    "same_region": "refused",
    "gp_on_therapy": False,
    "unlicensed_assistant": "ask",
    "therapist": "covered",
}


@cache
def plan_of(payer: str, on: date) -> Mapping[str, Any]:
    """Give every choice of a payer as it holds on a day.

    >>> plan_of("gp_required", date(2026, 3, 4))["gp_on_therapy"]
    True
    """
    written = document(f"payers/{payer}.toml")
    below = plan_of(written["like"], on) if "like" in written else _OTHERWISE
    found = dict(below)
    for name in _OTHERWISE:
        if name in written:
            begins = written[name].get("since")
            late = begins is not None and on < begins
            found[name] = written[name]["before" if late else "value"]
    return found


def chosen(payer: str, on: date, name: str) -> Any:
    """Give one choice of a payer."""
    return plan_of(payer, on)[name]


def codes_chosen(payer: str, on: date, name: str) -> tuple[str, ...]:
    """Give a choice that is a list, of codes or of modifiers."""
    return tuple(plan_of(payer, on)[name])


def follows_edits(payer: str, on: date) -> bool:
    """Say whether the payer goes by the edits between codes at all."""
    return bool(chosen(payer, on, "edits") != "not_followed")
