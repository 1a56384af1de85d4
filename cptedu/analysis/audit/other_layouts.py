"""Layouts of a log that are not rows of services under named columns: called by their name, with what to export instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cptedu.analysis.audit.log_names import named
from cptedu.facts.codes import codes
from cptedu.visit.written.row_words import cleaned, is_blank
from cptedu.visit.written.written_days import days_written
from cptedu.visit.written.written_table import WrittenRow

__all__ = ["other_layout"]

_RULE = re.compile(r"\s*[-=_]{2,}(?:\s+[-=_]{2,}){2,}\s*")
_LEAST = 2
_ACROSS = (
    "{} stand across, as names of columns, with a count below each. Export it with a row for each service: its patient, its day,"
    " its code, its units"
)
_FIXED = (
    "blanks alone part its columns, as in a printed list. Export it as CSV, or open it in a spreadsheet as of fixed width and"
    " save it as CSV"
)


def other_layout(rows: Sequence[WrittenRow], *, is_answered: bool = False) -> str:
    """Say what another layout rows are in, of which none names the columns of services; empty where that cannot be told.

    Args:
        rows: the first rows.
        is_answered: whether the user said what columns hold, and so has rows of services.

    Returns:
        What it is and what to do, without anything that stands in it.

    >>> other_layout([WrittenRow(1, ("Patient", "DOS", "98940", "97110"))]).split(",")[0]
    'codes stand across'
    """
    if any(len(row.cells) == 1 and _RULE.fullmatch(row.cells[0]) for row in rows):
        return _FIXED
    if is_answered:
        return ""
    # Rows of services without names may hold words that are names elsewhere; but then one row is like another.
    across = {row.cells: what for row in rows if (what := _across(row))}
    return _ACROSS.format(next(iter(across.values()))) if len(across) == 1 else ""


def _across(row: WrittenRow) -> str:
    """Say what stands across in a row as names of columns; empty where nothing does."""
    held = [cleaned(cell) for cell in row.cells if not is_blank(cell)]
    names = [one for one in held if named(one).means]
    for what, across in (
        ("codes", [one for one in held if one in codes()]),
        ("days", [one for one in held if days_written(one)]),
    ):
        rest = [one for one in held if one not in across]
        is_all = len(set(across)) == len(across) >= _LEAST and not any(map(_is_number, rest))
        if is_all and len(names) >= _LEAST:
            return what
    return ""


def _is_number(text: str) -> bool:
    return text.replace(".", "").isdecimal()
