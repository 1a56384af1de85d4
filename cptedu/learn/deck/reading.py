"""A deck's own file: the cases it lists, each read by itself so that one with a mistake stops no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from cptedu.errors import CpteduError
from cptedu.facts.pages import LIST, TEXT, Form, Page, as_written
from cptedu.facts.tables import data_folder
from cptedu.files import read_text
from cptedu.learn.deck.case_file import Sheet, read_case
from cptedu.learn.deck.own_slides import deck_of_folder
from cptedu.learn.deck.slide import Deck, FaultySlide, Slide

__all__ = ["DECK", "DECK_FORM", "LISTED_FORM", "load_deck", "seminar_deck"]

DECK = "CPTEDU_DECK"
"""The environment variable in which the command names the deck to be shown."""
DECK_FORM: Form = {"title": TEXT, "opening": TEXT, "case": LIST}
LISTED_FORM: Form = {"file": TEXT, "notes": TEXT}


def seminar_deck() -> Path:
    """Say where the deck lies that comes with the course."""
    return data_folder() / "decks" / "seminar.toml"


def load_deck(path: str | Path) -> Deck:
    """Read a deck and its cases.

    Args:
        path: a TOML file with a ``title`` and a ``[[case]]`` table for each case: its ``file``, beside the deck or below
            it, and ``notes`` for the speaker; or a folder of own cases.

    Returns:
        The deck. A case with a mistake is a slide that says which line, and what to write instead.

    Raises:
        CpteduError: when the deck's own file cannot be used.

    >>> len(load_deck(seminar_deck()).slides)
    10
    """
    place = Path(path)
    if place.is_dir():
        return deck_of_folder(place)
    page = Sheet(place.name, read_text(place, "deck"))
    if (
        page.fits((), page.content, DECK_FORM, "a deck")
        and page.needs((), page.content, ("title",), "this deck")
        and not page.content.get("case")
    ):
        page.fault(
            (), 'no [[case]] was found. Write [[case]] and below it file = "first.toml" for each case.'
        )
    page.raise_faults()
    slides = tuple(
        _listed_case(page, ("case", number), entry, place.parent)
        for number, entry in enumerate(page.content["case"])
    )
    return Deck(page.content["title"], page.content.get("opening", "").strip(), slides, place.name)


def _listed_case(
    page: Sheet, where: tuple[str | int, ...], entry: object, folder: Path
) -> Slide | FaultySlide:
    """Read the case that one entry of a deck names; what is wrong with either becomes the slide."""
    page.faults.clear()
    if not isinstance(entry, Mapping):
        page.fault(
            where,
            f"{as_written(entry)} is no case. Write [[case]] on a line of its own, and file = … below it.",
        )
    elif page.fits(where, entry, LISTED_FORM, "a case of a deck"):
        page.needs(where, entry, ("file",), "this case")
    if page.faults or not isinstance(entry, Mapping):
        return FaultySlide(page.name, _told(page))
    name, notes = entry["file"], str(entry.get("notes", "")).strip()
    try:
        written = read_text(folder / name, "case file")
    except CpteduError as problem:
        page.fault((*where, "file"), problem)
        return FaultySlide(name, _told(page), notes)
    try:
        slide = read_case(Path(name).name, written)
    except CpteduError as problem:
        return FaultySlide(name, tuple(str(problem).splitlines()), notes)
    return replace(slide, notes="\n\n".join(filter(None, (notes, slide.notes))))


def _told(page: Page) -> tuple[str, ...]:
    return tuple(f"{page.name}, line {line}: {says}" for line, says in sorted(page.faults))
