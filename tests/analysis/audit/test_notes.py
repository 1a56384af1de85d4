"""Notes beside a log: each joined to its visit or set aside with a reason, and what lies between claim and note."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import cptedu as ct
from cptedu.analysis.audit.notes import DIFFERENCES, against_note
from cptedu.app.cli import main
from cptedu.errors import CpteduError
from cptedu.model import Visit

ROOT = Path(__file__).resolve().parents[3]

DAY = "2026-02-11"
HEAD = "Patient ID,Visit ID,DOS,CPT,Mod,Units,Payer\n"
BALANCE = {
    "activity": "single-leg stance",
    "purpose": ["balance"],
    "deficit": "single-leg stance 6 s left, 25 s right",
    "regions": ["lower_extremities"],
    "minutes": 16,
    "contact": "one_on_one",
}


def note(**more):
    return {
        "date_of_service": DAY,
        "payer": "commercial_ncci",
        "care": "active",
        "adjusted": ["C5", "T4"],
        **more,
    }


def kinds(written, *lines):
    return {(one.kind, one.code) for one in against_note(Visit.from_dict(written), lines)}


def test_a_note_that_bears_its_claim_out_leaves_no_difference():
    whole = note(services=[BALANCE])
    assert kinds(whole, ("98940", 1, ()), ("97112", 1, ("59",))) == set()


def test_every_kind_of_difference_has_its_name():
    silent = {key: value for key, value in BALANCE.items() if key != "deficit"}
    at_home = {"activity": "leaflet on posture", "purpose": ["posture"], "home_instruction": True}
    found = {
        "not_documented": kinds(note(), ("98941", 1, ())),
        "left_open": kinds(note(services=[silent]), ("98940", 1, ()), ("97112", 1, ("59",))),
        "otherwise": kinds(note(services=[BALANCE]), ("98940", 1, ()), ("97112", 2, ("59",))),
        "not_billed": kinds(note(services=[BALANCE]), ("98940", 1, ())),
    }
    codes = {"not_documented": "98941", "left_open": "97112", "otherwise": "97112", "not_billed": "97112"}
    assert {kind: held for kind, held in found.items() if held != {(kind, codes[kind])}} == {}
    assert set(found) == set(DIFFERENCES)
    # Advice to take home is told and is no service: nothing is left open by it, and nothing left off.
    assert kinds(note(services=[at_home]), ("98940", 1, ()), ("97112", 1, ("59",))) == {
        ("not_documented", "97112")
    }


def audited(folder, rows, notes, **more):
    (folder / "log.csv").write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    if isinstance(notes, list):
        (folder / "notes.jsonl").write_text("\n".join(map(json.dumps, notes)), encoding="utf-8")
        notes = folder / "notes.jsonl"
    return ct.audit(folder / "log.csv", "commercial_ncci", notes=notes, **more)


def test_both_directions_stand_in_one_list(tmp_path):
    rows = ["P1,V1,2/11/2026,98941,,1,Sun", "P2,V2,2/11/2026,98940,,1,Sun"]
    found = audited(tmp_path, rows, [note(of="P1"), note(of="P2", services=[BALANCE])])
    told = {(one.code, one.what) for one in found.beside_notes.itertuples()}
    assert told == {
        ("98941", "billed, and the note does not bear it out"),
        ("97112", "documented, and not billed"),
    }
    assert (found.beside_notes.sources.str.len() > 0).all()


@pytest.mark.parametrize("name", ["P1", "V1"])
def test_a_note_is_joined_by_the_patient_or_by_the_visit(name, tmp_path):
    found = audited(tmp_path, ["P1,V1,2/11/2026,98940,,1,Sun"], [note(of=name)])
    assert list(found.notes.visits) == [1]
    assert found.beside_notes.empty


def test_notes_in_a_folder_are_named_by_their_files(tmp_path):
    folder = tmp_path / "notes"
    folder.mkdir()
    from cptedu.visit_file import save_visit

    save_visit(Visit.from_dict(note()), folder / f"P1_{DAY}.toml")
    save_visit(Visit.from_dict(note(adjusted=["C5", "T4", "L3"])), folder / "V2.toml")
    rows = ["P1,V1,2/11/2026,98940,,1,Sun", "P2,V2,2/11/2026,98940,,1,Sun"]
    found = audited(tmp_path, rows, folder)
    assert len(found.notes.visits) == 2
    assert [one.code for one in found.beside_notes.itertuples()] == ["98940"]


def test_a_note_that_fits_no_visit_or_several_is_set_aside_with_a_reason_that_names_nobody(tmp_path):
    rows = [
        "P1,V1,2/11/2026,98940,,1,Sun",
        "P2,V2,2/11/2026,98940,,1,Sun",
        "P2,V3,2/11/2026,98940,,1,Moon",
    ]
    written = [
        note(of="P1"),
        note(of="P1"),
        note(of="P1", date_of_service="2026-02-12"),
        note(of="Otto Nobody"),
        note(of="P2"),
        {"of": "P1", "Otto": 1},
        ["P1"],
    ]
    (tmp_path / "log.csv").write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    (tmp_path / "n.jsonl").write_text("\n".join(map(json.dumps, written)) + "\n{", encoding="utf-8")
    found = ct.audit(
        tmp_path / "log.csv",
        {"Sun": "commercial_ncci", "Moon": "medicare"},
        notes=tmp_path / "n.jsonl",
    )
    assert found.notes.count == 8
    assert len(found.notes.visits) + len(found.notes.set_aside) == 8
    assert [one.row for one in found.notes.set_aside] == [2, 3, 4, 5, 6, 7, 8]
    reasons = [one.reason for one in found.notes.set_aside]
    assert reasons[0] == "a note of the same visit was read before"
    assert reasons[1] == reasons[2] == "no visit of this log has its patient, or its id, on its date"
    assert reasons[3] == "more than one visit of this log has its patient on its date"
    form = "it is not in the form of a visit file"
    assert reasons[4] == f"{form}: look at date_of_service"
    assert set(reasons[5:]) == {form}
    assert not any("Otto" in one for one in reasons)


def test_who_pays_is_what_was_said_of_the_log(tmp_path):
    rows = ["P1,V1,2/11/2026,98940,,1,Sun", "P1,V1,2/11/2026,97112,59,1,Sun"]
    found = audited(tmp_path, rows, [note(of="P1", services=[BALANCE], payer="medicare")])
    assert found.beside_notes.empty


def test_a_note_need_not_say_who_pays(tmp_path):
    rows = ["P1,V1,2/11/2026,98941,,1,Sun"]
    written = {key: value for key, value in note(of="P1").items() if key != "payer"}
    found = audited(tmp_path, rows, [written])
    assert found.notes.set_aside == ()
    assert list(found.beside_notes.code) == ["98941"]


@pytest.mark.parametrize("name", ["Sun", "", None, 7])
def test_a_note_may_call_the_payer_whatever_the_clinic_does(tmp_path, name):
    rows = ["P1,V1,2/11/2026,98941,,1,Sun"]
    found = audited(tmp_path, rows, [note(of="P1", payer=name)])
    assert found.notes.set_aside == ()
    assert list(found.beside_notes.code) == ["98941"]


def test_what_a_note_tells_is_no_longer_not_told(tmp_path):
    rows = ["P1,V1,2/11/2026,98940,,1,Sun", "P2,V2,2/11/2026,98940,,1,Sun"]
    without = audited(tmp_path, rows, None).not_told
    with_one = audited(tmp_path, rows, [note(of="P1")]).not_told
    with_both = audited(tmp_path, rows, [note(of="P1"), note(of="P2")]).not_told
    assert set(without.visits) == {2}
    assert set(with_one.visits) == {1}
    assert set(with_one.of) == {2}
    assert with_both.empty


def test_differences_are_written_as_a_file_where_there_are_notes(tmp_path):
    rows = ["P1,V1,2/11/2026,98941,,1,Sun"]
    audited(tmp_path, rows, [note(of="P1")]).to_csv(tmp_path / "tables")
    assert "98941" in (tmp_path / "tables" / "beside_notes.csv").read_text(encoding="utf-8")


def test_notes_that_cannot_be_read_are_an_error_in_words(tmp_path):
    with pytest.raises(ct.CpteduError, match="cannot be read"):
        audited(tmp_path, ["P1,V1,2/11/2026,98941,,1,Sun"], tmp_path / "none.jsonl")


def test_the_command_takes_notes_and_says_how_many_belong(tmp_path):
    from click.testing import CliRunner

    from cptedu.app.cli import main

    (tmp_path / "log.csv").write_text(HEAD + "P1,V1,2/11/2026,98941,,1,Sun\n", encoding="utf-8")
    (tmp_path / "n.jsonl").write_text(
        json.dumps(note(of="P1")) + "\n" + json.dumps(note(of="P9")), encoding="utf-8"
    )
    given = ("--payer", "commercial_ncci", "--notes", tmp_path / "n.jsonl", "--out", tmp_path / "out.html")
    done = CliRunner().invoke(main, ["audit", str(tmp_path / "log.csv"), *map(str, given)])
    assert done.exit_code == 0, done.output
    assert "1 of 2 notes belong to a visit of this log; 1 difference between claims and notes." in done.output


def test_the_page_has_both_directions_and_what_was_set_aside_and_names_nobody(tmp_path):
    rows = ["P1,V1,2/11/2026,98941,,1,Sun", "P2,V2,2/11/2026,98940,,1,Sun"]
    evil = {**BALANCE, "activity": "<script>alert(1)</script>"}
    notes = [note(of="P1"), note(of="P2", services=[evil]), note(of="Otto Nobody")]
    audited(tmp_path, rows, notes).to_html(tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    section = page.partition("Claims beside their notes")[2].partition("</section>")[0]
    assert "2 of 3 notes belong to a visit of this log." in section
    assert DIFFERENCES["not_documented"] in section
    assert DIFFERENCES["not_billed"] in section
    assert "no visit of this log has its patient" in section
    assert "<svg" in section
    assert "Otto" not in page
    assert "<script" not in page


def test_without_notes_the_page_says_nothing_of_them(tmp_path):
    audited(tmp_path, ["P1,V1,2/11/2026,98941,,1,Sun"], None).to_html(tmp_path / "page.html")
    assert "Claims beside their notes" not in (tmp_path / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"adjusted": "C5"}, "look at adjusted"),
        ({"services": [{"minutes": -3}]}, "look at services"),
        ({"date_of_service": "soon"}, "look at date_of_service"),
        ({"Otto": 1}, "it has a key that no visit file has"),
    ],
)
def test_a_note_that_cannot_be_read_says_at_which_key(wrong, key, tmp_path):
    found = audited(tmp_path, ["P1,V1,2/11/2026,98940,,1,Sun"], [note(of="P1", **wrong), note(of="P1")])
    assert [one.reason for one in found.notes.set_aside] == [f"it is not in the form of a visit file: {key}"]
    assert list(found.notes.visits) == [1]


def test_a_table_beside_a_log_is_refused_with_the_form_of_notes(tmp_path):
    (tmp_path / "times.csv").write_text("Visit ID,Date,Minutes\nV1,2/11/2026,16\n", encoding="utf-8")
    with pytest.raises(CpteduError, match="no file of notes"):
        audited(tmp_path, ["P1,V1,2/11/2026,98940,,1,Sun"], tmp_path / "times.csv")


def test_the_command_counts_notes_that_are_set_aside_for_one_reason(tmp_path):
    written = [note(of=f"P{at}", adjusted="C5") for at in range(3)]
    audited(tmp_path, ["P1,V1,2/11/2026,98940,,1,Sun"], written)
    said = [
        "audit",
        str(tmp_path / "log.csv"),
        "--payer",
        "commercial_ncci",
        "--out",
        str(tmp_path / "a.html"),
    ]
    told = CliRunner().invoke(main, [*said, "--notes", str(tmp_path / "notes.jsonl")]).output
    assert told.count("look at adjusted") == 1
    assert "Set aside: 3 notes, it is not in the form of a visit file: look at adjusted." in told


def test_the_note_that_the_readme_shows_is_read_with_its_services(tmp_path):
    shown = next(
        one for one in (ROOT / "README.md").read_text("utf-8").splitlines() if one.startswith('{"of"')
    )
    written = json.loads(shown)
    rows = [
        f"{written['of']},V1,{written['date_of_service']},{code},{mark},1,Sun"
        for code, mark in (("98940", ""), ("97112", "59"))
    ]
    found = audited(tmp_path, rows, [written])
    assert found.notes.set_aside == ()
    assert found.beside_notes.empty
