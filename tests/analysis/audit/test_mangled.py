"""What happens to files: a report or plain advice, every row accounted for, nothing carried out, and no formula written."""

from __future__ import annotations

import csv
import re
import zipfile

import openpyxl
import pytest

import cptedu as ct
from cptedu.analysis.audit import LogQuestionsError

HEAD = "Patient ID,DOS,CPT,Mod,Units,Minutes,DX1\n"
GOOD = "1,2026-02-11,98940,,1,,M54.2\n"
EVIL = (
    '=HYPERLINK("http://x.example","98940")',
    "=1+1",
    "+98940",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
)


def log(folder, held, name="log.csv"):
    place = folder / name
    place.write_bytes(held.encode() if isinstance(held, str) else held)
    return place


def accounted(found):
    read = found.read
    services = {one.row for one in read.services}
    others = [one.row for one in (*read.not_services, *read.repeated, *read.refused)]
    assert not services & set(others)
    assert len(services) + len(others) == read.rows
    return read


@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize("place", range(7))
def test_what_a_cell_would_do_is_not_done(evil, place, tmp_path):
    cells = ["1", "2026-02-11", "98940", "", "1", "", "M54.2"]
    cells[place] = evil
    with (tmp_path / "log.csv").open("w", newline="") as stream:
        stream.write(HEAD + GOOD)
        csv.writer(stream).writerow(cells)
    found = ct.audit(tmp_path / "log.csv", "commercial_ncci")
    accounted(found)
    found.to_html(tmp_path / "page.html")
    found.to_csv(tmp_path / "tables")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<img" not in page
    for table in (tmp_path / "tables").iterdir():
        with table.open(newline="", encoding="utf-8") as stream:
            for row in csv.reader(stream):
                assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize(
    "names",
    [
        "Visit,,Service,,,Diagnosis\nPatient,Date,CPT,Mod,Units,1\n",
        "Patient,Date,Service,,,Diagnosis\n,,CPT,Mod,Units,1\n",
        "Report of March\n\nWho,When,Service,,,Diagnosis\nPatient,Date,CPT,Mod,Units,1\n",
    ],
)
def test_names_in_two_rows_are_put_together(names, tmp_path):
    rows = "1,2026-02-11,98940,,1,M54.2\n1,2026-02-11,97112,59,2,M54.2\n"
    found = ct.audit(log(tmp_path, names + rows), "commercial_ncci")
    read = accounted(found)
    assert [(one.code, one.units, one.modifiers, one.diagnoses) for one in read.services] == [
        ("98940", 1, (), ("M54.2",)),
        ("97112", 2, ("59",), ("M54.2",)),
    ]
    assert sum(one.reason == "the names of the columns" for one in read.not_services) == 2


def test_a_first_row_of_services_is_never_taken_for_names(tmp_path):
    text = "Patient,Date,CPT,Mod\nMod,Units,98940,Payer\nAda,2026-02-11,97112,59\n"
    found = ct.audit(log(tmp_path, text), "commercial_ncci")
    assert [one.row for one in accounted(found).refused] == [2]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,2026-02-11,97110,GP,1,fifteen,M54.2", "its minutes are no whole number"),
        ("1,2026-02-11,97110,GP,1,1h,M54.2", "its minutes are no whole number"),
        ("1,2026-02-11,97140,59,one,15,M54.2", "its units are no whole number"),
        ("1,2026-02-11,Adjustment C5,,1,,M54.2", "what stands under the code is none"),
        ("1,soon,98940,,1,,M54.2", "what stands under the date of service is none"),
        ("1,2026-02-11,98940,,1,,M54.2,more", "it has more cells than there are columns"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(row, reason, tmp_path):
    read = accounted(ct.audit(log(tmp_path, HEAD + GOOD + row + "\n"), "commercial_ncci"))
    assert [(one.row, one.reason) for one in read.refused] == [(3, reason)]


def test_names_once_more_and_blank_rows_are_no_services(tmp_path):
    text = HEAD + GOOD + "\n\n" + HEAD + GOOD + ",,,,,,\n"
    read = accounted(ct.audit(log(tmp_path, text), "commercial_ncci"))
    assert len(read.services) == 1
    assert [one.row for one in read.repeated] == [6]
    assert sorted(one.reason for one in read.not_services) == [
        *["a blank row"] * 3,
        "the names of the columns",
        "the names of the columns once more",
    ]


@pytest.mark.parametrize(
    ("gone", "asked"),
    [("Patient ID", "tells one patient from another"), ("DOS", "date of service"), ("CPT", "holds the code")],
)
def test_a_column_that_is_not_there_is_asked_for(gone, asked, tmp_path):
    names = [one for one in HEAD.strip().split(",") if one != gone]
    cells = dict(zip(HEAD.strip().split(","), GOOD.strip().split(","), strict=True))
    text = ",".join(names) + "\n" + ",".join(cells[one] for one in names) + "\n"
    with pytest.raises(LogQuestionsError) as problem:
        ct.audit(log(tmp_path, text), "commercial_ncci")
    assert [asked in one for one in problem.value.questions] == [True]


@pytest.mark.parametrize("encoding", ["utf-32", "cp037"])
def test_what_is_no_text_gives_advice(encoding, tmp_path):
    with pytest.raises(ct.CpteduError, match=re.escape("save it as CSV (UTF-8)")):
        ct.audit(log(tmp_path, (HEAD + GOOD).encode(encoding)), "commercial_ncci")


def test_rows_in_two_encodings_are_all_read(tmp_path):
    held = (HEAD + GOOD).encode() + GOOD.replace("11", "12").replace("M54.2", "Übel").encode("cp1252")
    read = accounted(ct.audit(log(tmp_path, held + GOOD.replace("11", "13").encode()), "commercial_ncci"))
    assert [one.row for one in read.services] == [2, 3, 4]


@pytest.mark.parametrize("end", ["", '"', ",", "x,"])
def test_a_line_far_too_long_is_named_or_read(end, tmp_path):
    """Twenty megabytes in one line; two hundred were tried by hand."""
    long = {"": "x" * 20_000_000, '"': '"' + "x" * 20_000_000, ",": "," * 2_000_000, "x,": "x," * 2_000_000}[
        end
    ]
    place = log(tmp_path, HEAD + GOOD + long + "\n" + GOOD.replace("11", "12"))
    try:
        read = accounted(ct.audit(place, "commercial_ncci"))
    except ct.CpteduError as problem:
        assert "line 3" in str(problem)
        assert len(str(problem)) < 500
        return
    assert [one.row for one in read.services] == [2, 4]
    assert read.rows == 4


def workbook(folder, *rows, cell=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if cell:
        book.active[cell] = 1
    book.save(folder / "log.xlsx")
    return folder / "log.xlsx"


ROWS = (
    ["Patient ID", "DOS", "CPT", "Units"],
    [1, "2026-02-11", "98940", 1],
    [1, "2026-02-11", "97112", "=1+1"],
)


def test_a_formula_of_a_workbook_is_not_worked_out(tmp_path):
    read = accounted(ct.audit(workbook(tmp_path, *ROWS), "commercial_ncci"))
    assert [(one.row, one.reason) for one in read.refused] == [(3, "its units are no whole number")]


def test_entities_within_entities_of_a_workbook_are_not_unpacked(tmp_path):
    place = workbook(tmp_path, *ROWS)
    inner = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{inner}]>'.encode()
    with zipfile.ZipFile(place) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    [sheet] = [name for name in parts if name.startswith("xl/worksheets/")]
    words = re.sub(rb"<\?xml.*?\?>", b"", parts[sheet])
    assert b">98940<" in words
    parts[sheet] = head + words.replace(b">98940<", b">&a11;<")
    with zipfile.ZipFile(place, "w") as packed:
        for name, held in parts.items():
            packed.writestr(name, held)
    with pytest.raises(ct.CpteduError, match="Is it whole"):
        ct.audit(place, "commercial_ncci")


@pytest.mark.parametrize(("stray", "rows"), [("XFD3", 3), ("A2000", 2_000), ("XFD2000", 2_000)])
def test_a_stray_cell_far_away_makes_no_sheet_of_blank_ones(stray, rows, tmp_path):
    read = accounted(ct.audit(workbook(tmp_path, *ROWS[:2], ROWS[1][:-1], cell=stray), "commercial_ncci"))
    assert read.rows == rows
    assert read.services[0].row == 2


def test_rows_of_a_workbook_without_their_last_cells_are_whole(tmp_path):
    names = [*ROWS[0], "Mod"]
    read = accounted(
        ct.audit(workbook(tmp_path, names, ROWS[1], [1, "2026-02-11", "97112"]), "commercial_ncci")
    )
    assert [(one.row, one.units) for one in read.services] == [(2, 1), (3, 1)]


def test_a_row_with_more_cells_than_any_program_writes_names_no_columns(tmp_path):
    place = log(tmp_path, "CPT,DOS," * 300 + "\n" + HEAD + GOOD)
    assert [one.row for one in accounted(ct.audit(place, "commercial_ncci")).services] == [3]


def test_a_sheet_that_says_it_is_smaller_than_it_is_loses_no_row(tmp_path):
    place = workbook(tmp_path, *ROWS[:2], [1, "2026-02-11", "97110", 2])
    with zipfile.ZipFile(place) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    [sheet] = [name for name in parts if name.startswith("xl/worksheets/")]
    parts[sheet], changed = re.subn(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:D2"', parts[sheet])
    assert changed == 1
    with zipfile.ZipFile(place, "w") as packed:
        for name, held in parts.items():
            packed.writestr(name, held)
    read = accounted(ct.audit(place, "commercial_ncci"))
    assert [(one.row, one.code, one.units) for one in read.services] == [(2, "98940", 1), (3, "97110", 2)]


@pytest.mark.parametrize("end", ["", "\n", '"'])
@pytest.mark.parametrize("before", ["", HEAD + GOOD])
def test_a_line_without_an_end_is_refused_by_its_number(before, end, tmp_path):
    place = log(tmp_path, before + "1,2026-02-11,98940,,1,,M54.2," * 60_000 + end)
    with pytest.raises(
        ct.CpteduError, match=rf"line {3 if before else 1}: this line has more than \d+ letters"
    ):
        ct.audit(place, "commercial_ncci")


@pytest.mark.parametrize(
    ("held", "says"),
    [
        ("Patient,DOS,98940,97110\n88,03/04/2026,1,2\n", "codes stand across"),
        ("Patient,Code,Mod,02/25/2026,03/04/2026,Total\n88,98941,AT,,1,1\n", "days stand across"),
        (
            "CHART  DATE        PROC   UNITS\n-----  ----------  -----  -----\n88     03/04/2026  98941  1\n",
            "blanks alone",
        ),
    ],
)
def test_another_layout_is_called_by_its_name_with_what_to_export(held, says, tmp_path):
    with pytest.raises(ct.CpteduError, match=rf"is laid out otherwise: {says}.*[Ee]xport it"):
        ct.audit(log(tmp_path, held), "commercial_ncci")


def test_rows_without_names_are_asked_about_whatever_days_stand_in_them(tmp_path):
    rows = "88,Charge,03/04/2026,03/05/2026,98940,Provider\n90,Charge,02/25/2026,02/26/2026,97110,Provider\n"
    with pytest.raises(LogQuestionsError, match="No row names the columns"):
        ct.audit(log(tmp_path, rows), "commercial_ncci")


@pytest.mark.parametrize(
    "rows",
    [
        "P1,2026-03-04,2026-03-10,G0283,Paid,Claim\nP2,2026-03-05,2026-03-11,G0283,Paid,Claim\n",
        "P1,2026-03-04,98940,97110,Medicare,Office,M,PT\nP2,2026-03-05,98940,97140,Medicare,Office,F,PT\n",
    ],
)
def test_rows_without_names_are_no_other_layout_where_one_is_like_another(rows, tmp_path):
    place = tmp_path / "log.csv"
    place.write_text(rows, encoding="utf-8")
    with pytest.raises(LogQuestionsError, match="No row names the columns"):
        ct.audit(place, "commercial_ncci")


def test_a_row_without_names_is_no_other_layout_where_its_columns_were_told(tmp_path):
    place = tmp_path / "log.csv"
    place.write_text("P1,2026-03-04,2026-03-10,G0283,Paid,Claim\n", encoding="utf-8")
    said = {"column 1": "patient", "column 2": "date_of_service", "column 3": "not_used", "column 4": "code"}
    [one] = ct.audit(place, "commercial_ncci", said).read.services
    assert (str(one.on), one.code) == ("2026-03-04", "G0283")
