"""Where a payer's own reading asks for no mark of a separate region, a line is right with it and without; so it is not drawn."""

import cptedu as ct
from cptedu.learn.exercises import exercise
from cptedu.learn.generator.drawing import agreement
from cptedu.learn.questions import UNMARKED_SINCE, asked_of


def bare_claims(visit):
    """Give the claim of a visit once for each line that carries 59, without it there."""
    lines = [(one.code, one.units, one.modifiers) for one in ct.code_visit(visit).lines]
    for at, (code, units, marks) in enumerate(lines):
        if "59" in marks:
            yield [*lines[:at], (code, units, tuple(one for one in marks if one != "59")), *lines[at + 1 :]]


def test_both_ways_take_a_claim_without_a_mark_where_a_review_passes_it_and_nowhere_else():
    found = {True: 0, False: 0}
    for drawn in filter(None, (agreement("payers", seed, 2, "modifiers") for seed in range(80))):
        asked = drawn.question
        for lines in bare_claims(asked.note.visit):
            passes = ct.review_claim(asked.note.visit, lines).passes
            for right in (drawn.by_rules, drawn.by_second_opinion):
                assert (asked_of(asked, lines) in right) is passes, asked.id
            found[passes] += 1
    assert all(count > 3 for count in found.values()), found


def test_what_has_two_answers_is_not_drawn():
    for seed in range(80):
        asked = exercise(f"payers/modifiers/2/{seed}").question
        assert not [
            lines
            for lines in bare_claims(asked.note.visit)
            if ct.review_claim(asked.note.visit, lines).passes
        ], asked.id


def test_what_was_answered_before_is_judged_as_it_was_then():
    before = [
        exercise(f"payers/modifiers/2/{seed}", generation=UNMARKED_SINCE - 1).question for seed in range(80)
    ]
    assert {len(one.right) for one in before if one.note.visit.payer == "commercial_cpt"} == {1}


def test_no_claim_comes_back_that_its_payer_would_take():
    for seed in range(80):
        asked = exercise(f"payers/fix/2/{seed}").question
        assert not ct.review_claim(asked.note.visit, asked.proposed).passes, asked.id
