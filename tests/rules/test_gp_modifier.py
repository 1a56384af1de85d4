"""GP on therapy lines."""

from __future__ import annotations

import pytest
from strategies import check, of_visit, record

from cptedu.facts.codes import codes
from cptedu.payers import load_payer
from cptedu.payers import payer as profile
from cptedu.rules.gp_modifier import gp_modifier, therapy_modifier

gp_modifier = of_visit(gp_modifier)

THERAPY = [
    "97012",
    "97035",
    "97110",
    "97112",
    "97116",
    "97124",
    "97140",
    "97150",
    "97530",
    "97535",
    "G0283",
    "97164",
]
NOT_THERAPY = ["98940", "98941", "98942", "98943", "99203", "99213", "97810"]
TOO = ["97010", "97014"]
OCCUPATIONAL = ["97165", "97166", "97167", "97168"]


@pytest.mark.parametrize("number", THERAPY)
@pytest.mark.parametrize("payer", ["gp_required", "federal_va"])
def test_payers_that_want_gp_get_it_on_always_therapy_codes(payer, number):
    check(
        gp_modifier(record(payer), number),
        "gp_modifier",
        "supported",
        "This payer wants GP on therapy. ",
        code=number,
        cites=("nysca-gp",) if payer == "gp_required" else ("mpamedia-va-gp",),
        payer=payer,
    )


@pytest.mark.parametrize("number", NOT_THERAPY)
def test_gp_never_stands_on_an_adjustment_or_an_office_visit(number):
    assert gp_modifier(record("gp_required"), number) is None
    assert gp_modifier(record("federal_va"), number) is None


@pytest.mark.parametrize("payer", ["commercial_ncci", "commercial_cpt", "neuro_only_97112"])
def test_other_payers_want_none(payer):
    assert all(gp_modifier(record(payer), number) is None for number in codes())


@pytest.mark.parametrize("number", TOO)
def test_a_payer_that_wants_gp_wants_it_on_packs_and_stimulation_too(number):
    # RULES E4c: always therapy are 97010 and 97014 among others, at payers that want GP.
    assert gp_modifier(record("gp_required"), number) is not None
    assert gp_modifier(record("commercial_ncci"), number) is None


@pytest.mark.parametrize("number", OCCUPATIONAL)
@pytest.mark.parametrize("payer", ["gp_required", "federal_va", "medicare"])
def test_occupational_therapy_carries_go_and_never_gp(payer, number):
    # RULES E4c
    assert therapy_modifier(record(payer), number) == "GO"
    assert therapy_modifier(record("commercial_ncci"), number) is None
    assert gp_modifier(record(payer), number).says.startswith(
        f"{profile(payer).named_first} wants GO on therapy. "
    )


def test_gp_is_wanted_from_its_first_day():
    # RULES E4c: the payer's own page, dates of service from 2020-07-01.
    assert gp_modifier(record("gp_required", on="2020-06-30"), "97110") is None
    assert gp_modifier(record("gp_required", on="2020-07-01"), "97110") is not None


def test_a_choice_that_nobody_wrote_down_is_our_inference(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(
        'name = "own_gp"\nlike = "commercial_ncci"\n[gp_on_therapy]\nvalue = true\nsays = "They said so."\n'
    )
    found = gp_modifier(record(load_payer(path).name), "97110")
    assert found.says == "This payer wants GP on therapy. They said so."
    assert [citation.id for citation in found.citations] == ["cptedu-inference"]
