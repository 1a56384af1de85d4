"""A learner in a lesson: which exercise is shown, what help was taken with it, and which one follows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import count, islice
from pathlib import Path
from typing import Any

from cptedu.errors import CpteduError
from cptedu.example_visits import example_visit, example_visits
from cptedu.learn.exercises import Exercise, Outcome, State, exercise, written_exercises
from cptedu.learn.generations import earliest_generation, newest_generation
from cptedu.learn.generator import fresh_seed, question
from cptedu.learn.practice import Practice, Taken
from cptedu.learn.progress import Event
from cptedu.learn.skills import SKILLS

__all__ = ["NOTHING_ELSE", "Sitting", "Standing"]

NOTHING_ELSE = (
    "There is no other exercise here: this is the only one. Start over, or go on to another lesson."
)
_TRIES = 12
_LEFT_OUT = 8  # candidates in a row; to look for one that brings an idea to light takes a tenth of a second
_DRAWN = 30


@dataclass(frozen=True)
class Standing:
    """How far a lesson has come since it was last started over.

    Attributes:
        right: exercises answered right without their solution.
        after_solution: exercises answered right only after their solution was shown.
        answers: answers in all.
    """

    right: int
    after_solution: int
    answers: int


class Sitting:
    """The exercises of a lesson, one after another; none comes twice in a row.

    What is shown and what help is taken are events of the progress, so that a reload neither brings back what was left
    nor forgets that a solution was seen. Opening a lesson adds none.

    Attributes:
        exercise: the exercise that is shown.
        hints: how many of its hints are shown.
        solved: whether its solution is shown.
        outcome: what came back for the last answer, or None.
        trouble: what could not be saved, in words; empty when all was.

    >>> from cptedu.learn.progress import Progress
    >>> sitting = Sitting(Practice(Progress(), start=1), "payers", "payers")
    >>> first = sitting.exercise
    >>> sitting.next() and sitting.exercise != first
    True
    """

    def __init__(
        self,
        course: Practice,
        lesson: str,
        skill: str | None = None,
        folder: str | Path | None = None,
        chosen: tuple[Exercise, ...] = (),
    ) -> None:
        """Take up a lesson where it was left.

        Args:
            course: the learner's practice.
            lesson: the lesson's name.
            skill: one of ``SKILLS``, or None for all of them.
            folder: a folder with case files of one's own, or None.
            chosen: the exercises of the lesson, one after another; empty to choose by what the learner needs.
        """
        self.course, self.lesson, self.skill, self.folder = course, lesson, skill, folder
        self.chosen = chosen
        self.exercise: Exercise
        self.hints, self.solved = 0, False
        self.outcome: Outcome | None = None
        self.trouble = ""
        self._shown: list[Exercise] = []
        self._show(self._left_open() or next(self._candidates()), resumed=True)

    # ---- what a learner does ------------------------------------------------------------------------------------

    def take(self, given: object) -> Taken:
        """Judge an answer and save it with the help that was taken.

        Args:
            given: the answer in the plain form that a page gives.

        Returns:
            What came of it.

        Raises:
            CpteduError: for anything that cannot be an answer, or when it cannot be saved.
        """
        taken = self.course.take(
            self.exercise, given, hints=self.hints, solution=self.solved, lesson=self.lesson
        )
        self.outcome = taken.outcome if taken.event is not None else None
        return taken

    def hint(self) -> None:
        """Show one hint more."""
        if self.hints < len(self.exercise.hints):
            self.hints += 1
            self._keep("helped", self.exercise, hints=self.hints, solution=self.solved)

    def solve(self) -> None:
        """Show the solution, and with it every hint."""
        if not self.solved:
            self.hints, self.solved = len(self.exercise.hints), True
            self._keep("helped", self.exercise, hints=self.hints, solution=True)

    def next(self) -> bool:
        """Go on to what should be practised next; False when there is nothing else, and the exercise stays."""
        return self._go_on(self._candidates())

    def another(self) -> bool:
        """Go on to a fresh exercise of the same kind; False when there is none, and the exercise stays."""
        return self._go_on(self._taught(_fresh(self.exercise)))

    def show(self, one: Exercise) -> None:
        """Show an exercise of one's choice.

        Args:
            one: the exercise.
        """
        self._show(one)

    def start_over(self) -> None:
        """Begin the lesson again; what was answered stays in the progress."""
        self.course.progress.start_over(self.lesson)
        self._shown = []
        self.next()

    def standing(self) -> Standing:
        """Count what came of the lesson's exercises."""
        answered = self.course.progress.in_lesson(self.lesson)
        right = [one for one in answered if one.get("state") == State.RIGHT]
        alone = {str(one.get("exercise")) for one in right if not one.get("solution")}
        after = {str(one.get("exercise")) for one in right} - alone
        return Standing(len(alone), len(after), len(answered))

    # ---- what comes next ----------------------------------------------------------------------------------------

    def _go_on(self, candidates: Iterator[Exercise]) -> bool:
        """Show the first candidate that has not been shown yet; where all have, the first that is not on the page."""
        passed = self._passed()
        spare: Exercise | None = None
        for one in islice(candidates, _TRIES):
            if _looks_like(one, self.exercise):
                continue
            if one.id not in passed and not any(_looks_like(one, shown) for shown in self._shown):
                self._show(one)
                return True
            spare = spare or one
        if spare is not None:
            self._show(spare)
        return spare is not None

    def _candidates(self) -> Iterator[Exercise]:
        """Propose what to go on with, the best first; the drawn ones never come to an end."""
        if self.chosen:
            return self._chosen_in_order()
        return self._taught(self._by_what_is_needed())

    def _taught(self, candidates: Iterator[Exercise]) -> Iterator[Exercise]:
        """Leave out what takes for granted what was not taught yet; an idea that shows in nothing else is not looked for."""
        if self.course.up_to_lesson is None:
            yield from candidates
            return
        left_out = 0
        for one in candidates:
            if self.course.may_be_asked(one.question):
                left_out = 0
                yield one
            elif (left_out := left_out + 1) == _LEFT_OUT:
                break
        yield from self._of_the_skill()

    def _of_the_skill(self) -> Iterator[Exercise]:
        """Draw one easy question of the skill after another; where none of many was taught, as they come."""
        skill, were_none = self.skill or SKILLS[0], True
        for number in count():
            seed = fresh_seed("lesson", self.lesson, len(self._passed()), number)
            one = Exercise(question(skill, seed, 1))
            is_taught = self.course.may_be_asked(one.question)
            were_none = were_none and not is_taught
            if is_taught or (were_none and number >= _DRAWN):
                yield one

    def _by_what_is_needed(self) -> Iterator[Exercise]:
        in_doubt = len(self.course.suspects(self.skill)) > 1
        passed = self._passed()
        if not in_doubt:  # else, which of them it is comes before everything else
            if self.outcome is not None and self.outcome.misconceptions:
                with suppress(CpteduError):  # what was taught so far does not bring it to light
                    yield self.exercise.next_after(self.outcome, self.course.wanted)
            elif len(passed) % 2 == 0:  # written cases and drawn ones by turns
                held = self.course.asking_for_what_is_due(self._unanswered(passed), self.skill)
                written = self.course.most_telling(held, self.skill)
                if written is not None:
                    yield written
        for turn in count(self._since_answer()):
            yield self.course.next_exercise(self.skill, turn=turn)

    def _chosen_in_order(self) -> Iterator[Exercise]:
        """Propose those of the lesson that were not solved, from the one on the page on; then the others."""
        right = {str(one.get("exercise")) for one in self._events() if one.get("state") == State.RIGHT}
        ids = [one.id for one in self.chosen]
        at = ids.index(self.exercise.id) + 1 if self._shown and self.exercise.id in ids else 0
        from_here = (*self.chosen[at:], *self.chosen[:at])
        yield from sorted(from_here, key=lambda one: one.id in right)

    def _unanswered(self, passed: set[str]) -> list[Exercise]:
        """List the written exercises that are neither solved nor left; in a lesson, what it has shown when nothing else is."""
        answered = self.course.progress.events("answered")
        gone = passed | {str(one.get("exercise")) for one in answered if one.get("state") == State.RIGHT}
        held = [one for one in written_exercises(self.folder, self.skill, strict=False) if one.id not in gone]
        if self.course.up_to_lesson is None:
            return held
        taught = [one for one in held if self.course.may_be_asked(one.question)]
        return [one for one in taught if not _is_shown(one)] or taught

    def _events(self) -> list[Event]:
        """Give everything that happened in the lesson since it was last started over."""
        own = [one for one in self.course.progress.events() if one.get("lesson") == self.lesson]
        starts = [n for n, one in enumerate(own) if one["kind"] == "started_over"]
        return own[starts[-1] + 1 :] if starts else own

    def _passed(self) -> set[str]:
        """Name what was shown, answered or left in the lesson, the exercise on the page among it."""
        named = [one.get(key) for one in self._events() for key in ("exercise", "instead_of")]
        return {str(one) for one in named if one} | {one.id for one in self._shown}

    def _since_answer(self) -> int:
        """Count the exercises that were shown since the last answer, so that the next draw is another one."""
        kinds = [one["kind"] for one in self._events()]
        recent = kinds[::-1].index("answered") if "answered" in kinds else len(kinds)
        return kinds[len(kinds) - recent :].count("shown")

    def _left_open(self) -> Exercise | None:
        """Find the exercise at which the lesson was left, when it has not been answered right."""
        met = [one for one in self._events() if one.get("exercise")]
        if not met:
            return None
        name = str(met[-1]["exercise"])
        if any(one.get("exercise") == name and one.get("state") == State.RIGHT for one in met):
            return None
        own = next((one for one in self.chosen if one.id == name), None)
        if own is not None:
            return own
        # What an earlier version showed does not say its generation; it was that version's own.
        generation = met[-1].get("generation", earliest_generation())
        try:
            return exercise(name, self.folder, strict=False, generation=generation)
        except CpteduError:
            return None  # a case that is no longer there, or a draw of another version

    # ---- inside -------------------------------------------------------------------------------------------------

    def _show(self, one: Exercise, *, resumed: bool = False) -> None:
        if not resumed:
            self._keep("shown", one, instead_of=self.exercise.id)
        self.exercise, self.outcome = one, None
        self.hints, self.solved = self.course.help_taken(one.id) if resumed else (0, False)
        self._shown.append(one)

    def _keep(self, kind: str, one: Exercise, **facts: Any) -> None:
        """Save what happened; the page goes on where that cannot be done, and says so."""
        self.trouble = ""
        facts |= {"exercise": one.id, "generation": one.question.generation or newest_generation()}
        try:
            self.course.progress.add(kind, lesson=self.lesson, **facts)
        except CpteduError as problem:
            self.trouble = str(problem)


def _fresh(asked: Exercise) -> Iterator[Exercise]:
    """Draw one exercise after another of the same skill, kind and difficulty."""
    while True:
        asked = asked.fresh()
        yield asked


def _looks_like(one: Exercise, other: Exercise) -> bool:
    """Say whether two exercises ask the same, whatever seed they come from."""
    return _on_the_page(one) == _on_the_page(other)


@cache
def _shown_findings() -> frozenset[str]:
    """Give what was measured in the visits that the lessons show."""
    services = (service for name in example_visits() for service in example_visit(name).services)
    return frozenset(service.deficit for service in services if service.deficit)


def _is_shown(one: Exercise) -> bool:
    """Say whether an exercise is of a case that the lessons have shown: the same was measured."""
    note = one.question.note
    return note is not None and any(service.deficit in _shown_findings() for service in note.visit.services)


def _on_the_page(one: Exercise) -> tuple[object, ...]:
    asked = one.question
    return asked.skill, asked.kind, asked.text, asked.record, asked.options, asked.proposed, asked.target
