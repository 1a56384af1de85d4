"""An examination beside an adjustment, and who is a new patient."""

from __future__ import annotations

from datetime import date

import pytest
from strategies import check, record

from cptedu.facts.days_told import day_in_words
from cptedu.rules.evaluation import (
    ADJUSTMENT,
    includes_an_assessment,
    new_patient,
    recorded_evaluation,
    separate_evaluation,
)

NEW = ("99201", "99202", "99203", "99204", "99205")
KNOWN = ("99211", "99212", "99213", "99214", "99215")


def examined(separate, number="99213"):
    keys = {} if separate is None else {"separate": separate}
    return record(evaluation={"code": number, **keys})


def test_a_recorded_examination_is_taken_at_its_level():
    check(
        recorded_evaluation(record(), "99213"),
        "recorded_evaluation",
        "supported",
        "An examination was recorded as 99213. Whether its level fits is not judged here.",
        code="99213",
        cites=("cpt-new-patient",),
    )


@pytest.mark.parametrize(
    ("separate", "told"),
    [
        (None, ()),
        (True, (("significant and separate", "yes"),)),
        (False, (("significant and separate", "no"),)),
    ],
)
def test_what_is_told_of_whether_it_was_separate_is_shown_with_it(separate, told):
    assert recorded_evaluation(examined(separate), "99213").numbers == told


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
        separate_evaluation(examined(separate), "99213", ADJUSTMENT),
        "separate_evaluation",
        verdict,
        says,
        code="99213",
        fix=fix,
        cites=("cpt-1997-cmt", "ilchiro-em", "aapc-em25"),
    )


@pytest.mark.parametrize(
    ("separate", "verdict", "says", "fix"),
    [
        (True, "supported", "99213 was significant and separate from 20560: modifier 25 says so.", None),
        (False, "not_supported", "the brief one that 20560 includes, so 99213 is not billed", "Leave the"),
        (
            None,
            "ask",
            "99213 beside 20560 is billed only when it was significant",
            "that the procedure includes",
        ),
    ],
)
def test_only_a_separate_examination_is_billed_beside_another_procedure(separate, verdict, says, fix):
    # RULES-2 D10: 25 is not about adjustments alone; an examination has no region.
    found = check(
        separate_evaluation(examined(separate), "99213", "20560"),
        "separate_evaluation",
        verdict,
        says,
        code="99213",
        fix=fix,
        cites=("ncci-manual-ch1", "ncci-manual-ch11"),
    )
    assert "region" not in found.says
    assert found.used == ("evaluation.separate",)


def test_a_therapy_evaluation_carries_another_modifier_than_25():
    found = separate_evaluation(examined(True, "97164"), "97164", "97110")
    assert "25" not in found.says
    assert "a modifier says so" in found.says


@pytest.mark.parametrize("number", ["98940", "98941", "98942", "98943"])
def test_a_procedure_with_a_short_global_period_includes_an_assessment(number):
    assert includes_an_assessment(number)


# Dry needling has no such period in the files that are held; an edit joins it to an office visit.
@pytest.mark.parametrize("number", ["97110", "97112", "97140", "97012", "99213", "97161", "20560"])
def test_therapy_and_examinations_include_none(number):
    assert not includes_an_assessment(number)


@pytest.mark.parametrize("number", NEW)
def test_a_patient_seen_within_three_years_is_not_new(number):
    # CPT: within the past three years; the day three years ago is the last of them, and no less than three years away.
    for seen in ("2024-09-01", "2023-03-04", "2026-03-04"):
        check(
            new_patient(record(last_seen=seen), number),
            "new_patient",
            "not_supported",
            f"Last seen here on {day_in_words(seen)}, within the last three years: {number} does not fit.",
            code=number,
            cites=("cpt-new-patient",),
            fix="Choose the code of an established patient",
        )
    said = check(
        new_patient(record(last_seen="2023-03-03"), number),
        "new_patient",
        "supported",
        f"The patient was last seen here on March 3, 2023: a new patient, as {number} has it.",
        code=number,
    )
    assert said.used == ("last_seen",)


@pytest.mark.parametrize("number", KNOWN)
def test_a_patient_not_seen_for_three_years_is_new(number):
    check(
        new_patient(record(last_seen="2023-03-03"), number),
        "new_patient",
        "not_supported",
        f"Last seen here on March 3, 2023, more than three years ago: {number} does not fit.",
        code=number,
        fix="Choose the code of a new patient",
    )
    check(
        new_patient(record(last_seen="2023-03-04"), number),
        "new_patient",
        "supported",
        f"The patient was last seen here on March 4, 2023: an established patient, as {number} has it.",
        code=number,
    )


def test_published_cases_of_a_known_patient():
    # EM-005: a new injury after a year and a half; EM-006: another clinician of the group two years ago.
    for seen in ("2024-09-04", "2024-03-04"):
        assert new_patient(record(last_seen=seen), "99203").verdict.value == "not_supported"
        assert new_patient(record(last_seen=seen), "99213").verdict.value == "supported"


def test_where_the_last_visit_is_not_known_nothing_is_said():
    assert new_patient(record(), "99203") is None
    assert new_patient(record(), "99213") is None


def test_three_years_before_a_leap_day():
    leap = date(2024, 2, 29)
    assert new_patient(record(on=leap, last_seen="2021-03-01"), "99203").verdict.value == "not_supported"
    assert new_patient(record(on=leap, last_seen="2021-02-28"), "99203").verdict.value == "supported"
