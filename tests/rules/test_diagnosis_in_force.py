"""Each diagnosis of a visit: unknown, a heading, or out of force, each told on its own."""

from __future__ import annotations

from datetime import date

import pytest
from strategies import check, record, visit

from cptedu.engine.coding import code_visit
from cptedu.rules.diagnosis_in_force import diagnoses_in_force


@pytest.mark.parametrize(
    ("on", "diagnosis", "verdict", "says"),
    [
        ("2026-03-04", "M54.99", "no_data", "This table does not know M54.99: nothing is said of its region"),
        (
            "2026-03-04",
            "E11.9",
            "no_data",
            "Of E11.9 this table knows the kind alone: nothing is said of its region",
        ),
        (
            "2026-03-04",
            "M99.0",
            "not_supported",
            "M99.0 (joint dysfunction, the place not yet said) is a heading;",
        ),
        ("2026-03-04", "M54.5", "not_supported", "M54.5 (low back pain, not yet complete) is a heading;"),
        (
            "2026-03-04",
            "S33.5",
            "not_supported",
            "S33.5 (low-back sprain) is not complete: an injury has a seventh character",
        ),
        (
            "2026-03-04",
            "S33.5XXQ",
            "not_supported",
            "(A while it is treated, D while it heals, S for what stays); Q is none of them.",
        ),
        ("2026-03-04", "M16.1", "not_supported", "M16.1 (worn hip) is a heading;"),
        (
            "2026-03-04",
            "M80.08XQ",
            "not_supported",
            "P where it joins badly, S for what stays); Q is none of them.",
        ),
        (
            "2014-05-06",
            "M99.01",
            "not_supported",
            "was not in force on May 6, 2014; it began on October 1, 2015. ICD-10-CM itself",
        ),
        (
            "2020-05-06",
            "M54.59",
            "not_supported",
            "was not in force on May 6, 2020; it began on October 1, 2021.",
        ),
    ],
)
def test_a_diagnosis_that_cannot_stand_is_told_with_its_reason(on, diagnosis, verdict, says):
    found = diagnoses_in_force(record(on=on, adjusted=["C5"], diagnoses=[diagnosis]))
    assert len(found) == 1
    fix = "Look it up" if verdict == "no_data" else "Ask "
    check(
        found[0],
        "diagnosis_in_force",
        verdict,
        says,
        cites=("icd-10-cm",),
        on=date.fromisoformat(on),
        fix=fix,
    )


@pytest.mark.parametrize("on", ["2020-05-06", "2026-03-04"])
def test_a_diagnosis_that_holds_needs_no_word(on):
    assert (
        diagnoses_in_force(record(on=on, diagnoses=["M99.03", "R29.3", "M54.6", "S33.5XXA", "G43.909"])) == []
    )


def test_no_diagnosis_given_needs_no_word():
    assert diagnoses_in_force(record()) == []
    assert diagnoses_in_force(record(diagnoses=[])) == []


def test_each_diagnosis_is_told_once_in_claim_order():
    found = diagnoses_in_force(record(diagnoses=["Z00", "M99.03", "M99.0", "Z00"]))
    assert [
        (one.verdict.value, one.says.split()[1 if one.verdict.value == "no_data" else 0]) for one in found
    ] == [
        ("no_data", "Z00"),
        ("not_supported", "M99.0"),
    ]


def test_the_claim_tells_them_and_keeps_its_lines():
    claim = code_visit(visit(adjusted=["L4"], diagnoses=["M54.99"]))
    assert [line.code for line in claim.lines] == ["98940"]
    assert [note.says for note in claim.notes if note.rule == "diagnosis_in_force"] == [
        "This table does not know M54.99: nothing is said of its region, or whether it is complete and in force."
    ]
    said = " ".join(finding.says for finding in (*claim.findings, *claim.notes))
    assert "No diagnosis is given" not in said


def test_posture_is_a_reason_for_97112():
    posture = {
        "activity": "wall slides",
        "purpose": ["posture"],
        "deficit": "occiput 6 cm from the wall",
        "regions": ["thoracic"],
        "minutes": 15,
        "contact": "one_on_one",
    }
    claim = code_visit(visit(diagnoses=["R29.3"], services=[posture]))
    assert [(line.code, line.diagnoses) for line in claim.lines] == [("97112", ("R29.3",))]


@pytest.mark.parametrize(
    ("place", "diagnosis"), [("L4", "S33.5XXQ"), ("hip", "M16.1"), ("shoulder", "M75.4")]
)
def test_no_line_points_to_what_cannot_stand_on_a_claim(place, diagnosis):
    claim = code_visit(visit(adjusted=[place], diagnoses=[diagnosis]))
    assert [line.diagnoses for line in claim.lines] == [()]
    assert [one.verdict.value for one in claim.notes if one.rule == "diagnosis_in_force"] == ["not_supported"]


@pytest.mark.parametrize(
    ("place", "diagnosis"), [("L4", "S33.5XXA"), ("hip", "M16.11"), ("shoulder", "M75.41")]
)
def test_a_line_points_to_what_is_complete(place, diagnosis):
    assert [line.diagnoses for line in code_visit(visit(adjusted=[place], diagnoses=[diagnosis])).lines] == [
        (diagnosis,)
    ]
