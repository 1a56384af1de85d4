"""JupyterLab for one learner: on this computer alone, behind a token, with its own settings."""

from __future__ import annotations

import http
import json
import os
import sys
from pathlib import Path

from cptedu.local_server import LOOPBACK, LocalServer
from cptedu.workspace import FIRST_LESSON, STATE_FOLDER

__all__ = ["LabServer"]

# What the learner's JupyterLab starts with; what they change later stays theirs.
_DEFAULT_SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/filebrowser-extension:browser": {
        "showLastModifiedColumn": False
    },  # room for the lessons' names
}


class LabServer(LocalServer):
    """JupyterLab over the learner's folder.

    Attributes:
        folder: the learner's folder, the root of what Jupyter shows.
    """

    name = "JupyterLab"

    def __init__(self, folder: Path, port: int = 0) -> None:
        state = folder / STATE_FOLDER
        super().__init__(state / "jupyter", state / "jupyter.log", port)
        self.folder = folder

    @property
    def address(self) -> str:
        """The address that opens the first lesson."""
        return f"http://{LOOPBACK}:{self.port}/lab/tree/{FIRST_LESSON}?token={self.token}"

    def prepare(self) -> None:
        """Write the settings with which the learner's JupyterLab starts."""
        path = self.settings / "labconfig" / "default_setting_overrides.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(_DEFAULT_SETTINGS, indent=1) + "\n", encoding="utf-8")

    def is_ready(self) -> bool:
        """Say whether it answers."""
        return self.answer("GET", "/api/status") == http.HTTPStatus.OK

    def asked_to_stop(self) -> bool:
        """Ask it to stop."""
        return self.answer("POST", "/api/shutdown") == http.HTTPStatus.OK

    def command(self) -> list[str]:
        """Give the words that start JupyterLab."""
        as_root = os.name == "posix" and os.geteuid() == 0
        return [
            *(
                sys.executable,
                "-P",
                "-m",
                "jupyterlab",
                "--no-browser",
            ),  # -P: no module from the current folder
            f"--ServerApp.ip={LOOPBACK}",
            f"--ServerApp.port={self.port}",
            "--ServerApp.port_retries=0",
            f"--ServerApp.root_dir={self.folder}",
            f"--ServerApp.allow_root={as_root}",
            f"--LabApp.default_url=/lab/tree/{FIRST_LESSON}",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            "--LabApp.extension_manager=readonly",
        ]

    def environment(self) -> dict[str, str]:
        """Keep the learner's own JupyterLab settings and workspaces out of it too."""
        from cptedu.learn.deck import OWN_CASES  # noqa: PLC0415  (read when the server is started, not before)

        return super().environment() | {
            OWN_CASES: str(self.folder / "my_cases"),
            "JUPYTERLAB_SETTINGS_DIR": str(self.settings / "lab" / "user-settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(self.settings / "lab" / "workspaces"),
        }
