"""The history of RVUs: steps where CMS held a value, blanks where not, and the article's figures apart."""

from decimal import Decimal
from itertools import pairwise

import pytest

from cptedu.charts import rvu_history
from cptedu.errors import CpteduError
from cptedu.facts.tables import rows


def row(code, year, total, status="A"):
    return {
        "code": code,
        "status": status,
        "total_nonfacility": total,
        "effective_from": f"{year}-01-01",
        "effective_to": f"{year}-12-31",
        "source": "pfs-rvu",
    }


def drawn(figure):
    """Every row of data that the chart draws."""

    def rows_in(part):
        if isinstance(part, dict):
            yield from part.get("data", {}).get("values", ())
            part = list(part.values())
        if isinstance(part, list):
            for inner in part:
                yield from rows_in(inner)

    return list(rows_in({key: value for key, value in figure.chart.to_dict().items() if key != "config"}))


def test_every_value_held_is_in_the_table_and_drawn_at_its_date():
    figure = rvu_history(["97112"], rows("rvu.csv"))
    held = {
        (r["effective_from"], Decimal(r["total_nonfacility"]))
        for r in rows("rvu.csv")
        if r["code"] == "97112"
    }
    assert {(r["from"], r["rvu"]) for r in figure.rows} == held
    assert {
        (v["date"], Decimal(str(v["rvu"])).quantize(Decimal("0.01"))) for v in drawn(figure) if "tip" in v
    } == held


def test_a_year_without_a_value_is_blank_and_no_line_crosses_it():
    figure = rvu_history(["97112"], [row("97112", year, "1.00") for year in (2013, 2014, 2016)])
    runs = {}
    for value in drawn(figure):
        if "run" in value:
            runs.setdefault(value["run"], []).append(value["date"])
    assert runs == {0: ["2013-01-01", "2014-01-01", "2014-12-31"], 1: ["2016-01-01", "2016-12-31"]}


def test_a_price_left_to_the_contractor_is_no_value():
    rows = [row("97139", 2025, "0.00", status="C"), row("97139", 2026, "0.50")]
    assert [r["rvu"] for r in rvu_history(["97139"], rows).rows] == [Decimal("0.50")]


def test_the_articles_figures_stand_apart_and_are_called_unconfirmed():
    figure = rvu_history(["97112", "98940"], rows("rvu.csv"), rows("article_figures.csv"))
    quoted = [v for v in drawn(figure) if "tip" in v and "date" not in v]
    assert [(v["code"], v["rvu"]) for v in quoted] == [("97112", 0.78), ("98940", 0.70)]
    assert all("year not confirmed" in v["tip"] for v in quoted)
    assert [(r["code"], r["from"], r["rvu"]) for r in figure.rows[:2]] == [
        ("97112", "not confirmed", Decimal("0.78")),
        ("98940", "not confirmed", Decimal("0.70")),
    ]
    assert "year not confirmed" in figure.summary
    assert "BodyZone" in figure.source
    strip, main = figure.chart.to_dict()["hconcat"]
    assert not any(layer["mark"]["type"] == "line" for layer in strip["layer"])
    assert "line" in {layer["mark"]["type"] for layer in main["layer"]}


def test_where_nothing_changed_the_title_says_so():
    still = [row(code, year, "1.00") for code in ("a", "b") for year in (2025, 2026)]
    assert rvu_history(["a", "b"], still).title == "No code is worth more or less in 2026 than in 2025"


def test_names_at_the_ends_of_the_lines_do_not_touch():
    close = [row(code, 2026, total) for code, total in (("a", "1.00"), ("b", "1.00"), ("c", "1.01"))]
    names = sorted(
        v["rvu"] for v in drawn(rvu_history(["a", "b", "c"], close)) if set(v) == {"code", "rvu", "date"}
    )
    assert len(names) == 3
    assert all(upper - lower > 0.01 for lower, upper in pairwise(names))


@pytest.mark.parametrize("codes", [[], list("abcdefg"), ["00000"]])
def test_what_cannot_be_drawn_is_refused_with_advice(codes):
    with pytest.raises(CpteduError, match="Choose"):
        rvu_history(codes, rows("rvu.csv"))
