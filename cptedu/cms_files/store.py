"""Where a user's own tables are kept: written whole into a new folder, and in force from the moment it is named."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import tomli_w

from cptedu.errors import CpteduError, reason
from cptedu.facts.own_tables import (
    FORMAT,
    OWN_SOURCES,
    OWN_TABLES,
    POINTER,
    OwnTables,
    fits,
    own_folder,
    read_own,
)
from cptedu.facts.tables import refuse_wrong_cells, shipped_rows
from cptedu.files import write_atomically

__all__ = ["columns_of", "forget_all", "keep", "only_update", "read_kept"]

_LOCK = ".lock"
_LOCK_SECONDS = 60
_WRITTEN = re.compile(r"\d{8}-\d{6}-[0-9a-f]{8}")


def columns_of(name: str) -> tuple[str, ...]:
    """Give the columns of a table, which a user's own rows have as well."""
    return tuple(shipped_rows(name)[0])


@contextmanager
def only_update() -> Iterator[Path]:
    """Hold the folder of the user's own tables; another update waits. A lock of a process that was ended is free at once.

    Yields:
        The folder.

    Raises:
        CpteduError: when another update does not end, or nothing can be kept.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  (only writing needs it)

    folder = own_folder()
    if folder is None:
        raise CpteduError("Nothing can be kept for a user here. Use cptedu on a computer with a home folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / _LOCK, timeout=_LOCK_SECONDS)
        lock.acquire()
    except Timeout:
        raise CpteduError(
            "Another window is reading CMS files just now. Wait until it is done and try again; nothing was changed."
        ) from None
    except (OSError, NotImplementedError) as problem:
        raise CpteduError(
            f"{folder} cannot be written to ({reason(problem)}). Nothing was changed."
        ) from None
    try:
        yield folder
    finally:
        lock.release()


def read_kept() -> OwnTables:
    """Read what is kept now, and not what this process read when it started."""
    return read_own(columns_of, refuse_wrong_cells)


def keep(folder: Path, own: OwnTables) -> None:
    """Write a user's own tables; they are in force when everything is on the disk, and not before.

    Args:
        folder: as ``only_update`` gives it.
        own: the tables.

    Raises:
        CpteduError: when it cannot be written; what was kept before then stands as it was.
    """
    written = f"{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"  # noqa: DTZ005  (a name, and no time)
    try:
        digests = {
            name: _written(folder / written / name, content) for name, content in _contents(own).items()
        }
        _on_the_disk(folder / written)
        told = {"format": FORMAT, "folder": written, "files": digests}
        earlier = _named(folder)
        write_atomically(folder / POINTER, tomli_w.dumps(told))
    except BaseException:
        if _named(folder) != written:
            shutil.rmtree(folder / written, ignore_errors=True)
        raise
    _on_the_disk(folder)
    _remove_all_but(folder, written, earlier)


def forget_all(folder: Path) -> None:
    """Remove everything of the user's own, damaged or not.

    Args:
        folder: as ``only_update`` gives it.

    Raises:
        CpteduError: when it cannot be removed.
    """
    try:
        (folder / POINTER).unlink(missing_ok=True)
    except OSError as problem:
        raise CpteduError(f"{folder / POINTER} cannot be removed: {reason(problem)}.") from None
    _remove_all_but(folder)


def _contents(own: OwnTables) -> Mapping[str, str]:
    contents = {name: _as_csv(name, own) for name in OWN_TABLES if own.tables.get(name)}
    return contents | {OWN_SOURCES: tomli_w.dumps({name: dict(entry) for name, entry in own.sources.items()})}


def _as_csv(name: str, own: OwnTables) -> str:
    text = io.StringIO()
    columns = columns_of(name)
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    for row in own.tables[name]:
        whole = {column: row.get(column, "") for column in columns}
        for column, cell in whole.items():
            if not fits(column, cell):
                raise CpteduError(
                    f"{cell[:40]!a} is nothing that can stand as {column.replace('_', ' ')} in {name}. Nothing was changed."
                )
        refuse_wrong_cells(name, whole, f"A row of {name}")
        writer.writerow(whole)
    return text.getvalue()


def _written(path: Path, content: str) -> str:
    write_atomically(path, content)
    return hashlib.sha256(content.encode("utf-8")).hexdigest()


def _named(folder: Path) -> str:
    """Give the folder that is in force, as far as that can be read."""
    with suppress(OSError, ValueError):
        found = re.search(
            r'^folder = "([^"]+)"', (folder / POINTER).read_text(encoding="utf-8"), re.MULTILINE
        )
        return found[1] if found else ""
    return ""


def _on_the_disk(folder: Path) -> None:
    """Have the names in a folder on the disk, too, where the system can be asked for that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove_all_but(folder: Path, *kept: str) -> None:
    # The one before stays until the next update: another window may just be reading it.
    with suppress(OSError):
        for one in folder.iterdir():
            if _WRITTEN.fullmatch(one.name) and one.name not in kept:
                shutil.rmtree(one, ignore_errors=True)
            elif (
                one.name.startswith(f".{POINTER}.") and one.suffix == ".part"
            ):  # of an update that was cut off
                one.unlink()
