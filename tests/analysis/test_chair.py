"""Twelve charts for the auditor's chair: the rules decide each, as they decide any claim beside its note."""

from __future__ import annotations

import pytest

import cptedu as ct
from cptedu.analysis.chair import ASK, DENY, PAY, charts
from cptedu.facts.diagnoses import diagnosis
from cptedu.facts.regions import regions_of
from cptedu.model import Verdict
from cptedu.rules.diagnosis_pointers import diagnoses_for

SEEDS = range(1, 4)


@pytest.mark.parametrize("seed", SEEDS)
def test_there_are_twelve_and_all_three_decisions_are_called_for(seed):
    held = charts(seed)
    assert [sum(one.right == kind for one in held) for kind in (PAY, DENY, ASK)] == [5, 4, 3]
    assert {one.visit.payer for one in held} == {"commercial_ncci"}
    assert {one.after for one in held if one.right == ASK} == {PAY, DENY}, "some answers help and some do not"
    notes = {str(one.note) for one in held}
    assert len(notes) == 12


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_right_is_what_a_review_of_the_claim_says(seed):
    for one in charts(seed):
        review = ct.review_claim(one.visit, one.lines)
        told = (*review.unknown, *review.wrong)
        asked = {finding.code for finding in told if finding.verdict is Verdict.ASK}
        if one.right == PAY:
            assert review.passes
            continue
        assert not review.passes
        assert [finding.code for finding in review.wrong] == [one.code]
        assert not review.missing
        if one.right == ASK:
            assert one.code in asked
        assert one.code in {number for number, _, _ in one.lines}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_note_tells_what_the_rules_read_and_no_more(seed):
    for one in charts(seed):
        told = {element for sentence in one.note.sentences for element in sentence.carries}
        for at, service in enumerate(one.visit.services, 1):
            for name in ("minutes", "contact", "deficit"):
                has = bool(getattr(service, name))
                assert (f"services[{at}].{name}" in told) is has, (name, str(one.note))
        assert "adjusted" in told
        assert one.note.visit == one.visit


@pytest.mark.parametrize("seed", range(1, 21))
def test_nothing_is_open_in_a_chart_but_what_is_to_be_asked(seed):
    """An auditor does not pay for an ankle of which no diagnosis speaks: each line of a chart has its reason in the note."""
    for one in charts(seed):
        asked = {
            finding.code
            for finding in ct.review_claim(one.visit, one.lines).unknown
            if finding.verdict is Verdict.ASK and not finding.either_way
        }
        assert asked <= ({one.code} if one.right == ASK else set()), str(one.note)
        held = [diagnosis(each, one.visit.date_of_service) for each in one.visit.diagnoses]
        for service in one.visit.services:
            assert diagnoses_for(held, service.regions), str(one.note)
        adjusted = set(regions_of(one.visit.adjusted))
        treated = adjusted.union(*(service.regions for service in one.visit.services))
        assert all(each.regions is None or each.regions & treated for each in held), str(one.note)
        # The neck is no matter of the code of the head, which stands for the occiput.
        assert all(
            (each.regions or set()) <= adjusted | {"sacral", "pelvic"} for each in held if each.subluxation
        )


def test_one_seed_draws_the_same_twelve_and_another_others():
    charts.cache_clear()
    first = charts(1)
    charts.cache_clear()
    assert charts(1) == first
    assert charts(2) != first
