"""A column with a number belongs to a line of its own only where lines stand side by side; no code is lost beside others."""

from __future__ import annotations

import pytest

import cptedu as ct


def read(folder, names, *rows):
    place = folder / "log.csv"
    place.write_text("\n".join([names, *rows, ""]), encoding="utf-8")
    return ct.audit(place, "commercial_ncci")


@pytest.mark.parametrize("name", ["CPT", "Procedure", "Code"])
@pytest.mark.parametrize("many", [2, 3])
def test_the_first_of_several_codes_needs_no_number(many, name, tmp_path):
    codes = ("98940", "97110", "97140")[:many]
    names = ",".join([name, *(f"{name}{number}" for number in range(2, many + 1))])
    found = read(tmp_path, f"Patient ID,DOS,{names}", f"A,2026-03-04,{','.join(codes)}").read
    assert tuple(one.code for one in found.services) == codes


def test_what_stands_beside_the_first_code_without_a_number_is_its_own(tmp_path):
    names = "Patient ID,DOS,CPT,Mod,Units,CPT 2,Mod 2,Units 2"
    found = read(tmp_path, names, "A,2026-03-04,97110,GP,2,97140,59,1", "B,2026-03-04,97110,GP,3,,,").read
    assert sorted((one.row, one.code, one.units, one.modifiers) for one in found.services) == [
        (2, "97110", 2, ("GP",)),
        (2, "97140", 1, ("59",)),
        (3, "97110", 3, ("GP",)),
    ]


@pytest.mark.parametrize(
    ("names", "row"),
    [
        ("Patient ID,Date 2,DOS,CPT,Units", "A,2026-03-09,2026-03-04,97110,2"),
        ("Patient ID,DOS,DOS 2,CPT,Units", "A,2026-03-04,2026-03-09,97110,2"),
        ("Patient ID,DOS,CPT,Units 2,Units", "A,2026-03-04,97110,30,2"),
        ("Patient ID,DOS,CPT,Minutes 2,Minutes,Units", "A,2026-03-04,97110,60,30,2"),
        ("Patient ID,DOS,CPT 1,CPT 2,DOS 3,Units,Units 3", "A,2026-03-04,97110,,2026-03-09,2,30"),
    ],
)
def test_a_second_day_or_count_does_not_stand_for_the_one_without_a_number(names, row, tmp_path):
    found = read(tmp_path, names, row)
    [one] = found.read.services
    assert (str(one.on), one.code, one.units, one.minutes) == (
        "2026-03-04",
        "97110",
        2,
        30 if "Minutes" in names else None,
    )


def test_a_second_day_does_not_fill_the_place_of_a_first_that_is_blank(tmp_path):
    rows = ("A,2026-03-04,2026-03-09,97110", "B,,2026-03-09,97110")
    found = read(tmp_path, "Patient ID,DOS,DOS 2,CPT", *rows).read
    assert [one.row for one in found.services] == [2]
    assert [one.row for one in found.refused] == [3]


def test_of_codes_that_are_not_read_it_is_said_which_are(tmp_path):
    found = read(tmp_path, "Patient ID,DOS,CPT,Code", "A,2026-03-04,98940,98940")
    [other] = [one for one in found.column_list.columns if one.name == "Code"]
    assert other.says == "the codes of 'CPT' are read"


P1, P2, P3 = (
    "A,2026-03-04,97140,59,GP,2,",
    "B,2026-03-04,98941,AT,GA,1,97110",
    "C,2026-03-04,98941,,,1,97110",
)


@pytest.mark.parametrize(
    ("names", "rows"),
    [
        ("Patient ID,DOS,CPT,Modifier,Modifier2,Units,CPT2", (P1, P2, P3)),
        (
            "Patient ID,DOS,CPT,CPT2,Mod1,Mod2,Mod3,Mod4,Units",
            (
                "A,2026-03-04,97140,,59,GP,,,2",
                "B,2026-03-04,98941,97110,AT,GA,,,1",
                "C,2026-03-04,98941,97110,,,,,1",
            ),
        ),
    ],
)
def test_modifiers_that_are_counted_stay_with_the_one_code_of_a_row_and_of_several_it_is_not_guessed(
    names, rows, tmp_path
):
    found = read(tmp_path, names, *rows).read
    assert sorted((one.row, one.code, sorted(one.modifiers)) for one in found.services) == [
        (2, "97140", ["59", "GP"]),
        (4, "97110", []),
        (4, "98941", []),
    ]
    assert [(one.row, one.reason) for one in found.refused] == [
        (3, "it does not tell to which of its codes a modifier belongs")
    ]


def test_a_modifier_beside_no_code_is_not_dropped(tmp_path):
    rows = ("A,2026-03-04,97140,,59,GP", "B,2026-03-04,97140,97110,59,GP")
    found = read(tmp_path, "Patient ID,DOS,CPT1,CPT2,Mod1,Mod2", *rows).read
    assert [(one.row, one.reason) for one in found.refused] == [(2, "a modifier stands beside no code")]
    assert [(one.row, one.code, one.modifiers) for one in found.services] == [
        (3, "97140", ("59",)),
        (3, "97110", ("GP",)),
    ]


def test_a_count_with_a_number_is_read_where_the_one_without_holds_nothing(tmp_path):
    rows = ("A,2026-03-04,97110,,2", "B,2026-03-04,97110,,3")
    found = read(tmp_path, "Patient ID,DOS,CPT,Units,Units1", *rows).read
    assert [one.units for one in found.services] == [2, 3]
