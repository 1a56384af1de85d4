"""A claim that only another answer would make right does not pass, and no answer gives a code minutes that nobody had."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import full_visit_dicts, service, visit, visit_dicts

from cptedu.engine.coding import worksheet
from cptedu.engine.review import review_claim
from cptedu.explain import review_as_html, review_as_text
from cptedu.facts.codes import codes, is_timed
from cptedu.model import Visit
from cptedu.rules.timed_units import FIRST_UNIT_MINUTES

EACH_CODE, POOLED = "commercial_ncci", "federal_va"
KNEE, SHOULDER = {"regions": ["knee"]}, {"regions": ["shoulder"]}
NINE = {"started": "09:00"}


def strength(minutes, **keys):
    return service("strength", activity="rows", minutes=minutes, **keys)


def balance(minutes, **keys):
    return service("balance", activity="balance board", minutes=minutes, **keys)


def gait(minutes, **keys):
    return service("gait", activity="walking", minutes=minutes, **keys)


SESSION = service(None, activity="session", minutes=20)

# For each visit a claim, and whether it is wrong or waits for what is asked.
CLAIMS = {
    "two at the same minutes, both billed": (
        EACH_CODE,
        [strength(15, **KNEE, **NINE), balance(15, **KNEE, **NINE), gait(15, **KNEE, contact=None)],
        [("97110", 1, ()), ("97112", 1, ())],
        "wrong",
    ),
    "two at the same minutes, and a third of the one code": (
        EACH_CODE,
        [strength(15, **NINE), balance(15, **NINE), strength(15, contact=None)],
        [("97110", 2, ()), ("97112", 1, ())],
        "wrong",
    ),
    "the units of a tie, billed twice": (
        POOLED,
        [strength(20, **KNEE), gait(20, **KNEE), balance(5, **KNEE, contact=None)],
        [("97110", 2, ("GP",)), ("97116", 2, ("GP",))],
        "wrong",
    ),
    "more units than a day has, where minutes are not told": (
        EACH_CODE,
        [balance(30), balance(None)],
        [("97112", 99, ())],
        "wrong",
    ),
    "more units than the visit has, where there are too many answers": (
        POOLED,
        [SESSION, SESSION, SESSION, strength(20)],
        [("97110", 50, ("GP",))],
        "wrong",
    ),
    "units that a deficit which is not told would make right": (
        EACH_CODE,
        [balance(16), balance(20, deficit="")],
        [("97112", 2, ())],
        "asked",
    ),
    "no line, where minutes that are not told may take the only one off": (
        EACH_CODE,
        [service("soft_tissue", minutes=None, **KNEE), service("massage", minutes=20, **SHOULDER)],
        [],
        "asked",
    ),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_it_does_not_pass(name):
    payer, services, lines, expected = CLAIMS[name]
    review = review_claim(visit(payer, services=services), lines)
    assert not review.passes
    assert bool(review.wrong) is (expected == "wrong")
    if expected == "asked":
        head = "The proposed claim does not pass until it is told what is asked here."
        assert review_as_text(review).startswith(head)
        assert head in review_as_html(review)
        assert '<section class="cptedu cptedu-card cptedu-review cptedu-ask">' in review_as_html(review)
        assert review.missing == ()


def test_minutes_that_are_not_told_end_with_the_session():
    seen = visit(services=[balance(30), balance(None)], session_minutes=60)
    outcomes = {units: review_claim(seen, [("97112", units, ())]) for units in (2, 4, 5)}
    assert outcomes[2].passes
    assert {units: bool(one.wrong) for units, one in outcomes.items()} == {2: False, 4: False, 5: True}
    assert not outcomes[4].passes


@given(st.one_of(full_visit_dicts, visit_dicts), st.data())
def test_what_passes_has_no_more_units_than_the_minutes_that_are_told(
    written: dict[str, Any], data: st.DataObject
) -> None:
    seen = Visit.from_dict(written)
    claims = [claim for sheet in worksheet(seen).readings() for claim in sheet.claims()]
    held = [str(one.code) for one in (*claims[0].lines, *claims[0].unbilled) if one.code in codes()]
    proposed = []
    for number in sorted(set(held)):
        line = claims[0].line(number)
        units = 0 if line is None else line.units
        if is_timed(number):
            units = data.draw(st.integers(0, units + 2))
        if units:
            proposed.append((number, units, () if line is None else line.modifiers))
    if not review_claim(seen, proposed).passes:
        return
    units_of = {number: units for number, units, _ in proposed if is_timed(number)}
    told = sum(one.minutes or 0 for one in seen.services)
    # Eight minutes are the least that a unit has, by either way of counting.
    assert sum(units_of.values()) * FIRST_UNIT_MINUTES <= told
    assert any(units_of.items() <= timed_of(claim).items() for claim in claims)


def timed_of(claim):
    return {line.code: line.units for line in claim.lines if is_timed(line.code)}
