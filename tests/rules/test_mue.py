"""Limits on units, release by release."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import cptedu as ct
from cptedu.facts.codes import codes
from cptedu.facts.tables import rows
from cptedu.rules.mue import mue

MARCH = date(2026, 3, 4)
TABLE = rows("mue.csv")
FIRST = date(2024, 7, 1)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['code']} {row['release']}")
def test_every_row_answers_from_its_release_on(row):
    found = mue(row["code"], on=row["release_from"])
    assert (found.units, found.adjudication) == (int(row["units"]), int(row["adjudication"]))
    assert (found.code, found.vintage) == (row["code"], f"MUE {row['release']}")
    assert [citation.id for citation in found.citations] == [row["source"]]
    assert found.verdict.value == "supported"


def test_between_two_releases_the_older_holds():
    assert mue("97112", "2026-06-30").vintage == "MUE 2024 Q3"
    assert mue("97112", "2026-07-01").vintage == "MUE 2026 Q3"
    assert mue("97112", "2026-09-30").vintage == "MUE 2026 Q3"
    assert mue("97112", "2026-12-31").vintage == "MUE 2026 Q4"
    assert mue("97124", "2026-12-31").vintage == "MUE 2024 Q3"


@pytest.mark.parametrize(
    ("number", "units", "adjudication"),
    [
        ("97110", 6, 3), ("97112", 4, 3), ("97116", 4, 3), ("97124", 4, 3), ("97140", 6, 3), ("97530", 6, 3),
        ("97535", 8, 3), ("97150", 1, 3), ("97012", 1, 3), ("98940", 1, 2), ("98941", 1, 2), ("98942", 1, 2),
    ],
)  # fmt: skip
def test_limits_that_the_lessons_name(number, units, adjudication):
    found = mue(number, MARCH)
    assert (found.units, found.adjudication) == (units, adjudication)


@pytest.mark.parametrize("number", ["98943", "97010", "97014", "98960"])
def test_a_limit_of_nothing_is_given_as_it_stands(number):
    assert mue(number, MARCH).units == 0


@pytest.mark.parametrize("number", ["97537", "99201", "72040"])
def test_a_code_without_a_limit_is_no_data(number):
    found = mue(number, MARCH)
    assert (found.units, found.adjudication, found.verdict.value) == (None, None, "no_data")
    assert found.says == (
        f"No limit on the units of {number} is held as of 2024 Q3. Look it up in CMS's file of that quarter."
    )
    assert found.code == number
    assert found.vintage == "MUE 2024 Q3"
    assert [citation.id for citation in found.citations] == ["mue-2024q3"]


@pytest.mark.parametrize("number", sorted({row["code"] for row in TABLE}))
def test_before_the_first_release_nothing_is_held(number):
    assert mue(number, FIRST).units is not None
    early = mue(number, FIRST - timedelta(days=1))
    assert early.verdict.value == "no_data"
    assert "The first table held is that of 2024 Q3." in early.says


def test_the_answer_in_words():
    assert mue("97112", MARCH).says == "97112: at most 4 a day; a clinical limit; a record may bear out more."
    assert (
        mue("98940", MARCH).says == "98940: at most 1 a day; a limit of the code itself; no record lifts it."
    )
    assert mue(" g0283", MARCH).code == "G0283"


@pytest.mark.parametrize(
    ("number", "on"), [("97111", MARCH), (97112, MARCH), ("97112", "soon"), ("97112", None)]
)
def test_what_cannot_be_looked_up_is_refused(number, on):
    with pytest.raises(ct.CpteduError):
        mue(number, on)


def test_every_known_code_has_an_answer():
    assert all(mue(number, MARCH).verdict.value in {"supported", "no_data"} for number in codes())


def test_a_limit_is_named_with_the_age_of_its_release():
    assert mue("97112", on=date(2026, 3, 4)).age == "six quarters before this date of service"
    assert mue("97112", on=date(2026, 10, 1)).age == "the quarter of this date of service"
    assert mue("97112", on=date(2024, 6, 30)).age == ""


@pytest.mark.parametrize("number", ["98943", "97010", "97014", "98960"])
def test_a_limit_of_0_is_said_to_be_a_policy_and_not_a_clinical_limit(number):
    limit = mue(number, on=MARCH)
    assert limit.units == 0
    assert "policy not to pay" in limit.says
    assert "record" not in limit.says
