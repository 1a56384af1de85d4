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
_DIRECTIVE = re.compile("%[a-zA-Z]")
_LONGEST = 40


@lru_cache(maxsize=1000)
def days_written(text: str) -> tuple[date, ...]:
    """Give every day that a text may mean, the likeliest first; none where it is no day.

    >>> [str(day) for day in days_written("3/4/2026 12:00:00 AM")]
    ['2026-03-04', '2026-04-03']
    >>> days_written("20260304") == days_written("2026-03-04T14:02:11Z") == days_written("04.03.2026")
    True
    >>> days_written("next week"), days_written("031526")
    ((), ())
    """
    spelled = _TIME_BEHIND.sub("", text.strip())
    days = (_day(spelled, form) for form in _FORMS if 0 < len(spelled) <= _LONGEST and _may_be(spelled, form))
    return tuple(dict.fromkeys(day for day in days if day is not None))


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
