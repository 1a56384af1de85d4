"""On a JupyterHub the course is already being served: there the command only says where it is."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from cptedu.app.workspace import COURSE_PAGE, FIRST_LESSON

__all__ = ["slides_on_the_hub", "where_on_the_hub"]

_SLIDES = "seminar/live_demonstration.ipynb"


def where_on_the_hub(folder: Path) -> str:
    """Say where the lessons are in the JupyterLab that the hub already shows.

    Args:
        folder: the learner's folder, in which the lessons lie.

    Returns:
        Sentences for the learner; empty where this is no hub.
    """
    prefix = os.environ.get("JUPYTERHUB_SERVICE_PREFIX", "")
    if not prefix:
        return ""
    inside = _inside_the_shown_folder(folder)
    if inside is None:
        return (
            f"This is a JupyterHub, which shows {_shown_folder()} and not {folder}. Lay the lessons below it:"
            f" cptedu --folder {_shown_folder() / 'cptedu-course'}"
        )
    return (
        "This is a JupyterHub, and it shows the course already. In the list of files open"
        f" {inside}/{FIRST_LESSON}; or in your browser put {prefix}{COURSE_PAGE.lstrip('/')}/tree/{quote(inside)} behind the"
        " hub's address."
    )


def slides_on_the_hub(folder: Path) -> str:
    """Say where the live demonstration is on a hub, where no second server can be reached.

    Args:
        folder: the person's folder.

    Returns:
        Sentences for the instructor; empty where this is no hub.
    """
    prefix = os.environ.get("JUPYTERHUB_SERVICE_PREFIX", "")
    if not prefix:
        return ""
    inside = _inside_the_shown_folder(folder)
    if inside is None or not (folder / _SLIDES).is_file():
        return "This is a JupyterHub. First lay the lessons with: cptedu"
    return (
        f"This is a JupyterHub. Put {prefix}voila/render/{quote(inside)}/{_SLIDES} behind the hub's address for the slides as a"
        f" page; or open {inside}/{_SLIDES} in the list of files and press S on the slides for the whole screen."
    )


def _shown_folder() -> Path:
    return Path(os.environ.get("JUPYTER_SERVER_ROOT") or Path.home()).resolve()


def _inside_the_shown_folder(folder: Path) -> str | None:
    root = _shown_folder()
    return folder.relative_to(root).as_posix() if root in folder.parents else None
