"""Drawn questions that put things in order: the steps to a claim, the parts of a note, Medicare's diagnoses."""

from __future__ import annotations

from dataclasses import replace

from cptedu.learn.generator.diagnoses import SUBLUXATIONS, diagnoses_of
from cptedu.learn.generator.draw import Draw
from cptedu.learn.generator.ideas import a_day, places_in
from cptedu.learn.generator.proposals import asked_about_claim
from cptedu.learn.questions import Note, Question
from cptedu.model import Visit

__all__ = ["ORDERS", "in_order", "order_of_diagnoses", "right_order"]

ORDERS = {
    "claim": (
        "what the service was for",
        "what was measured before it",
        "who gave it, and to how many at once",
        "whether the payer covers it",
        "whether an edit joins it to another line",
        "how many minutes count, and how many units they make",
        "the modifiers on the line",
    ),
    "first visit": (
        "history and present illness",
        "examination",
        "diagnosis",
        "treatment plan with goals",
        "the treatment given today",
    ),
    "later visit": (
        "what has changed since the last visit",
        "examination of the area in question",
        "how well the treatment has worked",
        "what was done today",
    ),
}
_ASKED = {
    "claim": "From the note to the line on the claim: in which order are these looked at?",
    "first visit": "A first visit is written down. Put these parts of the note in their order.",
    "later visit": "A later visit is written down. Put these parts of the note in their order.",
}


def right_order(aspect: str, items: tuple[str, ...]) -> tuple[str, ...]:
    """Put items of a known order in that order."""
    return tuple(one for one in ORDERS.get(aspect, ()) if one in items)


def in_order(wanted: Draw, aspect: str) -> Question | None:
    """Draw some steps of a known order; None when they happen to be drawn in order."""
    known = ORDERS[aspect]
    drawn = tuple(wanted.stream.some_of(known, min(len(known), 3 + wanted.difficulty)))
    if drawn == right_order(aspect, drawn):
        return None
    return wanted.question(_ASKED[aspect], options=drawn, aspect=aspect)


def order_of_diagnoses(wanted: Draw) -> Question:
    """Draw the diagnoses of a Medicare visit."""
    stream = wanted.stream
    region = stream.one_of(tuple(SUBLUXATIONS))
    codes = stream.shuffled(diagnoses_of([region]))
    visit = {
        "date_of_service": a_day(stream, usual=wanted.by_table),
        "payer": "medicare",
        "care": "active",
        "adjusted": places_in(stream, region, 1, usual=wanted.by_table),
        "part": ["P", "A", "R"],
    }
    note = Note(Visit.from_dict(visit))
    text = "Put the diagnoses in the order in which Medicare wants them on the claim."
    asked = asked_about_claim(wanted, note, text, tuple(codes))
    return replace(asked, aspect="diagnoses")
