"""A note that moves: each change supports what the rules make of it, worked out by hand here."""

from decimal import Decimal

import pytest

from cptedu.analysis.moves import moves, moves_known
from cptedu.errors import CpteduError
from cptedu.model import Verdict

# RVU of 2026, office: 98940 0.80, 98941 1.15, 97112 0.98, 97110 0.87; the factor is 33.4009, each unit rounded to the cent.
BY_HAND = [
    ("98940 + 97112-59", "1.78", "59.45", "2 spinal regions"),
    ("98941 + 97112-59", "2.13", "71.14", "3 spinal regions"),
    ("98940 + 97112-59", "1.78", "59.45", "22 minutes make 1 unit"),
    ("98940 + 97112-59 ×2", "2.76", "84.33", "23 minutes make 2 units"),  # the second unit is cut, to 24.88
    ("98940", "0.80", "26.72", "a deficit that was measured, and the note has none"),
    ("98940 + 97110", "1.67", "55.78", "strength"),
    ("98940", "0.80", "26.72", "in a region that was adjusted (cervical)"),
]


def test_each_change_of_the_desk_workers_note_supports_one_claim_with_its_reason():
    held = moves("desk_worker")
    assert (held.row.coding.label, held.row.carries.total) == ("98940 + 97112-59", Decimal("1.78"))
    for move, (claim, rvu, dollars, reason) in zip(held.moves, BY_HAND, strict=True):
        assert move.row.coding.label == claim, move.says
        assert (move.row.carries.total, move.row.carries.allowed) == (Decimal(rvu), Decimal(dollars)), (
            move.says
        )
        assert reason in move.because.says, move.says


def test_a_change_is_told_by_its_own_reason_and_not_by_the_amount():
    for move in moves("desk_worker").moves:
        assert move.because.rule in {"cmt_level", "units", "deficit", "purpose", "separate_region"}
    assert [one.because.verdict for one in moves("desk_worker").moves][-3:] == [
        Verdict.ASK,
        Verdict.SUPPORTED,
        Verdict.NOT_SUPPORTED,
    ]


@pytest.mark.parametrize("name", moves_known())
def test_what_is_offered_has_every_right_answer_and_room_for_error(name):
    held = moves(name)
    assert {one.row.coding.label for one in held.moves} <= set(held.claims)
    assert 2 <= len(held.claims) <= 5
    outcomes = [one.row.coding.label for one in held.moves]
    assert max(map(outcomes.count, outcomes)) <= len(outcomes) // 2, "no claim is right most of the time"


def test_a_note_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(CpteduError, match="desk_worker"):
        moves("desk_workers")
