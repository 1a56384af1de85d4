"""Several lines of one code, each with modifiers of its own, and lines of no units."""

from __future__ import annotations

import pytest
from strategies import by_code, service, visit

from cptedu.engine.review import review_claim
from cptedu.errors import CpteduError

HANDS = {"adjusted": ["L4"], "services": [service("soft_tissue", minutes=30, regions=["knee"])]}
ROWS = {"services": [service("strength", minutes=30, regions=["knee"])]}
ADJUSTED = ("98940", 1, ())


# RULES D4: without its mark column two is denied; D8d: 59 and an X modifier never say the same thing twice.
@pytest.mark.parametrize(
    ("payer", "keys", "lines", "says"),
    [
        (
            "commercial_ncci",
            HANDS,
            [ADJUSTED, ("97140", 1, ("59",)), ("97140", 1, ())],
            "Line 2 of 97140 lacks 59",
        ),
        (
            "commercial_ncci",
            HANDS,
            [ADJUSTED, ("97140", 1, ("59",)), ("97140", 1, ("XS",))],
            "59 and XS stand on its lines",
        ),
        (
            "commercial_ncci",
            HANDS,
            [ADJUSTED, ("97140", 1, ("59",)), ("97140", 1, ("59", "59"))],
            "Line 2 of 97140: a modifier is given twice",
        ),
        ("commercial_ncci", ROWS, [("97110", 1, ()), ("97110", 1, ("59",))], "Line 2 of 97110 has 59"),
        ("commercial_ncci", ROWS, [("97110", 1, ()), ("97110", 1, ("GY",))], "Line 2 of 97110 has GY"),
        ("gp_required", ROWS, [("97110", 1, ("GP",)), ("97110", 1, ())], "Line 2 of 97110 lacks GP"),
        ("gp_required", ROWS, [("97110", 1, ("GP",)), ("97110", 1, ("GO",))], "Line 2 of 97110 has GO"),
    ],
)
def test_each_line_of_a_code_is_held_against_its_modifiers(payer, keys, lines, says):
    review = review_claim(visit(payer, **keys), lines)
    assert not review.passes
    assert any(says in one.says for one in review.wrong if one.rule == "modifiers")


@pytest.mark.parametrize(
    ("payer", "keys", "lines"),
    [
        ("commercial_ncci", HANDS, [ADJUSTED, ("97140", 1, ("59",)), ("97140", 1, ("59",))]),
        ("commercial_ncci", ROWS, [("97110", 1, ("RT",)), ("97110", 1, ("LT",))]),
        ("commercial_ncci", ROWS, [("97110", 1, ("GP",)), ("97110", 1, ())]),
        ("gp_required", ROWS, [("97110", 1, ("GP",)), ("97110", 1, ("GP",))]),
    ],
)
def test_lines_that_each_bear_what_they_may_pass(payer, keys, lines):
    review = review_claim(visit(payer, **keys), lines)
    assert [one.says for one in review.wrong] == []
    assert review.passes


@pytest.mark.parametrize("marks", [((), ("59",)), (("59",), ())])
@pytest.mark.parametrize("of_the_adjustment", [("59",), ("XS",)])
def test_a_mark_on_the_other_line_does_not_settle_a_code_of_which_one_line_bears_its_own(
    marks, of_the_adjustment
):
    lines = [("98940", 1, of_the_adjustment), *(("97140", 1, one) for one in marks)]
    review = review_claim(visit(**HANDS), lines)
    assert {one.code for one in review.wrong} == {"98940", "97140"}


@pytest.mark.parametrize("marks", [("XU", "XS"), ("XS", "XU")])
def test_two_services_of_one_code_may_each_be_distinct_on_a_ground_of_its_own(marks):
    # RULES-2 D8d: another interval is XU, another region XS; of one line 59 and an X modifier never both.
    low_back = {"regions": ["lumbar"], "minutes": 15}
    seen = visit(
        services=[
            by_code("97012", started="09:00", **low_back),
            service("soft_tissue", started="09:20", **low_back),
            service("soft_tissue", started="09:40", minutes=15, regions=["knee"]),
        ]
    )
    lines = [("97012", 1, ()), *(("97140", 1, (mark,)) for mark in marks)]
    assert [one.says for one in review_claim(seen, lines).wrong] == []


def test_a_mark_of_another_time_asks_for_what_is_not_told_of_it():
    modality = by_code("97012", started="09:00", minutes=None, regions=["lumbar"])
    seen = visit(services=[modality, service("soft_tissue", minutes=15, started="09:05", regions=["knee"])])
    [asked] = [
        one
        for one in review_claim(seen, [("97012", 1, ()), ("97140", 1, ("XU",))]).unknown
        if one.rule == "modifiers"
    ]
    assert asked.fix == "Ask how long each service took."


def test_a_modifier_that_no_table_holds_is_told_on_whichever_line_it_stands():
    review = review_claim(visit(**ROWS), [("97110", 1, ()), ("97110", 1, ("ZZ",))])
    assert any("'ZZ'" in one.says for one in review.unknown)


@pytest.mark.parametrize("number", ["97140", "98941", "99999", "98940"])
def test_a_line_of_no_units_is_told_and_bills_nothing(number):
    review = review_claim(visit(adjusted=["L4"]), [ADJUSTED, (number, 0, ())])
    [told] = [one for one in review.unknown if "line of 0 units" in one.says]
    assert (told.code, told.verdict.value) == (number, "ask")
    assert review.passes


@pytest.mark.parametrize("line", [("98940", 10**5000, ()), ("98940", 1_000_000, ()), ("\ud800", 1, ())])
def test_what_no_claim_holds_is_refused_in_our_own_words(line):
    with pytest.raises(CpteduError, match="Write each line as"):
        review_claim(visit(adjusted=["L4"]), [line])
