"""Whether a note says that it tells of an earlier day: by a year, a month, or a date weeks before that of the visit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from cptedu.visit.said_words import Clause, Said
from cptedu.visit.written.written_days import days_written

__all__ = ["is_of_an_earlier_day", "names_a_day", "of_an_earlier_day"]

_A_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"\d+")
# What an examination measured in the weeks before is how a chart tells it; what is older is no measure of today's visit.
_OF_THIS_COURSE = timedelta(days=30)
_IN_IT = frozenset({"in", "from", "during"})
_AN_EVENT = frozenset({"event", "day_before"})
# "Ext/flex 5-10-95" is no day: with hyphens the year has its four digits.
_DATE = re.compile(
    r"(?<![\d/.-])(?:\d{1,4}/\d{1,2}/\d{2,4}|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4})(?![\d/-])"
)
_MONTH = re.compile(r"(?<![\d/])(1[0-2]|0?[1-9])/((?:19|20)\d\d)(?![\d/])")
_NAMED_MONTH = re.compile(
    r"(?<![a-z])(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.? ((?:19|20)\d\d)"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Without its year a day looks like a grade; "on 1/5" and, at the head of a text, "1/5:" are days.
_WITHOUT_YEAR = re.compile(
    r"(?:(?<![a-z])(?:on|as of|dated) +|^(?=\d{1,2}/\d{1,2} *:.*\d))(\d{1,2})/(\d{1,2})(?![\d/])"
)
# What began then goes on: "since 1/5/26", "DOI 1/5/26".
_SINCE_THEN = re.compile(
    r"(?<![a-z])(?:since|after|following|until|till|due|doi|dob|onset|started|began|injury|injured|next|born|by) *"
    r"(?:on|of|in|:)* *$"
)


def names_a_day(text: str) -> bool:
    """Say whether a text has what may be a year or a day.

    >>> [names_a_day(text) for text in ("4/5 in 2024", "4/5 on 1/5", "1/5/26: 4/5", "rotation 45 degrees", "quad 4/5")]
    [True, True, True, False, False]
    """
    small = text.strip().lower()
    return (
        any(_A_YEAR.fullmatch(number) for number in _NUMBER.findall(small))
        or _DATE.search(small) is not None
        or _WITHOUT_YEAR.search(small) is not None
    )


def of_an_earlier_day(said: Said, day: date | None) -> list[Clause]:
    """List the clauses that tell of an earlier day, also where it stands in brackets behind them, or heads the text.

    Args:
        said: the text.
        day: the day of the visit; without one no day is known to be over.

    Returns:
        The clauses, in order.
    """
    if day is None or not names_a_day(said.quoted):
        return []
    found: list[Clause] = []
    headed = False
    for at, clause in enumerate(said.clauses):
        told = list(_days_told(clause, day))
        if at == 0:
            headed = bool(told) and told[0] == (0, True) and "event" not in clause.kinds
        elif told or not clause.kinds.isdisjoint({"of_today", "later"}):
            headed = False
        if is_of_an_earlier_day(clause, day) or headed:
            found.append(clause)
            if at and _is_a_bracket_alone(clause, said):
                found.append(said.clauses[at - 1])
    return found


def _is_a_bracket_alone(clause: Clause, said: Said) -> bool:
    """Say whether a clause is a day in brackets and nothing else: ``"4/5 (1/5/26)"``, ``"4/5 (2024)"``."""
    if not said.spelled[: clause.start].endswith("("):
        return False
    text = _text(clause)
    for pattern in (_DATE, _MONTH, _NAMED_MONTH, _WITHOUT_YEAR, _A_YEAR):
        text = pattern.sub("", text)
    return not any(sign.isdigit() for sign in text) and not any(
        word.text[0].isalpha() and "filler" not in word.kinds and word.text in text for word in clause.words
    )


def is_of_an_earlier_day(clause: Clause, day: date | None) -> bool:
    """Say whether a clause tells of a day that is over, and not only of what happened then: ``"4/5 in 2024"``.

    Args:
        clause: the clause.
        day: the day of the visit; without one no day is known to be over.

    Returns:
        False beside a word of today, and where the day is that of an injury or of surgery.
    """
    if day is None or "of_today" in clause.kinds:
        return False
    told = [is_earlier for _, is_earlier in _days_told(clause, day)]
    if told and all(told) and "event" not in clause.kinds:
        return True
    return not told and _is_of_an_earlier_year(clause, day.year)


def _is_of_an_earlier_year(clause: Clause, year: int) -> bool:
    for number, word in enumerate(clause.words):
        if not _A_YEAR.fullmatch(word.text) or int(word.text) >= year:
            continue
        # "In 2024", "in March 2024".
        begins = next(
            (n for n in (number - 1, number - 2) if n >= 0 and clause.words[n].text in _IN_IT), None
        )
        if begins is None and number != 0:
            continue
        # "2022 ACL repair: quad 4-/5", "from 2024 MVA": the year is that of what happened, before the number or behind it.
        before = clause.words[: begins or 0]
        return all(_AN_EVENT.isdisjoint(one.kinds) for one in before) and "event" not in clause.kinds
    return False


def _days_told(clause: Clause, day: date) -> Iterator[tuple[int, bool]]:
    """Give where each date of a clause stands in it, and whether it is surely long before the visit."""
    text = _text(clause)
    for found in _DATE.finditer(text):
        days = days_written(found[0])
        if days and not _SINCE_THEN.search(text[: found.start()]):
            # The American reading comes first; where it is still to come, nobody knows which is meant.
            yield found.start(), day not in days and days[0] < day - _OF_THIS_COURSE
    for pattern in (_MONTH, _NAMED_MONTH):
        for found in pattern.finditer(text):
            month = int(found[1]) if found[1].isdigit() else _MONTHS.index(found[1][:3]) + 1
            if not _SINCE_THEN.search(text[: found.start()]):
                first = day - _OF_THIS_COURSE
                yield found.start(), (int(found[2]), month) < (first.year, first.month)
    for found in _WITHOUT_YEAR.finditer(text):
        days = days_written(f"{found[1]}/{found[2]}/{day.year}")
        if days:
            yield found.start(), day not in days and days[0] < day - _OF_THIS_COURSE


def _text(clause: Clause) -> str:
    text, end = "", clause.start
    for word in clause.words:
        text += (" " if word.start > end else "") + word.text
        end = word.end
    return text
