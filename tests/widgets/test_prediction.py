"""A prediction: nothing of the answer is on the page before the tap, the rules say what is right, and the tap is kept."""

import json
import re
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest

from cptedu.engine.coding import code_visit
from cptedu.errors import CpteduError
from cptedu.example_visits import example_visit, example_visits
from cptedu.learn.cases import case
from cptedu.learn.deck import claim_as_written
from cptedu.widgets.prediction import Prediction

ELSEWHERE = {
    "97112-59": example_visit("desk_worker"),
    "no line": example_visit("same_region"),
    "97112": example_visit("desk_worker", adjusted=[]),
}


def page(asked):
    """Give all that a page is told of an instrument, without what draws it."""
    return {name: held for name, held in asked.get_state().items() if name not in ("_esm", "_css", "layout")}


def of_97112(visit, **more):
    return Prediction("And 97112?", list(ELSEWHERE), visit, about="97112", **more)


def test_what_the_page_is_told_before_the_tap_is_the_same_whatever_the_answer():
    told = [page(of_97112(visit)) for visit in ELSEWHERE.values()]
    assert told[0] == told[1] == told[2]
    assert told[0]["reading"]["turned"] is None
    assert len({of_97112(visit).as_text() for visit in ELSEWHERE.values()}) == 1


@pytest.mark.parametrize("right", ELSEWHERE)
def test_a_tap_turns_the_card_and_what_is_right_comes_from_the_claim(right):
    asked = of_97112(ELSEWHERE[right])
    for said in ELSEWHERE:
        asked.said = said
        shown = asked.reading["turned"]
        assert shown["right"] == right
        assert shown["how"] == ("right" if said == right else "other")
        assert said in shown["says"]
        assert right in shown["says"]
        assert shown["because"]
    asked.said = ""
    assert asked.reading["turned"] is None


def test_the_one_reason_has_this_visits_numbers_and_the_others_are_behind_a_count():
    asked = Prediction("How many units?", [0, 1, 2], example_visit("desk_worker"), about="97112")
    asked.said = "2 units"
    shown = asked.reading["turned"]
    assert shown["right"] == "1 unit"
    assert "16 minutes" in shown["because"]
    in_front, _, folded = shown["card"].partition("<details>")
    assert escape(shown["because"]) in in_front
    assert "Measured deficit: single-leg stance 6 s left, 25 s right." in folded
    assert "more reasons, " in folded


def test_of_a_whole_claim_the_rest_is_behind_a_count():
    right = "98940 + 97112-59"
    shown = Prediction("All of it?", [right, "98940"], example_visit("desk_worker"), said=right).reading[
        "turned"
    ]
    assert shown["count"] == "The rest of the claim: 1 line"
    assert ("97112-59" in shown["card"]) != ("97112-59" in shown["others"])


def test_units_without_a_code_are_those_of_all_timed_codes():
    # 33 and 7 minutes: two and none by themselves, three together.
    for payer, right in (("commercial_ncci", "2 units"), ("federal_va", "3 units")):
        visit = example_visit("thirty_three_and_seven", payer=payer)
        asked = Prediction("How many units?", [2, 3], visit, said="2 units")
        assert asked.reading["turned"]["right"] == right


def test_yes_and_no_ask_whether_a_code_is_billed():
    for visit, right in ((ELSEWHERE["97112"], "yes"), (ELSEWHERE["no line"], "no")):
        asked = Prediction("Is 97112 billed?", ["yes", "no"], visit, about="97112", said="no")
        assert asked.reading["turned"]["right"] == right


def test_modifiers_are_asked_for_only_where_a_choice_has_one():
    asked = Prediction(
        "Which code?", ["97110", "97112"], ELSEWHERE["97112-59"], about="exercise", said="97110"
    )
    assert asked.reading["turned"]["right"] == "97112"


def test_where_a_note_lacks_what_a_code_needs_the_answer_is_to_ask_first():
    choices = ["97110", "97112", "nothing", "ask first"]
    asked = Prediction("Which code?", choices, example_visit("posture_unmeasured"), said="97112")
    shown = asked.reading["turned"]
    assert shown["right"] == "ask first"
    assert "measured" in shown["because"]
    assert (
        Prediction("And advice?", ["98940", "98941"], example_visit("posture_advice"), said="98940").reading[
            "turned"
        ]["how"]
        == "right"
    )


def test_of_a_whole_claim_the_reason_is_that_of_the_line_in_which_a_prediction_went_wrong():
    choices = ["98940 + 97112-59", "98941 + 97112-59", "98940 + 97112"]
    asked = Prediction("What goes on the claim?", choices, example_visit("desk_worker"))
    asked.said = "98941 + 97112-59"
    assert "regions" in asked.reading["turned"]["because"]
    asked.said = "98940 + 97112"
    assert "separate region" in asked.reading["turned"]["because"]


def test_a_claim_that_the_record_supports_too_is_not_told_as_wrong():
    # By this payer's reading the line stands without 59, and stays contested: who leaves it off is not wrong.
    visit = example_visit("same_region", payer="commercial_cpt")
    asked = Prediction("What goes on the claim?", ["98940 + 97112", "98940", "98941"], visit, said="98940")
    assert asked.reading["turned"]["how"] == "stands"
    assert "left off" in asked.reading["turned"]["too"]
    assert "sources differ" in asked.reading["turned"]["card"]
    assert asked.reading["turned"]["too"] in asked.as_text()
    asked.said = "98941"
    assert "98941 is not what the record supports" in asked.reading["turned"]["too"]


def test_where_a_mark_alone_is_wrong_the_reply_speaks_of_the_mark_and_not_of_the_units_that_were_right():
    asked = Prediction(
        "What becomes of the bridges?",
        ["97110-59 ×2", "97110 ×2", "no line"],
        example_visit("low_back_strength"),
        about="97110",
        said="97110-59 ×2",
    )
    assert asked.reading["turned"]["how"] == "other"
    assert "No edit pairs it with an adjustment" in asked.reading["turned"]["too"]


def test_whatever_is_said_beside_what_the_rules_bill_is_told_why_it_passes_or_does_not():
    passing = 0
    for name in example_visits():
        for payer in ("commercial_ncci", "commercial_cpt", "medicare"):
            visit = example_visit(name, payer=payer)
            right = claim_as_written(code_visit(visit))
            lines = right.split(" + ")
            others = {" + ".join(one for one in lines if one != left_off) for left_off in lines[1:]}
            others |= {right.replace("-59", "-XS"), right.replace("-59", "")} - {right}
            for said in others:
                shown = Prediction("What is billed?", [right, said], visit, said=said).reading["turned"]
                passing += shown["how"] == "stands"
                assert bool(shown["too"]) == (shown["how"] != "right"), (name, payer, said)
    assert passing > 5


def test_what_is_not_billed_is_not_counted_as_a_line():
    visit = example_visit("posture_advice")
    visit = replace(visit, services=visit.services * 2)
    right = claim_as_written(code_visit(visit))
    shown = Prediction("What is billed?", [right, "98942"], visit, said=right).reading["turned"]
    assert shown["count"] == "The rest of the claim: 1 line, 1 not billed"


def test_a_case_with_choices_asks_its_own_question():
    held = case("room-wnl")
    asked = Prediction(case="room-wnl")
    assert f"{asked.asked['told']} {asked.asked['question']}" == " ".join(held.question.split())
    assert asked.asked["question"] == "What does this note put on the claim?"
    asked.said = claim_as_written(code_visit(held.visit))
    assert asked.reading["turned"]["how"] == "right"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"choices": ["98940"]}, "Offer 2 to 5 choices"),
        ({"choices": ["98940", "98940"]}, "each of them once"),
        ({"choices": [1, 2, 3, 4, 5, 6]}, "Offer 2 to 5 choices"),
        ({"choices": ["98941", "98942"]}, "Write '98940 + 97112-59' once"),
        ({"choices": ["97112", "97112-XS"], "about": "97112"}, "Write '97112-59' once"),
        ({"choices": ["98940 + 97112-59", "98941"], "rule": "gp_modifier"}, "says nothing of"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_with_what_to_write(given, said):
    with pytest.raises(CpteduError, match=re.escape(said)):
        Prediction("What is it?", visit=example_visit("desk_worker"), **given)


def test_a_question_needs_something_that_answers_it():
    with pytest.raises(CpteduError, match="needs a visit"):
        Prediction("What is it?", ["98940", "98941"])
    with pytest.raises(CpteduError, match="Offer 2 to 5 choices"):
        Prediction(case="d-t13")


def test_what_is_no_choice_is_answered_in_words():
    asked = of_97112(ELSEWHERE["97112"])
    asked.said = "97110"
    assert "97110" in asked.reading["problem"]
    asked.said = "97112"
    assert asked.reading["problem"] == ""


def test_the_tap_is_kept_and_who_asks_something_else_asks_anew(tmp_path, monkeypatch):
    (tmp_path / ".cptedu").mkdir()
    monkeypatch.chdir(tmp_path)
    of_97112(ELSEWHERE["97112"]).said = "no line"
    assert of_97112(ELSEWHERE["97112"]).reading["turned"]["how"] == "other"
    assert of_97112(ELSEWHERE["97112-59"]).said == "", "the same words about another visit"
    (held,) = (path for path in Path(".cptedu/kept").iterdir() if "no line" in path.read_text())
    assert json.loads(held.read_text()) == {"said": "no line"}


def test_the_words_have_every_choice_and_the_answer_only_after_the_tap():
    for name in example_visits():
        visit = example_visit(name)
        right = claim_as_written(code_visit(visit))
        choices = ["98942", right] if right != "nothing" else ["98942", "nothing", "ask first"]
        asked = Prediction("What goes on the claim?", choices, visit)
        assert asked.as_text().splitlines()[1:] == [f"  {one}" for one in choices]
        asked.said = "98942"
        assert asked.reading["turned"]["because"] in asked.as_text()
