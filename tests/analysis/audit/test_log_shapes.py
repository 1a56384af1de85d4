"""Logs are read as programs write them: every shape without being told, or with the one question that it must ask."""

from __future__ import annotations

import codecs
import re
import sys
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pyarrow
import pytest
from analysis.audit.shapes import DAY, SHAPES, TWO, Shape
from pyarrow import parquet

import cptedu as ct
from cptedu.analysis.audit import LogQuestionsError

ASKED_FOR_PAYER = "Who pays?"


def named(shape: Shape) -> str:
    return shape.name


def answered(shape: Shape, place):
    payers = {"*": "commercial_ncci"}
    return ct.audit(place, payers=payers, columns=shape.answers)


READ = [shape for shape in SHAPES if shape.lines]


@pytest.mark.parametrize("shape", READ, ids=named)
def test_a_shape_is_read_as_it_is(shape, tmp_path):
    found = answered(shape, shape.written(tmp_path))
    assert [(one.code, one.units, one.modifiers) for one in found.read.services] == list(shape.lines)
    assert found.read.services[0].diagnoses == shape.diagnoses
    assert [one.minutes for one in found.read.services][1:] == [shape.minutes]
    assert {one.on for one in found.read.services} <= {date.fromisoformat(DAY), date(2011, 6, 8)}
    assert len(found.visits) == 1
    names = [one for one in found.read.not_services if one.reason == "the names of the columns"]
    assert len(found.read.not_services) - len(names) == shape.not_services
    assert len(found.read.repeated) == shape.repeated
    assert found.read.refused == ()


@pytest.mark.parametrize("shape", SHAPES, ids=named)
def test_a_shape_asks_what_it_must_and_nothing_else(shape, tmp_path):
    place = shape.written(tmp_path)
    with pytest.raises(LogQuestionsError) as asked:
        ct.audit(place)
    of_columns = [
        one for one in asked.value.questions if ASKED_FOR_PAYER not in one and "these payers" not in one
    ]
    assert len(of_columns) == len(shape.asks)
    assert all(word in one for word, one in zip(shape.asks, of_columns, strict=True))


@pytest.mark.parametrize("shape", READ, ids=named)
def test_every_row_is_accounted_for_once(shape, tmp_path):
    found = answered(shape, shape.written(tmp_path))
    read = found.read
    services = {one.row for one in read.services}
    others = [one.row for one in (*read.not_services, *read.repeated, *read.refused)]
    assert len(others) == len(set(others))
    assert not services & set(others)
    assert len(services) + len(others) == read.rows
    if shape.ending == ".csv":
        assert read.rows == len(shape.text.splitlines())


PLAIN = "Patient ID,DOS,CPT,Mod,Units,Description\n3,2/11/2026,98940,,1,Wirbelsäule\n3,2/11/2026,97112,59,1,Übung\n"


@pytest.mark.parametrize(
    "held",
    [
        PLAIN.encode(),
        codecs.BOM_UTF8 + PLAIN.encode(),
        PLAIN.encode("utf-16"),
        PLAIN.encode("utf-16-le"),
        PLAIN.encode("cp1252"),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace(",", "|").encode(),
    ],
    ids=[
        "utf-8",
        "with a mark",
        "utf-16",
        "utf-16 without a mark",
        "cp1252",
        "crlf",
        "semicolons",
        "tabs",
        "bars",
    ],
)
def test_an_encoding_and_a_separator_are_found(held, tmp_path):
    place = tmp_path / "log.csv"
    place.write_bytes(held)
    found = ct.audit(place, payers="commercial_ncci")
    assert [(one.code, one.units, one.modifiers) for one in found.read.services] == list(TWO)


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (("2/11/2026", "2/13/2026"), date(2026, 2, 11)),
        (("2/11/2026", "13/11/2026"), date(2026, 11, 2)),
        (("2/11/2026", "3/11/2026"), date(2026, 2, 11)),
        (("11.02.2026", "12.02.2026"), date(2026, 2, 11)),
        (("20260211", "20260212"), date(2026, 2, 11)),
        (("2026-02-11T08:00:00Z", "2026-02-12T08:00:00Z"), date(2026, 2, 11)),
        (("11-Feb-2026", "12-Feb-2026"), date(2026, 2, 11)),
    ],
)
def test_the_order_of_day_and_month_is_that_of_the_dates_that_tell_it(days, first, tmp_path):
    place = tmp_path / "log.csv"
    place.write_text("PID,DOS,CPT\n" + "".join(f"3,{day},98940\n" for day in days))
    found = ct.audit(place, payers="commercial_ncci")
    assert found.read.services[0].on == first


def test_dates_in_two_orders_are_asked_about_and_the_answer_holds(tmp_path):
    place = tmp_path / "log.csv"
    place.write_text("PID,DOS,CPT\n3,2/13/2026,98940\n3,13/2/2026,98940\n")
    with pytest.raises(LogQuestionsError, match="In which order are the dates written"):
        ct.audit(place, payers="commercial_ncci")
    found = ct.audit(place, payers="commercial_ncci", columns={"day_first": True})
    assert {one.on for one in found.read.services} == {date(2026, 2, 13)}


def test_a_column_may_be_said_and_is_then_taken(tmp_path):
    place = tmp_path / "log.csv"
    place.write_text("Who,When,Leistung,Anzahl\nk1,2026-02-11,98940,2\n")
    found = ct.audit(
        place,
        payers="commercial_ncci",
        columns={"Who": "patient", "When": "date_of_service", "Leistung": "code", "Anzahl": "units"},
    )
    assert [(one.code, one.units) for one in found.read.services] == [("98940", 2)]
    assert [one.by for one in found.column_list.columns] == ["you"] * 4


def test_columns_and_payers_may_stand_in_files(tmp_path):
    place = tmp_path / "log.csv"
    place.write_text("Who,When,CPT,Plan\nk1,2026-02-11,98940,Sun\n")
    (tmp_path / "columns.toml").write_text('[columns]\n"Who" = "patient"\n"When" = "date_of_service"\n')
    (tmp_path / "payers.toml").write_text('"Sun" = "medicare"\n')
    found = ct.audit(place, payers=tmp_path / "payers.toml", columns=tmp_path / "columns.toml")
    assert [one.claim.payer for one in found.visits] == ["medicare"]


@pytest.mark.parametrize(
    ("columns", "says"),
    [({"Nothing": "code"}, "is no column of log.csv"), ({"CPT": "cod"}, "Did you mean 'code'")],
)
def test_an_answer_that_fits_nothing_is_refused(columns, says, tmp_path):
    place = tmp_path / "log.csv"
    place.write_text("PID,DOS,CPT\n3,2026-02-11,98940\n")
    with pytest.raises(ct.CpteduError, match=says):
        ct.audit(place, payers="commercial_ncci", columns=columns)


def test_a_log_without_names_is_asked_about_by_places_and_shows_nothing_of_it(tmp_path):
    place = tmp_path / "log.csv"
    place.write_text("ada-made-up,2026-02-11,98940\nbea-made-up,2026-02-11,98941\n")
    with pytest.raises(LogQuestionsError, match="No row names the columns") as asked:
        ct.audit(place, payers="commercial_ncci")
    assert "made-up" not in str(asked.value)
    found = ct.audit(place, payers="commercial_ncci", columns={"column 1": "patient"})
    assert [one.code for one in found.read.services] == ["98940", "98941"]


def test_payers_are_asked_about_by_name_and_never_guessed(tmp_path):
    place = tmp_path / "log.csv"
    place.write_text(
        "PID,DOS,CPT,Payer\n3,2026-02-11,98940,medicare\n4,2026-02-11,98940,Sun\n5,2026-02-11,98940,Self\n"
    )
    with pytest.raises(LogQuestionsError, match="'medicare', 'Sun', 'Self'"):
        ct.audit(place)
    with pytest.raises(LogQuestionsError, match="'Sun', 'Self'"):
        ct.audit(place, payers={"medicare": "medicare"})
    found = ct.audit(place, payers={"medicare": "medicare", "Sun": "federal_va", "Self": "not_judged"})
    assert [one.claim and one.claim.payer for one in found.visits] == ["medicare", "federal_va", None]
    assert [one is None for one in found.judged] == [False, False, True]
    with pytest.raises(ct.CpteduError, match="'aetna' is not a known payer"):
        ct.audit(place, payers={"*": "aetna"})


# Workbooks and Parquet, with the packages that are extras.

ROWS = [
    ["Patient ID", "DOS", "CPT", "Mod", "Units", "DX1"],
    [3, datetime(2026, 2, 11, 9, 0, tzinfo=UTC).replace(tzinfo=None), 98940, None, 1.0, "M99.03"],
    [3, datetime(2026, 2, 11, 9, 0, tzinfo=UTC).replace(tzinfo=None), "97112", "59", 1, "M99.03"],
    [None, None, None, None, None, None],
    ["Total", None, None, None, "=SUM(E2:E3)", None],
]


def workbook(place, *sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(place)
    return place


def test_a_workbook_is_read_and_its_formulas_are_not_worked_out(tmp_path):
    place = workbook(tmp_path / "log.xlsx", ("About", [["Export of the practice"]]), ("Lines", ROWS))
    found = ct.audit(place, payers="commercial_ncci")
    assert [(one.row, one.code, one.units, one.modifiers) for one in found.read.services] == [
        (2, "98940", 1, ()),
        (3, "97112", 1, ("59",)),
    ]
    assert {one.on for one in found.read.services} == {date(2026, 2, 11)}
    assert [(one.row, one.reason) for one in found.read.not_services] == [
        (1, "the names of the columns"),
        (4, "a blank row"),
        (5, "a total"),
    ]


def test_sheets_that_name_the_same_columns_are_read_one_after_the_other(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for number, sheet in enumerate((book.active, book.create_sheet(), book.create_sheet()), 1):
        sheet.append(["Patient", "DOS", "CPT", "Units"])
        sheet.append([number, f"2026-0{number}-11", "98940", 1])
    book.create_sheet().append(["Fees of", "2026"])
    book.save(tmp_path / "log.xlsx")
    read = ct.audit(tmp_path / "log.xlsx", "medicare").read
    assert [(one.row, str(one.on)) for one in read.services] == [
        (2, "2026-01-11"),
        (4, "2026-02-11"),
        (6, "2026-03-11"),
    ]
    assert "Sheet 2 names the same columns and was read, too; its row 1 is called row 3 here." in read.told
    assert "Other sheets name other columns and were not read; they have 1 row." in " ".join(read.told)
    assert read.rows == 6


def test_a_parquet_file_is_read(tmp_path):
    place = tmp_path / "log.parquet"
    names, *rows = ROWS[:3]
    columns = [[row[at] if at != 2 else str(row[at]) for row in rows] for at in range(len(names))]
    parquet.write_table(pyarrow.table(dict(zip(names, columns, strict=True))), place)
    found = ct.audit(place, payers="commercial_ncci")
    assert [(one.row, one.code, one.units, one.modifiers) for one in found.read.services] == [
        (1, "98940", 1, ()),
        (2, "97112", 1, ("59",)),
    ]


@pytest.mark.parametrize("name", ["log.xlsx", "log.parquet"])
@pytest.mark.parametrize(
    "held", [b"", b"PK\x03\x04 no workbook", b"PAR1 no table PAR1", b"CPT,DOS\n98940,2/11/2026\n"]
)
def test_what_is_no_workbook_and_no_table_gives_advice(name, held, tmp_path):
    (tmp_path / name).write_bytes(held)
    with pytest.raises(ct.CpteduError, match="Is it whole"):
        ct.audit(tmp_path / name, payers="commercial_ncci")


def test_an_old_workbook_is_refused_with_what_to_do(tmp_path):
    (tmp_path / "log.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(ct.CpteduError, match=r"Save it in its program as \.xlsx or CSV"):
        ct.audit(tmp_path / "log.xls", payers="commercial_ncci")


def test_a_workbook_that_would_fill_the_computer_is_refused_before_it_is_unpacked(tmp_path):
    place = workbook(tmp_path / "log.xlsx", ("Lines", ROWS))
    with (
        zipfile.ZipFile(place, "a", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/media/bomb.xml", "w") as part,
    ):
        for _ in range(1_100):
            part.write(b"\0" * 1_000_000)
    assert place.stat().st_size < 5_000_000
    with pytest.raises(ct.CpteduError, match="would unpack to 1100 MB"):
        ct.audit(place, payers="commercial_ncci")


@pytest.mark.parametrize(
    ("name", "extra", "held"),
    [
        ("log.xlsx", "cptedu[excel]", b""),
        ("log.parquet", "cptedu[parquet]", b""),
        ("log.txt", "cptedu[x12]", b"CLM*1*60***11:B:1~LX*1~SV1*HC:98940*60*UN*1***1~"),
    ],
)
def test_without_its_package_a_form_names_the_extra(name, extra, held, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    monkeypatch.setitem(sys.modules, "pyx12.x12file", None)
    (tmp_path / name).write_bytes(held)
    with pytest.raises(ct.CpteduError, match=re.escape(extra)):
        ct.audit(tmp_path / name, payers="commercial_ncci")
