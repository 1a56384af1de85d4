"""What the claim form has room for: twelve diagnoses a claim, four pointers a line."""

from __future__ import annotations

import pytest
from strategies import ON, PAYERS, check, named, of_visit, record, service, visit

from cptedu.engine.coding import code_visit
from cptedu.payers import payers
from cptedu.rules.claim_form import claim_form

claim_form = of_visit(claim_form)

NECK = [
    "M99.01", "M54.2", "M47.812", "M50.20", "M54.12", "M62.838", "M79.18", "R29.3", "R51.9", "M62.81",
    "M25.50", "G44.209", "R42", "M79.10", "R26.89",
]  # fmt: skip
"""Fifteen different diagnoses."""
ON_PAPER = [name for name in PAYERS if payers()[name].limit("diagnoses_a_claim", ON)]


def test_every_payer_that_takes_a_claim_has_the_room_of_the_form():
    assert "commercial_ncci" in ON_PAPER
    assert {payers()[name].limit("diagnoses_a_claim", ON) for name in ON_PAPER} == {12}
    assert {payers()[name].limit("pointers_a_line", ON) for name in ON_PAPER} == {4}


@pytest.mark.parametrize("count", [0, 1, 4, 11, 12])
def test_what_has_room_needs_no_word(count):
    assert claim_form(record(diagnoses=NECK[:count])) is None


def test_no_diagnosis_given_needs_no_word():
    assert claim_form(record()) is None


@pytest.mark.parametrize("count", [13, 14, 15])
@pytest.mark.parametrize("payer", ON_PAPER)
def test_more_than_twelve_are_refused_and_those_without_room_are_named(payer, count):
    # K5: thirteen diagnoses pass; twelve.
    found = check(
        claim_form(record(payer, diagnoses=NECK[:count])),
        "claim_form",
        "not_supported",
        f"A claim holds 12 diagnoses and {count} are given.",
        f"No line can point to: {', '.join(map(named, NECK[12:count]))}.",
        cites=("cms-1500",),
        fix="Ask which 12 were the reasons",
    )
    assert found.numbers == (("diagnoses", count), ("room", 12))
    assert found.used == tuple(f"diagnoses[{place}]" for place in range(13, count + 1))


def test_the_same_diagnosis_twice_takes_one_place():
    assert claim_form(record(diagnoses=[*NECK[:12], NECK[0]])) is None


@pytest.mark.parametrize("count", [5, 8, 10, 12])
def test_a_line_points_to_four_at_most_and_the_first_is_its_reason(count):
    # K5: ten diagnoses print as "A B C D E F G H I J" on one line.
    claim = code_visit(
        visit(
            adjusted=["C5"],
            services=[service("balance")],
            diagnoses=NECK[:count],
            evaluation={"code": "99213", "separate": True},
        )
    )
    assert claim.lines
    assert all(len(line.diagnoses) <= 4 for line in claim.lines)
    assert claim.line("98940").diagnoses[0] == "M99.01"
    assert claim.line("99213").diagnoses == tuple(NECK[:4])


def test_which_four_is_asked_and_those_left_off_are_named():
    claim = code_visit(visit(evaluation={"code": "99213"}, diagnoses=NECK[:6]))
    asked = [one for one in claim.line("99213").findings if one.rule == "pointers"]
    assert len(asked) == 1
    assert (asked[0].verdict.value, asked[0].either_way) == ("ask", True)
    assert ", ".join(map(named, NECK[4:6])) in asked[0].says


def test_no_line_points_to_a_diagnosis_beyond_the_twelfth():
    beyond = [*NECK[1:13], "M99.03"]
    claim = code_visit(visit(adjusted=["L4"], diagnoses=beyond))
    assert claim.line("98940").diagnoses == ()
    assert any("M99.03" in note.says for note in claim.notes if note.rule == "claim_form")
