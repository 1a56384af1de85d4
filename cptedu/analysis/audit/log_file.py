"""A log as a file: of any of the forms in which programs write one, as rows of cells, with nothing left out."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isnan
from pathlib import Path
from typing import Any

from cptedu.analysis.audit.log_names import named
from cptedu.errors import CpteduError
from cptedu.files import read_bytes
from cptedu.visit.cells import looks_like_code
from cptedu.visit.row_words import cleaned
from cptedu.visit.written_days import days_written
from cptedu.visit.written_table import SEPARATORS, WrittenRow, decoded, rows_by

__all__ = ["Log", "read_log"]

LARGEST = 2_000_000_000
MOST_ROWS = 20_000_000
TRIED_ROWS = 300
HEADER_WITHIN = 50
KNOWN_AT_ALL = 2
LARGEST_UNPACKED = 1_000_000_000
_X12 = re.compile(r"\s*(?:ISA|ST|CLM|GS)\*")
_SHEETS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})


@dataclass(frozen=True)
class Log:
    """What the file of a log holds.

    Attributes:
        name: its name.
        columns: the names of its columns, each told apart from the others.
        rows: its rows, each with the number under which its program shows it.
        others: rows that hold nothing or stand above the names, by number, with the reason.
        told: what had to be assumed to read it, as sentences.
        is_named: False where no row names the columns, so that they have numbers alone.
    """

    name: str
    columns: tuple[str, ...]
    rows: Sequence[WrittenRow]
    others: tuple[tuple[int, str], ...]
    told: tuple[str, ...]
    is_named: bool = True


def read_log(path: str | Path, names: Iterable[str] = ()) -> Log:
    """Read the file of a log: text of rows and columns, JSON, a workbook or Parquet.

    Nothing in it is worked out: a formula is the text that it is.

    Args:
        path: the file.
        names: names of columns that the user gave; a row that holds one of them names the columns.

    Returns:
        Its columns and rows.

    Raises:
        CpteduError: when it cannot be read; the message repeats nothing of what it holds.
    """
    place = Path(path)
    ending = place.suffix.lower()
    if ending in _SHEETS:
        return _workbook(place, frozenset(names))
    if ending in {".parquet", ".pq"}:
        return _parquet(place)
    text, told = decoded(read_bytes(place, "log", largest=LARGEST), f"The log {place.name}")
    if _X12.match(text):
        raise CpteduError(
            f"{place.name} is a claim file in X12 form (837). It is not read here: have your program or clearing house export"
            " the service lines as CSV, and give that file."
        )
    if ending in {".json", ".jsonl", ".ndjson"} or text.lstrip()[:1] in {"{", "["}:
        return _of_records(place.name, _records(place.name, text), told)
    return _table(place.name, text, told, frozenset(names))


def _table(name: str, text: str, told: tuple[str, ...], given: frozenset[str]) -> Log:
    tried = [
        (separator, *_header(rows_by(separator, text, TRIED_ROWS)[0], given)) for separator in SEPARATORS
    ]
    separator, at, _ = max(tried, key=lambda one: one[2])
    blank: list[int] = []
    rows, problem = rows_by(separator, text, MOST_ROWS, blank)
    if problem:
        raise CpteduError(f"{name}, {problem}. Look at the quotation marks of that line.")
    if len(rows) > MOST_ROWS:
        raise CpteduError(
            f"The log {name} has more than {MOST_ROWS} rows. Give it in parts, such as a year each."
        )
    return _log(name, rows, at, [(line, "a blank row") for line in blank], told)


def _log(
    name: str, rows: list[WrittenRow], at: int | None, others: list[tuple[int, str]], told: tuple[str, ...]
) -> Log:
    if at is None:
        widest = max((len(row.cells) for row in rows), default=0)
        numbered = tuple(f"column {place}" for place in range(1, widest + 1))
        return Log(name, numbered, rows, tuple(others), told, is_named=False)
    others += [(row.line, "above the names of the columns") for row in rows[:at]]
    others.append((rows[at].line, "the names of the columns"))
    return Log(name, _told_apart(rows[at].cells), rows[at + 1 :], tuple(sorted(others)), told)


def _told_apart(written: Iterable[str]) -> tuple[str, ...]:
    """Give each column a name of its own; one without a name, or with that of another, has its place."""
    names: list[str] = []
    for place, cell in enumerate(written, 1):
        name = " ".join(cleaned(cell).split())
        names.append(name if name and name not in names else f"{name} (column {place})".strip())
    return tuple(names)


def _header(rows: Sequence[WrittenRow], given: frozenset[str]) -> tuple[int | None, tuple[int, int, int]]:
    """Find the row that names the columns, and say how surely: by names that are known, else by what follows below."""
    best: tuple[int | None, tuple[int, int, int]] = (None, (0, 0, 0))
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        names = [" ".join(cleaned(cell).split()) for cell in row.cells]
        read = [named(name) for name in names if name]
        known = sum(2 * bool(one.means) + bool(one.may_mean) for one in read) + 4 * len(given & set(names))
        fits = -sum(len(other.cells) > len(row.cells) for other in rows[at:])
        if (
            known >= 2 * KNOWN_AT_ALL
            and not any(_is_value(name) for name in names)
            and (known, fits, 0) > best[1]
        ):
            best = at, (known, fits, 0)
    if best[0] is not None:
        return best
    widest = max((len(row.cells) for row in rows), default=0)
    if len(rows) > 1 and all(rows[0].cells) and not any(_is_value(cell) for cell in rows[0].cells):
        return (
            (0, (1, 0, widest)) if any(_is_value(cell) for cell in rows[1].cells) else (None, (0, 0, widest))
        )
    return None, (0, 0, widest)


def _is_value(cell: str) -> bool:
    """Say whether a cell holds a code, a day or a number, as no name of a column does."""
    text = cleaned(cell)
    return looks_like_code(text) or bool(days_written(text)) or text.replace(".", "").isdecimal()


def _records(name: str, text: str) -> list[Any]:
    try:
        held = json.loads(text)
    except RecursionError:
        raise CpteduError(f"The log {name} is nested far too deeply to be one.") from None
    except ValueError:
        return [
            _one_record(name, number, line)
            for number, line in enumerate(text.splitlines(), 1)
            if line.strip()
        ]
    while isinstance(held, dict):
        lists = [
            value
            for value in held.values()
            if isinstance(value, list) and value and isinstance(value[0], dict)
        ]
        if len(lists) != 1 or any(not isinstance(value, list | dict) for value in held.values()):
            return [held]
        held = lists[0]
    if not isinstance(held, list):
        raise CpteduError(f"The log {name} is no list of records.")
    return held


def _one_record(name: str, number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise CpteduError(f"The log {name}, line {number}: this line is no JSON.") from None


def _of_records(name: str, records: list[Any], told: tuple[str, ...]) -> Log:
    places: dict[str, int] = {}
    held: list[tuple[int, dict[str, str]]] = []
    others: list[tuple[int, str]] = []
    for number, record in enumerate(records, 1):
        if not isinstance(record, dict) or not record:
            others.append((number, "no record"))
            continue
        for flat in _exploded(record):
            held.append((number, flat))
            for column in flat:
                places.setdefault(column, len(places))
    rows = [WrittenRow(number, tuple(flat.get(column, "") for column in places)) for number, flat in held]
    return Log(name, tuple(places), rows, tuple(others), told)


def _exploded(record: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Give one row for each record within a record, with what stands around it; most records are one row."""
    within = [
        key
        for key, value in record.items()
        if isinstance(value, list) and value and isinstance(value[0], dict)
    ]
    around = {key: value for key, value in record.items() if key not in within[:1]}
    if not within:
        yield dict(_flat("", around))
        return
    for one in record[within[0]]:
        if isinstance(one, dict):
            yield dict(_flat("", around)) | dict(_flat("", one))


def _flat(before: str, record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in record.items():
        name = f"{before}{key}"
        if isinstance(value, dict):
            yield from _flat(f"{name}.", value)
        elif isinstance(value, list):
            yield name, ",".join(_cell(one) for one in value if not isinstance(one, dict | list))
        else:
            yield name, _cell(value)


def _cell(value: object) -> str:
    """Write a value of a workbook, a Parquet file or JSON as a text file would have it."""
    if value is None or (isinstance(value, float) and isnan(value)):
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _parquet(place: Path) -> Log:
    try:
        import pyarrow.parquet as arrow  # noqa: PLC0415  (an extra, for this form alone)
    except ImportError:
        raise CpteduError(
            f"{place.name} is a Parquet file. Reading one needs the package pyarrow: pip install 'cptedu[parquet]'."
        ) from None
    try:
        table = arrow.read_table(place)
    except Exception:  # a damaged file makes the reader fail in any way; its own words may quote cells, and are not passed on
        raise CpteduError(f"The log {place.name} cannot be read as Parquet. Is it whole?") from None
    columns = [table.column(at).to_pylist() for at in range(table.num_columns)]
    rows = [
        WrittenRow(number, tuple(_cell(value) for value in values))
        for number, values in enumerate(zip(*columns, strict=True), 1)
    ]
    return Log(place.name, _told_apart(table.column_names), rows, (), ())


def _workbook(place: Path, given: frozenset[str]) -> Log:
    if place.suffix.lower() not in {".xlsx", ".xlsm"}:
        raise CpteduError(
            f"{place.name}: of workbooks .xlsx is read. Save it in its program as .xlsx or CSV."
        )
    try:
        import openpyxl  # noqa: PLC0415  (an extra, for this form alone)
    except ImportError:
        raise CpteduError(
            f"{place.name} is a workbook. Reading one needs the package openpyxl: pip install 'cptedu[excel]'; or save it as"
            " CSV."
        ) from None
    _refuse_a_bomb(place)
    try:
        book = openpyxl.load_workbook(place, read_only=True, data_only=False, keep_links=False)
        filled = [
            [
                WrittenRow(at, tuple(_cell(value) for value in row))
                for at, row in enumerate(sheet.iter_rows(values_only=True), 1)
            ]
            for sheet in book.worksheets
        ]
        book.close()
    except Exception:  # as for Parquet: any failure of the reader, and none of its words
        raise CpteduError(f"The log {place.name} cannot be read as a workbook. Is it whole?") from None
    found = [(rows, *_header([row for row in rows if any(row.cells)], given)) for rows in filled]
    rows, at, _ = max(found, key=lambda one: (one[2], len(one[0])), default=([], None, (0, 0, 0)))
    blank = [(row.line, "a blank row") for row in rows if not any(map(cleaned, row.cells))]
    told = ("Of several sheets the one whose columns are known was read.",) if len(filled) > 1 else ()
    return _log(place.name, [row for row in rows if any(map(cleaned, row.cells))], at, blank, told)


def _refuse_a_bomb(place: Path) -> None:
    """Refuse a workbook that is small and would fill the computer when it is unpacked."""
    try:
        with zipfile.ZipFile(place) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except (OSError, zipfile.BadZipFile):
        raise CpteduError(f"The log {place.name} cannot be read as a workbook. Is it whole?") from None
    if unpacked > LARGEST_UNPACKED:
        raise CpteduError(
            f"The log {place.name} would unpack to {unpacked // 1_000_000} MB; that cannot be right."
        )
