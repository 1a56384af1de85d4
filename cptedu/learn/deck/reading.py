"""A deck's own file: the cases it lists, each read by itself so that one with a mistake stops no other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from cptedu.errors import CpteduError, unknown
from cptedu.facts.pages import LIST, TEXT, WHOLE, Form, Page, Where, as_written
from cptedu.facts.tables import data_folder
from cptedu.files import read_text
from cptedu.learn.cases import case
from cptedu.learn.deck.case_file import Sheet, read_case
from cptedu.learn.deck.case_slides import slide_of_case
from cptedu.learn.deck.own_slides import deck_of_folder
from cptedu.learn.deck.slide import Deck, FaultySlide, Slide
from cptedu.payers import load_payer

__all__ = ["DECK", "DECK_FORM", "LISTED_FORM", "deck_named", "load_deck", "seminar_deck", "shipped_decks"]

DECK = "CPTEDU_DECK"
"""The environment variable in which the command names the deck to be shown."""
DECK_FORM: Form = {"title": TEXT, "opening": TEXT, "minutes": WHOLE, "payers": LIST, "case": LIST}
_NAMED = re.compile(r"""^\s*name\s*=\s*["']([^"']+)["']""", re.MULTILINE)
LISTED_FORM: Form = {"file": TEXT, "id": TEXT, "minutes": WHOLE, "notes": TEXT}


def seminar_deck() -> Path:
    """Say where the deck lies that is shown where none is named."""
    return data_folder() / "decks" / "seminar.toml"


def shipped_decks() -> dict[str, Path]:
    """Give the decks that come with the course by their names, the shortest talk first.

    >>> list(shipped_decks())
    ['twenty', 'seminar', 'ninety']
    """
    found = {
        place: Sheet(place.name, read_text(place, "deck")) for place in seminar_deck().parent.glob("*.toml")
    }
    return {place.stem: place for place in sorted(found, key=lambda one: found[one].content["minutes"])}


def deck_named(given: Path) -> Path:
    """Say where a deck lies that was asked for by its path, or by the name of one that comes with the course.

    Args:
        given: the path or the name; what lies there is taken before a deck of that name.

    Returns:
        The path.

    Raises:
        CpteduError: when there is neither, naming the decks that come with the course.

    >>> deck_named(Path("seminar")) == seminar_deck()
    True
    """
    if given.exists():
        return given
    held = shipped_decks()
    if str(given) in held:
        return held[str(given)]
    if given.suffix or len(given.parts) > 1:
        return given  # who reads it says what is wrong with the file
    raise unknown("deck", str(given), held)


def load_deck(path: str | Path) -> Deck:
    """Read a deck and its cases.

    Args:
        path: a TOML file with a ``title`` and a ``[[case]]`` table for each case: its ``file``, beside the deck or below
            it, or the ``id`` of a case that comes with the course, and ``notes`` for the speaker, perhaps ``minutes`` of
            each and of the talk, and ``payers``, files of payers of one's own; or a folder of own cases.

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
    for number, name in enumerate(page.content.get("payers", [])):
        try:
            load_payer(place.parent / str(name))
        except CpteduError as problem:
            page.fault(("payers", number), problem)
    if page.faults:
        raise CpteduError("\n".join(_told_of_all(page, place.parent)))
    minutes = tuple(_minutes(entry) for entry in page.content["case"])
    whole = page.content.get("minutes")
    if whole is not None and sum(one or 0 for one in minutes) > whole:
        page.fault(
            ("minutes",),
            f"the cases take {sum(one or 0 for one in minutes)} minutes, and the talk has {whole}. Leave a case out, or"
            " give the talk more minutes.",
        )
        raise CpteduError("\n".join(_told_of_all(page, place.parent)))
    slides = tuple(
        _listed_case(page, ("case", number), entry, place.parent)
        for number, entry in enumerate(page.content["case"])
    )
    opening = page.content.get("opening", "").strip()
    return Deck(page.content["title"], opening, slides, place.name, whole, minutes)


def _minutes(entry: object) -> int | None:
    """Give the minutes of one entry; what is no number of minutes is named on its slide."""
    given = entry.get("minutes") if isinstance(entry, Mapping) else None
    return given if type(given) is int else None


def _listed_case(page: Sheet, where: Where, entry: object, folder: Path) -> Slide | FaultySlide:
    """Read the case that one entry of a deck names; what is wrong with either becomes the slide."""
    page.faults.clear()
    if not isinstance(entry, Mapping):
        page.fault(
            where,
            f"{as_written(entry)} is no case. Write [[case]] on a line of its own, and file = … below it.",
        )
    elif page.fits(where, entry, LISTED_FORM, "a case of a deck"):
        if "file" in entry and "id" in entry:
            page.fault(
                (*where, "id"), "a case has a file or an id of the course, not both. Take one line away."
            )
        elif "id" not in entry:
            page.needs(where, entry, ("file",), "this case")
    if page.faults or not isinstance(entry, Mapping):
        return FaultySlide(page.name, (*_told(page), *_of_its_file(page, entry, folder)))
    notes = str(entry.get("notes", "")).strip()
    return (
        _case_of_the_course(page, where, entry["id"], notes)
        if "id" in entry
        else _filed_case(page, where, entry["file"], folder, notes)
    )


def _told_of_all(page: Sheet, folder: Path) -> tuple[str, ...]:
    """Tell what is wrong with a deck's own file, and with each of its cases as well.

    That a case names a payer that nobody knows is not told where it follows from that payer's own file, which is told.
    """
    listed = page.content.get("payers")
    named = {_name_in(folder / str(one)) for one in (listed if isinstance(listed, list) else ())}
    follows = tuple(f": {name!r} is not a known payer." for name in named if name)
    told, entries = _told(page), page.content.get("case")
    slides = [
        _listed_case(page, ("case", number), entry, folder)
        for number, entry in enumerate(entries if isinstance(entries, list) else ())
    ]
    of_cases = [one for slide in slides if isinstance(slide, FaultySlide) for one in slide.faults]
    return tuple(
        dict.fromkeys((*told, *(one for one in of_cases if not any(said in one for said in follows))))
    )


def _name_in(place: Path) -> str:
    """Read the name that a payer's file gives, also where the rest of it cannot be used; empty where it gives none."""
    try:
        found = _NAMED.search(read_text(place, "payer file"))
    except CpteduError:
        return ""
    return found[1] if found else ""


def _of_its_file(page: Sheet, entry: object, folder: Path) -> tuple[str, ...]:
    """Tell what is wrong with the file of a case whose entry in the deck will not do itself."""
    name = entry.get("file") if isinstance(entry, Mapping) else None
    slide = (
        _filed_case(page, (), name, folder, "")
        if isinstance(name, str) and (folder / name).is_file()
        else None
    )
    return slide.faults if isinstance(slide, FaultySlide) else ()


def _case_of_the_course(page: Sheet, where: Where, name: str, notes: str) -> Slide | FaultySlide:
    """Make a slide of a case that comes with the course."""
    try:
        asked = case(name)
        if asked.visit is None:
            raise CpteduError(
                f"{name!r} has no visit, so there is nothing to show. Name a case that has one."
            )
        slide = slide_of_case(asked)
    except CpteduError as problem:
        page.fault((*where, "id"), problem)
        return FaultySlide(page.name, _told(page), notes)
    return replace(slide, notes="\n\n".join(filter(None, (notes, slide.notes))))


def _filed_case(page: Sheet, where: Where, name: str, folder: Path, notes: str) -> Slide | FaultySlide:
    """Read the case of a file beside the deck or below it."""
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
