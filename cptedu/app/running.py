"""One course at a time: a start leaves word of itself, and the next start over the same folder finds it.

A start holds a lock as long as it lives, so one that was killed holds none, and the Jupyter that it left behind is known
by the word it left. Both belong to this computer: from a folder that was carried or synced, nothing answers.
"""

from __future__ import annotations

import http
import http.client
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from cptedu.app.jupyter_home import homes_for

__all__ = ["LOOPBACK", "TURNED_AWAY", "Running", "ask", "only_start"]

LOOPBACK = "127.0.0.1"
TURNED_AWAY = (http.HTTPStatus.FOUND, http.HTTPStatus.UNAUTHORIZED, http.HTTPStatus.FORBIDDEN)
_WORD = "running.json"
_ASK_SECONDS = 5.0
_END_SECONDS = 30.0


@dataclass(frozen=True)
class Running:
    """What is known of a Jupyter that a start began.

    Attributes:
        port: where it listens, on 127.0.0.1.
        token: what it asks for.
        pid: its number among the processes.
        address: where its first page is.
        guarded: what it gives to nobody without the token.
    """

    port: int
    token: str
    pid: int
    address: str
    guarded: str

    def write(self, home: Path) -> None:
        """Leave word in the home of that Jupyter, for this user's eyes only.

        Args:
            home: its home.

        Raises:
            OSError: when that cannot be written.
        """
        word = home / _WORD
        with os.fdopen(
            os.open(word, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as file:
            json.dump(asdict(self), file)

    @staticmethod
    def forget(home: Path) -> None:
        """Take back the word that was left.

        Args:
            home: the home of that Jupyter.
        """
        with suppress(OSError):
            (home / _WORD).unlink(missing_ok=True)

    @classmethod
    def over(cls, place: Path) -> Self | None:
        """Find the Jupyter that answers over a place.

        Args:
            place: where its home was wanted.

        Returns:
            It, or None where none answers to the token that was left.
        """
        for home in homes_for(place):
            with suppress(OSError, ValueError, KeyError, TypeError):
                held = json.loads((home / _WORD).read_text(encoding="utf-8"))
                found = cls(**held)
                if found.answers():
                    return found
        return None

    def answers(self) -> bool:
        """Say whether it answers to its token, and turns away whoever has none."""
        known = ask(self.port, self.token, "GET", self.guarded)
        return known not in (0, *TURNED_AWAY) and ask(self.port, None, "GET", self.guarded) in TURNED_AWAY

    def end(self) -> None:
        """End it and its kernels, by asking and then by a signal: it has just answered to its own token."""
        if ask(self.port, self.token, "POST", "/api/shutdown") != http.HTTPStatus.OK:
            with suppress(OSError):
                os.kill(self.pid, signal.SIGTERM)
        deadline = time.monotonic() + _END_SECONDS
        while time.monotonic() < deadline and ask(self.port, None, "GET", "/"):
            time.sleep(0.1)


def ask(port: int, token: str | None, method: str, path: str) -> int:
    """Ask a server of this computer something, past any proxy.

    Args:
        port: where it listens on 127.0.0.1.
        token: what to show; None to show nothing.
        method: such as ``"GET"``.
        path: what to ask for.

    Returns:
        The status of the answer, 0 when nothing answers.
    """
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=_ASK_SECONDS)
    try:
        connection.request(method, path, headers={} if token is None else {"Authorization": f"token {token}"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException, UnicodeError, ValueError):
        return 0
    finally:
        connection.close()


@contextmanager
def only_start(place: Path) -> Iterator[bool]:
    """Hold a place as long as a start lives.

    Args:
        place: where the home of its Jupyter is wanted.

    Yields:
        True for the only start; False where another, which is alive, holds it.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  (only who serves needs it)

    for home in homes_for(place):
        lock = FileLock(home.with_name(f"{home.name}.lock"), timeout=0)
        try:
            home.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock.acquire()
        except Timeout:
            yield False
            return
        except (OSError, NotImplementedError):
            continue  # it cannot be written, or this kind of disk knows no locks
        try:
            yield True
        finally:
            lock.release()
        return
    yield True
