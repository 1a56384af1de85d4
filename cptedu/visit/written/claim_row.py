"""One row of a claim's file: a claim line, or the reason why it is none, or advice where it should be one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cptedu.errors import CpteduError
from cptedu.visit.written.cells import CodeCell, code_behind, code_in, looks_like_code, modifiers_in, units_in
from cptedu.visit.written.column_names import Column, meaning_of
from cptedu.visit.written.row_words import begins_with, cleaned, is_blank, is_nothing, means
from cptedu.visit.written.written_table import LeftAlone, WrittenRow

__all__ = ["NoClaimLineError", "ProposedLine", "ReadRow", "no_line_because", "read_row"]

ProposedLine = tuple[str, int, tuple[str, ...]]

_A_MODIFIER = re.compile(r"[0-9A-Z]{2}", re.ASCII | re.IGNORECASE)
_WHAT_IT_IS = {
    "total": "a total",
    "page": "words of the page",
    "money": "a payment, no service",
    "no_service": "no service",
    "takes_back": "it takes a line back, and no service is billed by it; take out the line that it takes back as well",
}


class NoClaimLineError(CpteduError):
    """A row that should be a claim line and cannot be one.

    Attributes:
        reason: why, without anything that stands in the row: a cell may say who the patient is.
    """

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True)
class ReadRow:
    """A row that is a claim line.

    Attributes:
        line: where it stands in the file.
        proposed: code, units, modifiers.
        units_are_given: whether the units stood there; where not, 1 is read.
        beside: modifiers in cells behind the last column.
        rest: words beside the code or the modifiers, not used.
        dates: what stands under its dates.
        patients: for each column that says who the patient is, its name and what stands there.
        unclear_status: the columns of a status in which a word stands that is not known.
    """

    line: int
    proposed: ProposedLine
    units_are_given: bool
    beside: tuple[str, ...]
    rest: tuple[str, ...]
    dates: tuple[str, ...]
    patients: tuple[tuple[str, str], ...]
    unclear_status: tuple[str, ...]


def under(row: WrittenRow, columns: Sequence[Column], *meanings: str) -> list[tuple[str, str]]:
    """Give what a row has under the columns of some meanings: each column's name and its cell, blank ones left out."""
    return [
        (column.name, row.cells[column.place])
        for column in columns
        if column.means in meanings
        and column.place < len(row.cells)
        and not is_blank(row.cells[column.place])
    ]


def no_line_because(row: WrittenRow, columns: Sequence[Column]) -> LeftAlone | None:
    """Say why a row is clearly no claim line; None where it is one or should be one.

    Of the row only the word that decides is repeated: the others may say who the patient is.

    Args:
        row: the row.
        columns: what the columns hold.

    Returns:
        The reason: a total, words of the page, a payment, a deleted, void or reversed line, the names of the columns once more.
    """
    if _are_the_names(row, columns):
        return LeftAlone(row.line, "", "the names of the columns once more")
    for _, cell in under(row, columns, "kind"):
        kind = means(cell, "takes_back", "money", "no_service")
        if kind:
            return LeftAlone(row.line, _short(cell), _WHAT_IT_IS[kind])
    for meaning, word in (("active", "no"), ("deleted", "yes")):
        for name, cell in under(row, columns, meaning):
            if means(cell, word):
                return LeftAlone(row.line, f"{name} = {_short(cell)}", "marked as deleted")
    for name, cell in under(row, columns, "status"):
        if means(cell, "voided"):
            return LeftAlone(
                row.line, f"{name} = {_short(cell)}", "void or reversed, so no service is billed"
            )
    codes = [cell for _, cell in under(row, columns, "code") if not is_nothing(cell)]
    if any(map(looks_like_code, codes)):
        return None
    filled = [cell for cell in row.cells if not is_blank(cell)]
    if not filled:
        return LeftAlone(row.line, "", "nothing but marks")
    for cell in filled[:1] if codes else filled:
        kind = begins_with(cell, "total", "page", "money")
        if kind:
            return LeftAlone(row.line, _short(cell), _WHAT_IT_IS[kind])
    return (
        LeftAlone(row.line, "", "words alone, no code")
        if len(filled) == 1 and _are_words(filled[0])
        else None
    )


def _are_the_names(row: WrittenRow, columns: Sequence[Column]) -> bool:
    under_code = [cell for _, cell in under(row, columns, "code")]
    if not any(meaning_of(cell) == "code" for cell in under_code):
        return False  # said first, for a log has many rows and most are none
    held = [(row.cells[one.place], one) for one in columns if one.place < len(row.cells)]
    return all(meaning_of(cell) == meaning_of(column.name) for cell, column in held if not is_blank(cell))


def _short(cell: str) -> str:
    return " ".join(cleaned(cell).split())[:30]


def _are_words(cell: str) -> bool:
    read = code_in(cell)
    return units_in(cell) is None and (read is None or not any(map(str.isdigit, read.code)))


def read_row(row: WrittenRow, columns: Sequence[Column], where: str) -> ReadRow:
    """Read a row that is a claim line.

    Args:
        row: the row.
        columns: what the columns hold.
        where: file and line, for messages.

    Returns:
        What it proposes.

    Raises:
        NoClaimLineError: where it cannot be a claim line; the message says what to write.
    """
    beside = _beside(row, columns, where)
    code = _code(under(row, columns, "code"), where)
    modifiers, rest = list(code.modifiers), [code.rest]
    for _, cell in under(row, columns, "modifiers"):
        written, said = modifiers_in(cell)
        stand = set(modifiers)  # what two columns both say is said once
        modifiers += [one for one in written if one not in stand]
        rest.append(said)
    units = _units(row, columns, code, where)
    return ReadRow(
        row.line,
        (code.code, 1 if units is None else units, (*modifiers, *beside)),
        units is not None,
        beside,
        tuple(filter(None, rest)),
        tuple(
            cell for _, cell in under(row, columns, "date_of_service", "last_date") if not is_nothing(cell)
        ),
        tuple(
            (name, " ".join(cleaned(cell).casefold().split()))
            for name, cell in under(row, columns, "patient")
        ),
        tuple(name for name, cell in under(row, columns, "status") if not means(cell, "stands")),
    )


def _beside(row: WrittenRow, columns: Sequence[Column], where: str) -> tuple[str, ...]:
    """Give the modifiers that stand behind the last column, as where nobody put quotation marks around ``59,GP``."""
    must = [column.place for column in columns if column.means in {"code", "units"}]
    if len(row.cells) <= max(must):
        raise NoClaimLineError(
            f"{where}: this line has not as many cells as there are columns. Write all of them, empty ones too.",
            "it has not as many cells as there are columns",
        )
    surplus = [cell for cell in row.cells[len(columns) :] if not is_blank(cell)]
    if not surplus:
        return ()
    last = row.cells[len(columns) - 1]
    fits = all(_A_MODIFIER.fullmatch(cleaned(cell)) for cell in surplus) and (
        is_nothing(last) or all(map(_A_MODIFIER.fullmatch, modifiers_in(last)[0]))
    )
    if columns[-1].means != "modifiers" or not fits:
        raise NoClaimLineError(
            f"{where}: this line has more cells than there are columns; {surplus[0][:50]!r} stands under none. Put quotation"
            " marks around a cell in which the mark that parts the columns stands.",
            "it has more cells than there are columns",
        )
    return tuple(one for cell in surplus for one in modifiers_in(cell)[0])


def _code(cells: list[tuple[str, str]], where: str) -> CodeCell:
    filled = [(name, cell) for name, cell in cells if not is_nothing(cell)]
    if not filled:
        raise NoClaimLineError(
            f"{where}: the code is missing. Write it, or take the line out where nothing was done.",
            "it has no code",
        )
    name, cell = next((one for one in filled if looks_like_code(one[1])), filled[0])
    read = code_in(cell)
    if read is None:
        raise NoClaimLineError(
            f"{where}: {cell.strip()[:50]!r} is no code. Write the code alone, such as 97112, or take the line out.",
            "what stands under the code is none",
        )
    second = code_behind(read)
    if second:
        raise NoClaimLineError(
            f"{where}: {second} stands behind {read.code} in one cell. Write each code on a line of its own.",
            "a second code stands in the cell of the first",
        )
    for other, else_ in filled:
        also = code_in(else_) if looks_like_code(else_) else None
        if also is not None and also.code != read.code:
            raise NoClaimLineError(
                f"{where}: {read.code} stands under {name!r}, {also.code} under {other!r}. Keep the column of the code that"
                " is billed.",
                "it has two different codes",
            )
    return read


def _units(row: WrittenRow, columns: Sequence[Column], code: CodeCell, where: str) -> int | None:
    """Give the units of a row, from their column or from behind the code; None where it has none."""
    given = {} if code.units is None else {"behind the code": code.units}
    for name, cell in under(row, columns, "units"):
        for other, basis in under(row, columns, "counted_in"):
            if means(basis, "minutes"):
                raise NoClaimLineError(
                    f"{where}: {cleaned(cell)} are minutes ({other} = {basis.strip()!r}). Write the units that are billed.",
                    "minutes stand in place of units",
                )
        units = units_in(cell)
        if units is None:
            raise NoClaimLineError(
                f"{where}: {name} = {cell.strip()[:50]!r} is not a whole number of units. Write it as 1, 2 or 3.",
                "its units are no whole number",
            )
        given[name] = units
    if len(set(given.values())) > 1:
        told = ", ".join(f"{name}: {units}" for name, units in given.items())
        raise NoClaimLineError(
            f"{where}: two different numbers of units ({told}). Keep the one that is billed.",
            "it has two different numbers of units",
        )
    if not given and code.may_tell_units:
        raise NoClaimLineError(
            f"{where}: {code.rest[:50]!r} stands behind {code.code}; whether that is its units is not told. Write it as"
            f" {code.code} x2, or in a column for units.",
            "a number stands behind its code, and whether it counts units is not told",
        )
    return next(iter(given.values()), None)
