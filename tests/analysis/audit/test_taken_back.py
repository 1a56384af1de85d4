"""A row that takes units back takes as many as it says, and what is left stands."""

from __future__ import annotations

import pytest

import cptedu as ct


def read(folder, rows, names="PID,DOS,CPT,Units"):
    place = folder / "log.csv"
    place.write_text("\n".join([names, *rows, ""]), encoding="utf-8")
    return ct.audit(place, "commercial_ncci").read


def stands(found):
    return [(one.row, one.code, one.units) for one in found.services]


@pytest.mark.parametrize("back", ["-1", "(1)", "-1.00"])
def test_a_reversal_of_a_part_of_the_units_leaves_the_others(back, tmp_path):
    found = read(tmp_path, ["1,2026-02-11,97110,3", f"1,2026-02-11,97110,{back}"])
    assert stands(found) == [(2, "97110", 2)]
    assert {one.row: one.reason for one in found.not_services} == {
        1: "the names of the columns",
        3: "units below nought: a service is taken back",
    }
    assert any("the rest stands" in one for one in found.told)


@pytest.mark.parametrize(
    ("units", "left"),
    [
        ((3, -1, -1), [(2, 1)]),
        ((3, -1, -2), []),
        ((2, 1, -3), []),
        ((2, 2, -3), [(2, 1)]),
        ((1, 2, -1), [(3, 2)]),
        ((1, -2), []),
        ((-1, 3), [(3, 3)]),
    ],
)
def test_as_many_units_are_taken_back_as_are_said(units, left, tmp_path):
    # A number of the line keeps two rows that are alike apart.
    rows = [f"1,2026-02-11,97110,{one},{at}" for at, one in enumerate(units)]
    found = read(tmp_path, rows, "PID,DOS,CPT,Units,Line Number")
    assert [(one.row, one.units) for one in found.services] == left


def test_a_reversal_by_its_kind_takes_as_many_as_it_says_or_the_whole(tmp_path):
    names = "PID,DOS,CPT,Units,Transaction Type"
    rows = ("1,2026-02-11,97110,3,Charge", "2,2026-02-11,97110,3,Charge")
    found = read(tmp_path, [*rows, "1,2026-02-11,97110,1,Reversal", "2,2026-02-11,97110,,Reversal"], names)
    assert stands(found) == [(2, "97110", 2)]


def test_minutes_are_taken_back_with_their_units(tmp_path):
    names = "PID,DOS,CPT,Units,Minutes"
    found = read(tmp_path, ["1,2026-02-11,97110,3,45", "1,2026-02-11,97110,-1,-15"], names)
    assert [(one.units, one.minutes) for one in found.services] == [(2, 30)]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (["1,2026-02-11,97110,1", "1,2026-02-11,97110,-1", "1,2026-02-11,97110,-1"], "in 1 row: 4."),
        (["1,2026-02-11,97110,2", "1,2026-02-11,97110,-3"], "in 1 row: 3."),
        (["1,2026-02-11,97110,-1", "2,2026-02-11,97110,-1"], "in 2 rows: 2, 3."),
        (["1,2026-02-11,97110,2", "1,2026-02-11,97110,-2"], ""),
        (["1,2026-02-11,97110,2", "1,2026-02-11,97110,-1"], ""),
    ],
)
def test_what_is_taken_back_and_stands_nowhere_before_is_told(rows, told, tmp_path):
    said = [one for one in read(tmp_path, rows).told if one.startswith("More is taken back")]
    assert len(said) == bool(told)
    assert all(told in one for one in said)


@pytest.mark.parametrize(
    ("given", "back"),
    [
        ('1,C1,1,2026-02-11,"97110\n97140","2\n1"', '1,C1,1,2026-02-11,"97110\n97140","-2\n-1"'),
        ("1,C1,1,2026-02-11,97110;97140,2;1", "1,C1,1,2026-02-11,97110;97140,(2);(1)"),
        ("1,C1,1,2026-02-11,97110;97140,2;1", "1,C1,8,2026-02-11,97110;97140,2;1"),
        ("1,C1,1,2026-02-11,97110;97140,", "1,C1,8,2026-02-11,97110;97140,"),
    ],
)
def test_each_code_of_a_cell_is_taken_back(given, back, tmp_path):
    found = read(tmp_path, [given, back], "PID,Claim,Frequency,DOS,CPT,Units")
    assert stands(found) == []
    assert not found.refused
    assert not any("taken back" in one for one in found.told)


def test_of_the_codes_of_a_cell_each_loses_its_own_units(tmp_path):
    found = read(tmp_path, ["1,2026-02-11,97110;97140,3;2", "1,2026-02-11,97110;97140,-1;-2"])
    assert stands(found) == [(2, "97110", 2)]


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("1,2026-02-11,97110;97140,-2;1", "PID,DOS,CPT,Units"),
        ("1,2026-02-11,97110;97140,2;-1", "PID,DOS,CPT,Units"),
        ("1,2026-02-11,97110;97140,-2;", "PID,DOS,CPT,Units"),
        ("1,2026-02-11,97110,-2,97140,1", "PID,DOS,CPT 1,Units 1,CPT 2,Units 2"),
        ("1,2026-02-11,97110,2,97140,-1", "PID,DOS,CPT 1,Units 1,CPT 2,Units 2"),
    ],
)
def test_a_row_that_gives_one_service_and_takes_another_back_is_refused(row, names, tmp_path):
    found = read(tmp_path, [row], names)
    assert stands(found) == []
    assert [one.row for one in found.refused] == [2]


def test_what_is_taken_back_without_telling_of_which_service_is_told(tmp_path):
    rows = ["C1,1,1,2026-02-11,97110,2", "C1,8,1,2026-02-11,,", "C2,8,1,2026-02-11,97110;97140,2"]
    found = read(tmp_path, rows, "Claim,Frequency,PID,DOS,CPT,Units")
    assert stands(found) == [(2, "97110", 2)]
    assert (
        "Which services are taken back is not told by 2 rows: 3, 4. What they take back stands." in found.told
    )
