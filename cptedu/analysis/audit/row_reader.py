"""Reads one row of a log: what of a service its cells say, whose it was and when; what is alike is read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from cptedu.analysis.audit.codes_apart import codes_apart, refuse_marks_of_no_line
from cptedu.analysis.audit.log_cells import (
    amount_above_nought,
    is_below_nought,
    minutes_in,
)
from cptedu.analysis.audit.log_columns import LogColumn, LogColumns
from cptedu.analysis.audit.whose import MOST_HELD, WhoseReader
from cptedu.visit.written.cells import looks_like_code
from cptedu.visit.written.claim_row import NoClaimLineError, no_line_because, read_row
from cptedu.visit.written.column_names import Column
from cptedu.visit.written.row_words import is_blank, is_nothing, means
from cptedu.visit.written.written_table import WrittenRow

__all__ = ["RowReader", "ServiceRow"]

_CLAIM_LINE = ("code", "modifiers", "units")
_DECIDING = ("code", "kind", "active", "deleted", "status", "units", "date_of_service")
_OF_A_SERVICE = frozenset(
    {
        *_CLAIM_LINE,
        "minutes",
        "counted_in",
        "kind",
        "active",
        "deleted",
        "status",
        "frequency",
    }
)
"""What a row says of its services; the other cells say whose they were, when, for what, and who pays."""
_COUNTS = ("units", "minutes")
A_DAY = 24 * 60


class ServiceRow(NamedTuple):
    """One service of a log.

    Attributes:
        row: the number of its row.
        place: which line of the row it is; 0 where a row is one line.
        patient: what tells the patient from another; it becomes a number and goes no further.
        visit: the encounter's or else the claim's id; None where the row has none.
        clinician: what tells who gave it; None where the row does not tell.
        line: what tells the line from another of the same claim; None where the row has none.
        payer: the payer's name as the log has it; empty where it has none.
        on: the date of service.
        code: the code.
        units: the units; None where minutes stand in their place.
        minutes: the minutes, where the row tells them.
        modifiers: the modifiers.
        diagnoses: the diagnoses; None where the log has no column for them.
        units_are_given: False where one unit was read for none.
    """

    row: int
    place: int
    patient: tuple[str, ...] | None
    visit: tuple[str, ...] | None
    clinician: str | None
    line: tuple[str, ...] | None
    payer: str
    on: date
    code: str
    units: int | None
    minutes: int | None
    modifiers: tuple[str, ...]
    diagnoses: tuple[str, ...] | None
    units_are_given: bool = True

    def of_nobody(self) -> ServiceRow:
        """Give the service without what tells who the patient, the clinician, the visit and the line were."""
        return ServiceRow(self.row, self.place, None, None, None, None, *self[6:])


class _Service(NamedTuple):
    """What the cells of a row say of one of its services, whosever it was and whenever."""

    place: int
    code: str
    units: int | None
    minutes: int | None
    modifiers: tuple[str, ...]
    units_are_given: bool


@dataclass(frozen=True)
class _Told:
    """What the cells of a row say of its services, or why they say none."""

    services: tuple[_Service, ...] = ()
    no_service_because: str = ""
    refused_because: str = ""


class RowReader:
    """Reads rows of one log; what it knows of the columns is worked out once, and rows that are alike are read once.

    Args:
        columns: what the columns of the log hold.
        day_first: whether the day stands before the month.
        number_form: what bare numbers under the dates are, as ``row_days.number_form`` has it.
    """

    def __init__(self, columns: LogColumns, day_first: bool, number_form: str = "") -> None:
        self._columns = columns
        self._deciding = tuple(one.as_claim_column() for one in columns.of(*_DECIDING))
        self._numbers = columns.numbers
        # Where no claims are numbered, a frequency is how often somebody comes for treatment.
        self._tells_voids = bool(columns.of("claim"))
        self._by_number = {number: self._group(number) for number in self._numbers}
        self._places: dict[tuple[int, tuple[str, ...]], tuple[int, ...]] = {}
        self._by_adjustment = bool(columns.of("adjustment"))
        self._service_places = tuple(one.place for one in columns.columns if one.means in _OF_A_SERVICE)
        self._code_places = tuple(one.place for one in columns.of("code"))
        self._held: dict[tuple[str, ...], _Told] = {}
        self._whose = WhoseReader(columns, day_first, number_form)
        self.why_repeated = (
            "the same service once more, for another adjustment"
            if self._by_adjustment
            else "the same row once more"
        )

    def _group(self, number: int) -> tuple[LogColumn, ...]:
        return tuple(one for one in self._columns.columns if one.number in {0, number} and one.is_used)

    def services_of(self, row: WrittenRow) -> tuple[list[ServiceRow], str]:
        """Read the services of a row.

        Args:
            row: the row.

        Returns:
            The services, and where there are none the reason.

        Raises:
            NoClaimLineError: where it should be a service and cannot be read.
        """
        told = self._told(row)
        if told.no_service_because:
            return [], told.no_service_because
        known = len(self._columns.columns)
        if len(row.cells) > known and any(not is_blank(cell) for cell in row.cells[known:]):
            raise NoClaimLineError("", "it has more cells than there are columns")
        if told.refused_because:
            raise NoClaimLineError("", told.refused_because)
        return [self._of_somebody(row, one) for one in told.services], "" if told.services else "no units"

    def _told(self, row: WrittenRow) -> _Told:
        """Say what the cells of a row say of its services; once of rows in which these cells are the same."""
        cells = row.cells
        if len(cells) < len(self._columns.columns):
            return self._read(row)
        alike = tuple([cells[at] for at in self._service_places])
        told = self._held.get(alike)
        if told is None:
            told = self._read(row)
            # Whether a row without a code is a service is told by all of its cells, so it is read each time.
            has_code = any(looks_like_code(cells[at]) for at in self._code_places)
            if has_code and len(self._held) < MOST_HELD:
                self._held[alike] = told
        return told

    def _read(self, row: WrittenRow) -> _Told:
        try:
            reason = self._no_service_because(row)
        except NoClaimLineError as problem:
            return _Told(refused_because=problem.reason)
        if reason:
            return _Told(no_service_because=reason)
        try:
            parts = self._parts(row)
            read = [self._service(part, number) for number, part in parts]
        except NoClaimLineError as problem:
            return _Told(refused_because=problem.reason)
        return (
            _Told(tuple(one for one in read if one is not None))
            if parts
            else _Told(refused_because="it has no code")
        )

    def _parts(self, row: WrittenRow) -> list[tuple[int, WrittenRow]]:
        """Part a row into its lines and the codes of a cell, each with the number of its line."""
        numbers = [number for number in self._numbers if not number or self._has_code(row, number)]
        refuse_marks_of_no_line(row, self._columns.of("modifiers"), numbers)
        return [(number, part) for number in numbers for part in self._codes_apart(row, number)]

    def _no_service_because(self, row: WrittenRow) -> str:
        """Say why a row is clearly no service; empty where it is one or should be one."""
        no_line = no_line_because(row, self._deciding)
        if no_line is not None:
            return no_line.reason
        if self._is_below_nought(row):
            self._refuse_mixed_signs(row)
            return "units below nought: a service is taken back"
        return "a void: it takes back a claim that was sent before" if self._is_void(row) else ""

    def _is_below_nought(self, row: WrittenRow) -> bool:
        return any(self._tells_below_nought(row, number) for number in self._numbers)

    def _tells_below_nought(self, row: WrittenRow, number: int) -> bool:
        return any(is_below_nought(cell) for cell in self._under(row, number, "units"))

    def _refuse_mixed_signs(self, row: WrittenRow) -> None:
        """Refuse a row that gives one service and takes another back."""
        if not all(self._tells_below_nought(part, number) for number, part in self._parts(row)):
            raise NoClaimLineError("", "it gives a service and takes another one back")

    def _is_void(self, row: WrittenRow) -> bool:
        cells = self._under(row, self._numbers[0], "frequency") if self._tells_voids else []
        return any(means(cell, "void_frequency") for cell in cells)

    def takes_back(self, row: WrittenRow) -> bool:
        """Say whether a row that is no service takes back what another row told."""
        is_reversal = any(means(cell, "takes_back") for cell in self._under(row, self._numbers[0], "kind"))
        return is_reversal or self._is_void(row) or self._is_below_nought(row)

    def taken_back_by(self, row: WrittenRow) -> tuple[ServiceRow, ...]:
        """Give the services that a row takes back, as where a program writes a service once more with units below nought.

        Args:
            row: a row that takes back.

        Returns:
            The services with the units or minutes that it takes back, above nought; where it tells none, ``units_are_given``
            is False and a service is taken back whole. None where it does not tell which.
        """
        is_void = self._is_void(row)
        try:
            parts = [one for one in self._parts(row) if self._has_code(one[1], one[0])]
            found = [self._service(self._above_nought(part, number), number) for number, part in parts]
            backs = [self._of_somebody(row, one) for one in found if one is not None]
        except NoClaimLineError:
            return ()
        # A void takes back the whole of what was sent.
        return tuple(one._replace(units_are_given=False) if is_void else one for one in backs)

    def _above_nought(self, row: WrittenRow, number: int) -> WrittenRow:
        """Write what a row takes back without the mark that it is below nought."""
        counts = self._places_of(number, _COUNTS)
        cells = tuple(
            amount_above_nought(cell) if at in counts else cell for at, cell in enumerate(row.cells)
        )
        return WrittenRow(row.line, cells)

    def _codes_apart(self, row: WrittenRow, number: int) -> list[WrittenRow]:
        """Part a row in whose cell several codes stand, as a superbill has them, into one row for each of them."""
        beside, modifiers = self._places_of(number, _COUNTS), self._places_of(number, ("modifiers",))
        for at in self._places_of(number, ("code",)):
            if at < len(row.cells):
                parts = codes_apart(row, at, beside, modifiers)
                if len(parts) > 1:
                    return parts
        return [row]

    def _has_code(self, row: WrittenRow, number: int) -> bool:
        return any(looks_like_code(cell) for cell in self._under(row, number, "code"))

    def _under(self, row: WrittenRow, number: int, *meanings: str) -> list[str]:
        cells = row.cells
        return [
            cells[place]
            for place in self._places_of(number, meanings)
            if place < len(cells) and not is_blank(cells[place])
        ]

    def _places_of(self, number: int, meanings: tuple[str, ...]) -> tuple[int, ...]:
        """Say where the columns of some meanings stand; asked of every row, and worked out once."""
        key = number, meanings
        if key not in self._places:
            self._places[key] = tuple(one.place for one in self._by_number[number] if one.means in meanings)
        return self._places[key]

    def _service(self, row: WrittenRow, number: int) -> _Service | None:
        counted_in_minutes = any(means(cell, "minutes") for cell in self._under(row, number, "counted_in"))
        used = [one for one in self._by_number[number] if one.means in _CLAIM_LINE]
        if counted_in_minutes:
            used = [one for one in used if one.means != "units"]
        cells = tuple(row.cells[one.place] if one.place < len(row.cells) else "" for one in used)
        placed = [Column(place, one.name, one.means) for place, one in enumerate(used)]
        if any(
            not looks_like_code(cell)
            for one, cell in zip(used, cells, strict=True)
            if one.means == "code" and not is_nothing(cell)
        ):
            raise NoClaimLineError("", "what stands under the code is none")
        read = read_row(WrittenRow(row.line, cells), placed, "")
        code, given, marks = read.proposed
        if any(len(mark) != 2 for mark in marks):
            raise NoClaimLineError("", "what stands under the modifiers is none")
        if read.units_are_given and given == 0:
            return None
        return _Service(
            number,
            code,
            None if counted_in_minutes else given,
            self._minutes(row, number, counted_in_minutes),
            marks,
            read.units_are_given or counted_in_minutes,
        )

    def _of_somebody(self, row: WrittenRow, told: _Service) -> ServiceRow:
        """Say of a service whose it was, and when."""
        whose = self._whose.of(row, told.place)
        return ServiceRow(
            row.line,
            told.place,
            whose.patient,
            whose.visit,
            whose.clinician,
            self._whose.ids(row, "line"),
            whose.payer,
            whose.on,
            told.code,
            told.units,
            told.minutes,
            told.modifiers,
            whose.diagnoses,
            told.units_are_given,
        )

    def _minutes(self, row: WrittenRow, number: int, counted_in_minutes: bool) -> int | None:
        for cell in self._under(row, number, "units" if counted_in_minutes else "minutes"):
            minutes = minutes_in(cell)
            if minutes is None and not is_nothing(cell):
                raise NoClaimLineError("", "its minutes are no whole number")
            if (minutes or 0) > A_DAY:
                raise NoClaimLineError("", "its minutes are more than a day has")
            return minutes or None
        if counted_in_minutes:
            raise NoClaimLineError("", "it has no minutes")
        return None

    def key_of(self, one: ServiceRow, row: WrittenRow) -> object:
        """Give what two rows have in common that say the same service.

        A log with adjustments has a row for each of them. Elsewhere a row is repeated where all of its cells are the same.

        Args:
            one: a service.
            row: its row.

        Returns:
            A key that is the same for both.
        """
        if not self._by_adjustment:
            return (row.cells, one.place)
        return one._replace(row=0, units_are_given=True)
