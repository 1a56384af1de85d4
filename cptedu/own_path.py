"""The modules that the command finds: those that are installed, never one that lies about under the same name.

What the variable PYTHONPATH names and what lies in the current folder stand before the installed packages, so that a
``click.py`` there would be taken for the package. Read before anything that is installed is.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["leave_others_aside", "package_came_from_elsewhere", "package_root"]

_named = os.environ.get("PYTHONPATH", "").split(os.pathsep)


def package_root() -> Path:
    """Give the folder in which the package lies, such as ``site-packages``.

    >>> (package_root() / "cptedu" / "own_path.py").is_file()
    True
    """
    return Path(__file__).resolve().parent.parent


def package_came_from_elsewhere() -> bool:
    """Say whether this Python finds the package only because PYTHONPATH names its folder.

    Returns:
        True where a Python without that variable would not find it.
    """
    return package_root() in {Path(name).resolve() for name in _named if name}


def leave_others_aside() -> None:
    """Leave out of the search for modules what PYTHONPATH names, and the current folder; but for the package's own."""
    own = package_root()
    others = {Path(name).resolve() for name in _named if name} | {Path.cwd()}
    sys.path[:] = [name for name in sys.path if Path(name).resolve() not in others - {own}]
