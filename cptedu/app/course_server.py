"""What a Jupyter server tells the first page of the course: an extension of the server, behind its token like all else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler, JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from cptedu.app.lesson_list import lessons, note_opened, opened
from cptedu.app.workspace import FIRST_LESSON, STATE_FOLDER
from cptedu.errors import CpteduError
from cptedu.learn.course import course_page
from cptedu.learn.own_cases import own_cases_in
from cptedu.learn.progress import Progress
from cptedu.learn.summary_page import summary_page

__all__ = ["course_folder", "told"]

_LONGEST = 1000
_Made = TypeVar("_Made")


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


def _asked(handler: JupyterHandler) -> tuple[Path, str, Path | None]:
    """Say what the server shows, the page in it that is asked about, and the learner's folder around that."""
    root = Path(handler.settings["server_root_dir"]).expanduser().resolve()
    at = str(handler.get_query_argument("at", "")).strip("/")
    return root, at, course_folder(root, at)


class _Course(APIHandler):
    """The course of a learner's folder, and which lesson was opened."""

    auth_resource = "contents"

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Tell the first page what it draws; where there is no course, nothing."""
        root, _, folder = _asked(self)
        page = {} if folder is None else await _aside(lambda: told(root, folder))
        self.finish(json.dumps(page))

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Note that a lesson is in front."""
        root, at, folder = _asked(self)
        if folder is not None:
            note_opened(folder, (root / at).resolve().relative_to(folder).as_posix())
        self.set_status(204)
        self.finish()


class _Results(JupyterHandler):
    """What a learner has practised so far, as a page to print."""

    auth_resource = "contents"

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Lay it out."""
        _, _, folder = _asked(self)
        cases = None if folder is None else own_cases_in(folder)
        self.finish(await _aside(lambda: summary_page(Progress(folder), datetime.now().astimezone(), cases)))


async def _aside(make: Callable[[], _Made]) -> _Made:
    """Make something while the server goes on answering others."""
    return await asyncio.get_running_loop().run_in_executor(None, make)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    ours = url_path_join(server.web_app.settings["base_url"], "cptedu")
    server.web_app.add_handlers(".*$", [(f"{ours}/course", _Course), (f"{ours}/results", _Results)])
