"""What brings a lesson to life when it is opened: which notebooks may, and where Jupyter finds the parts for it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

from cptedu.errors import CpteduError
from cptedu.workspace import lessons_folder

__all__ = ["came_with_the_course", "jupyter_path"]

OWN_LESSONS = "CPTEDU_OWN_LESSONS"


def jupyter_path() -> str:
    """Say what the environment variable JUPYTER_PATH must begin with, so that any Jupyter finds our parts.

    Returns:
        Two folders, the one with the JupyterLab extension and the one with the Voilà template.

    >>> all(Path(folder).is_dir() for folder in jupyter_path().split(os.pathsep))
    True
    """
    package = Path(__file__).resolve().parent.parent
    return os.pathsep.join(str(package / name) for name in ("live", "voila"))


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
    found = [path for folder in folders for path in folder.rglob("*.ipynb")]
    return [path for path in found if not any(part.startswith(".") for part in path.parts)]


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
