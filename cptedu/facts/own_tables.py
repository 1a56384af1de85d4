"""What a user read from CMS's files: tables and sources of their own, kept with what Jupyter keeps for this user.

They lie in a folder that is written once and never changed; ``held.toml`` names that folder and the checksum of each file
in it. So a reader sees all of the old or all of the new. Whatever does not fit is left out whole.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cptedu.errors import CpteduError
from cptedu.users_folder import users_folder

__all__ = [
    "FORMAT",
    "OWN_SOURCES",
    "OWN_TABLES",
    "POINTER",
    "OwnTables",
    "fits",
    "own_folder",
    "read_own",
]

OWN_TABLES = ("rvu.csv", "conversion_factor.csv", "gpci.csv", "ptp.csv", "mue.csv", "releases.csv")
OWN_SOURCES = "sources.toml"
POINTER = "held.toml"
FORMAT = 1
OWN_SOURCE = re.compile(r"own-[a-z0-9_-]{1,60}")
_FOLDER = re.compile(r"[a-z0-9-]{1,40}")
_LARGEST = 20_000_000
_TRIES = 3

_DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_NUMBER = r"\d{1,5}(\.\d{1,6})?"
_WORDS = r"[\w(][\w .,()/&'*:;+#-]{0,160}"
# What a cell of each column may hold; nothing else is ever written or read, so that no cell is a formula or a page.
_CELLS = {
    **dict.fromkeys(("effective_from", "begins", "release_from"), _DAY),
    **dict.fromkeys(("effective_to", "deleted_on"), f"({_DAY})?"),
    **dict.fromkeys(("factor", "pe", "mp"), _NUMBER),
    **dict.fromkeys(
        (
            "work",
            "pe_nonfacility",
            "pe_facility",
            "total_nonfacility",
            "total_facility",
        ),
        f"({_NUMBER})?",
    ),
    **dict.fromkeys(("code", "column_one", "column_two"), r"[0-9A-Z]\d{3}[0-9A-Z]"),
    **dict.fromkeys(("active", "whole"), "yes|no"),
    "units": r"\d{1,5}",
    "adjudication": "[123]",
    "modifier_indicator": "[019]",
    "multiple_procedure": r"\d?",
    "status": "[A-Z]?",
    "global_days": r"([0-9A-Z]{3})?",
    "mac": r"\d{5}",
    "locality": r"\d{2}",
    "track": "all|apm|non_apm",
    "source": OWN_SOURCE.pattern,
}


@dataclass(frozen=True)
class OwnTables:
    """A user's own rows by table, and the files that they were read from.

    Attributes:
        tables: rows by the name of the table.
        sources: by id, what was read: title, file, checksum, day, release and part.
    """

    tables: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    sources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def own_folder() -> Path | None:
    """Say where a user's own tables lie; None where nothing can be kept for a user, as in a browser."""
    of_this_user = users_folder()
    return None if of_this_user is None else of_this_user / "cptedu" / "facts"


def fits(column: str, cell: str) -> bool:
    """Say whether a cell holds what a column may hold.

    >>> fits("factor", "33.4009"), fits("factor", "=1+1"), fits("name", "=1+1")
    (True, False, False)
    """
    if column in _CELLS:
        return re.fullmatch(_CELLS[column], cell, re.ASCII) is not None
    return re.fullmatch(f"({_WORDS})?", cell) is not None


def read_own(
    columns: Callable[[str], Sequence[str]], refuse: Callable[[str, Mapping[str, str], str], None]
) -> OwnTables:
    """Read what the user has; nothing at all where nothing is kept.

    Args:
        columns: gives the columns of a shipped table, which are those of the user's as well.
        refuse: raises when a row of a table holds what it may not; it is given the table, the row and its place in words.

    Returns:
        The tables and their sources.

    Raises:
        CpteduError: when anything in the folder is not as it was written; one sentence that says what to do.
    """
    folder = own_folder()
    if folder is None:
        return OwnTables()
    for attempt in range(_TRIES):
        try:
            return _read(folder, columns, refuse)
        except (OSError, ValueError, TypeError, KeyError, RecursionError, csv.Error) as problem:
            # An update in another window may have put a new folder in the place of this one.
            if attempt == _TRIES - 1:
                why = str(problem).strip("'") or type(problem).__name__
                raise CpteduError(
                    f"The CMS data of your own in {folder} cannot be used ({why[:200]}), so they are left out and the tables"
                    " that came with cptedu answer. To begin anew, type: cptedu data forget all"
                ) from None
    raise AssertionError  # pragma: no cover


def _read(
    folder: Path,
    columns: Callable[[str], Sequence[str]],
    refuse: Callable[[str, Mapping[str, str], str], None],
) -> OwnTables:
    try:
        told = _content(folder / POINTER)
    except (FileNotFoundError, NotADirectoryError):
        return OwnTables()
    pointer = tomllib.loads(told.decode("utf-8"))
    if pointer.get("format") != FORMAT:
        raise ValueError("written for another version of cptedu")
    if not _FOLDER.fullmatch(str(pointer["folder"])):
        raise ValueError(f"{POINTER} names no folder")
    files = {
        name: _unchanged(folder / pointer["folder"], name, digest)
        for name, digest in dict(pointer["files"]).items()
        if name in (*OWN_TABLES, OWN_SOURCES)
    }
    sources = tomllib.loads(files.pop(OWN_SOURCES, b"").decode("utf-8"))
    if not all(OWN_SOURCE.fullmatch(name) and isinstance(entry, dict) for name, entry in sources.items()):
        raise ValueError(f"{OWN_SOURCES} is damaged")
    tables = {name: _rows(name, content, columns(name), sources) for name, content in files.items()}
    for name, table in tables.items():
        for number, row in enumerate(table, start=2):
            refuse(name, row, f"{name}, line {number}")
    return OwnTables(tables, sources)


def _content(path: Path) -> bytes:
    with path.open("rb") as stream:
        content = stream.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise ValueError(f"{path.name} is far too large")
    return content


def _unchanged(folder: Path, name: str, digest: object) -> bytes:
    content = _content(folder / name)
    if hashlib.sha256(content).hexdigest() != digest:
        raise ValueError(f"{name} is damaged")
    return content


def _rows(
    name: str, content: bytes, columns: Sequence[str], sources: Mapping[str, Any]
) -> tuple[Mapping[str, str], ...]:
    reader = csv.DictReader(io.StringIO(content.decode("utf-8")), strict=True)
    if tuple(reader.fieldnames or ()) != tuple(columns):
        raise ValueError(f"{name} was written for another version of cptedu")
    table = tuple(reader)
    for row in table:
        if None in row or None in row.values() or not all(fits(c, row[c]) for c in columns):
            raise ValueError(f"{name} is damaged")
        if row["source"] not in sources:
            raise ValueError(f"{name} names a file that is not in {OWN_SOURCES}")
    return table
