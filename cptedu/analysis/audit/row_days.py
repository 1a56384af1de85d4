"""The day of a row of a log: one day, or the reason why its cells tell none."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache

from cptedu.facts.tables import data_folder, rows
from cptedu.visit.written.row_words import cleaned, is_blank
from cptedu.visit.written.written_days import days_written

__all__ = ["COUNTED", "DAY_FIRST", "MONTH_FIRST", "day_in", "number_forms"]

COUNTED = "counted"
"""The form of days that a workbook wrote as the numbers that it keeps them as, such as 46085 for 2026-03-04."""
MONTH_FIRST, DAY_FIRST = "%m%d%y", "%d%m%y"
_NUMBER = re.compile(
    r"(\d{5,8})(?:\.(\d+))?", re.ASCII
)  # 31526 is 031526, of which a workbook drops the nought
_DAY_NOUGHT = date(1899, 12, 30)
_NO_DAY = "what stands under the date of service is none"
_SEVERAL_FORMS = (
    "its date is a bare number, and the log does not tell whether it counts days or is month, day and year;"
    " write it as year-month-day"
)


def day_in(first: Sequence[str], last: Sequence[str], day_first: bool, form: str = "") -> date | str:
    """Give the day on which a service was given, or why that cannot be said.

    Args:
        first: what stands under the date of service.
        last: what stands under the last date of a span.
        day_first: whether the day stands before the month.
        form: what bare numbers are, one of those of ``number_forms``.

    Returns:
        The day, or the reason.

    >>> day_in(["3/4/2026"], [], False), day_in(["46085"], [], False, COUNTED), day_in(["soon"], [], False)
    (datetime.date(2026, 3, 4), datetime.date(2026, 3, 4), 'what stands under the date of service is none')
    """
    written = next((cell for cell in first if not is_blank(cell)), None)
    if written is None:
        return "it has no date of service"
    day = _read_day(written, day_first) or _day_of_number(written, form)
    if day is None:
        return _SEVERAL_FORMS if not form and _forms_of(written) else _NO_DAY
    if any(
        (_read_day(cell, day_first) or _day_of_number(cell, form)) not in {day, None}
        for cell in last
        if not is_blank(cell)
    ):
        return "it spans several days, and which of them it was is not told"
    return day


def number_forms(cells: Iterable[str]) -> frozenset[str]:
    """Say what the bare numbers in a column of dates may be, by what each of them can be.

    A number can be what lies in a year for which anything is held. One that can be nothing tells nothing of the others.

    Args:
        cells: what stands in the column.

    Returns:
        Of ``COUNTED`` and the two orders of day and month those that fit all such numbers; none where there are no such numbers.

    >>> number_forms(["46085", "46086.0"]), number_forms(["31526", "101526"])
    (frozenset({'counted'}), frozenset({'%m%d%y'}))
    >>> sorted(number_forms(["41513"])), sorted(number_forms(["01022026"])), number_forms(["46085", "31524"])
    (['%m%d%y', 'counted'], ['%d%m%y', '%m%d%y'], frozenset())
    """
    can = [forms for cell in cells if (forms := _forms_of(cell))]
    return frozenset.intersection(*can) if can else frozenset()


def _read_day(cell: str, day_first: bool) -> date | None:
    days = days_written(cleaned(cell))
    return None if not days else days[-1] if day_first else days[0]


def _forms_of(cell: str) -> frozenset[str]:
    return frozenset(
        form for form in (COUNTED, MONTH_FIRST, DAY_FIRST) if _day_of_number(cell, form) is not None
    )


def _day_of_number(cell: str, form: str) -> date | None:
    """Read a bare number in a form; None where that is no day of a year for which anything is held."""
    found = _NUMBER.fullmatch(cleaned(cell))
    if found is None or not form:
        return None
    digits, behind = found[1], found[2] or ""
    is_whole_year = len(digits) > len("mmddyy")
    if form == COUNTED:
        if is_whole_year:
            return None
        day = _DAY_NOUGHT + timedelta(days=int(digits))
    else:
        many = len("mmddyyyy" if is_whole_year else "mmddyy")
        try:
            day = date(
                *time.strptime(digits.zfill(many), form.replace("y", "Y") if is_whole_year else form)[:3]
            )
        except ValueError:
            return None
        if behind.strip("0"):
            return None
    return day if day.year in _years_held() else None


@cache
def _years_held() -> range:
    """Give the years from the first to the last of which a table holds anything."""
    days = [
        row[column]
        for path in data_folder().glob("*.csv")
        for row in rows(path.name)
        for column in ("effective_from", "effective_to")
        if row.get(column)
    ]
    return range(date.fromisoformat(min(days)).year, date.fromisoformat(max(days)).year + 1)
