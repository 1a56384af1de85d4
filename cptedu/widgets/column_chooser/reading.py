"""What the columns of a log come to with what was chosen: each with its examples, and what is still to be asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cptedu.analysis.audit.log_columns import FLAGS, LogColumn, settled_columns
from cptedu.analysis.audit.log_file import Log
from cptedu.analysis.audit.log_names import ASKABLE
from cptedu.explain import counted

__all__ = ["as_toml", "read_columns"]

_WORDS = {
    "": "not used",
    "counted_in": "units or minutes",
    "line": "number of the line",
    "active": "whether it stands",
    "deleted": "whether it was deleted",
    "kind": "kind of row",
    "status": "status of the line",
    "frequency": "sent first, again or as a void",
    "identifier": "tells who somebody is: dropped",
}
_FLAGS = {
    "one_patient": "The whole log is of one patient",
    "day_first": "Dates have the day before the month",
    "rows_go_on": "A row without patient and date goes on with the row above",
    "days_counted": "Dates that are bare numbers count days, as in a workbook",
}


def read_columns(log: Log, answers: Mapping[str, object]) -> dict[str, Any]:
    """Settle what the columns hold.

    Args:
        log: the log.
        answers: what was chosen, for a column or for the log as a whole.

    Returns:
        The columns, the choices for each, the questions that are open, and what is said of the log as a whole.

    Raises:
        CpteduError: for an answer about a column that is not there, or with a meaning that there is not.
    """
    held = settled_columns(log, {name: said for name, said in answers.items() if said not in (None, "")})
    open_ones = len(held.questions)
    return {
        "log": log.name,
        "columns": [_column(one, answers) for one in held.columns],
        "choices": [{"value": one, "word": _word(one)} for one in ASKABLE],
        "flags": [
            {"name": one, "word": _FLAGS.get(one, _word(one)), "said": answers.get(one)} for one in FLAGS
        ],
        "questions": list(held.questions),
        "summary": f"{counted(open_ones, 'question')} to answer"
        if open_ones
        else "All that is needed is there.",
    }


def as_toml(reading: Mapping[str, Any]) -> str:
    r"""Write what each column that is used holds as a file that ``ct.audit`` takes.

    >>> print(as_toml({"columns": [{"name": 'My "Txn"', "means": "code", "is_used": True}], "flags": []}), end="")
    [columns]
    "My \"Txn\"" = "code"
    """
    flags = [
        f"{one['name']} = {json.dumps(one['said'])}"
        for one in reading["flags"]
        if isinstance(one["said"], bool)
    ]
    columns = [
        f"{json.dumps(one['name'], ensure_ascii=False)} = {json.dumps(one['means'])}"
        for one in reading["columns"]
        if one["is_used"]
    ]
    return "\n".join([*flags, "[columns]", *columns]) + "\n"


def _column(one: LogColumn, answers: Mapping[str, object]) -> dict[str, Any]:
    said = answers.get(one.name, "")
    return {
        "name": one.name,
        "means": one.means,
        "word": _word(one.means if one.is_used or one.means == "identifier" else ""),
        "by": one.by,
        "says": one.says,
        "examples": list(one.examples),
        "is_used": one.is_used or (one.by == "you" and one.means in ASKABLE),
        "said": said if isinstance(said, str) else "",
    }


def _word(meaning: str) -> str:
    return _WORDS.get(meaning, meaning.replace("_", " "))
