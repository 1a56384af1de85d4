"""A year of which only some codes are held: what is held is shown, and words say what is not. Every figure of 2027 is made up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from other_tables import add_rows, copy_of_the_tables, leave_out_from, reading_from
from strategies import visit

from cptedu.analysis.comparisons import by_locality, by_year
from cptedu.analysis.then_and_now import FACTOR, dollars_over_the_years, ratios
from cptedu.charts.by_year import years_chart
from cptedu.charts.rvu_explorer import RvuSettings, rvu_explorer
from cptedu.charts.then_and_now import dollars_chart, ratios_chart
from cptedu.errors import CpteduError
from cptedu.example_visits import example_visit
from cptedu.facts.schedule import years_held

YEAR = {"effective_from": "2027-01-01", "effective_to": "2027-12-31"}


def held_in_2027(*codes: str, until: str = "2027-12-31") -> list[dict[str, str]]:
    values = {"status": "A", "total_nonfacility": "0.80", "total_facility": "0.60", "releases": "MADE27A"}
    parts = {"work": "0.40", "pe_nonfacility": "0.38", "pe_facility": "0.18", "mp": "0.02"}
    source = {"source": "pfs-rvu", "multiple_procedure": "0"}
    return [{"code": code} | values | parts | source | YEAR | {"effective_to": until} for code in codes]


@pytest.fixture(scope="module", autouse=True)
def with_98940_alone(tmp_path_factory) -> Iterator[None]:
    folder = copy_of_the_tables(tmp_path_factory.mktemp("a-partial-year"))
    leave_out_from(folder, "2027-01-01")
    factor = {"track": "all", "factor": "40.0000", "source": "pfs-conversion-factor"}
    add_rows(folder, "conversion_factor.csv", [factor | YEAR | {"effective_to": "2027-06-30"}])
    add_rows(folder, "rvu.csv", held_in_2027("98940"))
    with reading_from(folder):
        yield


def test_the_year_is_held():
    assert years_held()[-1] == 2027


def test_a_ratio_without_one_of_its_codes_says_which():
    found = {(one.other, one.year): one for one in ratios()}
    without = found["98940", 2027]
    assert (without.rvu, without.other_rvu, without.ratio) == (None, Decimal("0.80"), None)
    assert without.says == "No RVU of 97112 is held."
    assert found["97110", 2027].says == "No RVU of 97112 is held. No RVU of 97110 is held."
    assert found["98940", 2026].ratio == Decimal("122.5")
    assert found["98940", 2026].says == ""


def test_a_chart_of_ratios_draws_what_is_held_and_names_the_rest():
    figure = ratios_chart(ratios([("97112", "98940")]))
    assert figure.title == "In 2026 97112 has 22.5 percent more RVU than 98940"
    assert "97112 to 98940, 2027: no data. No RVU of 97112 is held." in figure.vintage
    assert "Held from 2013 to 2026" in figure.vintage
    last = figure.rows[-1]
    assert (last["year"], last["rvu"], last["other_rvu"], last["ratio"]) == (
        "2027",
        None,
        Decimal("0.80"),
        None,
    )
    assert "<td>no data</td>" in figure.html()


def test_a_pair_that_is_held_in_no_year_is_refused_with_advice():
    with pytest.raises(CpteduError, match="No data: a year of both codes is not held"):
        ratios_chart(ratios([("97112", "97039")]))


def test_dollars_stop_where_a_code_is_not_held_and_go_on_where_one_is():
    found = {(one.code, one.from_day): one for one in dollars_over_the_years(["97112", "98940"])}
    new_year = date(2027, 1, 1)
    gone, held = found["97112", new_year], found["98940", new_year]
    assert (gone.rvu, gone.factor, gone.dollars, gone.share) == (None, Decimal("40.0000"), None, None)
    assert gone.says == "No RVU of 97112 is held."
    assert held.dollars == Decimal("32.00")  # 0.80 x 40
    assert held.says == ""


def test_from_the_day_on_which_no_factor_is_held_nothing_is_in_dollars():
    found = {(one.code, one.from_day): one for one in dollars_over_the_years(["98940"])}
    after = found["98940", date(2027, 7, 1)]
    assert (after.rvu, after.factor, after.dollars) == (Decimal("0.80"), None, None)
    assert after.says == "No conversion factor is held."
    assert found[FACTOR, date(2027, 7, 1)].dollars is None
    assert found[FACTOR, date(2027, 1, 1)].dollars == Decimal("40.0000")


def test_a_chart_of_dollars_gives_each_code_its_own_last_year():
    figure = dollars_chart(dollars_over_the_years(["97112", "98940"]))
    assert figure.title.startswith("Dollars of 2027 beside July 2014:")
    assert re.search(r"97112 (up|down) [\d.]+ percent \(in 2026\)", figure.title)
    assert re.search(r"98940 (up|down) [\d.]+ percent,", figure.title)
    assert "97112, 2027" in figure.vintage
    assert "no data. No RVU of 97112 is held." in figure.vintage
    assert "conversion factor, July 2027: no data. No conversion factor is held." in figure.vintage


def test_codes_that_no_day_has_together_are_refused_with_advice(tmp_path):
    folder = copy_of_the_tables(tmp_path)
    text = (folder / "rvu.csv").read_text("utf-8").splitlines(keepends=True)
    one_each = [line for line in text if not (line.startswith("97112") and ",2013-" not in line)]
    one_each = [line for line in one_each if not (line.startswith("97110") and ",2014-" not in line)]
    (folder / "rvu.csv").write_text("".join(one_each), "utf-8")
    with (
        reading_from(folder),
        pytest.raises(CpteduError, match="No data: a day with the dollars of 97112, 97110"),
    ):
        dollars_chart(dollars_over_the_years(["97112", "97110"]))


def test_a_visit_in_that_year_says_which_of_its_codes_has_no_amount():
    found = {one.name: one for one in by_year(example_visit("desk_worker"))}
    assert found["2027"].carries.allowed is None
    assert found["2027"].says.startswith("97112: No RVU of 97112 is held for 2027-03-04.")
    assert found["2026"].says == ""
    adjusted = {one.name: one for one in by_year(visit(on="2026-03-04", adjusted=["C5"]))}
    assert (adjusted["2027"].carries.allowed, adjusted["2027"].says) == (Decimal("32.00"), "")


def test_on_a_day_without_a_factor_a_visit_keeps_its_rvu_and_says_why_there_is_no_amount():
    late = visit(on="2026-09-04", adjusted=["C5"])
    last = by_year(late)[-1]
    assert (last.name, last.carries.total, last.carries.allowed) == ("2027", Decimal("0.80"), None)
    assert last.carries.not_covered_amount is None
    assert last.says.startswith("No conversion factor is held for 2027-09-04.")
    (national,) = by_locality(last.claim.visit)
    assert (national.carries.total, national.says) == (Decimal("0.80"), last.says)


def test_the_chart_of_years_shows_no_data_and_the_table_why():
    figure = years_chart(by_year(example_visit("desk_worker")))
    assert "2027: RVU: no data, no data" in figure.summary
    assert figure.rows[-1]["says"].count("No RVU of 97112 is held for 2027-03-04.") == 1
    assert "in 2026 (" in figure.title


def test_the_explorer_draws_the_code_that_is_held():
    figure = rvu_explorer(RvuSettings(("97112", "98940")))
    assert "97112, 2027: no value is held." in figure.vintage
    assert {row["value"] for row in figure.rows if row["year"] == "2027"} == {None, Decimal("0.80")}
