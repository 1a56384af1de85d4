"""A row in which several codes stand, as a superbill has them: parted into one row for each, and whose its modifiers are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cptedu.visit.written.cells import looks_like_code
from cptedu.visit.written.claim_row import NoClaimLineError
from cptedu.visit.written.row_words import is_blank, is_nothing
from cptedu.visit.written.written_table import WrittenRow

if TYPE_CHECKING:
    from cptedu.analysis.audit.log_columns import LogColumn

__all__ = ["codes_apart", "refuse_marks_of_no_line"]

_BETWEEN_CODES = re.compile(
    r"[;|\n]|,(?=\s*(?:[(\[]?\d\s*[x×*)\]]+\s*)?[0-9A-Z]\d{3}[0-9A-Z])", re.ASCII | re.IGNORECASE
)
_LINES = ("\n", ";", "|")


def codes_apart(
    row: WrittenRow, place: int, beside: Sequence[int], modifiers: Sequence[int]
) -> list[WrittenRow]:
    """Part a row by the codes of a cell.

    Args:
        row: the row.
        place: where the code stands.
        beside: where its units and minutes stand.
        modifiers: where its modifiers stand. Only a line of its own tells whose they are: other marks part several of one code.

    Returns:
        A row for each code, with what stands beside it on the same line of its own cell; the row itself where it has one code.

    Raises:
        NoClaimLineError: where it is not told which of the codes the cells beside them belong to.
    """
    cell = row.cells[place]
    parts = [part for part in _BETWEEN_CODES.split(cell) if not is_blank(part)]
    if len(parts) < 2 or not all(map(looks_like_code, parts)):
        return [row]
    filled, marked = (
        [at for at in places if at < len(row.cells) and not is_nothing(row.cells[at])]
        for places in ((*beside, *modifiers), modifiers)
    )
    between = next((mark for mark in _LINES if cell.count(mark) == len(parts) - 1), "")
    if (marked and between != "\n") or any(
        not between or row.cells[at].count(between) != len(parts) - 1 for at in filled
    ):
        raise NoClaimLineError(
            "", "several codes stand in one cell, and units or modifiers beside them in others"
        )
    lines = {at: row.cells[at].split(between) for at in filled} | {place: parts}
    return [
        WrittenRow(
            row.line, tuple(lines[at][number] if at in lines else held for at, held in enumerate(row.cells))
        )
        for number in range(len(parts))
    ]


def refuse_marks_of_no_line(row: WrittenRow, marks: Sequence[LogColumn], numbers: Sequence[int]) -> None:
    """Refuse a row whose modifiers do not tell to which of its codes they belong, where lines stand side by side.

    Args:
        row: the row.
        marks: the columns of modifiers.
        numbers: the numbers of its lines that have a code; 0 alone where a row is one line.

    Raises:
        NoClaimLineError: where a modifier stands beside no code, or beside several.
    """
    if not any(numbers):
        return
    for one in marks:
        if one.place < len(row.cells) and not is_nothing(row.cells[one.place]):
            if one.number and one.number not in numbers:
                raise NoClaimLineError("", "a modifier stands beside no code")
            if not one.number and len(numbers) > 1:
                raise NoClaimLineError("", "it does not tell to which of its codes a modifier belongs")
