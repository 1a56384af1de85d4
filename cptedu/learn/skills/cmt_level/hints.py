"""Hints on the level of an adjustment."""

from __future__ import annotations

from cptedu.facts.regions import region_of, regions_understood, spinal
from cptedu.learn.questions import Note

__all__ = ["on_note"]


def on_note(note: Note) -> tuple[str, ...]:
    """Give the hints: the question to ask oneself of this case, where to look, then nearly the answer."""
    # A place that may be of two regions is what the exercise asks about; no hint takes that away.
    places = [place for place in note.visit.adjusted if regions_understood([place])]
    named = ", ".join(place.replace("_", " ") for place in note.visit.adjusted)
    placed = [
        f"{place} is {region_of(place)}".replace("_", " ") for place in places if place != region_of(place)
    ]
    if not placed:
        placed = [f"The regions are named already: {len(regions_understood(places))} in all"]
    beyond = [place.replace("_", " ") for place in places if region_of(place) not in spinal()]
    second = (
        "Every place here lies in the spine." if not beyond else f"Beyond the spine lie: {', '.join(beyond)}."
    )
    if note.visit.findings is not None:
        second += " And a region without a finding does not count."
    unclear = [place for place in note.visit.adjusted if place not in places]
    if unclear:
        second = f"Does the note say enough of this place to know its region: {', '.join(unclear)}?"
    first = f"{named}: which region does each of them lie in, and how many different ones are left?"
    if not unclear and all(place == region_of(place) for place in places):
        first = f"The note names regions: {named}. Which of them lie in the spine?"
    return first, second, "; ".join(placed) + "."
