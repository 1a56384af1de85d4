"""What single cells of a log say: amounts above and below nought, minutes, diagnoses, what tells one person from another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cptedu.facts.diagnoses import spelled_diagnosis
from cptedu.visit.written.cells import units_in
from cptedu.visit.written.row_words import cleaned, is_blank

__all__ = [
    "amount_above_nought",
    "diagnoses_in_cell",
    "ids_in",
    "is_below_nought",
    "minutes_in",
    "without_minutes",
]

_DIAGNOSIS = re.compile(r"(?<![A-Z0-9.])[A-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?(?![A-Z0-9])")
_OLD_DIAGNOSIS = re.compile(r"\d{3}\.?\d{0,2}|[EV]\d{2,3}\.?\d{0,2}")
_REMOVED = re.compile(
    r"[(\[<*x]*(?:removed|redacted|deleted|masked|hidden|anonymi[sz]ed|x{3,}|\*+)[)\]>*x]*", re.IGNORECASE
)
_TAKEN_BACK = re.compile(r"(?:^|[;|\n])\s*[-(]\s*\d")
_LONG = re.compile(r"(\d{4})(?:\.0+)?", re.ASCII)
_MINUTES_BEHIND = re.compile(r"\s*(?:min(?:ute)?s?\.?)$", re.IGNORECASE)


def is_below_nought(cell: str) -> bool:
    """Say whether an amount of a cell, or one of several in it, is written as below nought.

    >>> [is_below_nought(cell) for cell in ("-1", "(2)", "1;-1", "1")]
    [True, True, True, False]
    """
    return _TAKEN_BACK.search(cleaned(cell)) is not None


def without_minutes(cell: str) -> str:
    """Give a cell without the word for minutes behind its number."""
    return _MINUTES_BEHIND.sub("", cleaned(cell))


def minutes_in(cell: str) -> int | None:
    """Read the cell of minutes; None where they are no whole number. As of units, ``1,200`` may be more than one number.

    >>> [minutes_in(cell) for cell in ("23", "23.0", "15 min", "1440", "1,200", "22.5", "=SUM(B2:B3)")]
    [23, 23, 15, 1440, None, None, None]
    """
    text = without_minutes(cell)
    long = _LONG.fullmatch(text)
    return int(long[1]) if long else units_in(text)


def amount_above_nought(cell: str) -> str:
    """Give units or minutes without what marks them as below nought; empty where they are none."""
    text = cleaned(cell)
    amount = text.strip("-() ") if is_below_nought(text) else text
    return amount if units_in(without_minutes(amount)) else ""


def ids_in(cells: Sequence[str]) -> tuple[str, ...] | None:
    """Give what tells one from another; None where that was removed or is not there."""
    held = (cleaned(cell) for cell in cells if not is_blank(cell))
    return tuple(one for one in held if not _REMOVED.fullmatch(one)) or None


def diagnoses_in_cell(cell: str) -> Iterable[str]:
    """Read a cell of diagnoses, dotted or not, one or several; numbers of ICD-9 stay as they are written."""
    text = cleaned(cell).upper()
    alone = spelled_diagnosis(text)
    if alone:
        return (alone,)
    if _OLD_DIAGNOSIS.fullmatch(text):
        return (text,)
    return [spelled for found in _DIAGNOSIS.findall(text) if (spelled := spelled_diagnosis(found))]
