"""Figures of Medicare and of oversight, each of its year and with its source."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

import cptedu as ct
from cptedu.facts.codes import codes
from cptedu.facts.reference import oversight, spinal_shares, utilisation
from cptedu.facts.tables import rows


def test_the_shares_of_the_spinal_adjustments_are_those_that_were_published():
    assert list(spinal_shares("2013-03-01").values()) == [Decimal("31.4"), Decimal("61.5"), Decimal("7.1")]
    assert list(spinal_shares("2024-12-31").values()) == [Decimal("21.1"), Decimal("73.3"), Decimal("5.6")]


def test_97112_grew_from_seven_and_a_half_to_nearly_thirty_five_million():
    assert utilisation("97112", "2024-01-01").services == 34770833
    assert round(utilisation("97112", "2013-01-01").services, -5) == 7500000


@pytest.mark.parametrize(
    ("code", "on"), [("98941", "2012-06-01"), ("98941", "2020-06-01"), ("97533", "2024-06-01")]
)
def test_no_year_and_no_code_stands_in_for_another(code, on):
    with pytest.raises(ct.NotInDataError, match="Years held: "):
        utilisation(code, on)


def test_each_figure_of_oversight_has_the_time_of_its_claims():
    found = oversight()
    assert [one.figure for one in found if one.first == date(2022, 7, 1)] == [Decimal("33.6")]
    assert all(one.first < one.last and one.citation.title for one in found)


def test_only_codes_that_are_held_have_figures_and_one_a_year():
    table = rows("medicare_utilisation.csv")
    assert {row["code"] for row in table} <= set(codes())
    assert len({(row["code"], row["effective_from"]) for row in table}) == len(table)
    assert all(Decimal(row["mean_allowed"]) <= Decimal(row["mean_charge"]) for row in table)
