"""Of which release a file is: from its title and its name, or from what the user says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cptedu.cms_files.source_file import CmsFile
from cptedu.errors import CpteduError

__all__ = ["Release", "Told", "begin_of", "quarter", "year_end"]

_MONTHS = {"JAN": 1, "APR": 4, "JUL": 7, "OCT": 10}
_QUARTERS = "ABCD"
_CENTURY = 20
_FIRST_VERSION_YEAR = 1994  # version 31.0 of the edits was that of 2025
_MONTH = "(JAN|APR|JUL|OCT)"


@dataclass(frozen=True)
class Told:
    """What the user said of the files, where the files do not say it.

    Attributes:
        begins: the first day for which they hold.
        track: ``all``, ``apm`` or ``non_apm``, for relative values.
        part: 1 to 4, for PTP edits.
    """

    begins: date | None = None
    track: str | None = None
    part: int | None = None

    def __post_init__(self) -> None:
        if self.begins is not None and self.begins.year // 100 != _CENTURY:
            raise CpteduError(
                f"{self.begins} is not a day for which CMS's files hold; they have two digits for a year."
            )


@dataclass(frozen=True)
class Release:
    """A release of CMS's.

    Attributes:
        name: as the tables call it, such as ``"2026 Q4"`` or ``"RVU26D"``.
        key: as the user calls it, such as ``"ptp2026q4"``.
        begins: its first day.
    """

    name: str
    key: str
    begins: date


def quarter(day: date) -> int:
    """Give the quarter of a day, 1 to 4."""
    return (day.month - 1) // 3 + 1


def year_end(day: date) -> date:
    """Give the last day of a day's year, to which relative values and indices hold unless newer ones come."""
    return date(day.year, 12, 31)


def begin_of(file: CmsFile, title: str, told: Told) -> date:
    """Tell the first day of a release.

    Args:
        file: the file; its name and that of its zip may say it.
        title: the words above its columns, in capitals.
        told: what the user said; it holds over all else.

    Returns:
        The day.

    Raises:
        CpteduError: when nothing says it, or title and name say different days.
    """
    if told.begins is not None:
        return told.begins
    own = _days([file.name.upper()])
    said = own | _days([title])
    if not said:
        said = _days([file.path.name.upper()])
    if len(said) == 1:
        return said.pop()
    if said:
        days = " and ".join(day.isoformat() for day in sorted(said))
        why = f"{file.where}: its name and its title speak of different days, {days}."
    else:
        why = f"{file.where}: neither its name nor its title says from which day it holds."
    raise CpteduError(
        f"{why} Say it with --from and the first day, such as --from 2026-10-01 for the fourth quarter of 2026."
    )


def _days(words: Iterable[str]) -> set[date]:
    days: set[date] = set()
    for said in words:
        for found in re.finditer(rf"PPRRVU(?:20)?(\d\d)_?{_MONTH}", said):
            days.add(date(2000 + int(found[1]), _MONTHS[found[2]], 1))
        for found in re.finditer(
            rf"\b(20\d\d) NATIONAL PHYSICIAN FEE SCHEDULE RELATIVE VALUE FILE {_MONTH}", said
        ):
            days.add(date(int(found[1]), _MONTHS[found[2]], 1))
        for found in re.finditer(r"RVU(?:20)?(\d\d)([A-D])", said):
            days.add(date(2000 + int(found[1]), 3 * _QUARTERS.index(found[2]) + 1, 1))
        for found in re.finditer(r"V(\d\d)([0-3])R\d", said):
            days.add(date(_FIRST_VERSION_YEAR + int(found[1]), 3 * int(found[2]) + 1, 1))
        for found in re.finditer(r"EFF[A-Z]*[_ .-]{0,2}(0?[147]|10)-0?1-(20\d\d)", said):
            days.add(date(int(found[2]), int(found[1]), 1))
        for found in re.finditer(r"(20\d\d)[-_ ]?Q([1-4])", said):
            days.add(date(int(found[1]), 3 * int(found[2]) - 2, 1))
    return days
