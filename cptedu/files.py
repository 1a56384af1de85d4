"""Files that learners and instructors write: read with advice, written whole or not at all."""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

from cptedu.errors import CpteduError, reason, with_article

__all__ = ["read_bytes", "read_text", "read_toml", "toml_fault", "write_atomically"]

_LARGEST = 5_000_000


def read_bytes(path: str | Path, what: str, *, largest: int = _LARGEST) -> bytes:
    """Read a file as it is, but never more than a bound: a device or a pipe does not say how large it is.

    Args:
        path: the file.
        what: what it is, for the message, such as ``"claim file"``.
        largest: how many bytes such a file may have.

    Returns:
        Its bytes.

    Raises:
        CpteduError: when it cannot be read or is far too large.
    """
    try:
        with Path(path).open("rb") as stream:
            held = stream.read(largest + 1)
    except OSError as problem:
        raise CpteduError(f"The {what} {path} cannot be read: {reason(problem)}.") from None
    except (TypeError, ValueError):
        raise CpteduError(f"{path!r} is not the name of {with_article(what)}.") from None
    if len(held) > largest:
        bound = f"{largest // 1_000_000} MB" if largest >= 1_000_000 else f"{largest // 1_000} kB"
        raise CpteduError(f"The {what} {path} is larger than {bound}; that cannot be right.")
    return held


def read_text(path: str | Path, what: str) -> str:
    """Read a text file.

    Args:
        path: the file.
        what: what it is, for the message, such as ``"visit file"``.

    Returns:
        Its text.

    Raises:
        CpteduError: when it cannot be read, is far too large, or is no UTF-8 text.
    """
    try:
        written = read_bytes(path, what).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CpteduError(f"The {what} {path} is not UTF-8 text. Save it as UTF-8 and try again.") from None
    return written.replace("\r\n", "\n").replace("\r", "\n")


def read_toml(path: str | Path, what: str) -> dict[str, Any]:
    """Read a TOML file.

    Args:
        path: the file.
        what: what it is, for the message.

    Returns:
        What it holds.

    Raises:
        CpteduError: when it cannot be read or is mangled; the message has the line.
    """
    written = read_text(path, what)
    try:
        return tomllib.loads(written)
    except RecursionError:
        raise CpteduError(f"The {what} {path} is nested far too deeply to be one.") from None
    except ValueError as problem:  # a TOMLDecodeError, or a number too long to be read
        raise CpteduError(toml_fault(f"The {what} {path}", written, str(problem))) from None


def toml_fault(name: str, written: str, problem: str) -> str:
    """Say what is wrong with a TOML text that could not be read, and on which line.

    Args:
        name: what the text is called.
        written: the text.
        problem: what the reader of the standard library said.

    Returns:
        The advice; a comma or a bracket that was left out is named by the word before which it is missing, and what people
        who never wrote such a file slip on is called by its name.

    >>> toml_fault("mine.toml", 'adjusted = ["C5" "T4"]', "Unclosed array (at line 1, column 18)")
    'mine.toml, line 1: a comma is missing before "T4". Write one between any two things in a list.'
    >>> toml_fault("mine.toml", "payer = cash", "Invalid value (at line 1, column 9)")
    'mine.toml, line 1: cash is not understood. Text stands in quotation marks: "cash".'
    """
    at = re.search(r"\(at (?:line (\d+), column (\d+)|end of document)\)", problem)
    lines = written.splitlines()
    line = int(at[1]) if at and at[1] else max(1, len(lines))
    says = problem[: at.start()].strip() if at else problem
    told = ""
    if at and at[1] and line <= len(lines):
        before, rest = lines[line - 1][: int(at[2]) - 1], lines[line - 1][int(at[2]) - 1 :]
        told = _left_out(says, rest) or _slipped(says, before, rest)
    return f"{name}, line {line}: " + (
        told
        or f"this line cannot be read ({says}). Write key = value, text in quotation marks, lists in square brackets; a"
        " quotation mark or bracket left open above also ends here."
    )


def _left_out(says: str, rest: str) -> str:
    """Say which day there is none of, or what is missing where a list or a table in braces goes on without a comma."""
    if says == "Invalid date or datetime":
        day = re.match(r"[\d:T. +-]*[\d]", rest)
        return f"there is no such day or time{f': {day[0]}' if day else ''}. Write a date as year-month-day, such as 2026-03-04."
    is_a_list, is_a_table = says == "Unclosed array", says == "Unclosed inline table"
    begins_a_key = re.match(r"[A-Za-z0-9_\"'-]+\s*=", rest)
    if is_a_list and (begins_a_key or rest.startswith("[")):
        return "the list above is not closed. Write ] at its end."
    word = re.match(r"""\"[^\"]*\"|'[^']*'|\{[^}]*\}?|[\w.:-]+""", rest)
    if word and (is_a_list or (is_a_table and begins_a_key)):
        kind = "a list" if is_a_list else "braces"
        return f"a comma is missing before {word[0]}. Write one between any two things in {kind}."
    return ""


def _slipped(says: str, before: str, rest: str) -> str:
    """Say what people slip on who never wrote such a file: text without its quotation marks, a colon, a key written twice."""
    if says.startswith("Expected '=' after a key") and (
        key := re.match(r"\s*([\w-]+)\s*[:=]?", before + rest)
    ):
        return f"= is missing after {key[1]}. Write {key[1]} = and then its value."
    if says.startswith("Illegal character") and not rest:
        return "a quotation mark is missing at the end of this line. Write one where the text ends."
    if says == "Cannot overwrite a value" and (key := re.match(r"\s*([\w-]+)", before)):
        return f"{key[1]} is written a second time. Leave one of the two away."
    if says != "Invalid value":
        return ""
    if rest.startswith(
        (
            "\N{LEFT DOUBLE QUOTATION MARK}",
            "\N{RIGHT DOUBLE QUOTATION MARK}",
            "\N{DOUBLE LOW-9 QUOTATION MARK}",
        )
    ):
        return 'these quotation marks are curved, as a word processor draws them. Write straight ones: "like this".'
    if (word := re.match(r"(true|false)\b", rest, re.IGNORECASE)) is not None:
        return f"write {word[0].lower()} in small letters."
    word = re.match(r"[\w.-]+", rest)
    return f'{word[0]} is not understood. Text stands in quotation marks: "{word[0]}".' if word else ""


def write_atomically(path: str | Path, content: str) -> None:
    """Write a text file whole or not at all: a reader sees the old text or the new, never half of either.

    Args:
        path: the file.
        content: its new text.

    Raises:
        CpteduError: when the folder cannot be written to; the old file then stands as it was.
    """
    place = Path(path)
    temporary = ""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.", suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(place)
    except OSError as problem:
        if temporary:
            with suppress(OSError):
                Path(temporary).unlink()
        raise CpteduError(f"{place} cannot be written: {reason(problem)}. Nothing was changed.") from None
