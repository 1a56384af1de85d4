"""Counties and their localities: what is named is found, and what is not is never guessed."""

from __future__ import annotations

from datetime import date

import pytest

import cptedu as ct
from cptedu.facts.counties import how_to_find_a_locality, locality_of_county
from cptedu.facts.tables import rows

IN_2025 = date(2025, 6, 1)


@pytest.mark.parametrize(
    ("county", "state", "locality"),
    [
        ("Harris", "TX", "04412-18"),
        ("harris county", "texas", "04412-18"),
        ("Orange", "CA", "01182-18"),
        ("Orange", "NY", "13202-03"),
        ("Kings", "NY", "13202-02"),
        ("Kings", "CA", "01112-57"),
        ("Dade", "FL", "09102-04"),
        ("Miami-Dade County", "FL", "09102-04"),
        ("Saint Louis", "MO", "05302-01"),
        ("St. Louis City", "MO", "05302-01"),
        ("DuPage", "IL", "06102-15"),
        ("Orleans Parish", "LA", "07202-01"),
        ("Arlington", "VA", "12202-01"),
        ("Prince George's", "MD", "12202-01"),
        ("District of Columbia", "DC", "12202-01"),
        ("Cuyahoga", "Ohio", "15202-00"),
        ("Honolulu", "HI", "01212-01"),
    ],
)
def test_a_county_is_found_in_its_locality(county, state, locality):
    found = locality_of_county(county, state, on=IN_2025)
    assert (found.name, found.notes) == (locality, ())
    assert found.citations[0].publisher == "CMS"


@pytest.mark.parametrize(
    ("place", "state", "rest"),
    [
        ("Houston", "TX", "04412-99"),
        ("Haris", "TX", "04412-99"),
        ("Loudoun", "VA", "11302-00"),
        ("", "NY", "13282-99"),
    ],
)
def test_a_name_that_the_table_has_not_is_not_taken_for_the_rest_of_the_state(place, state, rest):
    with pytest.raises(ct.NotInDataError, match=rf"is not a county of .* If it is a county, .*'{rest}'"):
        locality_of_county(place, state, on=IN_2025)


@pytest.mark.parametrize("on", ["2024-12-31", "2026-01-01"])
def test_for_another_year_it_is_said_that_the_counties_are_those_of_2025(on):
    assert locality_of_county("Harris", "TX", on).notes == (
        "the counties of each locality are those of 2025",
    )


@pytest.mark.parametrize("state", ["Ontario", "", "XX", None, 48])
def test_a_state_that_is_not_held_is_refused(state):
    with pytest.raises(ct.CpteduError, match="is not a known state"):
        locality_of_county("Harris", state, on=IN_2025)


def test_a_zip_gets_the_way_to_its_county_and_no_number():
    assert "A ZIP is not held" in how_to_find_a_locality("77002")
    assert "A ZIP is not held" in how_to_find_a_locality("77002-1234")
    assert how_to_find_a_locality("15202-00") == ""
    assert how_to_find_a_locality("Ohio") == ""


def test_every_locality_of_2025_has_its_counties_and_each_county_stands_once():
    held = {(r["mac"], r["locality"]) for r in rows("gpci.csv") if r["effective_from"] == "2025-01-01"}
    assert {(r["mac"], r["locality"]) for r in rows("counties.csv")} == held
    named = [(r["state"], r["county"]) for r in rows("counties.csv")]
    assert len(named) == len(set(named))


def test_a_state_is_one_locality_or_has_a_rest():
    by_state: dict[str, set[str]] = {}
    for row in rows("counties.csv"):
        by_state.setdefault(row["state"], set()).add(row["county"])
    for state, counties in by_state.items():
        assert counties == {"every county"} or "every county" not in counties, state
    # Everything of California, Texas and the like that is not named is one locality; one state alone names all it has.
    without = [s for s, counties in by_state.items() if not counties & {"every county", "every other county"}]
    assert without == []
