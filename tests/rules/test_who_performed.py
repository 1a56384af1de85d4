"""Who gave the service."""

from __future__ import annotations

import pytest
from strategies import PAYERS, check, of_visit, payers_that, record

from cptedu.facts.codes import codes
from cptedu.payers import load_payer
from cptedu.payers import payer as profile
from cptedu.rules.who_performed import who_performed
from cptedu.visit.record import ServiceRecord

who_performed = of_visit(who_performed)

ASSISTANT = ServiceRecord.of(activity="balance board", performed_by="unlicensed_assistant")
NEEDS_THE_CLINICIAN = ["97110", "97112", "97140", "97035", "97150", "97750"]
SUPERVISED = ["97010", "97012", "97014", "G0283"]
REFUSE = payers_that("unlicensed_assistant", "not_supported")


@pytest.mark.parametrize("number", NEEDS_THE_CLINICIAN)
@pytest.mark.parametrize("payer", [name for name in PAYERS if name not in REFUSE])
def test_elsewhere_state_and_contract_decide(payer, number):
    found = check(
        who_performed(record(payer), ASSISTANT, number),
        "who_performed",
        "ask",
        f"Whether {number} may then be billed depends on the state and the contract.",
        code=number,
        cites=("bcbs-2018", "hns-procedures", "kmc-delegation", "collins-delegation"),
        fix="Until then the minutes do not count.",
        payer=payer,
        about="balance board",
    )
    assert {side.says: {c.id for c in side.held_by} for side in found.readings} == {
        "State law may allow delegation.": {"kmc-delegation"},
        "The contract may want the licensed provider in person.": {"bcbs-2018", "hns-procedures"},
    }


@pytest.mark.parametrize("number", NEEDS_THE_CLINICIAN)
@pytest.mark.parametrize("payer", REFUSE)
def test_some_payers_refuse_it(payer, number):
    found = check(
        who_performed(record(payer), ASSISTANT, number),
        "who_performed",
        "not_supported",
        f"{profile(payer).named} does not pay {number} then, and the minutes do not count",
        code=number,
        cites=("cms-100-02-ch15-230.5",),
        fix="Leave it off the claim.",
        about="balance board",
    )
    assert found.readings == ()


def test_medicare_and_the_va_are_among_those_that_refuse_it():
    assert {"medicare", "federal_va"} <= set(REFUSE)


@pytest.mark.parametrize("number", SUPERVISED)
@pytest.mark.parametrize("payer", PAYERS)
def test_an_assistant_may_look_after_a_supervised_modality(payer, number):
    found = check(
        who_performed(record(payer), ASSISTANT, number),
        "who_performed",
        "supported",
        f"{number} needs nobody in attendance.",
        code=number,
        about="balance board",
    )
    assert found.used == ("services[1].performed_by",)


ASK_OF_A_THERAPIST = payers_that("therapist", "ask")


@pytest.mark.parametrize("payer", PAYERS)
def test_the_chiropractor_may_give_everything(payer):
    assert all(
        who_performed(record(payer), ServiceRecord.of(performed_by="chiropractor"), n) is None
        for n in codes()
    )


@pytest.mark.parametrize("payer", [name for name in PAYERS if name not in ASK_OF_A_THERAPIST])
def test_elsewhere_a_therapist_may_give_everything(payer):
    given = ServiceRecord.of(performed_by="therapist")
    said = [who_performed(record(payer), given, number) for number in codes()]
    assert {(one.verdict.value, one.used) for one in said} == {("supported", ("services[1].performed_by",))}


def test_medicare_covers_a_therapist_under_a_therapy_plan_so_that_is_asked():
    # RULES G6b
    by_a_therapist = ServiceRecord.of(activity="balance board", performed_by="therapist")
    check(
        who_performed(record("medicare"), by_a_therapist, "97110"),
        "who_performed",
        "ask",
        "Medicare covers therapy by a therapist who is enrolled in the own name",
        code="97110",
        cites=("cms-100-02-ch15-220",),
        fix="Ask whether the therapist is enrolled",
        about="balance board",
    )
    assert who_performed(record("medicare"), by_a_therapist, "20560").verdict.value == "supported"


def test_what_a_payer_wants_since_a_day_is_not_wanted_before(tmp_path):
    path = tmp_path / "in_person.toml"
    path.write_text(
        'name = "in_person"\nlike = "commercial_ncci"\n'
        '[unlicensed_assistant]\nvalue = "not_supported"\nsince = 2026-03-04\nbefore = "ask"\n',
        encoding="utf-8",
    )
    payer = load_payer(path).name
    assert who_performed(record(payer, "2026-03-04"), ASSISTANT, "97112").verdict.value == "not_supported"
    assert who_performed(record(payer, "2026-03-03"), ASSISTANT, "97112").verdict.value == "ask"


@pytest.mark.parametrize("number", ["97810", "20560", "97129", "98960", "97161"])
@pytest.mark.parametrize("payer", PAYERS)
def test_an_assistant_at_what_no_rule_of_attendance_is_held_for_is_asked_whoever_pays(payer, number):
    check(
        who_performed(record(payer), ASSISTANT, number),
        "who_performed",
        "ask",
        f"An unlicensed assistant gave it. Whether {number} may then be billed depends on the state and the contract.",
        code=number,
        fix="Ask the state board and the payer, in writing",
        payer=payer,
        about="balance board",
    )
