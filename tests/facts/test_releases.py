"""Releases: what speaks for a day, and how old it is said to be."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from other_tables import add_rows, copy_of_the_tables, reading_from

from cptedu.app import doctor
from cptedu.facts.releases import newest_release, newest_whole, release_for, releases


@pytest.mark.parametrize("kind", ["ptp", "mue"])
def test_a_part_is_never_the_newest_whole_one(kind):
    held = releases(kind)
    assert [one.begins for one in held] == sorted(one.begins for one in held)
    for one in held:
        assert newest_release(kind, one.begins) == one
        whole = newest_whole(kind, one.begins)
        assert whole is not None
        assert whole.whole
        assert (whole == one) == one.whole


def test_before_the_first_release_none_answers_and_the_first_is_named():
    early = date(2015, 3, 4)
    assert newest_whole("ptp", early) is None
    assert newest_release("ptp", early) is None
    assert release_for("ptp", early) == releases("ptp")[0]


def test_the_doctor_says_of_each_release_what_it_is(tmp_path):
    today = datetime.now().astimezone().date()
    next_year = f"{today.year + 1}-01-01"
    folder = copy_of_the_tables(tmp_path)
    row = {"kind": "ptp", "name": f"{today.year + 1} Q1", "begins": next_year, "whole": "yes"}
    add_rows(folder, "releases.csv", [row | {"source": "ncci-ptp-2024q3"}])
    with reading_from(folder):
        says = doctor.age_of_the_data().says
    assert f"{today.year + 1} Q1 (of the future, from {next_year})" in says
    assert "2026 Q4 (" in says
    assert ", a part)" in says
