"""Sheets of a workbook that name the same columns are joined by the names, wherever these stand; no cell goes under another's."""

from __future__ import annotations

import pytest

import cptedu as ct

openpyxl = pytest.importorskip("openpyxl")

NAMES = ["Patient ID", "DOS", "CPT", "Units", None, "Minutes"]
MARCH = ["A", "2026-03-04", "97110", 2, None, 30]
APRIL = ["B", "2026-04-04", "97140", 1, None, 15]


def read(folder, *sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.save(folder / "log.xlsx")
    return ct.audit(folder / "log.xlsx", "commercial_ncci").read


def moved(row, *order):
    return [None if at is None else row[at] for at in order]


@pytest.mark.parametrize(
    "order",
    [(None, 0, 1, 2, 3, 5), (0, 1, 2, None, 3, 5), (5, 3, 2, 1, 0), (0, 1, 2, 3, 5), (0, 1, 2, 3, 4, 5)],
    ids=["a column further", "a blank one elsewhere", "in another order", "without a blank one", "alike"],
)
@pytest.mark.parametrize(
    "spelled", [str, str.upper, "  {} ".format], ids=["as it is", "in capitals", "with blanks"]
)
def test_each_cell_goes_under_its_own_name(spelled, order, tmp_path):
    names = [one and spelled(one) for one in moved(NAMES, *order)]
    found = read(tmp_path, [NAMES, MARCH], [["Clinic"], names, moved(APRIL, *order)])
    assert sorted((str(one.on), one.code, one.units, one.minutes) for one in found.services) == [
        ("2026-03-04", "97110", 2, 30),
        ("2026-04-04", "97140", 1, 15),
    ]
    assert not found.refused
    assert sum("and was read, too" in one for one in found.told) == 1


def test_what_stands_under_no_name_goes_under_none(tmp_path):
    april = [
        ["DOS", None, "Patient ID", "CPT", "Units", "Minutes"],
        ["2026-04-04", "59", "B", "97140", 1, 15],
    ]
    found = read(tmp_path, [NAMES, MARCH], april)
    assert [one.code for one in found.services] == ["97110"]
    assert [(one.row, one.reason) for one in found.refused] == [
        (4, "it has more cells than there are columns")
    ]


def test_two_columns_of_one_name_stay_in_their_order(tmp_path):
    names = ["Patient ID", "DOS", "CPT", "Mod", "Mod"]
    other = [["Mod", "Mod", "CPT", "DOS", "Patient ID"], ["GP", "59", "97140", "2026-04-04", "B"]]
    found = read(tmp_path, [names, ["A", "2026-03-04", "97110", "GP", "KX"]], other)
    assert [one.modifiers for one in found.services] == [("GP", "KX"), ("GP", "59")]
