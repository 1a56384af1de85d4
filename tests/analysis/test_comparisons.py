"""One visit under each payer, in each year, in each place: coded and priced by the rules of there and then."""

from datetime import date
from decimal import Decimal

import pytest
from strategies import service, visit

from cptedu.analysis.comparisons import by_locality, by_payer, by_year, has_tracks, same_day, visit_on
from cptedu.engine.coding import code_visit
from cptedu.errors import CpteduError
from cptedu.example_visits import example_visit
from cptedu.facts.schedule import tracks, years_held
from cptedu.facts.tables import rows
from cptedu.payers import payers
from cptedu.rules.price import price

DESK = example_visit("desk_worker")


def test_under_each_payer_the_claim_is_that_of_the_rules_and_the_visits_own_comes_first():
    found = by_payer(DESK, "15202-00", track="non_apm")
    assert found[0].name == DESK.payer
    assert {one.name for one in found} == set(payers())
    for one in found:
        claim = code_visit(DESK.under(one.name))
        assert one.claim == claim
        assert one.carries.allowed == price(claim, "15202-00", track="non_apm").total


def test_in_each_year_the_visit_is_coded_and_priced_as_of_its_day():
    found = by_year(DESK)
    assert [one.name for one in found] == [str(year) for year in years_held()]
    for one in found:
        on = date(int(one.name), 3, 4)
        assert one.claim == code_visit(visit_on(DESK, on))
        track = next(iter(tracks(on)), None)
        assert one.carries.allowed == price(one.claim, track=track).total


def test_a_year_whose_local_index_is_not_held_keeps_its_rvu_and_says_why_there_is_no_amount():
    found = {one.name: one for one in by_year(DESK, "15202-00")}
    assert found["2018"].carries.allowed is None
    assert found["2018"].carries.total is not None
    assert "15202-00" in found["2018"].says
    assert found["2019"].carries.allowed is not None
    assert found["2019"].says == ""


def test_ohio_in_2020_comes_to_what_cms_published():
    given = visit(on="2026-03-04", adjusted=["C5", "T4", "L5"])
    found = next(one for one in by_year(given, "15202-00") if one.name == "2020")
    assert found.carries.allowed == Decimal("40.20")
    exercise = visit(on="2020-03-04", services=[service("strength", minutes=15)])
    ohio = next(one for one in by_locality(exercise) if one.name == "15202-00")
    assert ohio.carries.allowed == Decimal("30.21")


def test_in_each_locality_of_the_day_dollars_differ_and_rvu_do_not():
    found = by_locality(DESK, track="non_apm")
    held = {f"{r['mac']}-{r['locality']}" for r in rows("gpci.csv") if r["effective_from"] == "2026-01-01"}
    assert {one.name for one in found} == held | {"national"}
    assert len({one.carries.total for one in found}) == 1
    assert len({one.carries.allowed for one in found}) > 50
    for one in found[:12]:
        assert one.carries.allowed == price(one.claim, one.name, track="non_apm").total


def test_before_local_indices_are_held_there_is_only_the_national_example():
    assert [one.name for one in by_locality(visit_on(DESK, date(2016, 3, 4)))] == ["national"]


def test_dates_in_the_record_move_along_with_the_visit():
    given = visit(adjusted=["C5"], last_seen="2025-03-04", xray_on="2026-01-04")
    moved = visit_on(given, date(2020, 3, 4))
    assert (given.date_of_service - given.last_seen) == (moved.date_of_service - moved.last_seen)
    assert (given.date_of_service - given.xray_on) == (moved.date_of_service - moved.xray_on)


def test_the_leap_day_is_the_28th_in_other_years():
    assert same_day(date(2024, 2, 29), 2023) == date(2023, 2, 28)
    assert same_day(date(2024, 3, 1), 2023) == date(2023, 3, 1)


def test_only_a_year_with_two_factors_has_tracks():
    assert [year for year in years_held() if has_tracks(date(year, 7, 1))] == [
        year for year in years_held() if year >= 2026
    ]


def test_what_is_not_billed_is_named():
    found = {one.name: one for one in by_payer(example_visit("same_region"), track="non_apm")}
    assert found["commercial_ncci"].not_billed == "97112: not supported"
    assert found["commercial_cpt"].not_billed == ""
    assert found["commercial_cpt"].billed == "98940 + 97112"


def test_an_unknown_place_or_a_missing_track_is_refused():
    with pytest.raises(CpteduError, match="not a locality"):
        by_year(DESK, "ohio")
    with pytest.raises(CpteduError, match="two conversion factors"):
        by_payer(DESK)
