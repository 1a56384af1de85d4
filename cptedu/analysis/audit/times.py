"""A table of times beside a log: a row a service, joined to its visit, for what was billed by the minute.

It is read as the log is, and by the same names of columns: the patient or the visit as the log names it, the day, the code, the
minutes. What a table of times does not hold, such as regions or a purpose, it does not tell. What it says of a person goes into
no result.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from cptedu.analysis.audit.log_cells import is_below_nought, minutes_in
from cptedu.analysis.audit.log_columns import FLAGS, LogColumn, LogColumns, settled_columns
from cptedu.analysis.audit.log_file import Log, read_log
from cptedu.analysis.audit.log_rows import ReadLog, SetAside, order_of_days, read_rows
from cptedu.analysis.audit.notes import FITS_NONE, FITS_SEVERAL, NO_NOTES, looks_like_notes
from cptedu.analysis.audit.row_reader import ServiceRow
from cptedu.analysis.audit.visits import LoggedVisit
from cptedu.errors import CpteduError
from cptedu.explain import counted
from cptedu.visit.written.row_words import cleaned, is_blank
from cptedu.visit.written.written_table import WrittenRow

__all__ = ["JoinedTimes", "joined_times", "table_of_times"]

_TABLES = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".parquet", ".pq"})
_CLOCK = re.compile(r"\d{1,2}[:.h]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?", re.ASCII | re.IGNORECASE)
_WHICH_MINUTES = "Which column holds the minutes?"
_NAMES = (
    "A table of times has a row for each service, under names such as Patient ID or Visit ID, as the log has them, Date, Code and"
    " Minutes; when it began and ended may stand there too. A column of another name is told as one of the log is, by columns."
)
_NO_MINUTES = "it has no minutes"
_OF_TWO = "its patient and its id are those of two visits"

_Key = tuple[str, tuple[str, ...], date]


@dataclass(frozen=True)
class JoinedTimes:
    """Times that belong to visits of a log.

    Attributes:
        minutes: for each number of a visit the minutes of each code, those of several rows added up.
        set_aside: rows that are no service, repeated, refused, or of no visit of this log: their number, and why.
        count: how many rows there are, those of the names and blank ones too.
        used: how many of them belong to a visit.
        told: what had to be assumed to read them, as sentences.
    """

    minutes: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    set_aside: tuple[SetAside, ...] = ()
    count: int = 0
    used: int = 0
    told: tuple[str, ...] = ()


def table_of_times(notes: str | Path | None, names: Sequence[str] = ()) -> Log | None:
    """Read what lies beside a log as a table, where it is one.

    Args:
        notes: what was given as notes.
        names: names of columns that the user gave.

    Returns:
        The table; None where there is nothing, or notes with a visit a line or a file.

    Raises:
        CpteduError: when it cannot be read.
    """
    if notes is None:
        return None
    path = Path(notes)
    if path.is_dir() or (path.suffix.lower() not in _TABLES and looks_like_notes(path)):
        return None
    return read_log(path, names)


def joined_times(
    table: Log,
    said: Mapping[str, Any],
    beside: tuple[Log, LogColumns],
    services: Sequence[ServiceRow],
    visits: Sequence[LoggedVisit],
) -> JoinedTimes:
    """Read a table of times and join each row to its visit: by its patient and its day, or by the visit's own id.

    Args:
        table: the table.
        said: what the user said of columns and of how days are written.
        beside: the log and what its columns hold.
        services: the services of the log as they were read, with what tells whose they were.
        visits: its visits.

    Returns:
        The times. A row that fits no visit, or more than one, is set aside with the reason.

    Raises:
        CpteduError: when the table does not tell what a column holds, or how its days are written.
    """
    held = _with_order_of(beside, table, _columns(table, said))
    read = read_rows(_minutes_alone(table, held), held, has_units=False)
    if read.questions:
        raise _open(table.name, read.questions)
    return _joined(read, _without_minutes(table, held, read), _by_key(services, visits))


def _columns(table: Log, said: Mapping[str, Any]) -> LogColumns:
    """Settle what the columns hold, of which one must be the minutes; a time of the clock is none of them."""
    held = settled_columns(
        table, {name: one for name, one in said.items() if name in FLAGS or name in table.columns}
    )
    clocks = {one.place for one in held.of("minutes") if one.by != "you" and _is_clock(table, one.place)}
    settled = [
        replace(one, means="not_used", says="it is a time of the clock") if one.place in clocks else one
        for one in held.columns
    ]
    held = replace(held, columns=tuple(settled))
    questions = [one.replace("holds the units", "holds the minutes") for one in held.questions]
    several = [one for one in held.of("minutes") if not one.number]
    if len(several) > 1:
        named = ", ".join(one.name for one in several)
        questions.append(
            f"{_WHICH_MINUTES} Each of these may: {named}. Say of each other that it is not_used."
        )
    elif not held.of("minutes", "counted_in") and not any(_WHICH_MINUTES in one for one in questions):
        questions.append(_WHICH_MINUTES)
    if questions:
        raise _open(table.name, questions)
    if not held.of("minutes"):
        return held
    # Where minutes have a column of their own, no other is counted in them.
    kept = [replace(one, means="not_used") if one.means == "counted_in" else one for one in held.columns]
    return replace(held, columns=tuple(kept))


def _is_clock(table: Log, place: int) -> bool:
    cells = [
        row.cells[place] for row in table.rows if place < len(row.cells) and not is_blank(row.cells[place])
    ]
    return bool(cells) and all(_CLOCK.fullmatch(cleaned(cell)) for cell in cells)


def _open(name: str, questions: Sequence[str]) -> CpteduError:
    told = "\n".join(f"{number}. {one}" for number, one in enumerate(questions, 1))
    return CpteduError(
        f"{name} is no file of notes, and as a table of times it leaves this open:\n{told}\n{_NAMES}\n{NO_NOTES}"
    )


def _with_order_of(beside: tuple[Log, LogColumns], table: Log, held: LogColumns) -> LogColumns:
    """Read days whose order no day of the table tells as those of the log are read, where it has the day first."""
    _, _, assumed = order_of_days(table, held)
    return replace(held, day_first=True) if assumed and order_of_days(*beside)[0] else held


def _minutes_alone(table: Log, held: LogColumns) -> Log:
    """Leave out units: how many were billed is for the log to say; units below nought take a row back all the same."""
    places = {one.place for one in held.of("units")}
    if not places or not held.of("minutes"):
        return table
    rows = [
        WrittenRow(
            row.line,
            tuple(
                cell if at not in places or is_below_nought(cell) else "" for at, cell in enumerate(row.cells)
            ),
        )
        for row in table.rows
    ]
    return replace(table, rows=rows)


def _without_minutes(table: Log, held: LogColumns, read: ReadLog) -> frozenset[tuple[int, int]]:
    """Name the services, by row and place in it, under whose minutes nothing stands; a nought is something."""
    rows = {row.line: row.cells for row in table.rows}

    def is_told(one: ServiceRow, column: LogColumn) -> bool:
        cells = rows[one.row]
        return (
            column.number in {0, one.place}
            and column.place < len(cells)
            and minutes_in(cells[column.place]) is not None
        )

    return frozenset(
        (one.row, one.place)
        for one in read.services
        if one.minutes is None and not any(is_told(one, column) for column in held.of("minutes"))
    )


def _by_key(services: Sequence[ServiceRow], visits: Sequence[LoggedVisit]) -> Mapping[_Key, set[int]]:
    """List the visits by what tells them: the patient and the day, the visit's id and its day; of one patient the day alone."""
    whose = {(one.row, one.place): one for one in services}
    found: dict[_Key, set[int]] = {}
    for visit in visits:
        for one in visit.services:
            own = whose[one.row, one.place]
            for key in (*_keys(own), *_by_whom(own)):
                found.setdefault(key, set()).add(visit.number)
    return found


def _keys(one: ServiceRow) -> list[_Key]:
    told = [
        (kind, ids, one.on)
        for kind, ids in (("visit", one.visit), ("patient", one.patient))
        if ids is not None
    ]
    return told or [("", (), one.on)]


def _by_whom(one: ServiceRow) -> list[_Key]:
    """Give the clinician and the day: they tell two visits of a patient apart, and join none by themselves."""
    return [] if one.clinician is None else [("clinician", (one.clinician,), one.on)]


def _joined(
    read: ReadLog, without_minutes: frozenset[tuple[int, int]], by_key: Mapping[_Key, set[int]]
) -> JoinedTimes:
    # An id that no row shares with the log is of another kind, such as one of the program that kept the times.
    shared = {key[0] for one in read.services for key in _keys(one) if key in by_key}
    minutes: dict[int, dict[str, int]] = {}
    used: set[int] = set()
    aside: dict[int, str] = {}
    noughts = 0
    for one in read.services:
        found, reason = _fitting([key for key in _keys(one) if key[0] in shared], _by_whom(one), by_key)
        if (one.row, one.place) in without_minutes:
            reason = _NO_MINUTES
        if reason:
            aside.setdefault(one.row, reason)
            continue
        used.add(one.row)
        noughts += not one.minutes
        of_visit = minutes.setdefault(found, {})
        of_visit[one.code] = of_visit.get(one.code, 0) + (one.minutes or 0)
    told = list(read.told)
    if noughts:
        them = "it" if noughts == 1 else "them"
        told.append(f"{counted(noughts, 'service')} with 0 minutes: as in a log, no time was read of {them}.")
    of_rows = [one for held in (read.not_services, read.repeated, read.refused) for one in held]
    of_rows += [SetAside(row, reason) for row, reason in aside.items() if row not in used]
    return JoinedTimes(
        {
            number: {code: many for code, many in of_visit.items() if many}
            for number, of_visit in minutes.items()
        },
        tuple(sorted(of_rows, key=lambda one: one.row)),
        read.rows,
        len(used),
        tuple(told),
    )


def _fitting(
    keys: Sequence[_Key], by_whom: Sequence[_Key], by_key: Mapping[_Key, set[int]]
) -> tuple[int, str]:
    """Find the visit of a row: its number, or the reason why there is none."""
    fits = [by_key.get(key, set()) for key in keys]
    if not fits or not all(fits):
        return 0, FITS_NONE
    found = set.intersection(*fits)
    if not found:
        return 0, _OF_TWO
    if len(found) > 1:
        found = found.intersection(*(by_key.get(key, set()) for key in by_whom)) or found
    return (next(iter(found)), "") if len(found) == 1 else (0, FITS_SEVERAL)
