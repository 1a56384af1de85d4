"""A day that nobody can read: what is the same on every day of a span is answered, and nothing else."""

import copy
import operator
import pickle
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cptedu.facts.days_told import day_in_words
from cptedu.facts.unread_day import COMPARED_OR_MADE, DayReadError, UnreadDay

FIRST, LAST = date(2026, 1, 1), date(2026, 9, 30)
ON = UnreadDay(FIRST, LAST, "<on>")
BEFORE = UnreadDay(date.min, LAST, "<before>", after=ON, within=((3, True),))
COMPARISONS = [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne]

READS = {
    "format": lambda on: f"{on}",
    "format with a form": lambda on: f"{on:%A}",
    "str": str,
    "repr": repr,
    "percent": lambda on: "%s" % on,  # noqa: UP031  (one more way of writing it)
    "year": lambda on: on.year,
    "month": lambda on: on.month,
    "day": lambda on: on.day,
    "isoformat": lambda on: on.isoformat(),
    "weekday": lambda on: on.weekday(),
    "replace": lambda on: on.replace(day=1),
    "later": lambda on: on + timedelta(days=1),
    "later, the other way round": lambda on: timedelta(days=1) + on,
    "earlier": lambda on: on - timedelta(days=1),
    "between": lambda on: on - FIRST,
    "between, the other way round": lambda on: LAST - on,
    "between two": lambda on: on - BEFORE,
    "sorted": lambda on: sorted([on, date(2026, 3, 4)]),
}


@pytest.mark.parametrize("read", READS)
def test_a_day_is_not_read(read):
    with pytest.raises(DayReadError):
        READS[read](ON)


def test_whatever_a_date_can_be_asked_for_is_refused_but_how_it_compares():
    for name in set(dir(date)) - COMPARED_OR_MADE:
        with pytest.raises(DayReadError):
            getattr(ON, name)()


def test_no_rule_takes_the_refusal_for_trouble_of_its_own():
    assert not issubclass(DayReadError, Exception)


spans = st.tuples(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 900)).map(
    lambda drawn: (drawn[0], drawn[0] + timedelta(days=drawn[1]))
)


@given(spans, st.integers(-2, 2), st.booleans(), st.sampled_from(COMPARISONS), st.booleans())
def test_a_comparison_answers_what_is_so_on_every_day_and_is_refused_otherwise(
    span, beside, at_its_end, compared, turned
):
    other = span[at_its_end] + timedelta(days=beside)
    days = [span[0] + timedelta(days=after) for after in range((span[1] - span[0]).days + 1)]
    unread = UnreadDay(*span, "<on>")

    def answer(day):
        return compared(other, day) if turned else compared(day, other)

    answers = {answer(day) for day in days}
    if len(answers) == 1:
        assert {answer(unread)} == answers
    else:
        with pytest.raises(DayReadError):
            answer(unread)


@pytest.mark.parametrize("compared", COMPARISONS)
def test_of_two_unread_days_it_is_known_which_came_first_where_it_was_said(compared):
    assert compared(BEFORE, ON) == compared(1, 2)
    assert compared(ON, BEFORE) == compared(2, 1)
    assert compared(ON, ON) == compared(1, 1)
    with pytest.raises(DayReadError):
        compared(ON, UnreadDay(FIRST, date(2026, 3, 4), "<on>"))


def test_how_long_before_is_known_in_the_years_that_were_said():
    assert BEFORE.is_within(3, ON)
    for years, later in ((2, ON), (3, BEFORE)):
        with pytest.raises(DayReadError):
            BEFORE.is_within(years, later)


def test_in_words_it_is_its_mark():
    assert f"Last seen on {day_in_words(BEFORE)}." == "Last seen on <before>."


def test_what_is_kept_of_a_day_that_is_known_is_not_taken_for_it():
    kept = {date(2026, 10, 1): "known", FIRST: "known", date.min: "known"}
    assert ON not in kept
    assert {ON: "unread"}[UnreadDay(FIRST, LAST, "<on>")] == "unread"


def test_it_is_the_same_in_another_process():
    on, before = pickle.loads(pickle.dumps((ON, BEFORE)))
    assert (on, before) == (ON, BEFORE)
    assert before < on
    assert before.is_within(3, on)
    assert copy.deepcopy(ON) == ON
