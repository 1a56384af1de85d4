"""What the record does not support is named with its reason, and nothing that it does support is among it."""

import pytest
from enumerated_claims import generated
from strategies import service, visit

from cptedu.analysis.supported import supported_codings
from cptedu.analysis.unsupported import unsupported_codings
from cptedu.engine.coding import code_visit
from cptedu.example_visits import example_visit
from cptedu.model import Verdict


@pytest.mark.parametrize("seed", range(60))
def test_nothing_supported_is_called_unsupported(seed):
    given = generated(seed)
    claims = [dict(one.billed) for one in supported_codings(given)]
    for one in unsupported_codings(given):
        assert one.says
        assert one.verdict in {Verdict.NOT_SUPPORTED, Verdict.NOT_COVERED, Verdict.ASK}
        if one.in_place_of == one.code:
            assert all(claim.get(one.code, 0) < one.units for claim in claims), one
        elif one.in_place_of is not None or code_visit(given).line(one.code) is None:
            assert all(one.code not in claim for claim in claims), one


@pytest.mark.parametrize("seed", range(60))
def test_everything_that_is_not_billed_is_named(seed):
    given = generated(seed)
    named = [(one.code, one.verdict, one.about) for one in unsupported_codings(given)]
    claims = [dict(one.billed) for one in supported_codings(given)]
    for item in code_visit(given).unbilled:
        if code_visit(given).line(item.code) is None and any(item.code in claim for claim in claims):
            continue  # a tie may as well give it the unit
        assert (item.code, item.verdict, item.about) in named


def test_the_next_level_is_named_with_the_regions_that_there_are():
    (first, *_) = unsupported_codings(visit(adjusted=["C5", "T4", "L5"]))
    assert (first.code, first.in_place_of) == ("98942", "98941")
    assert first.says == "Only 3 spinal regions (cervical, thoracic, lumbar): the record supports 98941."
    assert unsupported_codings(visit(adjusted=["C5", "T4", "L5", "sacrum", "pelvis"])) == ()


@pytest.mark.parametrize(("minutes", "units"), [(8, 1), (22, 1), (23, 2), (38, 3)])
def test_one_unit_more_than_the_minutes_make_is_named(minutes, units):
    found = unsupported_codings(visit(services=[service("massage", minutes=minutes)]))
    assert [(one.code, one.units) for one in found] == [("97124", units + 1)]
    assert f"{minutes} minutes of 97124 make {units} unit" in found[0].says
    assert "No minute is made up" in found[0].says


def test_the_unit_that_a_tie_may_give_is_not_called_unsupported():
    tied = visit("federal_va", services=[service("massage", minutes=20), service("strength", minutes=20)])
    more = {one.code: one.units for one in unsupported_codings(tied) if one.code == one.in_place_of}
    assert more == {"97110": 3, "97124": 3}
    short = visit("federal_va", services=[service("balance", minutes=7), service("strength", minutes=7)])
    assert [one.label for one in supported_codings(short)][1].startswith("97112")
    assert "97112" not in {one.code for one in unsupported_codings(short)}


def test_another_exercise_code_is_named_but_where_sources_dispute_the_code_itself():
    found = unsupported_codings(visit(services=[service("balance")]))
    assert {one.code for one in found if one.in_place_of == "97112" and one.code != "97112"} == {
        "97110",
        "97530",
    }
    disputed = visit(services=[service("balance", activity="core stabilization")])
    assert code_visit(disputed).line("97112").verdict is Verdict.CONTESTED
    assert [one.code for one in unsupported_codings(disputed)] == ["97112"]


def test_what_has_no_code_is_named_by_what_was_done():
    (found,) = unsupported_codings(visit(services=[service(None, activity="posture exercises")]))
    assert (found.code, found.label, found.verdict) == (None, "posture exercises", Verdict.ASK)


def test_an_unmeasured_exercise_would_have_the_units_of_its_minutes():
    (found,) = unsupported_codings(visit(services=[service("balance", deficit="", minutes=40)]))
    assert (found.code, found.units, found.verdict) == ("97112", 3, Verdict.ASK)
    assert "deficit that was measured" in found.says


def test_the_articles_visit_in_an_adjusted_region_is_named_with_the_reason():
    first = unsupported_codings(example_visit("same_region"))[0]
    assert (first.code, first.verdict) == ("97112", Verdict.NOT_SUPPORTED)
    assert "part of the adjustment" in first.says
