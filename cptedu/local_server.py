"""A Jupyter server for one person: on this computer alone, behind a token, with its own settings."""

from __future__ import annotations

import http.client
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from cptedu.errors import CpteduError
from cptedu.live import jupyter_path

__all__ = ["LOOPBACK", "LocalServer", "free_port"]

LOOPBACK = "127.0.0.1"
_START_SECONDS = 120.0
_STOP_SECONDS = 10.0


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
            probe.bind((LOOPBACK, wanted))
        except OSError as problem:
            raise CpteduError(
                f"Port {wanted} cannot be used on this computer ({problem.strerror})."
                " Leave --port out, and a free one is found."
            ) from None
        return int(probe.getsockname()[1])


class LocalServer:
    """A Jupyter program that serves this computer, from entering the ``with`` block to leaving it.

    Attributes:
        name: what it is called in messages.
        settings: the folder of its own settings.
        log: the file that holds its own messages.
        port: where it listens, on 127.0.0.1 only.
        token: what a browser must show to be let in; new each time.
    """

    name = "Jupyter"

    def __init__(self, settings: Path, log: Path, port: int = 0) -> None:
        self.settings, self.log = settings, log
        self.port = free_port(port)
        self.token = secrets.token_hex(24)

    @property
    def address(self) -> str:
        """The address that opens the first page."""
        return f"http://{LOOPBACK}:{self.port}/?token={self.token}"

    @property
    def is_running(self) -> bool:
        """True until Jupyter has ended, by itself or by being stopped."""
        return self._process.poll() is None

    def __enter__(self) -> Self:
        try:
            self.prepare()
            with self.log.open("wb") as log:
                self._process = subprocess.Popen(  # noqa: S603  (this very Python, and words of our own)
                    self.command(),
                    env=self.environment(),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=os.name == "posix",  # Ctrl-C is ours to answer, not Jupyter's
                    creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
                )
        except OSError as problem:
            raise CpteduError(f"{self.name} cannot be started: {problem}. Run: cptedu doctor") from None
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
            if self.is_ready():
                return True
            if time.monotonic() > deadline:
                raise CpteduError(
                    f"{self.name} did not answer within {_START_SECONDS:.0f} seconds; see {self.log}."
                    " Close other programs and try again, or run: cptedu doctor"
                )
            time.sleep(0.2)
        return False

    def failure(self) -> CpteduError:
        """Say how Jupyter ended, with the last thing that it said."""
        said = self.log.read_text(encoding="utf-8", errors="replace").split("\n")
        last = next((line.strip() for line in reversed(said) if line.strip()), "nothing")
        return CpteduError(
            f"{self.name} ended by itself (code {self._process.returncode}). It last said: {last}"
            f" The rest is in {self.log}. To see what is missing on this computer, run: cptedu doctor"
        )

    @property
    def ended_well(self) -> bool:
        """True when Jupyter was shut down from its own menu."""
        return self._process.poll() == 0

    def stop(self) -> None:
        """Stop the kernels and Jupyter: by asking, then by a signal, then by force."""
        if self.is_running and self.asked_to_stop():
            self._wait()
        for step in (self._process.terminate, self._process.kill):
            if self.is_running:
                step()
                self._wait()

    def _wait(self) -> None:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_STOP_SECONDS)

    def prepare(self) -> None:
        """Lay what the program needs to start."""
        self.settings.mkdir(parents=True, exist_ok=True)

    def command(self) -> list[str]:
        """Give the words of the program."""
        raise NotImplementedError

    def is_ready(self) -> bool:
        """Say whether it answers."""
        raise NotImplementedError

    def asked_to_stop(self) -> bool:
        """Ask it to stop; False where it cannot be asked."""
        return False

    def answer(self, method: str, path: str, *, with_token: bool = True) -> int:
        """Ask it something, straight to this computer, past any proxy; give the status, 0 when nothing answers."""
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=5)
        headers = {"Authorization": f"token {self.token}"} if with_token else {}
        try:
            connection.request(method, path, headers=headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def environment(self) -> dict[str, str]:
        """Keep the person's own Jupyter settings out of it, and the token out of the list of processes."""
        paths = (jupyter_path(), os.environ.get("JUPYTER_PATH", ""))
        return os.environ | {
            "JUPYTER_PATH": os.pathsep.join(filter(None, paths)),
            "JUPYTER_CONFIG_DIR": str(self.settings),
            "JUPYTER_PREFER_ENV_PATH": "1",
            "JUPYTER_TOKEN": self.token,
        }
