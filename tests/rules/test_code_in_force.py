"""Codes that were deleted or did not exist yet."""

from __future__ import annotations

from datetime import date

import pytest
from strategies import check, visit

from cptedu.facts.codes import codes
from cptedu.rules.code_in_force import code_in_force


def test_the_deleted_office_visit():
    assert code_in_force(visit(on="2020-12-31"), "99201") is None
    check(
        code_in_force(visit(on="2021-01-01"), "99201"),
        "code_in_force",
        "not_supported",
        "99201 was deleted; its last day was 2020-12-31.",
        code="99201",
        cites=("cpt-new-patient", "pfs-rvu"),
        fix="Choose the code that was in force on that date",
        on=date(2021, 1, 1),
    )


def test_a_code_that_did_not_exist_yet():
    assert code_in_force(visit(on="2017-01-01"), "97161") is None
    check(
        code_in_force(visit(on="2016-12-31"), "97161"),
        "code_in_force",
        "not_supported",
        "97161 did not exist yet; its first day was 2017-01-01.",
        code="97161",
        fix="Choose the code that was in force",
        on=date(2016, 12, 31),
    )


@pytest.mark.parametrize("number", sorted(set(codes()) - {"99201"}))
def test_every_other_code_is_in_force_today(number):
    assert code_in_force(visit(), number) is None
