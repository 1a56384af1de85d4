"""State, county and locality are kept together, in every instrument in which a learner chooses a place."""

import pytest

from cptedu.charts.rvu_points import localities
from cptedu.example_visits import example_visit
from cptedu.facts.counties import counties_named, locality_of_county
from cptedu.widgets.kit.place_chosen import PlaceChosen
from cptedu.widgets.kit.states import localities_of, states
from cptedu.widgets.rvu_explorer import RvuExplorer
from cptedu.widgets.tradeoff_explorer import TradeoffExplorer

HOUSTON, REST_OF_TEXAS, SUBURBS = "04412-18", "04412-99", "12202-01"


class Chosen(PlaceChosen):
    """A place that is chosen, without a chart that would be drawn anew each time."""

    def __init__(self):
        super().__init__()
        self._follow_place()


@pytest.fixture
def explorer():
    return Chosen()


@pytest.mark.parametrize("made", [RvuExplorer, lambda: TradeoffExplorer(example_visit("desk_worker"))])
def test_each_instrument_with_a_place_finds_it_by_county(made):
    explorer = made()
    explorer.state = "TX"
    explorer.county = "Harris"
    assert (explorer.locality, explorer.problem) == (HOUSTON, "")
    assert "county_says" in explorer.keys


@pytest.mark.parametrize("written", ["Harris", "harris county", " Harris "])
def test_a_county_finds_its_locality(explorer, written):
    explorer.state = "TX"
    explorer.county = written
    assert explorer.locality == HOUSTON
    assert explorer.county_says.startswith("Harris: Houston")
    assert "counties of each locality are those of" in explorer.county_says


def test_every_other_county_is_the_rest_of_the_state(explorer):
    explorer.state = "TX"
    explorer.county = "every other county"
    assert explorer.locality == REST_OF_TEXAS
    assert explorer.county_says.startswith("Every other county: Rest of Texas")


def test_a_zip_is_told_that_it_is_not_held(explorer):
    explorer.state = "TX"
    before = explorer.locality
    explorer.county = "77002"
    assert explorer.county_says == "A ZIP is not held. Find its county, and write that."
    assert explorer.locality == before


def test_a_name_that_is_not_held_leaves_the_locality_and_says_what_to_do(explorer):
    explorer.state = "TX"
    before = explorer.locality
    explorer.county = "Bexar"
    assert explorer.county_says.startswith("Bexar is not named by itself. Named are: ")
    assert explorer.county_says.endswith(
        "If it is a county of Texas, choose every other county; a town does not tell its county."
    )
    assert explorer.locality == before


def test_a_locality_chosen_by_hand_takes_the_county_away(explorer):
    explorer.state = "TX"
    explorer.county = "Harris"
    explorer.locality = REST_OF_TEXAS
    assert (explorer.state, explorer.county, explorer.county_says) == ("TX", "", "")


def test_another_state_takes_the_county_away(explorer):
    explorer.state = "TX"
    explorer.county = "Harris"
    explorer.state = "WA"
    assert (explorer.locality, explorer.county, explorer.county_says) == (localities_of("WA")[0], "", "")
    explorer.state = ""
    assert (explorer.locality, explorer.state) == ("national", "")


def test_a_county_over_the_border_keeps_its_state(explorer):
    explorer.state = "MD"
    explorer.county = "Montgomery"
    assert (explorer.locality, explorer.state) == (SUBURBS, "MD")
    explorer.locality = HOUSTON
    assert (explorer.state, explorer.county) == ("TX", "")


def test_each_county_that_is_offered_finds_a_locality_that_is_offered():
    for state in states():
        offered = {one["value"] for one in state["localities"]}
        assert tuple(state["counties"]) == counties_named(state["value"])
        for county in state["counties"]:
            assert locality_of_county(county, state["value"], "2025-03-04").name in offered


def test_every_locality_is_offered_and_one_over_a_border_with_each_of_its_states():
    offered = [one["value"] for state in states() for one in state["localities"]]
    assert set(offered) == {one.id for one in localities()}
    assert {one for one in offered if offered.count(one) > 1} == {SUBURBS}


def test_a_county_that_comes_together_with_its_state_is_looked_for():
    # A page whose kernel was busy sends at once what was chosen meanwhile.
    explorer = RvuExplorer()
    explorer.set_state({"state": "TX", "county": "Harris"})
    assert (explorer.state, explorer.county, explorer.locality) == ("TX", "Harris", "04412-18")
    explorer.set_state({"state": "TX", "county": "77002"})
    assert explorer.county == "77002"
    assert "A ZIP is not held" in explorer.county_says
