"""The trade-off explorer's traits: what is chosen, and the figure that follows."""

import json
from datetime import date

import pytest
from strategies import visit

from cptedu.analysis.comparisons import by_locality, by_payer, by_year
from cptedu.analysis.sensitivity import minutes_steps, region_steps
from cptedu.analysis.tradeoffs import tradeoffs
from cptedu.charts.by_payer import payers_chart
from cptedu.charts.by_place import localities_chart
from cptedu.charts.by_year import years_chart
from cptedu.charts.codings import codings_chart
from cptedu.charts.steps import minutes_chart, regions_chart
from cptedu.errors import CpteduError
from cptedu.example_visits import example_visit
from cptedu.payers import payers
from cptedu.widgets.tradeoff_explorer import VIEWS, TradeoffExplorer

DESK = example_visit("desk_worker")
TRACK = "non_apm"
OHIO = "15202-00"


@pytest.fixture(scope="module")
def explorer():
    return TradeoffExplorer(DESK)


@pytest.fixture(autouse=True)
def as_it_was(explorer):
    yield
    explorer.view, explorer.payer, explorer.year, explorer.track = "codings", DESK.payer, 2026, TRACK
    explorer.locality, explorer.minutes = "national", 16


def test_it_starts_with_the_visit_as_it_is(explorer):
    assert explorer.current() == DESK
    assert explorer.figure.title == codings_chart(tradeoffs(DESK, track=TRACK)).title
    assert explorer.chart.html == explorer.figure.html()
    assert explorer.note == (
        "Desk worker, forward head posture. Adjusted: C5, T4; single-leg stance on a BAPS board, cues for head over"
        " shoulders, 16 minutes."
    )
    assert (explorer.problem, explorer.changed) == ("", "")


@pytest.mark.parametrize(
    ("view", "figure"),
    [
        ("codings", lambda: codings_chart(tradeoffs(DESK, OHIO, track=TRACK))),
        ("minutes", lambda: minutes_chart(minutes_steps(DESK))),
        ("regions", lambda: regions_chart(region_steps(DESK, OHIO, track=TRACK))),
        ("payers", lambda: payers_chart(by_payer(DESK, OHIO, track=TRACK))),
        ("years", lambda: years_chart(by_year(DESK, OHIO), "2026")),
        ("places", lambda: localities_chart(by_locality(DESK, track=TRACK), OHIO)),
    ],
)
def test_each_view_shows_the_figure_of_the_analysis(explorer, view, figure):
    explorer.locality = OHIO
    explorer.view = view
    assert explorer.figure.rows == figure().rows
    assert explorer.figure.title == figure().title
    assert explorer.chart.html == explorer.figure.html()


def test_every_view_has_words(explorer):
    assert [one["value"] for one in explorer.choices["views"]] == list(VIEWS)
    assert {one["value"] for one in explorer.choices["payers"]} == set(payers())
    json.dumps(explorer.choices)


def test_payer_year_and_place_change_the_figure(explorer):
    explorer.payer = "medicare"
    assert "not covered" in explorer.figure.title
    explorer.payer, explorer.year = DESK.payer, 2020
    assert explorer.current().date_of_service == date(2020, 3, 4)
    assert explorer.figure.rows[0]["allowed"] == tradeoffs(explorer.current()).supported[0].carries.allowed
    assert explorer.why_not["track"] == "2020 has one conversion factor for all."
    explorer.state = "OH"
    assert explorer.locality == OHIO
    assert "Ohio" in explorer.figure.source_line


def test_the_factor_of_2026_can_be_chosen(explorer):
    assert explorer.why_not["track"] == ""
    before = explorer.figure.rows[0]["allowed"]
    explorer.track = "apm"
    assert explorer.figure.rows[0]["allowed"] > before


def test_other_minutes_are_another_visit_and_this_is_said(explorer):
    explorer.minutes = 23
    assert explorer.current().services[0].minutes == 23
    assert "97112-59 ×2" in explorer.figure.title
    assert explorer.changed == (
        "The note has 16 minutes. With 23 this is another visit: minutes are written when they were given, and never made up."
    )
    assert explorer.changed in explorer.as_text()
    explorer.minutes = 7
    assert "97112" not in explorer.figure.rows[0]["coding"]
    explorer.minutes = 16
    assert explorer.changed == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"year": 2012}, "Choose a year from 2013 to 2"),
        ({"minutes": 61}, "Choose from 0 to 60"),
        ({"payer": "aetna"}, "aetna"),
        ({"view": "money"}, "'money' is not a known view"),
        ({"track": "both"}, "'both' is not a known track"),
        ({"locality": "nowhere"}, "'nowhere' is not a locality"),
        ({"year": 2016, "locality": OHIO}, "use 'national'"),
        ({"year": 2016, "view": "places"}, "No data"),
        ({"view": "minutes", "payer": "neuro_only_97112"}, ""),
    ],
)
def test_what_cannot_be_shown_is_said_and_the_chart_stays(explorer, change, words):
    title = explorer.figure.title
    with explorer.hold_trait_notifications():
        for name, value in change.items():
            setattr(explorer, name, value)
    assert words in explorer.problem
    if words:
        assert explorer.figure.title == title
        assert explorer.problem in explorer.as_text()
    else:
        assert explorer.problem == ""


def test_a_visit_without_timed_service_or_adjustment_says_what_cannot_be_shown():
    explorer = TradeoffExplorer(visit(adjusted=["C5"]))
    assert explorer.why_not["minutes"] == "This visit has no timed service."
    explorer.view = "minutes"
    assert "No timed code" in explorer.problem
    explorer = TradeoffExplorer(example_visit("thirty_three_and_seven"), "minutes")
    explorer.view = "regions"
    assert "No spinal adjustment" in explorer.problem


def test_a_lesson_that_asks_for_what_is_not_held_fails_at_once():
    with pytest.raises(CpteduError, match="money"):
        TradeoffExplorer(DESK, "money")
    with pytest.raises(CpteduError, match="not a locality"):
        TradeoffExplorer(DESK, locality="ohio")


def test_what_a_learner_chose_is_kept(explorer):
    assert set(explorer.keeps) == {"view", "payer", "year", "track", "locality", "minutes"}
    assert all(explorer.has_trait(name) for name in explorer.keeps)


def test_a_front_end_without_widgets_shows_the_point_as_text(explorer):
    bundle = explorer._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    assert data["text/plain"].splitlines()[:2] == [f"Trade-offs: {explorer.note}", explorer.figure.title]
    assert repr(explorer) == (
        "TradeoffExplorer(view='codings', payer='commercial_ncci', year=2026, locality='national', minutes=16)"
    )
