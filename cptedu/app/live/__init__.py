"""What brings a lesson to life when it is opened: which notebooks may, and where Jupyter finds the parts for it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

from cptedu.app.workspace import lessons_folder
from cptedu.errors import CpteduError

__all__ = ["came_with_the_course", "is_as_shipped", "may_start", "parts_for_jupyter"]

OWN_LESSONS = "CPTEDU_OWN_LESSONS"


def parts_for_jupyter() -> tuple[Path, Path]:
    """Give the folders in which Jupyter finds what makes a lesson live, in the package itself.

    Where the package is installed, Jupyter finds the same parts by itself. The course's own Jupyter is told of these,
    so that it always has those of this very package.

    Returns:
        The one with the JupyterLab extension, and the one with the page's templates.

    >>> extension, templates = parts_for_jupyter()
    >>> (extension / "labextensions").is_dir(), (templates / "nbconvert" / "templates").is_dir()
    (True, True)
    """
    package = Path(__file__).resolve().parent.parent
    return package / "live", package / "voila"


def may_start(cells: Iterable[str], name: str, *, trusted: bool) -> str:
    """Say how a lesson that has just been opened may start.

    Args:
        cells: the text of each of its code cells, as the page holds them.
        name: the file it was opened from, in the current folder.
        trusted: True where Jupyter on this computer knows the notebook, by its signature.

    Returns:
        ``"by itself"``; ``"unknown"`` where its code is the course's own, and yet neither was it laid or changed on
        this computer nor is it as shipped; ``"changed"`` where its code is not the course's.

    >>> may_start(["import shutil"], "no_such_lesson.ipynb", trusted=True)
    'changed'
    """
    if not came_with_the_course(cells):
        return "changed"
    return "by itself" if trusted or is_as_shipped(name) else "unknown"


def is_as_shipped(name: str) -> bool:
    """Say whether a file of the current folder is a lesson of the course to the last byte, whoever laid it there.

    Args:
        name: the file.

    Returns:
        True where it equals a lesson that this package holds.

    >>> is_as_shipped("no_such_lesson.ipynb")
    False
    """
    with suppress(OSError, ValueError):
        return Path(name).read_bytes() in {path.read_bytes() for path in _lessons("")}
    return False


def came_with_the_course(cells: Iterable[str]) -> bool:
    """Say whether code is the course's own: each cell is empty or stands in a lesson that came with it.

    Lessons of an instructor's own count too, when whoever starts Jupyter names their folder in the environment
    variable CPTEDU_OWN_LESSONS. A notebook cannot name it.

    Args:
        cells: the text of each code cell of a notebook.

    Returns:
        True when the notebook may run by itself as far as its code goes.

    >>> came_with_the_course(["", "  "]), came_with_the_course(["import shutil"])
    (True, False)
    """
    known = _course_code(os.environ.get(OWN_LESSONS, ""))
    return all(cell.strip() in known for cell in cells)


def _lessons(own: str) -> list[Path]:
    """List the notebooks of the course and of the instructor, without Jupyter's hidden copies of them."""
    folders = [Path(folder) for folder in own.split(os.pathsep) if folder]
    with suppress(CpteduError):
        folders.append(lessons_folder())
    # A folder above them may well be hidden: a virtual environment is called .venv more often than not.
    return [
        path
        for folder in folders
        for path in folder.rglob("*.ipynb")
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]


@cache
def _course_code(own: str) -> frozenset[str]:
    """Gather the text of every code cell of every lesson."""
    code = {""}
    for lesson in _lessons(own):
        notebook = json.loads(lesson.read_text(encoding="utf-8"))
        if notebook.get("metadata", {}).get("cptedu", {}).get("lesson") is not True:
            continue
        code |= {"".join(cell["source"]).strip() for cell in notebook["cells"] if cell["cell_type"] == "code"}
    return frozenset(code)
