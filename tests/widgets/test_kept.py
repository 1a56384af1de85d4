"""What a learner did is there again, and a damaged file costs nothing but itself."""

import json

import pytest

from cptedu.errors import CpteduError
from cptedu.example_visits import example_visit
from cptedu.widgets.kit.kept import all_is_kept, forget, kept
from cptedu.widgets.spine_map import SpineMap
from cptedu.widgets.visit_lab import VisitLab


@pytest.fixture
def course(tmp_path, monkeypatch):
    (tmp_path / ".cptedu").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_marks_come_back_after_a_rerun(course):
    kept(SpineMap(adjusted=["C5"]), "map").adjusted = ["L4", "T2"]
    assert kept(SpineMap(adjusted=["C5"]), "map").adjusted == ["L4", "T2"]
    forget("map")
    assert kept(SpineMap(adjusted=["C5"]), "map").adjusted == ["C5"]


def test_a_visit_comes_back_with_its_payer_and_minutes_and_can_start_over(course):
    lab = VisitLab(example_visit("desk_worker"), name="first")
    lab.payer.value, lab.minutes.value = "medicare", 7
    lab.map.exercised = ["C6"]
    again = VisitLab(example_visit("desk_worker"), name="first")
    assert (again.payer.value, again.minutes.value, again.map.exercised) == ("medicare", 7, ["C6"])
    assert again.claim == lab.claim
    again.start_over()
    assert [line.code for line in again.claim.lines] == ["98940", "97112"]
    assert VisitLab(example_visit("desk_worker"), name="first").payer.value == "commercial_ncci"


@pytest.mark.parametrize("written", ["", "{", "[1]", '{"adjusted": ["X9"]}', '{"adjusted": 7}', "\x00"])
def test_a_damaged_file_is_set_aside_and_the_lesson_starts_afresh(course, written):
    kept(SpineMap(), "map").adjusted = ["C5"]
    place = course / ".cptedu" / "kept" / "map.json"
    place.write_text(written)
    assert kept(SpineMap(adjusted=["T1"]), "map").adjusted == ["T1"]
    if not written.startswith('{"'):
        assert place.with_suffix(".damaged.json").read_text() == written


def test_what_cannot_be_written_is_known_until_it_is_written_or_given_up(course):
    first, second = kept(SpineMap(), "first"), kept(SpineMap(), "second")
    place = course / ".cptedu" / "kept"
    place.write_text("a file where a folder is wanted")
    first.adjusted = second.adjusted = ["C5"]
    assert not all_is_kept()
    place.unlink()
    first.adjusted = ["C6"]
    assert not all_is_kept(), "the other is still not written"
    forget("second")
    assert all_is_kept()
    assert kept(SpineMap(), "first").adjusted == ["C6"]


def test_nothing_is_written_outside_a_course(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    kept(SpineMap(), "map").adjusted = ["C5"]
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_is_plain_json_without_a_patient(course):
    VisitLab(example_visit("desk_worker"), name="first").minutes.value = 9
    held = json.loads((course / ".cptedu" / "kept" / "first.json").read_text())
    assert set(held) == {"adjusted", "exercised", "payer", "minutes"}


def test_a_name_that_is_a_path_is_refused(course):
    with pytest.raises(CpteduError, match="not a name"):
        kept(SpineMap(), "../map")


def instruments():
    from cptedu.widgets.minutes_board import MinutesBoard
    from cptedu.widgets.note_to_code import NoteToCode
    from cptedu.widgets.visit_builder import VisitBuilder

    visit = example_visit("desk_worker")
    return {
        "MinutesBoard": (lambda: MinutesBoard({"97110": 33}), "minutes", {"97110": 20, "97112": 20}),
        "NoteToCode": (lambda: NoteToCode(visit), "kept", []),
        "VisitBuilder": (lambda: VisitBuilder(visit), "visit", visit.to_dict() | {"payer": "medicare"}),
    }


@pytest.mark.parametrize("name", ["MinutesBoard", "NoteToCode", "VisitBuilder"])
def test_each_instrument_comes_back_as_it_was_left(course, name):
    make, trait, changed = instruments()[name]
    first = kept(make(), "instrument")
    setattr(first, trait, changed)
    left = getattr(first, trait)
    assert getattr(make(), trait) != left
    assert getattr(kept(make(), "instrument"), trait) == left


def test_a_page_is_told_once_that_nothing_can_be_written_and_once_that_it_can_again(course, monkeypatch):
    told = []

    class Line:
        def __init__(self, target_name, data):
            told.append((target_name, data))

        def close(self):
            pass

    one = kept(SpineMap(adjusted=["C5"]), "map")
    monkeypatch.setattr("comm.create_comm", Line)
    one.adjusted = ["C6"]
    assert told == []
    place = course / ".cptedu" / "kept"
    (place / "map.json").unlink()
    place.rmdir()
    place.write_text("in the way")  # as where a disk is full
    one.adjusted = ["C5"]
    one.adjusted = ["C6", "T4"]
    name = "cptedu.widgets.kit.kept"
    assert told == [(name, {"all_is_kept": False})]
    place.unlink()
    one.adjusted = ["C5"]
    one.adjusted = ["C6"]
    assert told == [(name, {"all_is_kept": False}), (name, {"all_is_kept": True})]
    assert all_is_kept()
