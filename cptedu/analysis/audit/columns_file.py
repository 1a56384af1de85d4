"""What the columns of a log were taken for, as a file to read, to confirm or to change, and to give to the audit."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cptedu.analysis.audit.log_columns import FLAGS, LogColumn, settled_columns
from cptedu.analysis.audit.log_file import read_log
from cptedu.analysis.audit.log_names import ASKABLE
from cptedu.analysis.audit.log_rows import read_rows
from cptedu.errors import CpteduError
from cptedu.files import read_toml

__all__ = ["answers_in", "columns_to_confirm"]


def answers_in(columns: Mapping[str, Any] | str | Path | None) -> dict[str, Any]:
    """Give what a user said of the columns of a log and of the log as a whole.

    Args:
        columns: a file of columns, or what would stand in one; None where nothing was said.

    Returns:
        The answers, by the name of a column or one of ``FLAGS``.

    Raises:
        CpteduError: for a file that is none of columns.
    """
    if columns is None:
        return {}
    given = dict(columns) if isinstance(columns, Mapping) else read_toml(columns, "file of columns")
    held = given.pop("columns", {})
    if not isinstance(held, Mapping):
        raise CpteduError('columns holds lines such as "Txn" = "code".')
    return {**given, **held}


def columns_to_confirm(path: str | Path, columns: Mapping[str, Any] | str | Path | None = None) -> str:
    r"""Write what each column of a log was taken for, with three examples, as a file for the ``columns`` of an audit.

    Of whatever may tell who somebody is, an example is the look alone.

    Args:
        path: the log.
        columns: what was said already, as for the audit itself; it stays said.

    Returns:
        A TOML file: a line for each column, and above them what is still to be said.

    Raises:
        CpteduError: for a log that cannot be read.

    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> log = Path(folder.name) / "log.csv"
    >>> _ = log.write_text("Patient ID,DOS,CPT,Fee\n7,2026-03-04,98940,40.00\n")
    >>> print(columns_to_confirm(log).rpartition("[columns]")[2].strip())
    "Patient ID" = "patient"  # by its name; such as 9
    "DOS" = "date_of_service"  # by its name; such as 2026-03-04
    "CPT" = "code"  # by its name; such as 98940
    "Fee" = "not_used"  # amounts are not needed; such as 99.99
    >>> folder.cleanup()
    """
    said = answers_in(columns)
    log = read_log(path, [name for name in said if name not in FLAGS])
    held = settled_columns(log, said)
    asked = held.questions or read_rows(log, held).questions
    flags = [f"{name} = {json.dumps(said[name])}" for name in FLAGS if isinstance(said.get(name), bool)]
    return "\n".join([*_head(log.name, asked), *flags, "[columns]", *map(_line, held.columns), ""])


def _head(name: str, questions: Sequence[str]) -> list[str]:
    asked = [f"# {number}. {_plain(one)}" for number, one in enumerate(questions, 1)]
    return [
        f"# What each column of {_plain(name)} was taken for. Change the word behind = where it is wrong, and give this file by"
        " --columns.",
        f"# A column holds one of: {', '.join(ASKABLE)}.",
        "# Of the log as a whole, where it is asked, a line above [columns]: "
        f"{', or '.join(f'{one} = true' for one in FLAGS)}.",
        *(["# Still to be said:", *asked] if asked else []),
        "",
    ]


def _line(one: LogColumn) -> str:
    means = one.means if one.means in ASKABLE else "not_used"
    why = f"by {one.by}" if one.is_used else one.says or "what it holds is not known"
    such = f"; such as {', '.join(one.examples)}" if one.examples else ""
    return f"{json.dumps(one.name, ensure_ascii=False)} = {json.dumps(means)}  # {_plain(why + such)}"


def _plain(text: str) -> str:
    """Leave out of a text what would end a comment."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
