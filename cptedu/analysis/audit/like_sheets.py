"""Sheets of a workbook that name the same columns, as of a month each, put under one another by these names."""

from __future__ import annotations

from collections.abc import Sequence

from cptedu.explain import counted
from cptedu.visit.written.row_words import cleaned
from cptedu.visit.written.written_table import WrittenRow

__all__ = ["with_sheets_alike"]

_Key = tuple[str, int, int]


def with_sheets_alike(
    rows: list[WrittenRow], at: int | None, sheets: Sequence[list[WrittenRow]], within: int
) -> tuple[list[WrittenRow], tuple[str, ...]]:
    """Add the rows of sheets that name the same columns; of the others it is told how many rows they have.

    Args:
        rows: the rows of the sheet that is read.
        at: which of its rows that hold anything names the columns; None where none does.
        sheets: the rows of every sheet.
        within: so many rows of a sheet are looked at for one that names its columns.

    Returns:
        The rows, each cell under the column of its name, and what is to be told.
    """
    if at is None:
        return rows, ("Of several sheets one was read.",) if len(sheets) > 1 else ()
    keys = _keys([row for row in rows if any(row.cells)][at].cells)
    whole, told, left = list(rows), [], 0
    for number, sheet in enumerate(sheets, 1):
        if sheet is rows:
            continue
        alike = next(
            (place for place, row in enumerate(sheet[:within]) if _named(_keys(row.cells)) == _named(keys)),
            None,
        )
        if alike is None:
            left += sum(any(map(cleaned, row.cells)) for row in sheet)
            continue
        behind = max((row.line for row in whole), default=0)
        own = _keys(sheet[alike].cells)
        whole += [
            WrittenRow(
                behind + row.line,
                row.cells if place < alike or own == keys else _carried(row.cells, own, keys),
            )
            for place, row in enumerate(sheet)
        ]
        told.append(
            f"Sheet {number} names the same columns and was read, too; its row 1 is called row {behind + 1} here."
        )
    if left:
        told.append(f"Other sheets name other columns and were not read; they have {counted(left, 'row')}.")
    return whole, tuple(told)


def _keys(names: Sequence[str]) -> list[_Key]:
    """Say of each column its name, the how manieth of that name it is, and how far behind a name one without a name stands."""
    keys: list[_Key] = []
    many: dict[str, int] = {}
    last, behind = "", 0
    for cell in names:
        name = " ".join(cleaned(cell).split()).casefold()
        last, behind = (name, 0) if name else (last, behind + 1)
        many[name] = many.get(name, 0) + bool(name)
        keys.append((last, many.get(last, 0), behind))
    return keys


def _named(keys: Sequence[_Key]) -> list[_Key]:
    return sorted(key for key in keys if not key[2])


def _carried(cells: Sequence[str], own: Sequence[_Key], keys: Sequence[_Key]) -> tuple[str, ...]:
    """Put each cell under the column of its name; what stands under none stays behind the last one, and is seen there."""
    under = dict(zip(own, cells, strict=False))
    beyond = [cell for key, cell in under.items() if key not in keys and cleaned(cell)]
    return (*(under.get(key, "") for key in keys), *beyond, *cells[len(own) :])
