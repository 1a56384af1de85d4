"""The notes of a practice that does not exist: without a habit they bear every claim out; each habit shows between the two."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

import cptedu as ct
from cptedu.analysis.audit.notes import against_note
from cptedu.analysis.made_up_notes import made_up_notes, write_notes
from cptedu.analysis.made_up_practice import made_up_practice, names_of_payers, write_log
from cptedu.facts.cmt_levels import spinal_cmt

FIRST = date(2026, 1, 5)
VISITS = 150


def between(*habits, seed=5):
    """Count what lies between claims and notes of a practice with these habits."""
    lines = made_up_practice(FIRST, VISITS, seed=seed, habits=habits)
    notes = made_up_notes(lines, seed=seed, habits=habits)
    assert set(notes) == {one.visit for one in lines}
    found = Counter()
    for number, visit in notes.items():
        claim = [(one.code, one.units, one.modifiers) for one in lines if one.visit == number]
        found.update((one.kind, one.code) for one in against_note(visit, claim))
    return found


def test_without_a_habit_every_note_bears_its_claim_out():
    assert between() == {}


@pytest.mark.parametrize(
    ("habit", "kind", "code", "least"),
    [
        ("98942_too_often", "not_documented", spinal_cmt()[-1], 60),
        ("97112_for_everybody", "left_open", "97112", 100),
        ("therapy_left_off", "not_billed", "97110", 5),
    ],
)
def test_a_habit_shows_between_claim_and_note_and_nothing_else_does(habit, kind, code, least):
    found = between(habit)
    assert set(found) == {(kind, code)}
    assert found[kind, code] >= least


def test_a_silent_note_leaves_its_therapy_open():
    found = between("silent_notes")
    assert found
    assert {kind for kind, _ in found} == {"left_open"}


def test_notes_that_are_copied_are_the_same_for_a_patient_and_else_they_differ():
    def differ(*habits):
        lines = made_up_practice(FIRST, 60, seed=2, habits=habits)
        of = {one.visit: one.patient for one in lines}
        written = {(of[n], str(v.findings)) for n, v in made_up_notes(lines, habits=habits).items()}
        return len(written) / len(set(of.values()))

    assert differ() > 2 * differ("cloned_notes")


def test_notes_beside_a_log_are_all_joined(tmp_path):
    lines = made_up_practice(FIRST, 60, seed=4)
    write_log(lines, tmp_path / "log.csv")
    write_notes(made_up_notes(lines, seed=4), lines, tmp_path / "notes.jsonl")
    found = ct.audit(tmp_path / "log.csv", names_of_payers(), notes=tmp_path / "notes.jsonl")
    assert len(found.notes.visits) == found.notes.count == 60
    assert found.beside_notes.empty
    assert found.not_told.empty


def test_a_habit_that_there_is_not_is_refused():
    with pytest.raises(ct.CpteduError, match="habit"):
        made_up_notes([], habits=["98942"])
