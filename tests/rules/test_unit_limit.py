"""Units on a line against the limit of a day."""

from __future__ import annotations

from datetime import date

import pytest
from strategies import check, record

from cptedu.rules.unit_limit import unit_limit


def test_a_clinical_limit_is_asked_about_and_a_limit_of_the_code_is_not_lifted():
    seen = record()
    assert unit_limit(seen, "97112", 4) is None
    asks = check(
        unit_limit(seen, "97112", 5),
        "unit_limit",
        "ask",
        "5 units of 97112 are above the limit of 4 a day.",
        code="97112",
        fix="Check the minutes once more",
        vintage="MUE 2024 Q3",
        cites=("mue-2024q3",),
    )
    assert asks.numbers == (("units", 5), ("limit", 4))
    check(
        unit_limit(seen, "98940", 2),
        "unit_limit",
        "not_supported",
        "2 units of 98940 are above the limit of 1 a day.",
        code="98940",
        fix="no record lifts it",
    )


@pytest.mark.parametrize("number", ["98943", "97010"])
def test_a_limit_of_nothing_is_medicares_and_nobody_elses(number):
    assert unit_limit(record(), number, 1) is None
    assert unit_limit(record("federal_va"), number, 1) is None
    # Neither minutes nor an appeal lift a policy not to pay, so no advice is given.
    found = check(
        unit_limit(record("medicare"), number, 1),
        "unit_limit",
        "not_covered",
        f"Medicare's limit of 0 on {number} is its policy not to pay it, and no count of units.",
        code=number,
        cites=("mue-2024q3",),
        payer="medicare",
        vintage="MUE 2024 Q3",
    )
    assert found.numbers == (("units", 1), ("limit", 0))


def test_a_limit_that_is_not_held_is_said_and_removes_nothing():
    check(
        unit_limit(record(), "99201", 1),
        "unit_limit",
        "no_data",
        "No limit on the units of 99201 is held",
        code="99201",
        vintage="MUE 2024 Q3",
        cites=("mue-2024q3",),
    )
    early = record(on="2020-05-05")
    check(
        unit_limit(early, "97112", 9),
        "unit_limit",
        "no_data",
        "for May 5, 2020",
        code="97112",
        on=date(2020, 5, 5),
    )
