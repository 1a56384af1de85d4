"""What must be asked of the columns of a log before it can be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from cptedu.analysis.audit.identifiers import masked
from cptedu.visit.written.cells import looks_like_code
from cptedu.visit.written.row_words import cleaned
from cptedu.visit.written.written_days import days_written

if TYPE_CHECKING:
    from cptedu.analysis.audit.log_columns import LogColumn, LogColumns
    from cptedu.analysis.audit.log_file import Log

__all__ = ["is_a_day", "questions_about"]

MOST_NAMED = 12
_MAY_COUNT = re.compile(r"[0-9](?:[.,]0+)?")


def is_a_day(cell: str) -> bool:
    """Say whether a day stands in a cell."""
    return bool(days_written(cleaned(cell)))


def questions_about(log: Log, held: LogColumns, cells: Sequence[Sequence[str]]) -> list[str]:
    """Say what must be asked before a log can be read, with the columns that may be meant and nothing that stands in them.

    Args:
        log: the log.
        held: what its columns hold as far as that is known.
        cells: for each column the cells that hold anything.

    Returns:
        The questions.
    """
    asked = []
    if not held.of("code"):
        asked.append(
            "Which column holds the code (CPT or HCPCS)?" + _seen(held, cells, looks_like_code, "no_code", "")
        )
    if not held.of("date_of_service"):
        asked.append(
            "Which column holds the date of service?" + _seen(held, cells, is_a_day, "", "housekeeping")
        )
    if not (held.of("patient", "visit", "claim") or held.one_patient):
        asked.append(
            "Which column tells one patient from another, or one visit or claim from another? It becomes a number that leads"
            " nowhere. If the whole log is of one patient, say one_patient = true."
        )
    counts = [] if held.of("units", "minutes") else _may_count(held, cells)
    if counts:
        told = "; ".join(f"{one.name} ({masked(cells[one.place][0])})" for one in counts[:MOST_NAMED])
        asked.append(
            f"Which column holds the units? None is named so, and it may be: {told}. Say of each that"
            " holds none that it is not_used."
        )
    if asked and not log.is_named:
        asked.insert(
            0, "No row names the columns. Say what they hold by their place: column 1, column 2 and so on."
        )
    return asked


def _may_count(held: LogColumns, cells: Sequence[Sequence[str]]) -> list[LogColumn]:
    """List columns of which nothing is known and that have small whole numbers, of which one is above 1, as units have."""
    return [
        one
        for one in held.columns
        if not one.means
        and all(_MAY_COUNT.fullmatch(cleaned(cell)) for cell in cells[one.place])
        and len({*map(cleaned, cells[one.place])} - {"0"}) > 1
    ]


def _seen(
    held: LogColumns, cells: Sequence[Sequence[str]], fits: Callable[[str], bool], *meanings: str
) -> str:
    """Name the columns that may be meant, each with the look of a value: those in which such values stand, if there are any."""
    open_ones = [one for one in held.columns if one.means in meanings and cells[one.place]]
    fitting = {one.place: next(filter(fits, cells[one.place]), "") for one in open_ones}
    if any(fitting.values()):
        open_ones = [one for one in open_ones if fitting[one.place]]
    told = "; ".join(
        f"{one.name} ({masked(fitting[one.place] or cells[one.place][0])})" for one in open_ones[:MOST_NAMED]
    )
    return f" It may be: {told}." if told else ""
