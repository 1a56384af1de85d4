"""Hints on what a payer asks for."""

from __future__ import annotations

from cptedu.learn.questions import Note
from cptedu.payers import payer

__all__ = ["on_note"]


def on_note(note: Note) -> tuple[str, ...]:
    """Give the hints: the question to ask oneself of this case, where to look, then nearly the answer."""
    held = payer(note.visit.payer)
    chosen = ("unit_method", "gp_on_therapy", "same_region", "neurological_diagnosis_for")
    return (
        f"{_done(note)}: this goes to {held.label}. What does that payer ask for that others do not?",
        held.says,
        " ".join(filter(None, (held.choice(name).says for name in chosen))),
    )


def _done(note: Note) -> str:
    done = [f"the adjustment of {', '.join(note.visit.adjusted)}"] if note.visit.adjusted else []
    done += [one.activity or "therapy" for one in note.visit.services]
    return "; ".join(done).replace("_", " ") or "what was done"
