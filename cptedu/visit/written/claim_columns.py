"""Which columns of a claim's file are used, which are left alone, and which name is a slip of the pen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cptedu.errors import CpteduError
from cptedu.visit.written.cells import looks_like_code, modifiers_in, units_in
from cptedu.visit.written.column_names import Column, nearest_name
from cptedu.visit.written.row_words import cleaned, is_blank, is_nothing
from cptedu.visit.written.written_table import LeftAlone, WrittenRow, WrittenTable

__all__ = ["CODE_NAMES", "claim_columns", "may_hold_units", "used"]

OWN_COLUMNS = ("code", "units", "modifiers")
CODE_NAMES = frozenset({"code", "code_or_modifiers"})  # a column named CPT/Mod holds either
_NEEDED = frozenset(
    (
        *OWN_COLUMNS,
        *("counted_in", "date_of_service", "last_date", "patient", "kind", "active", "deleted", "status"),
    )
)
_AMOUNT = re.compile(r"[-(]?\s*(?:[$€£]\s*[\d,.]+|\d[\d,]*[.,]\d\d)\s*\)?", re.ASCII)
_SURELY_UNITS = re.compile(
    r"\d\d?|\d[.,]0+", re.ASCII
)  # a longer one may be an amount of money, or any number
_FEW = range(10)  # more units of one code than these no visit has
_SEGMENT = re.compile(r"(?:ISA|GS|ST|BHT|HL|CLM|CLP|LX|SV1|SVC)\*")
_NOT_NEEDED = {
    "": "what it holds is not known",
    "minutes": "minutes are not taken for units",
    "no_code": "no code stands in it",
    "patient_or_money": "it may say who the patient is or what is paid; see that every line is of one patient",
}
_NO_NAMES = "No line names the columns, so the first was read as code, the second as units and what follows as modifiers."


def claim_columns(table: WrittenTable) -> tuple[tuple[Column, ...], list[LeftAlone], list[str]]:
    """Settle what the columns of a claim's file hold.

    Args:
        table: the file.

    Returns:
        Every column, the ones that are not used, and what had to be assumed.

    Raises:
        CpteduError: where no column holds the code, or a name looks like a mistyped one of a column that is not there.
    """
    if not table.columns:
        return _in_our_order(table), [], [_NO_NAMES]
    cells = {column.place: _filled(table.rows, column) for column in table.columns}
    with_codes = {place for place, held in cells.items() if any(map(looks_like_code, held))}
    columns: tuple[Column, ...] = ()
    for column in _with_likely_names(table.columns, cells):
        means = _by_its_cells(column, table.columns, with_codes, cells[column.place])
        if _continues(column, columns) and all(map(_are_modifiers, cells[column.place])):
            means = "modifiers"
        columns = (*columns, replace(column, means=means))
    if all(column.means != "code" for column in columns):
        raise _no_code(table)
    for column in columns:
        if not column.means:
            _refuse_mistyped(table.name, column, columns, cells[column.place])
    unused = [
        LeftAlone(None, column.name, _NOT_NEEDED.get(column.means, "not needed here"))
        for column in columns
        if column.means not in _NEEDED and cells[column.place]
    ]
    return columns, unused, []


def may_hold_units(table: WrittenTable, columns: Sequence[Column]) -> list[Column]:
    """Give the columns of a name that is not known which may hold the units, for what stands in them.

    Args:
        table: the file.
        columns: its columns, as settled.

    Returns:
        Those with small whole numbers alone, one above 1 among them; none where a column of units is known. A number for each
        row, before its code, is none.
    """
    if any(column.means == "units" for column in columns):
        return []
    first_code = min(column.place for column in columns if column.means == "code")
    found = []
    for column in columns:
        held = [units_in(cell) for cell in _filled(table.rows, column)] if not column.means else []
        counted = column.place < first_code and held in (
            list(range(len(held))),
            list(range(1, len(held) + 1)),
        )
        if held and not counted and all(one in _FEW for one in held) and set(held) - {0, 1}:
            found.append(column)
    return found


def used(columns: Sequence[Column]) -> dict[str, str]:
    """Give the columns that are used, each with what it was taken for."""
    return {column.name: column.means for column in columns if column.means in _NEEDED}


def _filled(rows: Sequence[WrittenRow], column: Column) -> list[str]:
    held = [row.cells[column.place] for row in rows if column.place < len(row.cells)]
    return [cell for cell in held if not is_blank(cell)]


def _in_our_order(table: WrittenTable) -> tuple[Column, ...]:
    """Take a file without names as code, units, modifiers; only where its cells can be nothing else.

    A number of two digits may be a modifier as well as units, and a sum may be anything.
    """
    widest = max((len(row.cells) for row in table.rows), default=0)
    is_ours = widest > 1 and all(
        looks_like_code(row.cells[0])
        and len(row.cells) > 1
        and cleaned(row.cells[1]).isdecimal()
        and len(cleaned(row.cells[1])) == 1
        and all(_are_modifiers(cell) for cell in row.cells[2:])
        for row in table.rows
    )
    if not is_ours:
        raise _no_code(table)
    return tuple(
        Column(place, f"column {place + 1}", OWN_COLUMNS[min(place, len(OWN_COLUMNS) - 1)])
        for place in range(widest)
    )


def _with_likely_names(columns: Sequence[Column], cells: Mapping[int, Sequence[str]]) -> list[Column]:
    """Take names by their words where no column has a known name of that meaning and the cells fit."""
    named = {column.means for column in columns}
    return [
        replace(column, means=column.may_mean)
        if column.may_mean and column.may_mean not in named and _fit(column.may_mean, cells[column.place])
        else column
        for column in columns
    ]


def _fit(means: str, cells: Sequence[str]) -> bool:
    """Say whether all cells of a column are such as its meaning asks for, strictly."""
    if means == "units":
        return all(_SURELY_UNITS.fullmatch(cleaned(cell)) for cell in cells)
    if means == "modifiers":
        return all(is_nothing(cell) or _are_modifiers(cell) for cell in cells)
    return any(map(looks_like_code, cells))


def _by_its_cells(
    column: Column, columns: Sequence[Column], with_codes: set[int], held: Sequence[str]
) -> str:
    """Settle by what stands in it a column whose name may mean two things.

    A code or its words, a code or its modifiers, who the patient is or what the patient pays; a plain number is either.
    """
    if column.means == "patient_or_money":
        if all(_AMOUNT.fullmatch(cleaned(cell)) for cell in held):
            return "money"
        return column.means if all(cleaned(cell).isdecimal() for cell in held) else "patient"
    has_codes = column.place in with_codes
    if column.means == "code_or_modifiers":
        return "code" if has_codes else "modifiers"
    others = {other.place for other in columns if other.means in CODE_NAMES} - {column.place}
    return "no_code" if column.means == "code" and not has_codes and others & with_codes else column.means


def _no_code(table: WrittenTable) -> CpteduError:
    first = ", ".join(cleaned(cell)[:30] for cell in table.rows[0].cells[:8]) if table.rows else ""
    if table.columns:
        first = ", ".join(column.name[:30] for column in table.columns[:8])
    found = f" Found: {first}." if first else " The file is empty."
    other = _other_form(first)
    if other:
        return CpteduError(
            f"{table.name}: no column for the code was found, for it is {other}, which is not read as the claim of one visit."
            f" Write its lines as a table: the first line {','.join(OWN_COLUMNS)}, then a line for each code."
        )
    return CpteduError(
        f"{table.name}: no column for the code was found. The first line must name the columns {', '.join(OWN_COLUMNS)};"
        f" the names that other programs give them, such as CPT, Qty or Mod 1, will do as well.{found}"
    )


def _other_form(text: str) -> str:
    """Say in which other form than a table a file begins to be written; empty where in none."""
    if text.startswith(("{", "[{")):
        return "JSON"
    return "a claim file in X12 form (837 or 835)" if _SEGMENT.match(text) else ""


def _continues(column: Column, before: Sequence[Column]) -> bool:
    """Say whether a column has no name and stands behind modifiers, as where one name spans several columns."""
    return column.name.startswith("(column") and bool(before) and before[-1].means == "modifiers"


def _are_modifiers(cell: str) -> bool:
    modifiers, rest = modifiers_in(cell)
    return not rest and all(len(modifier) == 2 for modifier in modifiers)


def _refuse_mistyped(name: str, column: Column, columns: Sequence[Column], cells: Sequence[str]) -> None:
    """Refuse a name that is nearly that of a column which is not there, where the cells would fit it."""
    meant = {other.means for other in columns}
    near = nearest_name(
        column.name, [means for means in ("units", "modifiers") if means not in meant and _fit(means, cells)]
    )
    if near and cells:
        raise CpteduError(f"{name}: {column.name!r} is not a known column. Did you mean {near!r}?")
