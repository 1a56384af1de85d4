"""A year and a whole release that are added by rows alone: every figure of 2027 here is made up."""

from __future__ import annotations

import csv
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from other_tables import add_rows, copy_of_the_tables, leave_out_from, reading_from
from strategies import record, visit

import cptedu as ct
from cptedu.analysis.comparisons import by_locality, by_year
from cptedu.analysis.then_and_now import dollars_over_the_years, ratios
from cptedu.charts.by_year import years_chart
from cptedu.charts.rvu_explorer import RvuSettings, rvu_explorer
from cptedu.charts.rvu_history import rvu_history
from cptedu.charts.then_and_now import dollars_chart, ratios_chart
from cptedu.engine.stamped import stamped
from cptedu.example_visits import example_visit
from cptedu.facts.tables import rows
from cptedu.rules.data_age import data_age
from cptedu.rules.price import price
from cptedu.widgets.rvu_explorer import RvuExplorer
from cptedu.widgets.tradeoff_explorer import TradeoffExplorer

DAY = date(2027, 3, 4)
SOURCE = """
[made-up-{name}]
title = "A made-up {name}"
publisher = "nobody"
section = ""
date = "2027"
address = ""
read = "not read"
confidence = "unconfirmed"
authority = "inference"
"""
SOURCES = ("factor", "values", "indices", "reduction", "edits", "limits")
LEFT_OUT = {"98940", "97112"}


def of(folder: Path, name: str, **wanted: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        return [
            row
            for row in csv.DictReader(lines)
            if all(row[column] == cell for column, cell in wanted.items())
        ]


def year_2027(folder: Path) -> None:
    """Write a year: factors, values, indices, a reduction, and the first release of edits and limits, each from a source."""
    span = {"effective_from": "2027-01-01", "effective_to": "2027-12-31"}
    with (folder / "sources.toml").open("a", encoding="utf-8") as lines:
        lines.writelines(SOURCE.format(name=name) for name in SOURCES)
    factors = {"apm": "41.0000", "non_apm": "40.0000"}
    add_rows(
        folder,
        "conversion_factor.csv",
        (
            {"track": track, "factor": factor, "source": "made-up-factor"} | span
            for track, factor in factors.items()
        ),
    )
    values = {"work": "0.60", "pe_nonfacility": "0.40", "pe_facility": "0.20", "mp": "0.02"}
    totals = {"total_nonfacility": "1.02", "total_facility": "0.82", "releases": "MADE27A"}
    before = {"effective_from": "2026-01-01"}
    add_rows(
        folder,
        "rvu.csv",
        (
            row | values | totals | span | {"source": "made-up-values"}
            for row in of(folder, "rvu.csv", **before)
        ),
    )
    indices = {"work": "1.000", "pe": "1.100", "mp": "0.900", "source": "made-up-indices"}
    add_rows(folder, "gpci.csv", (row | indices | span for row in of(folder, "gpci.csv", **before)))
    open_row = "50,all,high,2013-04-01,,ngs-mppr"
    cut = folder / "multiple_procedure_reduction.csv"
    cut.write_text(
        cut.read_text(encoding="utf-8").replace(open_row, open_row.replace(",,", ",2026-12-31,")), "utf-8"
    )
    add_rows(
        folder,
        cut.name,
        [
            {
                "pe_percent_kept": "60",
                "setting": "all",
                "source": "made-up-reduction",
                "effective_from": "2027-01-01",
            }
        ],
    )
    release_of_2027(folder)


def release_of_2027(folder: Path) -> None:
    """Write the release 2027 Q1: as 2024 Q3, without the edit of 98940 and 97112, and without a limit on 97124."""
    release = {"release": "2027 Q1", "release_from": "2027-01-01"}
    for kind, source in (("ptp", "made-up-edits"), ("mue", "made-up-limits")):
        whole = {"kind": kind, "name": "2027 Q1", "begins": "2027-01-01", "whole": "yes", "source": source}
        add_rows(folder, "releases.csv", [whole])
    edits = of(folder, "ptp.csv", release="2024 Q3")
    kept = [row for row in edits if {row["column_one"], row["column_two"]} != LEFT_OUT]
    add_rows(folder, "ptp.csv", (row | release | {"source": "made-up-edits"} for row in kept))
    limits = [row for row in of(folder, "mue.csv", release="2024 Q3") if row["code"] != "97124"]
    add_rows(
        folder, "mue.csv", (row | release | {"units": "9", "source": "made-up-limits"} for row in limits)
    )


@pytest.fixture(scope="module", autouse=True)
def with_2027(tmp_path_factory):
    folder = copy_of_the_tables(tmp_path_factory.mktemp("a-new-year"))
    leave_out_from(folder, "2027-01-01")  # the real 2027, once it is held
    year_2027(folder)
    with reading_from(folder):
        yield folder


def ids(answer) -> list[str]:
    return [citation.id for citation in answer.citations]


def test_the_years_held_end_with_it():
    assert ct.years_held()[-2:] == (2026, 2027)


def test_a_price_is_of_its_rows_and_cites_just_these():
    # 1.02 x 40, 1.02 x 41, and (0.60 + 0.40 x 1.1 + 0.02 x 0.9) x 40.
    assert ct.allowed_amount("97112", DAY, "national", track="non_apm") == Decimal("40.80")
    assert ct.allowed_amount("97112", DAY, "national", track="apm") == Decimal("41.82")
    here = ct.allowed_amount("97112", DAY, "15202-00", track="non_apm")
    assert here == Decimal("42.32")
    assert ids(here) == ["usc-42-1395w-4", "made-up-values", "made-up-factor", "made-up-indices"]
    assert here.vintage == "CMS MADE27A"
    with pytest.raises(ct.CpteduError, match="2027 has two conversion factors"):
        ct.allowed_amount("97112", DAY, "national")


def test_several_are_reduced_by_the_row_of_the_day():
    # The second unit keeps 60 percent of 0.40: (0.60 + 0.24 + 0.02) x 40 = 34.40.
    several = ct.allowed_amounts({"97112": 2}, DAY, "national", track="non_apm")
    assert several.line("97112").unit_amounts == (Decimal("40.80"), Decimal("34.40"))
    assert "made-up-reduction" in ids(several)
    assert "ngs-mppr" not in ids(several)
    claim = ct.code_visit(visit(on=DAY, adjusted=["C5"]))
    assert ids(price(claim, track="non_apm")) == ["usc-42-1395w-4", "made-up-values", "made-up-factor"]


def test_what_is_not_in_the_whole_release_has_no_edit():
    edit = ct.ptp_edit("98940", "97112", DAY)
    assert (edit.modifier_indicator, edit.verdict, edit.vintage) == (None, "supported", "NCCI PTP 2027 Q1")
    assert edit.says.startswith("No edit joins 98940 and 97112 as of 2027 Q1")
    assert edit.age == "the quarter of this date of service"
    assert ids(edit) == ["made-up-edits"]
    assert ct.ptp_edit("98940", "97140", DAY).vintage == "NCCI PTP 2027 Q1"
    assert ct.ptp_edit("98940", "97112", date(2026, 12, 31)).modifier_indicator == 1


def test_no_part_of_an_older_release_lives_on():
    listed = {
        frozenset((row["column_one"], row["column_two"]))
        for row in rows("ptp.csv")
        if row["release"] == "2026 Q4"
    }
    assert listed
    for one, two in map(sorted, listed):
        assert ct.ptp_edit(one, two, DAY).vintage == "NCCI PTP 2027 Q1"


def test_a_limit_that_is_not_in_the_whole_release_is_over():
    assert (ct.mue("97112", DAY).units, ct.mue("97112", DAY).vintage) == (9, "MUE 2027 Q1")
    gone = ct.mue("97124", DAY)
    assert (gone.units, gone.verdict, gone.vintage) == (None, "no_data", "MUE 2027 Q1")
    assert "as of 2027 Q1" in gone.says
    assert ct.mue("97124", date(2026, 12, 31)).units == 4


def test_the_age_of_the_edits_is_that_of_the_new_release():
    assert data_age(record(on=DAY)).says == "Edits as of 2027 Q1, the quarter of this date of service."
    assert (
        data_age(record(on=date(2027, 9, 1))).says
        == "Edits as of 2027 Q1, two quarters before this date of service."
    )
    assert ids(stamped(record(on=DAY), data_age(record(on=DAY)))) == ["made-up-edits", "made-up-limits"]


def test_a_claim_rests_on_the_edit_of_its_day():
    services = [
        {
            "activity": "single-leg stance", "purpose": ["balance"], "deficit": "6 s left, 25 s right",
            "regions": ["cervical"], "minutes": 16, "contact": "one_on_one",
        }
    ]  # fmt: skip
    note = {"payer": "commercial_ncci", "adjusted": ["C5"], "services": services}
    now = ct.code_visit(ct.Visit.from_dict(note | {"date_of_service": DAY}))
    before = ct.code_visit(ct.Visit.from_dict(note | {"date_of_service": date(2026, 3, 4)}))
    assert [line.code for line in now.lines] == ["98940", "97112"]
    assert [line.code for line in before.lines] == ["98940"]


@pytest.mark.parametrize("measure", ["rvu", "dollars"])
def test_the_explorer_shows_it(measure):
    figure = rvu_explorer(RvuSettings(("97112",), measure=measure, locality="15202-00"))
    shown = "1.02 RVU" if measure == "rvu" else "$42.32"
    assert figure.title.startswith(f"97112: {shown} in 2027")
    assert "A made-up values" in figure.source
    assert ("A made-up indices" in figure.source) == (measure == "dollars")
    widget = RvuExplorer(["97112"], measure=measure)
    assert "in 2027" in widget.figure.title
    labels = {"2027"} if measure == "rvu" else {"2027 non-APM", "2027 APM"}
    assert labels <= {row["year"] for row in figure.rows}


def test_charts_and_comparisons_show_it():
    visit_2026 = example_visit("desk_worker")
    years = by_year(visit_2026)
    assert years[-1].name == "2027"
    # Two units of 1.02 x 40; neither is cut, for only one is therapy.
    assert years[-1].carries.allowed == Decimal("81.60")
    assert "$81.60 in 2027" in years_chart(years).title
    assert {one.year for one in ratios()} >= {2026, 2027}
    assert "In 2027" in ratios_chart(ratios([("97112", "97110")])).title
    dollars = dollars_chart(dollars_over_the_years(["97112"]))
    assert dollars.title.startswith("Dollars of 2027 beside 2013:")
    assert "In 2027 the factor is the non-APM one" in dollars.vintage
    assert drawn_to(dollars) == pytest.approx(2027.3)
    assert "in 2027" in rvu_history(["97112"], rows("rvu.csv")).title
    places = by_locality(years[-1].claim.visit, track="non_apm")
    assert len(places) > 100


def drawn_to(figure) -> float:
    """The end of the axis: what is drawn may not lie beyond it."""
    return max(
        float(end)
        for end in re.findall(r'"domain": \[\d{4}, (\d{4}\.\d)\]', figure.chart.to_json(indent=None))
    )


def test_the_controls_reach_it():
    explorer = TradeoffExplorer(example_visit("desk_worker"))
    assert explorer.choices["years"][1] == 2027
    assert explorer.choices["factor_of"] == "Conversion factor of 2026 and 2027"
    explorer.year = 2027
    assert explorer.problem == ""
    assert explorer.why_not["track"] == ""


def test_the_years_before_are_as_they_were():
    assert ct.allowed_amount("97112", date(2026, 3, 4), "national", track="non_apm") == Decimal("32.73")
    assert ct.allowed_amounts({"97112": 2}, date(2026, 3, 4), "national", track="non_apm").total == Decimal(
        "57.61"
    )
    assert ct.mue("97112", date(2026, 3, 4)).units == 4
