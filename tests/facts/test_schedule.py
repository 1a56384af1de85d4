"""The schedule by day: each answer is the row that gave it."""

from __future__ import annotations

from datetime import date

import pytest

from cptedu.facts.schedule import reduction_row, sequestration_row


@pytest.mark.parametrize(
    ("day", "office", "institution"),
    [
        (date(2010, 12, 31), None, None),
        (date(2011, 1, 1), "80", "75"),
        (date(2013, 3, 31), "80", "75"),
        (date(2013, 4, 1), "50", "50"),
    ],
)
def test_what_further_therapy_keeps_of_its_practice_expense_by_setting(day, office, institution):
    kept = [
        row and row["pe_percent_kept"]
        for row in (reduction_row(day, "office"), reduction_row(day, "institution"))
    ]
    assert kept == [office, institution]


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        (date(2013, 3, 31), None),
        (date(2020, 4, 30), "2"),
        (date(2020, 5, 1), "0"),
        (date(2022, 3, 31), "0"),
        (date(2022, 6, 30), "1"),
        (date(2022, 7, 1), "2"),
    ],
)
def test_sequestration_of_a_day(day, percent):
    row = sequestration_row(day)
    assert (row and row["percent"]) == percent
