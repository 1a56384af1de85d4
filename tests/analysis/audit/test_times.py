"""A table of times beside a log: read as the log is, joined to its visits, and held against the units that were billed."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import cptedu as ct
from cptedu.analysis.audit.notes import FITS_NONE, FITS_SEVERAL, OF_TIMES
from cptedu.app.cli import main
from cptedu.errors import CpteduError

ROOT = Path(__file__).resolve().parents[3]
HEAD = "Patient ID,Visit ID,DOS,CPT,Mod,Units,Payer"
TIMES = "Patient ID,Date,Code,Minutes,Began,Ended"
TWO_UNITS = "P1,V1,2/11/2026,97112,59,2,Sun"
ADJUSTED = "P1,V1,2/11/2026,98940,,1,Sun"
MANY = (
    "97112: 2 units proposed; the record supports 1. Each code stands alone: 22 minutes make 1 unit of 97112."
)


def audited(
    folder, rows, times, *, head=HEAD, names=TIMES, file="times.csv", payers="commercial_ncci", **more
):
    (folder / "log.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    if file.endswith(".xlsx"):
        book = openpyxl.Workbook()
        for row in (names.split(","), *times):
            book.active.append(row)
        book.save(folder / file)
    else:
        (folder / file).write_text("\n".join([names, *times]) + "\n", encoding="utf-8")
    return ct.audit(folder / "log.csv", payers, notes=folder / file, **more)


def against(found, code="97112"):
    return list(found.told[found.told.is_against & (found.told.code == code)].says)


def aside(found):
    """Give the rows that were set aside but for the names of the columns; and check that none is lost."""
    times = found.times
    assert times.count == times.used + len({one.row for one in times.set_aside})
    return {one.row: one.reason for one in times.set_aside if one.reason != "the names of the columns"}


@pytest.mark.parametrize(("minutes", "says"), [(23, []), (22, [MANY])])
@pytest.mark.parametrize("file", ["times.csv", "times.xlsx"])
def test_minutes_of_a_table_are_held_against_units_as_those_of_the_log_are(minutes, says, file, tmp_path):
    row = f"P1,2/11/2026,97112,{minutes},9:05,9:28"
    times = [row] if file.endswith("csv") else [["P1", "2/11/2026", "97112", minutes, "9:05", "9:28"]]
    found = audited(tmp_path, [ADJUSTED, TWO_UNITS], times, file=file)
    assert against(found) == says
    assert aside(found) == {}
    of_log = audited(tmp_path, [f"{ADJUSTED},", f"{TWO_UNITS},{minutes}"], [], head=f"{HEAD},Minutes")
    assert against(of_log) == says


def test_tabs_part_a_table_of_times_too(tmp_path):
    names, row = TIMES.replace(",", "\t"), "P1,2/11/2026,97112,22,,".replace(",", "\t")
    found = audited(tmp_path, [ADJUSTED, TWO_UNITS], [row], names=names, file="times.tsv")
    assert against(found) == [MANY]


def test_rows_of_one_code_in_a_visit_add_up_and_lines_of_one_code_are_counted_together(tmp_path):
    times = ["P1,2/11/2026,97112,8,9:05,9:13", "P1,2/11/2026,97112,15,9:20,9:35"]
    assert against(audited(tmp_path, [ADJUSTED, TWO_UNITS], times)) == []
    assert against(audited(tmp_path, [ADJUSTED, TWO_UNITS], times[:1])) != []
    # Two lines of a unit each: what is said of them is what a log with these minutes on one of them says.
    lines = ["P1,V1,2/11/2026,97112,59,1,Sun", "P1,V1,2/11/2026,97112,GP,1,Sun"]
    with_times = audited(tmp_path, [ADJUSTED, *lines], times)
    within = [f"{ADJUSTED},", f"{lines[0]},23", f"{lines[1]},"]
    assert against(with_times) == against(audited(tmp_path, within, [], head=f"{HEAD},Minutes"))


def test_a_table_of_times_makes_nothing_else_told(tmp_path):
    rows = [ADJUSTED, TWO_UNITS]
    before = set(audited(tmp_path, rows, []).not_told.what)
    after = set(audited(tmp_path, rows, ["P1,2/11/2026,97112,23,,"]).not_told.what)
    assert before - after == {"how many minutes each service took"}
    assert after - before == set()
    assert {"where each therapy was given", "the measured deficit that a therapy treats"} <= after


def test_minutes_that_two_files_tell_otherwise_are_both_told_and_neither_is_used(tmp_path):
    rows = [f"{ADJUSTED},", f"{TWO_UNITS},22"]
    found = audited(tmp_path, rows, ["P1,2/11/2026,97112,30,,"], head=f"{HEAD},Minutes")
    (one,) = found.beside_notes.itertuples()
    assert (one.code, one.verdict, one.what) == ("97112", "ask", OF_TIMES["minutes"])
    assert one.says == (
        "Of 97112 the log tells 22 minutes, the times 30. Which of them is right is not told; its units are held against"
        " neither. Each code stands alone: 22 minutes make 1 unit of 97112. Each code stands alone: 30 minutes make 2 units of"
        " 97112."
    )
    assert one.sources
    assert against(found) == []
    assert "how many minutes each service took" in set(found.not_told.what)
    assert list(found.services.minutes.dropna()) == [22]
    same = audited(tmp_path, rows, ["P1,2/11/2026,97112,22,,"], head=f"{HEAD},Minutes")
    assert same.beside_notes.empty
    assert against(same) == [MANY]


def test_minutes_in_place_of_units_stay_those_of_the_log(tmp_path):
    head = "Patient ID,DOS,CPT,Mod,Units,Unit of measure,Payer"
    rows = ["P1,2/11/2026,98940,,1,UN,Sun", "P1,2/11/2026,97112,59,30,MJ,Sun"]
    found = audited(tmp_path, rows, ["P1,2/11/2026,97112,22,,"], head=head)
    assert [one.code for one in found.beside_notes.itertuples()] == ["97112"]
    assert "its units are counted by those of the log" in found.beside_notes.says[0]
    assert against(found) == against(audited(tmp_path, rows, [], head=head))


OPEN = "units are held against no times in 1 visit."


@pytest.mark.parametrize(
    ("times", "is_told"),
    [
        ({"97112": 20}, True),  # 1 unit, and 2 were billed
        ({"97112": 23}, False),
        (
            {"97112": 22, "97140": 5},
            False,
        ),  # 27 minutes together make two units, and 97112 has more left over
        ({"97112": 20, "97140": 7}, True),  # here 97140 has more left over, and so the second unit
        ({"97112": 20, "97140": 2}, True),  # 22 make one, whatever else was given
        ({"97112": 20, "97014": 15}, True),  # minutes of what is billed once count for nothing else
    ],
)
def test_where_minutes_count_together_those_of_what_was_not_billed_may_make_units_of_the_others(
    times, is_told, tmp_path
):
    rows = [f"P1,2/11/2026,{code},{minutes},," for code, minutes in times.items()]
    found = audited(tmp_path, [TWO_UNITS], rows, payers="medicare")
    assert any("2 units proposed; the record supports 1" in one for one in against(found)) is is_told
    assert any(one.endswith(OPEN) for one in found.times.told) is (times == {"97112": 22, "97140": 5})


def test_where_minutes_count_together_those_that_no_file_tells_leave_units_open(tmp_path):
    rows = [TWO_UNITS, "P1,V1,2/11/2026,97110,,1,Sun"]  # 22 and 16 minutes make three units
    times = ["P1,2/11/2026,97112,22,,"]
    together = audited(tmp_path, rows, times, payers="medicare")
    assert not any("units proposed" in one for one in against(together))
    assert any(one.endswith(OPEN) for one in together.times.told)
    assert MANY in against(audited(tmp_path, rows, times))
    # What the log tells itself is no more certain, once the times tell of something else that counts with it.
    own, beside = [f"{TWO_UNITS},22"], ["P1,2/11/2026,97112,22,,", "P1,2/11/2026,97140,5,,"]
    for read, is_told in ((beside, False), (beside[:1], True), ([], True)):
        of_log = audited(tmp_path, own, read, head=f"{HEAD},Minutes", payers="medicare")
        assert any("units proposed" in one for one in against(of_log)) is is_told
    both = audited(tmp_path, rows, [*times, "P1,2/11/2026,97110,15,,"], payers="medicare")
    assert any("2 units proposed; the record supports 1" in one for one in against(both))


@pytest.mark.parametrize("payers", ["commercial_ncci", "medicare"])
def test_minutes_of_what_was_not_billed_are_told_where_they_make_a_unit_and_else_counted(payers, tmp_path):
    times = [
        "P1,2/11/2026,97110,15,,",
        "P1,2/11/2026,97140,7,,",
        "P1,2/11/2026,97014,15,,",  # billed once: no minutes make a unit of it
        "P1,2/11/2026,99999,15,,",  # not held
    ]
    found = audited(tmp_path, [ADJUSTED], times, payers=payers)
    (one,) = found.beside_notes.itertuples()
    assert (one.code, one.verdict, one.what) == ("97110", "ask", "documented, and not billed")
    assert one.says.startswith("The times tell 15 minutes of 97110, and no line bills it. ")
    assert one.sources
    assert [told for told in found.times.told if told.startswith("Minutes of a code")] == [
        "Minutes of a code that was not billed that day, and that make no unit by themselves: 3 times."
    ]


def test_each_row_is_used_or_set_aside_with_its_number_and_its_reason(tmp_path):
    times = [
        "P1,2/11/2026,97112,23,9:05,9:28",  # row 2
        "P1,2/11/2026,97112,23,9:05,9:28",
        "P1,2/12/2026,97112,23,,",
        "Otto Nobody,2/11/2026,97112,23,,",
        ",,,,,",
        "Total,,,46,,",
        "P1,2/11/2026,97112,22.5,,",  # row 8
        "P1,2/11/2026,97112,1441,,",
        "P1,2/11/2026,97112,=SUM(D2:D3),,",
        "P1,2/11/2026,97112,-5,,",
        "P1,2/11/2026,97112,,,",
        "P1,2/11/2026,balance,23,,",  # row 13
        "P1,soon,97112,23,,",
        "P1,2/11/2026,97112,0,,",
    ]
    found = audited(tmp_path, [ADJUSTED, TWO_UNITS], times)
    wrong = "its minutes are no whole number"
    told = aside(found)
    assert told[3] == "the same row once more"
    assert told[4] == told[5] == FITS_NONE
    assert told[6] in {"a blank row", "nothing but marks"}
    assert told[7] == "a total"
    assert [told[row] for row in (8, 10, 11)] == [wrong] * 3
    assert told[9] == "its minutes are more than a day has"
    assert told[12] == "it has no minutes"
    assert {13, 14} <= set(told)
    assert set(told) == set(range(3, 15))
    assert found.times.used == 2
    assert against(found) == []
    assert "Of the times: 1 service with 0 minutes: as in a log, no time was read of it." in found.times.told


def test_a_formula_in_a_workbook_is_never_worked_out(tmp_path):
    times = [["P1", "2/11/2026", "97112", "=20+3", "", ""]]
    found = audited(tmp_path, [ADJUSTED, TWO_UNITS], times, file="times.xlsx")
    assert aside(found) == {2: "its minutes are no whole number"}
    assert "how many minutes each service took" in set(found.not_told.what)


def test_a_row_is_joined_by_the_visit_where_the_patient_has_two(tmp_path):
    rows = [TWO_UNITS, "P1,V2,2/11/2026,97112,59,2,Moon"]
    payers = {"Sun": "commercial_ncci", "Moon": "medicare"}
    by_patient = audited(tmp_path, rows, ["P1,2/11/2026,97112,22,,"], payers=payers)
    assert aside(by_patient) == {2: FITS_SEVERAL}
    names = "Patient ID,Visit ID,Date,Code,Minutes"
    times = ["P1,V1,2/11/2026,97112,22", "P2,V1,2/11/2026,97110,22", "P1,V9,2/11/2026,97110,22"]
    found = audited(tmp_path, [*rows, "P2,V3,2/11/2026,98940,,1,Sun"], times, names=names, payers=payers)
    assert aside(found) == {3: "its patient and its id are those of two visits", 4: FITS_NONE}
    assert len(against(found)) > 0
    assert set(found.told[found.told.says == MANY].payer) == {"commercial_ncci"}
    # Ids of which none is the log's are of another kind, and the patient joins.
    other = audited(tmp_path, [TWO_UNITS], ["P1,T77,2/11/2026,97112,22"], names=names)
    assert MANY in against(other)


def test_who_gave_it_tells_two_visits_of_a_day_apart(tmp_path):
    head = "Patient ID,DOS,CPT,Mod,Units,Provider"
    rows = ["P1,2/11/2026,97112,59,2,Ann", "P1,2/11/2026,97110,,1,Bob"]
    names = "Patient ID,Date,Code,Minutes,Provider"
    times = ["P1,2/11/2026,97112,22,Ann", "P1,2/11/2026,97110,15,Eve"]
    found = audited(tmp_path, rows, times, head=head, names=names)
    assert aside(found) == {3: FITS_SEVERAL}
    assert MANY in against(found)


def test_a_log_of_one_patient_is_joined_by_its_days(tmp_path):
    found = audited(
        tmp_path,
        ["2/11/2026,97112,59,2"],
        ["2/11/2026,97112,22", "2/12/2026,97112,22"],
        head="DOS,CPT,Mod,Units",
        names="Date,Code,Minutes",
        columns={"one_patient": True},
    )
    assert MANY in against(found)
    assert aside(found) == {3: FITS_NONE}


def test_days_are_read_in_the_order_of_the_log_where_the_table_does_not_tell_it(tmp_path):
    rows = ["P1,V1,11/02/2026,97112,59,2,Sun", "P1,V2,25/02/2026,98940,,1,Sun"]
    found = audited(tmp_path, rows, ["P1,11/02/2026,97112,22,,"])
    assert aside(found) == {}
    assert MANY in against(found)


def test_units_of_the_table_are_left_to_the_log_but_for_what_is_taken_back(tmp_path):
    names = "Patient ID,Date,Code,Units,Minutes,Row"
    times = ["P1,2/11/2026,97112,0,8,a", "P1,2/11/2026,97112,2,15,b", "P1,2/11/2026,97112,1,30,c"]
    found = audited(tmp_path, [TWO_UNITS], [*times, "P1,2/11/2026,97112,-1,30,d"], names=names)
    told = aside(found)
    assert 5 in told
    assert len(told) == 2


def test_what_the_table_does_not_tell_is_asked_as_of_a_log(tmp_path):
    def asked(names, row, **more):
        with pytest.raises(CpteduError) as problem:
            audited(tmp_path, [TWO_UNITS], [row], names=names, **more)
        assert "Otto" not in str(problem.value)
        assert "A table of times has a row for each service" in str(problem.value)
        assert '{"of": "C00017"' in str(problem.value)
        return str(problem.value)

    assert "Which column holds the code" in asked("Patient ID,Date,What,Minutes", "Otto,2/11/2026,balance,23")
    assert "Which column tells one patient from another" in asked("Date,Code,Minutes", "2/11/2026,97112,23")
    assert "Which column holds the minutes?" in asked("Patient ID,Date,Code", "Otto,2/11/2026,97112")
    two = asked("Patient ID,Date,Code,Minutes,Treatment minutes", "Otto,2/11/2026,97112,23,22")
    assert "Each of these may: Minutes, Treatment minutes." in two
    # A time of the clock is no number of minutes, whatever its column is called.
    named = "Patient ID,Date,Code,Time,Minutes"
    assert MANY in against(audited(tmp_path, [TWO_UNITS], ["P1,2/11/2026,97112,9:05,22"], names=named))


def test_columns_may_say_of_the_table_what_they_say_of_the_log(tmp_path):
    names = "Patient ID,Date,Txn,How long"
    columns = {"How long": "minutes", "Txn": "code"}
    found = audited(tmp_path, [TWO_UNITS], ["P1,2/11/2026,97112,22"], names=names, columns=columns)
    assert MANY in against(found)
    with pytest.raises(CpteduError, match="is no column of"):
        audited(tmp_path, [TWO_UNITS], ["P1,2/11/2026,97112,22"], columns={"Nowhere": "code"})


def test_nothing_of_a_table_of_times_tells_who_somebody_is(tmp_path):
    names = "Patient Name,Date of birth,Patient ID,Date,Code,Minutes,Therapist"
    person = "Otto Nobody,3/4/1950"
    times = [
        f"{person},P0817,2/11/2026,97112,30,Eva Noone",
        f"{person},P0817,2/11/2026,97110,15,Eva Noone",
        f"{person},P8421,2/11/2026,97112,30,Eva Noone",
        f"{person},P0817,2/11/2026,Otto Nobody,x,Eva Noone",
    ]
    rows = ["P0817,V1,2/11/2026,97112,59,2,Sun,22", "P0817,V1,2/11/2026,98940,,1,Sun,"]
    found = audited(tmp_path, rows, times, head=f"{HEAD},Minutes", names=names)
    assert len(found.beside_notes) == 2
    found.to_html(tmp_path / "page.html")
    found.to_csv(tmp_path / "tables")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    tables = "".join(one.read_text(encoding="utf-8") for one in (tmp_path / "tables").glob("*.csv"))
    given = ("--payer", "commercial_ncci", "--notes", tmp_path / "times.csv", "--out", tmp_path / "out.html")
    said = CliRunner().invoke(main, ["audit", str(tmp_path / "log.csv"), *map(str, given)]).output
    everything = page + tables + said + repr(found.times)
    assert not [one for one in ("Otto", "Nobody", "Noone", "1950", "0817", "8421") if one in everything]
    section = page.partition("Claims beside their times")[2].partition("</section>")[0]
    assert "2 of 5 rows of times belong to 1 visit of this log, and 3 are set aside." in section
    assert OF_TIMES["minutes"] in section
    assert "Rows that belong to no visit" in section
    assert FITS_NONE in section
    assert "2 of 5 rows of times belong to 1 visit of this log, and 3 are set aside; 2 differences" in said
    assert (tmp_path / "tables" / "times_set_aside.csv").read_text(encoding="utf-8").count("\n") == 4


def test_the_table_that_the_readme_shows_is_read(tmp_path):
    shown = (ROOT / "README.md").read_text("utf-8").splitlines()
    names, row = next(
        shown[at : at + 2] for at, one in enumerate(shown) if one.startswith("Patient ID,Date,Code")
    )
    log = ["C00017,V1,3/4/2026,98940,,1,Sun", "C00017,V1,3/4/2026,97112,59,2,Sun"]
    found = audited(tmp_path, log, [row], names=names)
    assert (found.times.used, aside(found), against(found)) == (1, {}, [])


def test_a_table_without_rows_tells_nothing_and_loses_nothing(tmp_path):
    for file in ("times.csv", "times.xlsx"):
        found = audited(tmp_path, [ADJUSTED, TWO_UNITS], [], file=file)
        assert (found.times.count, found.times.used, aside(found)) == (1, 0, {})
        assert found.beside_notes.empty
