"""The one reader of ``data/``: dated rows in, exactly one row out, or advice.

Nothing is read on import. Each file is read once, when first asked for.
"""

from __future__ import annotations

import csv
import hashlib
import io
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from cptedu.errors import CpteduError, NotInDataError
from cptedu.facts.cells import trouble
from cptedu.facts.own_days import with_own
from cptedu.facts.own_tables import OWN_TABLES, OwnTables, read_own

__all__ = [
    "Row",
    "as_date",
    "as_shipped",
    "changed_files",
    "column_forms",
    "data_folder",
    "document",
    "in_force",
    "one_row",
    "own_tables",
    "own_trouble",
    "refuse_wrong_cells",
    "rows",
    "shipped_rows",
    "text",
]

Row = Mapping[str, str]

_SHOWN = 60  # letters of a wrong cell in a message
_ABSENT = "absent"
_OPEN_DAYS: Mapping[str, object] = dict.fromkeys(
    ("effective_from", "effective_to", "release_from", "begins", "deleted_on"), "day?"
)


@cache
def data_folder() -> Path:
    """Say where the facts lie: inside the installed package, or beside it in a checkout.

    Returns:
        The folder that holds the tables.

    Raises:
        CpteduError: when neither place has them.

    >>> (data_folder() / "codes.csv").exists()
    True
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "data", package.parent / "data"):
        if (folder / "sources.toml").is_file():
            return folder
    raise CpteduError(f"The folder data/ was not found in or beside {package}. Install cptedu again.")


def text(name: str) -> str:
    """Read a file of ``data/`` as text.

    Args:
        name: the file's path below ``data/``.

    Returns:
        Its text.

    Raises:
        CpteduError: when it is missing or is no UTF-8 text.
    """
    path = data_folder() / name
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CpteduError(
            f"The table {name} is missing from {data_folder()}. Install cptedu again."
        ) from None
    except (UnicodeDecodeError, OSError) as problem:
        raise CpteduError(f"The table {name} cannot be read ({problem}). Install cptedu again.") from None


@cache
def rows(name: str) -> tuple[Row, ...]:
    """Read a table: the rows as shipped, and on the days that they speak for those that the user read from CMS's files.

    Args:
        name: the CSV file's name, such as ``"rvu.csv"``.

    Returns:
        Its rows, each as a mapping from column to text.

    Raises:
        CpteduError: when the shipped file is missing or damaged. What is wrong with the user's rows stands in
            ``own_trouble``; they are then left out.

    >>> rows("regions.csv")[0]["region"]
    'cervical'
    """
    shipped = shipped_rows(name)
    if name not in OWN_TABLES or not own_tables().tables.get(name):
        return shipped
    return with_own(name, shipped, own_tables(), frozenset(row["code"] for row in shipped_rows("codes.csv")))


def own_tables() -> OwnTables:
    """Give what the user read from CMS's files; nothing where there is nothing, or where it is damaged."""
    return _own()[0]


def own_trouble() -> str:
    """Say in a sentence why what the user read from CMS's files is left out; empty when all is well."""
    return _own()[1]


@contextmanager
def as_shipped() -> Iterator[None]:
    """Leave what the user read aside for a while: what somebody else answered is judged by the tables that both have.

    Nothing may have been looked up before in this process.
    """
    _left_aside.append(True)
    try:
        yield
    finally:
        _left_aside.pop()
        _own.cache_clear()
        rows.cache_clear()


_left_aside: list[bool] = []


@cache
def _own() -> tuple[OwnTables, str]:
    if _left_aside:
        return OwnTables(), ""
    try:
        return read_own(lambda name: tuple(shipped_rows(name)[0]), refuse_wrong_cells), ""
    except CpteduError as trouble:
        return OwnTables(), str(trouble)


@cache
def shipped_rows(name: str) -> tuple[Row, ...]:
    """Read a table as shipped; a damaged table is refused whole.

    Args:
        name: the CSV file's name.

    Returns:
        Its rows in the order of the file.

    Raises:
        CpteduError: when the file is missing, a column that is read, or every row; when a row has too few or too many cells,
            or one that holds what its column may not (``data/columns.toml``); the message has file and line.
    """
    reader = csv.DictReader(io.StringIO(text(name)), strict=True)
    table: list[Row] = []
    try:
        _refuse_missing_columns(name, tuple(reader.fieldnames or ()))
        for row in reader:
            if None in row or None in row.values():
                raise CpteduError(
                    f"{name}, line {reader.line_num}: this row has not the columns {', '.join(reader.fieldnames or ())}."
                    " Compare it with the first line of the file, or install cptedu again."
                )
            refuse_wrong_cells(name, row, f"{name}, line {reader.line_num}")
            _refuse_wrong_span(row, f"{name}, line {reader.line_num}")
            table.append(row)
    except csv.Error as problem:
        raise CpteduError(f"{name}, line {reader.line_num}: {problem}. Install cptedu again.") from None
    if not table:
        raise CpteduError(f"{name} has no row, only the names of its columns. Install cptedu again.")
    return tuple(table)


def refuse_wrong_cells(name: str, row: Row, where: str) -> None:
    """Refuse a row in which a cell holds what its column may not.

    Args:
        name: the table.
        row: the row, shipped or the user's own.
        where: its place in words, for the message.

    Raises:
        CpteduError: for the first such cell; it says what to write.
    """
    for column in _forms(name):
        wrong = _trouble(name, column, row.get(column, ""))
        if wrong:
            raise CpteduError(f"{where}: {column} = {row.get(column, '')[:_SHOWN]!r} {wrong}")


def _refuse_wrong_span(row: Row, where: str) -> None:
    starts, ends = row.get("effective_from", ""), row.get("effective_to", "")
    if starts and ends and starts > ends:
        raise CpteduError(f"{where}: the row ends ({ends}) before it begins ({starts}).")


@lru_cache(maxsize=100_000)  # the cells of a column are few, its rows many
def _trouble(name: str, column: str, cell: str) -> str:
    return trouble(cell, _forms(name)[column], _words_of)


def column_forms(name: str) -> Mapping[str, object]:
    """Say what each column of a table may hold, as ``data/columns.toml`` has it.

    Args:
        name: the file's name, such as ``"rvu.csv"``.

    Returns:
        For each column its form, such as ``"number?"``; of a table that is not described the days alone.

    >>> column_forms("rvu.csv")["work"]
    'number?'
    """
    return dict(_forms(name))


@cache
def _forms(name: str) -> Mapping[str, object]:
    """Say which columns a table has to have, and what each may hold; of a table that is not known, what days are."""
    own = document("columns.toml").get(name)
    if not isinstance(own, dict):
        return _OPEN_DAYS
    every = {"effective_from": "day?", "effective_to": "day?", "source": "word"}
    return {column: form for column, form in {**every, **own}.items() if form != _ABSENT}


def _refuse_missing_columns(name: str, held: Sequence[str]) -> None:
    needed = _forms(name) if name in document("columns.toml") else {}
    missing = [column for column in needed if column not in held]
    if missing:
        raise CpteduError(
            f"{name}, line 1: the column {missing[0]} is missing. The first line has to name {', '.join(needed)}."
            " Compare it with the table as it came, or install cptedu again."
        )


@cache
def _words_of(place: str) -> frozenset[str]:
    name, _, column = place.partition(" ")
    return frozenset(row[column] for row in shipped_rows(name) if column in row)


@cache
def document(name: str) -> Mapping[str, Any]:
    """Read a TOML file of ``data/``.

    Args:
        name: the file's path below ``data/``, such as ``"payers/medicare.toml"``.

    Returns:
        What it holds.

    Raises:
        CpteduError: when it is missing or mangled; the message has the line.
    """
    try:
        return tomllib.loads(text(name))
    except tomllib.TOMLDecodeError as problem:
        raise CpteduError(f"{name} is not valid TOML: {problem}.") from None


def as_date(given: object, what: str = "on") -> date:
    """Take a date of service as a date or as text, and refuse anything else.

    Args:
        given: a ``datetime.date`` or text such as ``"2026-03-04"``.
        what: the name of the thing, for the message.

    Returns:
        The date.

    Raises:
        CpteduError: when it is neither.

    >>> as_date("2026-03-04")
    datetime.date(2026, 3, 4)
    """
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    if isinstance(given, str):
        try:
            return date.fromisoformat(given.strip())
        except ValueError:
            pass
    raise CpteduError(f"{what} = {given!r} is not a date. Write it as year-month-day, such as 2026-03-04.")


def in_force(row: Row, on: date) -> bool:
    """Say whether a dated row holds on a day (both of its dates are within).

    Args:
        row: a row with ``effective_from`` and ``effective_to``; empty means open.
        on: the date of service.

    Returns:
        True when the row holds on that day.

    >>> in_force({"effective_from": "2026-01-01", "effective_to": ""}, date(2026, 3, 4))
    True
    """
    starts, ends = row["effective_from"], row["effective_to"]
    return (not starts or day_of(starts) <= on) and (not ends or on <= day_of(ends))


@lru_cache(maxsize=20_000)
def day_of(cell: str) -> date:
    """Read a day as a table has it; few days come up, so that each is read once.

    >>> day_of("2026-03-04")
    datetime.date(2026, 3, 4)
    """
    return date.fromisoformat(cell)


def one_row(candidates: Iterable[Row], on: date, *, what: str, covered: str) -> Row:
    """Find exactly one row that holds on a day, or say what is covered.

    Args:
        candidates: rows of one key, such as all rows of one code.
        on: the date of service.
        what: what is looked for, in words.
        covered: what the table holds, in words.

    Returns:
        The one row.

    Raises:
        NotInDataError: when no row holds on that day.
        CpteduError: when two do; that is a fault of the table.
    """
    found = [row for row in candidates if in_force(row, on)]
    if not found:
        raise NotInDataError(f"No {what} is held for {on}. {covered}")
    if len(found) > 1:
        raise CpteduError(
            f"Two rows hold {what} for {on}, from {found[0]['effective_from']} and from {found[1]['effective_from']}. One must"
            " end before the other begins: fill in its effective_to. Tables as shipped come back when cptedu is installed again."
        )
    return found[0]


def changed_files() -> tuple[str, ...]:
    """Compare every data file with its checksum in SHA256SUMS.

    Returns:
        The names of files that are missing or not as shipped; empty when all is well.
    """
    differing = []
    for line in text("SHA256SUMS").splitlines():
        digest, _, name = line.partition("  ")
        path = data_folder() / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            differing.append(name)
    return tuple(differing)
