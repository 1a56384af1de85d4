"""A log as a file: of any of the forms in which programs write one, as rows of cells, with nothing left out."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cptedu.analysis.audit.like_sheets import with_sheets_alike
from cptedu.analysis.audit.log_names import A_NAME, named
from cptedu.analysis.audit.log_records import PlacedRow, records_in, rows_of_record, told_apart, written_value
from cptedu.analysis.audit.other_layouts import other_layout
from cptedu.analysis.audit.x12_file import looks_like_x12, x12_lines
from cptedu.errors import CpteduError
from cptedu.files import read_bytes
from cptedu.visit.written.cells import looks_like_code
from cptedu.visit.written.row_words import cleaned
from cptedu.visit.written.written_days import days_written
from cptedu.visit.written.written_table import SEPARATORS, WrittenRow, decoded, rows_by

__all__ = ["Log", "read_log"]

LARGEST = 2_000_000_000
MOST_ROWS = 20_000_000
TRIED_ROWS = 300
TRIED_LETTERS = 5_000_000
LONGEST_LINE = 1_000_000
HEADER_WITHIN = 50
KNOWN_AT_ALL = 2
MOST_CELLS = 100_000_000
WIDEST = 500
"""More columns than any program writes; a row with more of them names none."""
LARGEST_UNPACKED = 1_000_000_000
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
    """Read the file of a log: text of rows and columns, JSON, a workbook, Parquet or a claim file (837P).

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
    if looks_like_x12(text):
        return _claim_file(place.name, text, told)
    if ending in {".json", ".jsonl", ".ndjson"} or text.lstrip()[:1] in {"{", "["}:
        return _of_records(place.name, records_in(place.name, text), told)
    return _table(place.name, text, told, frozenset(names))


def _table(name: str, text: str, told: tuple[str, ...], given: frozenset[str]) -> Log:
    _refuse_endless_line(name, text)
    beginning = text[:TRIED_LETTERS]
    tried = [
        (separator, *_header(rows_by(separator, beginning, TRIED_ROWS)[0], given)) for separator in SEPARATORS
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
    return _log(name, rows, at, [(line, "a blank row") for line in blank], told, given)


def _refuse_endless_line(name: str, text: str) -> None:
    """Refuse a text with a line that no program writes, before it fills the computer; half as much at a time is looked at."""
    step = LONGEST_LINE // 2
    for at in range(0, len(text) - step, step):
        if text.find("\n", at, at + step) < 0 and text.find("\r", at, at + step) < 0:
            number = text.count("\n", 0, at) + 1
            raise CpteduError(
                f"The log {name}, line {number}: this line has more than {step} letters, as no row of a log has. Export it"
                " anew as CSV, with a line for each row."
            )


def _log(
    name: str,
    rows: list[WrittenRow],
    at: int | None,
    others: list[tuple[int, str]],
    told: tuple[str, ...],
    given: frozenset[str],
) -> Log:
    if at is None:
        layout = other_layout(rows[:HEADER_WITHIN], is_answered=bool(given))
        if layout:
            raise CpteduError(f"The log {name} is laid out otherwise: {layout}.")
        widest = min(max((len(row.cells) for row in rows), default=0), WIDEST)
        numbered = tuple(f"column {place}" for place in range(1, widest + 1))
        return Log(name, numbered, rows, tuple(others), told, is_named=False)
    first, last, names = _names_of_two_rows(rows, at)
    others += [(row.line, "above the names of the columns") for row in rows[:first]]
    others += [(row.line, "the names of the columns") for row in rows[first : last + 1]]
    return Log(name, _told_apart(names), rows[last + 1 :], tuple(sorted(others)), told)


def _names_of_two_rows(rows: Sequence[WrittenRow], at: int) -> tuple[int, int, tuple[str, ...]]:
    """Put names together that stand in two rows, as where one name spans several columns that are named below it.

    Args:
        rows: the rows.
        at: the row that names most columns.

    Returns:
        The first and the last row of names, and the names.
    """
    alone = _known(rows[at].cells)
    for first in (at, at - 1):
        if (
            first < 0
            or first + 1 >= len(rows)
            or len(rows[first + 1].cells) > WIDEST
            or any(map(_is_code_or_day, rows[first + 1].cells))
        ):
            continue
        names = _spanned(rows[first].cells, rows[first + 1].cells)
        others = rows[first + 1 if first == at else first]
        more = _known(names) > alone or (first < at and _known(names) == alone and names != rows[at].cells)
        if _known(others.cells) >= KNOWN_AT_ALL and more:
            return first, first + 1, names
    return at, at, rows[at].cells


def _spanned(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    names: list[str] = []
    over = ""
    for place in range(max(len(above), len(below))):
        own = cleaned(above[place]) if place < len(above) else ""
        under = cleaned(below[place]) if place < len(below) else ""
        over = own or over
        is_whole = not over or (named(under).means and not _is_of_what_is_above(over, under))
        names.append(own if not under else under if is_whole else f"{over} {under}")
    return tuple(names)


def _is_of_what_is_above(above: str, below: str) -> bool:
    """Say whether a name is one of anything, such as *Name* or *ID*, so that what stands above it says of what."""
    whole, alone = named(f"{above} {below}").means, named(below)
    return (alone.means == "row" or alone.says == A_NAME) and whole not in {"", alone.means}


def _known(names: Iterable[str]) -> int:
    return sum(bool(named(" ".join(cleaned(name).split())).means) for name in names if cleaned(name))


def _is_code_or_day(cell: str) -> bool:
    return looks_like_code(cleaned(cell)) or bool(days_written(cleaned(cell)))


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
        if len(row.cells) > WIDEST:
            continue
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
    if (
        len(rows) > 1
        and len(rows[0].cells) <= WIDEST
        and all(rows[0].cells)
        and not any(_is_value(cell) for cell in rows[0].cells)
    ):
        return (
            (0, (1, 0, widest)) if any(_is_value(cell) for cell in rows[1].cells) else (None, (0, 0, widest))
        )
    return None, (0, 0, widest)


def _is_value(cell: str) -> bool:
    """Say whether a cell holds a code, a day or a number, as no name of a column does."""
    text = cleaned(cell)
    return looks_like_code(text) or bool(days_written(text)) or text.replace(".", "").isdecimal()


def _claim_file(name: str, text: str, told: tuple[str, ...]) -> Log:
    found = x12_lines(name, text)
    columns = tuple(dict.fromkeys(column for _, held in found.rows for column in held))
    rows = [
        WrittenRow(number, tuple(held.get(column, "") for column in columns)) for number, held in found.rows
    ]
    return Log(name, columns, rows, (), (*told, *found.told))


def _of_records(name: str, records: list[Any], told: tuple[str, ...]) -> Log:
    places: dict[str, int] = {}
    found: list[PlacedRow] = []
    lines: list[int] = []
    others: list[tuple[int, str]] = []
    for number, record in enumerate(records, 1):
        if not isinstance(record, dict) or not record:
            others.append((number, "no record"))
            continue
        for row in rows_of_record(record):
            found.append(row)
            lines.append(number)
    held = told_apart(found)
    for flat in held:
        for column in flat:
            places.setdefault(column, len(places))
    rows = [
        WrittenRow(number, tuple(flat.get(column, "") for column in places))
        for number, flat in zip(lines, held, strict=True)
    ]
    return Log(name, tuple(places), rows, tuple(others), told)


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
        WrittenRow(number, tuple(written_value(value) for value in values))
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
        filled = [_sheet_rows(sheet) for sheet in book.worksheets]
        book.close()
    except Exception:  # as for Parquet: any failure of the reader, and none of its words
        raise CpteduError(f"The log {place.name} cannot be read as a workbook. Is it whole?") from None
    found = [(rows, *_header([row for row in rows if any(row.cells)], given)) for rows in filled]
    rows, at, _ = max(found, key=lambda one: (one[2], len(one[0])), default=([], None, (0, 0, 0)))
    rows, told = with_sheets_alike(rows, at, filled, HEADER_WITHIN + 1)
    blank = [(row.line, "a blank row") for row in rows if not any(map(cleaned, row.cells))]
    return _log(place.name, [row for row in rows if any(map(cleaned, row.cells))], at, blank, told, given)


def _sheet_rows(sheet: Any) -> list[WrittenRow]:
    """Give the rows of a sheet, all as wide as the widest, unless a stray cell far away would fill the computer."""
    sheet.reset_dimensions()  # else each row is as wide as the sheet says that it is, and a small file fills the computer
    rows = [tuple(written_value(value) for value in row) for row in sheet.iter_rows(values_only=True)]
    width = max((len(row) for row in rows if len(row) <= WIDEST), default=0)
    if width * len(rows) > MOST_CELLS:
        width = min(max(len(row) for row in rows[: HEADER_WITHIN + 1]), WIDEST)
    return [
        WrittenRow(at, row + ("",) * (width - len(row)) if row else row) for at, row in enumerate(rows, 1)
    ]


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
