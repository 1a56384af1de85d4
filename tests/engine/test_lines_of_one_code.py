"""Several lines of one code, each with modifiers of its own, and lines of no units."""

from __future__ import annotations

import pytest
from strategies import service, visit

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


def test_a_modifier_that_no_table_holds_is_told_on_whichever_line_it_stands():
    review = review_claim(visit(**ROWS), [("97110", 1, ()), ("97110", 1, ("ZZ",))])
    assert any("'ZZ'" in one.says for one in review.unknown)


@pytest.mark.parametrize("number", ["97140", "98941", "99999", "98940"])
def test_a_line_of_no_units_is_told_and_bills_nothing(number):
    review = review_claim(visit(adjusted=["L4"]), [ADJUSTED, (number, 0, ())])
    [told] = [one for one in review.unknown if "line of 0 units" in one.says]
    assert (told.code, told.verdict.value) == (number, "ask")
    assert review.passes


@pytest.mark.parametrize(
    "line", [("98940", 10**5000, ()), ("98940", 1_000_000, ()), ("\ud800", 1, ()), ("98\x00940", 1, ())]
)
def test_what_no_claim_holds_is_refused_in_our_own_words(line):
    with pytest.raises(CpteduError, match="Write each line as"):
        review_claim(visit(adjusted=["L4"]), [line])
