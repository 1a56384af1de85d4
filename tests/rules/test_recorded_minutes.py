"""Minutes of direct treatment, which timed codes need."""

from __future__ import annotations

import pytest
from strategies import check

from cptedu.facts.codes import codes, is_timed
from cptedu.rules.recorded_minutes import recorded_minutes
from cptedu.visit.record import ServiceRecord


@pytest.mark.parametrize("number", [n for n in sorted(codes()) if is_timed(n)])
def test_a_timed_service_without_minutes_is_asked_about(number):
    check(
        recorded_minutes(ServiceRecord.of(activity="rows with a band"), number),
        "minutes",
        "ask",
        f"{number} is billed by time, and the note has no minutes for it.",
        code=number,
        cites=("cms-100-04-ch5-20.2", "cms-100-02-ch15-220", "cpt-time-rule"),
        fix="Ask for the minutes of direct treatment; set-up, note-writing and rest do not count.",
        about="rows with a band",
    )


@pytest.mark.parametrize("number", ["97110", "97140", "97035"])
@pytest.mark.parametrize("minutes", [0, 7, 16])
def test_recorded_minutes_are_as_wanted_however_few(number, minutes):
    assert recorded_minutes(ServiceRecord.of(minutes=minutes), number) is None


@pytest.mark.parametrize("number", [n for n in sorted(codes()) if not is_timed(n)])
def test_other_codes_need_no_minutes(number):
    assert recorded_minutes(ServiceRecord.of(), number) is None


def test_the_codes_that_are_timed_are_those_of_the_manual_and_of_cpt():
    timed = {"97110", "97112", "97113", "97116", "97124", "97140", "97530", "97535", "97537", "97750"}
    timed |= {"97032", "97033", "97034", "97035", "97036"}
    untimed = {
        "98940",
        "98941",
        "98942",
        "98943",
        "97010",
        "97012",
        "97014",
        "G0283",
        "97016",
        "97018",
        "97022",
    }
    untimed |= {"97026", "97150", "99203", "99213", "97161", "97164", "97168"}
    assert all(is_timed(number) for number in timed)
    assert not any(is_timed(number) for number in untimed)
