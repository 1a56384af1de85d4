"""What a browser keeps of a site, so that the course opens with the network off, and the worker that keeps it."""

from __future__ import annotations

import json
from pathlib import Path

from cptedu.app.site.wheels import named_by_content

__all__ = ["FILES", "lay_worker", "list_of_files"]

FILES = "cptedu/files.json"  # where the list lies

_WORKER = "service-worker.js"
_OF_JUPYTERLITE = "cptedu/drive.js"
_NOT_KEPT = (_WORKER, ".htaccess", "web.config")  # what a browser never asks for, or must always have anew
# Parts of JupyterLab of which a lesson needs a third: what a page has used is kept besides.
_AS_USED = "build/"
_PYTHON = "static/pyodide/"  # what a reader waits for, with its bytes


def lay_worker(built: Path) -> None:
    """Put the course's own worker in the place of JupyterLite's, which goes on working behind it.

    Args:
        built: the site.
    """
    place = built / _OF_JUPYTERLITE
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes((built / _WORKER).read_bytes())
    (built / _WORKER).write_bytes(Path(__file__).with_name("service_worker.js").read_bytes())


def list_of_files(built: Path) -> bytes:
    """List every file of a site by its content, which of them a lesson may need before anybody asks, and how large Python is.

    Args:
        built: the site, whole but for this list.

    Returns:
        The list.
    """
    files = {
        path.relative_to(built).as_posix(): named_by_content(path.read_bytes())
        for path in built.rglob("*")
        if path.is_file() and path.relative_to(built).as_posix() not in _NOT_KEPT
    }
    at_once = sorted(path for path in files if not path.startswith(_AS_USED))
    python = {path: (built / path).stat().st_size for path in at_once if path.startswith(_PYTHON)}
    told = {"at_once": at_once, "files": files, "python": python}
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
