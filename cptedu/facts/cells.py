"""What a cell of a table may hold: a number, a day, a word of a list; and in words what is wrong with one that does not fit."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from cptedu.errors import CpteduError

__all__ = ["trouble"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,6})?", re.ASCII)
_COUNT = re.compile(r"\d{1,9}", re.ASCII)
_CODE = re.compile(r"[0-9A-Z]\d{3}[0-9A-Z]", re.ASCII)


def trouble(cell: str, form: object, words_of: Callable[[str], frozenset[str]]) -> str:
    """Say what is wrong with a cell, or nothing where it fits.

    Args:
        cell: what stands there.
        form: what may stand there, as ``data/columns.toml`` says it.
        words_of: gives the words of a column of a table, named such as ``"regions.csv region"``.

    Returns:
        The rest of a sentence that begins with the cell, and what to write; empty where it fits.

    Raises:
        CpteduError: for a form that is none.

    >>> trouble("0.98", "number", lambda _: frozenset())
    ''
    >>> trouble("0,98", "number", lambda _: frozenset())
    'is not a number. Write digits and a point, such as 0.98.'
    >>> trouble("yse", ["yes", "no"], lambda _: frozenset())
    'is not accepted. Write yes or no.'
    """
    if isinstance(form, list):
        return "" if cell in form else f"is not accepted. Write {_or(form)}."
    if isinstance(form, dict):
        return _not_among(cell, form, words_of)
    name = str(form).removesuffix("?")
    if name not in _FORMS:
        raise CpteduError(f"columns.toml: {form!r} is no form of a column. Install cptedu again.")
    if not cell and name != form:
        return ""
    fits, says = _FORMS[name]
    return "" if fits(cell) else says


def _not_among(cell: str, form: dict[str, object], words_of: Callable[[str], frozenset[str]]) -> str:
    if cell == form.get("or"):
        return ""
    if "each_of" in form:
        said, held = cell.split(), words_of(str(form["each_of"]))
        wrong = [one for one in said if one not in held] or ([] if said else [cell])
    else:
        held = words_of(str(form.get("one_of", "")))
        wrong = [] if cell in held else [cell]
    if not wrong:
        return ""
    table, _, column = str(form.get("each_of", form.get("one_of", ""))).partition(" ")
    either = f", or {form['or']}" if form.get("or") else ""
    return f"is not accepted: {wrong[0]!r} is no {column} of {table}. Write one that stands there{either}."


def _or(words: list[object]) -> str:
    named = [str(one) or "nothing" for one in words]
    return " or ".join(filter(None, (", ".join(named[:-1]), named[-1])))


def _is_day(cell: str) -> bool:
    """Take a day that has a day before it and one after: rows are cut there."""
    if not _DAY.fullmatch(cell):
        return False
    try:
        return date.min < date.fromisoformat(cell) < date.max
    except ValueError:
        return False


def _is_positive(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None and float(cell) > 0


_FORMS: dict[str, tuple[Callable[[str], object], str]] = {
    "text": (lambda _: True, ""),
    "word": (str.strip, "is empty, and something must stand there."),
    "code": (_CODE.fullmatch, "is not a code. Write five digits, or four and a letter, such as 97112."),
    "number": (_NUMBER.fullmatch, "is not a number. Write digits and a point, such as 0.98."),
    "positive": (_is_positive, "is not a number above nought. Write digits and a point, such as 0.98."),
    "count": (_COUNT.fullmatch, "is not a whole number. Write digits, such as 3."),
    "day": (_is_day, "is not a date. Write it as year-month-day, such as 2026-03-04."),
}
"""Form → whether a cell fits, and what to say where it does not."""
