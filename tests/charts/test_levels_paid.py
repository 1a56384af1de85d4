"""How often each level is paid: shares that add up, each drawn and in the table, and the audit's figure with its time."""

from decimal import Decimal

import pytest
from drawn_values import drawn_values

from cptedu.charts import levels_paid as module
from cptedu.charts.drawing import draw
from cptedu.charts.levels_paid import levels_paid
from cptedu.errors import CpteduError
from cptedu.facts.reference import years_with_shares
from cptedu.facts.tables import rows


def test_every_share_is_drawn_and_in_the_table():
    figure = levels_paid()
    drawn = {(str(one["year"]), one["code"], one["share"]) for one in drawn_values(figure)}
    assert drawn == {(one["year"], one["code"], float(one["share"])) for one in figure.rows}
    assert {one["year"] for one in figure.rows} == set(map(str, years_with_shares()))
    assert "<svg" in draw(figure.specification, figure.summary)


def test_the_shares_are_those_of_the_services_and_add_up():
    of_table = {
        (r["effective_from"][:4], r["code"]): int(r["services"]) for r in rows("medicare_utilisation.csv")
    }
    for year in map(str, years_with_shares()):
        of_year = [one for one in levels_paid().rows if one["year"] == year]
        total = sum(of_table[year, one["code"]] for one in of_year)
        assert abs(sum(one["share"] for one in of_year) - 100) <= Decimal("0.1")
        for one in of_year:
            assert one["services"] == of_table[year, one["code"]]
            assert abs(one["share"] - Decimal(100) * one["services"] / total) <= Decimal("0.05")


def test_the_point_is_the_title_and_the_audit_has_its_time_and_its_source():
    figure = levels_paid()
    newest = max(years_with_shares())
    assert figure.title.startswith("98941 was ")
    assert figure.title.endswith(", and 61.5 in 2013")
    assert f"in {newest}," in figure.title
    assert "found 33.6 percent of the money for chiropractic services paid wrongly" in figure.vintage
    assert "(claims from July 2022 to June 2023)" in figure.vintage
    assert "First Coast" in figure.source


def test_without_figures_of_an_audit_nothing_is_said_of_one(monkeypatch):
    monkeypatch.setattr(module, "oversight", lambda: ())
    assert "audits" not in levels_paid().vintage


def test_without_a_year_of_all_levels_it_is_refused_with_advice(monkeypatch):
    monkeypatch.setattr(module, "years_with_shares", lambda: ())
    with pytest.raises(CpteduError, match="No data: a year of every spinal adjustment is not held"):
        levels_paid()
