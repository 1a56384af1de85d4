"""Titles and sentences of charts, on a small frozen set of tables: 2013, 2025 and 2026, seven codes, Ohio."""

import pytest
from drawn_values import drawn_values

from cptedu.analysis.comparisons import by_year
from cptedu.analysis.then_and_now import dollars_over_the_years, ratios
from cptedu.charts.by_year import years_chart
from cptedu.charts.rvu_explorer import RvuSettings, notes_beside, rvu_explorer
from cptedu.charts.rvu_history import rvu_history
from cptedu.charts.rvu_points import rvu_points
from cptedu.charts.then_and_now import dollars_chart, ratios_chart
from cptedu.errors import CpteduError
from cptedu.example_visits import example_visit
from cptedu.facts.schedule import years_held
from cptedu.facts.tables import rows
from cptedu.widgets.rvu_explorer import RvuExplorer
from cptedu.widgets.tradeoff_explorer import TradeoffExplorer

pytestmark = pytest.mark.usefixtures("frozen_tables")


def test_the_frozen_tables_hold_three_years():
    assert years_held() == (2013, 2025, 2026)


@pytest.mark.parametrize(
    ("chosen", "title"),
    [
        (RvuSettings(("97112",)), "97112: 0.98 RVU in 2026, as in 2013"),
        (RvuSettings(("98940",)), "98940: 0.80 RVU in 2026, 0.77 RVU in 2013 (up 3.9 percent)"),
        (
            RvuSettings(("98940",), places=("facility",)),
            "98940: 0.55 RVU in 2026, 0.61 RVU in 2013 (down 9.8 percent), in a facility",
        ),
        (
            RvuSettings(("97112", "98941")),
            "From 2013 to 2026: 97112 0.98 RVU in both, 98941 1.07 RVU to 1.15 RVU",
        ),
        (
            RvuSettings(("98940", "98941"), places=("office", "facility")),
            "98941 in 2026: 1.15 RVU in an office, 0.84 RVU in a facility",
        ),
        (
            RvuSettings(("97112",), places=("office", "facility")),
            "In 2026 each code is worth the same in a facility as in an office",
        ),
        (RvuSettings(("97112",), parts=True), "In 2026 work is 51 percent of the RVU of 97112"),
        (
            RvuSettings(("97112", "98941"), parts=True),
            "In 2026 work is from 51 percent (97112) to 60 percent (98941) of the RVU",
        ),
        (
            RvuSettings(("97112",), measure="dollars"),
            "97112: $32.73 in 2026, $33.34 in 2013 (down 1.8 percent)",
        ),
        (
            RvuSettings(("97112",), measure="dollars", locality="15202-00"),
            "97112: $31.37 in 2026, $30.65 in 2025 (up 2.3 percent)",
        ),
    ],
)
def test_the_title_says_the_point_of_just_these_numbers(chosen, title):
    assert rvu_explorer(chosen).title == title


def test_each_number_says_itself_under_the_pointer():
    svg = rvu_explorer(RvuSettings(("98940",), places=("office", "facility"))).svg
    assert "0.55 RVU in a facility" in svg
    assert "0.80 RVU in an office" in svg
    same = rvu_explorer(RvuSettings(("97112",), places=("office", "facility"))).svg
    assert "0.98 RVU in office and facility" in same
    assert "97112 both" in same
    assert "malpractice:" in rvu_explorer(RvuSettings(("98940",), parts=True)).svg


def test_a_missing_year_is_blank_and_says_why():
    figure = rvu_explorer(RvuSettings(("97129", "97112")))
    of_97129 = [row["value"] for row in figure.rows if row["code"] == "97129"]
    assert [value is None for value in of_97129] == [True, False, False]
    assert "97129, 2013: no value is held." in figure.vintage
    assert "<td>no data</td>" in figure.html()


def test_parts_are_stacked_where_they_are_held_and_else_the_bare_total_is_hollow():
    figure = rvu_explorer(RvuSettings(("97112",), parts=True))
    parts = [row for row in drawn_values(figure) if "part" in row]
    assert {row["when"] for row in parts} == {"2025", "2026"}
    of_2026 = {row["part"]: row["value"] for row in parts if row["when"] == "2026"}
    assert of_2026 == {"work": 0.5, "practice expense": 0.47, "malpractice": 0.01}
    assert "2013: totals only; the parts are not held for this year (dashed)." in figure.vintage
    bare = next(row for row in drawn_values(figure) if row["when"] == "2013" and "part" not in row)
    assert "the parts are not held" in bare["tip"]


def test_a_locality_is_named_and_the_years_without_it_are_said():
    chosen = RvuSettings(("97112",), measure="dollars", locality="15202-00")
    assert "Ohio" in rvu_explorer(chosen).summary
    notes = notes_beside(chosen, rvu_points(chosen))
    assert notes[0] == "2013: no index of this locality is held."
    assert any("APM" in note for note in notes)


def test_the_facility_price_of_therapy_is_refused_with_the_reason():
    with pytest.raises(CpteduError, match=r"None of these numbers is held. 97112: .*office rate"):
        rvu_explorer(RvuSettings(("97112",), measure="dollars", places=("facility",)))
    both = rvu_explorer(RvuSettings(("97112", "98940"), measure="dollars", places=("office", "facility")))
    assert "97112 facility, 2013, 2025 to 2026: CMS pays therapy codes at the office rate" in both.vintage


def test_the_explorer_shows_the_same_words():
    explorer = RvuExplorer(["97112"])
    assert explorer.figure.title == "97112: 0.98 RVU in 2026, as in 2013"
    explorer.measure = "dollars"
    assert explorer.figure.title == "97112: $32.73 in 2026, $33.34 in 2013 (down 1.8 percent)"


@pytest.mark.parametrize(
    ("codes", "point"),
    [
        (["97112"], "97112 is worth 0.98 RVU in 2026, as it was in 2013"),
        (["98940"], "98940 went from 0.77 RVU in 2013 to 0.80 in 2026"),
        (["98940", "98941"], "RVU from 2013 to 2026: 98940 0.77 to 0.80, 98941 1.07 to 1.15"),
    ],
)
def test_the_title_of_a_history_is_its_point(codes, point):
    assert rvu_history(codes, rows("rvu.csv")).title == point


def test_a_ratio_says_its_year():
    # 0.98 / 0.87
    title = "In 2026 97112 has 12.6 percent more RVU than 97110"
    assert ratios_chart(ratios([("97112", "97110")])).title == title


def test_dollars_are_a_share_of_the_first_day_that_is_known_of_all():
    # 32.73 / 33.34 and 33.4009 / 34.0230; of 98940 nothing is known in 2013: 26.72 / 26.52.
    assert dollars_chart(dollars_over_the_years(["97112"])).title == (
        "Dollars of 2026 beside 2013: 97112 down 1.8 percent, the conversion factor down 1.8 percent"
    )
    with_adjustment = dollars_chart(dollars_over_the_years(["98940"]))
    assert with_adjustment.title == (
        "Dollars of 2026 beside 2025: 98940 up 0.8 percent, the conversion factor up 3.3 percent"
    )
    assert "98940: Medicare paid spinal adjustments 2 percent less" in with_adjustment.vintage


def test_a_visit_by_year_names_the_years_that_have_an_amount():
    # 98940 and one unit of 97112: 26.52 + 32.02 in 2025, 26.72 + 32.73 in 2026.
    figure = years_chart(by_year(example_visit("desk_worker")))
    assert figure.title == "The same note came to $58.54 in 2025 and to $59.45 in 2026 (up 1.6 percent)"
    assert "Medicare paid spinal adjustments 2 percent less" in figure.rows[0]["says"]


def test_the_controls_name_the_years_of_the_tables():
    explorer = TradeoffExplorer(example_visit("desk_worker"))
    assert explorer.choices["years"] == [2013, 2026]
    assert explorer.choices["factor_of"] == "Conversion factor of 2026"
