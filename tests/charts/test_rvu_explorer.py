"""The RVU explorer's figure: each number is what the rules answer, and each sentence is of just those numbers."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest
from drawn_values import drawn_values
from hypothesis import given, settings
from hypothesis import strategies as st

from cptedu.charts.drawing import draw
from cptedu.charts.rvu_explorer import RvuSettings, rvu_explorer
from cptedu.charts.rvu_points import (
    codes_with_values,
    columns_of_years,
    localities,
    quoted_figures,
    rvu_points,
)
from cptedu.errors import CpteduError, NotInDataError
from cptedu.facts.schedule import years_held
from cptedu.facts.tables import rows
from cptedu.rules.allowed_amount import NATIONAL, allowed_amount
from cptedu.rules.relative_values import relative_values

YEARS = years_held()
SOME_LOCALITIES = [NATIONAL, *(one.id for one in localities())]

any_settings = st.builds(
    RvuSettings,
    codes=st.lists(st.sampled_from(codes_with_values()), min_size=1, max_size=3, unique=True).map(tuple),
    measure=st.sampled_from(["rvu", "dollars"]),
    places=st.sampled_from([("office",), ("facility",), ("office", "facility")]),
    locality=st.sampled_from(SOME_LOCALITIES),
)


def asked(point, locality):
    """Ask the rule itself for a point's number; None where it has no answer."""
    facility = point.place == "facility"
    if point.part == "total" and locality is None:
        try:
            return relative_values(point.code, date(point.year, 7, 1)).total(facility)
        except NotInDataError:
            return None
    if locality is None:
        values = relative_values(point.code, date(point.year, 12, 31))
        pe = values.pe_facility if facility else values.pe_nonfacility
        return {"work": values.work, "pe": pe, "mp": values.mp}[point.part]
    day = point.from_day or date(point.year, 12, 31)
    try:
        return Decimal(allowed_amount(point.code, day, locality, facility, point.track or None))
    except CpteduError:
        return None


# -- the numbers


@pytest.mark.parametrize("parts", [False, True])
def test_every_rvu_is_what_the_rule_answers(parts):
    for at in range(0, len(codes_with_values()), 6):
        chosen = codes_with_values()[at : at + 6]
        for point in rvu_points(RvuSettings(chosen, parts=parts, places=("office", "facility"))):
            expected = asked(point, None)
            if point.value is None:
                assert not expected or relative_values(point.code, date(point.year, 7, 1)).status == "C"
                assert point.says
            else:
                assert point.value == expected


@given(any_settings.filter(lambda one: one.measure == "dollars"))
@settings(max_examples=40, deadline=None)
def test_every_dollar_is_what_the_rule_answers(chosen):
    for point in rvu_points(chosen):
        assert point.value == asked(point, chosen.locality)
        assert point.says or point.value is not None


def test_each_code_has_every_year_and_2026_has_both_tracks():
    points = rvu_points(RvuSettings(("97112",), measure="dollars"))
    assert {point.year for point in points} == set(YEARS)
    assert [(p.track, p.value) for p in points if p.year == 2026] == [
        ("non_apm", Decimal("32.73")),
        ("apm", Decimal("32.90")),
    ]
    assert columns_of_years("rvu") == tuple(str(year) for year in YEARS)


def test_a_year_with_two_conversion_factors_has_both_and_draws_the_later():
    points = [p for p in rvu_points(RvuSettings(("98940",), measure="dollars")) if p.year == 2024]
    assert [(p.from_day, p.value, p.is_later) for p in points] == [
        (date(2024, 1, 1), allowed_amount("98940", "2024-03-08", NATIONAL), False),
        (date(2024, 3, 9), allowed_amount("98940", "2024-03-09", NATIONAL), True),
    ]
    figure = rvu_explorer(RvuSettings(("98940",), measure="dollars"))
    assert [row["year"] for row in figure.rows if "2024" in str(row["year"])] == [
        "2024, from January 1",
        "2024, from March 9",
    ]
    drawn = {row["when"]: row["value"] for row in drawn_values(figure) if "apm" in row}
    assert drawn["2024"] == float(points[1].value)


@given(any_settings)
@settings(max_examples=40, deadline=None)
def test_what_is_drawn_is_in_the_table_and_the_other_way_round(chosen):
    try:
        figure = rvu_explorer(chosen)
    except CpteduError:
        assert all(point.value is None for point in rvu_points(chosen))
        return
    held = [p for p in rvu_points(chosen) if p.value is not None and p.is_later]
    drawn = {(row["code"], row["when"], row["value"]) for row in drawn_values(figure) if "line" in row}
    assert drawn == {(p.code, p.when, float(p.value)) for p in held}
    in_table = [row["value"] for row in figure.rows if row["value"] is not None and row["what"] == "total"]
    quoted = quoted_figures(chosen.codes) if chosen.measure == "rvu" else ()
    everything = [p.value for p in rvu_points(chosen) if p.value is not None]
    assert sorted(in_table) == sorted([*everything, *(one.total for one in quoted)])
    assert "<svg" in draw(figure.specification, figure.summary)


def test_a_line_is_broken_where_a_year_is_missing(monkeypatch):
    from cptedu.charts import rvu_explorer as module
    from cptedu.charts import rvu_points as numbers

    real = numbers.rvu_points

    def with_a_hole(chosen):
        return tuple(p for p in real(chosen) if p.year != 2016)

    monkeypatch.setattr(module, "rvu_points", with_a_hole)
    lines = [row["line"] for row in drawn_values(rvu_explorer(RvuSettings(("97112",)))) if "line" in row]
    assert len(set(lines)) == 2


def test_the_articles_figures_stand_apart_and_at_no_year():
    figure = rvu_explorer(RvuSettings(("97112", "98940", "98941", "97110")))
    first = figure.rows[:3]
    assert [(row["code"], row["value"], row["year"]) for row in first] == [
        ("97112", Decimal("0.78"), "not confirmed"),
        ("98940", Decimal("0.70"), "not confirmed"),
        ("98941", Decimal("0.97"), "not confirmed"),
    ]
    quoted = [row for row in drawn_values(figure) if row["when"] == "article"]
    assert sorted({row["value"] for row in quoted}) == [0.70, 0.78, 0.97]
    assert "quoted by the article, year not confirmed: 97112 0.78" in figure.summary
    assert "Quoted by the" in figure.svg
    in_dollars = rvu_explorer(RvuSettings(("97112",), measure="dollars"))
    assert "quoted" not in in_dollars.svg + in_dollars.summary + in_dollars.source_line


# -- the sentences


@given(any_settings)
@settings(max_examples=40, deadline=None)
def test_every_number_of_title_and_summary_is_in_the_table(chosen):
    try:
        figure = rvu_explorer(chosen)
    except CpteduError:
        return
    in_table = {str(row["value"]) for row in figure.rows}
    for number in re.findall(r"\d+\.\d\d\b", f"{figure.title} {figure.summary}"):
        assert number in in_table
    assert figure.summary.endswith(".")
    json.dumps(figure.specification)


def test_what_medicare_does_not_pay_is_said_beside_its_value():
    assert "not paid by Medicare" in rvu_explorer(RvuSettings(("98943",))).vintage


# -- the settings


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"codes": ()}, "Choose one to 6 codes; 0 are chosen"),
        ({"codes": codes_with_values()[:7]}, "7 are chosen"),
        ({"codes": ("97112", "97112")}, "twice"),
        ({"codes": ("97039",)}, "'97039' is not a known code with relative values"),
        ({"codes": ("97121",)}, "'97121' is not a known code"),
        ({"measure": "euros"}, "measure"),
        ({"places": ()}, "place"),
        ({"places": ("home",)}, "'home' is not a known place"),
        ({"parts": True, "measure": "dollars"}, "Dollars are shown as totals"),
        ({"locality": "ohio"}, "'ohio' is not a locality"),
    ],
)
def test_settings_that_cannot_be_shown_are_refused_with_advice(wrong, words):
    with pytest.raises(CpteduError, match=re.escape(words)):
        RvuSettings(**wrong)


def test_every_code_with_a_value_and_every_locality_can_be_chosen():
    assert "97039" not in codes_with_values()
    assert {row["code"] for row in rows("rvu.csv")} - set(codes_with_values()) <= {"97039"}
    assert len(localities()) == len({(row["mac"], row["locality"]) for row in rows("gpci.csv")})
    for number in codes_with_values():
        assert rvu_explorer(RvuSettings((number,))).title.startswith(number)
