"""What is noted of a service and changes nothing is named all the same."""

from __future__ import annotations

import pytest
from strategies import MEASURED, record, service

from cptedu.rules.exercise_code import exercise_code
from cptedu.rules.exercise_reasons import reasons_of_the_code


def noted(rule: str, **keys) -> dict[str, str]:
    """Give what the one finding of a rule names of a service."""
    seen = record(services=[service(**keys)])
    done = seen.services[0]
    written = done.written
    found = exercise_code(
        written.purpose,
        written.deficit,
        written.contact,
        aquatic=written.aquatic,
        home_instruction=written.home_instruction,
    )
    [said] = [one for one in reasons_of_the_code(done, found.code, found) if one.rule == rule]
    return {name: str(value) for name, value in said.numbers}


def test_all_that_is_said_of_a_leaflet_is_named():
    told = noted("home_instruction", purpose="flexibility", home_instruction=True, minutes=10, aquatic=True)
    assert told == {
        "home instruction": "True",
        "purpose": "flexibility",
        "activity": "what was done",
        "regions": "lower_extremities",
        "deficit": MEASURED["flexibility"],
        "minutes": "10",
        "contact": "one_on_one",
        "aquatic": "True",
    }


def test_a_deficit_is_named_where_no_purpose_says_what_it_is_for():
    assert noted("purpose", purpose=None, deficit="grip 18 kg left") == {"deficit": "grip 18 kg left"}
    assert noted("purpose", purpose=None, deficit="") == {}


@pytest.mark.parametrize(("aquatic", "told"), [(True, {"aquatic": "True"}), (False, {})])
def test_that_it_was_in_water_is_named_where_that_chose_the_code(aquatic, told):
    assert noted("purpose", purpose="strength", aquatic=aquatic) == told
    # Hands-on work keeps its code in water, too.
    assert noted("purpose", purpose="massage", aquatic=aquatic) == {}
