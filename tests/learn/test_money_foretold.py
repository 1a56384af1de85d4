"""Amounts that a learner foretells: each answer that stands in a case is what the rules and the tables give."""

from datetime import date
from decimal import Decimal

import cptedu as ct
from cptedu.analysis.plan_of_care import episode, example_plan
from cptedu.example_visits import example_visit
from cptedu.learn.cases import case

SPRING = date(2026, 3, 4)
HERS = {"98940": 1, "97112": 1}


def answer(name):
    asked = case(name)
    return asked.choices[asked.answer]


def allowed(units, locality="national"):
    return ct.allowed_amounts(units, on=SPRING, locality=locality, track="non_apm").total


def rvu(number, on):
    return ct.relative_values(number, on=on).total(facility=False)


def test_one_unit_of_97110():
    assert answer("money-97110-foretold") == f"{allowed({'97110': 1})}"


def test_what_medicare_sends():
    share = (allowed({"98941": 1}) * Decimal("0.8") * Decimal("0.98")).quantize(Decimal("0.01"))
    assert answer("money-share-foretold") == f"{share}"


def test_her_visit_in_ohio():
    claim = ct.code_visit(example_visit("desk_worker"))
    assert {line.code: line.units for line in claim.lines} == HERS
    assert (allowed(HERS), allowed(HERS, "15202-00")) == (Decimal("59.45"), Decimal("57.11"))
    assert answer("money-ohio-foretold") == "fewer dollars, the same RVU"


def test_how_far_apart_the_two_exercises_are():
    then, now = ({n: rvu(n, on) for n in ("97112", "97110")} for on in (date(2013, 10, 2), SPRING))
    assert (then["97112"], then["97110"]) == (Decimal("0.98"), Decimal("0.94"))
    assert round(100 * (now["97112"] / now["97110"] - 1)) == 13
    assert answer("money-apart-foretold") == "about 13 percent"


def test_97112_has_more_rvu_and_fewer_dollars_than_in_2014():
    summer = date(2014, 7, 1)
    assert rvu("97112", SPRING) > rvu("97112", summer)
    before = ct.allowed_amount("97112", on=summer, locality="national")
    assert (before, allowed({"97112": 1})) == (Decimal("33.67"), Decimal("32.73"))
    assert answer("money-fewer-dollars-foretold") == "they fell"


def test_which_of_two_therapies_is_cut():
    lines = ct.allowed_amounts(
        {"98941": 1, "97112": 1, "97110": 1}, on=SPRING, locality="national", track="non_apm"
    ).lines
    assert [line.code for line in lines if line.reduced_units] == [answer("money-cut-foretold")]


def test_what_a_second_unit_adds():
    assert answer("money-second-unit-foretold") == f"{allowed({'97112': 2}) - allowed({'97112': 1})}"


def test_what_is_left_of_a_visit_whose_exercise_is_denied():
    unmeasured = example_visit(
        "desk_worker", services=[{**example_visit("desk_worker").to_dict()["services"][0], "deficit": ""}]
    )
    left = {line.code: line.units for line in ct.code_visit(unmeasured).lines}
    assert answer("money-denial-foretold") == f"{allowed(left)}"


def test_who_pays_in_each_phase_of_the_plan():
    phases = {one.phase: one for one in episode(example_plan("low_back_medicare")).by_phase}
    assert [name for name, one in phases.items() if one.payer == 0] == ["wellness"]
    assert answer("plan-nothing-foretold") == "in wellness"
    acute, rehab = phases["acute"], phases["rehab"]
    assert answer("plan-patient-owes-foretold") == str(acute.patient / acute.visits)
    # Of each visit of rehab the patient pays the share of the adjustment, and the whole charge for the exercise.
    assert rehab.patient / rehab.visits == acute.patient / acute.visits + 40
    assert answer("plan-exercise-foretold") == "the patient, the whole charge"
