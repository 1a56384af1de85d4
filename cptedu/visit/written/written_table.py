"""A table as programs write it: any of few encodings and separators, lines above the names of the columns, blank lines."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from cptedu.errors import CpteduError
from cptedu.files import read_bytes
from cptedu.visit.written.column_names import Column, columns_named
from cptedu.visit.written.row_words import cleaned

__all__ = ["SEPARATORS", "LeftAlone", "WrittenRow", "WrittenTable", "decoded", "read_table", "rows_by"]

SEPARATORS = ",;\t|"
_HEADER_WITHIN = 50  # so many lines may stand above the names of the columns
_WIDEST = 500  # more columns than any program writes
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_MOST_HELD = 200_000  # so many cells are held once; of a log in which none is like another, not every one
_KNOWN_AT_ALL = 2  # one name, or a word in each of two
_NOT_UTF_8 = "The file is not UTF-8, so its letters were read as Windows-1252, as older programs write them."


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """One row of a file: the line on which it begins, and its cells as written; cells that are alike are held once."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class LeftAlone:
    """A column, a row or a part of a row that nothing was made of.

    Attributes:
        line: the line in the file; None for a column.
        said: the column's name, or the words that decided; empty where the row as a whole did.
        reason: why it was left alone.
    """

    line: int | None
    said: str
    reason: str

    def __str__(self) -> str:
        if self.line is None:
            return f"column {self.said!r}: {self.reason}"
        return f"line {self.line}{f' ({self.said!r})' if self.said else ''}: {self.reason}"


@dataclass(frozen=True)
class WrittenTable:
    """What a file holds.

    Attributes:
        name: the file's name, for messages.
        columns: its columns; empty where no line names one that must be there.
        above: the rows above the names of the columns.
        rows: the rows below, or all of them where no line names the columns; blank ones are left out.
        told: what had to be assumed to read it, as sentences.
    """

    name: str
    columns: tuple[Column, ...]
    above: tuple[WrittenRow, ...]
    rows: tuple[WrittenRow, ...]
    told: tuple[str, ...]


def read_table(
    path: str | Path, what: str, *, must_mean: Collection[str], largest: int, most_rows: int
) -> WrittenTable:
    """Read a file of rows and columns.

    The separator is the one by which most columns have a name that is known.

    Args:
        path: the file.
        what: what it is, for messages, such as ``"claim file"``.
        must_mean: of these meanings one column must have one; a line without it does not name the columns.
        largest: how many bytes it may have.
        most_rows: how many rows it may have.

    Returns:
        Its columns and rows.

    Raises:
        CpteduError: when it cannot be read, is no text, or its quotation marks do not close.
    """
    held = read_bytes(path, what, largest=largest)
    name = Path(path).name
    written, told = decoded(held, f"The {what} {name}")
    tried = (rows_by(separator, written, most_rows) for separator in SEPARATORS)
    found = [(rows, problem, *_header(rows, must_mean)) for rows, problem in tried]
    rows, problem, at, columns = max(found, key=lambda one: _fit(one[0], one[2], one[3]))
    if not columns:  # blanks alone part them, if anything; a sentence is no row, so one name is not enough
        by_blanks, trouble = rows_by(" ", written, most_rows)
        place, named = _header(by_blanks, must_mean)
        if _known(named) >= 2 * _KNOWN_AT_ALL:
            rows, problem, at, columns = by_blanks, trouble, place, named
    if len(rows) > most_rows:
        raise CpteduError(
            f"The {what} {name} has more than {most_rows} rows; that cannot be right. Keep what is needed in the file."
        )
    if problem:
        is_table = (
            "" if columns else " No line names the columns either: is it a table of code, units, modifiers?"
        )
        raise CpteduError(f"{name}, {problem}. Look at the quotation marks of that line.{is_table}")
    return WrittenTable(name, columns, tuple(rows[:at]), tuple(rows[at + bool(columns) :]), told)


def decoded(held: bytes, file: str) -> tuple[str, tuple[str, ...]]:
    """Read bytes as text: UTF-8 or UTF-16, with or without a mark at the beginning, else Windows-1252.

    Args:
        held: the bytes.
        file: what they are of, for messages.

    Returns:
        The text, and what had to be assumed to read it, as sentences.

    Raises:
        CpteduError: when they are no text.
    """
    encoding = "utf-8-sig"
    if held.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif b"\0" in held[:200]:  # UTF-16 without its mark: every other byte of plain letters is nought
        encoding = "utf-16-le" if held[1:2] == b"\0" else "utf-16-be"
    told: tuple[str, ...] = ()
    try:
        try:
            text = held.decode(encoding)
        except UnicodeDecodeError:
            if encoding != "utf-8-sig":
                raise
            text, told = held.decode("cp1252"), (_NOT_UTF_8,)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise CpteduError(f"{file} is not a text file. Open it in its program and save it as CSV (UTF-8).")
    return text, told


def rows_by(
    separator: str, text: str, most: int, blank: list[int] | None = None
) -> tuple[list[WrittenRow], str]:
    """Part a text into rows, several blanks as one.

    Args:
        separator: what parts the cells of a row.
        text: the text.
        most: after one row more than that nothing is read.
        blank: where the lines of blank rows are to be listed.

    Returns:
        The rows that hold anything, and what csv has to say of a line that it cannot part; those before it are read.
    """
    lines = (found[0] for found in _LINE.finditer(text))
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)
    rows: list[WrittenRow] = []
    held: dict[str, str] = {}
    line = 1
    try:
        for cells in reader:
            if any(map(cleaned, cells)):
                once = held.setdefault if len(held) < _MOST_HELD else held.get
                rows.append(WrittenRow(line, tuple([once(cell, cell) for cell in cells])))
            elif blank is not None:
                blank.append(line)
            if len(rows) > most:  # it will be refused, and need not be read to its end
                break
            line = reader.line_num + 1
    except csv.Error as problem:
        return rows, f"line {line}: {problem}"
    return rows, ""


def _header(rows: Sequence[WrittenRow], must_mean: Collection[str]) -> tuple[int, tuple[Column, ...]]:
    """Find the row that names the most columns and among them the one that must be there; the first of several."""
    best: tuple[int, tuple[Column, ...]] = (0, ())
    for at, row in enumerate(rows[:_HEADER_WITHIN]):
        if len(row.cells) > _WIDEST:
            continue
        columns = columns_named([cleaned(cell) for cell in row.cells])
        has_it = any({column.means, column.may_mean} & set(must_mean) for column in columns)
        if has_it and _known(columns) >= _KNOWN_AT_ALL and _known(columns) > _known(best[1]):
            best = (at, columns)
    return best


def _known(columns: Sequence[Column]) -> int:
    """Count the columns that are known by their names, and half as much those that are by words in it."""
    return sum(2 * bool(column.means) + bool(column.may_mean) for column in columns)


def _fit(rows: Sequence[WrittenRow], at: int, columns: Sequence[Column]) -> tuple[int, int, int]:
    """Rank a separator: many named columns, few rows that are wider than their names; without names, many cells."""
    if not columns:
        return 0, 0, max((len(row.cells) for row in rows), default=0)
    return _known(columns), -sum(len(row.cells) > len(columns) for row in rows[at:]), 0
