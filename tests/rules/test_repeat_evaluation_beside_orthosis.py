"""A repeat evaluation on the day of the first fitting of an orthosis or prosthesis."""

from __future__ import annotations

import pytest
from strategies import by_code, check, visit

from cptedu.engine.coding import code_visit
from cptedu.rules.repeat_evaluation_beside_orthosis import repeat_evaluation_beside_orthosis


# RULES-2 D17, typed here: 97760 and 97761 not with re-evaluations (NCCI Policy Manual, XI, P.8).
@pytest.mark.parametrize("fitting", ["97760", "97761"])
@pytest.mark.parametrize("repeat", ["97164", "97168"])
def test_a_repeat_evaluation_is_part_of_the_fitting(repeat, fitting):
    both = [(repeat, "chiropractor"), (fitting, "chiropractor")]
    check(
        repeat_evaluation_beside_orthosis(repeat, "chiropractor", both),
        "repeat_evaluation_beside_orthosis",
        "not_supported",
        f"{repeat} is not reported beside {fitting} on one date",
        code=repeat,
        cites=("ncci-manual-ch11",),
        fix=f"Bill {fitting} alone.",
    )
    assert repeat_evaluation_beside_orthosis(fitting, "chiropractor", both) is None
    claim = code_visit(
        visit(
            evaluation={"code": repeat, "separate": True},
            services=[by_code(fitting, minutes=20, contact="one_on_one")],
        )
    )
    assert [line.code for line in claim.lines] == [fitting]
    assert [(one.code, one.verdict.value) for one in claim.unbilled] == [(repeat, "not_supported")]


@pytest.mark.parametrize(
    ("number", "beside"),
    [
        ("97164", ("97760", "therapist")),  # another practitioner's
        ("97164", ("97763", "chiropractor")),  # a later visit about it: its own edit joins the two
        ("97164", ("97110", "chiropractor")),
        ("97161", ("97760", "chiropractor")),  # a first evaluation
    ],
)
def test_nothing_is_refused_beside_anything_else(number, beside):
    standing = [(number, "chiropractor"), beside]
    assert repeat_evaluation_beside_orthosis(number, "chiropractor", standing) is None
