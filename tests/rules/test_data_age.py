"""How old the edits are on the date of service."""

from __future__ import annotations

from datetime import date

import pytest
from strategies import check, record

from cptedu.facts.releases import quarters_between
from cptedu.rules.data_age import data_age

# The words are about the releases of 2024 and 2026; a newer one would rightly change them.
pytestmark = pytest.mark.usefixtures("frozen_tables")


@pytest.mark.parametrize(
    ("earlier", "later", "quarters"),
    [
        ("2024-07-01", "2024-09-30", 0),
        ("2024-07-01", "2024-10-01", 1),
        ("2024-09-30", "2024-10-01", 1),
        ("2024-07-01", "2025-01-01", 2),
        ("2024-07-01", "2025-07-01", 4),
        ("2024-07-01", "2026-03-04", 6),
        ("2024-07-01", "2024-06-30", -1),
        ("2024-07-01", "2023-12-31", -3),
        ("2024-12-31", "2025-01-01", 1),
    ],
)
def test_quarters_are_those_of_the_calendar(earlier, later, quarters):
    assert quarters_between(date.fromisoformat(earlier), date.fromisoformat(later)) == quarters


@pytest.mark.parametrize(
    ("on", "spoken"),
    [
        ("2024-10-01", "one quarter"),
        ("2025-03-31", "two quarters"),
        ("2025-04-01", "three quarters"),
        ("2025-07-01", "four quarters"),
        ("2025-10-01", "five quarters"),
        ("2026-03-04", "six quarters"),
        ("2026-04-01", "seven quarters"),
        ("2026-07-01", "eight quarters"),
        ("2026-10-01", "nine quarters"),
        ("2027-07-01", "twelve quarters"),
        ("2027-10-01", "13 quarters"),
    ],
)
def test_newer_dates_say_how_many_quarters_lie_between(on, spoken):
    found = check(
        data_age(record(on=on)),
        "data_age",
        "no_data",
        f"Edits as of 2024 Q3, {spoken} before this date of service.",
        cites=("ncci-ptp-2024q3", "mue-2024q3"),
        fix="Look the pairs up in CMS's file of that quarter",
        vintage="NCCI PTP and MUE 2024 Q3",
        on=date.fromisoformat(on),
    )
    assert found.says == f"Edits as of 2024 Q3, {spoken} before this date of service."


@pytest.mark.parametrize("on", ["2024-07-01", "2024-09-30"])
def test_in_its_own_quarter_the_table_is_of_its_day(on):
    check(
        data_age(record(on=on)),
        "data_age",
        "supported",
        "Edits as of 2024 Q3, the quarter of this date of service.",
        on=date.fromisoformat(on),
        vintage="NCCI PTP and MUE 2024 Q3",
    )


@pytest.mark.parametrize("on", ["2024-06-30", "2002-04-01"])
def test_older_dates_are_not_held(on):
    check(
        data_age(record(on=on)),
        "data_age",
        "no_data",
        "The edits of this date are not held; the first held are those of 2024 Q3.",
        fix="Look the pairs up",
        on=date.fromisoformat(on),
    )
