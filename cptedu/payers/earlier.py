"""Choices as payer files named them before: such a file still loads, and means what it meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["EARLIER", "as_named_now"]

_SPINE = ["98940", "98941", "98942"]
EARLIER: dict[str, dict[str, dict[str, Any]]] = {
    "benefit": {
        "spinal_cmt_only": {"covers": _SPINE},
        "plan": {
            "covers": [],
            "edits": "ncci",
            "adjustment_evidence": "none",
            "care_marks": "none",
            "maintenance": "ask",
            "pays_by": "contract",
        },
    },
    "criteria_97112": {
        "functional_deficit": {"neurological_diagnosis_for": []},
        "neurological_diagnosis": {"neurological_diagnosis_for": ["97112"]},
    },
}
"""Former name of a choice → its former words → the choices that say the same now."""


def as_named_now(name: str, entry: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Give the tables that say the same as one of a former name.

    Args:
        name: the former name.
        entry: its table, whose value and before are words that were accepted.

    Returns:
        A table for each choice that it stands for.
    """
    words = EARLIER[name]
    now, then = words[entry["value"]], words.get(entry.get("before", ""), {})
    made = {key: dict(entry) | {"value": now.get(key, then.get(key))} for key in {**then, **now}}
    if then:
        for key, table in made.items():
            table["before"] = then.get(key, now.get(key))
    return made
