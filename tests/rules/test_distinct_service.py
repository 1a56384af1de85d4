"""59 or XS, and never both."""

from __future__ import annotations

import pytest
from strategies import PAYERS, record

from cptedu.payers import load_payer
from cptedu.rules.distinct_service import distinct_service_modifier, same_meaning

REGION, TIME, ENCOUNTER, WHO = "another region", "another time", "another encounter", "another practitioner"


@pytest.fixture
def wants_xs(tmp_path_factory):
    path = tmp_path_factory.mktemp("payer") / "xs.toml"
    path.write_text(
        'name = "wants_xs"\nlike = "commercial_ncci"\n[distinct_service_modifier]\nvalue = "XS"\nsource = "mln1783722"\n',
        encoding="utf-8",
    )
    return load_payer(path).name


@pytest.mark.parametrize("payer", PAYERS)
@pytest.mark.parametrize("why", [[REGION], [TIME], [ENCOUNTER], [REGION, TIME]])
def test_every_shipped_payer_takes_59(payer, why):
    assert distinct_service_modifier(record(payer), why) == "59"


def test_a_payer_that_wants_xs_gets_it_for_another_region_alone(wants_xs):
    assert distinct_service_modifier(record(wants_xs), [REGION]) == "XS"
    assert distinct_service_modifier(record(wants_xs), [REGION, REGION]) == "XS"
    assert distinct_service_modifier(record(wants_xs), [REGION, TIME]) == "59"
    assert distinct_service_modifier(record(wants_xs), [ENCOUNTER]) == "59"


def test_xs_is_never_used_for_a_date_before_2015(wants_xs):
    assert distinct_service_modifier(record(wants_xs, on="2014-12-31"), [REGION]) == "59"
    assert distinct_service_modifier(record(wants_xs, on="2015-01-01"), [REGION]) == "XS"


@pytest.mark.parametrize(
    # RULES-2 D8d: region is XS, encounter XE, interval XU, practitioner XP.
    ("why", "alike"),
    [
        ([], ()),
        ([REGION], ("59", "XS")),
        ([ENCOUNTER], ("59", "XE")),
        ([TIME], ("59", "XU")),
        ([WHO], ("59", "XP")),
        ([REGION, ENCOUNTER, REGION], ("59", "XS", "XE")),
    ],
)
def test_the_x_modifier_that_may_stand_for_59_is_the_one_that_says_why(why, alike):
    assert same_meaning(record(), why) == alike
    assert same_meaning(record(on="2014-12-31"), why) == alike[:1]
    assert same_meaning(record(on="2015-01-01"), why) == alike
