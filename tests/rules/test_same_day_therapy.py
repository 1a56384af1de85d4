"""Two therapies on one day that an edit joins."""

from __future__ import annotations

from datetime import time

import pytest
from strategies import ON, check, visit

from cptedu.model import Service
from cptedu.rules.ptp_edit import ptp_edit
from cptedu.rules.same_day_therapy import same_day_therapy, why_distinct

NECK, BACK, BOTH = ("cervical",), ("lumbar",), ("cervical", "lumbar")
REGION, TIME, ENCOUNTER, NOTHING = "another region", "another time", "another encounter", ""


def at(hour: int, minute: int, minutes: int | None, regions=BACK, **keys) -> Service:
    return Service(regions=regions, started=time(hour, minute), minutes=minutes, **keys)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (Service(regions=NECK), Service(regions=BACK), REGION),
        (Service(regions=("C5",)), Service(regions=("L3", "SI")), REGION),
        (Service(regions=("C5",)), Service(regions=("cervical",)), NOTHING),
        (Service(regions=BOTH), Service(regions=BACK), NOTHING),
        (Service(regions=BACK), Service(), NOTHING),
        (Service(), Service(regions=BACK), NOTHING),
        (Service(), Service(), NOTHING),
        (Service(regions=BACK), Service(regions=BACK, encounter=2), ENCOUNTER),
        (Service(regions=BACK, encounter="afternoon"), Service(regions=BACK), ENCOUNTER),
        (Service(regions=BACK, encounter=2), Service(regions=BACK, encounter=2), NOTHING),
        (Service(regions=BACK, encounter="first"), Service(regions=BACK), NOTHING),
        (Service(regions=BACK, encounter="First"), Service(regions=BACK, encounter=1), NOTHING),
        (Service(regions=BACK, encounter="Evening"), Service(regions=BACK, encounter="evening"), NOTHING),
        (at(9, 0, 15), at(9, 0, 10), NOTHING),
        (at(9, 0, 15), at(9, 15, 10), TIME),
        (at(9, 15, 10), at(9, 0, 15), TIME),
        (at(9, 0, 16), at(9, 15, 10), NOTHING),
        (at(9, 15, 10), at(9, 0, 16), NOTHING),
        (at(9, 50, 15), at(10, 5, 10), TIME),
        (at(9, 50, 16), at(10, 5, 10), NOTHING),
        (at(9, 0, None), at(9, 30, 10), NOTHING),
        (at(9, 0, 15), at(9, 30, None), TIME),
        (at(9, 0, 15), Service(regions=BACK, minutes=10), NOTHING),
        (Service(regions=BACK, minutes=10), at(9, 0, 15), NOTHING),
        (at(9, 0, 15, NECK), at(9, 0, 15, BACK), REGION),
    ],
)
def test_region_encounter_or_time_sets_two_services_apart(one, other, why):
    # Machine traction and manual therapy: neither has minutes of its own in the other's code.
    assert why_distinct(one, "97012", other, "97140") == why
    assert why_distinct(other, "97140", one, "97012") == why


def test_codes_with_minutes_of_their_own_are_other_times():
    here = Service(regions=BACK)
    assert why_distinct(here, "97140", here, "97750") == TIME  # both one on one
    assert why_distinct(here, "97035", here, "97140") == TIME  # attended ones too
    assert why_distinct(here, "97150", here, "97110") == TIME  # a group beside one-on-one work
    assert why_distinct(here, "97110", here, "97150") == TIME
    assert why_distinct(here, "G0283", here, "97032") == NOTHING
    assert why_distinct(here, "97140", here, "97018") == NOTHING
    assert why_distinct(here, "97140", here, "97039") == NOTHING  # in attendance, and not by minutes


def judged(one_code, one, two_code, two):
    return same_day_therapy(visit(), one, two, ptp_edit(one_code, two_code, ON))


def test_a_pair_that_no_modifier_opens_is_refused_whatever_the_region():
    # D-t13
    found = check(
        judged("97140", Service(regions=NECK), "97124", Service("massage", regions=BACK)),
        "same_day_therapy",
        "not_supported",
        "97124 is never paid beside 97140 on one date, whatever the region; no modifier changes that.",
        code="97124",
        cites=("ncci-ptp-2024q3", "mln1783722"),
        fix="Leave 97124 off the claim.",
        vintage="NCCI PTP 2024 Q3",
        about="massage",
    )
    assert found.numbers == (("column one", "97140"), ("column two", "97124"), ("modifier indicator", 0))


@pytest.mark.parametrize(
    ("one", "two", "why"),
    [
        (Service(regions=NECK), Service("hands on", regions=BACK), REGION),
        (Service(regions=BACK), Service("hands on", regions=BACK, encounter=2), ENCOUNTER),
        (at(9, 0, 15), at(9, 20, 10, activity="hands on"), TIME),
    ],
)
def test_a_distinct_service_is_billed_and_says_why(one, two, why):
    # D-t16
    found = check(
        judged("97012", one, "97140", two),
        "same_day_therapy",
        "supported",
        f"97140 is distinct from 97012: {why}.",
        code="97140",
        cites=("ncci-ptp-2024q3", "mln1783722"),
        vintage="NCCI PTP 2024 Q3",
        about="hands on",
    )
    assert found.numbers == (("column one", "97012"), ("column two", "97140"), ("modifier indicator", 1))


def test_the_same_region_without_another_time_is_refused():
    check(
        judged("97012", Service(regions=BACK), "97140", Service("hands on", regions=BOTH)),
        "same_day_therapy",
        "not_supported",
        "97140 was given in the same region as 97012, and nothing shows another time; it is part of 97012.",
        code="97140",
        fix="Leave 97140 off the claim, unless the note already shows separate times.",
        about="hands on",
    )


@pytest.mark.parametrize(
    ("one", "two"),
    [(Service(), Service(regions=BACK)), (Service(regions=BACK), Service()), (Service(), Service())],
)
def test_a_region_that_is_not_recorded_is_asked_about(one, two):
    check(
        judged("97012", one, "97140", two),
        "same_day_therapy",
        "ask",
        "97140 is paid beside 97012 only in another region or at another time, and the note does not tell.",
        code="97140",
        fix="Ask which regions were treated, and when each service began.",
    )
