"""A proposed claim as a CSV file: code, units, modifiers."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from cptedu.errors import CpteduError, unknown
from cptedu.files import read_text

__all__ = ["load_claim"]

COLUMNS = ("code", "units", "modifiers")
LONGEST = 100


def load_claim(path: str | Path) -> list[tuple[str, int, tuple[str, ...]]]:
    """Read a proposed claim from a CSV file.

    Args:
        path: the file. Its first line is ``code,units,modifiers``; modifiers are parted by spaces or hyphens.

    Returns:
        The lines, as ``review_claim`` takes them.

    Raises:
        CpteduError: for a file that cannot be read, a missing column or a line that cannot be right, with its number.
    """
    name = Path(path).name
    reader = csv.DictReader(io.StringIO(read_text(path, "claim file")), strict=True)
    lines: list[tuple[str, int, tuple[str, ...]]] = []
    try:
        given = [(column or "").strip().lower() for column in reader.fieldnames or ()]
        if "code" not in given:
            raise CpteduError(f"{name}: the first line must name the columns {', '.join(COLUMNS)}.")
        for column in given:
            if column not in COLUMNS:
                raise CpteduError(f"{name}: {unknown('column', column, COLUMNS)}")
        reader.fieldnames = given
        for row in reader:
            where = f"{name}, line {reader.line_num}"
            if None in row or None in row.values():
                raise CpteduError(f"{where}: this line has not as many cells as the first line has columns.")
            if len(lines) >= LONGEST:
                raise CpteduError(f"{where}: more than {LONGEST} lines; that is not the claim of one visit.")
            lines.append(_line(row, where))
    except csv.Error as problem:
        raise CpteduError(f"{name}, line {reader.line_num}: {problem}.") from None
    return lines


def _line(row: dict[str, str], where: str) -> tuple[str, int, tuple[str, ...]]:
    number = row["code"].strip()
    if not number:
        raise CpteduError(f"{where}: the code is missing.")
    units = row.get("units", "1").strip() or "1"
    if not (units.isascii() and units.isdigit() and len(units) < 4):
        raise CpteduError(f"{where}: units = {units!r} is not a whole number.")
    modifiers = row.get("modifiers", "").replace("-", " ").replace(";", " ").upper().split()
    return number, int(units), tuple(modifiers)
