"""Which notebooks Jupyter trusts on this computer: every lesson as shipped, and what its user signs by saving it.

Jupyter's signatures are those of one user on one computer. They are kept where Jupyter keeps them for this user, never
in the course's folder: a folder that comes from a stranger carries no trust with it. A signature is one of the whole
content, so a lesson as shipped is trusted wherever it lies and whoever laid it there.
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from cptedu.users_folder import users_folder

__all__ = ["sign_for_the_sitting", "sign_for_this_user"]


def sign_for_this_user(lessons: Path, course: Path) -> Path | None:
    """Sign every notebook of a folder for this user of this computer.

    Args:
        lessons: the folder with the lessons as shipped.
        course: the learner's folder, in which no signature is ever kept.

    Returns:
        Where Jupyter's signatures for this user are; None where none can be kept.
    """
    folder = users_folder()
    if folder is None or course.resolve() in (folder, *folder.parents):
        return None
    return folder if _signed(lessons, folder) else None


@contextmanager
def sign_for_the_sitting(lessons: Path) -> Iterator[Path]:
    """Sign every notebook of a folder until the sitting ends, where nothing can be kept for the user.

    Args:
        lessons: the folder with the lessons as shipped.

    Yields:
        Where the signatures are meanwhile.
    """
    folder = Path(tempfile.mkdtemp(prefix="cptedu-signatures-"))
    try:
        _signed(lessons, folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _signed(lessons: Path, folder: Path) -> bool:
    """Sign every notebook; False where the folder cannot keep signatures."""
    nbformat = import_module("nbformat")  # slow to import, and without types
    try:
        folder.mkdir(parents=True, exist_ok=True)
        notary = import_module("nbformat.sign").NotebookNotary(data_dir=str(folder), log=_silent())
        for lesson in sorted(lessons.rglob("*.ipynb")):
            if not any(part.startswith(".") for part in lesson.relative_to(lessons).parts):
                notary.sign(nbformat.reads(lesson.read_text(encoding="utf-8"), as_version=4))
        return _is_on_the_disk(notary.store)
    except (OSError, ValueError, sqlite3.Error):
        return False


def _is_on_the_disk(store: Any) -> bool:
    """Close a store, and say whether it keeps anything: where it cannot, nbformat goes on in memory."""
    store.close()
    return getattr(store, "db_file", ":memory:") != ":memory:"


def _silent() -> logging.Logger:
    """What nbformat logs of a store that cannot be opened is told by the course in its own words."""
    quiet = logging.getLogger("cptedu.app.trust")
    quiet.handlers = [logging.NullHandler()]
    quiet.propagate = False
    return quiet
