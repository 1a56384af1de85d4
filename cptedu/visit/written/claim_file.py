"""A proposed claim as programs write it: its lines, what each column was taken for, and what was left alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from cptedu.errors import CpteduError
from cptedu.visit.written.claim_columns import CODE_NAMES, claim_columns, may_hold_units, used
from cptedu.visit.written.claim_row import (
    NoClaimLineError,
    ProposedLine,
    ReadRow,
    no_line_because,
    read_row,
    under,
)
from cptedu.visit.written.column_names import Column
from cptedu.visit.written.row_words import cleaned
from cptedu.visit.written.written_days import days_written
from cptedu.visit.written.written_table import LeftAlone, WrittenRow, read_table

__all__ = ["ClaimLines", "LeftAlone", "load_claim"]

LONGEST = 100
_MOST_ROWS = 1_000  # with totals, payments and words
_LARGEST = 500_000


class ClaimLines(list[ProposedLine]):
    """The lines of a claim, as ``review_claim`` takes them, and how its file was read.

    Attributes:
        columns: for each column that was used, by its name in the file, what it was taken for.
        left_alone: the columns, rows and words that were not used, each with the reason.
        told: what had to be assumed, as sentences.
        days: every day that the date of service may mean as it is written, the likeliest first; empty where there is none.
    """

    def __init__(self, lines: Sequence[ProposedLine] = ()) -> None:
        super().__init__(lines)
        self.columns: dict[str, str] = {}
        self.left_alone: tuple[LeftAlone, ...] = ()
        self.told: tuple[str, ...] = ()
        self.days: tuple[date, ...] = ()

    def how_it_was_read(self) -> str:
        """Say in sentences what was taken for what; empty where the file is as the course writes it, and all was used."""
        said = []
        if any(name.lower() != means for name, means in self.columns.items()):
            taken = (f"{name!r} as {means.replace('_', ' ')}" for name, means in self.columns.items())
            said.append(f"Read from the file: {', '.join(taken)}.")
        said += self.told
        for reason in dict.fromkeys(one.reason for one in self.left_alone if one.line is None):
            names = [repr(one.said) for one in self.left_alone if one.line is None and one.reason == reason]
            said.append(f"Left alone, {reason}: {', '.join(names)}.")
        said += [f"Left alone: {one}." for one in self.left_alone if one.line is not None]
        return "\n".join(said)


def load_claim(path: str | Path) -> ClaimLines:
    r"""Read a proposed claim from a file as a program or a person wrote it.

    Commas, semicolons, tabs or bars part the columns; names of columns, ways to write modifiers and units, totals and blank
    lines are those of many programs. A code or a modifier that is not held is kept as it is written.

    Args:
        path: the file. The shortest that will do has the first line ``code,units,modifiers``.

    Returns:
        The lines, as ``review_claim`` takes them; ``.columns`` says what each column was taken for, ``.left_alone`` what was
        not used.

    Raises:
        CpteduError: for a file that cannot be read, a row that can be no claim line or whose units are not told, or lines of
            two days; with the line.

    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> place = Path(folder.name) / "claim.csv"
    >>> _ = place.write_text("CPT;Mod;Qty\n98940;;1.0\n97112;59:GP;1.0\nTotal;;2.0\n")
    >>> claim = load_claim(place)
    >>> claim
    [('98940', 1, ()), ('97112', 1, ('59', 'GP'))]
    >>> claim.columns, [str(one) for one in claim.left_alone]
    ({'CPT': 'code', 'Mod': 'modifiers', 'Qty': 'units'}, ["line 4 ('Total'): a total"])
    >>> folder.cleanup()
    """
    table = read_table(path, "claim file", must_mean=CODE_NAMES, largest=_LARGEST, most_rows=_MOST_ROWS)
    columns, left_alone, told = claim_columns(table)
    left_alone += [LeftAlone(row.line, "", "above the names of the columns") for row in table.above]
    read: list[ReadRow] = []
    in_doubt = may_hold_units(table, columns)
    for row in table.rows:
        where = f"{table.name}, line {row.line}"
        no_line = no_line_because(row, columns)
        if no_line:
            left_alone.append(no_line)
            continue
        if len(read) == LONGEST:
            raise CpteduError(f"{where}: more than {LONGEST} lines; that is not the claim of one visit.")
        read.append(read_row(row, columns, where))
        if not read[-1].units_are_given:
            _refuse_untold_units(read[-1], row, columns, in_doubt, where)
        left_alone += [LeftAlone(row.line, rest[:60], "words beside a code") for rest in read[-1].rest]
    claim = ClaimLines([one.proposed for one in read])
    claim.days = _the_day(read, table.name)
    _refuse_two_patients(read, table.name)
    claim.columns, claim.left_alone = used(columns), tuple(left_alone)
    claim.told = (
        *table.told,
        *told,
        *_said_of_units(read, "units" in claim.columns.values()),
        *_said_beside(read),
        *_said_of_status(read),
    )
    return claim


def _the_day(read: Sequence[ReadRow], name: str) -> tuple[date, ...]:
    """Give what the date of service may mean; lines of two days are no one claim."""
    first, at = "", 0
    for one in read:
        for written in map(cleaned, one.dates):
            if not first:
                first, at = written, one.line
            elif written != first and days_written(written)[:1] != (days_written(first)[:1] or (None,)):
                raise CpteduError(
                    f"{name}: two dates of service, {first[:30]} on line {at} and {written[:30]} on line {one.line}."
                    " A claim is of one visit: keep the lines of one date in the file."
                )
    return days_written(first)


def _refuse_two_patients(read: Sequence[ReadRow], name: str) -> None:
    """Refuse lines of two patients; who they are is neither kept nor repeated."""
    known: dict[str, tuple[str, int]] = {}
    for one in read:
        for column, patient in one.patients:
            before, line = known.setdefault(column, (patient, one.line))
            if before != patient:
                raise CpteduError(
                    f"{name}: lines {line} and {one.line} are of two patients. A claim is of one visit: keep the lines of one"
                    " patient in the file."
                )


def _refuse_untold_units(
    read: ReadRow, row: WrittenRow, columns: Sequence[Column], in_doubt: Sequence[Column], where: str
) -> None:
    """Refuse a line whose units were not read, as one is whose units are no number: they are not taken for 1 unit.

    A file in which nothing may hold units is a list of codes, each billed once.
    """
    code = read.proposed[0]
    if any(column.means == "units" for column in columns):
        raise NoClaimLineError(
            f"{where}: the units of {code} are missing. Write them as 1, 2 or 3.", "its units are missing"
        )
    minutes = under(row, columns, "minutes")
    if minutes:
        raise NoClaimLineError(
            f"{where}: no column holds the units of {code}, and minutes ({minutes[0][0]}) are not taken for them. Add a column"
            " called units, with what is billed.",
            "its units are missing",
        )
    if in_doubt:
        names = " or ".join(repr(column.name) for column in in_doubt)
        raise NoClaimLineError(
            f"{where}: whether {names} holds the units of {code} is not known. Call it units where it does, else"
            " add a column called units.",
            "its units are missing",
        )


def _said_of_units(read: Sequence[ReadRow], has_column: bool) -> list[str]:
    if has_column or all(one.units_are_given for one in read):
        return []
    return ["No column holds units, so a line without them counts as 1 unit."]


def _said_beside(read: Sequence[ReadRow]) -> list[str]:
    return [
        f"Line {one.line}: {', '.join(one.beside)} behind the last column was read as modifiers."
        for one in read
        if one.beside
    ]


def _said_of_status(read: Sequence[ReadRow]) -> list[str]:
    """Say where a status is not known; what stands there is not repeated, since it may be anything."""
    lines: dict[str, list[str]] = {}
    for one in read:
        for name in one.unclear_status:
            lines.setdefault(name, []).append(str(one.line))
    return [
        f"Line{'s' if len(at) > 1 else ''} {', '.join(at)}: what stands under {name!r} is no known status, and the service was"
        " read as billed. Take it out if it is void or reversed."
        for name, at in lines.items()
    ]
