"""What is one slip in a proposed claim is told with one step: a code, a line or a mark in another one's place."""

from __future__ import annotations

import pytest
from strategies import by_code, service, visit

import cptedu as ct

STRENGTH = {"deficit": "hip extension 4-/5 left", "regions": ["hip"]}
BALANCE = {"deficit": "single-leg stance 6 s left, 25 s right", "regions": ["ankle"]}
LOW_BACK = {"adjusted": ["L4"], "part": ["P", "A"], "diagnoses": ["M99.03", "M54.50"]}
OFFICE_VISIT = {"evaluation": {"code": "99213", "separate": True}}


def steps(seen, lines) -> list[str]:
    found = ct.review_claim(seen, lines)
    return [one.fix for one in (*found.wrong, *found.missing)]


@pytest.mark.parametrize(
    ("adjusted", "proposed", "step"),
    [
        (["shoulder"], "98940", ["Bill 98943 in place of 98940."]),
        (["shoulder", "knee"], "98941", ["Bill 98943 in place of 98941."]),
        (["C5"], "98943", ["Bill 98940 in place of 98943."]),
        (["C5", "T4", "L4"], "98943", ["Bill 98941 in place of 98943."]),
        (["atlanto-occipital"], "98943", ["Bill 98940 in place of 98943."]),
        # as ever: a level for a level, and what nothing in the record is like
        (["C5"], "98941", ["Bill 98940 in place of 98941."]),
        (["C5", "shoulder"], "98941", ["Bill 98940 in place of 98941.", "Add 98943, 1 unit."]),
        ([], "98943", ["Take 98943 off the claim."]),
    ],
)
def test_a_joint_of_the_spine_and_one_beyond_it_are_taken_for_one_another(adjusted, proposed, step):
    assert steps(visit(adjusted=adjusted), [(proposed, 1, ())]) == step


def test_where_the_right_adjustment_is_billed_too_the_other_one_is_taken_off():
    lines = [("98943", 1, ()), ("98940", 1, ())]
    assert steps(visit(adjusted=["shoulder"]), lines) == ["Take 98940 off the claim."]
    assert steps(visit(adjusted=["shoulder", "C5"]), lines) == []


def test_a_wrong_adjustment_does_not_make_the_marks_of_others_wrong():
    seen = visit(adjusted=["C5"], services=[service("balance", **BALANCE)])
    lines = [("98943", 1, ()), ("97112", 1, ("59",))]
    assert steps(seen, lines) == ["Bill 98940 in place of 98943."]


@pytest.mark.parametrize(
    ("payer", "keys", "lines", "step"),
    [
        ("medicare", LOW_BACK, [("98940", 1, ("AT",)), ("98940", 1, ())], "Remove the second line."),
        ("medicare", LOW_BACK, [("98940", 1, ()), ("98940", 1, ("AT",))], "Remove the first line."),
        ("medicare", LOW_BACK, [("98940", 1, ("AT",))] * 2, "Remove the second line."),
        ("gp_required", {}, [("97110", 1, ("GP",)), ("97110", 1, ())], "Remove the second line."),
        ("commercial_ncci", {}, [("97110", 1, ()), ("97110", 1, ("59",))], "Remove the second line."),
        ("commercial_ncci", {}, [("97110", 1, ("59",)), ("97110", 1, ())], "Remove the first line."),
        ("commercial_ncci", {}, [("97110", 2, ()), ("97110", 1, ())], "Remove the first line."),
        ("commercial_ncci", {}, [("97110", 1, ("GY",)), ("97110", 1, ("GY",)), ("97110", 1, ())],
         "Remove every line but line 3."),
    ],
)  # fmt: skip
def test_a_line_that_is_to_be_removed_is_not_told_to_get_a_mark(payer, keys, lines, step):
    seen = visit(payer, care="active", **keys, services=[] if keys else [service("strength", **STRENGTH)])
    assert steps(seen, lines) == [step]


def test_59_on_a_line_and_xs_on_its_copy_are_one_line_too_many():
    seen = visit(adjusted=["C5"], services=[service("balance", **BALANCE)])
    lines = [("98940", 1, ()), ("97112", 1, ("59",)), ("97112", 1, ("XS",))]
    assert steps(seen, lines) == ["Remove the second line."]


def test_the_line_that_stays_is_told_what_it_lacks():
    lines = [("98940", 1, ()), ("98940", 1, ())]
    told = steps(visit("medicare", care="active", **LOW_BACK), lines)
    assert told == ["Remove the second line.", "Add AT; the record bears it out."]


def test_lines_that_together_are_right_are_each_told_what_they_lack():
    seen = visit("gp_required", services=[service("strength", minutes=30, **STRENGTH)])
    found = ct.review_claim(seen, [("97110", 1, ("GP",)), ("97110", 1, ())])
    assert [one.says[:26] for one in found.wrong] == ["Line 2 of 97110 lacks GP, "]


@pytest.mark.parametrize(
    ("payer", "keys", "line", "step"),
    [
        ("medicare", LOW_BACK | {"care": "maintenance", "abn": "none"}, ("98940", 1, ("AT",)), "GZ in place of AT"),
        ("medicare", LOW_BACK | {"care": "maintenance", "abn": "none"}, ("98940", 1, ("GY",)), "GZ in place of GY"),
        ("medicare", LOW_BACK | {"care": "maintenance", "abn": "none"}, ("98940", 1, ("GA",)), "GZ in place of GA"),
        ("medicare", LOW_BACK | {"care": "maintenance", "abn": "required"}, ("98940", 1, ("AT",)), "GA in place of AT"),
        ("medicare", LOW_BACK | {"care": "active"}, ("98940", 1, ("GZ",)), "AT in place of GZ"),
        ("commercial_ncci", {"adjusted": ["C5"]} | OFFICE_VISIT, ("99213", 1, ("59",)), "25 in place of 59"),
        ("gp_required", {"evaluation": {"code": "97165", "separate": True}}, ("97165", 1, ("GP",)), "GO in place of GP"),
    ],
)  # fmt: skip
def test_a_mark_in_the_place_of_another_of_its_kind_is_one_step(payer, keys, line, step):
    seen = visit(payer, **keys)
    others = [
        (one.code, one.units, one.modifiers) for one in ct.code_visit(seen).lines if one.code != line[0]
    ]
    assert steps(seen, [*others, line]) == [f"Put {step}."]


@pytest.mark.parametrize(
    ("payer", "keys", "line", "told"),
    [
        # marks of two kinds are two slips
        ("gp_required", {}, ("97110", 1, ("59",)), ["Add it. Ask whose", "Take 59 off."]),
        # of two that are astray neither stands in the place of the third more than the other
        ("medicare", LOW_BACK | {"care": "active"}, ("98940", 1, ("GA", "GZ")),
         ["Add AT; the recor", "Take GA off.", "Take GZ off."]),
        ("medicare", LOW_BACK | {"care": "maintenance", "abn": "none"}, ("98940", 1, ()), ["Add GZ; the recor"]),
    ],
)  # fmt: skip
def test_marks_that_are_no_one_anothers_are_told_each_by_itself(payer, keys, line, told):
    seen = visit(payer, **keys, services=[] if keys else [service("strength", **STRENGTH)])
    assert [step[: len(one)] for step, one in zip(steps(seen, [line]), told, strict=True)] == told


@pytest.mark.parametrize(
    ("payer", "keys", "line"),
    [
        ("gp_required", {"services": [by_code("20560", regions=["knee"])]}, ("20560", 1, ("GP",))),
        ("gp_required", {"adjusted": ["C5"]}, ("98940", 1, ("GP",))),
        ("gp_required", {"services": [service("strength", **STRENGTH)]}, ("97110", 1, ("GO", "GP"))),
    ],
)
def test_what_is_said_of_a_plan_of_care_is_true_of_the_line(payer, keys, line):
    [wrong] = ct.review_claim(visit(payer, **keys), [line]).wrong
    assert "marks only therapy under a" in wrong.says
