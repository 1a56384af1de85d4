"""A day of which only that is known what is so on every day of a span: it can be compared and told, and never read.

What is worked out for such a day holds for each day of the span, whoever came on it, since nothing of a single day went into it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, NoReturn

__all__ = ["DayReadError", "UnreadDay"]


class DayReadError(BaseException):
    """Something rests on the day itself, so that it has to be worked out for each day.

    Like the word to stop a program it is no ``Exception``: no rule can take it for trouble of its own.
    """


class UnreadDay(date):
    """Any day of a span.

    A comparison answers where its answer is the same for every day of the span. In words the day is a mark, which whoever
    knows the day puts its words for. Everything else that it can be asked for is refused, by ``DayReadError``: year,
    weekday, what it is in figures. Caches never take it for a day that is known.

    Two things ask nothing of it and so cannot be refused: a set or a dict of days never has it, and what is not written in
    Python, such as ``datetime.combine``, takes the first day of all days for it. No rule may look at a day in these ways.

    Attributes:
        span: the first day and the last one.
        mark: what stands in a sentence for the day.

    >>> on = UnreadDay(date(2026, 1, 1), date(2026, 9, 30), "<on>")
    >>> on >= date(2026, 1, 1), date(2026, 10, 1) <= on
    (True, False)
    >>> try:
    ...     on < date(2026, 3, 4)
    ... except DayReadError:
    ...     print("That rests on the day.")
    That rests on the day.
    """

    __slots__ = ("_after", "_first", "_hash", "_last", "_within", "mark")

    _after: UnreadDay | None
    _first: date
    _hash: int
    _last: date
    _within: tuple[tuple[int, bool], ...]
    mark: str

    def __new__(
        cls,
        first: date,
        last: date,
        mark: str,
        *,
        after: UnreadDay | None = None,
        within: tuple[tuple[int, bool], ...] = (),
    ) -> UnreadDay:
        """Make a day of a span.

        Args:
            first: the first day of the span.
            last: the last one.
            mark: what stands in a sentence for the day.
            after: another unread day, if it is known that it came later.
            within: of numbers of years, whether the later day is within so many years of this one.
        """
        # What a date is inside says nothing of the span, so that whatever gets around this class finds no day of anybody's.
        made = super().__new__(cls, 1, 1, 1)
        made._first, made._last, made.mark = first, last, mark
        made._after, made._within = after, within
        made._hash = hash(("an unread day", first, last, mark, after, within))
        return made

    @property
    def span(self) -> tuple[date, date]:
        """Give the first and the last day that it may be."""
        return self._first, self._last

    def is_within(self, years: int, later: date) -> bool:
        """Say whether a later day is within so many years of this one."""
        known = dict(self._within)
        if later is not self._after or years not in known:
            _refuse()
        return known[years]

    def _alike(self) -> tuple[object, ...]:
        return self._first, self._last, self.mark, self._after, self._within

    def _order(self, other: object, *, decided_by: Callable[[date], bool]) -> bool:
        """Answer a comparison with a day that is known, where it is the same at both ends of the span."""
        if not isinstance(other, date) or isinstance(other, UnreadDay):
            _refuse()
        answers = {decided_by(self._first), decided_by(self._last)}
        if len(answers) > 1:
            _refuse()
        return answers.pop()

    def _is_before(self, other: UnreadDay) -> bool:
        """Say which of two unread days came first; a day is neither before nor after itself."""
        if other is self._after or self is other._after:
            return other is self._after
        return _refuse()

    def __lt__(self, other: date) -> bool:
        """Say whether every day of the span is before another day."""
        if isinstance(other, UnreadDay):
            return self is not other and self._is_before(other)
        return self._order(other, decided_by=lambda day: day < other)

    def __le__(self, other: date) -> bool:
        """Say whether every day of the span is another day or before it."""
        if isinstance(other, UnreadDay):
            return self is other or self._is_before(other)
        return self._order(other, decided_by=lambda day: day <= other)

    def __gt__(self, other: date) -> bool:
        """Say whether every day of the span is after another day."""
        if isinstance(other, UnreadDay):
            return self is not other and not self._is_before(other)
        return self._order(other, decided_by=lambda day: day > other)

    def __ge__(self, other: date) -> bool:
        """Say whether every day of the span is another day or after it."""
        if isinstance(other, UnreadDay):
            return self is other or not self._is_before(other)
        return self._order(other, decided_by=lambda day: day >= other)

    def __eq__(self, other: object) -> bool:
        """Say whether it is the same unread day, or whether none or the only day of the span is another day."""
        if self is other:
            return True
        if isinstance(other, UnreadDay):
            if self._alike() == other._alike():
                return True
            if other is self._after or self is other._after:
                return False
            _refuse()
        if not isinstance(other, date):
            return False
        if self._first == self._last:
            return self._first == other
        if self._first <= other <= self._last:
            _refuse()
        return False

    def __ne__(self, other: object) -> bool:
        """Say the opposite of being the same."""
        return not self == other

    def __hash__(self) -> int:
        """Give what keeps it apart from each day that is known."""
        return self._hash

    def __reduce__(self) -> tuple[Callable[..., UnreadDay], tuple[Any, ...]]:
        """Say how another process makes it."""
        return _made, self._alike()


@lru_cache(maxsize=10_000)
def _made(
    first: date, last: date, mark: str, after: UnreadDay | None, within: tuple[tuple[int, bool], ...]
) -> UnreadDay:
    return UnreadDay(first, last, mark, after=after, within=within)


def _refuse(*_: object, **__: object) -> NoReturn:
    raise DayReadError


COMPARED_OR_MADE = frozenset(
    [
        *("__lt__", "__le__", "__gt__", "__ge__", "__eq__", "__ne__", "__hash__", "__new__", "__init__"),
        *("__reduce__", "__reduce_ex__", "__class__", "__doc__", "__getattribute__", "__setattr__"),
        *("__delattr__", "__dir__", "__init_subclass__", "__subclasshook__", "__sizeof__", "__getstate__"),
        # How a date is made says nothing of this one.
        *("today", "fromtimestamp", "fromordinal", "fromisoformat", "fromisocalendar", "strptime"),
        *("min", "max", "resolution"),
    ]
)
"""What of a date is no way of reading it."""

for _name in set(dir(date)) - COMPARED_OR_MADE:
    setattr(UnreadDay, _name, property(_refuse) if _name in {"year", "month", "day"} else _refuse)
