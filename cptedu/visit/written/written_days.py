"""A day as programs write it: with the year first, last or in two digits, with or without a time behind it."""

from __future__ import annotations

import re
import time
from datetime import date
from functools import cache, lru_cache

__all__ = ["days_written"]

_YEAR_MONTH_DAY = "%Y%m%d"
# Of days that can be read in two ways the American one comes first, as in the field's programs.
_FORMS = (
    *("%Y-%m-%d", "%Y/%m/%d", _YEAR_MONTH_DAY, "%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y", "%d/%m/%y"),
    *("%m-%d-%Y", "%d-%m-%Y", "%m-%d-%y", "%d.%m.%Y", "%d.%m.%y"),
    *("%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%d%b%Y"),
    *("%m %d %y", "%m %d %Y"),  # as in the boxes of the CMS-1500
)
_EIGHT_DIGITS = re.compile(r"\d{8}", re.ASCII)  # of fewer ones Python makes a day of another millennium
_TIME_BEHIND = re.compile(r"(?<=\d)[T ]+\d{1,2}:\d{2}.*$", re.ASCII | re.DOTALL)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY_BEFORE = re.compile(r"([a-z]{3,9})\.?,?\s+(?=\S*\d|[a-z]+\.?,? \d)", re.ASCII | re.IGNORECASE)
_DIRECTIVE = re.compile("%[a-zA-Z]")
_LONGEST = 40


@lru_cache(maxsize=1000)
def days_written(text: str) -> tuple[date, ...]:
    """Give every day that a text may mean, the likeliest first; none where it is no day.

    >>> [str(day) for day in days_written("3/4/2026 12:00:00 AM")]
    ['2026-03-04', '2026-04-03']
    >>> days_written("20260304") == days_written("2026-03-04T14:02:11Z") == days_written("04.03.2026")
    True
    >>> [str(day) for day in days_written("Thu, 3/4/2027")], days_written("Fri, Mar 4, 2027")
    (['2027-03-04'], ())
    >>> days_written("next week"), days_written("031526")
    ((), ())
    """
    spelled = _TIME_BEHIND.sub("", text.strip())
    before = _WEEKDAY_BEFORE.match(spelled)
    weekdays = [at for at, name in enumerate(_WEEKDAYS) if before and name.startswith(before[1].lower())]
    spelled = spelled[before.end() :] if before and weekdays else spelled
    days = (_day(spelled, form) for form in _FORMS if 0 < len(spelled) <= _LONGEST and _may_be(spelled, form))
    return tuple(
        dict.fromkeys(day for day in days if day is not None and (not weekdays or day.weekday() in weekdays))
    )


def _may_be(text: str, form: str) -> bool:
    """Say whether a text has what parts a form, and letters where it has the name of a month; most forms end here."""
    parts, is_named = _look_of(form)
    return parts <= set(text) | ({" "} if any(map(str.isspace, text)) else set()) and is_named == any(
        map(str.isalpha, text)
    )


@cache
def _look_of(form: str) -> tuple[frozenset[str], bool]:
    return frozenset(_DIRECTIVE.sub("", form)), "%b" in form or "%B" in form


def _day(text: str, form: str) -> date | None:
    if form == _YEAR_MONTH_DAY and not _EIGHT_DIGITS.fullmatch(text):
        return None
    try:
        return date(*time.strptime(text, form)[:3])
    except ValueError:
        return None
