"""Hints on therapy beside an adjustment."""

from __future__ import annotations

from cptedu.facts.regions import regions_understood, spinal
from cptedu.learn.questions import Note
from cptedu.model import Service

__all__ = ["on_note"]


def on_note(note: Note) -> tuple[str, ...]:
    """Give the hints: the question to ask oneself of this case, where to look, then nearly the answer."""
    adjusted = tuple(name for name in regions_understood(note.visit.adjusted) if name in spinal())
    treated = [f"{_name(one)} in {_spoken(regions_understood(one.regions))}" for one in note.visit.services]
    places = ", ".join(name.replace("_", " ") for name in note.visit.adjusted) or "nothing"
    names = "; ".join(_name(one) for one in note.visit.services)
    return (
        f"Put two lists of regions side by side: what was adjusted, {places}; and where this was given: {names}.",
        f"Adjusted: {_spoken(adjusted)}. Treated: {'; '.join(treated)}.",
        "An edit joins 97112, 97124 and 97140 to a spinal adjustment: another region, then 59; the same region, then no line."
        " 97110, 97530 and 97535 have no such edit. 97124 is never paid beside 97140.",
    )


def _name(service: Service) -> str:
    return service.activity or service.code or "a service"


def _spoken(names: tuple[str, ...]) -> str:
    return ", ".join(name.replace("_", " ") for name in names) or "none"
