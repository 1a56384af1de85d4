"""The public calls are there under their names, wherever their rooms have moved to."""

from __future__ import annotations

import pytest

import cptedu as ct
from cptedu.errors import CpteduError


@pytest.mark.parametrize("name", sorted(set(ct.__all__) - {"__version__"}))
def test_every_public_name_loads_and_explains_itself(name):
    assert getattr(ct, name).__doc__


def test_a_name_that_is_not_public_is_refused():
    with pytest.raises(AttributeError, match="no attribute 'regions_of_everything'"):
        ct.regions_of_everything  # noqa: B018


SEEN = ct.Visit.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci", "adjusted": ["C5"]})
NO_VALUES = [None, 1, 1.5, "", b"x", [], {}, True, object(), [None], [[]], float("nan")]


@pytest.mark.parametrize("given", NO_VALUES, ids=range(len(NO_VALUES)))
@pytest.mark.parametrize(
    "call",
    [
        ct.code_visit,
        lambda given: ct.compare_payers(given, ["medicare"]),
        lambda given: ct.compare_payers(SEEN, given),
        ct.load_claim,
        ct.load_payer,
        ct.load_visit,
        lambda given: ct.price(given, locality="national", track="non_apm"),
        lambda given: ct.review_claim(given, []),
        ct.Visit.from_dict,
    ],
    ids=["code", "compare", "payers", "claim", "payer", "visit", "price", "review", "from_dict"],
)
def test_what_a_call_cannot_take_is_refused_in_words(call, given):
    with pytest.raises(CpteduError, match=r"[a-z]{3,} .*[a-z]{3,}"):
        call(given)


def test_more_minutes_than_a_day_has_are_refused_and_a_whole_day_is_counted():
    assert ct.timed_units({"97110": 1440}, method="cpt_per_code").units == {"97110": 96}
    with pytest.raises(CpteduError, match=r"97110: 1441 minutes are more than a day has \(1440\)"):
        ct.timed_units({"97110": 1441}, method="cms_total_time")


def test_a_payer_that_is_named_twice_or_by_number_is_compared_once_or_refused():
    assert list(ct.compare_payers(SEEN, ["medicare", "medicare"]).claims) == ["medicare"]
    assert list(ct.compare_payers(SEEN, iter(["medicare", "cash"])).claims) == ["medicare", "cash"]
    with pytest.raises(CpteduError, match="1 is not a known payer"):
        ct.compare_payers(SEEN, [1])
