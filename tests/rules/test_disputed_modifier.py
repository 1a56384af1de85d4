"""Modifiers that sources dispute: both sides are shown, and what no source disputes stays wrong."""

from __future__ import annotations

from datetime import date

import pytest
from strategies import record, service, visit

import cptedu as ct
from cptedu.rules.disputed_modifier import disputed_modifier

LOW_BACK = {"payer": "medicare", "care": "active", "adjusted": ["L4"], "part": ["P", "R"]}
ACTIVE = LOW_BACK | {"diagnoses": ["M99.03", "M54.50"]}
TASK = service("functional_task", deficit="needs help to lift 10 lb")
HOME = service("self_care", deficit="needs help to wash her hair")


@pytest.mark.parametrize("number", ["98940", "98941", "98942"])
@pytest.mark.parametrize("abn", [None, "required"])
def test_a_notice_beside_active_care_is_disputed(number, abn):
    # RULES A21, RULES-2 point 10: not stated flatly
    found = disputed_modifier(record("medicare", abn=abn), number, "GA", {"AT"}, {number})
    assert (found.verdict.value, found.code) == ("contested", number)
    assert len(found.readings) == 2
    assert found.readings[0].held_by[0].id == "palmetto-rrb-faq"
    assert found.used == ("abn",)


@pytest.mark.parametrize("abn", ["none", "voluntary"])
def test_a_notice_that_the_visit_denies_is_no_matter_of_dispute(abn):
    assert disputed_modifier(record("medicare", abn=abn), "98940", "GA", {"AT"}, {"98940"}) is None


@pytest.mark.parametrize(
    ("number", "modifier", "borne_out"),
    [
        ("98940", "GZ", {"AT"}),
        ("98940", "GA", set()),
        ("98943", "GA", {"AT"}),
        ("97116", "59", set()),
        ("97110", "XS", set()),
        ("97110", "25", set()),
    ],
)
def test_what_no_source_disputes_is_none(number, modifier, borne_out):
    assert disputed_modifier(record(), number, modifier, borne_out, {"98940", number}) is None


@pytest.mark.parametrize(
    ("number", "modifier"), [("97110", "59"), ("97110", "XE"), ("97530", "59"), ("97535", "59")]
)
def test_a_mark_on_exercise_or_a_task_is_disputed_beside_an_adjustment_alone(number, modifier):
    # RULES D6, D7
    found = disputed_modifier(record(), number, modifier, (), {"98941", number})
    assert found.verdict.value == "contested"
    assert found.says.startswith(f"{number} has {modifier} beside an adjustment, which sources dispute.")
    assert {bool(side.held_by) for side in found.readings} == {True}
    assert found.used == ()
    assert disputed_modifier(record(), number, modifier, (), {number, "98943"}) is None


@pytest.mark.parametrize(("number", "modifier"), [("97110", "59"), ("97110", "XE"), ("97530", "59")])
def test_that_no_edit_pairs_it_is_not_said_of_a_day_whose_edits_are_not_held(number, modifier):
    day = date(2023, 5, 1)
    assert ct.ptp_edit(number, "98940", on=day).verdict.value == "no_data"
    assert disputed_modifier(record(on=day), number, modifier, (), {"98940", number}) is None


@pytest.mark.parametrize(
    ("treated", "proposed"),
    [
        (service("strength"), ("97110", 1, ("59",))),
        (service("strength"), ("97110", 1, ("XE",))),
        (TASK, ("97530", 1, ("59",))),
        (HOME, ("97535", 1, ("59",))),
    ],
)
def test_a_review_shows_both_sides_of_it(treated, proposed):
    review = ct.review_claim(visit(adjusted=["C5"], services=[treated]), [("98940", 1, ()), proposed])
    # RULES-2, statement 7: what is disputed is not called wrong.
    assert review.passes
    assert not review.wrong
    [told] = [one for one in review.unknown if one.readings]
    assert (told.code, told.verdict.value, len(told.readings)) == (proposed[0], "contested", 2)
    assert told.fix == f"Take {proposed[2][0]} off, or ask the payer whether it wants {proposed[2][0]} there."


def test_a_review_of_at_with_ga_shows_both_sides_of_it():
    review = ct.review_claim(visit(**ACTIVE), [("98940", 1, ("AT", "GA"))])
    [told] = review.wrong
    assert (told.verdict.value, told.says.partition(",")[0]) == ("contested", "98940 has GA beside AT")


def test_on_a_line_that_is_sent_to_be_denied_59_marks_nothing_and_stays_wrong():
    # decision 6
    seen = visit(**ACTIVE, services=[service("strength")])
    review = ct.review_claim(seen, [("98940", 1, ("AT",)), ("97110", 1, ("59", "GP", "GY"))])
    assert [(one.code, one.verdict.value, one.fix) for one in review.wrong] == [
        ("97110", "not_supported", "Take 59 off.")
    ]


@pytest.mark.parametrize(
    ("seen", "lines"),
    [
        (visit(**ACTIVE), [("98940", 1, ("AT", "GZ"))]),
        (visit(**ACTIVE | {"care": "maintenance", "abn": "required"}), [("98940", 1, ("AT", "GA"))]),
        (visit(adjusted=["C5"]), [("98940", 1, ("AT",))]),
        (visit(adjusted=["C5"], services=[service("gait")]), [("98940", 1, ()), ("97116", 1, ("59",))]),
        (visit(services=[service("strength")]), [("97110", 1, ("59",))]),
    ],
)
def test_another_mark_out_of_place_stays_wrong(seen, lines):
    review = ct.review_claim(seen, lines)
    assert [one.verdict.value for one in review.wrong] == ["not_supported"]
