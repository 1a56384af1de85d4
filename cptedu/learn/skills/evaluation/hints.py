"""Hints on an examination beside an adjustment."""

from __future__ import annotations

from cptedu.learn.questions import Note
from cptedu.payers import payer

__all__ = ["on_note"]


def on_note(note: Note) -> tuple[str, ...]:
    """Give the hints: the question to ask oneself of this case, where to look, then nearly the answer."""
    third = "If it is billed beside an adjustment, 25 stands on the line of the examination."
    if note.visit.last_seen is not None:
        third += " New patients were not seen here for three years; 99202 and 99203 are theirs."
    held, on = payer(note.visit.payer), note.visit.date_of_service
    marks = held.lists("not_covered_modifiers", on)
    if marks and held.lists("covers", on):
        third += f" {held.named_first} does not pay a chiropractor's examination: {', '.join(marks)}."
    separate = note.visit.evaluation.separate if note.visit.evaluation is not None else None
    said = {True: "significant and separate", False: "the usual look beforehand", None: "no more is said"}[
        separate
    ]
    first = f"Examined today: {note.examined or said}. Is that beyond the look before each adjustment?"
    second = "Beyond it are a new complaint, a flare-up, or a planned new examination: history, tests and plan of its own."
    return first, second, third
