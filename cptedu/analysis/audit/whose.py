"""Whose a service of a log was, and when: read once for the lines of a visit, which stand one after the other."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from cptedu.analysis.audit.log_cells import diagnoses_in_cell, ids_in
from cptedu.analysis.audit.log_columns import LogColumns
from cptedu.analysis.audit.row_days import day_in
from cptedu.visit.written.claim_row import NoClaimLineError
from cptedu.visit.written.row_words import is_blank
from cptedu.visit.written.written_table import WrittenRow

__all__ = ["MOST_HELD", "Whose", "WhoseReader"]

MOST_HELD = 200_000
"""So many kinds of rows are remembered: those of a year's log, and not every row of one in which none is like another."""
_LOOKED_AT = frozenset(
    {
        *("patient", "visit", "claim", "clinician", "payer"),
        *("date_of_service", "last_date", "diagnoses", "line_diagnoses"),
    }
)


class Whose(NamedTuple):
    """What the cells of a row say of whose a service was, when, for what, and who pays."""

    patient: tuple[str, ...] | None
    visit: tuple[str, ...] | None
    clinician: str | None
    payer: str
    on: date
    diagnoses: tuple[str, ...] | None


class WhoseReader:
    """Reads of the rows of one log whose each service was; what tells a person is remembered no longer than the log is read.

    Args:
        columns: what the columns of the log hold.
        day_first: whether the day stands before the month.
        number_form: what bare numbers under the dates are, as ``row_days.number_form`` has it.
    """

    def __init__(self, columns: LogColumns, day_first: bool, number_form: str) -> None:
        self._one_patient = columns.one_patient
        self._day_first, self._number_form = day_first, number_form
        self._first_number = columns.numbers[0]
        self._has_diagnoses = bool(columns.of("diagnoses", "line_diagnoses"))
        self._looked_at = tuple(one.place for one in columns.columns if one.means in _LOOKED_AT)
        self._places: dict[tuple[int, str], tuple[int, ...]] = {}
        for number in columns.numbers:
            for one in columns.columns:
                if one.number in {0, number} and one.is_used:
                    key = number, one.means
                    self._places[key] = (*self._places.get(key, ()), one.place)
        self._last: tuple[tuple[object, ...], Whose] | None = None
        self._ids_of = lru_cache(maxsize=MOST_HELD)(ids_in)
        self._day_of = lru_cache(maxsize=MOST_HELD)(day_in)
        self._diagnoses_of = lru_cache(maxsize=MOST_HELD)(_diagnoses_in)
        self._payer_of = lru_cache(maxsize=MOST_HELD)(_payer_in)

    def of(self, row: WrittenRow, number: int) -> Whose:
        """Say whose a service was.

        Args:
            row: its row.
            number: the number of its line in the row.

        Returns:
            Whose, and when.

        Raises:
            NoClaimLineError: where it does not say whose it was, or on which day.
        """
        cells = row.cells
        alike = (number, len(cells), *[cells[at] for at in self._looked_at if at < len(cells)])
        if self._last is None or self._last[0] != alike:
            self._last = alike, self._read(row, number)
        return self._last[1]

    def ids(self, row: WrittenRow, meaning: str, number: int | None = None) -> tuple[str, ...] | None:
        """Give what a row has in its columns of ids of one meaning; None where it has no such column, or nothing in it."""
        cells = self._cells(row, self._first_number if number is None else number, meaning)
        return self._ids_of(cells) if cells else None

    def _read(self, row: WrittenRow, number: int) -> Whose:
        patient = self.ids(row, "patient")
        visit = self.ids(row, "visit") or self.ids(row, "claim")
        if patient is None and visit is None and not self._one_patient:
            raise NoClaimLineError("", "it tells neither patient nor visit nor claim")
        return Whose(
            patient,
            visit,
            next(iter(self.ids(row, "clinician", number) or ()), None),
            self._payer_of(self._cells(row, number, "payer")),
            self._day(row, number),
            self._diagnoses(row, number),
        )

    def _cells(self, row: WrittenRow, number: int, meaning: str) -> tuple[str, ...]:
        cells = row.cells
        return tuple([cells[at] for at in self._places.get((number, meaning), ()) if at < len(cells)])

    def _day(self, row: WrittenRow, number: int) -> date:
        first, last = self._cells(row, number, "date_of_service"), self._cells(row, number, "last_date")
        day = self._day_of(first, last, self._day_first, self._number_form)
        if isinstance(day, str):
            raise NoClaimLineError("", day)
        return day

    def _diagnoses(self, row: WrittenRow, number: int) -> tuple[str, ...] | None:
        if not self._has_diagnoses:
            return None
        named = self._cells(row, number, "diagnoses"), self._cells(row, number, "line_diagnoses")
        return self._diagnoses_of(*named)


def _diagnoses_in(of_claim: tuple[str, ...], of_line: tuple[str, ...]) -> tuple[str, ...]:
    held = [[cell for cell in cells if not is_blank(cell)] for cells in (of_claim, of_line)]
    return tuple(dict.fromkeys(one for cell in held[0] or held[1] for one in diagnoses_in_cell(cell)))


def _payer_in(cells: tuple[str, ...]) -> str:
    return " ".join(next((cell for cell in cells if not is_blank(cell)), "").split())
