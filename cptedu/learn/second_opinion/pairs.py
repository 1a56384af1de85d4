"""What becomes of one service beside another one, or beside the adjustment."""

from __future__ import annotations

from dataclasses import dataclass

from cptedu.learn.questions import Note
from cptedu.learn.second_opinion.adjustments import beside_adjustment
from cptedu.learn.second_opinion.clock import Shared
from cptedu.learn.second_opinion.code_facts import is_office_visit
from cptedu.learn.second_opinion.edits import MARKED, beside_therapy, live_edit
from cptedu.learn.second_opinion.examinations import is_repeated_beside, said_of_the_need
from cptedu.learn.second_opinion.outcome import PLAIN, Stands
from cptedu.learn.second_opinion.plans import chosen, follows_edits
from cptedu.learn.second_opinion.standing import EXAMINATION, Standing
from cptedu.learn.second_opinion.steps import Steps

__all__ = ["ADJUSTMENT", "Pairs"]

ADJUSTMENT = -2


@dataclass(frozen=True)
class Pairs:
    """Every pair of a visit, by places among its services."""

    standing: dict[int, Standing]
    note: Note
    steps: Steps
    clock: Shared

    def beside(self, one: int, two: int) -> Stands:
        """Say what becomes of the second beside the first: nothing unless it is column two of an edit."""
        if two in (ADJUSTMENT, one) or self._untouched(one, two):
            return PLAIN
        if one == ADJUSTMENT:
            return self._beside_adjustment(self.standing[two])
        return self._beside_another(self.standing[one], self.standing[two])

    def _untouched(self, one: int, two: int) -> bool:
        # An edit touches no line that is sent to be denied anyway.
        spared = (
            chosen(self.note.visit.payer, self.note.visit.date_of_service, "edits") == "unless_not_covered"
        )
        return spared and any(self.standing[place].excluded for place in (one, two) if place != ADJUSTMENT)

    def _beside_adjustment(self, later: Standing) -> Stands:
        if is_office_visit(later.number):
            return PLAIN
        # An examination is none of the visit's services, which a wrong rule may look through.
        step = beside_adjustment if later.index == EXAMINATION else self.steps.beside_adjustment
        marks = step(later.service, later.number, self.note)
        return Stands(stands=False) if marks is None else Stands(marks=marks)

    def _beside_another(self, earlier: Standing, later: Standing) -> Stands:
        visit = self.note.visit
        if earlier.number == later.number or not follows_edits(visit.payer, visit.date_of_service):
            return PLAIN
        edit = live_edit(earlier.number, later.number, visit.date_of_service)
        if edit is None and is_repeated_beside(later.number, earlier.number):
            # No edit is needed for it: a look at progress belongs to the therapy of the day.
            return Stands(stands=bool(said_of_the_need(visit, later.number)), marks=MARKED)
        if edit is None or edit[0] != later.number:
            return PLAIN
        office_visit = is_office_visit(earlier.number) or is_office_visit(later.number)
        if office_visit and edit[1]:
            return PLAIN  # 25 on the office visit answers it, whichever of the two is column one
        if later.index == EXAMINATION and edit[1]:
            separate = bool(visit.evaluation and visit.evaluation.separate)
            return Stands(stands=separate, marks=MARKED)
        if earlier.index == EXAMINATION:
            return Stands(stands=bool(edit[1]), marks=MARKED, asked=True)
        places = (earlier.index, earlier.service), (later.index, later.service)
        return beside_therapy(*places, edit[1], self.clock)
