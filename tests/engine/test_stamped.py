"""Words of findings are made when somebody reads them, once, and a claim is the same whether they were read or not."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace

import pytest

import cptedu as ct
from cptedu.engine import lines
from cptedu.engine.stamped import findings_of
from cptedu.model import Claim

VISIT = {
    "date_of_service": "2026-03-04",
    "payer": "commercial_ncci",
    "adjusted": ["C5", "T4"],
    "services": [
        {
            "activity": "single-leg stance on a balance board",
            "purpose": ["balance"],
            "deficit": "single-leg stance 6 s left, 25 s right",
            "regions": ["lower_extremities"],
            "minutes": 16,
            "contact": "one_on_one",
        },
        {"activity": "hamstring stretch", "purpose": ["flexibility"], "minutes": 10, "contact": "one_on_one"},
    ],
}


def _claim() -> Claim:
    return ct.code_visit(ct.Visit.from_dict(VISIT))


def test_no_word_is_made_before_it_is_read_and_each_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    stamped = []
    monkeypatch.setattr(lines, "findings_of", lambda *given: stamped.append(1) or findings_of(*given))
    claim = _claim()
    assert [(line.code, line.units, line.verdict.value) for line in claim.lines] == [
        ("98940", 1, "supported"),
        ("97112", 1, "supported"),
    ]
    assert not stamped
    first = claim.line("97112").findings
    assert len(stamped) == 1
    assert claim.line("97112").findings is first
    assert len(stamped) == 1
    assert claim.findings == claim.findings
    assert len(stamped) == len(claim.lines) + len(claim.unbilled) + 1


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda claim: pickle.loads(pickle.dumps(claim))])
def test_a_claim_that_is_passed_on_unread_says_the_same(again: object) -> None:
    assert again(_claim()) == _claim()
    read = _claim()
    assert read.findings
    assert again(read) == read


def test_a_line_with_another_number_of_units_keeps_what_is_said_of_it() -> None:
    line = _claim().lines[0]
    assert replace(line, units=2).findings == _claim().lines[0].findings


def test_what_a_claim_does_not_have_is_said_as_ever() -> None:
    with pytest.raises(AttributeError, match="'ClaimLine' object has no attribute 'finding'"):
        _ = _claim().lines[0].finding
