"""Hints on what a payer asks for."""

from __future__ import annotations

from cptedu.learn.questions import Note
from cptedu.payers import payer

__all__ = ["on_note"]


def on_note(note: Note) -> tuple[str, ...]:
    """Give the hints after the first: where to look, then nearly the answer."""
    held = payer(note.visit.payer)
    chosen = ("unit_method", "gp_on_therapy", "same_region", "neurological_diagnosis_for")
    return held.says, " ".join(filter(None, (held.choice(name).says for name in chosen)))
