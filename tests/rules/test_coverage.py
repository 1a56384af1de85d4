"""What Medicare never pays a chiropractor for."""

from __future__ import annotations

import pytest
from strategies import check, of_visit, payers_that, record, service, visit

from cptedu import review_claim
from cptedu.facts.codes import codes
from cptedu.rules.coverage import denial_modifiers, not_covered

not_covered = of_visit(not_covered)

SPINAL = {"98940", "98941", "98942"}
THERAPY = ["97012", "97035", "97110", "97112", "97140", "97150", "97530", "G0283"]
OTHER = ["98943", "99203", "99213", "72100"]


@pytest.mark.parametrize("number", sorted(codes()))
def test_only_the_three_spinal_adjustments_are_in_the_benefit(number):
    assert (not_covered(record("medicare"), number) is None) == (number in SPINAL)


def test_medicares_benefit_is_its_own():
    assert set(payers_that("covers", ("98940", "98941", "98942"))) == {"medicare", "medicare_advantage"}
    assert payers_that("not_covered_lines", "line") == ["medicare"]


@pytest.mark.parametrize("payer", sorted({*payers_that("covers", ())} & {*payers_that("never_paid", ())}))
def test_a_payer_that_lists_nothing_leaves_nothing_out(payer):
    assert all(not_covered(record(payer), number) is None for number in codes())


@pytest.mark.parametrize("number", THERAPY)
def test_excluded_therapy_carries_gp_and_gy(number):
    # E-t3, MC-019
    finding = check(
        not_covered(record("medicare"), number),
        "coverage",
        "not_covered",
        f"98940, 98941 and 98942 only. {number} is excluded by law: the patient may be charged",
        "carries GY and GP.",
        code=number,
        cites=("usc-42-1395x-r-5", "cms-100-02-ch15-240.1.1", "ngs-modifiers", "palmetto-rrb-faq"),
        fix="Tell the patient the price beforehand",
    )
    assert finding.says.endswith("carries GY and GP.")
    assert set(denial_modifiers(record("medicare"), number)) == {"GP", "GY"}
    assert denial_modifiers(record("medicare", abn="voluntary"), number) == ("GP", "GX", "GY")


@pytest.mark.parametrize("number", OTHER)
def test_other_excluded_lines_carry_gy_alone(number):
    finding = check(
        not_covered(record("medicare"), number),
        "coverage",
        "not_covered",
        "sent for denial carries GY.",
        code=number,
        fix="only if the patient wants Medicare's denial.",
    )
    assert "palmetto-rrb-faq" not in {citation.id for citation in finding.citations}
    assert denial_modifiers(record("medicare"), number) == ("GY",)
    assert denial_modifiers(record("medicare", abn="voluntary"), number) == ("GX", "GY")


@pytest.mark.parametrize("abn", ["none", "required"])
def test_gx_marks_a_voluntary_notice_and_no_other(abn):
    assert denial_modifiers(record("medicare", abn=abn), "97112") == ("GP", "GY")
    assert "GX" not in not_covered(record("medicare", abn=abn), "97112").says


def test_a_voluntary_notice_is_said():
    found = not_covered(record("medicare", abn="voluntary"), "97112")
    assert found.says.endswith("carries GY and GP. A voluntary notice is on file: GX goes with GY.")


def test_a_billed_line_that_only_a_plans_contract_decides_is_asked_about_once_and_is_not_wrong():
    seen = visit("medicare_advantage", services=[service("strength")])
    review = review_claim(seen, [("97110", 1, ())])
    assert (review.wrong, review.missing, review.passes) == ((), (), False)
    asked = [one for one in review.unknown if one.code == "97110"]
    assert [(one.rule, one.verdict.value) for one in asked] == [("not_in_record", "ask")]
    assert "is in its contract" in asked[0].says
    assert review_claim(seen, []).passes
