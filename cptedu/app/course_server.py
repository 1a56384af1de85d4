"""What a Jupyter server tells the first page of the course: an extension of the server, behind its token like all else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler, JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from cptedu.app.course_told import course_folder, results, told
from cptedu.app.lesson_list import note_opened

__all__: list[str] = []  # Jupyter finds what it needs by name

_Made = TypeVar("_Made")


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
        self.finish(await _aside(lambda: results(folder)))


async def _aside(make: Callable[[], _Made]) -> _Made:
    """Make something while the server goes on answering others."""
    return await asyncio.get_running_loop().run_in_executor(None, make)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    ours = url_path_join(server.web_app.settings["base_url"], "cptedu")
    server.web_app.add_handlers(".*$", [(f"{ours}/course", _Course), (f"{ours}/results", _Results)])
