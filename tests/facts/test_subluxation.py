"""Diagnoses that name a subluxation, and what goes with one."""

from __future__ import annotations

import pytest

from cptedu.facts.subluxation import is_neuromusculoskeletal, origin, subluxation_regions
from cptedu.facts.tables import rows


@pytest.mark.parametrize(
    ("diagnosis", "regions"),
    [
        ("M99.00", {"cervical"}),  # the occiput counts as cervical there
        ("M99.01", {"cervical"}),
        ("M99.02", {"thoracic"}),
        ("M99.03", {"lumbar"}),
        ("M99.04", {"sacral", "pelvic"}),  # the sacroiliac joint stands there in ICD-10
        ("M99.05", {"pelvic"}),
    ],
)
def test_medicares_six_name_the_region_of_a_subluxation(diagnosis, regions):
    # RULES-2 A17
    assert subluxation_regions(diagnosis) == regions
    assert subluxation_regions(diagnosis, asked=True) == frozenset()


@pytest.mark.parametrize("diagnosis", ["M99.10", "M99.11", "M99.12", "M99.13", "M99.14", "M99.15"])
def test_the_other_family_is_asked_about(diagnosis):
    assert subluxation_regions(diagnosis) == frozenset()
    assert subluxation_regions(diagnosis, asked=True)


@pytest.mark.parametrize("diagnosis", ["M99.06", "M99.07", "M99.0", "M99", "M54.2", "I10", "XYZ", ""])
def test_nothing_else_names_one(diagnosis):
    assert subluxation_regions(diagnosis) == subluxation_regions(diagnosis, asked=True) == frozenset()


@pytest.mark.parametrize(
    "diagnosis", ["M54.2", "M54.59", "M54.31", "G44.209", "S13.4XXA", "R29.3", "M25.511", "R51.9", "E11.42"]
)
def test_conditions_of_muscles_joints_and_nerves(diagnosis):
    assert is_neuromusculoskeletal(diagnosis) is True


@pytest.mark.parametrize("diagnosis", ["I10", "E11.9", "Z00.00", "J45.909", "F32.9", "K21.9"])
def test_conditions_of_another_kind(diagnosis):
    assert is_neuromusculoskeletal(diagnosis) is False


@pytest.mark.parametrize(
    "diagnosis",
    [
        *("R07.9", "R10.9", "T14.90", "U07.1", "Q67.5", "?", ""),
        *("ZZZ", "ABC", "I1", "M99.03.", "MM", "S", "hypertension"),  # no number of ICD-10-CM
        *("B02.23", "E11.40", "L40.52", "P14.0", "A69.23", "H81.11"),  # of nerves or joints, or perhaps so
        *("I69.354", "I63.9", "Z47.1", "Z96.641", "F45.41"),
    ],
)
def test_what_no_row_says_is_not_known(diagnosis):
    assert is_neuromusculoskeletal(diagnosis) is None


@pytest.mark.parametrize("diagnosis", [row["diagnosis"] for row in rows("subluxation_diagnoses.csv")])
def test_a_subluxation_is_no_condition_that_goes_with_one(diagnosis):
    assert is_neuromusculoskeletal(diagnosis) is None


@pytest.mark.parametrize("prefix", [row["prefix"] for row in rows("condition_origins.csv")])
def test_what_a_subluxation_may_cause_is_a_condition_of_muscles_joints_or_nerves(prefix):
    assert is_neuromusculoskeletal(prefix) is True
    known = {row["diagnosis"] for row in rows("diagnosis_regions.csv")}
    listed = {code for row in rows("complete_diagnoses.csv") for code in row["diagnoses"].split()}
    assert any(code.startswith(prefix) for code in known | listed)


@pytest.mark.parametrize(
    "diagnosis", ["R42", "R29.3", "G20.A1", "M81.0", "M45.9", "M46.20", "M48.50XA", "M79.7"]
)
def test_a_sign_or_disease_of_the_whole_body_comes_from_no_subluxation_that_is_told(diagnosis):
    assert origin(diagnosis, names_a_region=False).regions == frozenset()
