"""GP, GO and GN go by the plan of care, of which a visit does not tell (RULES-2 E4c)."""

from __future__ import annotations

import pytest
from strategies import by_code, service, visit

import cptedu as ct
from cptedu.rules.gp_modifier import WHOSE_PLAN

WANT_IT = ["gp_required", "federal_va"]
EXERCISED = {"services": [service("strength")]}


def asked_of_the_plan(review):
    return [one for one in review.unknown if one.rule == "modifiers" and one.fix == WHOSE_PLAN]


@pytest.mark.parametrize("performed_by", ["chiropractor", "therapist"])
@pytest.mark.parametrize("mark", ["GO", "GN"])
@pytest.mark.parametrize("payer", WANT_IT)
def test_the_mark_of_another_plan_than_the_usual_one_is_asked_about(payer, mark, performed_by):
    seen = visit(payer, services=[service("strength", performed_by=performed_by)])
    review = ct.review_claim(seen, [("97110", 1, (mark,))])
    assert (review.passes, review.wrong) == (True, ())
    [asked] = asked_of_the_plan(review)
    assert (asked.code, asked.verdict.value) == ("97110", "ask")
    assert f"97110 has {mark} in place of GP." in asked.says


@pytest.mark.parametrize("payer", WANT_IT)
def test_the_usual_mark_passes_and_none_or_two_do_not(payer):
    seen = visit(payer, **EXERCISED)
    assert [line.modifiers for line in ct.code_visit(seen).lines] == [("GP",)]
    usual = ct.review_claim(seen, [("97110", 1, ("GP",))])
    assert usual.passes
    assert not asked_of_the_plan(usual)
    bare = ct.review_claim(seen, [("97110", 1, ())])
    assert [one.fix for one in bare.wrong] == [f"Add it. {WHOSE_PLAN}"]
    assert not ct.review_claim(seen, [("97110", 1, ("GP", "GO"))]).passes


def test_a_line_that_is_sent_to_be_denied_may_bear_any_of_them():
    # RULES E4: even such a line carries GP, GO or GN.
    seen = visit("medicare", **EXERCISED)
    for mark in ("GP", "GO", "GN"):
        assert ct.review_claim(seen, [("97110", 1, (mark, "GY"))]).passes
    assert not ct.review_claim(seen, [("97110", 1, ("GY",))]).passes


@pytest.mark.parametrize(("number", "right"), [("97161", "GP"), ("97165", "GO")])
def test_an_evaluation_begins_the_plan_of_its_own_discipline(number, right):
    # RULES-2 E4c: 97165-97168 take GO, never GP; D17: 97161-97164 are physical therapy's.
    seen = visit("gp_required", evaluation={"code": number, "separate": True})
    for mark in ("GP", "GO", "GN"):
        assert ct.review_claim(seen, [(number, 1, (mark,))]).passes is (mark == right)


def test_one_service_on_two_lines_is_under_one_plan_and_two_services_may_be_under_two():
    lines = [("97110", 1, ("GP",)), ("97110", 1, ("GO",))]
    one = ct.review_claim(visit("gp_required", services=[service("strength", minutes=30)]), lines)
    assert [found.says for found in one.wrong if found.says.startswith("Line 2 of 97110 has GO")]
    both = [service("strength", minutes=15), service("endurance", minutes=15)]
    two = ct.review_claim(visit("gp_required", services=both), lines)
    assert not [found for found in two.wrong if found.rule == "modifiers"]
    assert asked_of_the_plan(two)


def test_neither_stands_on_an_adjustment_or_where_nothing_asks_for_it_on_what_is_no_therapy():
    seen = visit("gp_required", adjusted=["C5"], services=[by_code("97810")])
    for lines in ([("98940", 1, ("GO",)), ("97810", 1, ())], [("98940", 1, ()), ("97810", 1, ("GO",))]):
        assert ct.review_claim(seen, lines).wrong


@pytest.mark.parametrize(("performed_by", "verdict"), [("chiropractor", "supported"), ("therapist", "ask")])
def test_on_a_therapists_line_it_is_asked_whose_plan_it_was(performed_by, verdict):
    seen = visit("federal_va", services=[service("strength", performed_by=performed_by)])
    [line] = ct.code_visit(seen).lines
    [found] = [one for one in line.findings if one.rule == "gp_modifier"]
    assert (line.verdict.value, line.modifiers, found.verdict.value) == ("supported", ("GP",), verdict)
    assert found.fix == (WHOSE_PLAN if verdict == "ask" else "")


@pytest.mark.parametrize(
    ("marks", "passes", "asks"),
    [(("GP",), True, False), (("GO",), True, True), (("GN",), True, True), (("GO", "GP"), False, False)],
)
def test_a_payer_that_wants_none_is_asked_about_any_but_the_usual_one(marks, passes, asks):
    # RULES-2, statement 12: GP without demand does no harm.
    review = ct.review_claim(visit(**EXERCISED), [("97110", 1, marks)])
    assert review.passes is passes
    assert bool(asked_of_the_plan(review)) is asks
