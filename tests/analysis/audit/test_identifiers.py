"""What tells who somebody is reaches no result: not by its name, not by its look, not from a cell where it does not belong."""

from __future__ import annotations

import csv
import io

import pytest

import cptedu as ct
from cptedu.analysis.audit import LogQuestionsError
from cptedu.analysis.audit.identifiers import looks_like_identifier, masked, numbers_for
from cptedu.analysis.audit.log_names import named

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
