"""Hints on which code an exercise is."""

from __future__ import annotations

from cptedu.facts.codes import purposes
from cptedu.learn.exercises.gaps import gap_in
from cptedu.learn.questions import Note

__all__ = ["on_note"]


def on_note(note: Note) -> tuple[str, ...]:
    """Give the hints: the question to ask oneself of this case, where to look, then nearly the answer."""
    aims = sorted({aim for service in note.visit.services for aim in service.purpose})
    gaps = [gap_in(service) for service in note.visit.services]
    seen = [gap for gap in dict.fromkeys(gaps) if gap]
    listed = ", ".join(aims).replace("_", " ") or "none"
    second = f"The aims in the note: {listed}. Mind also who was there, and what was measured."
    third = "; ".join(f"{aim.replace('_', ' ')} points to {purposes()[aim]}" for aim in aims)
    names = ", then of ".join(service.activity or "the service" for service in note.visit.services)
    first = f"Cover the name of {names}. What was it for, what was measured, and who was there?"
    return first, second, f"{third}. {' '.join(seen)}".strip()
