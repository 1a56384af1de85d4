"""An exercise: ask, check, hint, solve, and draw another of its kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from cptedu.engine.review import review_claim
from cptedu.errors import CpteduError, unknown
from cptedu.learn.answers import read_answer
from cptedu.learn.cases import Case, cases, load_cases, load_folder
from cptedu.learn.exercises.hints import hints_for
from cptedu.learn.exercises.outcome import NOT_ANSWERED, Outcome, State, outcome_of, replied
from cptedu.learn.exercises.solution import Solution, solution_of
from cptedu.learn.exercises.written import question_of
from cptedu.learn.generations import held_generation, newest_generation
from cptedu.learn.generator import (
    MayBeAsked,
    fresh_seed,
    next_case_to_separate,
    question,
    question_from_id,
    telling_case,
)
from cptedu.learn.misconceptions import Misconception
from cptedu.learn.questions import KINDS, Answer, Question
from cptedu.learn.replies import right_reply, wrong_reply

__all__ = [
    "CaseNotHeldError",
    "Exercise",
    "chosen_exercises",
    "drawn_exercise",
    "exercise",
    "written_exercises",
]

_CASE = "case/"
_ENOUGH = 2
"""Wrong answers after which the rule is told."""
_LEFT_OPEN = "The record leaves it open."


class CaseNotHeldError(CpteduError):
    """A written case is neither among those of the course nor in the folder that was given."""


@dataclass(frozen=True)
class Exercise:
    """A question that can be answered as often as one likes.

    Attributes:
        question: the question.
        written: the case from which it was made; None for a drawn one.
    """

    question: Question
    written: Case | None = field(default=None, compare=False)

    @property
    def id(self) -> str:
        """Give its name, from which it can be had again."""
        return self.question.id

    @property
    def seed(self) -> int | None:
        """Give the seed from which it was drawn."""
        return self.question.seed

    @property
    def text(self) -> str:
        """Give what is asked."""
        return self.question.text

    @property
    def answer_format(self) -> str:
        """Say what is to be done, such as ``"choose the codes"``."""
        return KINDS[self.question.kind]

    @cached_property
    def hints(self) -> tuple[str, ...]:
        """Give the hints, from the mildest on; at least two."""
        return hints_for(self.question, self.written)

    @cached_property
    def solution(self) -> Solution:
        """Give the solution with its trace and its sources."""
        return solution_of(self.question, self.written)

    def read(self, given: object) -> Answer | None:
        """Read an answer from the plain form that a page gives; None when nothing was answered yet.

        Raises:
            CpteduError: for anything that cannot be an answer, saying what can.
        """
        return read_answer(self.question, given)

    def check(self, given: object) -> Outcome:
        """Judge an answer.

        Args:
            given: the answer in the plain form that a page gives; None when nothing was answered yet.

        Returns:
            The state, the feedback, and the misconceptions that give just this answer.

        Raises:
            CpteduError: for anything that cannot be an answer, saying what can.

        >>> drawn_exercise("cmt_level", 42, 1, "codes").check(None).state
        <State.NOT_ANSWERED: 'not answered yet'>
        """
        answer = self.read(given)
        if answer is None:
            return NOT_ANSWERED
        found = outcome_of(self.question, answer, self.written)
        if found.state is not State.RIGHT and (why := self._why_a_review_passes(answer)):
            return Outcome(State.RIGHT, f"Right. {why}", parts=(("opening", "Right."), ("rule", why)))
        return found

    def reply_again(
        self,
        answer: Answer,
        outcome: Outcome,
        *,
        before: int = 0,
        after_solution: bool = False,
        joy: str = "",
        settled: Misconception | None = None,
    ) -> Outcome:
        """Reply as it fits what the learner has tried so far.

        Args:
            answer: the answer.
            outcome: what ``check`` made of it.
            before: how many wrong answers were given to this exercise just before.
            after_solution: True when its solution has been shown.
            joy: words of joy for a right answer, if there is reason for some.
            settled: the idea behind a mistake before, where a right answer leaves that one alone of several.

        Returns:
            The outcome with words for this try.
        """
        if outcome.state is State.RIGHT:
            if not self.question.is_right(answer) or not (joy or settled):
                return outcome
            return replied(
                outcome, right_reply(self.question, answer, self.written, joy=joy, settled=settled)
            )
        if not before and not after_solution:
            return outcome
        reply = wrong_reply(
            self.question,
            answer,
            outcome.misconceptions,
            close=outcome.state is State.CLOSE,
            before=_ENOUGH if after_solution else before,
            written=self.written,
            hint=self.hints[1],
        )
        return replied(outcome, reply)

    def _why_a_review_passes(self, answer: Answer) -> str:
        """Say why a written claim passes where the record leaves a choice, such as a disputed line; empty where it does not."""
        note = self.question.note
        if (
            self.written is None
            or note is None
            or self.question.kind != "fix"
            or not isinstance(answer, tuple)
        ):
            return ""
        lines = [one for one in answer if isinstance(one, tuple) and len(one) == 3]
        if not (self.written.expected["exact"] and self.question.right):
            return ""
        came = review_claim(note.visit, lines)
        billed = {line[0] for line in lines}
        why = next((one.says for one in came.unknown if one.code in billed), _LEFT_OPEN)
        return f"A review passes this too. {why}" if came.passes else ""

    def fresh(self) -> Exercise:
        """Draw another exercise of the same skill, kind and difficulty; its seed follows from this one's."""
        asked = self.question
        seed = fresh_seed(asked.id, "fresh")
        if asked.seed is None:
            return Exercise(question(asked.skill, seed, asked.difficulty))
        return Exercise(question(asked.skill, seed, asked.difficulty, asked.kind))

    def next_after(self, outcome: Outcome, may_be_asked: MayBeAsked | None = None) -> Exercise:
        """Draw the exercise that should follow an outcome.

        Args:
            outcome: what came back for the last answer.
            may_be_asked: says which questions come into question; all when None.

        Returns:
            After a wrong answer that several misconceptions give, a case that tells them apart; after one that a single
            misconception gives, another case for that one; else a fresh one.

        Raises:
            CpteduError: when no such question comes into question.
        """
        seed = fresh_seed(self.id, "next")
        behind: tuple[Misconception, ...] = outcome.misconceptions
        if len(behind) > 1:
            return Exercise(next_case_to_separate(behind[0], behind[1], seed, may_be_asked))
        if behind:
            return Exercise(telling_case(behind[0], seed, may_be_asked=may_be_asked))
        return self.fresh()


def drawn_exercise(skill: str, seed: int, difficulty: int = 2, kind: str | None = None) -> Exercise:
    """Draw an exercise from a seed.

    Args:
        skill: one of ``SKILLS``, such as ``"timed_units"``.
        seed: a whole number; the same one gives the same exercise everywhere.
        difficulty: 1 to 3.
        kind: the kind of question; drawn when None.

    Returns:
        The exercise.

    Raises:
        CpteduError: for a skill, kind, seed or difficulty that does not exist.
    """
    return Exercise(question(skill, seed, difficulty, kind))


def written_exercises(
    folder: str | Path | None = None, skill: str | None = None, *, strict: bool = True
) -> tuple[Exercise, ...]:
    """Make exercises of the written cases: the package's, and those of a folder of one's own.

    Args:
        folder: a folder with case files, or None.
        skill: only those of one skill.
        strict: False to go on without the cases that cannot be used.

    Returns:
        The exercises; a case of one's own stands in for the package's case of the same id.

    Raises:
        CpteduError: when a file of the folder cannot be used; every fault is named with its line.
    """
    held = {one.id: one for one in cases()} | _own(folder, strict=strict)
    return tuple(_of_case(one) for one in held.values() if skill in (None, one.topic))


def chosen_exercises(chosen: str | Path | Iterable[str]) -> tuple[Exercise, ...]:
    """Make exercises of cases that somebody chose, in their order.

    Args:
        chosen: a case file, ``.toml``, such as one that lies beside a lesson; or ids of the package's cases.

    Returns:
        The exercises.

    Raises:
        CpteduError: for a file that cannot be used, with every fault and its line; for an id that no case has; for none.

    >>> [one.id for one in chosen_exercises(["b-t3-cms", "f8-98940-2026"])]
    ['case/b-t3-cms', 'case/f8-98940-2026']
    """
    if isinstance(chosen, str | Path):
        if Path(chosen).suffix != ".toml":
            raise CpteduError(
                f"{str(chosen)!r} is no case file. Give a file that ends in .toml, or a list of ids, such as ['b-t3-cms']."
            )
        return tuple(map(_of_case, load_cases(chosen)))
    found = tuple(exercise(f"{_CASE}{name}") for name in chosen)
    if not found:
        raise CpteduError("No case was chosen. Give the ids of some, such as ['b-t3-cms'].")
    return found


def exercise(
    name: str,
    folder: str | Path | None = None,
    *,
    strict: bool = True,
    generation: int | None = None,
) -> Exercise:
    """Give an exercise by its name.

    Args:
        name: ``skill/kind/difficulty/seed`` of a drawn one, ``case/id`` of a written one.
        folder: a folder with case files of one's own, or None.
        strict: False to go on without the cases that cannot be used.
        generation: the generation of exercises that it belonged to when it was answered; the newest when None.

    Returns:
        The exercise.

    Raises:
        CaseNotHeldError: when it is of a written case that is held nowhere.
        CpteduError: when there is none of that name otherwise, or a generation cannot be had again.

    >>> exercise("case/b-t3-cms").question.kind
    'units'
    """
    if not name.startswith(_CASE):
        return Exercise(question_from_id(name, generation))
    held = {one.id: one for one in cases()} | _own(folder, strict=strict)
    wanted = name.removeprefix(_CASE)
    if wanted not in held:
        raise CaseNotHeldError(str(unknown("case", wanted, held)))
    return _of_case(held[wanted], generation)


def _of_case(written: Case, generation: int | None = None) -> Exercise:
    number = newest_generation() if generation is None else held_generation(generation)
    return Exercise(replace(question_of(written), generation=number), written)


def _own(folder: str | Path | None, *, strict: bool) -> dict[str, Case]:
    if folder is None:
        return {}
    found = load_folder(folder)
    if found.errors and strict:
        raise CpteduError("\n".join(str(error) for error in found.errors))
    return {one.id: one for one in found.cases}
