"""The rules of the package and the second way, written apart from them, say the same of any visit."""

from hypothesis import HealthCheck, given, settings
from strategies import PAYERS, visits
from two_models import differences, meeting_visits, not_spoken_of, payers_left_out


@given(visit=visits)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_both_ways_agree_on_any_visit(visit):
    assert not_spoken_of(visit) or differences(visit) == []


@given(visit=meeting_visits)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_both_ways_agree_where_services_meet_in_place_and_time(visit):
    assert not_spoken_of(visit) or differences(visit) == []


def test_the_second_way_speaks_of_every_payer_that_is_shipped():
    assert payers_left_out(PAYERS) == []
