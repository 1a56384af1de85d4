"""Hints on what the fee schedule allows; those on a sum go by its form, and are in ``exercises/hints.py``."""

from __future__ import annotations

from cptedu.learn.questions import Note
from cptedu.payers import payer

__all__ = ["on_note"]


def on_note(note: Note) -> tuple[str, ...]:
    """Give the hints: the question to ask oneself of this case, where to look, then nearly the answer."""
    held = payer(note.visit.payer)
    return (
        f"{_done(note)}: this goes to {held.label}. What does it pay, and for how many units?",
        held.says,
        held.choice("unit_method").says,
    )


def _done(note: Note) -> str:
    done = [f"the adjustment of {', '.join(note.visit.adjusted)}"] if note.visit.adjusted else []
    done += [one.activity or "therapy" for one in note.visit.services]
    return "; ".join(done).replace("_", " ") or "what was done"
