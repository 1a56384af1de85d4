"""A code without a unit waits where minutes that it shares by the clock could give it one: the answer is not known yet."""

from __future__ import annotations

import pytest
from strategies import service, visit

from cptedu.engine.coding import code_visit

CODES = {"97110": "strength", "97112": "balance", "97116": "gait", "97535": "self_care"}
EACH_CODE, POOLED = "commercial_ncci", "federal_va"


def given(number, minutes, started=None):
    return service(CODES[number], activity=f"{number} {started}", minutes=minutes, started=started)


@pytest.mark.parametrize(
    ("payer", "services", "lines", "off"),
    [
        # 97112 has 4 and 3, or 5 and 3: one minute decides about both of its services.
        (
            EACH_CODE,
            [("97110", 1, "09:00"), ("97112", 5, "09:00"), ("97112", 3)],
            {},
            ["97110 not_supported", "97112 ask", "97112 ask"],
        ),
        # With 2 more it has 7 at most.
        (
            EACH_CODE,
            [("97110", 1, "09:00"), ("97112", 5, "09:00"), ("97112", 2)],
            {},
            ["97110 not_supported", "97112 not_supported", "97112 not_supported"],
        ),
        # With 15 more it has a unit in any way.
        (
            EACH_CODE,
            [("97110", 1, "09:00"), ("97112", 5, "09:00"), ("97112", 15)],
            {"97112": 1},
            ["97110 not_supported"],
        ),
        # One service keeps nothing, and its code would have 8 with what it shares.
        (
            EACH_CODE,
            [("97110", 8, "09:00"), ("97112", 3, "09:00"), ("97112", 5)],
            {"97110": 1},
            ["97112 ask", "97112 ask"],
        ),
        # 55 minutes are 4 units. 97116 with 52 has them all; with 48 it has 3 and leaves 3 minutes, fewer than the 7 of 97535.
        (
            POOLED,
            [("97116", 26, "09:04"), ("97116", 26, "09:30"), ("97535", 7, "09:01")],
            {"97116": 4},
            ["97535 ask"],
        ),
        # 33 minutes are 2 units whoever keeps the three that are shared, and 97110 leaves more of a quarter than 97535.
        (POOLED, [("97110", 28, "09:00"), ("97535", 8, "09:25")], {"97110": 2}, ["97535 not_supported"]),
    ],
)
def test_what_shared_minutes_could_make_a_unit_waits_for_them(payer, services, lines, off):
    claim = code_visit(visit(payer, services=[given(*one) for one in services]))
    assert {line.code: line.units for line in claim.lines} == lines
    assert sorted(f"{one.code} {one.verdict.value}" for one in claim.unbilled) == off
    waiting = [one for one in claim.unbilled if one.verdict.value == "ask"]
    for one in waiting:
        asked = [said for said in one.findings if said.rule == "shared_minutes"]
        assert asked
        assert not any(said.either_way for said in asked)


def test_what_waits_for_minutes_tells_of_its_own_and_not_of_those_of_another_code_that_shares_them():
    seen = visit(services=[given("97110", 8, "09:00"), given("97112", 3, "09:00"), given("97112", 5)])
    for item in code_visit(seen).unbilled:
        shared = [one.code for one in item.findings if one.rule == "shared_minutes"]
        assert shared == ["97112"] == [item.code]


def test_a_service_that_may_run_at_the_same_time_is_waited_for_though_it_would_be_off_the_claim():
    # If the clinician gave the massage in the first of the 8 minutes, 97530 keeps 7 or 8 of them.
    task = service("functional_task", minutes=8, started="09:00", regions=["cervical"])
    hands = service("soft_tissue", minutes=1, started="09:00", regions=["cervical"], contact=None)
    exercises = [service("strength", minutes=1, regions=["cervical"]) for _ in range(3)]
    line = code_visit(
        visit("auto_injury", care="active", adjusted=["C5"], services=[*exercises, task, hands])
    ).line("97530")
    assert line.units == 1
    assert [one.rule for one in line.findings if one.verdict == "ask"] == ["awaited_answer"]


def test_minutes_that_are_not_told_are_tried_one_by_one_where_some_of_them_would_be_shared_and_all_are_pooled():
    # With 8 minutes 4 are shared: 23 in all are 2 units, both of which 97110 may have. With fewer, and with 9, it has one.
    exercise, sooner = given("97110", 14), given("97110", 5, "09:00")
    balance = service("balance", activity="balance", minutes=None, started="09:01")
    for minutes, units in ((7, {"97110": 1}), (8, {"97110": 2}), (9, {"97110": 1, "97112": 1})):
        claim = code_visit(visit(POOLED, services=[exercise, sooner, balance | {"minutes": minutes}]))
        assert {line.code: line.units for line in claim.lines} == units
    line = code_visit(visit(POOLED, services=[exercise, sooner, balance])).line("97110")
    assert {one.rule for one in line.findings if one.verdict == "ask"} == {"awaited_answer"}


@pytest.mark.parametrize(
    ("payer", "services", "number", "units"),
    [
        # 16 minutes, and 30 of which 14 are shared, are 32: 2 units.
        (EACH_CODE, [("97110", 16, "09:00"), ("97110", None, "09:02")], "97110", {16: 1, 30: 2}),
        # 3 and 20, and 34 of which 19 are shared, are 38: 3 units.
        (POOLED, [("97112", 3), ("97112", 20, "09:03"), ("97112", None, "09:04")], "97112", {19: 2, 34: 3}),
    ],
)
def test_a_quarter_of_an_hour_after_what_is_shared_is_tried_too(payer, services, number, units):
    for minutes, expected in units.items():
        told = [given(one, minutes if length is None else length, *at) for one, length, *at in services]
        assert code_visit(visit(payer, services=told)).line(number).units == expected
    line = code_visit(visit(payer, services=[given(one, length, *at) for one, length, *at in services])).line(
        number
    )
    assert "awaited_answer" in {one.rule for one in line.findings if one.verdict == "ask"}
