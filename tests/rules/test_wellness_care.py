"""Maintenance under a plan other than Medicare."""

from __future__ import annotations

import pytest
from strategies import PAYERS, check, visit

from cptedu.rules.wellness_care import wellness_care


@pytest.mark.parametrize("payer", [name for name in PAYERS if name != "medicare"])
def test_the_contract_decides_about_maintenance(payer):
    check(
        wellness_care(visit(payer, care="maintenance")),
        "wellness_care",
        "ask",
        "Many plans pay active care only; the contract decides",
        cites=("cms-100-02-ch15-240.1.3", "cptedu-inference"),
        fix="Ask the plan whether it pays maintenance",
        payer=payer,
    )
    assert wellness_care(visit(payer, care="active")) is None
    assert wellness_care(visit(payer)) is None


def test_medicare_has_a_rule_of_its_own():
    assert wellness_care(visit("medicare", care="maintenance")) is None
