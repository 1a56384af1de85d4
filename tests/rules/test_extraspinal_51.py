"""Modifier 51 on 98943, which sources dispute."""

from __future__ import annotations

import pytest
from strategies import PAYERS, check, record

from cptedu.payers import load_payer
from cptedu.payers import payer as profile
from cptedu.rules.extraspinal_51 import extraspinal_51


@pytest.fixture
def wants_51(tmp_path_factory):
    path = tmp_path_factory.mktemp("payer") / "wants_51.toml"
    path.write_text(
        'name = "wants_51"\nlike = "commercial_ncci"\n[needs_51_on_98943]\nvalue = true\n', encoding="utf-8"
    )
    return load_payer(path).name


@pytest.mark.parametrize("payer", PAYERS)
def test_no_shipped_payer_wants_51_and_the_dispute_is_shown(payer):
    modifiers, finding = extraspinal_51(record(payer))
    assert modifiers == ()
    check(
        finding,
        "extraspinal_51",
        "contested",
        f"{profile(payer).named_first} is taken not to want it.",
        code="98943",
        cites=("aapc-cmt-51", "chiropub-2006", "payer-98943-2016"),
        fix="Ask the payer if 98943 comes back denied.",
        payer=payer,
    )
    assert {side.says: {c.id for c in side.held_by} for side in finding.readings} == {
        "No 51 with adjustment codes.": {"aapc-cmt-51"},
        "51 on 98943.": {"chiropub-2006", "payer-98943-2016"},
    }


def test_a_payer_that_wants_51_gets_it(wants_51):
    modifiers, finding = extraspinal_51(record(wants_51))
    assert modifiers == ("51",)
    check(finding, "extraspinal_51", "contested", "This payer wants it.", code="98943")


def test_what_a_payer_wants_since_a_day_is_not_wanted_before(tmp_path):
    path = tmp_path / "wants_51_now.toml"
    path.write_text(
        'name = "wants_51_now"\nlike = "commercial_ncci"\n'
        "[needs_51_on_98943]\nvalue = true\nsince = 2026-03-04\nbefore = false\n",
        encoding="utf-8",
    )
    payer = load_payer(path).name
    assert extraspinal_51(record(payer, "2026-03-04"))[0] == ("51",)
    assert extraspinal_51(record(payer, "2026-03-03"))[0] == ()
