"""A log as records within records, as JSON has them: one row for each line of a claim, with what stands around it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from math import isnan
from typing import Any

from cptedu.analysis.audit.log_names import OF_ANY_LEVEL, OF_ONE_SERVICE, named
from cptedu.errors import CpteduError
from cptedu.facts.codes import codes
from cptedu.facts.diagnoses import spelled_diagnosis
from cptedu.visit.written.cells import looks_like_code
from cptedu.visit.written.row_words import cleaned

__all__ = ["PlacedRow", "records_in", "rows_of_record", "told_apart", "written_value"]

PlacedRow = dict[tuple[str, tuple[str, ...]], str]
"""The cells of a row, by name and by the lists within which each stands."""
_HELD_CODE = 3
_SAYS_OF_A_LINE = OF_ONE_SERVICE | OF_ANY_LEVEL | {"line", "pointers"}
MOST_LEVELS = 3
"""So deep lists are taken apart: an export of patients, of claims, of lines."""


def records_in(name: str, text: str) -> list[Any]:
    """Give the records of a text: JSON, or JSON lines.

    Args:
        name: the file's name, for messages.
        text: what it holds.

    Returns:
        The records, whatever they are.

    Raises:
        CpteduError: where it is none.
    """
    try:
        held = json.loads(text)
    except RecursionError:
        raise CpteduError(f"The log {name} is nested far too deeply to be one.") from None
    except ValueError:
        return [
            _one_record(name, number, line)
            for number, line in enumerate(text.splitlines(), 1)
            if line.strip()
        ]
    while isinstance(held, dict):
        lists = [
            value
            for value in held.values()
            if isinstance(value, list) and value and isinstance(value[0], dict)
        ]
        if len(lists) != 1 or any(not isinstance(value, list | dict) for value in held.values()):
            return [held]
        held = lists[0]
    if not isinstance(held, list):
        raise CpteduError(f"The log {name} is no list of records.")
    return held


def _one_record(name: str, number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise CpteduError(f"The log {name}, line {number}: this line is no JSON.") from None


def rows_of_record(record: Mapping[str, Any]) -> Iterator[PlacedRow]:
    """Give one row for each record within a record, with what stands around it; most records are one row.

    An export may hold claims, and a claim lines. Of several lists within a record, as of diagnoses and of lines, it is the one
    that holds codes, else the first; within these, one that holds codes alone. A record that holds a code itself is one row.

    Args:
        record: the record.

    Yields:
        The cells of a row, each under its name and the lists within which it stands.
    """
    yield from _exploded(record, (), MOST_LEVELS)


def _exploded(record: Mapping[str, Any], within: tuple[str, ...], levels: int) -> Iterator[PlacedRow]:
    lists = {
        key: _code_rank_within(key, value, levels - 1)
        for key, value in record.items()
        if levels and isinstance(value, list) and any(isinstance(one, dict) for one in value)
    }
    own = _code_rank({key: value for key, value in record.items() if key not in lists}) if lists else 0
    lines = max(lists, key=lambda key: lists[key], default="")
    # The outermost list is taken apart even where no codes are found in it: an export holds its rows in it. So is one of other
    # codes than the claim names of itself; one that only says its code again, such as of payments, is no list of lines.
    if (
        lines
        and lists[lines] <= own
        and (own or within)
        and not _held_codes(record[lines]) - _held_codes([_but(record, lines)])
    ):
        lines = ""
    around = {(name, within): value for name, value in _flat("", _but(record, lines))}
    if not lines:
        yield around
        return
    for one in record[lines]:
        if isinstance(one, dict):
            for row in _exploded(one, (*within, lines), levels - 1):
                yield around | row


def _but(record: Mapping[str, Any], left_out: str) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != left_out}


def _held_codes(records: Sequence[Any]) -> set[str]:
    """Give the held codes that records name of themselves."""
    return {
        cleaned(value).upper()
        for one in records
        if isinstance(one, dict)
        for name, value in _flat("", {key: held for key, held in one.items() if not isinstance(held, list)})
        if named(name).means == "code" and cleaned(value).upper() in codes()
    }


def _code_rank_within(key: str, records: Sequence[Any], levels: int) -> int:
    """Say how surely some records, or records within them, hold codes; a list of diagnoses holds none."""
    if named(key).means in {"diagnoses", "line_diagnoses"}:
        return 0
    best = 0
    for one in records:
        if isinstance(one, dict) and best < _HELD_CODE:
            best = max(best, _code_rank(one))
            for name, value in one.items():
                if levels and best < _HELD_CODE and isinstance(value, list):
                    best = max(best, _code_rank_within(name, value, levels - 1))
    return best


def _code_rank(record: Mapping[str, Any]) -> int:
    """Say how surely a record holds a code under a name of one: 3 for a code that is held, 1 for what may be a diagnosis too."""
    return max(
        (
            _HELD_CODE if cleaned(value).upper() in codes() else 1 if spelled_diagnosis(cleaned(value)) else 2
            for name, value in _flat(
                "", {key: one for key, one in record.items() if not isinstance(one, list)}
            )
            if "code" in {named(name).means, named(name).may_mean} and looks_like_code(value)
        ),
        default=0,
    )


def told_apart(rows: Sequence[PlacedRow]) -> list[dict[str, str]]:
    """Name the cells of rows so that none stands in another's place: one name within another list is another column.

    Of two that a row has under one name, what says something of a line keeps the name where it stands deepest, and what says
    whose it is where it stands outermost; the other is called by where it stands.

    Args:
        rows: the rows of all records.

    Returns:
        The cells of each row, by the names of their columns.
    """
    twice: dict[str, tuple[str, ...]] = {}
    for row in rows:
        first: dict[str, tuple[str, ...]] = {}
        for name, within in row:
            outer = first.setdefault(name, within)
            if outer != within:
                twice[name] = min(outer, twice.get(name, outer), key=len)
    return (
        [_named_by_place(row, twice) for row in rows]
        if twice
        else [{name: value for (name, _), value in row.items()} for row in rows]
    )


def _named_by_place(row: PlacedRow, twice: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    deepest = {
        name: within for name, within in row if name in twice
    }  # what is within comes after what is around
    held: dict[str, str] = {}
    around: dict[str, str] = {}  # last, for of two columns that say the same the first is read
    for (name, within), value in row.items():
        if name not in twice:
            held[name] = value
        elif named(name).means in _SAYS_OF_A_LINE:
            inside = deepest[name][len(within) :]
            if inside:
                around[f"{name} around {inside[0]}"] = value
            else:
                held[name] = value
        else:
            held[name if within == twice[name] else ".".join((*within, name))] = value
    return held | around


def _flat(before: str, record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the values of a record, those of records within it under both names; of a list of records one after the other."""
    for key, value in record.items():
        name = f"{before}{key}"
        if isinstance(value, dict):
            yield from _flat(f"{name}.", value)
        elif isinstance(value, list):
            within = [one for one in value if isinstance(one, dict)]
            yield from _side_by_side(f"{name}.", within)
            if len(within) < len(value) or not value:
                yield name, ",".join(written_value(one) for one in value if not isinstance(one, dict | list))
        else:
            yield name, written_value(value)


def _side_by_side(before: str, records: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    together: dict[str, list[str]] = {}
    for record in records:
        for name, value in _flat(before, record):
            together.setdefault(name, []).append(value)
    yield from ((name, ",".join(filter(None, values))) for name, values in together.items())


def written_value(value: object) -> str:
    """Write a value of a workbook, a Parquet file or JSON as a text file would have it."""
    if value is None or (isinstance(value, float) and isnan(value)):
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
