"""Maintenance under a plan other than Medicare."""

from __future__ import annotations

import pytest
from strategies import check, of_visit, payers_that, record

from cptedu.payers import load_payer
from cptedu.rules.wellness_care import wellness_care

wellness_care = of_visit(wellness_care)


@pytest.mark.parametrize("payer", payers_that("maintenance", "ask"))
def test_the_contract_decides_about_maintenance(payer):
    check(
        wellness_care(record(payer, care="maintenance")),
        "wellness_care",
        "ask",
        "Many plans pay active care only; the contract decides",
        cites=("cptedu-inference",),
        fix="Ask the plan whether it pays maintenance",
        payer=payer,
    )
    active = wellness_care(record(payer, care="active"))
    assert (active.verdict.value, active.used) == ("supported", ("care",))
    assert wellness_care(record(payer)) is None


def test_where_no_contract_was_read_medicares_rule_is_named_as_that_from_which_we_infer():
    check(
        wellness_care(record("commercial_ncci", care="maintenance")),
        "wellness_care",
        "ask",
        cites=("cms-100-02-ch15-240.1.3", "cptedu-inference"),
        fix="Ask the plan",
    )


def test_who_pays_it_is_asked_nothing():
    assert payers_that("maintenance", "paid") == ["cash"]
    check(
        wellness_care(record("cash", care="maintenance")),
        "wellness_care",
        "supported",
        "This is maintenance, which",
        payer="cash",
    )


def test_a_payer_that_says_that_it_does_not_pay_is_believed(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('name = "own"\nin_sentences = "Our Plan"\n[maintenance]\nvalue = "not_paid"\n')
    check(
        wellness_care(record(load_payer(path).name, care="maintenance")),
        "wellness_care",
        "not_covered",
        "This is maintenance, which Our Plan does not pay.",
        cites=("cptedu-inference",),
        fix="Tell the patient the price beforehand",
    )


def test_medicare_has_a_rule_of_its_own():
    assert wellness_care(record("medicare", care="maintenance")) is None
