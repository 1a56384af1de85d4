"""Add-on codes, which stand only beside their first code."""

from __future__ import annotations

import pytest
from strategies import by_code, check, visit

from cptedu.engine.coding import code_visit
from cptedu.facts.codes import codes
from cptedu.rules.add_on_code import add_on_code, first_codes

FIRST = {"97811": ("97810", "97813"), "97814": ("97810", "97813"), "97130": ("97129",)}
"""RULES-2, add-on codes."""


@pytest.mark.parametrize("number", sorted(FIRST))
def test_an_add_on_code_knows_its_first_codes(number):
    assert first_codes(number) == FIRST[number]


@pytest.mark.parametrize("number", sorted(set(codes()) - set(FIRST)))
def test_no_other_code_is_an_add_on(number):
    assert first_codes(number) == ()
    assert add_on_code(number, {number}) is None


@pytest.mark.parametrize(("number", "first"), [(one, other) for one, held in FIRST.items() for other in held])
def test_beside_its_first_code_it_stands(number, first):
    check(
        add_on_code(number, {number, first}),
        "add_on_code",
        "supported",
        f"{number} is an add-on code, and its first code, {first}, stands beside it.",
        code=number,
        cites=("pfs-rvu",),
    )


@pytest.mark.parametrize(
    ("number", "beside"), [("97811", {"98940"}), ("97814", {"97811"}), ("97130", {"97110"})]
)
def test_without_its_first_code_it_is_refused(number, beside):
    found = check(
        add_on_code(number, {number, *beside}),
        "add_on_code",
        "not_supported",
        f"{number} is an add-on code: it stands only beside {' or '.join(FIRST[number])}",
        code=number,
        cites=("pfs-rvu",),
        fix="Ask what was done in the first quarter of an hour",
    )
    assert ("neither is" in found.says) == (len(FIRST[number]) > 1)


# --- on claims (K4) ---------------------------------------------------------------------------------------------------


def needles(number, **keys):
    return by_code(number, contact="one_on_one", minutes=15, activity="acupuncture", **keys)


@pytest.mark.parametrize("number", sorted(set(FIRST) & set(codes())))
def test_alone_on_a_claim_it_is_refused(number):
    claim = code_visit(visit(services=[needles(number)]))
    assert claim.lines == ()
    assert [(one.code, one.verdict.value) for one in claim.unbilled] == [(number, "not_supported")]


@pytest.mark.parametrize(
    ("first", "number"),
    [(one, other) for other, held in FIRST.items() for one in held if {one, other} <= set(codes())],
)
def test_beside_its_first_code_it_is_a_line_and_how_often_is_not_known(first, number):
    claim = code_visit(visit(services=[needles(first), needles(number, started=None)]))
    assert claim.line(first) is not None
    line = claim.line(number)
    assert line is not None
    assert [one.verdict.value for one in line.findings if one.rule == "units"] == ["no_data"]


def test_a_first_code_that_is_itself_refused_carries_nothing():
    # Acupuncture codes began in 2005 (RULES-2): a first code of 1999 stands on no claim.
    services = [needles("97810"), needles("97811")]
    claim = code_visit(visit(on="1999-03-04", services=services))
    assert claim.lines == ()
    assert [(one.code, one.verdict.value) for one in claim.unbilled] == [
        ("97810", "not_supported"),
        ("97811", "not_supported"),
    ]
