"""What a review says of each fault: the rule, the code, the reason, the smallest step, and where it stands."""

from __future__ import annotations

import pytest
from strategies import in_plain_sentences, service, visit

import cptedu as ct
from cptedu.model import Finding

NECK = {"adjusted": ["C5", "T4"]}
BOARD = {**NECK, "services": [service()]}
MODIFIERS = {"mln1783722", "ngs-modifiers"}


def told(findings: tuple[Finding, ...], rule: str, code: str) -> Finding:
    """Give the one finding of a rule about a code, checked for its words."""
    [one] = [one for one in findings if (one.rule, one.code) == (rule, code)]
    assert in_plain_sentences(one.says), one.says
    assert not one.fix or in_plain_sentences(one.fix), one.fix
    assert one.about == code
    return one


def sources(finding: Finding) -> set[str]:
    return {citation.id for citation in finding.citations}


def test_a_code_on_two_lines_is_told_and_what_follows_is_still_judged():
    lines = [("98940", 1, ()), ("98940", 1, ()), ("97112", 1, ())]
    review = ct.review_claim(visit(**BOARD), lines)
    twice = told(review.wrong, "one_line", "98940")
    assert "on more than one line, together with 2 units; the record supports 1." in twice.says
    assert twice.fix == "Remove the second line."
    assert told(review.wrong, "modifiers", "97112").says.startswith("97112 lacks 59: it stands for ")
    assert review.claim == ct.code_visit(visit(**BOARD))


@pytest.mark.parametrize(("minutes", "units"), [(16, "1 unit"), (25, "2 units")])
def test_a_supported_line_that_was_left_off_says_how_many_units(minutes, units):
    review = ct.review_claim(visit(services=[service(minutes=minutes)]), [])
    missing = told(review.missing, "left_off", "97112")
    assert missing.says == f"97112 x{units[0]} is supported by the record and was left off."
    assert missing.fix == f"Add 97112, {units}."
    assert missing.verdict == "supported"
    # It rests on what put the line on the claim.
    [line] = review.claim.lines
    assert (missing.citations, missing.vintage) == (line.findings[0].citations, line.findings[0].vintage)


def test_an_open_line_that_was_left_off_is_no_fault():
    review = ct.review_claim(visit("medicare", care="active", services=[service()]), [])
    assert review.passes
    open_line = told(review.unknown, "left_off", "97112")
    assert open_line.says == "97112 was left off; that is open, since the line is not covered."
    assert (open_line.verdict, open_line.fix) == ("not_covered", "")
    assert open_line.citations == review.claim.lines[0].findings[0].citations


@pytest.mark.parametrize(
    ("lines", "code", "says", "fix"),
    [
        (
            [("98940", 1, ()), ("97112", 1, ())],
            "97112",
            "97112 lacks 59: it stands for",
            "Add 59; the record",
        ),
        ([("98940", 1, ("59",)), ("97112", 1, ("59",))], "98940", "98940 has 59: 59 marks a", "Take 59 off."),
        (
            [("98940", 1, ()), ("97112", 1, ("59", "XS"))],
            "97112",
            "97112: only one of 59,",
            "Keep one of them: 59 or XS.",
        ),
        (
            [("98940", 1, ()), ("97112", 1, ("59", "59"))],
            "97112",
            "97112: a modifier is given",
            "Give it once.",
        ),
    ],
)
def test_a_wrong_modifier_says_why_and_what_to_do(lines, code, says, fix):
    wrong = told(ct.review_claim(visit(**BOARD), lines).wrong, "modifiers", code)
    assert wrong.says.startswith(says)
    assert wrong.fix.startswith(fix)
    assert wrong.verdict == "not_supported"
    assert sources(wrong) == MODIFIERS


def test_xs_in_place_of_59_passes_and_is_asked_about():
    review = ct.review_claim(visit(**BOARD), [("98940", 1, ()), ("97112", 1, ("XS",))])
    assert review.passes
    asked = told(review.unknown, "modifiers", "97112")
    assert (
        asked.says
        == "97112: XS stands where this payer is taken to want 59; both mark what the record shows."
    )
    assert asked.fix == "Ask which of the two the payer wants."
    assert (asked.verdict, sources(asked)) == ("ask", MODIFIERS)


def test_a_mark_that_cpt_assistant_does_not_want_is_contested_with_both_sides():
    review = ct.review_claim(visit("commercial_cpt", **BOARD), [("98940", 1, ()), ("97112", 1, ())])
    assert review.passes
    open_mark = told(review.unknown, "modifiers", "97112")
    assert open_mark.says.startswith("97112 stands without 59. By CPT Assistant, which this payer follows,")
    assert open_mark.says.endswith("NCCI wants the mark.")
    assert open_mark.fix == "Ask the payer which reading its contract follows."
    assert open_mark.verdict == "contested"
    [because] = [one for one in review.claim.line("97112").findings if one.rule == "separate_region"]
    assert (open_mark.citations, open_mark.vintage) == (because.citations, because.vintage)


def test_51_on_98943_is_contested_and_rests_on_both_sides():
    seen = visit(adjusted=["C5", "knee"])
    review = ct.review_claim(seen, [("98940", 1, ()), ("98943", 1, ("51",))])
    assert review.passes
    [dispute] = [one for one in review.unknown if one.says == "Sources differ on 51 on 98943."]
    assert (dispute.rule, dispute.code, dispute.verdict) == ("extraspinal_51", "98943", "contested")
    assert dispute.fix == "Ask the payer."
    assert sources(dispute) == {"aapc-cmt-51", "chiropub-2006", "payer-98943-2016"}


def test_what_the_record_does_not_support_is_told_with_its_reason():
    seen = visit(**NECK, services=[service("balance", regions=["cervical"])])
    wrong = told(
        ct.review_claim(seen, [("98940", 1, ()), ("97112", 1, ("59",))]).wrong, "not_in_record", "97112"
    )
    assert wrong.says.startswith("97112 is not supported. 97112 was given in a region that was adjusted")
    assert "The region is never changed to obtain a modifier." in wrong.fix
    assert wrong.verdict == "not_supported"
    assert "aca-ncci-2002" in sources(wrong)


def test_what_is_nowhere_in_the_record_rests_on_the_law_against_unsupported_claims():
    wrong = told(
        ct.review_claim(visit(**NECK), [("98940", 1, ()), ("97530", 1, ())]).wrong, "not_in_record", "97530"
    )
    assert wrong.says == "97530 is not supported. Nothing in the record supports it."
    assert sources(wrong) == {"usc-31-3729", "aca-1997"}


def test_a_question_that_keeps_a_service_off_the_claim_is_repeated_and_a_settled_one_is_not():
    seen = visit(**NECK, services=[service(deficit=""), service("strength")])
    review = ct.review_claim(seen, [("98940", 1, ()), ("97110", 1, ())])
    assert review.passes
    assert [(one.rule, one.code) for one in review.unknown if one.verdict == "ask"] == [("deficit", "97112")]
    assert "data_age" in [one.rule for one in review.unknown]
    current = ct.review_claim(visit(on="2024-07-01", **NECK), [("98940", 1, ())])
    assert "data_age" not in [one.rule for one in current.unknown]


def test_wrong_units_are_told_with_the_count_and_where_it_stands():
    wrong = told(
        ct.review_claim(visit(**BOARD), [("98940", 1, ()), ("97112", 2, ("59",))]).wrong, "units", "97112"
    )
    assert "Each code stands alone: 16 minutes make 1 unit of 97112." in wrong.says
    assert wrong.fix == "Bill 1. No minute is made up."
    assert "cpt-time-rule" in sources(wrong)


def test_a_line_as_recorded_is_right_and_rests_on_what_put_it_there():
    review = ct.review_claim(visit(**BOARD), [("98940", 1, ()), ("97112", 1, ("59",))])
    for line in review.claim.lines:
        right = told(review.right, "as_recorded", line.code)
        assert (right.citations, right.vintage) == (line.findings[0].citations, line.findings[0].vintage)
        assert right.fix == ""
    assert {one.verdict for one in review.unknown} <= {"ask", "contested", "no_data"}
