"""97112 under a payer that keeps it for damage to the nervous system."""

from __future__ import annotations

import pytest
from strategies import check, of_visit, payers_that, record

from cptedu.facts.codes import codes
from cptedu.payers import load_payer
from cptedu.rules.neuro_criteria import neuro_criteria

neuro_criteria = of_visit(neuro_criteria)

CITES = ("aetna-cpb-0325", "firstcoast-97112", "chirocode-34693")


def judged(diagnoses=None, payer="neuro_only_97112", number="97112"):
    keys = {} if diagnoses is None else {"diagnoses": diagnoses}
    return neuro_criteria(record(payer, **keys), number)


@pytest.mark.parametrize(
    ("diagnoses", "at"),
    [
        (["G35.D"], 1),
        (["M54.2", "I69.354"], 2),
        (["S93.401A", "G57.31"], 2),
        (["M21.371"], 1),
        (["R27.0", "G35.D"], 1),
    ],
)
def test_a_neurological_diagnosis_anywhere_in_the_list_will_do(diagnoses, at):
    found = check(
        judged(diagnoses),
        "neuro_criteria",
        "supported",
        "pays 97112 with a neurological diagnosis, and",
        code="97112",
        cites=CITES[:2],
    )
    assert found.used == (f"diagnoses[{at}]",)


@pytest.mark.parametrize("diagnoses", [["S33.5XXA"], ["M54.2", "M99.01"], []])
def test_other_diagnoses_are_outside_the_criteria(diagnoses):
    # C-t9: lumbar sprain only.
    found = check(
        judged(diagnoses),
        "neuro_criteria",
        "not_supported",
        "None of the diagnoses given is one.",
        code="97112",
        cites=CITES,
        fix="Neither the diagnosis nor the code is changed to fit.",
    )
    assert "ask for the written criteria" in found.fix
    assert [value for _, value in found.numbers] == ([", ".join(diagnoses)] if diagnoses else [])


# RULES C10 names paralysis, severe injury, stroke and systemic disease: one nerve of a limb or the face may be one or not.
@pytest.mark.parametrize(
    "diagnosis", ["G50.0", "G52.1", "G54.2", "G56.01", "G57.01", "G57.51", "G58.0", "G59"]
)
def test_a_single_nerve_is_asked_about(diagnosis):
    assert judged(["M99.01", diagnosis]).verdict.value == "ask"


@pytest.mark.parametrize("diagnoses", [["M54.12"], ["R42", "M54.2"], ["M51.16"]])
def test_a_diagnosis_that_may_be_one_is_asked_about(diagnoses):
    check(
        judged(diagnoses),
        "neuro_criteria",
        "ask",
        "may or may not be one for it",
        code="97112",
        cites=CITES,
        fix="Ask the payer for its written criteria",
    )


@pytest.mark.parametrize("diagnoses", [["M54.99"], ["M54.2", "Q99.99"]])
def test_whether_a_diagnosis_that_no_table_knows_is_one_is_not_known(diagnoses):
    check(
        judged(diagnoses),
        "neuro_criteria",
        "no_data",
        f"this table does not know {diagnoses[-1]}, so whether one is given is not known",
        code="97112",
        fix="Look the diagnosis up",
    )


def test_no_diagnosis_given_is_asked_about():
    # C-t2 under such a payer.
    found = check(
        judged(),
        "neuro_criteria",
        "ask",
        "no diagnosis is given",
        code="97112",
        cites=CITES,
        fix="Expect a denial without a neurological one.",
    )
    sides = {side.says: {citation.id for citation in side.held_by} for side in found.readings}
    assert sides == {
        "97112 is for loss of function after damage to the nervous system.": {
            "aetna-cpb-0325",
            "firstcoast-97112",
        },
        "97112 has no limit by diagnosis; the measured deficit decides.": {"chirocode-34693", "hns-97112"},
    }


def test_the_longest_beginning_says_what_a_diagnosis_is():
    # A disc that harms the cord (M50.0) is neurological, with nerve root trouble (M50.1) only possibly.
    assert judged(["M50.00"]).verdict.value == "supported"
    assert judged(["M50.11"]).verdict.value == "ask"
    assert judged(["M50.20"]).verdict.value == "not_supported"


def test_where_two_beginnings_fit_the_more_exact_one_decides(monkeypatch):
    # No row of the table begins another; a row that is added may.
    table = [{"prefix": "M50", "kind": "possible"}, {"prefix": "M50.0", "kind": "neurological"}]
    for held in (table, table[::-1]):
        monkeypatch.setattr("cptedu.rules.neuro_criteria.rows", lambda _, held=held: held)
        assert judged(["M50.00"]).verdict.value == "supported"
        assert judged(["M50.20"]).verdict.value == "ask"


@pytest.mark.parametrize("number", sorted(set(codes()) - {"97112"}))
def test_no_other_code_is_judged(number):
    assert judged(["S33.5XXA"], number=number) is None


@pytest.mark.parametrize("payer", payers_that("neurological_diagnosis_for", ()))
def test_no_other_payer_has_such_criteria(payer):
    assert judged(["S33.5XXA"], payer=payer) is None
    assert judged(payer=payer) is None


@pytest.mark.parametrize("diagnoses", [None, ["M54.2"], ["M54.12"], ["Q99.99"]])
@pytest.mark.parametrize("number", ["97110", "97112", "97530"])
def test_a_payer_may_keep_other_codes_so_and_only_of_97112_sources_differ(tmp_path, number, diagnoses):
    path = tmp_path / "keeps_three.toml"
    path.write_text(
        'name = "keeps_three"\nsays = "Ours."\n[neurological_diagnosis_for]\n'
        'value = ["97110", "97112", "97530"]\nsays = "With a neurological diagnosis only."\n',
        encoding="utf-8",
    )
    found = judged(diagnoses, load_payer(path).name, number)
    assert found.verdict.value != "supported"
    assert (len(found.readings), "chirocode-34693" in {one.id for one in found.citations}) == (
        (2, True) if number == "97112" else (0, False)
    )


@pytest.mark.parametrize("incomplete", ["G57.3", "G56.3", "M50.0", "I69.35", "S14.105B", "S14.105"])
def test_a_neurological_diagnosis_that_is_not_complete_is_asked_about(incomplete):
    found = judged(["M99.01", incomplete])
    assert found.verdict.value == "ask"
    assert f"{incomplete} would be one, but cannot stand on a claim of this day." in found.says


@pytest.mark.parametrize("heading", ["R26", "M54.1", "M54.3", "M48.0", "H81", "M50", "M54"])
def test_a_heading_of_what_may_be_one_is_asked_about_and_not_refused(heading):
    check(
        judged(["M99.01", heading]),
        "neuro_criteria",
        "ask",
        f"{heading} might be one, but cannot stand on a claim of this day.",
        code="97112",
        cites=CITES,
        fix="Ask which diagnosis was found",
    )


# ICD-10-CM, lists of January 2021, April 2025 and April 2026: divided since, not begun yet, or no number at all.
@pytest.mark.parametrize(
    ("diagnosis", "on", "verdict"),
    [
        ("G20", "2023-09-30", "supported"),
        ("G20", "2023-10-01", "ask"),
        ("G20.A1", "2023-09-30", "ask"),
        ("G20.A1", "2023-10-01", "supported"),
        ("G35", "2025-09-30", "supported"),
        ("G35", "2025-10-01", "ask"),
        ("G35.A", "2025-09-30", "ask"),
        ("G35.A", "2025-10-01", "supported"),
        *((one, "2026-03-04", "no_data") for one in ("G12.99", "G81.99", "I69.999", "G82.99", "I63.99")),
        *(
            (one, "2026-03-04", "no_data")
            for one in ("S14.999A", "G35.Z", "E11.429", "M21.375", "G5", "I63.999")
        ),
        *((one, "2026-03-04", "supported") for one in ("G12.21", "G82.20", "I63.9", "S06.0X0A", "E11.42")),
    ],
)
def test_a_diagnosis_counts_by_what_it_is_that_day_and_not_by_what_it_begins_with(diagnosis, on, verdict):
    found = neuro_criteria(record("neuro_only_97112", on, diagnoses=[diagnosis]), "97112")
    assert found.verdict.value == verdict
    assert verdict != "no_data" or f"this table does not know {diagnosis}," in found.says


@pytest.mark.parametrize("complete", ["G57.31", "G56.33", "M50.00", "I69.354", "S14.105A"])
def test_a_complete_one_is_neurological(complete):
    assert judged(["M99.01", complete]).verdict.value == "supported"
