"""JupyterLab for one learner: on this computer alone, behind a token, with its own settings."""

from __future__ import annotations

import http
import os
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from cptedu.app.jupyter_home import python_words
from cptedu.app.live import parts_for_jupyter
from cptedu.app.local_server import LOOPBACK, LocalServer
from cptedu.app.talks import talk_of_this_start
from cptedu.app.workspace import COURSE_PAGE, STATE_FOLDER

__all__ = ["LabServer"]

_VANISHED_SECONDS = 180  # a page that is only loaded anew is back in seconds
_LOOK_SECONDS = 30
_SETTINGS, _STARTS_WITH = "settings.json", "lab"
_SERVER_EXTENSIONS = (
    *("jupyterlab", "jupyter_lsp", "jupyter_server_terminals", "notebook_shim"),
    *("voila.server_extension", "cptedu.app.course_server"),
)
_FRONT_END_PACKAGES = ("jupyterlab_widgets", "anywidget", "voila")


class LabServer(LocalServer):
    """JupyterLab over the learner's folder.

    Attributes:
        folder: the learner's folder, the root of what Jupyter shows.
    """

    name = "JupyterLab"

    def __init__(self, folder: Path, signatures: Path, port: int = 0, *, token: str = "") -> None:
        """Choose what it shows.

        Args:
            folder: the learner's folder.
            signatures: the folder of the signatures by which it knows the lessons.
            port: where to listen; 0 for any free port.
            token: what a browser must show; a new one when empty.
        """
        super().__init__(folder / STATE_FOLDER / "jupyter", port, token=token)
        self.folder, self.signatures = folder, signatures

    @property
    def address(self) -> str:
        """The address that opens the course."""
        return f"http://{LOOPBACK}:{self.port}{COURSE_PAGE}?reset&token={self.token}"

    def settings(self) -> Mapping[str, Mapping[str, Any]]:
        """Give what Jupyter is told, and what the learner's JupyterLab starts with; what they change later stays theirs."""
        return {
            _SETTINGS: self._told(),
            f"{_STARTS_WITH}/overrides.json": {
                "@jupyterlab/apputils-extension:notification": {
                    "fetchNews": "false",
                    "checkForUpdates": False,
                },
                # Room for the lessons' names.
                "@jupyterlab/filebrowser-extension:browser": {"showLastModifiedColumn": False},
            },
        }

    def _told(self) -> Mapping[str, Any]:
        """Give each of Jupyter's classes its settings."""
        return {
            "ServerApp": {
                "ip": LOOPBACK,
                "port": self.port,
                "port_retries": 0,
                "root_dir": str(self.folder),
                "allow_root": os.name == "posix" and os.geteuid() == 0,
                "open_browser": False,
                "jpserver_extensions": dict.fromkeys(_SERVER_EXTENSIONS, True),
            },
            "LabApp": {
                "default_url": COURSE_PAGE,
                "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
                "extension_manager": "readonly",
                "app_settings_dir": str(self.home.folder / _STARTS_WITH),
                "labextensions_path": _extension_folders(),
                "user_settings_dir": str(self._kept / "user-settings"),
                "workspaces_dir": str(self._kept / "workspaces"),
                "expose_app_in_browser": True,  # so that a browser's console can be asked what is going on
            },
            # It would look for language servers in all that is installed, by way of npm.
            "LanguageServerManager": {"autodetect": False},
            "KernelSpecManager": {"allowed_kernelspecs": ["python3"]},
            "MappingKernelManager": {"cull_idle_timeout": _VANISHED_SECONDS, "cull_interval": _LOOK_SECONDS},
            "NotebookNotary": {"data_dir": str(self.signatures)},
            "VoilaConfiguration": {"template": "cptedu"},
        }

    @property
    def _kept(self) -> Path:
        """What the learner chose in JupyterLab, such as the dark theme: it lasts from sitting to sitting."""
        return (self.home.folder if self.home.passes else self.folder / STATE_FOLDER) / "kept-by-lab"

    def is_ready(self) -> bool:
        """Say whether it answers."""
        return self.answer("GET", "/api/status") == http.HTTPStatus.OK

    def asked_to_stop(self) -> bool:
        """Ask it to stop."""
        return self.answer("POST", "/api/shutdown") == http.HTTPStatus.OK

    def command(self) -> list[str]:
        """Give the words that start JupyterLab."""
        return [*python_words(), "-m", "jupyterlab", f"--config={self.home.folder / _SETTINGS}"]

    def environment(self) -> dict[str, str]:
        """Name the folder of the learner's own cases, and where the slides keep how far a talk has come."""
        from cptedu.learn.deck import OWN_CASES, TALK  # noqa: PLC0415  (read when the server is started, not before)

        talk = str(talk_of_this_start(self.folder))
        return super().environment() | {OWN_CASES: str(self.folder / "my_cases"), TALK: talk}


def _extension_folders() -> list[str]:
    """Find where JupyterLab's extensions lie: ours, and those of the packages that the lessons use."""
    found = [str(parts_for_jupyter()[0] / "labextensions")]
    for name in _FRONT_END_PACKAGES:
        for file in metadata.distribution(name).files or ():
            parts = file.parts
            if "labextensions" in parts:
                folder = file.locate()
                folder = Path(str(folder)).resolve().parents[len(parts) - parts.index("labextensions") - 2]
                if str(folder) not in found:
                    found.append(str(folder))
                break
    return found
