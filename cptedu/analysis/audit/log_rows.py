"""Each row of a log: one service or several, none, the same once more, or refused; none is lost, and each has its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from cptedu.analysis.audit.log_columns import LogColumn, LogColumns
from cptedu.analysis.audit.log_file import Log
from cptedu.facts.diagnoses import spelled_diagnosis
from cptedu.visit.cells import looks_like_code, units_in
from cptedu.visit.claim_row import NoClaimLineError, no_line_because, read_row
from cptedu.visit.column_names import Column
from cptedu.visit.row_words import cleaned, is_blank, is_nothing, means
from cptedu.visit.written_days import days_written
from cptedu.visit.written_table import WrittenRow

__all__ = ["ReadLog", "ServiceRow", "SetAside", "read_rows", "rows_of"]

_CLAIM_LINE = ("code", "modifiers", "units", "date_of_service")
_DECIDING = ("code", "kind", "active", "deleted", "units", "date_of_service")
_TWO_NUMBERS = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}", re.ASCII)
_DIAGNOSIS = re.compile(r"(?<![A-Z0-9.])[A-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?(?![A-Z0-9])")
_OLD_DIAGNOSIS = re.compile(r"\d{3}\.?\d{0,2}|[EV]\d{2,3}\.?\d{0,2}")
_REMOVED = re.compile(
    r"[(\[<*x]*(?:removed|redacted|deleted|masked|hidden|anonymi[sz]ed|x{3,}|\*+)[)\]>*x]*", re.IGNORECASE
)
_TAKEN_BACK = re.compile(r"[-(]\s*\d")
_BOTH_ORDERS = (
    "In which order are the dates written? Some can only have the day first, others only the month. Say day_first = true or"
    " false; the rows that cannot be such a date are refused."
)


@dataclass(frozen=True)
class ServiceRow:
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
        return replace(self, patient=None, visit=None, clinician=None, line=None)


@dataclass(frozen=True)
class SetAside:
    """A row that is no service, the same once more, or refused.

    Attributes:
        row: its number.
        reason: why, without anything that stands in it.
        same_as: the row that it repeats; 0 where it repeats none.
    """

    row: int
    reason: str
    same_as: int = 0


@dataclass(frozen=True)
class ReadLog:
    """Every row of a log.

    Attributes:
        services: the services.
        not_services: rows that are none.
        repeated: rows that say once more what another one says.
        refused: rows that should be services and cannot be read.
        told: what had to be assumed.
        questions: what the rows do not tell and must be asked.
        rows: how many rows there are, those of the names and blank ones too.
    """

    services: tuple[ServiceRow, ...]
    not_services: tuple[SetAside, ...]
    repeated: tuple[SetAside, ...]
    refused: tuple[SetAside, ...]
    told: tuple[str, ...]
    questions: tuple[str, ...]
    rows: int


def read_rows(log: Log, columns: LogColumns) -> ReadLog:
    """Read every row of a log.

    Args:
        log: the log.
        columns: what its columns hold.

    Returns:
        Services, and the rows that are none, each with its reason.
    """
    day_first, questions, told = _order_of_days(log, columns)
    reader = _Reader(columns, day_first)
    services: list[ServiceRow] = []
    set_aside: dict[str, list[SetAside]] = {"not": [], "repeated": [], "refused": []}
    seen: dict[object, int] = {}
    for row in log.rows:
        reason = reader.no_service_because(row)
        try:
            found = [] if reason else reader.services_of(row)
        except NoClaimLineError as problem:
            set_aside["refused"].append(SetAside(row.line, problem.reason))
            continue
        if not found:
            set_aside["not"].append(SetAside(row.line, reason or "no units"))
            continue
        firsts = [seen.setdefault(reader.key_of(one, row), row.line) for one in found]
        kept = [one for one, first in zip(found, firsts, strict=True) if first == row.line]
        if not kept:
            set_aside["repeated"].append(SetAside(row.line, reader.why_repeated, firsts[0]))
        services += kept
    not_services = [SetAside(number, reason) for number, reason in log.others] + set_aside["not"]
    without = sum(not one.units_are_given for one in services)
    if without:
        told.append(f"{without} services have no units; 1 was read for each.")
    return ReadLog(
        tuple(services),
        tuple(sorted(not_services, key=lambda one: one.row)),
        tuple(set_aside["repeated"]),
        tuple(set_aside["refused"]),
        tuple(told),
        tuple(questions),
        len({row.line for row in log.rows}) + len({number for number, _ in log.others}),
    )


def _order_of_days(log: Log, columns: LogColumns) -> tuple[bool, list[str], list[str]]:
    """Say whether the day stands first, by the dates that can be read in one way only."""
    if columns.day_first is not None:
        return columns.day_first, [], []
    places = [one.place for one in columns.of("date_of_service")]
    written = {row.cells[place] for row in log.rows for place in places if place < len(row.cells)}
    pairs = [
        (int(found[1]), int(found[2])) for cell in written if (found := _TWO_NUMBERS.match(cleaned(cell)))
    ]
    day_first = any(first > 12 for first, _ in pairs)
    month_first = any(second > 12 for _, second in pairs)
    if day_first and month_first:
        return False, [_BOTH_ORDERS], []
    if pairs and not (day_first or month_first):
        return (
            False,
            [],
            ["No date tells whether the day or the month stands first; the month was read first."],
        )
    return day_first, [], []


class _Reader:
    """Reads rows of one log; what it knows of the columns is worked out once."""

    def __init__(self, columns: LogColumns, day_first: bool) -> None:
        self._columns = columns
        self._deciding = tuple(one.as_claim_column() for one in columns.of(*_DECIDING))
        self._day_first = day_first
        self._numbers = columns.numbers
        self._by_number = {number: self._group(number) for number in self._numbers}
        self._places: dict[tuple[int, tuple[str, ...]], tuple[int, ...]] = {}
        self._has_diagnoses = bool(columns.of("diagnoses", "line_diagnoses"))
        self._by_adjustment = bool(columns.of("adjustment"))
        self.why_repeated = (
            "the same service once more, for another adjustment"
            if self._by_adjustment
            else "the same row once more"
        )

    def _group(self, number: int) -> tuple[LogColumn, ...]:
        return tuple(one for one in self._columns.columns if one.number in {0, number} and one.is_used)

    def no_service_because(self, row: WrittenRow) -> str:
        """Say why a row is clearly no service; empty where it is one or should be one."""
        no_line = no_line_because(row, self._deciding)
        if no_line is not None:
            return no_line.reason
        taken_back = any(
            _TAKEN_BACK.match(cleaned(cell)) for cell in self._under(row, self._numbers[0], "units")
        )
        return "units below nought: a service is taken back" if taken_back else ""

    def services_of(self, row: WrittenRow) -> list[ServiceRow]:
        """Read the services of a row; none where it bills no units.

        Raises:
            NoClaimLineError: where it should be a service and cannot be read.
        """
        if any(not is_blank(cell) for cell in row.cells[len(self._columns.columns) :]):
            raise NoClaimLineError("", "it has more cells than there are columns")
        numbers = [number for number in self._numbers if not number or self._has_code(row, number)]
        if not numbers:
            raise NoClaimLineError("", "it has no code")
        read = [self._service(row, number) for number in numbers]
        return [one for one in read if one is not None]

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

    def _service(self, row: WrittenRow, number: int) -> ServiceRow | None:
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
        minutes = self._minutes(row, number, counted_in_minutes)
        patient = self._ids(row, "patient")
        visit = self._ids(row, "visit") or self._ids(row, "claim")
        if patient is None and visit is None and not self._columns.one_patient:
            raise NoClaimLineError("", "it tells neither patient nor visit nor claim")
        return ServiceRow(
            row.line,
            number,
            patient,
            visit,
            next(iter(self._ids(row, "clinician", number=number) or ()), None),
            self._ids(row, "line"),
            " ".join(next(iter(self._under(row, number, "payer")), "").split()),
            self._day(row, number),
            code,
            None if counted_in_minutes else given,
            minutes,
            marks,
            self._diagnoses(row, number),
            read.units_are_given or counted_in_minutes,
        )

    def _minutes(self, row: WrittenRow, number: int, counted_in_minutes: bool) -> int | None:
        for cell in self._under(row, number, "units" if counted_in_minutes else "minutes"):
            text = re.sub(r"\s*(?:min(?:ute)?s?\.?)$", "", cleaned(cell), flags=re.IGNORECASE)
            minutes = units_in(text)
            if minutes is None and not is_nothing(cell):
                raise NoClaimLineError("", "its minutes are no whole number")
            return minutes or None
        if counted_in_minutes:
            raise NoClaimLineError("", "it has no minutes")
        return None

    def _ids(self, row: WrittenRow, *meanings: str, number: int | None = None) -> tuple[str, ...] | None:
        group = self._numbers[0] if number is None else number
        held = tuple(cleaned(cell) for cell in self._under(row, group, *meanings))
        held = tuple(one for one in held if not _REMOVED.fullmatch(one))
        return held or None

    def _day(self, row: WrittenRow, number: int) -> date:
        cells = self._under(row, number, "date_of_service")
        if not cells:
            raise NoClaimLineError("", "it has no date of service")
        day = _day_of(cleaned(cells[0]), self._day_first)
        if day is None:
            raise NoClaimLineError("", "what stands under the date of service is none")
        for cell in self._under(row, number, "last_date"):
            if _day_of(cleaned(cell), self._day_first) not in {day, None}:
                raise NoClaimLineError("", "it spans several days, and which of them it was is not told")
        return day

    def _diagnoses(self, row: WrittenRow, number: int) -> tuple[str, ...] | None:
        if not self._has_diagnoses:
            return None
        cells = self._under(row, number, "diagnoses") or self._under(row, number, "line_diagnoses")
        return tuple(dict.fromkeys(one for cell in cells for one in _diagnoses_in(cell)))

    def key_of(self, one: ServiceRow, row: WrittenRow) -> object:
        """Give what two rows have in common that say the same service.

        A log with adjustments has a row for each of them. Elsewhere a row is repeated where all of its cells are the same.
        """
        if not self._by_adjustment:
            return (row.cells, one.place)
        return replace(one, row=0, units_are_given=True)


@lru_cache(maxsize=100_000)
def _day_of(text: str, day_first: bool) -> date | None:
    days = days_written(text)
    return None if not days else days[-1] if day_first else days[0]


@lru_cache(maxsize=10_000)
def _diagnoses_in(cell: str) -> tuple[str, ...]:
    """Read a cell of diagnoses, dotted or not, one or several; numbers of ICD-9 stay as they are written."""
    text = cleaned(cell).upper()
    alone = spelled_diagnosis(text)
    if alone:
        return (alone,)
    if _OLD_DIAGNOSIS.fullmatch(text):
        return (text,)
    return tuple(spelled for found in _DIAGNOSIS.findall(text) if (spelled := spelled_diagnosis(found)))


def rows_of(set_aside: Sequence[SetAside]) -> Iterator[dict[str, object]]:
    """Give rows that were set aside as rows of a table."""
    for one in set_aside:
        yield {"row": one.row, "reason": one.reason} | ({"same_as": one.same_as} if one.same_as else {})
