"""Hints on minutes and units."""

from __future__ import annotations

from cptedu.facts.codes import code
from cptedu.learn.questions import Note
from cptedu.payers import payer

__all__ = ["on_note"]

_METHOD = {"cms_total_time": "all timed minutes together", "cpt_per_code": "each code by itself"}


def on_note(note: Note) -> tuple[str, ...]:
    """Give the hints: the question to ask oneself of this case, where to look, then nearly the answer."""
    visit = note.visit
    method = str(payer(visit.payer).wants("unit_method", visit.date_of_service))
    spent: dict[str, int] = {}
    for service in visit.services:
        if service.code is not None and code(service.code).timed == "yes":
            spent[service.code] = spent.get(service.code, 0) + (service.minutes or 0)
    listed = ", ".join(f"{number}: {minutes}" for number, minutes in sorted(spent.items()))
    together = f"; together {sum(spent.values())}" if len(spent) > 1 else ""
    edges = "The first unit begins at 8 minutes, the second at 23, the third at 38, the fourth at 53."
    around = any(note.extra_minutes(n) for n in range(len(visit.services)))
    told = ", ".join(str(one.minutes) for one in visit.services if one.minutes is not None)
    first = f"Minutes in the note: {told or 'none'}. Which of them count, and does this payer look at each code alone?"
    if around:
        first += " Setting up and writing down are told beside."
    return (
        first,
        f"This payer counts {_METHOD[method]}.",
        f"Minutes of treatment by code: {listed}{together}. {edges}" if listed else edges,
    )
