"""One code is not good for every payer because it is in the table: what each payer makes of it."""

from __future__ import annotations

import pytest
from strategies import by_code, service, visit

import cptedu as ct

ALONE = {"contact": "unattended"}
SHOWN = {"adjusted": ["C5"], "care": "active", "diagnoses": ["M99.01", "M54.2"], "part": ["P", "A"]}


def lines(claim):
    return [(one.code, one.modifiers, one.verdict.value) for one in claim.lines]


def left(claim):
    return [(one.code, one.verdict.value) for one in claim.unbilled]


@pytest.mark.parametrize(
    ("payer", "line"),
    [
        ("medicare", ("G0283", ("GP", "GY"), "not_covered")),
        ("federal_va", ("G0283", ("GP",), "supported")),
        ("commercial_ncci", ("97014", (), "supported")),
        ("gp_required", ("97014", ("GP",), "supported")),
    ],
)
@pytest.mark.parametrize("recorded", ["97014", "97032"])
def test_current_that_runs_by_itself_is_97014_or_g0283_by_payer(payer, line, recorded):
    # RULES-2 E4b, also for 97032 that nobody attended.
    claim = ct.code_visit(visit(payer, services=[by_code(recorded, minutes=15, **ALONE)]))
    assert lines(claim) == [line]
    assert not claim.unbilled


def test_an_excluded_line_for_97014_does_not_pass_and_the_right_one_does():
    seen = visit("medicare", services=[by_code("97014", **ALONE)], **SHOWN)
    wrong = ct.review_claim(seen, [("98940", 1, ("AT",)), ("97014", 1, ("GY",))])
    assert not wrong.passes
    [told] = [finding for finding in wrong.wrong if finding.code == "97014"]
    assert "G0283" in told.says
    right = ct.review_claim(seen, [("98940", 1, ("AT",)), ("G0283", 1, ("GP", "GY"))])
    assert right.passes


@pytest.mark.parametrize("payer", ["medicare", "federal_va", "medicare_advantage"])
def test_packs_are_bundled_never_a_line_and_never_priced(payer):
    # RULES-2 E4b
    claim = ct.code_visit(visit(payer, services=[by_code("97010")]))
    assert (lines(claim), left(claim)) == ([], [("97010", "not_covered")])
    priced = ct.price(claim, track="non_apm")
    assert (priced.lines, priced.not_covered, priced.total) == ((), (), 0)


@pytest.mark.parametrize("payer", ["commercial_ncci", "gp_required"])
def test_elsewhere_packs_stay_a_line_and_the_contract_is_asked(payer):
    # RULES-2 E4b: many commercial payers follow.
    [only] = ct.code_visit(visit(payer, services=[by_code("97010")])).lines
    assert (only.code, only.verdict.value) == ("97010", "supported")
    [asked] = [finding for finding in only.findings if finding.rule == "ask_about"]
    assert (asked.verdict.value, asked.fix) == ("ask", "Ask the payer before billing it.")


def test_medicare_never_lets_the_patient_be_charged_for_packs():
    [item] = ct.code_visit(visit("medicare", services=[by_code("97010")])).unbilled
    assert "never charged to the patient" in item.findings[-1].says
    assert "may be charged" not in "".join(finding.says + finding.fix for finding in item.findings)


@pytest.mark.parametrize("number", ["97165", "97166", "97167", "97168"])
@pytest.mark.parametrize("payer", ["federal_va", "gp_required"])
def test_occupational_evaluations_carry_go(payer, number):
    # RULES-2 E4c
    claim = ct.code_visit(visit(payer, evaluation={"code": number}))
    assert lines(claim) == [(number, ("GO",), "supported")]


def test_a_therapist_at_medicare_is_asked_about_and_not_excluded_by_law():
    # RULES-2 G6b
    claim = ct.code_visit(visit("medicare", services=[service("strength", performed_by="therapist")]))
    assert (lines(claim), left(claim)) == ([], [("97110", "ask")])
    assert "excluded by law" not in "".join(finding.says for finding in claim.findings)


@pytest.mark.parametrize("payer", ["commercial_ncci", "gp_required", "federal_va"])
@pytest.mark.parametrize(("purpose", "number"), [("balance", "97112"), ("massage", "97124")])
def test_a_refusal_in_the_adjusted_region_shows_the_other_reading(payer, purpose, number):
    claim = ct.code_visit(visit(payer, adjusted=["C5"], services=[service(purpose, regions=["cervical"])]))
    [item] = claim.unbilled
    assert (item.code, item.verdict.value) == (number, "not_supported")
    [refused] = [finding for finding in item.findings if finding.rule == "separate_region"]
    held_by = [{one.id for one in side.held_by} for side in refused.readings]
    assert {"cpt-assistant-2010-05"} in held_by
    assert len(held_by) == 2


def test_97140_never_stands_beside_an_adjustment_where_the_plan_says_so():
    payer = "no_97140_with_cmt"
    hands = service("soft_tissue", regions=["knee"])
    beside = ct.code_visit(visit(payer, adjusted=["C5"], services=[hands]))
    assert (lines(beside), left(beside)) == ([("98940", (), "supported")], [("97140", "not_covered")])
    assert lines(ct.code_visit(visit(payer, services=[hands]))) == [("97140", (), "supported")]
    extraspinal = ct.code_visit(visit(payer, adjusted=["shoulder"], services=[hands]))
    assert left(extraspinal) == [("97140", "not_covered")]


def test_what_the_plan_keeps_off_stands_in_nobodys_way():
    # 97124 is never paid beside 97140; where the plan keeps 97140 off, 97124 in another region is billed.
    seen = visit(
        "no_97140_with_cmt", adjusted=["C5"],
        services=[service("soft_tissue", regions=["knee"]), service("massage", regions=["hip"])],
    )  # fmt: skip
    assert [one.code for one in ct.code_visit(seen).lines] == ["98940", "97124"]


def test_a_practice_paid_in_cash_meets_no_edit_and_its_patient_pays_maintenance():
    seen = visit(
        "cash", adjusted=["C5"], care="maintenance", services=[service("balance", regions=["cervical"])]
    )
    claim = ct.code_visit(seen)
    assert lines(claim) == [("98940", (), "supported"), ("97112", (), "supported")]
    assert [note.rule for note in claim.notes if note.verdict.value != "supported"] == ["data_age"]


def test_medicare_advantage_covers_what_medicare_covers_and_speaks_for_itself():
    claim = ct.code_visit(visit("medicare_advantage", services=[service("strength")], **SHOWN))
    assert lines(claim) == [("98940", ("AT",), "supported")]
    assert left(claim) == [("97110", "ask")]
    said = claim.unbilled[0].findings[-1].says
    assert said.startswith("Medicare Advantage is known to pay a chiropractor for 98940, 98941 and 98942;")
    assert "excluded by law" not in said


def test_medicaid_of_minnesota_pays_24_visits_a_year():
    claim = ct.code_visit(visit("medicaid_minnesota", adjusted=["C5"]))
    [asked] = [note for note in claim.notes if note.rule == "visits_a_year"]
    assert (asked.verdict.value, asked.numbers) == ("ask", (("limit", 24),))
    assert [one.id for one in asked.citations] == ["minnesota-256b-0625"]
