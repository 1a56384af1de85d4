"""Each row of a log: one service or several, none, the same once more, or refused; none is lost, and each has its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cptedu.analysis.audit.log_columns import LogColumns
from cptedu.analysis.audit.log_file import Log
from cptedu.analysis.audit.row_days import COUNTED, DAY_FIRST, MONTH_FIRST, number_forms
from cptedu.analysis.audit.row_reader import RowReader, ServiceRow
from cptedu.analysis.audit.taken_back import without_taken_back
from cptedu.explain import counted
from cptedu.visit.written.cells import looks_like_code
from cptedu.visit.written.claim_row import NoClaimLineError
from cptedu.visit.written.row_words import cleaned, is_blank
from cptedu.visit.written.written_table import WrittenRow

__all__ = ["ReadLog", "SetAside", "order_of_days", "read_rows", "rows_of"]

_TWO_NUMBERS = re.compile(r"\s*(\d{1,2})[/-](\d{1,2})[/-]\d{2,4}", re.ASCII)
_IN_WORDS = {
    MONTH_FIRST: "month, day and year",
    DAY_FIRST: "day, month and year",
}
_COUNTED_OR_WRITTEN = (
    "What are the dates, which are bare numbers? They may be days as a workbook counts them, or month, day and year without"
    " marks between them. Say days_counted = true or false."
)
_ORDER_OF_NUMBERS = (
    "In which order are the dates written, which are bare numbers? None of them tells whether the day or the month stands"
    " first. Say day_first = true or false."
)
_BOTH_ORDERS = (
    "In which order are the dates written? Some can only have the day first, others only the month. Say day_first = true or"
    " false; the rows that cannot be such a date are refused."
)

MOST_BARE = 0.1
MOST_LISTED = 20
_GROUPED = (
    "Many rows have a code and tell neither whose it is nor when it was. Do they go on with the row above, as in a report that"
    " says patient and date once a visit? Say rows_go_on = true or false; with false these rows are refused."
)


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


def read_rows(log: Log, columns: LogColumns, *, has_units: bool = True) -> ReadLog:
    """Read every row of a log.

    Args:
        log: the log.
        columns: what its columns hold.
        has_units: whether it should tell units, as a table of times does not.

    Returns:
        Services, and the rows that are none, each with its reason.
    """
    day_first, questions, told = order_of_days(log, columns)
    form, unclear = _form_of_numbers(log, columns)
    questions += unclear
    if form in _IN_WORDS:
        told.append(f"Dates of digits alone were read as {_IN_WORDS[form]}.")
    reader = RowReader(columns, day_first, form)
    services: list[ServiceRow] = []
    set_aside: dict[str, list[SetAside]] = {"not": [], "repeated": [], "refused": []}
    seen: dict[object, int] = {}
    rows, asked = _continued_rows(log, columns)
    questions += asked
    taken_back: list[tuple[int, ServiceRow]] = []
    untold: list[int] = []
    for row in rows:
        try:
            found, reason = reader.services_of(row)
        except NoClaimLineError as problem:
            set_aside["refused"].append(SetAside(row.line, problem.reason))
            continue
        if not found:
            set_aside["not"].append(SetAside(row.line, reason))
            backs = reader.taken_back_by(row) if reader.takes_back(row) else None
            taken_back += [(row.line, one) for one in backs or ()]
            untold += [row.line] if backs == () else []
            continue
        firsts = [seen.setdefault(reader.key_of(one, row), row.line) for one in found]
        kept = [one for one, first in zip(found, firsts, strict=True) if first == row.line]
        if not kept:
            set_aside["repeated"].append(SetAside(row.line, reader.why_repeated, firsts[0]))
        services += kept
    services, gone, fewer, surplus = without_taken_back(services, taken_back)
    set_aside["not"] += [SetAside(row, f"row {line} takes it back") for row, line in gone]
    if surplus:
        told.append(
            f"More is taken back than the rows before tell of it, in {counted(len(surplus), 'row')}: {_listed(surplus)}. What"
            " is taken back there may stand in another log."
        )
    if untold:
        told.append(
            f"Which services are taken back is not told by {counted(len(untold), 'row')}: {_listed(untold)}. What they take back"
            " stands."
        )
    if fewer:
        told.append(
            f"A part of what {counted(fewer, 'row')} tell was taken back by a later row; the rest stands."
        )
    not_services = [SetAside(number, reason) for number, reason in log.others] + set_aside["not"]
    without = sum(not one.units_are_given for one in services)
    if without and has_units:
        told.append(f"{without} services have no units; 1 was read for each.")
    return ReadLog(
        tuple(services),
        tuple(sorted(not_services, key=lambda one: one.row)),
        tuple(set_aside["repeated"]),
        tuple(set_aside["refused"]),
        (*log.told, *told),
        tuple(questions),
        len({row.line for row in log.rows}) + len({number for number, _ in log.others}),
    )


def _listed(rows: Sequence[int]) -> str:
    more = len(rows) - MOST_LISTED
    return ", ".join(map(str, rows[:MOST_LISTED])) + (f" and {more} more" if more > 0 else "")


def _continued_rows(log: Log, columns: LogColumns) -> tuple[Sequence[WrittenRow], list[str]]:
    """Let rows of a visit that tell neither whose nor when go on with the row above, where the user said so; else ask."""
    whose = [
        one.place for one in columns.of("patient", "visit", "claim", "date_of_service", "payer", "clinician")
    ]
    codes = [one.place for one in columns.of("code")]
    if columns.rows_go_on is False or columns.one_patient or columns.numbers != (0,):
        return log.rows, []

    def bare(row: WrittenRow) -> bool:
        cells = row.cells
        return all(at >= len(cells) or is_blank(cells[at]) for at in whose) and any(
            at < len(cells) and looks_like_code(cells[at]) for at in codes
        )

    if columns.rows_go_on is None:
        return log.rows, [_GROUPED] if sum(map(bare, log.rows)) > MOST_BARE * len(log.rows) else []
    held: list[WrittenRow] = []
    above: tuple[str, ...] = ()
    for row in log.rows:
        if above and bare(row):
            cells = [
                above[at] if at in whose and at < len(above) else cell for at, cell in enumerate(row.cells)
            ]
            held.append(WrittenRow(row.line, tuple(cells)))
            continue
        above = row.cells
        held.append(row)
    return held, []


def _dates_in(log: Log, columns: LogColumns, *meanings: str) -> set[str]:
    places = [one.place for one in columns.of(*meanings)]
    return {row.cells[place] for row in log.rows for place in places if place < len(row.cells)}


def order_of_days(log: Log, columns: LogColumns) -> tuple[bool, list[str], list[str]]:
    """Say whether the day stands first, by the dates that can be read in one way only.

    Args:
        log: the log.
        columns: what its columns hold.

    Returns:
        Whether it does; what must be asked; what was assumed.
    """
    if columns.day_first is not None:
        return columns.day_first, [], []
    written = _dates_in(log, columns, "date_of_service")
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


def _form_of_numbers(log: Log, columns: LogColumns) -> tuple[str, list[str]]:
    """Say what bare numbers under the dates are; or ask, where neither they nor the user tell it."""
    fits = set(number_forms(_dates_in(log, columns, "date_of_service", "last_date")))
    if columns.day_first is not None:
        fits -= {MONTH_FIRST if columns.day_first else DAY_FIRST}
    if COUNTED in fits and len(fits) > 1:
        if columns.days_counted is None:
            return "", [_COUNTED_OR_WRITTEN]
        fits = {COUNTED} if columns.days_counted else fits - {COUNTED}
    return ("", [_ORDER_OF_NUMBERS]) if len(fits) > 1 else (next(iter(fits), ""), [])


def rows_of(set_aside: Sequence[SetAside]) -> Iterator[dict[str, object]]:
    """Give rows that were set aside as rows of a table."""
    for one in set_aside:
        yield {"row": one.row, "reason": one.reason} | ({"same_as": one.same_as} if one.same_as else {})
