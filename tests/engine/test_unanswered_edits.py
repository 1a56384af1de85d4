"""What no edit held says may be billed with another line is neither demanded beside it nor refused: it is not known."""

from __future__ import annotations

import pytest
from strategies import service, visit

import cptedu as ct

ADJUSTED = ("98940", 1, ())
EVALUATED = {"adjusted": ["C5"], "evaluation": {"code": "97161", "separate": True}}
HANDS = {"services": [service("joint_mobilization"), service("massage")]}
TRAINED = {"adjusted": ["L4"], "services": [service("balance", regions=["lumbar"])]}
EXERCISED = {"adjusted": ["L4"], "services": [service("strength", regions=["knee"])]}
# decision 9: before the first release only what a row or the rules settle is answered.
PAIRS = {
    "an evaluation beside an adjustment": ("2022-03-01", EVALUATED, "98940", "97161"),
    "manual therapy and massage": ("2022-03-01", HANDS, "97140", "97124"),
    "the gap, in the adjusted region": ("2020-09-30", TRAINED, "98940", "97112"),
}


@pytest.mark.parametrize("name", PAIRS)
def test_what_an_edit_may_refuse_is_not_demanded_and_both_pass_together(name):
    on, keys, one, other = PAIRS[name]
    seen = visit(on=on, **keys)
    assert ct.ptp_edit(one, other, on=on).verdict == "no_data"
    lines = [(line.code, line.units, line.modifiers) for line in ct.code_visit(seen).lines]
    assert {line[0] for line in lines} == {one, other}
    assert ct.review_claim(seen, lines).passes
    review = ct.review_claim(seen, [line for line in lines if line[0] == one])
    assert (review.passes, review.wrong, review.missing) == (True, (), ())
    [open_yet] = [finding for finding in review.unknown if finding.rule == "left_off"]
    assert (open_yet.code, open_yet.verdict.value) == (other, "no_data")
    assert f"Whether an edit joins it to {one} on that day is not held" in open_yet.says
    assert open_yet.fix == "Look the pair up in CMS's file of that quarter."


@pytest.mark.parametrize("name", PAIRS)
def test_what_no_edit_refuses_is_demanded_also_where_the_other_stands_alone_or_neither(name):
    # The first column of an edit is paid whatever stands in the second.
    on, keys, one, other = PAIRS[name]
    seen = visit(on=on, **keys)
    lines = [(line.code, line.units, line.modifiers) for line in ct.code_visit(seen).lines]
    for billed in ([line for line in lines if line[0] == other], []):
        review = ct.review_claim(seen, billed)
        assert not review.passes
        assert [finding.code for finding in review.missing] == [one]


def test_of_an_adjustment_and_an_evaluation_the_adjustment_is_missing():
    review = ct.review_claim(visit(on="2022-03-01", **EVALUATED), [])
    assert [one.code for one in review.missing] == ["98940"]


def test_what_an_edit_or_its_absence_answers_is_demanded_as_before():
    # decision 9: 98940 with 97140 has indicator 1 since 2002-04-01, and the release of 2024 Q3 has no pair with 97110.
    hands = {"adjusted": ["L4"], "services": [service("joint_mobilization", regions=["knee"])]}
    # Of a pair that no release ever had, none is expected of the years before.
    demanded = (
        ("2022-03-01", hands, "97140"),
        ("2026-03-04", EXERCISED, "97110"),
        ("2023-05-01", EXERCISED, "97110"),
        ("2016-05-02", EXERCISED, "97110"),
    )
    for on, keys, number in demanded:
        review = ct.review_claim(visit(on=on, **keys), [ADJUSTED])
        assert [one.code for one in review.missing] == [number]


def test_a_wrong_level_is_one_fault_and_what_no_edit_answers_stays_open_beside_it():
    review = ct.review_claim(visit(on="2022-03-01", **EVALUATED), [("98941", 1, ())])
    assert [one.code for one in review.wrong] == ["98941"]
    assert not review.missing
