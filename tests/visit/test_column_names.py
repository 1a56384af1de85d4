"""What a column holds is known by its name, however the name is spelled."""

from __future__ import annotations

import pytest

from cptedu.facts.tables import rows
from cptedu.visit.written.claim_file import load_claim
from cptedu.visit.written.column_names import columns_named, joined, meaning_of, nearest_name


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("CPT", "code"),
        ("cpt_code", "code"),
        ("CPT®", "code"),
        ("HCPCS / CPT", "code"),
        ("Proc. Code", "code"),
        ("Procedure Code(s)", "code"),
        ("hcpcs_line_procedure_billed", "code"),
        ("CPT/Mod", "code_or_modifiers"),
        ("Mod", "modifiers"),
        ("MODIFIER4", "modifiers"),
        ("hcpcs_modifier_5", "modifiers"),
        ("M1", "modifiers"),
        ("first_hcpcs_modifier_billed", "modifiers"),
        ("Modifiers 1-4", "modifiers"),
        ("Qty.", "units"),
        ("DAYS OR UNITS", "units"),
        ("# of Units", "units"),
        ("Units (15 min)", "units"),
        ("days_units_billed", "units"),
        ("Minutes", "minutes"),
        ("CARR_LINE_MTUS_CNT", "minutes"),
        ("days_units_code", "counted_in"),
        ("DOS", "date_of_service"),
        ("FROMDATE", "date_of_service"),
        ("Thru Date", "last_date"),
        ("DX1", "diagnoses"),
        ("DIAGNOSISREF2", "pointers"),
        ("Charge ($)", "money"),
        ("CPT 2", ""),  # codes side by side are another form of file
        ("hcpcs_line_procedure_paid", "not_billed"),
        ("Patient", "patient_or_money"),  # a name, or what the patient pays
        ("Client ID", "patient"),
        ("Date of birth", "patient"),
        ("Line Status", "status"),
        ("Void Flag", "deleted"),
        ("Colour", ""),
        ("", ""),
    ],
)
def test_a_name_says_what_its_column_holds(name, means):
    assert meaning_of(name) == means


def test_no_name_has_two_meanings():
    spelled = [joined(row["name"]) for row in rows("column_names.csv")]
    assert len(set(spelled)) == len(spelled)
    assert all(row["numbered"] in {"", "yes"} for row in rows("column_names.csv"))


def test_minutes_and_units_are_never_one():
    minutes = {joined(row["name"]) for row in rows("column_names.csv") if row["means"] == "minutes"}
    assert "minutes" in minutes
    assert {meaning_of(name) for name in minutes} == {"minutes"}


MEANINGS = list(
    dict.fromkeys(row["means"] for row in rows("column_names.csv") if not row["means"].startswith("code"))
)


@pytest.mark.parametrize("meaning", MEANINGS)
def test_a_column_of_every_meaning_is_used_or_said_to_be_left_alone(meaning, tmp_path):
    name = next(row["name"] for row in rows("column_names.csv") if row["means"] == meaning)
    path = tmp_path / "claim.csv"
    path.write_text(f"CPT,{name}\n98940 x1,1\n", encoding="utf-8")
    claim = load_claim(path)
    assert claim.columns.get(name) == meaning_of(name) or name in {one.said for one in claim.left_alone}


def test_a_name_that_means_units_alone_means_nothing_beside_other_words():
    assert [meaning_of(name) for name in ("Count", "# of services")] == ["units", "units"]
    assert [columns_named([name])[0].may_mean for name in ("visit count", "level of services")] == ["", ""]
    assert columns_named(["line_units"])[0].means == columns_named(["svc_units_x"])[0].may_mean == "units"


def test_names_that_stand_twice_or_not_at_all_are_told_apart():
    assert [column.name for column in columns_named(["Mod", "Mod", "", ""])] == [
        "Mod",
        "Mod (column 2)",
        "(column 3)",
        "(column 4)",
    ]


def test_a_near_name_is_one_of_the_meanings_asked_for():
    assert nearest_name("unts", ["units"]) == "units"
    assert nearest_name("unts", ["modifiers"]) == ""
