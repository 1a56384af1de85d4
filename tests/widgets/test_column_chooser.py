"""The columns of a log: proposed with three examples, changed by a choice, kept in a file that the audit takes."""

from __future__ import annotations

import json
import tomllib

import pytest

import cptedu as ct
from cptedu.widgets.column_chooser import ColumnChooser

TEXT = (
    "Patient Name,Chart,DOS,Txn,Other,Mod\n"
    '"Quillfeather, Ada",PQX77,2026-02-11,98940,97110,AT\n'
    '"Quillfeather, Ada",PQX77,2026-02-13,98941,97110,\n'
    '"Quillfeather, Ada",PQX77,2026-02-16,98940,97110,AT\n'
)


@pytest.fixture
def log(tmp_path):
    place = tmp_path / "march.csv"
    place.write_text(TEXT, encoding="utf-8")
    return place


def by_name(chooser):
    return {one["name"]: one for one in chooser.reading["columns"]}


def test_columns_are_proposed_with_three_examples_that_tell_nobody(log):
    chooser = ColumnChooser(log)
    columns = by_name(chooser)
    assert columns["DOS"]["examples"] == ["2026-02-11", "2026-02-13", "2026-02-16"]
    assert (columns["DOS"]["means"], columns["DOS"]["by"]) == ("date_of_service", "its name")
    assert columns["Patient Name"]["word"] == "tells who somebody is: dropped"
    shown = json.dumps(chooser.reading) + chooser.as_text() + repr(chooser)
    assert "Quillfeather" not in shown
    assert "PQX77" not in shown


def test_what_is_still_to_be_said_is_asked_and_a_choice_answers_it(log):
    chooser = ColumnChooser(log)
    assert ["holds the code" in one for one in chooser.reading["questions"]] == [True]
    assert chooser.reading["summary"] == "1 question to answer"
    chooser.answers = {"Txn": "code"}
    assert chooser.reading["questions"] == []
    assert (by_name(chooser)["Txn"]["means"], by_name(chooser)["Txn"]["by"]) == ("code", "you")


def test_an_answer_that_does_not_fit_is_said_in_words_and_the_columns_stay(log):
    chooser = ColumnChooser(log, {"Txn": "code"})
    chooser.answers = {"Nowhere": "code"}
    assert "'Nowhere' is no column of march.csv" in chooser.reading["problem"]
    assert len(chooser.reading["columns"]) == 6
    chooser.answers = {"Txn": "cod"}
    assert "meaning of the column Txn" in chooser.reading["problem"]


def test_what_is_kept_is_what_the_audit_takes(log):
    chooser = ColumnChooser(log, {"Txn": "code", "day_first": False})
    chooser.do("keep")
    place = log.with_name("march.columns.toml")
    assert tomllib.loads(place.read_text())["columns"]["Txn"] == "code"
    assert "march.columns.toml" in chooser.kept
    found = ct.audit(log, "commercial_ncci", place)
    assert [one.code for one in found.read.services] == ["98940", "98941", "98940"]
    assert "Quillfeather" not in place.read_text()


def test_what_a_page_sends_goes_to_the_audit_as_it_is(log):
    chooser = ColumnChooser(log)
    chooser.answers = {"Other": "code", "Mod": "not_used"}
    found = ct.audit(log, "commercial_ncci", chooser.answers)
    assert [(one.code, one.modifiers) for one in found.read.services] == [("97110", ())] * 3


def test_nothing_is_kept_before_the_questions_are_answered(log):
    chooser = ColumnChooser(log)
    with pytest.raises(ct.CpteduError, match="holds the code"):
        chooser.keep()
    chooser._asked(chooser, {"do": "keep"}, [])
    assert "holds the code" in chooser.kept
    assert [one.name for one in log.parent.iterdir()] == ["march.csv"]


def test_a_log_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ct.CpteduError, match=r"none\.csv"):
        ColumnChooser(tmp_path / "none.csv")


def test_a_log_of_one_patient_is_told_so(tmp_path):
    (tmp_path / "log.csv").write_text("DOS,CPT\n2026-02-11,98940\n")
    chooser = ColumnChooser(tmp_path / "log.csv")
    assert len(chooser.reading["questions"]) == 1
    chooser.answers = {"one_patient": True}
    assert chooser.reading["questions"] == []
    said = {one["name"]: one["said"] for one in chooser.reading["flags"]}
    assert said.pop("one_patient") is True
    assert set(said.values()) == {None}


def test_its_words_stand_where_no_widget_is_shown(log):
    words = ColumnChooser(log).as_text().splitlines()
    assert words[0] == "The columns of march.csv"
    assert "  DOS: date of service (its name); such as 2026-02-11, 2026-02-13, 2026-02-16" in words
