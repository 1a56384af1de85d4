"""Units, or a line as a whole, that hang on an answer which is still awaited are neither right nor wrong in a review."""

from __future__ import annotations

import pytest
from strategies import by_code, service, visit

from cptedu.engine.review import review_claim

EACH_CODE, POOLED, NEURO = "commercial_ncci", "federal_va", "neuro_only_97112"
KNEE, SHOULDER, NOWHERE = {"regions": ["knee"]}, {"regions": ["shoulder"]}, {"regions": []}
NECK = {"adjusted": ["C5"]}
SOME, MANY = "open", "wrong"
RIGHT = "right"


def balance(minutes=20, **keys):
    return service("balance", activity="balance board", minutes=minutes, **keys)


def strength(minutes=20, **keys):
    return service("strength", activity="rows", minutes=minutes, **keys)


HANDS = service("soft_tissue", activity="trigger points", minutes=15)
MASSAGE = service("massage", activity="massage", minutes=20)

# Written down from the rules: for a proposed line whether it is right, open or wrong.
CASES = {
    "40 pooled minutes are 3 units if the deficit was measured, and 20 are 1 if not": (
        POOLED,
        {"services": [balance(deficit=""), strength()]},
        "97110",
        # Of 20 and 20 the third unit is the one's or the other's.
        {1: RIGHT, 2: SOME, 3: MANY},
    ),
    "each code counted alone": (
        EACH_CODE,
        {"services": [balance(deficit=""), strength()]},
        "97110",
        {1: RIGHT, 2: MANY},
    ),
    "a second service of the same code of 20 minutes": (
        EACH_CODE,
        {"services": [balance(16), balance(20, deficit="")]},
        "97112",
        # 16 minutes are 1 unit, 36 are 2.
        {1: RIGHT, 2: SOME, 3: MANY},
    ),
    "a second service of the same code, of which the minutes are not told": (
        EACH_CODE,
        {"services": [balance(30), balance(None)]},
        "97112",
        {1: MANY, 2: RIGHT, 3: SOME, 4: SOME},
    ),
    "a second service may be a group, which adds nothing": (
        EACH_CODE,
        {"services": [balance(16), balance(20, contact=None)]},
        "97112",
        {1: RIGHT, 2: SOME, 3: MANY},
    ),
    "5 minutes, and 5 more if a deficit was measured": (
        EACH_CODE,
        {"services": [balance(5), balance(5, deficit="")]},
        "97112",
        {0: RIGHT, 1: SOME, 2: MANY},
    ),
    "97140 whose minutes are not told refuses 97124, or does not": (
        EACH_CODE,
        {"services": [HANDS | KNEE | {"minutes": None}, MASSAGE | SHOULDER]},
        "97124",
        {0: SOME, 1: RIGHT, 2: MANY},
    ),
    "97140 that may have been given during traction refuses 97124, or does not": (
        EACH_CODE,
        {"services": [by_code("97012", minutes=15, **KNEE), HANDS | KNEE, MASSAGE | SHOULDER]},
        "97124",
        {0: RIGHT, 1: SOME, 2: MANY},
    ),
    "97140 in another region than traction refuses 97124": (
        EACH_CODE,
        {"services": [by_code("97012", minutes=15, **KNEE), HANDS | SHOULDER, MASSAGE | SHOULDER]},
        "97124",
        {0: RIGHT, 1: MANY},
    ),
    "a group at the same time as 97112, or not": (
        EACH_CODE,
        {"services": [service("balance", contact="group", **KNEE), balance(16, **KNEE)]},
        "97150",
        {0: SOME, 1: RIGHT, 2: MANY},
    ),
    "a group in another region": (
        EACH_CODE,
        {"services": [service("balance", contact="group", **SHOULDER), balance(16, **KNEE)]},
        "97150",
        {0: MANY, 1: RIGHT},
    ),
    "an add-on code whose first code may have been given": (
        EACH_CODE,
        {"services": [by_code("97810", minutes=0), by_code("97811", minutes=15)]},
        "97811",
        {0: RIGHT, 1: SOME},
    ),
    "52 pooled minutes, and who keeps those that two share by the clock": (
        POOLED,
        {
            "services": [
                strength(22, started="09:00"),
                balance(26, started="09:18"),
                service("gait", minutes=8),
            ]
        },
        "97116",
        {0: SOME, 1: RIGHT, 2: MANY},
    ),
    "9 minutes of which one runs beside exercise and one more beside what may be exercise, too": (
        "auto_injury",
        {
            "services": [
                strength(1, contact=None, started="09:00"),
                strength(1, started="09:01"),
                balance(9, started="09:00"),
            ]
        },
        "97112",
        # 8 or 9 minutes are 1 unit; one minute fewer makes none.
        {0: SOME, 1: RIGHT, 2: MANY},
    ),
    "minutes that two share by the clock are the one's or the other's, beside more of the one that may be a group": (
        EACH_CODE,
        {
            "services": [
                strength(10, started="09:00"),
                balance(15, started="09:08"),
                strength(20, contact=None),
            ]
        },
        "97110",
        # 8 or 10 minutes are 1 unit, 28 or 30 are 2.
        {0: MANY, 1: RIGHT, 2: SOME, 3: MANY},
    ),
    "what the adjustment refuses stays refused whatever else is told": (
        EACH_CODE,
        NECK | {"services": [HANDS | NOWHERE, MASSAGE | {"regions": ["cervical"]}]},
        "97124",
        {0: RIGHT, 1: MANY},
    ),
    "a deficit of 97112 itself changes nothing about 97530": (
        EACH_CODE,
        {"services": [balance(deficit=""), service("functional_task", minutes=15)]},
        "97530",
        {0: MANY, 1: RIGHT, 2: MANY},
    ),
}


def judged(seen, number, units):
    """Propose the claim of the record with other units of one code, and say what a review makes of them."""
    lines = [(line.code, line.units, line.modifiers) for line in review_claim(seen, []).claim.lines]
    marks = next((marks for code, _, marks in lines if code == number), ())
    given = [one for one in lines if one[0] != number] + ([(number, units, marks)] if units else [])
    review = review_claim(seen, given)
    # The mark of another line beside it is not what is asked here.
    against = [
        one for one in (*review.wrong, *review.missing) if one.code == number and one.rule != "modifiers"
    ]
    asked = [
        one
        for one in review.unknown
        if one.code == number and one.rule in {"units", "left_off", "not_in_record"} and one.verdict == "ask"
    ]
    assert not (against and asked)
    return MANY if against else SOME if asked else RIGHT


@pytest.mark.parametrize("name", CASES)
def test_what_some_answer_would_make_of_a_line_is_open_and_everything_else_is_not(name):
    payer, keys, number, expected = CASES[name]
    seen = visit(payer, **keys)
    assert {units: judged(seen, number, units) for units in expected} == expected


def test_it_is_asked_what_decides_and_until_then_the_record_holds():
    seen = visit(POOLED, services=[balance(deficit=""), strength()])
    [asked] = [one for one in review_claim(seen, [("97110", 2, ("GP",))]).unknown if one.rule == "units"]
    assert asked.says == (
        "97110: 2 units proposed; the record as it is supports 1. What is open about 97112 ('balance board') may change that."
    )
    assert asked.fix.startswith("Ask ")
    assert asked.fix.endswith("Until then bill 1.")


def test_a_claim_that_an_answer_makes_right_is_open_whichever_way_the_record_as_it_is_gives_the_tied_unit():
    # 25 pooled minutes are 97110 twice or each code once; with 16 more of balance they are 97110 once and 97112 twice.
    seen = visit(POOLED, services=[balance(16, contact=None), balance(5), strength(20)])
    review = review_claim(seen, [("97110", 1, ("GP",)), ("97112", 2, ("GP",))])
    assert (review.wrong, review.missing, review.passes) == ((), (), False)
    assert "97112" in {one.code for one in review.unknown if one.rule in {"units", "not_in_record"}}
    three = review_claim(seen, [("97110", 1, ("GP",)), ("97112", 3, ("GP",))])
    assert "97112" in {one.code for one in three.wrong}


def test_two_codes_that_tie_for_one_unit_are_both_open_where_an_answer_gives_a_unit_to_each_and_no_more():
    # 5 and 5 pooled minutes are one unit of either; with 14 more of balance they are one of each.
    seen = visit(POOLED, services=[balance(None), balance(5), service("community", minutes=5)])

    def reviewed(*units):
        lines = [
            (number, count, ("GP",)) for number, count in zip(("97112", "97537"), units, strict=True) if count
        ]
        return review_claim(seen, lines)

    both = reviewed(1, 1)
    assert (both.wrong, both.missing, both.passes) == ((), (), False)
    assert reviewed(1, 0).passes
    assert reviewed(0, 1).passes
    assert reviewed(1, 2).wrong


def test_a_line_that_an_answer_may_take_off_is_asked_about_where_it_was_left_off():
    seen = visit(services=[HANDS | KNEE | {"minutes": None}, MASSAGE | SHOULDER])
    review = review_claim(seen, [])
    assert review.missing == ()
    [asked] = [one for one in review.unknown if one.rule == "left_off"]
    assert asked.code == "97124"
    assert asked.says == (
        "97124 was left off; the record as it is supports it. What is open about 97140 ('trigger points') may change that."
    )


def test_a_line_that_an_answer_may_bring_is_asked_about_where_it_is_proposed():
    seen = visit(services=[by_code("97012", minutes=15, **KNEE), HANDS | KNEE, MASSAGE | SHOULDER])
    [asked] = [
        one
        for one in review_claim(seen, [("97124", 1, ())]).unknown
        if one.code == "97124" and one.rule == "not_in_record"
    ]
    assert asked.says.endswith("What is open about 97140 ('trigger points') may change that.")
    assert asked.fix.endswith("Until then leave 97124 off.")
