"""A visit to change by hand: the claim in one line says whose verdict it shows, and nothing disappears unsaid."""

import pytest

from cptedu.example_visits import example_visit
from cptedu.widgets.visit_lab import VisitLab


@pytest.fixture
def lab():
    return VisitLab(example_visit("desk_worker"))


def test_the_verdict_names_the_code_that_it_is_about(lab):
    lab.map.exercised = ["C6"]
    assert lab.map.reading["line"] == "98940"
    assert lab.map.reading["judged"] == "97112: not supported"


def test_an_exercise_without_a_place_is_said_to_be_still_in_the_note(lab):
    lab.map.clear()
    assert [line.code for line in lab.claim.lines] == ["97112"]
    assert "still in the note" in lab.map.reading["says"]
    lab.map.exercised = ["knee"]
    assert "still in the note" not in lab.map.reading["says"]


def test_starting_over_is_one_change_and_one_undo_takes_it_back(lab):
    lab.map.adjusted = ["L5"]
    lab.map.exercised = ["left shoulder"]
    lab.start_over()
    assert (lab.map.adjusted, lab.map.exercised) == (["C5", "T4"], ["lower_extremities"])
    lab.map.undo()
    assert (lab.map.adjusted, lab.map.exercised) == (["L5"], ["left shoulder"])


def test_a_line_that_leaves_something_to_ask_says_so_beside_its_verdict(lab):
    lab.payer.value = "medicare"
    assert lab.claim.line("98940").verdict == "supported"
    assert "2 questions to ask" in lab.shown.value  # neither diagnoses nor P.A.R.T. are in this note
    lab.payer.value = "commercial_ncci"
    assert "to ask" not in lab.shown.value


def test_starting_over_is_offered_only_where_it_changes_something():
    lab = VisitLab(example_visit("desk_worker"))
    assert lab.afresh.disabled
    for control, name, value in (
        (lab.map, "adjusted", ["L5"]),
        (lab.map, "exercised", ["L5"]),
        (lab.minutes, "value", 40),
        (lab.payer, "value", "medicare"),
    ):
        setattr(control, name, value)
        assert not lab.afresh.disabled, name
        lab.start_over()
        assert lab.afresh.disabled, name


def test_of_lines_that_stand_equally_the_one_that_has_just_changed_is_told():
    lab = VisitLab(example_visit("desk_worker"))
    first = lab.map.reading
    lab.map.adjusted = ("C5", "T4", "L3")
    told = lab.map.reading
    assert (first["about"], told["about"]) == ("97112", "98941")
    assert "3 spinal regions" in told["says"]
    lab.map.exercised = ("cervical",)
    assert lab.map.reading["about"] == "97112", "what does not stand comes first, whatever has changed"
