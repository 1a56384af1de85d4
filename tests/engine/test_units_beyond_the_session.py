"""A review of units whose minutes do not fit into the session: asked about, never advised."""

from __future__ import annotations

import pytest
from strategies import service, visit

import cptedu as ct

STRENGTH = {"deficit": "hip extension 4-/5 left", "regions": ["hip"]}
TASK = {"deficit": "needs help to stand up", "regions": ["hip"]}


def session(length: int | None, *minutes: int, payer: str = "commercial_ncci", group: int = 0):
    """Give a visit of exercise, and of a task where it has minutes too, in a session of some length."""
    kinds = (("strength", STRENGTH), ("functional_task", TASK))
    given = [
        service(purpose, minutes=one, **more) for one, (purpose, more) in zip(minutes, kinds, strict=False)
    ]
    if group:
        given.append(service("strength", minutes=group, **STRENGTH | {"contact": "group"}))
    return visit(payer, services=given, session_minutes=length)


def told(found, *kinds: str) -> list[tuple[str, str]]:
    return [(one.code, one.verdict.value) for kind in kinds for one in getattr(found, kind) if one.code]


@pytest.mark.parametrize(
    ("length", "minutes", "proposed"),
    [
        (20, [30], {"97110": 1}),  # fits
        (20, [30], {"97110": 2}),  # is what the minutes make
        (20, [30], {}),
        (5, [15], {"97110": 1}),
        (5, [15], {}),
        (25, [30, 15], {"97110": 1, "97530": 1}),
        (25, [30, 15], {"97110": 2, "97530": 1}),
        (25, [30, 15], {"97110": 2}),
        (20, [60], {"97110": 3}),
    ],
)
@pytest.mark.parametrize("payer", ["commercial_ncci", "federal_va"])
def test_units_that_hang_on_how_long_the_session_was_are_asked_about(length, minutes, proposed, payer):
    seen = session(length, *minutes, payer=payer)
    marks = {line.code: line.modifiers for line in ct.code_visit(seen).lines}
    found = ct.review_claim(seen, [(code, units, marks[code]) for code, units in proposed.items()])
    assert (found.passes, found.wrong, found.missing) == (False, (), ())
    assert {verdict for _, verdict in told(found, "unknown")} == {"ask"}
    assert not any(word in one.fix for one in found.unknown for word in ("Bill ", "Add "))


@pytest.mark.parametrize(("length", "minutes", "units"), [(20, 30, 3), (5, 15, 2)])
def test_more_than_the_minutes_make_is_wrong_whatever_the_session_was(length, minutes, units):
    found = ct.review_claim(session(length, minutes), [("97110", units, ())])
    assert told(found, "wrong") == [("97110", "not_supported")]
    assert all("Bill" not in one.fix for one in found.wrong)


def test_the_right_code_is_named_without_units_that_do_not_fit():
    [wrong] = ct.review_claim(session(20, 30), [("97112", 1, ())]).wrong
    assert wrong.fix == "Bill 97110 in place of 97112."


@pytest.mark.parametrize(
    ("length", "minutes", "group"),
    [
        (None, [30], 0),
        (30, [30], 0),
        (45, [30], 0),
        (28, [30], 0),  # two units fit, though two minutes do not
        (30, [15, 15], 0),
        (26, [15, 15], 0),
        (8, [15], 0),
        (40, [20], 20),
        (30, [20], 20),  # ten minutes beside the group are a unit too
    ],
)
def test_units_that_fit_are_judged_as_ever(length, minutes, group):
    seen = session(length, *minutes, group=group)
    lines = [(line.code, line.units, line.modifiers) for line in ct.code_visit(seen).lines]
    assert ct.review_claim(seen, lines).passes
    assert "97110" in {code for code, _ in told(ct.review_claim(seen, []), "missing")}
    more = [(code, units + (code == "97110"), marks) for code, units, marks in lines]
    assert told(ct.review_claim(seen, more), "wrong") == [("97110", "not_supported")]


def test_a_group_leaves_less_of_the_session_for_others():
    seen = session(40, 30, group=30)
    lines = [(line.code, line.units, line.modifiers) for line in ct.code_visit(seen).lines]
    found = ct.review_claim(seen, lines)
    assert (found.passes, found.wrong, found.missing) == (False, (), ())
