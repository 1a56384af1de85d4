"""A Jupyter server for one person: on this computer alone, behind a token, with its own settings."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from cptedu.app.jupyter_home import JupyterHome, fresh_home
from cptedu.app.running import LOOPBACK, TURNED_AWAY, Running, ask
from cptedu.errors import CpteduError

__all__ = ["LOOPBACK", "LocalServer", "held_port"]

_START_SECONDS = 120.0
_STOP_SECONDS = 10.0


def held_port(wanted: int = 0) -> socket.socket:
    """Take a port of this computer on which nothing listens, for a server that is yet to start.

    As long as it is held, Linux gives it to no other program that asks for any port, and to the server that asks for this one.
    Other systems let no two programs have one port, so that there whoever starts the server lets it go before.

    Args:
        wanted: the port that must be free, or 0 for any.

    Returns:
        What holds it until it is closed.

    Raises:
        CpteduError: when the wanted port is taken.
    """
    held = socket.socket()
    try:
        if os.name == "posix":
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((LOOPBACK, wanted))
    except OSError as problem:
        held.close()
        raise CpteduError(
            f"Port {wanted} cannot be used on this computer ({problem.strerror})."
            " Leave --port out, and a free one is found."
        ) from None
    return held


class LocalServer:
    """A Jupyter program that serves this computer, from entering the ``with`` block to leaving it.

    Attributes:
        name: what it is called in messages.
        place: where its home should lie.
        home: the folder in which it lives, made anew when it starts.
        port: where it listens, on 127.0.0.1 only.
        token: what a browser must show to be let in; new each time.
        guarded: what it gives to nobody without the token.
    """

    name = "Jupyter"
    guarded = "/api/status"
    home: JupyterHome

    def __init__(self, place: Path, port: int = 0, *, token: str = "", shared: bool = False) -> None:
        """Choose where it lives and listens.

        Args:
            place: where its home should lie.
            port: where to listen; 0 for any free port.
            token: what a browser must show; a new one when empty.
            shared: True when another that still runs lives at that place.
        """
        self.place, self._shared = place, shared
        self._held = held_port(port)
        self.port = int(self._held.getsockname()[1])
        if sys.platform != "linux":
            self._held.close()
        self.token = token or secrets.token_hex(24)
        self._said_before = b""

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
            self.home = fresh_home(self.place, shared=self._shared)
            for file, settings in self.settings().items():
                self.home.write(file, settings)
            with self.home.log.open("wb") as log:
                log.write(self._said_before)
                log.flush()
                self._process = subprocess.Popen(  # noqa: S603  (this very Python, and words of our own)
                    self.command(),
                    cwd=self.home.folder,  # no settings from the current folder
                    env=self.environment(),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=os.name == "posix",  # Ctrl-C is ours to answer, not Jupyter's
                    creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
                )
            self.running.write(self.home.folder)
        except OSError as problem:
            raise CpteduError(f"{self.name} cannot be started: {problem}. Run: cptedu doctor") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()
        self._held.close()

    def _leave(self) -> None:
        self.stop()
        Running.forget(self.home.folder)
        self.home.remove_if_passing()

    def start_again(self) -> None:
        """Start it once more where it was, for the pages that are open: one port, one token, and what it said before.

        Raises:
            CpteduError: when it cannot be started.
        """
        with suppress(OSError):
            self._said_before = self.home.log.read_bytes()
        self._leave()
        self.__enter__()

    @property
    def running(self) -> Running:
        """What another start must know to find this one."""
        return Running(self.port, self.token, self._process.pid, self.address, self.guarded)

    def wait_until_ready(self, is_called_off: Callable[[], bool]) -> bool:
        """Wait until Jupyter answers.

        Args:
            is_called_off: asked again and again whether the wait is still wanted.

        Returns:
            True when it answers, False when the wait was called off.

        Raises:
            CpteduError: when Jupyter ended, did not answer in two minutes, or lets in whoever asks.
        """
        deadline = time.monotonic() + _START_SECONDS
        while not is_called_off():
            if not self.is_running:
                raise self.failure()
            if self.is_ready() and self._turns_strangers_away():
                return True
            if time.monotonic() > deadline:
                raise CpteduError(
                    f"{self.name} did not answer within {_START_SECONDS:.0f} seconds; see {self.home.log}."
                    " Close other programs and try again, or run: cptedu doctor"
                )
            time.sleep(0.2)
        return False

    def _turns_strangers_away(self) -> bool:
        told = self.answer("GET", self.guarded, with_token=False)
        if told not in (
            *TURNED_AWAY,
            0,
        ):  # on a busy computer an answer may not come in time; it is asked again
            raise CpteduError(
                f"{self.name} was stopped: it would have let in anyone on this computer, without the token. Something"
                " on this computer changes how Jupyter starts. To see what, run: cptedu doctor"
            )
        return told != 0

    def failure(self) -> CpteduError:
        """Say how Jupyter ended, with the last thing that it said."""
        said = self.home.log.read_text(encoding="utf-8", errors="replace").split("\n")
        last = next((line.strip() for line in reversed(said) if line.strip()), "nothing")
        return CpteduError(
            f"{self.name} ended by itself (code {self._process.returncode}). It last said: {last}"
            f" The rest is in {self.home.log}. To see what is missing on this computer, run: cptedu doctor"
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

    def settings(self) -> Mapping[str, Mapping[str, Any]]:
        """Give each file of settings in its home; nothing else sets anything."""
        raise NotImplementedError

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
        return ask(self.port, self.token if with_token else None, method, path)

    def environment(self) -> dict[str, str]:
        """Keep what is set for others out of it, and the token out of the list of processes."""
        return self.home.environment(self.token)
