"""Diagnoses: their regions, whether they are complete, and when they were in force."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from cptedu.facts.diagnoses import (
    _tables,
    diagnosis,
    diagnosis_is_known,
    diagnosis_regions,
    spelled_diagnosis,
)
from cptedu.facts.regions import regions
from cptedu.facts.tables import rows

TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("code", "where"),
    [
        ("M54.2", {"cervical"}),
        ("M54.31", {"lumbar", "lower_extremities"}),
        ("M54.42", {"lumbar", "lower_extremities"}),
        ("M54.50", {"lumbar"}),
        ("M54.5", {"lumbar"}),
        ("M54.6", {"thoracic"}),
        ("M54.12", {"cervical"}),
        ("M54.16", {"lumbar"}),
        ("M54.17", {"lumbar", "sacral"}),
        ("M50.122", {"cervical"}),
        ("M51.26", {"lumbar"}),
        ("M51.361", {"lumbar"}),
        ("M47.816", {"lumbar"}),
        ("M48.061", {"lumbar"}),
        ("M53.1", {"cervical", "upper_extremities"}),
        ("M62.830", {"thoracic", "lumbar"}),
        ("G44.209", {"head"}),
        ("G43.909", {"head"}),
        ("R51.9", {"head"}),
        ("S13.4XXA", {"cervical"}),
        ("S16.1XXD", {"cervical"}),
        ("S23.3XXA", {"thoracic"}),
        ("S33.5XXA", {"lumbar"}),
        ("S39.012A", {"lumbar"}),
        ("M25.511", {"upper_extremities"}),
        ("M25.561", {"lower_extremities"}),
        ("M75.41", {"upper_extremities"}),
        ("M76.31", {"lower_extremities"}),
        ("M77.11", {"upper_extremities"}),
        ("M40.03", {"cervical", "thoracic"}),
        ("M41.26", {"lumbar"}),
        ("M43.16", {"lumbar"}),
        ("M99.01", {"cervical"}),
        (
            "M99.04",
            {"sacral", "pelvic"},
        ),  # the sacroiliac joint stands there in ICD-10, and CPT counts it as pelvic
        ("M99.05", {"pelvic"}),
        ("M99.00", {"head", "cervical"}),  # the occiput counts as cervical
        ("M99.83", {"lumbar"}),
    ],
)
def test_a_diagnosis_of_spine_or_posture_speaks_of_its_region(code, where):
    assert diagnosis_regions(code) == where


@pytest.mark.parametrize(
    "code", ["R29.3", "M62.838", "M79.10", "M79.7", "M25.50", "R26.89", "I69.354", "G20.A1", "M54.9"]
)
def test_a_condition_of_no_one_region_is_known_and_names_none(code):
    assert diagnosis_is_known(code)
    assert diagnosis_regions(code) is None


@pytest.mark.parametrize(
    "code", ["Z00", "M54.99", "M54.21", "M54.43", "R29.31", "E66.9", "I10", "Q67.5", "M99.0Z", "Y99.2"]
)
def test_a_diagnosis_that_no_row_has_is_unknown_and_not_told_by_its_neighbours(code):
    assert diagnosis(code, TODAY).state == "unknown"
    assert diagnosis_regions(code) == frozenset()


@pytest.mark.parametrize(
    ("code", "last", "first_of_next", "next_"),
    [
        ("M54.5", "2021-09-30", "2021-10-01", "M54.59"),
        ("M48.06", "2017-09-30", "2017-10-01", "M48.061"),
        ("M79.1", "2018-09-30", "2018-10-01", "M79.18"),
        ("R51", "2020-09-30", "2020-10-01", "R51.9"),
        ("M50.22", "2016-09-30", "2016-10-01", "M50.222"),
        ("M51.36", "2024-09-30", "2024-10-01", "M51.360"),
        ("M51.37", "2024-09-30", "2024-10-01", "M51.379"),
        ("M26.60", "2016-09-30", "2016-10-01", "M26.601"),
        ("M26.62", "2016-09-30", "2016-10-01", "M26.622"),
        ("G51.3", "2018-09-30", "2018-10-01", "G51.31"),
        ("G20", "2023-09-30", "2023-10-01", "G20.A1"),
        ("G20", "2023-09-30", "2023-10-01", "G20.C"),
        ("G35", "2025-09-30", "2025-10-01", "G35.A"),
        ("G35", "2025-09-30", "2025-10-01", "G35.B1"),
    ],
)
def test_a_diagnosis_that_was_divided_is_complete_until_then_and_a_heading_since(
    code, last, first_of_next, next_
):
    end, start = date.fromisoformat(last), date.fromisoformat(first_of_next)
    assert diagnosis(code, end).state == "held"
    assert diagnosis(code, start).state == "heading"
    assert (diagnosis(next_, end).state, diagnosis(next_, end).day) == ("not_yet", start)
    assert diagnosis(next_, start).state == "held"


@pytest.mark.parametrize(
    "code", ["M99.0", "M99", "M54", "M54.1", "M54.3", "M54.4", "M50", "M47.81", "M25.51", "G44.2", "R26"]
)
def test_a_heading_is_not_complete(code):
    assert diagnosis(code, TODAY).state == "heading"


@pytest.mark.parametrize("code", ["S13.4", "S13.4XX", "S39.012", "S33.5", "S93.401"])
def test_an_injury_is_complete_with_its_seventh_character_alone(code):
    assert diagnosis(code, TODAY).state == "without_encounter"
    whole = code + "X" * (6 - len(code.replace(".", ""))) + "A"
    assert diagnosis(whole, TODAY).state == "held"


@pytest.mark.parametrize(
    "code", ["S33.5XXQ", "S13.4XXB", "S13.4XXZ", "S16.1XXK", "S39.012X", "S14.105B", "S22.31XQ"]
)
def test_an_injury_with_a_seventh_character_that_it_has_not_is_not_complete(code):
    assert diagnosis(code, TODAY).state == "wrong_encounter"
    for letter in "ADS":
        assert diagnosis(code[:-1] + letter, TODAY).state == "held"


@pytest.mark.parametrize(
    ("whole", "letters"),
    [
        ("S33.5XX", "ADS"),
        ("S22.31X", "ABDGKS"),
        ("S22.43X", "ABDGKS"),
        ("M48.56X", "ADGS"),
        ("M80.08X", "ADGKPS"),
    ],
)
def test_a_break_has_more_seventh_characters_than_another_injury(whole, letters):
    # ICD-10-CM: an open break, late healing and a break that joins badly or not are told apart.
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    assert "".join(one for one in alphabet if diagnosis(whole + one, TODAY).state == "held") == letters
    assert diagnosis(whole[:-1], TODAY).state == "without_encounter"


HEADINGS_OF_LIMBS = """M16 M16.1 M17.1 M18.5 M19.01 M20.1 M21.37 M22.2 M22.2X M23.20 M25.31 M25.47 M25.54 M25.61 M26.60 M26.62
    M70.6 M75 M75.0 M75.1 M75.10 M75.4 M76.6 M77.1 M77.5 M79.6 M79.60 M79.67 G56.0 G57.0 G57.3"""
HEADINGS_ELSEWHERE = (
    "G43 G43.90 G44.3 H81.1 H81.31 M40.2 M41.1 M45 M46.9 M47.01 M54.0 M62.4 M62.45 I69.35 G81.9 R10.3 R20"
)
COMPLETE = """M16.0 M16.11 M16.9 M17.0 M17.12 M18.9 M19.011 M20.11 M21.371 M22.2X1 M23.203 M25.311 M25.471 M25.541 M25.611 M26.601
    M26.69 M70.61 M72.2 M75.01 M75.101 M75.41 M76.61 M77.11 M77.51 M79.601 M79.671 G56.01 G57.01 G43.909 G44.1 G44.309 H81.11
    M40.202 M41.119 M45.6 M46.96 M48.8X6 M54.05 M62.40 M62.451 I69.354 G81.91 G62.9 R10.31 R20.2 M79.7 M62.81 M62.89"""


@pytest.mark.parametrize("code", [*HEADINGS_OF_LIMBS.split(), *HEADINGS_ELSEWHERE.split()])
def test_a_heading_of_a_family_is_not_complete(code):
    assert diagnosis(code, TODAY).state == "heading"


@pytest.mark.parametrize("code", COMPLETE.split())
def test_what_stands_below_a_heading_of_a_family_is_held(code):
    assert diagnosis(code, TODAY).state == "held"


@pytest.mark.parametrize("code", ["G44.1X", "M16.1X", "M54.2X", "M75.4X"])
def test_no_number_ends_in_the_character_that_fills_a_place(code):
    assert diagnosis(code, TODAY).state == "unknown"


# No numbers of ICD-10-CM, though each begins like some; the list of April 2026 has none of them.
BEGIN_ONLY = """G12.99 G81.99 I69.999 G82.99 I63.99 G35.Z M16.14 M75.45 M62.499 S33.5ZXA S13.4XXAA S93.999A G43.99 M25.315
    M80.99XA G1 S3"""


@pytest.mark.parametrize("code", BEGIN_ONLY.split())
@pytest.mark.parametrize("on", [date(2018, 3, 5), TODAY])
def test_what_only_begins_like_a_diagnosis_is_not_held(code, on):
    assert diagnosis(code, on).state == "unknown"
    assert diagnosis_regions(code) == frozenset()
    assert not diagnosis_is_known(code)


def test_each_complete_number_is_spelled_stands_below_a_family_and_is_dated_once():
    begun = [
        code
        for code, held in _tables().items()
        if any("family" in row["form"] or row["form"] == "injury" for row in held)
    ]
    spans: dict[str, list[tuple[str, str]]] = {}
    for row in rows("complete_diagnoses.csv"):
        for code in row["diagnoses"].split():
            assert spelled_diagnosis(code) == code
            assert code.startswith(tuple(begun)), code
            spans.setdefault(code, []).append((row["effective_from"], row["effective_to"] or "9999-12-31"))
    for code, held in spans.items():
        assert all(one[1] < two[0] for one, two in itertools.pairwise(sorted(held))), code


def test_every_family_has_a_number_below_it():
    # A beginning that the list has nothing of would make whatever begins so unknown.
    listed = [code for row in rows("complete_diagnoses.csv") for code in row["diagnoses"].split()]
    for code, held in _tables().items():
        if any("family" in row["form"] or row["form"] == "injury" for row in held):
            assert any(
                one.startswith(code) for one in [*listed, *_tables()] if one != code or one in listed
            ), code


def test_a_heading_of_a_limb_speaks_of_the_limb():
    assert diagnosis_regions("M16.1") == {"lower_extremities"}
    assert diagnosis_regions("M20.01") == {"upper_extremities"}
    assert diagnosis_regions("M62.45") == diagnosis_regions("M62.451") == {"lower_extremities"}


@pytest.mark.parametrize("code", ["M99.01", "M54.2", "R29.3", "G20", "S33.5XXA", "I69.354", "M75.41"])
def test_no_diagnosis_was_in_force_before_icd_10_cm_began(code):
    before = diagnosis(code, date(2015, 9, 30))
    assert (before.state, before.day) == ("not_yet", date(2015, 10, 1))
    assert diagnosis(code, date(2015, 10, 1)).state == "held"


def test_every_row_names_regions_or_none_and_one_of_the_five_forms():
    names = [one.name for one in regions()]
    for row in rows("diagnosis_regions.csv"):
        assert row["form"] in {"complete", "heading", "family", "family_heading", "injury"}, row
        assert row["effective_from"] >= "2015-10-01", row
        reached = row["regions"].split()
        assert reached == ["any"] or reached == sorted(set(reached), key=names.index), row
    assert all(row["effective_from"] for row in rows("neuro_diagnoses.csv"))


def test_the_dates_of_one_diagnosis_do_not_overlap():
    for code, held in _tables().items():
        spans = sorted((row["effective_from"], row["effective_to"] or "9999-12-31") for row in held)
        assert all(one[1] < two[0] for one, two in itertools.pairwise(spans)), code


def test_what_stands_below_a_complete_diagnosis_is_not_held():
    table = rows("diagnosis_regions.csv")
    complete = {row["diagnosis"] for row in table if row["form"] == "complete" and not row["effective_to"]}
    for row in table:
        assert not [
            one for one in complete if row["diagnosis"] != one and row["diagnosis"].startswith(one)
        ], row
