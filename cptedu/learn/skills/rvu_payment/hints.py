"""Hints on what the fee schedule allows; those on a sum go by its form, and are in ``exercises/hints.py``."""

from __future__ import annotations

from cptedu.learn.questions import Note
from cptedu.payers import payer

__all__ = ["on_note"]


def on_note(note: Note) -> tuple[str, ...]:
    """Give the hints after the first: where to look, then nearly the answer."""
    held = payer(note.visit.payer)
    return held.says, held.choice("unit_method").says
