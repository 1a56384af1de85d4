"""JupyterLab for one learner: on this computer alone, behind a token, with its own settings."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from cptedu.errors import CpteduError
from cptedu.live import jupyter_path
from cptedu.workspace import FIRST_LESSON, STATE_FOLDER

__all__ = ["LabServer", "free_port"]

_LOOPBACK = "127.0.0.1"
_START_SECONDS = 120.0
_STOP_SECONDS = 10.0

# What the learner's JupyterLab starts with; what they change later stays theirs.
_DEFAULT_SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
}


def free_port(wanted: int = 0) -> int:
    """Give a port on which nothing listens on this computer.

    Args:
        wanted: the port that must be free, or 0 for any.

    Returns:
        The port.

    Raises:
        CpteduError: when the wanted port is taken.
    """
    with socket.socket() as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_LOOPBACK, wanted))
        except OSError as problem:
            raise CpteduError(
                f"Port {wanted} cannot be used on this computer ({problem.strerror})."
                " Leave --port out, and a free one is found."
            ) from None
        return int(probe.getsockname()[1])


class LabServer:
    """JupyterLab over the learner's folder, from entering the ``with`` block to leaving it.

    Attributes:
        folder: the learner's folder, the root of what Jupyter shows.
        port: where it listens, on 127.0.0.1 only.
        token: what a browser must show to be let in; new each time.
        log: the file that holds Jupyter's own messages.
    """

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder = folder
        self.port = free_port(port)
        self.token = secrets.token_hex(24)
        self.log = folder / STATE_FOLDER / "jupyter.log"

    @property
    def address(self) -> str:
        """The address that opens the first lesson."""
        return f"http://{_LOOPBACK}:{self.port}/lab/tree/{FIRST_LESSON}?token={self.token}"

    @property
    def is_running(self) -> bool:
        """True until Jupyter has ended, by itself or by being stopped."""
        return self._process.poll() is None

    def __enter__(self) -> LabServer:
        settings = self.folder / STATE_FOLDER / "jupyter"
        try:
            _write_default_settings(settings)
            with self.log.open("wb") as log:
                self._process = subprocess.Popen(  # noqa: S603  (this very Python, and words of our own)
                    self._command(),
                    env=self._environment(settings),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=os.name == "posix",  # Ctrl-C is ours to answer, not Jupyter's
                    creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
                )
        except OSError as problem:
            raise CpteduError(f"JupyterLab cannot be started: {problem}. Run: cptedu doctor") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def wait_until_ready(self, is_called_off: Callable[[], bool]) -> bool:
        """Wait until Jupyter answers.

        Args:
            is_called_off: asked again and again whether the wait is still wanted.

        Returns:
            True when it answers, False when the wait was called off.

        Raises:
            CpteduError: when Jupyter ended, or did not answer in two minutes.
        """
        deadline = time.monotonic() + _START_SECONDS
        while not is_called_off():
            if not self.is_running:
                raise self.failure()
            if self._answers("GET", "/api/status"):
                return True
            if time.monotonic() > deadline:
                raise CpteduError(
                    f"JupyterLab did not answer within {_START_SECONDS:.0f} seconds; see {self.log}."
                    " Close other programs and try again, or run: cptedu doctor"
                )
            time.sleep(0.2)
        return False

    def failure(self) -> CpteduError:
        """Say how Jupyter ended, with the last thing that it said."""
        said = self.log.read_text(encoding="utf-8", errors="replace").split("\n")
        last = next((line.strip() for line in reversed(said) if line.strip()), "nothing")
        return CpteduError(
            f"JupyterLab ended by itself (code {self._process.returncode}). It last said: {last}"
            f" The rest is in {self.log}. To see what is missing on this computer, run: cptedu doctor"
        )

    @property
    def ended_well(self) -> bool:
        """True when Jupyter was shut down from its own menu."""
        return self._process.poll() == 0

    def stop(self) -> None:
        """Stop the kernels and Jupyter: by asking, then by a signal, then by force."""
        if self.is_running and self._answers("POST", "/api/shutdown"):
            self._wait()
        for step in (self._process.terminate, self._process.kill):
            if self.is_running:
                step()
                self._wait()

    def _wait(self) -> None:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_STOP_SECONDS)

    def _answers(self, method: str, path: str) -> bool:
        """Ask Jupyter something; straight to this computer, past any proxy."""
        connection = http.client.HTTPConnection(_LOOPBACK, self.port, timeout=5)
        try:
            connection.request(method, path, headers={"Authorization": f"token {self.token}"})
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _command(self) -> list[str]:
        as_root = os.name == "posix" and os.geteuid() == 0
        return [
            *(
                sys.executable,
                "-P",
                "-m",
                "jupyterlab",
                "--no-browser",
            ),  # -P: no module from the current folder
            f"--ServerApp.ip={_LOOPBACK}",
            f"--ServerApp.port={self.port}",
            "--ServerApp.port_retries=0",
            f"--ServerApp.root_dir={self.folder}",
            f"--ServerApp.allow_root={as_root}",
            f"--LabApp.default_url=/lab/tree/{FIRST_LESSON}",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            "--LabApp.extension_manager=readonly",
        ]

    def _environment(self, settings: Path) -> dict[str, str]:
        """Keep the learner's own Jupyter settings out of it, and the token out of the list of processes."""
        paths = (jupyter_path(), os.environ.get("JUPYTER_PATH", ""))
        return os.environ | {
            "JUPYTER_PATH": os.pathsep.join(filter(None, paths)),
            "JUPYTER_CONFIG_DIR": str(settings),
            "JUPYTERLAB_SETTINGS_DIR": str(settings / "lab" / "user-settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(settings / "lab" / "workspaces"),
            "JUPYTER_PREFER_ENV_PATH": "1",
            "JUPYTER_TOKEN": self.token,
        }


def _write_default_settings(settings: Path) -> None:
    path = settings / "labconfig" / "default_setting_overrides.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(_DEFAULT_SETTINGS, indent=1) + "\n", encoding="utf-8")
