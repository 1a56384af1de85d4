"""Thirteen more shapes are read right, or ask the one question that they must; what was misread before stays mended."""

from __future__ import annotations

import pytest
from analysis.audit.more_shapes import MORE_SHAPES, MoreShape
from analysis.audit.strange_shapes import STRANGE_SHAPES

import cptedu as ct
from cptedu.analysis.audit import LogQuestionsError
from cptedu.analysis.audit.log_names import named


def name_of(shape: MoreShape) -> str:
    return shape.name


def written(shape: MoreShape, folder):
    place = folder / f"log{shape.ending}"
    place.write_bytes(shape.held)
    return place


def log(folder, text):
    place = folder / "log.csv"
    place.write_text(text, encoding="utf-8")
    return place


@pytest.mark.parametrize("shape", [*MORE_SHAPES, *STRANGE_SHAPES], ids=name_of)
def test_one_more_shape_is_read_right(shape, tmp_path):
    found = ct.audit(written(shape, tmp_path), {"*": "medicare"}, shape.answers)
    read = [
        (str(one.on), one.code, one.units, one.minutes, tuple(sorted(one.modifiers)))
        for one in found.read.services
    ]
    assert sorted(read) == sorted(shape.lines)
    assert len(found.visits) == shape.visits
    assert found.read.services[0].diagnoses == shape.diagnoses
    assert (len(found.read.not_services), len(found.read.refused)) == (shape.not_services, shape.refused)


@pytest.mark.parametrize("shape", [*MORE_SHAPES, *STRANGE_SHAPES], ids=name_of)
def test_one_more_shape_asks_what_it_must_and_nothing_else(shape, tmp_path):
    try:
        ct.audit(written(shape, tmp_path), {"*": "medicare"})
        asked = ()
    except LogQuestionsError as problem:
        asked = problem.questions
    assert len(asked) == bool(shape.asks)
    assert all(shape.asks in one for one in asked)


@pytest.mark.parametrize(
    ("column", "means"),
    [
        ("PAYOR_NM", "payer"),
        ("primaryPayerName", "payer"),
        ("PRV_NM", "identifier"),
        ("Patient Payer Nm", "identifier"),
        ("ENC_NBR", "visit"),
        ("SVC_MIN", "minutes"),
        ("patientGuid", "patient"),
        ("subscriber_nm", "identifier"),
    ],
)
def test_short_words_of_a_programs_tables_are_written_out(column, means):
    assert named(column).means == means


@pytest.mark.parametrize("cell", ["98940; 97112", "98940|97112", "98940, 97112", "98940-AT x1;97112 x1"])
def test_codes_of_one_cell_are_a_service_each(cell, tmp_path):
    found = ct.audit(log(tmp_path, f'PID,DOS,CPT\n1,2026-02-11,"{cell}"\n'), "commercial_ncci")
    assert [one.code for one in found.read.services] == ["98940", "97112"]
    assert len(found.visits) == 1


@pytest.mark.parametrize(
    "row",
    ['1,2026-02-11,"98940; 97112",2', "1,2026-02-11,98940 97112,1", "1,2026-02-11,98940 with 97112,1"],
)
def test_a_second_code_of_a_cell_is_never_lost(row, tmp_path):
    found = ct.audit(log(tmp_path, f"PID,DOS,CPT,Units\n{row}\n"), "commercial_ncci")
    assert found.read.services == ()
    assert "in" in found.read.refused[0].reason
    assert "cell" in found.read.refused[0].reason


def test_a_second_code_in_a_cell_of_a_claim_is_told(tmp_path):
    place = log(tmp_path, "CPT,Units\n98940 97112,1\n")
    with pytest.raises(ct.CpteduError, match="97112 stands behind 98940 in one cell"):
        ct.load_claim(place)


def test_a_service_that_is_taken_back_is_none(tmp_path):
    rows = (
        "1,2026-02-11,98940,1",
        "1,2026-02-11,97112,2",
        "1,2026-02-11,97112,-2",
        "1,2026-02-11,97112,1",
        "2,2026-02-11,97112,2",
    )
    found = ct.audit(log(tmp_path, "PID,DOS,CPT,Units\n" + "\n".join(rows) + "\n"), "commercial_ncci")
    assert [one.row for one in found.read.services] == [2, 5, 6]
    assert {one.row: one.reason for one in found.read.not_services} == {
        1: "the names of the columns",
        3: "row 4 takes it back",
        4: "units below nought: a service is taken back",
    }


def test_of_services_side_by_side_the_one_that_is_taken_back_goes_and_its_row_stays(tmp_path):
    rows = ("1,2026-02-11,98940,1,97112,1", "1,2026-02-11,97112,-1,,")
    found = ct.audit(log(tmp_path, "PID,DOS,CPT1,UNITS1,CPT2,UNITS2\n" + "\n".join(rows) + "\n"), "medicare")
    assert [(one.row, one.code) for one in found.read.services] == [(2, "98940")]
    assert found.read.rows == 3


def test_rows_that_go_on_are_refused_where_the_user_says_that_they_do_not(tmp_path):
    text = "PID,DOS,CPT\n1,2026-02-11,98940\n,,97112\n"
    found = ct.audit(log(tmp_path, text), "medicare", {"rows_go_on": False})
    assert [one.row for one in found.read.refused] == [3]


def test_a_few_rows_without_patient_and_day_are_refused_and_nothing_is_asked(tmp_path):
    text = (
        "PID,DOS,CPT\n"
        + "1,2026-02-11,98940\n" * 1
        + "".join(f"{n},2026-02-11,98940\n" for n in range(2, 30))
    )
    found = ct.audit(log(tmp_path, text + ",,97112\n"), "medicare")
    assert [one.reason for one in found.read.refused] == ["it tells neither patient nor visit nor claim"]


def test_a_column_of_modifiers_under_a_strange_name_is_taken_for_one(tmp_path):
    text = "PID,DOS,CPT,Zusatz\n1,2026-02-11,98940,AT\n1,2026-02-11,97112,59 GP\n"
    found = ct.audit(log(tmp_path, text), "medicare")
    assert [one.modifiers for one in found.read.services] == [("AT",), ("59", "GP")]


def test_a_column_with_one_word_in_every_row_is_taken_for_no_modifier(tmp_path):
    text = "PID,DOS,CPT,State\n1,2026-02-11,98940,GA\n1,2026-02-11,97112,GA\n"
    found = ct.audit(log(tmp_path, text), "medicare")
    assert [one.modifiers for one in found.read.services] == [(), ()]


def test_how_often_somebody_comes_is_no_void_and_who_pays_is_no_person(tmp_path):
    rows = "Patient No,DOS,CPT,Units,Frequency,Third Party Payer\n1,2026-02-11,98940,1,8,Commercial NCCI\n"
    found = ct.audit(log(tmp_path, rows), {"Commercial NCCI": "commercial_ncci"})
    assert [(one.code, one.units) for one in found.read.services] == [("98940", 1)]


@pytest.mark.parametrize(
    "name", ["exportedAt", "Remit Date", "Deposited On", "Next Appt", "Date Printed", "injury_dt"]
)
def test_another_day_is_never_taken_for_that_of_the_service(name, tmp_path):
    place = log(tmp_path, f"Patient,{name},CPT,Units\n1,2026-03-04,98940,1\n2,2026-03-05,98940,1\n")
    with pytest.raises(LogQuestionsError) as problem:
        ct.audit(place, "medicare")
    assert [one.split("?")[0] for one in problem.value.questions] == [
        "Which column holds the date of service"
    ]
    assert name in problem.value.questions[0]


def test_a_slot_that_is_first_filled_far_down_is_read(tmp_path):
    rows = "".join(
        f"{at},{at},2026-03-04,98940,1,{'97112' if at == 1_500 else ''},1\n" for at in range(1_501)
    )
    found = ct.audit(log(tmp_path, f"Claim,Patient,DOS,CPT1,Units1,CPT2,Units2\n{rows}"), "medicare")
    assert [one.code for one in found.read.services if one.row == 1_502] == ["98940", "97112"]


@pytest.mark.parametrize("cell", ["97110 2", "97110-2", "97110 Exercise (2)", "97110 x2 (30 min)"])
def test_a_number_behind_a_code_that_may_count_units_is_not_passed_over(cell, tmp_path):
    read = ct.audit(log(tmp_path, f"Patient,DOS,CPT\n1,2026-03-04,{cell}\n"), "medicare").read
    assert not read.services
    assert ["whether it counts units is not told" in one.reason for one in read.refused] == [True]
    with_units = ct.audit(log(tmp_path, f"Patient,DOS,CPT,Units\n1,2026-03-04,{cell},3\n"), "medicare").read
    assert [one.units for one in with_units.services] == [3]


@pytest.mark.parametrize(("mark", "is_told"), [("\n", True), (";", False), ("|", False)])
def test_only_a_line_of_its_own_tells_which_of_several_codes_a_modifier_is_of(mark, is_told, tmp_path):
    row = f'1,2026-02-11,"97110{mark}97140","GP{mark}59"'
    read = ct.audit(log(tmp_path, f"PID,DOS,CPT,Mod\n{row}\n"), "commercial_ncci").read
    parted = [("97110", ("GP",)), ("97140", ("59",))]
    assert [(one.code, one.modifiers) for one in read.services] == (parted if is_told else [])
    assert len(read.refused) == (not is_told)
