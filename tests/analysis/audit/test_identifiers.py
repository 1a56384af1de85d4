"""What tells who somebody is reaches no result: not by its name, not by its look, not from a cell where it does not belong."""

from __future__ import annotations

import csv
import io
import re
import warnings
from pathlib import Path

import pytest
from click.testing import CliRunner

import cptedu as ct
from cptedu.analysis.audit import LogQuestionsError
from cptedu.analysis.audit.columns_file import columns_to_confirm
from cptedu.analysis.audit.identifiers import looks_like_identifier, masked, numbers_for
from cptedu.analysis.audit.log_names import named
from cptedu.app.cli import main

SECRETS = {
    "Patient Name": "Quillfeather, Ottoline",
    "First Name": "Ottoline",
    "pat_last_nm": "Quillfeather",
    "LastName": "Quillfeather",
    "DOB": "07/19/1961",
    "birth_date": "1961-07-19",
    "SSN": "078-05-1120",
    "social_security_no": "078051120",
    "MRN": "MRQ4471",
    "Medical Record Number": "MRQ4472",
    "Member ID": "XQZ998877",
    "subscriberId": "XQZ998878",
    "MBI": "1EG4-TE5-MK73",
    "Policy Number": "PLQ-5521",
    "Group No": "GRQ-77",
    "Home Phone": "413-555-0188",
    "cell": "(413) 555-0189",
    "Fax": "413.555.0190",
    "E-Mail": "ottoline@quill.example",
    "Address 1": "17 Larkspur Lane",
    "City": "Quillbury",
    "Zip": "01002-9911",
    "Guarantor": "Quillfeather, Ptolemy",
    "Emergency Contact": "Ptolemy Quillfeather",
    "Employer": "Quill and Sons",
    "Driver License": "QDL-441199",
    "Notes": "Ottoline fell on the stairs",
    "Unnamed thing": "ottoline2@quill.example",
    "Another": "078-05-1121",
    "contact": "413-555-0191",
    "Rendering Provider": "Dr Zebulon Quack",
}


def log_with(folder, secrets, code="98940"):
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["Patient ID", *secrets, "DOS", "CPT", "Mod", "Units", "DX1", "Payer"])
    for day in ("02/11/2026", "02/13/2026"):
        writer.writerow(["PIDQ31", *secrets.values(), day, code, "", "1", "M54.2", "Sun"])
    place = folder / "log.csv"
    place.write_text(stream.getvalue(), encoding="utf-8")
    return place


def everything_shown(found, folder):
    """Give all that an audit shows: its page, its files, its frames, and how it names itself."""
    found.to_html(folder / "page.html")
    found.to_csv(folder / "tables")
    shown = [repr(found), (folder / "page.html").read_text(encoding="utf-8")]
    shown += [place.read_text(encoding="utf-8") for place in (folder / "tables").iterdir()]
    frames = ("services", "not_services", "repeated", "refused", "columns", "told", "not_told", "shares")
    shown += [repr(found.read), repr(found.visits), repr(found.judged), repr(found.column_list)]
    return "\n".join([*shown, *(getattr(found, name).to_string() for name in frames)])


def test_no_value_of_a_person_is_shown(tmp_path):
    found = ct.audit(log_with(tmp_path, SECRETS), payers={"Sun": "commercial_ncci"})
    shown = everything_shown(found, tmp_path)
    for column, secret in {**SECRETS, "Patient ID": "PIDQ31"}.items():
        assert secret not in shown, column
    for part in ("Quillfeather", "Ottoline", "Zebulon", "1961", "Larkspur"):
        assert part not in shown


@pytest.mark.parametrize("column", [name for name in SECRETS if name not in {"Notes", "Rendering Provider"}])
def test_a_column_of_a_person_is_dropped_and_named(column, tmp_path):
    found = ct.audit(log_with(tmp_path, {column: SECRETS[column]}), payers="commercial_ncci")
    [dropped] = [one for one in found.column_list.columns if one.name == column]
    assert dropped.means == "identifier"
    assert dropped.says
    found.to_html(tmp_path / "page.html")
    assert f"{column}: {dropped.says}" in (tmp_path / "page.html").read_text().replace("&#x27;", "'")


def test_a_person_in_a_cell_of_another_column_is_not_shown(tmp_path):
    place = tmp_path / "log.csv"
    rows = [
        "Patient ID,DOS,CPT,Mod,Units,DX1,Type",
        "1,02/11/2026,98940,,1,M54.2,CHARGE",
        "1,02/11/2026,Quillfeather,,1,M54.2,CHARGE",
        "1,02/11/2026,98940 Quillfeather,,1,M54.2,CHARGE",
        "1,02/11/2026,97110,Quillfeather,1,M54.2,CHARGE",
        "1,02/11/2026,97112,,Quillfeather,M54.2,CHARGE",
        "1,Quillfeather,97112,,1,M54.2,CHARGE",
        "1,02/12/2026,97112,,1,Quillfeather,CHARGE",
        "Payment Quillfeather,,,,,,",
        "1,02/11/2026,97112,,1,M54.2,CHARGE,Quillfeather",
        "Total Quillfeather,,,,,,",
    ]
    place.write_text("\n".join(rows) + "\n")
    found = ct.audit(place, payers="commercial_ncci")
    assert "Quillfeather" not in everything_shown(found, tmp_path)
    assert len(found.read.refused) == 5


def test_questions_show_the_look_of_values_alone(tmp_path):
    place = tmp_path / "log.csv"
    place.write_text("Account,Thing,DOS,Payer\nQuillfeather,4411,2026-02-11,ottoline@quill.example\n")
    with pytest.raises(LogQuestionsError) as asked:
        ct.audit(place)
    assert "Quillfeather" not in str(asked.value)
    assert "4411" not in str(asked.value)
    place.write_text("PID,CPT,DOS,Payer\n3,98940,2026-02-11,ottoline@quill.example\n")
    with pytest.raises(LogQuestionsError) as asked:
        ct.audit(place)
    assert "ottoline" not in str(asked.value)
    place.write_text("PID,CPT,DOS,Payer\n3,98940,2026-02-11,XQZ998877\n")
    with pytest.raises(LogQuestionsError) as asked:
        ct.audit(place)
    assert "998877" not in str(asked.value)


def test_days_of_birth_under_a_strange_name_are_taken_for_no_days_of_service(tmp_path):
    place = tmp_path / "log.csv"
    place.write_text("PID,Geburt,CPT\n3,1961-07-19,98940\n4,1994-01-02,98940\n")
    with pytest.raises(LogQuestionsError, match="Which column holds the date of service"):
        ct.audit(place, payers="commercial_ncci")


def test_nothing_is_left_in_the_folder_for_passing_files(tmp_path, monkeypatch):
    passing = tmp_path / "passing"
    passing.mkdir()
    monkeypatch.setenv("TMPDIR", str(passing))
    found = ct.audit(log_with(tmp_path, SECRETS), payers="commercial_ncci")
    found.to_html(tmp_path / "page.html")
    assert list(passing.iterdir()) == []
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith(".part")] == []


def test_patients_are_numbers_drawn_anew():
    keys = [f"patient {number}" for number in range(200)]
    first, second = numbers_for(keys), numbers_for(keys)
    assert sorted(first.values()) == list(range(1, 201))
    assert first != second
    assert [first[key] for key in keys] != sorted(first.values())


def test_patients_are_told_apart_by_a_name_where_nothing_else_does_it(tmp_path):
    place = tmp_path / "log.csv"
    place.write_text(
        "Patient Name,DOS,CPT\nAda Quill,2026-02-11,98940\nBea Quill,2026-02-11,98940\nAda Quill,2026-02-12,98940\n"
    )
    found = ct.audit(place, payers="commercial_ncci")
    by_row = {visit.services[0].row: visit.patient for visit in found.visits}
    assert by_row[2] == by_row[4] != by_row[3]
    assert "Quill" not in everything_shown(found, tmp_path)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (["ann@example.org"], "an e-mail address"),
        (["078-05-1120"], "a social security number"),
        (["413-555-0188", "(413) 555-0189"], "a telephone number"),
        (["1EG4-TE5-MK73"], "a member's number"),
        (["12 Larkspur Lane"], "an address"),
        (["Quill, Ada"], "a name"),
        (["97112", "98940"], ""),
        (["M54.2", "M99.01"], ""),
        (["2026-02-11"], ""),
        (["03/04/2026"], ""),
        (["1048.50"], ""),
        (["Blue Cross, Ohio Plan B"], ""),
        ([], ""),
    ],
)
def test_the_look_of_values_tells(values, says):
    assert looks_like_identifier(values) == says


def test_names_of_what_is_needed_are_no_names_of_a_person():
    needed = {
        "CPT": "code",
        "Modifier 1": "modifiers",
        "Units": "units",
        "DOS": "date_of_service",
        "Patient ID": "patient",
        "Rendering Provider": "clinician",
        "Payer Name": "payer",
        "DX1": "diagnoses",
        "Encounter ID": "visit",
    }
    assert {name: named(name).means for name in needed} == needed


def test_a_mask_keeps_nothing_but_the_look():
    assert masked("Quill-7, Ada") == "xxxxx-9, xxx"
    assert len(masked("a" * 1_000)) == 13


# Names and values that somebody listed who had not seen what the reader knows: what a person is called in several programs
# and languages, and cells that tell it under a name that says nothing.

LISTED = tuple(csv.DictReader((Path(__file__).parent / "identifiers.csv").open(encoding="utf-8", newline="")))
_PARTS = re.compile(r"[\s,/@:\\]+")
OF_THE_PAGE = frozenset({"adjustment", "example.org", "https", "called", "reports"})


def secrets_of(row):
    """Give a value and those of its words that nobody would write by chance."""
    return {row["value"], *(one for one in _PARTS.split(row["value"]) if len(one) >= 5)} - {""}


@pytest.mark.parametrize("row", LISTED, ids=lambda row: row["column"])
def test_a_listed_identifier_reaches_no_result_no_output_no_log_and_no_file(
    row, tmp_path, monkeypatch, caplog, capfd
):
    passing = tmp_path / "passing"
    passing.mkdir()
    monkeypatch.setenv("TMPDIR", str(passing))
    monkeypatch.chdir(tmp_path)
    caplog.set_level(0)
    place = log_with(tmp_path, {row["column"]: row["value"]})
    (tmp_path / "shown").mkdir()
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        shown = everything_shown(ct.audit(place, payers="commercial_ncci"), tmp_path / "shown")
    said = capfd.readouterr()
    shown += said.out + said.err + caplog.text + "".join(str(one.message) for one in warned)
    shown += "".join(
        one.read_text(encoding="utf-8", errors="replace")
        for one in tmp_path.rglob("*")
        if one.is_file() and one != place
    )
    for secret in secrets_of(row):
        if secret.lower() not in OF_THE_PAGE:
            assert secret.lower() not in shown.lower()
    assert list(passing.iterdir()) == []


@pytest.mark.parametrize(
    "row",
    [one for one in LISTED if one["kind"] in {"name", "number", "date", "contact"}],
    ids=lambda row: row["column"],
)
def test_a_listed_identifier_is_known_for_one(row, tmp_path):
    found = ct.audit(log_with(tmp_path, {row["column"]: row["value"]}), payers="commercial_ncci")
    [read] = [one for one in found.column_list.columns if one.name == row["column"]]
    # What tells one visit from another is used, and becomes a number.
    of_a_visit = {"Claim Ctrl No": "claim", "encounter_id": "visit"}
    assert read.means == of_a_visit.get(row["column"], "identifier")


def test_a_listed_identifier_in_a_question_is_masked_and_the_command_shows_none(tmp_path):
    place = tmp_path / "log.csv"
    with place.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Thing", *(one["column"] for one in LISTED)])
        for _ in range(3):
            writer.writerow(["98940", *(one["value"] for one in LISTED)])
    done = CliRunner().invoke(main, ["audit", str(place), "--out", str(tmp_path / "page.html")])
    assert done.exit_code == 2
    assert "date of service" in done.output
    for row in LISTED:
        assert row["value"].lower() not in done.output.lower()


@pytest.mark.parametrize(
    "numbers", [("B1234", "C5678", "H1001"), ("S134", "A101", "J209")], ids=["folder", "locker"]
)
def test_numbers_of_the_form_of_diagnoses_are_none_and_are_not_shown(numbers, tmp_path):
    place = tmp_path / "log.csv"
    rows = "".join(f"{one},2026-03-04,97110,{number},M5450\n" for one, number in enumerate(numbers))
    place.write_text(f"Patient ID,DOS,CPT,Kept in,Trouble\n{rows}", encoding="utf-8")
    found = ct.audit(place, payers="commercial_ncci")
    assert {one.diagnoses for one in found.read.services} == {("M54.50",)}
    assert not any(number in columns_to_confirm(place) for number in numbers)


def test_a_number_too_long_to_count_anything_is_shown_by_its_look_alone(tmp_path):
    place = tmp_path / "log.csv"
    place.write_text(
        "Patient ID,DOS,CPT,Units,Minutes\n1,2026-03-04,97110,2,4135550100\n2,2026-03-04,97110,123456789,30\n",
        encoding="utf-8",
    )
    shown = columns_to_confirm(place)
    assert '"Units" = "units"  # by its name; such as 2, 999999999\n' in shown
    assert '"Minutes" = "minutes"  # by its name; such as 9999999999, 30\n' in shown
