"""The RVU explorer's traits: what is chosen, and the figure that follows."""

import json

import pytest

from cptedu.charts.rvu_explorer import rvu_explorer
from cptedu.charts.rvu_points import PLACES, RvuSettings, codes_with_values, localities
from cptedu.errors import CpteduError
from cptedu.widgets.rvu_explorer import RvuExplorer


@pytest.fixture(scope="module")
def explorer():
    return RvuExplorer()


@pytest.fixture(autouse=True)
def as_it_was(explorer):
    yield
    explorer.locality = "national"
    explorer.chosen, explorer.measure = list(RvuSettings().codes), "rvu"
    explorer.parts, explorer.place = False, "office"


def test_it_starts_with_four_codes_and_their_totals(explorer):
    assert explorer.settings() == RvuSettings()
    assert explorer.figure == rvu_explorer(RvuSettings())
    assert explorer.chart.html == explorer.figure.html()
    assert explorer.labels["98940"] == "adjusting one or two spinal regions"


def test_each_choice_changes_the_figure_to_the_one_of_these_settings(explorer):
    explorer.chosen = ["98940", "97112"]
    assert explorer.figure.title == rvu_explorer(RvuSettings(("98940", "97112"))).title
    explorer.place = "both"
    assert explorer.settings().places == PLACES
    assert "in a facility" in explorer.figure.title
    explorer.place, explorer.parts = "office", True
    assert "work is" in explorer.figure.title
    explorer.measure = "dollars"
    assert "$" in explorer.figure.title
    assert explorer.chart.html == explorer.figure.html()


def test_parts_are_kept_in_mind_while_dollars_are_shown(explorer):
    explorer.parts = True
    assert explorer.why_not["parts"] == ""
    explorer.measure = "dollars"
    assert (explorer.problem, explorer.settings().parts) == ("", False)
    assert explorer.why_not["parts"] == "Dollars are shown as totals."
    explorer.measure = "rvu"
    assert "work is" in explorer.figure.title


def test_a_state_begins_with_its_first_locality_and_a_locality_knows_its_state(explorer):
    explorer.measure = "dollars"
    explorer.state = "OH"
    assert explorer.locality == "15202-00"
    assert "Ohio" in explorer.figure.summary
    explorer.state = "CA"
    of_california = [one.id for one in localities() if one.state == "CA"]
    assert explorer.locality == of_california[0]
    explorer.locality = of_california[3]
    assert explorer.state == "CA"
    explorer.locality = "national"
    assert explorer.state == ""
    explorer.state = "NY"
    explorer.state = ""
    assert explorer.locality == "national"


def test_why_a_control_does_nothing_is_said(explorer):
    assert "dollars" in explorer.why_not["locality"]
    explorer.measure = "dollars"
    assert explorer.why_not["locality"] == ""
    explorer.chosen = list(codes_with_values()[:6])
    assert explorer.why_not["add"] == "6 codes are the most."


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"chosen": []}, "Choose one to 6 codes"),
        ({"chosen": ["97121"]}, "97121"),
        ({"chosen": "97112"}, "Choose one to 6 codes"),
        ({"place": "home"}, "'home' is not a known place"),
        ({"locality": "nowhere"}, "'nowhere' is not a locality"),
        ({"chosen": ["97112"], "measure": "dollars", "place": "facility"}, "office rate"),
    ],
)
def test_what_cannot_be_shown_is_said_and_the_chart_stays(explorer, change, words):
    title = explorer.figure.title
    with explorer.hold_trait_notifications():
        for name, value in change.items():
            setattr(explorer, name, value)
    assert words in explorer.problem
    assert explorer.figure.title == title
    assert explorer.as_text().splitlines()[1] == explorer.problem


def test_a_lesson_that_asks_for_what_is_not_held_fails_at_once():
    with pytest.raises(CpteduError, match="97121"):
        RvuExplorer(["97121"])
    with pytest.raises(CpteduError, match="not a locality"):
        RvuExplorer(locality="ohio")


def test_everything_that_can_be_chosen_is_offered_with_words(explorer):
    offered = [one["value"] for group in explorer.choices["codes"] for one in group["choices"]]
    assert sorted(offered) == sorted(codes_with_values())
    states = explorer.choices["states"]
    assert {one["value"] for state in states for one in state["localities"]} == {
        one.id for one in localities()
    }
    assert all(len(state["word"]) > 2 for state in states), "each state by its name"
    assert [state["word"] for state in states] == sorted(state["word"] for state in states)
    json.dumps(explorer.choices)


def test_a_front_end_without_widgets_shows_the_point_as_text(explorer):
    bundle = explorer._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    assert data["text/plain"].splitlines()[:2] == ["RVU explorer", explorer.figure.title]
    assert repr(explorer) == (
        "RvuExplorer(['97112', '97110', '98940', '98941'], measure='rvu', parts=False, place='office',"
        " locality='national')"
    )
