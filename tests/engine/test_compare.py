"""What differs between two payers: also of what neither is billed for, of questions, and of two numbers of one thing."""

from __future__ import annotations

import pytest
from strategies import by_code, service, visit

import cptedu as ct
from cptedu.payers import payers

LOW_BACK = {"adjusted": ["L4"], "part": ["P", "A"], "diagnoses": ["M99.03", "M54.50"]}
STRENGTH = {"deficit": "hip extension 4-/5 left", "regions": ["hip"]}
BALANCE = {"deficit": "single-leg stance 6 s left, 25 s right"}
ASSISTANT = {"performed_by": "unlicensed_assistant"}
PADS = by_code("97014", regions=["lumbar"], minutes=15, contact="unattended")


def differences(first: str, second: str, **keys):
    """Give what differs, as code, what and values with the rules that tell why."""
    found = ct.compare_payers(visit(**keys), [first, second]).differences
    assert all(one.says.startswith(one.code or "The claim") for one in found)
    return [(one.code, one.what, one.values, {f.rule for f in one.findings}) for one in found]


@pytest.mark.parametrize(
    ("first", "second", "keys", "told"),
    [
        ("commercial_ncci", "medicare", LOW_BACK, ("98940", "verdict", ("supported", "ask"), {"care_phase"})),
        ("medicare", "commercial_ncci", LOW_BACK, ("98940", "verdict", ("ask", "supported"), {"care_phase"})),
        ("commercial_ncci", "medicare", {"adjusted": ["L4"], "care": "active"},
         ("98940", "verdict", ("supported", "ask"), {"part", "subluxation_diagnosis"})),
        ("commercial_ncci", "federal_va", {"services": [service("strength", **STRENGTH, **ASSISTANT)]},
         ("97110", "verdict", ("ask", "not_supported"), {"who_performed"})),
        ("gp_required", "medicare", {"services": [service("joint_mobilization", regions=["hip"], **ASSISTANT)]},
         ("97140", "verdict", ("ask", "not_supported"), {"who_performed"})),
        ("commercial_ncci", "medicare",
         {"adjusted": ["C5"], "services": [service(regions=["cervical"], performed_by="therapist", **BALANCE)]},
         ("97112", "verdict", ("not_supported", "ask"), {"who_performed"})),
        ("commercial_ncci", "neuro_only_97112",
         {"adjusted": ["C5"], "services": [service(regions=["cervical"], **BALANCE)], "diagnoses": ["M54.2"]},
         ("97112", "said", ("not said", "not_supported"), {"neuro_criteria"})),
        ("commercial_ncci", "federal_va",
         {"services": [service("strength", **STRENGTH), service("strength", **STRENGTH, **ASSISTANT)]},
         ("97110", "said", ("ask", "not_supported"), {"who_performed"})),
    ],
)  # fmt: skip
def test_what_is_asked_or_refused_otherwise_is_named_once(first, second, keys, told):
    found = differences(first, second, **keys)
    assert told in found
    assert sum(one[0] == told[0] and one[1] in {"verdict", "said"} for one in found) == 1


def test_two_numbers_of_one_service_are_one_difference_with_its_reason():
    found = differences("commercial_ncci", "medicare", **LOW_BACK, care="active", services=[PADS])
    assert found[0] == ("97014", "code", ("97014", "G0283"), {"exchanged_code"})
    assert [one[:2] for one in found[1:]] == [
        ("G0283", "modifiers"),
        ("G0283", "verdict"),
        ("98940", "modifiers"),
    ]
    [back] = [
        one
        for one in differences("federal_va", "commercial_ncci", **LOW_BACK, care="active", services=[PADS])
        if one[1] == "code"
    ]
    assert back == ("G0283", "code", ("G0283", "97014"), {"exchanged_code"})


def test_a_lower_level_is_one_difference_with_its_reason():
    keys = LOW_BACK | {"adjusted": ["C5", "T4", "L4"], "care": "active"}
    found = differences("commercial_ncci", "medicare", **keys)
    assert [one[:3] for one in found] == [
        ("98941", "code", ("98941", "98940")),
        ("98940", "modifiers", ("none", "AT")),
    ]
    assert "subluxation_diagnosis" in found[0][3]


# ---- what must stay as short as it was ----


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ("medicare", [("97112", "modifiers"), ("97112", "verdict"), ("98940", "modifiers")]),
        ("federal_va", [("97112", "modifiers")]),
        ("gp_required", [("97112", "modifiers")]),
        ("commercial_cpt", []),
        ("cash", [("97112", "modifiers")]),
        ("neuro_only_97112", [("97112", "billed")]),
        ("medicare_advantage", [("97112", "billed"), ("98940", "modifiers")]),
    ],
)
def test_an_ordinary_visit_has_the_differences_that_its_lines_have(second, told):
    keys = LOW_BACK | {"care": "active", "services": [service(regions=["ankle"], **BALANCE)]}
    assert [one[:2] for one in differences("commercial_ncci", second, **keys)] == told


@pytest.mark.parametrize("name", sorted(payers()))
def test_a_payer_differs_from_itself_in_nothing(name):
    keys = {"adjusted": ["C5"], "services": [PADS, service(regions=["cervical"], **BALANCE, **ASSISTANT)]}
    assert differences(name, name, **keys) == []


@pytest.mark.parametrize("second", ["gp_required", "commercial_cpt"])
def test_what_both_ask_alike_is_no_difference(second):
    keys = {"services": [service("strength", regions=["hip"], deficit=""), service(**BALANCE, **ASSISTANT)]}
    assert differences("commercial_ncci", second, **keys) == []
