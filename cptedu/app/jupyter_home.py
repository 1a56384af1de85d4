"""Where the course's own Jupyter lives: its settings, its kernel and its passing files, written anew at each start.

Nothing that others set up for Jupyter, IPython or Python on this computer reaches it: not their variables, not the
files in their homes, not the settings for the whole computer.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import site
import stat
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from cptedu.app.live import parts_for_jupyter
from cptedu.own_path import package_came_from_elsewhere, package_root
from cptedu.users_folder import USERS_FOLDER, users_folder

__all__ = ["JupyterHome", "foreign_variables", "fresh_home", "homes_for", "python_words"]

# What is set for the Python, Jupyter and IPython of others; the course's own is told everything by its settings.
_FOREIGN = ("JUPYTER", "JPY_", "IPYTHON", "PYTHON", "VOILA_")
_OWNER_ALONE = 0o700


@dataclass(frozen=True)
class JupyterHome:
    """The folder of one running Jupyter, for its owner's eyes only.

    Attributes:
        folder: the folder itself.
        passes: True where it lies among the system's temporary files, because the wanted place could not be used.
    """

    folder: Path
    passes: bool

    @property
    def runtime(self) -> Path:
        """The folder in which servers and kernels say where they are."""
        return self.folder / "runtime"

    @property
    def log(self) -> Path:
        """What Jupyter says of itself."""
        return self.folder / "jupyter.log"

    def environment(self, token: str) -> dict[str, str]:
        """Give the environment of the Jupyter that lives here, and of its kernels.

        Args:
            token: what a browser must show to be let in; it is told here, unseen in the list of processes.

        Returns:
            Every variable, with none that is meant for another Python or Jupyter.
        """
        foreign = foreign_variables()
        kept = {name: value for name, value in os.environ.items() if name not in foreign}
        own = {
            "JUPYTER_NO_CONFIG": "1",  # no settings of the user, the environment or the whole computer
            "JUPYTER_PATH": os.pathsep.join(map(str, (self.folder, *parts_for_jupyter()))),
            "JUPYTER_DATA_DIR": str(self.folder / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.runtime),
            "JUPYTER_PREFER_ENV_PATH": "1",
            "JUPYTER_TOKEN": token,
            "IPYTHONDIR": str(self.folder / "ipython"),
            **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(self.folder / "passing")),
        }
        of_this_user = users_folder()
        if of_this_user is not None:
            own[USERS_FOLDER] = str(of_this_user)
        if package_came_from_elsewhere():
            own["PYTHONPATH"] = str(package_root())
        return kept | own

    def write(self, name: str, settings: Mapping[str, Any]) -> None:
        """Write a file of settings for the Jupyter that lives here.

        Args:
            name: its name in this folder.
            settings: what it says.

        Raises:
            OSError: when that cannot be written.
        """
        _write(self.folder / name, settings)

    def remove_if_passing(self) -> None:
        """Remove a home that lies among the temporary files; one in the course's folder is the next start's to renew."""
        if self.passes:
            shutil.rmtree(self.folder, ignore_errors=True)


def foreign_variables() -> tuple[str, ...]:
    """Name the variables that are set for the Python, Jupyter or IPython of others.

    Returns:
        Their names, in order.
    """
    return tuple(sorted(name for name in os.environ if name.upper().startswith(_FOREIGN)))


def python_words() -> tuple[str, ...]:
    """Give the words that start this very Python without what lies about.

    No module comes from the current folder, and none from the user's own packages unless the course is one of them.

    Returns:
        The program and its options.
    """
    users_own = Path(site.getusersitepackages()).resolve()
    needed = any(_installed_in(name) == users_own for name in ("cptedu", "jupyterlab", "ipykernel", "voila"))
    return (sys.executable, "-P") if needed else (sys.executable, "-P", "-s")


def _installed_in(name: str) -> Path | None:
    with suppress(metadata.PackageNotFoundError):
        return Path(str(metadata.distribution(name).locate_file(""))).resolve()
    return None


def homes_for(wanted: Path) -> tuple[Path, Path]:
    """Say where a home may lie: where it is wanted, else at a place of its own among the temporary files.

    Args:
        wanted: the folder that is wanted, such as ``.cptedu/jupyter`` of the course's folder.

    Returns:
        Both, the wanted one first. For one wanted place and one person the other is always the same.
    """
    who = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    name = hashlib.sha256(f"{who} {wanted}".encode()).hexdigest()[:16]
    return wanted, Path(tempfile.gettempdir()).resolve() / f"cptedu-{name}"


def fresh_home(wanted: Path, *, shared: bool = False) -> JupyterHome:
    """Make the home of one start anew: what was in it before is gone, whoever put it there.

    Args:
        wanted: where it should lie. Where that cannot be written, or cannot be kept from others' eyes, or leads
            elsewhere by a link, it lies among the system's temporary files.
        shared: True when a Jupyter that still runs lives at the wanted place; then that is left alone.

    Returns:
        The home, with a kernel that is this very Python.

    Raises:
        OSError: when the temporary files cannot be written either.
    """
    places = () if shared else homes_for(wanted)
    for place in places:
        with suppress(OSError):
            if _is_made_anew(place):
                return _furnished(JupyterHome(place, passes=place != wanted))
    return _furnished(JupyterHome(Path(tempfile.mkdtemp(prefix="cptedu-")), passes=True))


def _is_made_anew(place: Path) -> bool:
    """Empty a folder and make it again; False where a link leads elsewhere or others could read it."""
    place.parent.mkdir(mode=_OWNER_ALONE, parents=True, exist_ok=True)
    if place.parent.resolve() != place.parent or place.is_symlink():
        return False
    if place.exists():
        if hasattr(os, "getuid") and place.lstat().st_uid != os.getuid():
            return False
        shutil.rmtree(place)
    place.mkdir(mode=_OWNER_ALONE)
    return os.name != "posix" or not stat.S_IMODE(place.stat().st_mode) & 0o077


def _furnished(home: JupyterHome) -> JupyterHome:
    for name in ("data", "ipython", "lab", "passing", "runtime"):
        (home.folder / name).mkdir(mode=_OWNER_ALONE)
    kernel = {
        "argv": [*python_words(), "-m", "cptedu.app.live.kernel", "-f", "{connection_file}"],
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "metadata": {"debugger": False},
    }
    _write(home.folder / "kernels" / "python3" / "kernel.json", kernel)
    return home


def _write(path: Path, content: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
