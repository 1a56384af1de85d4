"""Services that run at the same time by the clock."""

from __future__ import annotations

from datetime import time

import pytest
from cptedu.rules.overlapping_times import overlap, overlapping_times
from strategies import check, service, visit

import cptedu as ct
from cptedu.model import Service


def at(hour: int, minute: int, minutes: int | None, **keys) -> Service:
    return Service(started=time(hour, minute), minutes=minutes, **keys)


@pytest.mark.parametrize(
    ("one", "other", "overlaps"),
    [
        (at(9, 0, 15), at(9, 14, 15), True),
        (at(9, 0, 15), at(9, 15, 15), False),
        (at(9, 0, 60), at(9, 20, 10), True),
        (at(9, 50, 15), at(10, 4, 5), True),
        (at(9, 0, 15), at(9, 0, 15), True),
        (at(9, 0, None), at(9, 0, 15), False),
        (at(9, 0, 0), at(9, 0, 15), False),
        (Service(minutes=15), at(9, 0, 15), False),
    ],
)
def test_two_services_overlap_when_one_begins_before_the_other_has_ended(one, other, overlaps):
    assert overlap(one, other) is overlaps
    assert overlap(other, one) is overlaps


def test_what_needs_the_clinician_twice_at_once_is_asked_about():
    found = check(
        overlapping_times(visit(), [("97140", at(9, 0, 15)), ("97110", at(9, 5, 20))]),
        "overlapping_times",
        "ask",
        "By the clock these overlap: 97110 from 09:05 for 20 minutes with 97140 from 09:00 for 15 minutes.",
        cites=("cms-100-04-ch5-20.2", "apta-group"),
        fix="Minutes are never counted twice.",
    )
    assert found.code is None
    assert overlapping_times(visit(), [("97140", at(9, 0, 15)), ("97110", at(9, 15, 20))]) is None


def test_each_pair_that_overlaps_is_named_and_no_other():
    three = [("97110", at(9, 0, 20)), ("97112", at(9, 10, 20)), ("97140", at(9, 25, 15))]
    check(
        overlapping_times(visit(), three),
        "overlapping_times",
        "ask",
        "By the clock these overlap: 97110 from 09:00 for 20 minutes with 97112 from 09:10 for 20 minutes; "
        "97112 from 09:10 for 20 minutes with 97140 from 09:25 for 15 minutes. The",
        fix="Minutes are never counted twice.",
    )


def test_a_patient_may_lie_under_a_supervised_modality_meanwhile():
    assert overlapping_times(visit(), [("97012", at(9, 0, 15)), ("97110", at(9, 5, 20))]) is None


def test_one_on_one_work_inside_the_time_of_a_group_is_asked_about_and_stays():
    # A group beside one-on-one work is taken as another time; a clock that says otherwise is a question.
    within = [
        service("balance", contact="group", minutes=30, started="09:00"),
        service("strength", minutes=15, started="09:10"),
    ]
    claim = ct.code_visit(visit(services=within))
    assert [(line.code, line.modifiers) for line in claim.lines] == [("97110", ("59",)), ("97150", ())]
    asked = [note.says for note in claim.notes if note.rule == "overlapping_times"]
    assert len(asked) == 1
    assert "97110 from 09:10 for 15 minutes with 97150 from 09:00 for 30 minutes" in asked[0]


def test_the_claim_flags_two_one_on_one_services_at_once():
    both = [
        service("soft_tissue", minutes=15, started="09:00"),
        service("strength", minutes=15, started="09:05"),
    ]
    rules = [note.rule for note in ct.code_visit(visit(services=both)).notes]
    assert "overlapping_times" in rules
    assert "overlapping_times" not in [
        note.rule for note in ct.code_visit(visit(services=[both[0], both[1] | {"started": "09:15"}])).notes
    ]
