"""Which files are read and which are refused, and in which words."""

from datetime import date

import made_cms_files as made
import pytest

from cptedu.errors import CpteduError
from cptedu.facts.tables import own_tables

SINGLE_HEADER = (
    b"2027 National Physician Fee Schedule Relative Value File January Release\n"
    b"CONV FACTOR,HCPCS,MOD,STATUS CODE,MULT PROC,GLOB DAYS,MP RVU,WORK RVU,NON-FAC PE RVU,FACILITY PE RVU,NON-FACILITY TOTAL"
    b",FACILITY TOTAL\n40.1234,97112,,A,5,XXX,0.02,0.61,.52,.52,1.15,1.15\n"
)


def read(update, tmp_path, name, content, **told):
    return update(*made.laid(tmp_path, {name: content}), **told)


def refusal(update, tmp_path, name, content, **told):
    with pytest.raises(CpteduError) as refused:
        read(update, tmp_path, name, content, **told)
    assert own_tables().sources == {}
    return str(refused.value)


def test_columns_are_found_by_name_in_whatever_order_they_stand(update, tmp_path):
    (outcome,) = read(update, tmp_path, "x_nonQPP.csv", SINGLE_HEADER)
    (row,) = outcome.reading.tables["rvu.csv"]
    assert [row[c] for c in ("work", "pe_nonfacility", "mp", "total_nonfacility", "global_days")] == [
        *("0.61", "0.52", "0.02", "1.15"),
        "XXX",
    ]


@pytest.mark.parametrize(
    ("name", "content", "begins"),
    [
        ("PPRRVU22_JAN.csv", made.rvu(title=False, priced=False), date(2022, 1, 1)),
        ("PPRRVU25_JAN1.csv", made.rvu(title=False, priced=False), date(2025, 1, 1)),
        ("PPRRVU2025_Oct.csv", made.rvu(title=False, priced=False), date(2025, 10, 1)),
        ("PPRRVU2026_Apr_nonQPP.csv", made.rvu(title=False), date(2026, 4, 1)),
        ("renamed_QPP.csv", made.rvu(2027, "October"), date(2027, 10, 1)),
        ("ccipra-v310r0-f1.txt", made.ptp(1), date(2025, 1, 1)),
        ("ccipra-v313r0-f2.TXT", made.ptp(2), date(2025, 10, 1)),
        ("ccipra-v323r1-f4.txt", made.ptp(4), date(2026, 10, 1)),
        ("MCR_MUE_PractitionerServices_Eff_04-01-2024.csv", made.mue(), date(2024, 4, 1)),
        ("GPCI2027.csv", made.gpci(2028), date(2028, 1, 1)),
        ("any name.csv", made.gpci(2025, floors=False), date(2025, 1, 1)),
    ],
)
def test_the_first_day_comes_from_the_title_or_the_name(update, tmp_path, name, content, begins):
    (outcome,) = read(update, tmp_path, name, content)
    assert outcome.reading.release.begins == begins


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("RVU25D.zip", date(2025, 10, 1)),
        ("rvu26c-updated-06-30-2026.zip", date(2026, 7, 1)),
        ("rvu26ar_1.zip", date(2026, 1, 1)),
    ],
)
def test_the_name_of_the_zip_says_it_where_nothing_in_it_does(update, tmp_path, name, begins):
    (outcome,) = update(made.zipped(tmp_path / name, {"values_QPP.csv": made.rvu(title=False)}))
    assert outcome.reading.release.begins == begins


@pytest.mark.parametrize("name", ["medicare-ncci-2026-q3-practitioner-services-mue-table.zip"])
def test_a_zip_of_unit_limits_is_read_with_its_quarter(update, tmp_path, name):
    (outcome,) = update(
        made.zipped(tmp_path / name, {"table.csv": made.mue(), "table.xlsx": b"PK\3\4 and so on"})
    )
    assert outcome.reading.release.name == "2026 Q3"


def test_of_a_zip_each_file_that_is_known_is_read_and_the_rest_passed_over(update, tmp_path):
    others = {
        "PPRRVU2027_Jan_nonQPP.txt": b"HDR fixed width\n",
        "RVU27A.pdf": b"%PDF-1.7",
        "OPPSCAP.csv": b"a,b\n1,2\n",
    }
    outcomes = update(made.zipped(tmp_path / "RVU27A.zip", others | made.all_four()))
    assert [outcome.reading.kind for outcome in outcomes] == ["rvu", "rvu", "gpci", "mue", *["ptp"] * 4]
    assert outcomes[0].reading.file.where == "PPRRVU2027_Jan_nonQPP.csv in RVU27A.zip"


def test_what_nothing_says_is_asked_for(update, tmp_path):
    said = refusal(update, tmp_path, "edits.csv", made.mue())
    assert said.startswith("edits.csv: neither its name nor its title says from which day it holds.")
    assert "--from 2026-10-01" in said
    assert "--track non_apm" in refusal(update, tmp_path, "PPRRVU2027_Jan.csv", made.rvu())
    assert "--part 1" in refusal(update, tmp_path, "edits.txt", made.ptp(1))
    (outcome,) = read(update, tmp_path, "edits.csv", made.mue(), begins=date(2026, 10, 1))
    assert outcome.reading.release.name == "2026 Q4"
    (outcome,) = read(update, tmp_path, "edits.txt", made.ptp(3), begins=date(2026, 10, 1), part=3)
    assert (outcome.reading.release.name, outcome.reading.part) == ("2026 Q4", "f3")
    (outcome,) = read(update, tmp_path, "PPRRVU2027_Jan.csv", made.rvu(), track="apm")
    assert outcome.reading.part == "apm"


def test_a_name_that_says_another_day_than_the_title_is_asked_about(update, tmp_path):
    said = refusal(update, tmp_path, "PPRRVU2027_Apr_nonQPP.csv", made.rvu(2027, "January"))
    assert "speak of different days, 2027-01-01 and 2027-04-01" in said


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("PPRRVU2027_Jan.xlsx", b"PK\3\4", "is an Excel workbook. Take the .csv beside it in CMS's zip"),
        ("old.xls", b"\xd0\xcf\x11\xe0", "is an Excel workbook"),
        ("RVU27A.pdf", b"%PDF-1.7 \xff", "is a PDF document"),
        ("PPRRVU2027_Jan_nonQPP.txt", b"HDR made up\n97112", "columns of fixed width"),
        (
            "GPCI2027.txt",
            b"2027 PW GPCI (with 1.0 floor)   2027 PE GPCI\n",
            "Take the file that ends in .csv",
        ),
        ("ptp.html", b"\n <!DOCTYPE html>", "is a web page, perhaps the one that asks to accept the licence"),
        (
            "mue.csv",
            made.mue(service="Outpatient Hospital"),
            "hospitals or suppliers. Take those of practitioners",
        ),
        ("mue.csv", made.mue(service="DME Supplier"), "hospitals or suppliers"),
        ("ccioph-v330r0-f1.txt", made.ptp(1), "edits of hospitals. Take those of practitioners"),
        ("unicode.csv", "HCPCS".encode("utf-16"), "saved in another form, as Unicode text"),
        ("nothing.csv", b"", "is empty"),
        ("binary.csv", b"a,b\n\0\0", "is no text file"),
        ("list.csv", b"<b>code,price\n1,2\n", "is a web page"),
        (
            "list.csv",
            b"code,price\n97112,40\n",
            "has no header that is known; it begins with 'code,price 97112,40'",
        ),
        (
            "GPCI2027.csv",
            made.gpci().replace(b"(with 1.0 Floor)", b"(another)"),
            "without the floor of 1.0 only",
        ),
        ("PPRRVU10.csv", made.rvu().replace(b"FACILITY,NA", b"NON-FAC,NA"), "no header that is known"),
    ],
)
def test_what_is_none_of_the_four_is_refused_with_what_it_looks_like_and_what_is_read(
    update, tmp_path, name, content, words
):
    said = refusal(update, tmp_path, name, content)
    assert words in said
    assert said.startswith(name)
    if "ccioph" not in name:
        assert "MCR_MUE_PractitionerServices" in said


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("GPCI2027.csv", made.gpci()[:-60], "columns where the header has 8"),
        ("GPCI2027.csv", made.gpci().replace(b"1.200", b"1,2"), "columns where the header has 8"),
        ("GPCI2027.csv", made.gpci().replace(b"1.200", b"=1+1"), "has '=1+1' as mp, which is no number"),
        ("GPCI2027.csv", made.gpci().replace(b",OH,", b",<b>,"), "a state of two letters"),
        ("x_QPP.csv", made.rvu().replace(b"0.61", b"-.61"), "has '-.61' as work"),
        ("x_QPP.csv", made.rvu().replace(b"0.61", b"0.71"), "do not come to its total 1.15"),
        ("x_QPP.csv", made.rvu().replace(b"40.1234", b"40.1235", 1), "another conversion factor"),
        ("x_QPP.csv", made.rvu(more=["97112,,x,A"]), "columns where the header has 32"),
        ("x_QPP.csv", made.rvu(values={"99999": made.VALUES["99999"]}), "none of the course's codes"),
        ("x_QPP.csv", made.rvu(values={}), "has a header and no rows"),
        ("x_QPP.csv", made.rvu().replace(b'"Made up', b'""Made up'), "is no row of a table"),
        ("x_QPP.csv", made.rvu(more=['97113,,"opened and not closed']), "line 10 is no row"),
        ("MUE_2027Q1.csv", made.mue({"97112": ("six", "3 x")}), "no whole number of units"),
        ("MUE_2027Q1.csv", made.mue({"97112": (6, "4 x")}), "an indicator of 1, 2 or 3"),
        ("ccipra-v330r0-f3.txt", made.ptp(3)[:-47], "columns where the header has 7"),
        ("ccipra-v330r0-f3.txt", made.ptp(3) + b"971", "does not begin with two codes"),
        ("ccipra-v330r0-f3.txt", made.ptp(3).replace(b"\t0\t", b"\t2\t"), "has '2' as modifier indicator"),
        (
            "ccipra-v330r0-f3.txt",
            made.ptp(3).replace(b"20191231", b"20191331", 1),
            "has '20191331' where a date",
        ),
        (
            "ccipra-v330r0-f3.txt",
            made.ptp(3).replace(b"20191231\t1", b"20191231\t0", 1),
            "has another indicator",
        ),
        ("ccipra-v330r0-f3.txt", made.ptp(3, []), "no header that is known"),
    ],
)
def test_a_file_that_is_not_whole_is_refused_with_its_line(update, tmp_path, name, content, words):
    assert words in refusal(update, tmp_path, name, content)


def test_a_row_twice_is_one_row_and_two_that_differ_are_refused(update, tmp_path):
    again = made.rvu().splitlines()[5].decode("cp1252")
    other = again.replace("0.61", "0.62").replace("1.15", "1.16")
    (outcome,) = read(update, tmp_path, "x_QPP.csv", made.rvu(more=[again]))
    assert len(outcome.reading.tables["rvu.csv"]) == 3
    with pytest.raises(CpteduError, match="has other values of 97112 than a line above"):
        read(update, tmp_path, "x_QPP.csv", made.rvu(more=[other]))


def test_a_row_of_a_modifier_is_no_row_of_the_code(update, tmp_path):
    row = made.rvu().splitlines()[5].decode("cp1252")
    of_modifier = row.replace("97112,,", "97112,26,").replace("0.61", "0.31").replace("1.15", "0.85")
    (outcome,) = read(update, tmp_path, "x_QPP.csv", made.rvu(more=[of_modifier]))
    assert [r["work"] for r in outcome.reading.tables["rvu.csv"]] == ["0.61", "0.47", "0.07"]


def test_a_table_that_is_given_twice_is_taken_once_and_two_that_differ_are_refused(update, tmp_path):
    as_text = made.gpci().replace(b",", b"\t").replace(b"* A footnote\t", b"* A footnote,")
    outcomes = update(
        made.zipped(tmp_path / "RVU27A.zip", {"GPCI2027.csv": made.gpci(), "GPCI2027.txt": as_text})
    )
    assert [outcome.reading.file.name for outcome in outcomes] == ["GPCI2027.csv"]
    other = as_text.replace(b"1.200", b"1.201")
    with pytest.raises(CpteduError, match=r"GPCI2027\.csv in .* are both GPCI 2027, and differ"):
        update(made.zipped(tmp_path / "RVU27A.zip", {"GPCI2027.csv": made.gpci(), "GPCI2027.txt": other}))


def test_one_part_said_of_two_files_is_refused(update, tmp_path):
    paths = made.laid(tmp_path, {"a.txt": made.ptp(1), "b.txt": made.ptp(3)})
    with pytest.raises(CpteduError, match=r"a\.txt and b\.txt are both 2026 Q4 f1, and differ"):
        update(*paths, begins=date(2026, 10, 1), part=1)


def test_a_day_of_another_century_is_refused(update, tmp_path):
    with pytest.raises(CpteduError, match="1926-10-01 is not a day for which CMS's files hold"):
        read(update, tmp_path, "edits.csv", made.mue(), begins=date(1926, 10, 1))


def test_a_place_that_is_no_file_is_said(update, tmp_path):
    with pytest.raises(CpteduError, match=r"is a folder\. Give the files in it"):
        update(tmp_path)
    with pytest.raises(CpteduError, match=r"There is no file 'lost\.csv'"):
        update(tmp_path / "lost.csv")
