"""What the first page of the course is told: the same where a server tells it and where Python runs inside the browser."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from cptedu.app.lesson_list import lessons, opened
from cptedu.app.workspace import FIRST_LESSON, STATE_FOLDER
from cptedu.errors import CpteduError
from cptedu.learn.course import course_page
from cptedu.learn.own_cases import own_cases_in
from cptedu.learn.progress import Progress
from cptedu.learn.summary_page import summary_page

__all__ = ["course_folder", "results", "told"]

_LONGEST = 1000


def course_folder(root: Path, at: str) -> Path | None:
    """Find the learner's folder in which a page lies: the nearest above it that holds the course.

    Args:
        root: the folder that the server shows.
        at: a file or folder in it.

    Returns:
        The folder, or None where there is none within what the server shows.
    """
    root = root.resolve()
    place = (root / at.strip("/")).resolve() if len(at) <= _LONGEST and "\0" not in at else root
    for folder in (place, *place.parents):
        if not folder.is_relative_to(root):
            return None
        if (folder / STATE_FOLDER).is_dir() and (folder / FIRST_LESSON).is_file():
            return folder
    return None


def told(root: Path, folder: Path) -> dict[str, Any]:
    """Tell the first page everything that it draws.

    Args:
        root: the folder that the server shows.
        folder: the learner's folder in it.

    Returns:
        Plain data; every ``path`` is seen from ``folder``, and ``folder`` from the server's root.
    """
    now = datetime.now().astimezone()
    try:
        progress = Progress(folder)
    except CpteduError as problem:
        progress = Progress()
        progress.message = str(problem)
    page = course_page(progress, lessons(), opened(folder), now)
    inside = folder.relative_to(root.resolve()).as_posix()
    return {**page, "folder": "" if inside == "." else inside}


def results(folder: Path | None) -> str:
    """Lay out what a learner has practised so far, as a page to print.

    Args:
        folder: the learner's folder, or None where there is none.

    Returns:
        The page.
    """
    cases = None if folder is None else own_cases_in(folder)
    return summary_page(Progress(folder), datetime.now().astimezone(), cases)
