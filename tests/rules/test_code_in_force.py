"""Codes that were deleted or did not exist yet."""

from __future__ import annotations

from datetime import date

import pytest
from strategies import check, record

from cptedu.facts.codes import codes
from cptedu.facts.days_told import day_in_words
from cptedu.rules.code_in_force import code_in_force


def test_the_deleted_office_visit():
    assert code_in_force(record(on="2020-12-31"), "99201") is None
    check(
        code_in_force(record(on="2021-01-01"), "99201"),
        "code_in_force",
        "not_supported",
        "99201 was deleted; its last day was December 31, 2020.",
        code="99201",
        cites=("cpt-new-patient", "pfs-rvu"),
        fix="Choose the code that was in force on that date",
        on=date(2021, 1, 1),
    )


def test_a_code_that_did_not_exist_yet():
    assert code_in_force(record(on="2017-01-01"), "97161") is None
    check(
        code_in_force(record(on="2016-12-31"), "97161"),
        "code_in_force",
        "not_supported",
        "97161 did not exist yet; its first day was January 1, 2017.",
        code="97161",
        fix="Choose the code that was in force",
        on=date(2016, 12, 31),
    )


@pytest.mark.parametrize(
    ("number", "on", "first"),
    [
        ("97140", "1998-06-01", "1999-01-01"),
        ("G0283", "2002-05-01", "2003-01-01"),
        ("97755", "2003-12-31", "2004-01-01"),
        ("97810", "2004-12-31", "2005-01-01"),
        ("97760", "2005-12-31", "2006-01-01"),
        ("98960", "2005-12-31", "2006-01-01"),
    ],
)
def test_a_first_day_that_is_our_own_knowledge_is_said_to_be_inferred(number, on, first):
    check(
        code_in_force(record(on=on), number),
        "code_in_force",
        "not_supported",
        f"{number} did not exist yet; its first day was {day_in_words(first)} (inferred; no source for that day was read).",
        code=number,
        cites=("cptedu-inference", "pfs-rvu"),
        fix="Choose the code that was in force",
        on=date.fromisoformat(on),
    )
    assert code_in_force(record(on=first), number) is None


@pytest.mark.parametrize(
    ("number", "on", "since"),
    [
        ("97112", "1995-12-31", "1996-01-01"),
        ("97035", "2012-12-31", "2013-01-01"),
        ("99213", "2000-10-29", "2000-10-30"),
    ],
)
def test_where_no_first_day_is_held_an_early_date_is_not_answered(number, on, since):
    check(
        code_in_force(record(on=on), number),
        "code_in_force",
        "no_data",
        f"Whether {number} existed on {day_in_words(on)} is not known: what is held of it begins with"
        f" {day_in_words(since)}.",
        code=number,
        fix="Look the code up in the CPT of that year.",
        on=date.fromisoformat(on),
    )
    assert code_in_force(record(on=since), number) is None


def test_a_code_that_was_deleted_later_is_not_said_to_have_been_deleted_before_anything_is_held_of_it():
    early = code_in_force(record(on="1990-01-01"), "99201")
    assert early.verdict.value == "no_data"
    assert early.says.startswith("Whether 99201 existed on January 1, 1990 is not known:")


@pytest.mark.parametrize("number", sorted(codes()))
def test_no_code_is_told_to_have_existed_in_1990(number):
    assert code_in_force(record(on="1990-01-01"), number).verdict.value in {"no_data", "not_supported"}


@pytest.mark.parametrize("number", sorted(set(codes()) - {"99201"}))
def test_every_other_code_is_in_force_today(number):
    assert code_in_force(record(), number) is None
