"""Where this user of this computer keeps what is no part of the course's folder: signatures, and this computer's own name.

It is the folder in which Jupyter keeps such things. The course's own Jupyter lives elsewhere, and is told of it.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

__all__ = ["USERS_FOLDER", "users_folder"]

USERS_FOLDER = "CPTEDU_USERS_FOLDER"


def users_folder() -> Path | None:
    """Find the folder; it need not be there, and may not be one that can be written.

    Returns:
        The folder, or None where this Python has no Jupyter to ask, as in a browser.
    """
    told = os.environ.get(USERS_FOLDER)
    if told:
        return Path(told)
    try:
        return Path(import_module("jupyter_core.paths").jupyter_data_dir()).expanduser().resolve()
    except (ImportError, OSError, RuntimeError):
        return None
