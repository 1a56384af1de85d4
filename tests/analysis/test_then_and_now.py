"""The article's comparisons: as quoted, and as CMS had them; dollars as ``allowed_amount`` answers."""

from datetime import date
from decimal import Decimal

import pytest

from cptedu.analysis.then_and_now import FACTOR, dollars_over_the_years, ratios
from cptedu.errors import CpteduError
from cptedu.facts.schedule import tracks, years_held
from cptedu.rules.allowed_amount import allowed_amount, conversion_factor
from cptedu.rules.relative_values import relative_values

CODES = ["97112", "97110", "98940", "98941"]


def test_each_year_of_each_pair_is_what_cms_held():
    points = [one for one in ratios() if one.year]
    assert [one.year for one in points] == [*years_held()] * 3
    for one in points:
        if one.says:
            assert one.ratio is None
            assert any(f"No RVU of {number} is held." in one.says for number in (one.code, one.other))
            continue
        held = [relative_values(n, date(one.year, 7, 1)) for n in (one.code, one.other)]
        ours, theirs = (each.total() for each in held)
        assert (one.rvu, one.other_rvu) == (ours, theirs)
        assert abs(one.ratio - ours / theirs * 100) <= Decimal("0.05")
        assert set(one.citations) == {cited for each in held for cited in each.citations}


def test_a_similar_rvu_is_an_eighth_more_in_2026():
    (now,) = [one for one in ratios([("97112", "97110")]) if one.year == 2026]
    assert (now.rvu, now.other_rvu, now.ratio) == (Decimal("0.98"), Decimal("0.87"), Decimal("112.6"))


def test_the_article_is_quoted_where_it_gives_both_figures_and_at_no_date():
    quoted = [one for one in ratios() if one.said_by == "article"]
    assert [(one.code, one.rvu, one.other, one.other_rvu, one.year) for one in quoted] == [
        ("97112", Decimal("0.78"), "98940", Decimal("0.70"), None),
        ("97112", Decimal("0.78"), "98941", Decimal("0.97"), None),
    ]
    assert {cited.id for one in quoted for cited in one.citations} == {"bodyzone-97112"}


@pytest.mark.parametrize("track", ["non_apm", "apm"])
def test_each_amount_is_the_rules_and_its_share_is_of_the_first_day_that_is_known_of_all(track):
    points = dollars_over_the_years(CODES, track)
    for one in points:
        assert one.base == date(2014, 7, 1)
        own = track if tracks(one.from_day) else None
        factor = conversion_factor(one.from_day, own)
        assert one.factor == factor
        if one.code == FACTOR:
            assert one.dollars == factor
            continue
        if one.rvu is None:
            assert (one.dollars, one.share, one.says) == (None, None, f"No RVU of {one.code} is held.")
            continue
        assert one.rvu == relative_values(one.code, one.from_day).total()
        if one.code in {"98940", "98941"} and one.from_day < one.base:
            assert (one.dollars, one.share) == (None, None)
            assert one.says.startswith("Medicare paid spinal adjustments 2 percent less")
            continue
        assert one.dollars == allowed_amount(one.code, one.from_day, "national", track=own)
        then = allowed_amount(one.code, "2014-07-01", "national")
        assert abs(one.share - one.dollars / then * 100) <= Decimal("0.05")
    assert {one.share for one in points if one.from_day == date(2014, 7, 1)} == {Decimal("100.0")}


def test_without_an_adjustment_the_first_year_held_is_the_base():
    first = dollars_over_the_years(["97112"])[0]
    assert (first.from_day, first.base, first.share) == (date(2013, 1, 1), date(2013, 1, 1), Decimal("100.0"))


def test_a_factor_that_changed_within_a_year_is_a_point_of_its_own():
    days = [one.from_day for one in dollars_over_the_years(["97112"]) if one.code == FACTOR]
    # A factor a year, and the two that changed within one.
    assert len(days) == len(years_held()) + 2
    assert {date(2015, 7, 1), date(2024, 3, 9)} <= set(days)


def test_the_last_points_are_the_amounts_of_the_worked_examples():
    last = {one.code: one.dollars for one in dollars_over_the_years(CODES) if one.from_day.year == 2026}
    assert last == {
        "97112": Decimal("32.73"),
        "97110": Decimal("29.06"),
        "98940": Decimal("26.72"),
        "98941": Decimal("38.41"),
        FACTOR: Decimal("33.4009"),
    }


def test_an_unknown_track_is_refused():
    with pytest.raises(CpteduError, match="Accepted: apm, non_apm"):
        dollars_over_the_years(CODES, "both")
