"""Files that learners and instructors write: read with advice, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

from cptedu.errors import CpteduError

__all__ = ["read_bytes", "read_text", "read_toml", "write_atomically"]

_LARGEST = 5_000_000


def read_bytes(path: str | Path, what: str, *, largest: int = _LARGEST) -> bytes:
    """Read a file as it is, but never more than a bound: a device or a pipe does not say how large it is.

    Args:
        path: the file.
        what: what it is, for the message, such as ``"claim file"``.
        largest: how many bytes such a file may have.

    Returns:
        Its bytes.

    Raises:
        CpteduError: when it cannot be read or is far too large.
    """
    try:
        with Path(path).open("rb") as stream:
            held = stream.read(largest + 1)
    except OSError as problem:
        raise CpteduError(f"The {what} {path} cannot be read: {problem.strerror or problem}.") from None
    except (TypeError, ValueError):
        raise CpteduError(f"{path!r} is not the name of a {what}.") from None
    if len(held) > largest:
        bound = f"{largest // 1_000_000} MB" if largest >= 1_000_000 else f"{largest // 1_000} kB"
        raise CpteduError(f"The {what} {path} is larger than {bound}; that cannot be right.")
    return held


def read_text(path: str | Path, what: str) -> str:
    """Read a text file.

    Args:
        path: the file.
        what: what it is, for the message, such as ``"visit file"``.

    Returns:
        Its text.

    Raises:
        CpteduError: when it cannot be read, is far too large, or is no UTF-8 text.
    """
    try:
        written = read_bytes(path, what).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CpteduError(f"The {what} {path} is not UTF-8 text. Save it as UTF-8 and try again.") from None
    return written.replace("\r\n", "\n").replace("\r", "\n")


def read_toml(path: str | Path, what: str) -> dict[str, Any]:
    """Read a TOML file.

    Args:
        path: the file.
        what: what it is, for the message.

    Returns:
        What it holds.

    Raises:
        CpteduError: when it cannot be read or is mangled; the message has the line.
    """
    written = read_text(path, what)
    try:
        return tomllib.loads(written)
    except RecursionError:
        raise CpteduError(f"The {what} {path} is nested far too deeply to be one.") from None
    except ValueError as problem:  # a TOMLDecodeError, or a number too long to be read
        raise CpteduError(f"The {what} {path} is not valid TOML: {problem}.") from None


def write_atomically(path: str | Path, content: str) -> None:
    """Write a text file whole or not at all: a reader sees the old text or the new, never half of either.

    Args:
        path: the file.
        content: its new text.

    Raises:
        CpteduError: when the folder cannot be written to; the old file then stands as it was.
    """
    place = Path(path)
    temporary = ""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.", suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(place)
    except OSError as problem:
        if temporary:
            with suppress(OSError):
                Path(temporary).unlink()
        raise CpteduError(
            f"{place} cannot be written: {problem.strerror or problem}. Nothing was changed."
        ) from None
