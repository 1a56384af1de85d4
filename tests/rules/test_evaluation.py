"""An examination beside an adjustment, and who is a new patient."""

from __future__ import annotations

from datetime import date

import pytest
from strategies import check, visit

from cptedu.model import Evaluation
from cptedu.rules.evaluation import new_patient, recorded_evaluation, separate_evaluation

NEW = ("99201", "99202", "99203", "99204", "99205")
KNOWN = ("99211", "99212", "99213", "99214", "99215")


def test_a_recorded_examination_is_taken_at_its_level():
    check(
        recorded_evaluation(visit(), "99213"),
        "recorded_evaluation",
        "supported",
        "An examination was recorded as 99213. Whether its level fits is not judged here.",
        code="99213",
        cites=("cpt-new-patient",),
    )


@pytest.mark.parametrize(
    ("separate", "verdict", "says", "fix"),
    [
        (
            True,
            "supported",
            "99213 was significant and separate from the adjustment: modifier 25 says so.",
            None,
        ),
        (
            False,
            "not_supported",
            "the brief one that the adjustment includes, so 99213 is not billed",
            "Leave the examination off",
        ),
        (
            None,
            "ask",
            "99213 beside an adjustment is billed only when it was significant and separate",
            "Ask what was examined",
        ),
    ],
)
def test_only_a_separate_examination_is_billed_beside_an_adjustment(separate, verdict, says, fix):
    check(
        separate_evaluation(visit(), Evaluation("99213", separate)),
        "separate_evaluation",
        verdict,
        says,
        code="99213",
        fix=fix,
        cites=("cpt-1997-cmt", "ilchiro-em", "aapc-em25"),
    )


@pytest.mark.parametrize("number", NEW)
def test_a_patient_seen_within_three_years_is_not_new(number):
    for seen in ("2024-09-01", "2023-03-04", "2026-03-04"):
        check(
            new_patient(visit(last_seen=seen), number),
            "new_patient",
            "not_supported",
            f"The patient was seen here on {seen}, less than three years ago, so {number} does not fit.",
            code=number,
            cites=("cpt-new-patient",),
            fix="Choose the code of an established patient",
        )
    assert new_patient(visit(last_seen="2023-03-03"), number) is None


@pytest.mark.parametrize("number", KNOWN)
def test_a_patient_not_seen_for_three_years_is_new(number):
    check(
        new_patient(visit(last_seen="2023-03-03"), number),
        "new_patient",
        "not_supported",
        f"The patient was last seen here on 2023-03-03, more than three years ago, so {number} does not fit.",
        code=number,
        fix="Choose the code of a new patient",
    )
    assert new_patient(visit(last_seen="2023-03-04"), number) is None


def test_published_cases_of_a_known_patient():
    # EM-005: a new injury after a year and a half; EM-006: another clinician of the group two years ago.
    for seen in ("2024-09-04", "2024-03-04"):
        assert new_patient(visit(last_seen=seen), "99203").verdict.value == "not_supported"
        assert new_patient(visit(last_seen=seen), "99213") is None


def test_where_the_last_visit_is_not_known_nothing_is_said():
    assert new_patient(visit(), "99203") is None
    assert new_patient(visit(), "99213") is None


def test_three_years_before_a_leap_day():
    leap = date(2024, 2, 29)
    assert new_patient(visit(on=leap, last_seen="2021-03-01"), "99203").verdict.value == "not_supported"
    assert new_patient(visit(on=leap, last_seen="2021-02-28"), "99203") is None
