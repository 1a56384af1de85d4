"""Minutes of direct treatment, which timed codes need."""

from __future__ import annotations

import pytest
from strategies import by_code, check, service, visit

from cptedu.engine.coding import code_visit
from cptedu.engine.review import review_claim
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


@pytest.mark.parametrize("number", [n for n in sorted(codes()) if not is_timed(n)])
def test_a_service_of_no_minutes_is_asked_about_however_its_code_is_counted(number):
    check(
        recorded_minutes(ServiceRecord.of(minutes=0), number),
        "minutes",
        "ask",
        f"The note has 0 minutes for {number}.",
        code=number,
        fix="Ask whether it was given.",
    )
    assert recorded_minutes(ServiceRecord.of(minutes=1), number) is None


@pytest.mark.parametrize("number", ["97012", "97014", "20560", "98960"])
def test_it_makes_no_line(number):
    done = visit(services=[by_code(number, minutes=0)])
    claim = code_visit(done)
    assert claim.lines == ()
    assert [(item.code, item.verdict.value) for item in claim.unbilled] == [(number, "ask")]
    assert review_claim(done, []).passes


def test_a_group_of_no_minutes_makes_none_either():
    claim = code_visit(visit(services=[service("strength", contact="group", minutes=0)]))
    assert [(item.code, item.verdict.value) for item in claim.unbilled] == [("97150", "ask")]
