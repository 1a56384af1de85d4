"""Minutes and regions by steps: the steps stand where the rules put them, and only the record's own are recorded."""

from decimal import Decimal

import pytest
from strategies import service, visit

from cptedu.analysis.sensitivity import minutes_steps, region_steps, timed_codes
from cptedu.errors import CpteduError
from cptedu.example_visits import example_visit
from cptedu.rules.allowed_amount import allowed_amount
from cptedu.rules.cmt_level import cmt_level
from cptedu.rules.relative_values import relative_values
from cptedu.rules.timed_units import METHODS, timed_units

SPINE = ["cervical", "thoracic", "lumbar", "sacral", "pelvic"]


@pytest.mark.parametrize("method", METHODS)
def test_alone_a_code_rises_at_8_23_38_and_53_by_either_method(method):
    assert minutes_steps(example_visit("desk_worker")).rises(method) == (8, 23, 38, 53)


def test_beside_seven_minutes_of_another_code_the_methods_part():
    found = minutes_steps(example_visit("thirty_three_and_seven"))
    assert (found.code, found.recorded, found.others) == ("97110", 33, (("97140", 7),))
    assert found.rises("cpt_per_code") == (8, 23, 38, 53)
    assert found.rises("cms_total_time") == (1, 16, 31, 46)
    recorded = {step.method: step.total_units for step in found.steps if step.is_recorded}
    assert recorded == {"cms_total_time": 3, "cpt_per_code": 2}  # CMS's own example: 33 and 7 minutes


@pytest.mark.parametrize(
    "name", ["desk_worker", "thirty_three_and_seven", "two_therapies", "massage_and_manual"]
)
def test_every_step_is_what_the_rules_count_and_weigh(name):
    given = example_visit(name)
    found = minutes_steps(given)
    assert [step.minutes for step in found.by("cpt_per_code")] == list(range(61))
    for step in found.steps:
        counted = timed_units({**dict(found.others), found.code: step.minutes}, step.method)
        assert (step.units, step.total_units) == (counted.units[found.code], counted.total_units)
        worth = (relative_values(n, given.date_of_service).total() * u for n, u in counted.units.items())
        assert step.rvu == sum(worth)
        assert step.is_recorded is (step.minutes == found.recorded)


def test_another_timed_code_can_be_chosen_and_an_absent_one_is_refused():
    given = example_visit("two_therapies")
    assert timed_codes(given) == ("97110", "97112")
    assert minutes_steps(given, "97112").others == (("97110", 15),)
    with pytest.raises(CpteduError, match="Choose from 97110, 97112"):
        minutes_steps(given, "97140")
    with pytest.raises(CpteduError, match="No timed code"):
        minutes_steps(visit(adjusted=["C5"]))


def test_minutes_of_a_service_that_is_not_billed_do_not_count():
    with pytest.raises(CpteduError, match="No timed code"):
        minutes_steps(example_visit("same_region"))


@pytest.mark.parametrize("facility", [False, True])
def test_every_region_step_is_what_the_rules_answer(facility):
    found = region_steps(example_visit("desk_worker"), "15202-00", facility=facility, track="non_apm")
    assert [step.regions for step in found.steps] == [1, 2, 3, 4, 5]
    for step in found.steps:
        assert (step.code,) == cmt_level(SPINE[: step.regions]).codes
        assert step.rvu == relative_values(step.code, "2026-03-04").total(facility)
        assert step.allowed == allowed_amount(step.code, "2026-03-04", "15202-00", facility, "non_apm")
    assert [step.regions for step in found.steps if step.is_recorded] == [2]
    assert found.recorded == ("cervical", "thoracic")


def test_the_levels_come_to_the_amounts_of_the_worked_examples():
    found = region_steps(example_visit("desk_worker"), track="non_apm")
    assert [step.allowed for step in found.steps] == list(
        map(Decimal, ("26.72", "26.72", "38.41", "38.41", "49.77"))
    )


def test_a_region_without_a_finding_does_not_count_as_recorded():
    given = visit(adjusted=SPINE[:4], findings={"cervical": "tender", "thoracic": "tender"})
    assert region_steps(given, track="non_apm").recorded == ("cervical", "thoracic")


def test_a_visit_without_a_spinal_adjustment_has_no_levels():
    with pytest.raises(CpteduError, match="No spinal adjustment"):
        region_steps(visit(adjusted=["shoulder"], services=[service("balance")]), track="non_apm")
