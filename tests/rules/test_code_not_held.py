"""Codes that no table holds: said on their own line, and never a reason to stop."""

from __future__ import annotations

import pytest
from strategies import by_code, check, record, service, visit

from cptedu.engine.coding import code_visit
from cptedu.rules.code_not_held import code_not_held

NOT_HELD = ["S9090", "73721", "99999", "97799X", "A4556", "64450", "J1885"]


@pytest.mark.parametrize("number", NOT_HELD)
def test_a_code_that_no_table_holds_is_not_known_here(number):
    seen = record(services=[by_code(number)])
    found = check(
        code_not_held(seen.services[0].unknown_code),
        "code_not_held",
        "no_data",
        "Whether it may be billed is not known here.",
        number,
        code=number,
        cites=("cptedu-inference",),
        fix="Look it up in your own licensed CPT",
    )
    assert found.used == ("services[1].code",)


@pytest.mark.parametrize("number", NOT_HELD)
def test_it_is_said_on_its_own_and_the_rest_is_judged(number):
    beside = {"adjusted": ["C5"], "services": [service("balance"), by_code(number)]}
    claim = code_visit(visit(**beside))
    assert [line.code for line in claim.lines] == ["98940", "97112"]
    assert [(one.code, one.verdict.value) for one in claim.unbilled] == [(number, "no_data")]
    alone = code_visit(visit(adjusted=["C5"], services=[service("balance")]))
    assert [line.modifiers for line in claim.lines] == [line.modifiers for line in alone.lines]


@pytest.mark.parametrize("number", NOT_HELD)
def test_proposed_for_a_service_with_a_purpose_it_changes_nothing_of_what_the_record_makes(number):
    claim = code_visit(visit(services=[service("balance", code=number)]))
    line = claim.line("97112")
    assert line.units == 1
    said = [one for one in line.findings if one.rule == "code_not_held"]
    assert [(one.verdict.value, one.code) for one in said] == [("no_data", number)]


def test_an_examination_whose_code_is_not_held_is_said_and_the_rest_is_judged():
    claim = code_visit(visit(adjusted=["C5"], evaluation={"code": "99499", "separate": True}))
    assert [line.code for line in claim.lines] == ["98940"]
    assert [(one.code, one.verdict.value, one.about) for one in claim.unbilled] == [
        ("99499", "no_data", "examination")
    ]
