"""The lock of a learner's folder: one window writes at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cptedu.errors import CpteduError, reason

__all__ = ["LOCK_NAME", "locked"]

LOCK_NAME = ".progress.lock"
LOCK_SECONDS = 15


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; another window waits. A lock of a process that was ended is free at once.

    Args:
        folder: the learner's folder.

    Yields:
        Nothing; the folder is this window's alone meanwhile.

    Raises:
        CpteduError: when another window does not let go, or the folder cannot be written to.
    """
    if sys.platform == "emscripten":  # one page in a browser, and no locks there
        yield
        return
    from filelock import FileLock, Timeout  # noqa: PLC0415  (only writing needs it)

    lock = FileLock(folder / LOCK_NAME, timeout=LOCK_SECONDS)
    try:
        lock.acquire()
    except Timeout:
        raise CpteduError(
            f"Another window has been writing your progress for {LOCK_SECONDS} seconds. Close it and try again; nothing that was"
            " saved is lost."
        ) from None
    except (OSError, NotImplementedError) as problem:
        raise CpteduError(
            f"{folder} cannot be written to ({reason(problem)}). Choose a folder in which you may write; nothing was changed."
        ) from None
    try:
        yield
    finally:
        lock.release()
