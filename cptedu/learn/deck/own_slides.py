"""The cases of an instructor's own folder as slides: what the exercises practise can be put before a room too."""

from __future__ import annotations

import os
from pathlib import Path

from cptedu.errors import CpteduError
from cptedu.learn.cases import Case, load_folder
from cptedu.learn.deck.case_slides import slide_of_case
from cptedu.learn.deck.slide import Deck, FaultySlide, Slide

__all__ = ["OWN_CASES", "deck_of_folder", "own_slides", "own_slides_at_hand"]

OWN_CASES = "CPTEDU_OWN_CASES"
"""The environment variable in which the command names the folder of own cases."""


def own_slides(folder: str | Path) -> tuple[Slide | FaultySlide, ...]:
    """Make a slide of every case of a folder that has a visit, and of every file with a mistake.

    Args:
        folder: a folder with case files, as ``cptedu new-case`` begins them.

    Returns:
        The slides; a case without a visit, such as a fact to choose, is practised and not shown.

    Raises:
        CpteduError: when there is no such folder.
    """
    read = load_folder(folder)
    faulty = [
        FaultySlide(str(one).partition(",")[0].partition(":")[0], tuple(str(one).splitlines()))
        for one in read.errors
    ]
    return (*(_slide(one) for one in read.cases if one.visit is not None), *faulty)


def _slide(case: Case) -> Slide | FaultySlide:
    try:
        return slide_of_case(case)
    except CpteduError as problem:
        return FaultySlide(case.file, tuple(str(problem).splitlines()))


def own_slides_at_hand() -> tuple[Slide | FaultySlide, ...]:
    """Give the slides of the folder that the command named; none where there is no such folder."""
    named = os.environ.get(OWN_CASES, "")
    return own_slides(named) if named and Path(named).is_dir() else ()


def deck_of_folder(folder: Path) -> Deck:
    """Make a deck of a folder of own cases.

    Args:
        folder: the folder.

    Returns:
        The deck, its cases in order of the files' names.

    Raises:
        CpteduError: when the folder holds no case that can be shown.
    """
    slides = own_slides(folder)
    if not slides:
        raise CpteduError(
            f"{folder.name} holds no case with a visit. Write one with: cptedu new-case {folder.name}/first.toml"
        )
    return Deck("Cases of our own", "", slides, folder.resolve().name)
