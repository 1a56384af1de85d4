"""Sums: an answer is judged as finely as it was asked for, kept ones as they were, and a wrong one hears of its own numbers."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest

from cptedu.learn.cases import cases
from cptedu.learn.exercises import State, exercise, written_exercises
from cptedu.learn.questions import ROUNDED_SINCE
from cptedu.learn.summary import score_of_tries, try_of, verification_of
from cptedu.rules.allowed_amount import allowed_amounts, conversion_factor

SUMS = [one for one in written_exercises() if one.written.kind == "arithmetic"]
PRICES = [one for one in written_exercises() if one.written.kind == "price"]
PERCENTAGES = [one for one in SUMS if one.written.given["operation"].startswith("percent")]


def listed(given):
    return given if isinstance(given, tuple) else (given,)


def percent_between(given):
    """How many percent lie between the numbers of a case, by plain division."""
    pairs = zip(listed(given["start"]), listed(given["end"]), strict=True)
    return [abs(Decimal(str(end)) - Decimal(str(start))) / Decimal(str(start)) * 100 for start, end in pairs]


def to_places(numbers, places):
    return [one.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) for one in numbers]


def state(asked, numbers):
    return asked.check(dict(zip(asked.question.options, numbers, strict=True))).state


def test_there_are_sums_of_every_sort():
    assert {one.id.removeprefix("case/") for one in PERCENTAGES} >= {
        "money-denied-line",
        "money-97112-over-97110",
        "money-factor-rise",
        "rv-024",
        "rv-025",
    }


@pytest.mark.parametrize("asked", PERCENTAGES, ids=lambda one: one.id)
def test_a_percentage_is_right_however_finely_it_is_given_and_no_more_coarsely_than_asked(asked):
    exact = percent_between(asked.written.given)
    least = asked.written.given.get("places", 0)
    for places in range(least, 5):
        assert state(asked, to_places(exact, places)) is State.RIGHT
        assert state(asked, [f"{one} %" for one in to_places(exact, places)]) is State.RIGHT
        off = [one + Decimal(1).scaleb(-places) for one in to_places(exact, places)]
        assert state(asked, off) is not State.RIGHT
    if least:
        assert state(asked, to_places(exact, least - 1)) is not State.RIGHT


@pytest.mark.parametrize("asked", PERCENTAGES, ids=lambda one: one.id)
def test_a_percentage_of_what_fell_is_shown_without_a_sign_and_taken_with_one(asked):
    start, end = (listed(asked.written.given[key]) for key in ("start", "end"))
    exact = percent_between(asked.written.given)
    falls = [Decimal(str(one)) > Decimal(str(other)) for one, other in zip(start, end, strict=True)]
    assert asked.question.falls == any(falls) == all(falls)
    assert all(value > 0 for _, value in asked.question.right[0])
    signed = state(asked, [-one for one in to_places(exact, 2)])
    assert (signed is State.RIGHT) == asked.question.falls
    assert " or " not in asked.solution.answer


def test_of_a_denied_line_a_bit_more_than_half_is_gone():
    asked = exercise("case/money-denied-line")
    assert [asked.check({"answer": one}).state for one in ("55", "55.1", "55.05", "-55.1")] == [
        State.RIGHT
    ] * 4
    assert asked.check({"answer": "44.9"}).state is State.WRONG
    assert exercise("case/money-97112-over-97110").check({"answer": "13"}).state is State.RIGHT


def test_a_question_says_how_finely_its_answer_is_wanted():
    untold = [
        one.id
        for one in SUMS
        if one.written.given["operation"] in ("percent_change", "percent_less", "ratio", "payment_formula")
        and not re.search(r"whole percent|to (one|two|four) places?|Total, and payment", one.text)
    ]
    assert untold == []
    places = {1: "to one place", 2: "to two places"}
    asked = [one for one in SUMS if "places" in one.written.given]
    assert all(places[one.written.given["places"]] in one.text for one in asked)


# ---- what was answered before ---------------------------------------------------------------------------------------

BEFORE = [
    ("money-denied-line", "-55.1", "right"),
    ("money-denied-line", "55.1", "wrong"),
    ("money-denied-line", "55", "wrong"),
    ("money-97112-over-97110", "12.6", "right"),
    ("money-97112-over-97110", "13", "wrong"),
    ("rv-024", "-4.0", "right"),
    ("rv-024", "-4", "right"),
    ("rv-024", "4", "wrong"),
]


@pytest.mark.parametrize(("name", "given", "was"), BEFORE)
def test_an_answer_of_an_earlier_generation_is_judged_as_it_was(name, given, was):
    answer = {
        "exercise": f"case/{name}",
        "generation": ROUNDED_SINCE - 1,
        "answer": {"answer": given},
        "state": was,
        "at": datetime(2026, 11, 29, tzinfo=UTC).isoformat(),
        "id": "1",
    }
    score = score_of_tries([try_of(answer, was)])
    checked = verification_of({"answers": [answer], "score": vars(score)})
    assert checked.faults == ()


# ---- replies --------------------------------------------------------------------------------------------------------


def numbers_in(text):
    return {Decimal(one) for one in re.findall(r"\d+(?:\.\d+)?", text)}


@pytest.mark.parametrize("asked", SUMS, ids=lambda one: one.id)
def test_a_wrong_sum_hears_of_the_numbers_of_its_own_case(asked):
    wrong = {name: value + 7 for name, value in asked.question.right[0]}
    came = asked.check(wrong)
    assert came.state is State.WRONG
    assert numbers_in(came.feedback) & numbers_in(asked.text)
    assert "RVU" not in came.feedback
    assert not re.search(r"\banswer\b", came.feedback)


@pytest.mark.parametrize("asked", SUMS, ids=lambda one: one.id)
def test_two_wrong_sums_hear_two_things_and_neither_the_answer(asked):
    right = dict(asked.question.right[0])
    given = asked.written.given
    said = set()
    for other in (Decimal("1.5"), Decimal("0.5")):
        came = asked.check({name: round(value * other, 2) for name, value in right.items()})
        told = numbers_in(came.feedback) - numbers_in(str(given))
        assert not told & set(right.values())
        said.add(came.feedback)
    assert len(said) == 2


def test_a_wrong_percentage_is_put_to_the_test_by_the_numbers_of_its_case():
    asked = exercise("case/money-97112-over-97110")
    assert "0.87 raised by 11 percent is 0.97, and not 0.98." in asked.check({"answer": "11"}).feedback
    asked = exercise("case/money-denied-line")
    assert "59.45 lowered by 45 percent is 32.70, and not 26.72." in asked.check({"answer": "45"}).feedback


def test_a_wrong_price_of_one_unit_hears_how_many_rvu_it_would_be():
    asked = exercise("case/f8-98942-2026")
    assert "50.02 over the factor, 33.4009, is 1.50 RVU." in asked.check(Decimal("50.02")).feedback
    assert "1.49" not in asked.check(Decimal("50.02")).feedback


@pytest.mark.parametrize("typed", ["9" * 30, "1e40", "-" + "9" * 30, "1e-40"])
@pytest.mark.parametrize("asked", [*PRICES, *SUMS], ids=lambda one: one.id)
def test_however_large_or_small_a_number_is_typed_it_is_answered(asked, typed):
    options = asked.question.options
    came = asked.check(dict.fromkeys(options, typed) if options else typed)
    assert came.state is not State.RIGHT
    assert "E+" not in came.feedback
    assert typed not in came.feedback or typed == "1e-40"


@pytest.mark.parametrize("off", ["0.10", "-0.10"])
@pytest.mark.parametrize("asked", PRICES, ids=lambda one: one.id)
def test_a_price_that_is_close_is_not_led_away_from_rvus_that_are_right(asked, off):
    right, bill = asked.question.right[0], asked.question.bill
    said = asked.check(right + Decimal(off)).feedback
    assert str(right) not in said
    assert ("too high" in said) == (Decimal(off) > 0)
    if bill is None or sum(units for _, units in bill.units) > 1:
        assert " RVU." not in said
        return
    factor = conversion_factor(bill.on, bill.track)
    led, wanted = to_places([(right + Decimal(off)) / factor, right / factor], 2)
    assert f"{wanted} RVU" not in said
    assert (f"is {led} RVU." in said) == ("which of the three RVUs" in said) == (led != wanted)
    assert ("Its RVUs are right to two places." in said) == (led == wanted)


def test_close_prices_are_of_both_kinds():
    said = [one.check(one.question.right[0] + Decimal("0.10")).feedback for one in PRICES]
    assert any("right to two places" in one for one in said)
    assert any(" RVU. For" in one for one in said)


def test_what_rose_and_was_given_with_a_minus_is_asked_which_of_the_two_it_did():
    asked = exercise("case/money-97112-over-97110")
    for typed in ("-12.64", "-11", "-13", "-40"):
        said = asked.check({"answer": typed}).feedback
        assert "Did it rise or fall?" in said
        assert not re.search("too high|too low|raised by", said)
    said = exercise("case/money-ratio-levels").check({"answer": "-1.86"}).feedback
    assert "Did it rise or fall?" not in said
    for one in SUMS:
        if one.written.given["operation"] not in ("percent_change", "percent_less", "ratio"):
            came = one.check({name: -value - 1 for name, value in one.question.right[0]})
            assert "too high" not in came.feedback


def test_where_several_numbers_are_wrong_it_is_said_of_each_on_which_side_it_lies():
    asked = exercise("case/money-formula-ohio")
    assert "rvu (too high), payment (too low). " in asked.check({"rvu": "0.9", "payment": "20"}).feedback
    assert "rvu (too low), payment (too high). " in asked.check({"rvu": "0.7", "payment": "30"}).feedback
    several = [one for one in SUMS if len(one.question.options) > 1]
    assert len(several) > 4
    for one in several:
        right = one.question.right[0]
        said = one.check({name: value + 7 for name, value in right}).feedback
        assert "That is too" not in said
        said = one.check({name: value + 7 * (at == 0) for at, (name, value) in enumerate(right)}).feedback
        assert said.count("too high") <= 1
        assert "(too" not in said


def test_of_several_numbers_those_that_are_wrong_are_named():
    asked = exercise("case/money-formula-ohio")
    came = asked.check({"rvu": "0.7892", "payment": "26.00"})
    assert came.state is State.CLOSE
    assert "payment" in came.feedback
    assert "rvu" not in came.feedback
    four = exercise("case/rv-015")
    said = four.check(dict(zip(four.question.options, ("15", "18", "21", "14"), strict=True))).feedback
    assert "number 3" in said
    assert "1.17 and 1.38" in said


def test_a_reduction_is_spoken_of_where_something_is_reduced():
    billed = [one for one in PRICES if one.question.bill is not None]
    cut = set()
    for one in billed:
        bill = one.question.bill
        priced = allowed_amounts(dict(bill.units), on=bill.on, locality=bill.locality, track=bill.track)
        is_cut = any(line.reduced_units for line in priced.lines)
        assert ("reduction" in one.check(one.question.right[0] + 9).feedback) == is_cut, one.id
        cut.add(is_cut)
    assert cut == {True, False}


def test_a_wish_is_not_asked_for_its_passage():
    wishes = [one for one in cases() if "What would have to be true" in one.question]
    assert len(wishes) >= 5
    for one in wishes:
        asked = exercise(f"case/{one.id}")
        unasked = replace(asked, written=replace(one, ask_back={}))
        for choice in one.choices:
            came = unasked.check(choice)
            if came.state is not State.RIGHT:
                assert "passage" not in came.feedback + asked.check(choice).feedback
                assert choice in came.feedback
                assert came.feedback.endswith("?")


def test_the_hints_to_a_sum_a_price_and_a_wish_are_of_their_kind():
    wishes = [one for one in written_exercises() if "What would have to be true" in one.text]
    for one in (*SUMS, *wishes):
        assert not re.search(r"units are cut|the passage", " ".join(one.hints[:1])), one.id
    for one in PRICES:
        if one.question.bill is None:
            assert "cut" not in one.hints[0], one.id


@pytest.mark.parametrize("one", SUMS, ids=lambda one: one.id)
def test_a_hint_to_a_sum_tells_its_way_and_names_a_source_only_where_a_rule_has_the_numbers(one):
    assert len(one.hints) == 3
    assert ("It is written here" in one.hints[1]) == ("Which rule says" in one.hints[0])
    assert "It is written here" not in one.hints[0] + one.hints[2]
    results = {str(number) for given in one.question.right for _, number in given}
    results -= set(re.findall(r"\d+(?:\.\d+)?", one.question.text))
    for hint in one.hints[:2]:
        assert not results & set(re.findall(r"\d+(?:\.\d+)?", hint)), hint


def test_a_question_back_to_a_sum_speaks_only_of_numbers_that_are_on_the_page():
    limit, share = exercise("case/plan-limiting-charge"), exercise("case/f8-medicare-share")
    assert "the other numbers" not in limit.hints[0]
    assert "the other numbers" in share.hints[0]


def test_of_so_much_less_it_is_said_that_what_stays_is_multiplied():
    less = {one.id for one in SUMS if "multiply by what stays" in one.hints[1]}
    asked = {
        one.id for one in SUMS if one.written.given["operation"] == "product_rounded" and "less" in one.text
    }
    assert less == asked == {"case/money-efficiency", "case/f8-medicare-share"}


def test_a_rule_that_has_the_numbers_is_named():
    assert "It is written here: " in exercise("case/plan-limiting-charge").hints[1]


def test_a_deductible_is_spoken_of_where_one_is_due():
    shares = [one for one in SUMS if one.written.given["operation"] == "medicare_share"]
    assert {"deductible" in one.written.given for one in shares} == {True, False}
    for one in shares:
        assert ("deductible" in one.hints[1]) == ("deductible" in one.written.given), one.id


def test_a_number_that_comes_often_is_named_once():
    first = exercise("case/plan-patient-in-all").hints[0]
    assert first.count("5.34") == first.count("50") == 1
