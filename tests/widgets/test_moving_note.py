"""The moving note asks first: the figure stays as it was, and nothing of the answer is on the page, until a claim is expected."""

import json

import pytest

from cptedu.analysis.moves import moves
from cptedu.widgets.moving_note import MovingNote

NOTE = moves("desk_worker")
CHANGES = range(len(NOTE.moves))


def expected(at, claim):
    return MovingNote("desk_worker", at=at, said={str(at): claim})


@pytest.mark.parametrize("at", CHANGES)
def test_nothing_of_the_answer_is_told_before_it_is_asked(at):
    asked, move = MovingNote("desk_worker", at=at), NOTE.moves[at]
    told = json.dumps(asked.get_state(), default=str)
    assert move.because.says not in told
    tempting = [one for found in (NOTE.found, move.found) for one in found.unsupported]
    assert tempting
    assert [one.coding.says for one in tempting if one.coding.says in told] == [], (
        "why a claim is not supported tells which one is"
    )
    assert asked.reading["figure"]["tempting"] == []
    assert "Not supported" not in asked.as_text()
    reading = asked.reading
    assert (reading["turned"], reading["right"], reading["because"], reading["source"]) == (False, "", "", [])
    assert reading["figure"]["claim"] == NOTE.row.coding.label
    assert reading["figure"] == MovingNote("desk_worker").reading["figure"], (
        "the figure is that of the note as it was"
    )
    assert reading["claims"] == list(NOTE.claims)


@pytest.mark.parametrize("at", CHANGES)
def test_once_a_claim_is_expected_the_figure_moves_and_says_why(at):
    move = NOTE.moves[at]
    for claim in NOTE.claims:
        reading = expected(at, claim).reading
        assert (reading["chosen"], reading["right"]) == (claim, move.row.coding.label)
        assert reading["because"] == move.because.says
        assert reading["source"]
        assert reading["figure"]["claim"] == move.row.coding.label
        assert reading["figure"]["tracks"][0]["words"] == str(move.row.carries.total)
        tempting = [(one.coding.label, one.coding.says) for one in move.found.unsupported]
        shown = [(one["label"], one["says"]) for one in reading["figure"]["tempting"]]
        assert shown
        assert shown == tempting[: len(shown)], "what tempts is that of the note as it is now"
        assert reading["steps"][at] == ("right" if claim == move.row.coding.label else "other")
        assert move.because.says in reading["summary"]


def test_the_note_marks_what_is_otherwise_and_nothing_else():
    changed = {
        row["label"]: (row["was"], row["words"])
        for row in MovingNote("desk_worker", at=2).reading["note"]
        if row["was"]
    }
    assert changed == {"Minutes": ("16", "22")}
    changed = {
        row["label"]: row["words"] for row in MovingNote("desk_worker", at=4).reading["note"] if row["was"]
    }
    assert changed == {"Measured": "no test in the note"}


def test_bars_are_as_long_as_their_numbers_and_hatched_ones_have_no_dollars():
    figure = expected(3, NOTE.claims[0]).reading["figure"]
    rvu, dollars, minutes = figure["tracks"]
    assert [part["code"] for part in rvu["parts"]] == ["98940", "97112"]
    assert [part["kind"] for part in rvu["parts"]] == ["adjusted", "exercised"]
    assert sum(part["share"] for part in rvu["parts"]) == pytest.approx(rvu["now"], abs=0.001)
    assert rvu["now"] / rvu["was"] == pytest.approx(2.76 / 1.78, abs=0.001)
    assert dollars["now"] / dollars["was"] == pytest.approx(84.33 / 59.45, abs=0.001)
    assert [mark["word"] for mark in minutes["marks"]] == ["8", "23", "38", "53"]
    assert minutes["words"] == "23"
    assert figure["tempting"]
    for one in figure["tempting"]:
        assert one["says"]
        assert "$" not in json.dumps(one), "what the note does not support has no amount"
        assert 0 < one["share"] <= 1


def test_all_foreseen_is_told_and_a_tap_that_is_not_offered_is_passed_over():
    said = {str(n): move.row.coding.label for n, move in enumerate(NOTE.moves)}
    assert (
        MovingNote("desk_worker", said=said).reading["tally"] == "7 of 7 foreseen, and the note decided each."
    )
    assert MovingNote("desk_worker", said={"0": "99999", "77": "98940", "x": "98940"}).reading["tally"] == (
        "No change answered yet."
    )


@pytest.mark.parametrize("wrong", [{"at": 99}, {"at": -1}, {"said": ["98940"]}])
def test_what_cannot_be_shown_is_said_in_words(wrong):
    note = MovingNote("desk_worker", **wrong)
    assert note.reading["problem"]
    assert note.reading["problem"] in note.as_text()


def test_its_words_ask_before_they_tell():
    assert "Which claim does the note support now" in MovingNote("desk_worker", at=3).as_text()
    assert NOTE.moves[3].because.says not in MovingNote("desk_worker", at=3).as_text()
    assert NOTE.moves[3].because.says in expected(3, "98940").as_text()
