"""What Medicare wants of a spinal adjustment."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from strategies import check, visit

from cptedu.rules.medicare_adjustment import care_phase, shown_by_examination, subluxation_diagnosis

MANUAL = "cms-100-02-ch15-240.1.2"


def medicare(**keys):
    return visit("medicare", **keys)


# --- the diagnosis ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["M99.00", "M99.01", "M99.02", "M99.03", "M99.04", "M99.05"])
def test_a_subluxation_first_and_a_second_diagnosis_are_as_wanted(first):
    assert subluxation_diagnosis(medicare(diagnoses=[first, "M54.2"]), "98940") is None


@pytest.mark.parametrize("diagnoses", [["M54.2", "M99.01"], ["M99.06", "M54.2"], ["M99.11", "M54.2"], []])
def test_another_diagnosis_first_is_rejected(diagnoses):
    # A-t10
    found = check(
        subluxation_diagnosis(medicare(diagnoses=diagnoses), "98941"),
        "subluxation_diagnosis",
        "not_supported",
        f"The first diagnosis is {diagnoses[0] if diagnoses else 'none'};",
        "(M99.00 to M99.05)",
        code="98941",
        cites=(MANUAL, "stedi-m99"),
        fix="No diagnosis is added to be paid.",
    )
    assert found.payer == "medicare"


def test_no_diagnosis_given_is_asked_about():
    check(
        subluxation_diagnosis(medicare(), "98940"),
        "subluxation_diagnosis",
        "ask",
        "no diagnosis is given",
        code="98940",
        cites=(MANUAL, "stedi-m99"),
        fix="Ask for the diagnoses in claim order.",
    )


def test_a_subluxation_alone_is_asked_about():
    check(
        subluxation_diagnosis(medicare(diagnoses=["M99.03"]), "98940"),
        "subluxation_diagnosis",
        "ask",
        "Medicare wants a second diagnosis beside the subluxation",
        code="98940",
        cites=("healthnow-a36087",),
        fix="Ask which condition the subluxation goes with.",
    )


# --- P.A.R.T. and the x-ray -------------------------------------------------------------------------------------------

ENOUGH = [
    letters
    for size in range(5)
    for letters in combinations("PART", size)
    if size >= 2 and {"A", "R"} & set(letters)
]


@pytest.mark.parametrize("letters", [c for size in range(5) for c in combinations("PART", size)], ids="".join)
def test_two_of_four_with_a_or_r_among_them(letters):
    found = shown_by_examination(medicare(part=list(letters)), "98940")
    if letters in ENOUGH:
        assert found is None
        return
    check(
        found,
        "part",
        "not_supported",
        "two of its four signs are needed, and A (asymmetry) or R (range of motion) must be among them",
        code="98940",
        cites=(MANUAL,),
        fix="No sign is added afterwards.",
    )
    assert found.numbers == (("P.A.R.T. recorded", ", ".join(letters) or "none"),)


def test_the_sets_that_are_enough_are_as_counted_by_hand():
    # Of the six pairs P with T fails; all four triples and the whole hold A or R.
    assert len(ENOUGH) == 5 + 4 + 1


def test_the_same_letter_twice_is_one_sign():
    assert shown_by_examination(medicare(part=["A", "A"]), "98940").verdict.value == "not_supported"


def test_neither_letters_nor_film_is_asked_about():
    check(
        shown_by_examination(medicare(), "98940"),
        "part",
        "ask",
        "none are given",
        code="98940",
        cites=(MANUAL,),
        fix="Ask what the examination showed.",
    )


@pytest.mark.parametrize(
    ("taken", "in_time"),
    [
        ("2025-03-04", True),  # twelve months before
        ("2025-03-03", False),
        ("2026-03-04", True),
        ("2026-06-04", True),  # three months after
        ("2026-06-05", False),
    ],
)
def test_the_window_of_the_x_ray(taken, in_time):
    found = shown_by_examination(medicare(part=["P"], xray_on=taken), "98940")
    assert (found is None) == in_time
    if not in_time:
        assert found.verdict.value == "not_supported"


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        ("2024-02-29", "2023-02-28", "2024-05-29"),  # a leap day
        ("2025-11-30", "2024-11-30", "2026-02-28"),  # three months on lies a short month
        ("2023-11-30", "2022-11-30", "2024-02-29"),
        ("2026-01-31", "2025-01-31", "2026-04-30"),
        ("2026-10-15", "2025-10-15", "2027-01-15"),  # over the turn of the year
        ("2026-09-30", "2025-09-30", "2026-12-30"),
        ("2026-12-31", "2025-12-31", "2027-03-31"),
    ],
)
def test_the_window_at_the_ends_of_months(on, first, last):
    def shown(taken: date) -> bool:
        return shown_by_examination(medicare(on=on, part=[], xray_on=taken), "98940") is None

    first, last = date.fromisoformat(first), date.fromisoformat(last)
    assert [shown(first), shown(last)] == [True, True]
    assert [
        shown(date.fromordinal(first.toordinal() - 1)),
        shown(date.fromordinal(last.toordinal() + 1)),
    ] == [
        False,
        False,
    ]


def test_an_old_film_may_do_for_a_chronic_condition():
    check(
        shown_by_examination(medicare(part=["P", "T"], xray_on="2024-01-15", course="chronic"), "98940"),
        "part",
        "ask",
        "The x-ray of 2024-01-15 is older than the window of 12 months",
        "only for a permanent chronic condition",
        code="98940",
        fix="Ask whether the condition is permanent",
    )
    for course in ({"course": "acute"}, {}):
        found = shown_by_examination(medicare(part=["P", "T"], xray_on="2024-01-15", **course), "98940")
        assert found.verdict.value == "not_supported"
    # A film that comes too late is no old film.
    late = shown_by_examination(medicare(part=["P"], xray_on="2026-09-01", course="chronic"), "98940")
    assert late.verdict.value == "not_supported"
    # Enough letters need no film.
    assert (
        shown_by_examination(medicare(part=["P", "A"], xray_on="2020-01-15", course="chronic"), "98940")
        is None
    )


# --- AT, GA, GZ -------------------------------------------------------------------------------------------------------

CARE = ("cms-100-02-ch15-240.1.3", "ngs-modifiers", "noridian-claims")


def test_active_care_carries_at():
    modifiers, findings = care_phase(medicare(care="active"), "98940")
    assert modifiers == ("AT",)
    assert len(findings) == 1
    check(
        findings[0],
        "care_phase",
        "supported",
        "Active care that is expected to help: AT. The modifier alone does not prove necessity.",
        code="98940",
        cites=CARE,
    )


@pytest.mark.parametrize("abn", ["none", "voluntary"])
def test_other_notices_do_not_touch_active_care(abn):
    modifiers, findings = care_phase(medicare(care="active", abn=abn), "98940")
    assert (modifiers, len(findings)) == (("AT",), 1)


def test_at_with_a_mandatory_notice_is_asked_about_and_ga_is_not_added():
    # E-t5
    modifiers, findings = care_phase(medicare(care="active", abn="required"), "98941")
    assert modifiers == ("AT",)
    assert [finding.verdict.value for finding in findings] == ["supported", "ask"]
    check(
        findings[1],
        "care_phase",
        "ask",
        "One contractor refuses AT and GA together.",
        code="98941",
        cites=("palmetto-rrb-faq", "ngs-modifiers"),
        fix="Ask whether denial is really expected.",
    )


def test_maintenance_with_the_signed_notice_carries_ga():
    # A-t8, MC-002, MC-012
    modifiers, findings = care_phase(medicare(care="maintenance", abn="required"), "98941")
    assert modifiers == ("GA",)
    assert len(findings) == 1
    check(
        findings[0],
        "care_phase",
        "not_covered",
        "The mandatory notice is signed and on file: GA, and the patient pays.",
        code="98941",
        cites=(*CARE, "palmetto-rrb-faq"),
    )


@pytest.mark.parametrize("abn", ["none", "voluntary"])
def test_maintenance_without_the_notice_carries_gz(abn):
    # MC-003
    modifiers, findings = care_phase(medicare(care="maintenance", abn=abn), "98940")
    assert modifiers == ("GZ",)
    assert len(findings) == 1
    check(
        findings[0],
        "care_phase",
        "not_covered",
        "Without the signed mandatory notice it is GZ, and the patient cannot be charged.",
        code="98940",
        cites=(*CARE, "palmetto-rrb-faq"),
    )


def test_where_the_notice_is_not_recorded_gz_is_asked_about():
    modifiers, findings = care_phase(medicare(care="maintenance"), "98940")
    assert modifiers == ("GZ",)
    assert [finding.verdict.value for finding in findings] == ["not_covered", "ask"]
    check(
        findings[1],
        "care_phase",
        "ask",
        "GZ assumes that it was not",
        code="98940",
        cites=("palmetto-rrb-faq", "ngs-modifiers"),
        fix="It cannot be signed afterwards.",
    )


def test_care_that_is_not_recorded_is_asked_about():
    modifiers, findings = care_phase(medicare(), "98940")
    assert modifiers == ()
    assert len(findings) == 1
    check(
        findings[0],
        "care_phase",
        "ask",
        "neither AT nor GA or GZ can be chosen",
        code="98940",
        cites=CARE,
        fix="A line without AT is taken as maintenance and denied.",
    )


def test_at_is_carried_from_its_first_day():
    modifiers, findings = care_phase(medicare(on="2004-09-30", care="active"), "98940")
    assert modifiers == ()
    assert [finding.verdict.value for finding in findings] == ["supported"]
    assert findings[0].says == "AT marks active care since 2004-10-01; before that no modifier did."
    assert care_phase(medicare(on="2004-10-01", care="active"), "98940")[0] == ("AT",)


@pytest.mark.parametrize("care", [None, "active", "maintenance"])
@pytest.mark.parametrize("abn", [None, "none", "required", "voluntary"])
def test_at_most_one_of_the_three_stands_on_a_line(care, abn):
    keys = {key: value for key, value in (("care", care), ("abn", abn)) if value}
    modifiers, findings = care_phase(medicare(**keys), "98942")
    assert len(modifiers) <= 1
    assert set(modifiers) <= {"AT", "GA", "GZ"}
    assert {finding.code for finding in findings} == {"98942"}
