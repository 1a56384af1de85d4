"""The yearly amounts of the therapy benefit, as the table has them."""

from __future__ import annotations

import pytest

import cptedu as ct
from cptedu.facts.tables import rows
from cptedu.rules.therapy_threshold import therapy_threshold


@pytest.mark.parametrize("row", rows("kx_threshold.csv"), ids=lambda row: row["effective_from"][:4])
def test_each_year_answers_by_its_own_row(row):
    for day in (row["effective_from"], row["effective_to"]):
        found = therapy_threshold(day)
        assert str(found.amount) == row["amount"]
        assert [citation.id for citation in found.citations] == [row["source"]]
        assert row["kind"] in found.says


def test_the_cap_ended_with_2017():
    assert "a cap" in therapy_threshold("2017-12-31").says
    assert "a threshold" in therapy_threshold("2018-01-01").says


def test_a_year_that_is_not_held_is_not_guessed():
    with pytest.raises(ct.NotInDataError, match="No yearly therapy amount is held for 2012-12-31"):
        therapy_threshold("2012-12-31")
