"""The minutes board's traits: minutes in, units by both methods out, and which minutes earned each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cptedu.facts.codes import codes
from cptedu.rules.timed_units import METHODS, timed_units, units_for_minutes
from cptedu.widgets.minutes_board import MinutesBoard
from cptedu.widgets.minutes_board.reading import earned_units

TIMED = sorted(number for number, one in codes().items() if one.timed == "yes")
MINUTES = st.dictionaries(st.sampled_from(TIMED), st.integers(0, 75), max_size=6)


def of(board, method):
    return next(one for one in board.reading["methods"] if one["name"] == method)


def units(board, method):
    return {line["code"]: line["units"] for line in of(board, method)["lines"]}


# -- units


@given(MINUTES)
def test_the_reading_is_what_timed_units_counts_by_both_methods(minutes):
    board = MinutesBoard(minutes)
    for method in METHODS:
        counted = timed_units(minutes, method)
        assert units(board, method) == counted.units
        assert of(board, method)["units"] == counted.total_units
    assert board.reading["total"] == sum(minutes.values())
    assert board.reading["problem"] == ""


@given(MINUTES)
def test_every_unit_is_earned_by_enough_minutes_and_no_minute_is_lost_or_counted_twice(minutes):
    for method in METHODS:
        for split in timed_units(minutes, method).alternatives:
            earned, left = earned_units(minutes, split)
            assert {number: len(blocks) for number, blocks in earned.items()} == split
            parts = [part for blocks in earned.values() for block in blocks for part in block]
            spent = {number: sum(n for one, n in parts if one == number) + left[number] for number in minutes}
            assert spent == minutes
            assert all(units_for_minutes(sum(n for _, n in block)) for bs in earned.values() for block in bs)
            if method == "cpt_per_code":
                assert all(number == one for number, bs in earned.items() for block in bs for one, _ in block)


@given(MINUTES)
def test_the_bar_that_lies_all_together_is_as_long_as_the_minutes(minutes):
    reading = MinutesBoard(minutes).reading
    assert sum(part["minutes"] for part in reading["together"]) == reading["total"]
    kinds = [part["kind"] for part in reading["together"]]
    assert kinds == sorted(kinds, reverse=True), "full quarters first"
    assert reading["scale"]["length"] >= max(reading["total"], 60)


def test_the_scale_marks_the_minute_from_which_each_further_unit_is_earned():
    scale = MinutesBoard({"97110": 33}).reading["scale"]
    assert scale["quarters"] == [15, 30, 45, 60]
    assert [(band["from"], band["to"], band["units"]) for band in scale["bands"]] == [
        (0, 8, 0),
        (8, 23, 1),
        (23, 38, 2),
        (38, 53, 3),
        (53, 60, 4),
    ]


def test_leftovers_that_are_put_together_are_said_where_they_went():
    lines = {line["code"]: line for line in of(MinutesBoard({"97110": 33, "97140": 7}), METHODS[0])["lines"]}
    assert lines["97110"]["note"] == "3 left over, put with 97140"
    assert lines["97140"]["says"] == "97140: 1 unit, earned by 7 + 3 of 97110 minutes"
    assert lines["97140"]["differs"]
    assert not lines["97110"]["differs"]


# -- ties


@given(MINUTES)
def test_a_tie_offers_every_allowed_split_and_each_can_be_chosen(minutes):
    board = MinutesBoard(minutes)
    allowed = timed_units(minutes, "cms_total_time").alternatives
    offered = [one["units"] for one in board.reading["splits"]]
    assert offered == (list(allowed[:12]) if len(allowed) > 1 else [])
    assert len(offered) + board.reading["more_splits"] in (0, len(allowed))
    for split in offered:
        board.chosen = split
        assert units(board, "cms_total_time") == split
        assert units(board, "cpt_per_code") == timed_units(minutes, "cpt_per_code").units
        assert board.reading["is_chosen"]


def test_a_choice_ends_when_the_minutes_no_longer_allow_it():
    board = MinutesBoard({"97110": 8, "97140": 8}, chosen={"97110": 0, "97140": 1})
    assert units(board, "cms_total_time") == {"97110": 0, "97140": 1}
    board.minutes = {"97110": 9, "97140": 8}
    assert (board.chosen, units(board, "cms_total_time")) == ({}, {"97110": 1, "97140": 0})
    assert board.reading["of"]["chosen"] == {}


def test_a_split_that_is_not_allowed_is_answered_in_words_that_name_the_allowed_ones():
    board = MinutesBoard({"97110": 8, "97140": 8}, chosen={"97110": 1, "97140": 1})
    assert board.reading["problem"] == (
        "97110 ×1, 97140 ×1 is not an allowed split of these minutes. Allowed: 97110 ×1 or 97140 ×1."
    )


# -- untimed services


def test_untimed_services_stand_apart_and_once():
    board = MinutesBoard({"97110": 16}, untimed=["97012", "97150", "97012"])
    assert [(one["code"], one["says"]) for one in board.reading["untimed"]] == [
        ("97012", "once, whatever the time"),
        ("97150", "once, whatever the time"),
    ]
    assert list(units(board, "cms_total_time")) == ["97110"]


def test_a_code_with_a_time_scheme_of_its_own_says_so():
    assert (
        MinutesBoard(untimed=["97810"]).reading["untimed"][0]["note"] == "billed by a time scheme of its own"
    )


def test_a_code_without_a_rule_of_counting_is_never_said_to_count_once():
    told = MinutesBoard(untimed=["95851"]).reading["untimed"][0]
    assert (told["says"], told["note"]) == (
        "how often it counts is not held",
        "how often it counts on one date is not held",
    )


def test_what_can_be_added_is_in_force_and_of_the_kind_that_it_is_listed_as():
    offered = MinutesBoard().offered
    for one in offered:
        if one["timed"]:
            assert MinutesBoard({one["code"]: 15}).reading["problem"] == ""
        else:
            assert MinutesBoard(untimed=[one["code"]]).reading["problem"] == ""
    assert {"97110", "97112", "97140", "97530", "97012", "97150", "98940"} <= {one["code"] for one in offered}


# -- what cannot be counted is answered in words


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"minutes": {"97150": 20}}, "97150 is not billed by quarter-hours"),
        ({"minutes": {"97110": -3}}, "97110: -3 is not a number of whole minutes, 0 or more."),
        ({"minutes": {"97110": 12.5}}, "12.5 is not a number of whole minutes"),
        ({"minutes": {"97110": "12"}}, "'12' is not a number of whole minutes"),
        ({"minutes": {"97110": 2000}}, "2000 minutes are more than a day"),
        ({"minutes": {"97I10": 15}}, "'97I10' is not a known code. A code is five digits"),
        ({"minutes": ["97110"]}, "Give the minutes of each code"),
        ({"minutes": "97110"}, "Give the minutes of each code"),
        ({"minutes": {}, "untimed": ["97110"]}, "97110 is billed by quarter-hours"),
        ({"minutes": {}, "untimed": "97012"}, "'97012' is not a list of codes"),
        ({"minutes": {}, "untimed": 5}, "5 is not a list of codes"),
        ({"minutes": {}, "untimed": [97012]}, "A code is text"),
        ({"minutes": {"97110": 8}, "chosen": [1]}, "is not a split"),
    ],
)
def test_what_cannot_be_counted_is_said_in_words_and_never_raised(given, said):
    board = MinutesBoard(**given)
    assert said in board.reading["problem"]
    assert board.reading["summary"] == board.reading["problem"]
    assert said in board.as_text()
    assert "methods" not in board.reading
    board.set_state({"minutes": {"97110": 15}, "untimed": [], "chosen": {}})
    assert (board.reading["problem"], board.reading["total"]) == ("", 15)


def test_a_code_in_other_spelling_is_counted():
    assert units(MinutesBoard({" 97110": 16}), "cms_total_time") == {"97110": 1}


# -- what the browser reports, and words


def test_what_the_page_reports_is_answered_at_once():
    board = MinutesBoard({"97110": 15})
    board.set_state({"minutes": {"97110": 23}})
    assert board.reading["of"] == {"minutes": {"97110": 23}, "untimed": [], "chosen": {}}
    assert units(board, "cpt_per_code") == {"97110": 2}


def test_no_two_boards_share_their_minutes():
    one, other = MinutesBoard(), MinutesBoard()
    one.minutes = {"97110": 8}
    assert other.minutes == {}


def test_repr_can_be_pasted_back():
    board = MinutesBoard({"97110": 8, "97140": 8}, ["97012"], {"97110": 0, "97140": 1})
    assert repr(eval(repr(board))) == repr(board)


@given(MINUTES)
def test_the_words_say_what_the_board_shows(minutes):
    board = MinutesBoard(minutes, untimed=["97012"])
    said = board.as_text()
    assert board.reading["summary"] in said
    assert all(line["says"] in said for method in board.reading["methods"] for line in method["lines"])
    assert "97012 traction by machine: once, whatever the time" in said


def test_where_no_widget_can_be_shown_the_cell_says_it_in_words():
    board = MinutesBoard({"97110": 33, "97140": 7})
    bundle = board._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    assert data["text/plain"] == board.as_text()
    assert "application/vnd.jupyter.widget-view+json" in data
