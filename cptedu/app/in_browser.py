"""The course where Python runs inside the browser, on a site: there no server answers, and the page asks Python itself.

Each function answers with plain data. The learner's folder is the top of what Jupyter keeps in that browser.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from cptedu.app.course_told import results as results_of
from cptedu.app.course_told import told
from cptedu.app.lesson_list import note_opened
from cptedu.app.workspace import STATE_FOLDER
from cptedu.errors import CpteduError
from cptedu.explain.words_told import TEACHING
from cptedu.files import read_text, write_atomically
from cptedu.learn.progress import FILE_NAME, Progress
from cptedu.learn.progress.file import content_of
from cptedu.learn.summary_page import facts_as_text
from cptedu.widgets.kit.kept import all_is_kept

__all__ = [
    "brought",
    "course",
    "handed_in",
    "opened",
    "results",
    "settle",
    "taken_along",
    "told_in_the_browser",
]

_FOLDER = Path("/drive")
_BROUGHT = (
    "progress (brought along).json"  # such a copy is read in event by event wherever the progress is read
)
_WHERE_IT_IS_KEPT = (
    "What you do is kept in this browser, on this computer, and nowhere else. Another browser, a private window or a cleared"
    " history begins anew."
)


def settle(folder: Path = _FOLDER) -> bool:
    """Make the folder in which a learner's work is kept, where the browser keeps anything at all.

    Args:
        folder: the learner's folder.

    Returns:
        True where work is kept.
    """
    with suppress(OSError):
        if folder.is_dir():
            (folder / STATE_FOLDER).mkdir(exist_ok=True)
    return (folder / STATE_FOLDER).is_dir()


def course(folder: Path = _FOLDER) -> dict[str, Any]:
    """Tell what the first page draws.

    Args:
        folder: the learner's folder.

    Returns:
        Plain data, as a server tells it.
    """
    return told_in_the_browser(told(folder, folder))


def told_in_the_browser(page: dict[str, Any]) -> dict[str, Any]:
    """Say where a learner's work is kept, which is not where a server keeps it.

    Args:
        page: what the first page draws.

    Returns:
        The same with that sentence, and whether all of it was kept.

    >>> told_in_the_browser({"begun": False})["closing"][:41]
    'What you do is kept in this browser, on t'
    """
    return {**page, "closing": f"{_WHERE_IT_IS_KEPT} {TEACHING}", "is_kept": all_is_kept()}


def opened(path: str, folder: Path = _FOLDER) -> bool:
    """Note that a lesson is in front.

    Args:
        path: the lesson's file, seen from the folder.
        folder: the learner's folder.

    Returns:
        True, as a sign that it was heard.
    """
    note_opened(folder, path)
    return True


def results(folder: Path = _FOLDER) -> str:
    """Lay out what a learner has practised, as a page to print.

    Args:
        folder: the learner's folder.

    Returns:
        The page.
    """
    return results_of(folder)


def handed_in(folder: Path = _FOLDER) -> str:
    """Give the facts of what a learner has practised, to hand in beside the page.

    Args:
        folder: the learner's folder.

    Returns:
        The text of ``summary.json``.
    """
    return facts_as_text(Progress(folder))


def taken_along(folder: Path = _FOLDER) -> str:
    """Give everything that a learner did, to be taken to another computer or browser, or to an installed course.

    Args:
        folder: the learner's folder.

    Returns:
        The text of ``progress.json``; empty where nothing was done yet.
    """
    place = folder / FILE_NAME
    return read_text(place, "progress") if place.is_file() else ""


def brought(text: str, folder: Path = _FOLDER) -> str:
    """Read in what a learner did elsewhere, event by event; what was done here stays.

    Args:
        text: the text of the file that was taken along.
        folder: the learner's folder.

    Returns:
        What came of it, in words.
    """
    if not content_of(text.encode()).events:
        return f"That is no {FILE_NAME} of this course, or nothing was done in it. Nothing was changed."
    place = folder / _BROUGHT
    try:
        before = len(Progress(folder).events())
        write_atomically(place, text)
        progress = Progress(folder)
        if place.exists():  # somebody else's, or of a newer version: it says so itself
            place.unlink()
            return progress.message
    except (CpteduError, OSError) as problem:
        return str(problem)
    new = len(progress.events()) - before
    return (
        f"Brought along: {'1 new entry' if new == 1 else f'{new} new entries'}."
        if new
        else "All of it was here already."
    )
