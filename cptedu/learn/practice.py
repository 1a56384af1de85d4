"""What to practise next: spaced repetition over skills and misconceptions, and the search for the one behind a mistake."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import cptedu
from cptedu.errors import CpteduError
from cptedu.learn.answers import read_answer
from cptedu.learn.curriculum import untaught
from cptedu.learn.due import Item, asks_for, due_first, right_once, skill_of, told_apart, unmet_of
from cptedu.learn.exercises import Exercise, Outcome, State, exercise, narrowed
from cptedu.learn.generations import held_generation, newest_generation
from cptedu.learn.generator import (
    MayBeAsked,
    fresh_seed,
    next_case_to_separate,
    probing_case,
    question,
    telling_case,
)
from cptedu.learn.misconceptions import Evidence, Misconception, misconception, misconceptions, most_likely
from cptedu.learn.progress import Event, Progress
from cptedu.learn.questions import Question, answer_as_json
from cptedu.learn.repetition import COPIED, MISCONCEPTION, RIGHT, SKILL, WITH_HINTS, WRONG, cards_of
from cptedu.learn.skills import SKILLS, skill_named
from cptedu.learn.tries import replied_in_turn, was_wrong

__all__ = ["Item", "Practice", "Taken"]

_REMEMBERED = 12


@dataclass(frozen=True)
class Taken:
    """An answer that was taken: what came back, and what is known of the learner now.

    Attributes:
        outcome: state and feedback.
        suspects: misconceptions that explain the learner's latest answers best; one is a diagnosis.
        event: what was saved; None when nothing was answered yet.
        after_solution: True when the solution of the exercise had been shown before.
    """

    outcome: Outcome
    suspects: tuple[Misconception, ...]
    event: Event | None
    after_solution: bool = False


class Practice:
    """A learner's practice over the events of a progress file."""

    def __init__(
        self,
        progress: Progress,
        folder: str | Path | None = None,
        start: int | None = None,
        up_to_lesson: int | None = None,
    ) -> None:
        """Take up a practice.

        Args:
            progress: the learner's progress.
            folder: a folder with case files of one's own, or None.
            start: a number from which the choice of exercises follows; drawn when None.
            up_to_lesson: the number of a lesson; what neither it nor one before it teaches is not asked. None asks anything.
        """
        self.progress = progress
        self.folder = folder
        self.start = uuid4().int % 1_000_000 if start is None else start
        self.up_to_lesson = up_to_lesson
        self._asked: dict[tuple[str, int], Question | None] = {}

    # ---- taking answers -----------------------------------------------------------------------------------------

    def take(
        self,
        asked: Exercise,
        given: object,
        *,
        hints: int = 0,
        solution: bool = False,
        lesson: str = "",
        at: datetime | None = None,
    ) -> Taken:
        """Judge an answer and save it; when this returns, it is on the disk.

        An answer that is given after the solution was shown is judged and kept, but tells nothing of what the learner knows.

        Args:
            asked: the exercise.
            given: the answer in the plain form that a page gives; None when nothing was answered yet.
            hints: how many hints were shown.
            solution: True when its solution was shown.
            lesson: the lesson in which it stands, if it does.
            at: when; now by default.

        Returns:
            The outcome, and the misconceptions that explain the latest answers best.

        Raises:
            CpteduError: for anything that cannot be an answer, or when it cannot be saved.
        """
        outcome = asked.check(given)
        answer = asked.read(given)
        if answer is None:
            return Taken(outcome, (), None)
        generation = asked.question.generation or newest_generation()
        self._asked[asked.id, generation] = asked.question
        earlier_hints, earlier_solution = self.help_taken(asked.id)
        hints, solution = max(hints, earlier_hints), solution or earlier_solution
        suspected = after = self.suspects()
        if not solution:
            after = most_likely([*self._evidence()[1 - _REMEMBERED :], (asked.question, answer)])
            outcome = narrowed(outcome, after)
        outcome = replied_in_turn(
            self.progress, asked, answer, outcome, (suspected, after), solution=solution
        )
        told = () if solution or (len(suspected) == 1 and after == suspected) else after
        facts: dict[str, Any] = {
            "exercise": asked.id,
            "answer": answer_as_json(answer),
            "state": str(outcome.state),
            "misconceptions": [one.name for one in outcome.misconceptions],
            "items": _copied(asked)
            if solution
            else _items_met(asked, outcome, hints, told, was_wrong(self.progress, asked.id)),
            "hints": hints,
            "generation": generation,
            "version": cptedu.__version__,
        }
        if solution:
            facts["solution"] = True
        if lesson:
            facts["lesson"] = lesson
        event = self.progress.add("answered", at, **facts)
        return Taken(outcome, after, event, solution)

    def help_taken(self, name: str) -> tuple[int, bool]:
        """Say what help was ever taken with an exercise.

        Args:
            name: the exercise's name.

        Returns:
            How many hints were shown, and whether its solution was.
        """
        had = [one for one in self.progress.events("helped") if one.get("exercise") == name]
        hints = [one["hints"] for one in had if isinstance(one.get("hints"), int)]
        return max(hints, default=0), any(one.get("solution") is True for one in had)

    # ---- what is known of the learner ---------------------------------------------------------------------------

    def suspects(self, skill: str | None = None) -> tuple[Misconception, ...]:
        """Give the misconceptions that explain the latest answers best; a single one is a diagnosis.

        Args:
            skill: only answers of one skill.

        Returns:
            The misconceptions; none when right answers outweigh the wrong ones, or nothing explains them.
        """
        return most_likely(self._evidence(skill))

    def items(self) -> tuple[Item, ...]:
        """Give everything that has come up, soonest due first.

        Returns:
            Skills and misconceptions with what spaced repetition (FSRS) makes of them.
        """
        made = []
        for name, (card, times, last) in cards_of(self.progress.events("answered")).items():
            kind, _, short = name.partition(":")
            made.append(Item(kind, short, card.due, times, last, card.stability))
        return tuple(sorted(made, key=lambda item: (item.due, item.kind, item.name)))

    def _evidence(self, skill: str | None = None) -> list[Evidence]:
        found: list[Evidence] = []
        for event in reversed(self.progress.events("answered")):
            asked = None if event.get("solution") else self._question_of(event)
            if asked is None or skill not in (None, asked.skill):
                continue
            try:
                answer = read_answer(asked, event.get("answer"))
            except CpteduError:
                continue  # an answer to an exercise that has changed since
            if answer is not None:
                found.append((asked, answer))
            if len(found) == _REMEMBERED:
                break
        return found[::-1]

    def _question_of(self, event: Event) -> Question | None:
        """Have the question of an answer again; None when this version asks it no longer."""
        name = str(event.get("exercise", ""))
        try:
            generation = held_generation(event.get("generation"))
        except CpteduError:
            return None
        if (name, generation) not in self._asked:
            self._asked[name, generation] = None
            with suppress(CpteduError):
                asked = exercise(name, self.folder, strict=False, generation=generation)
                self._asked[name, generation] = asked.question
        return self._asked[name, generation]

    # ---- what comes next ----------------------------------------------------------------------------------------

    def next_exercise(
        self, skill: str | None = None, at: datetime | None = None, *, turn: int = 0
    ) -> Exercise:
        """Choose what to practise next.

        First, if the last answer was wrong and several misconceptions explain it, a case that tells them apart. Then
        misconceptions that are due, those last seen wrong before the others; then skills that are due; then what has not
        come up yet, with a case that tells most misconceptions apart, and what was kept away from but once, since that may
        have been luck; and if nothing is due, what is due soonest.

        Args:
            skill: only this skill, or None for all.
            at: the time; now by default.
            turn: another number draws another exercise, though nothing was answered in between.

        Returns:
            The exercise.

        Raises:
            CpteduError: for a skill that does not exist.
        """
        if skill is not None:
            skill_named(skill)
        seed = self._seed(turn)
        try:
            return self._needed_most(skill, (at or datetime.now(UTC)).astimezone(UTC), seed)
        except CpteduError:
            if self.up_to_lesson is None:
                raise
            # What was taught so far brings the idea at hand to light nowhere: any easy question will do.
            return Exercise(question(skill or SKILLS[0], seed, 1))

    def may_be_asked(self, asked: Question) -> bool:
        """Say whether everything that a question takes for granted was taught."""
        return self.up_to_lesson is None or not untaught(asked, self.up_to_lesson)

    @property
    def wanted(self) -> MayBeAsked | None:
        """Give what says which questions come into question; None where all do."""
        return None if self.up_to_lesson is None else self.may_be_asked

    def _needed_most(self, skill: str | None, moment: datetime, seed: int) -> Exercise:
        suspects = self.suspects(skill)
        if len(suspects) > 1:
            return self._telling_apart(suspects, seed)
        skills = (skill,) if skill is not None else SKILLS
        held = [item for item in self.items() if skill_of(item) in skills]
        due = due_first(held, moment)
        if due is not None:
            return self._exercise_for(due, seed)
        unmet = unmet_of(held, skills)
        if unmet:
            return Exercise(probing_case(unmet, seed, may_be_asked=self.wanted))
        once = right_once(held)
        if once:
            return Exercise(probing_case(once, seed, may_be_asked=self.wanted))
        soonest = [item for item in held if item.kind == SKILL] or held
        return self._exercise_for(soonest[0], seed) if soonest else Exercise(question(skills[0], seed, 1))

    def asking_for_what_is_due(
        self, exercises: Iterable[Exercise], skill: str | None = None, at: datetime | None = None
    ) -> list[Exercise]:
        """Leave out what does not ask for what is due first; where nothing is due, nothing is left out.

        Args:
            exercises: what there is to choose from, such as written cases.
            skill: the skill that is practised, or None for all.
            at: the time; now by default.

        Returns:
            Those in which the skill that is due is asked, or the idea that is due would show.
        """
        skills = (skill,) if skill is not None else SKILLS
        held = [item for item in self.items() if skill_of(item) in skills]
        due = due_first(held, (at or datetime.now(UTC)).astimezone(UTC))
        return [one for one in exercises if due is None or asks_for(one, due)]

    def most_telling(self, exercises: Iterable[Exercise], skill: str | None = None) -> Exercise | None:
        """Choose the exercise from which most is learnt of a learner, among the easiest.

        Args:
            exercises: what there is to choose from, such as written cases.
            skill: the skill that is practised, or None for all.

        Returns:
            Of the least difficulty there is, the one that tells most misconceptions apart which have not come up yet;
            writing a whole claim comes last. None when there is nothing to choose from, or when some have not come up
            and the easiest hardly bring them to light: then a drawn exercise does so sooner.
        """
        skills = (skill,) if skill is not None else SKILLS
        unmet = unmet_of(self.items(), skills)
        told = {one: told_apart(one, unmet) for one in exercises}
        chosen = min(
            told,
            key=lambda one: (one.question.difficulty, -told[one], one.question.kind == "fix"),
            default=None,
        )
        if chosen is None or not unmet:
            return chosen
        enough = min(2, len(unmet)) if self._evidence(skill) else 1
        return chosen if told[chosen] >= enough else None

    def _telling_apart(self, suspects: tuple[Misconception, ...], seed: int) -> Exercise:
        """Stay with the skill at hand where that tells the suspects apart; else take one that does."""
        at_hand = self._evidence()[-1][0].skill
        probe = probing_case(suspects, seed, skills=(at_hand,), may_be_asked=self.wanted)
        answers = {one.answer(probe) for one in suspects if one.applies(probe)}
        some_right = any(not one.applies(probe) for one in suspects)
        if len(answers) + some_right > 1:
            return Exercise(probe)
        return Exercise(next_case_to_separate(suspects[0], suspects[1], seed, self.wanted))

    def _exercise_for(self, item: Item, seed: int) -> Exercise:
        if item.kind == MISCONCEPTION:
            return Exercise(telling_case(misconception(item.name), seed, may_be_asked=self.wanted))
        return Exercise(question(item.name, seed, self._difficulty(item.name)))

    def _difficulty(self, skill: str) -> int:
        """Go up after three right answers in a row, and down after two wrong ones."""
        went = [asked.is_right(answer) for asked, answer in self._evidence(skill)]
        if len(went) >= 2 and not any(went[-2:]):
            return 1
        return 3 if len(went) >= 3 and all(went[-3:]) else 2

    def _seed(self, turn: int) -> int:
        answered = self.progress.events("answered")
        last = answered[-1].get("exercise") if answered else ""
        return fresh_seed("practice", self.start, len(answered), last, *([turn] if turn else []))


def _copied(asked: Exercise) -> dict[str, str]:
    """Say that an exercise was met whose answer stood on the page: the skill comes back soon, and nothing else is learnt."""
    return {f"{SKILL}:{asked.question.skill}": COPIED}


def _items_met(
    asked: Exercise, outcome: Outcome, hints: int, suspects: tuple[Misconception, ...], was_wrong: bool
) -> dict[str, str]:
    """Say how it went for the skill, and for each misconception that the exercise brings to light.

    A misconception counts as made when it alone gives the wrong answer, or when this answer singles it out; as avoided only
    by who is right at the first try.
    """
    is_right = outcome.state is State.RIGHT
    went = (WITH_HINTS if hints or was_wrong else RIGHT) if is_right else WRONG
    met = {f"{SKILL}:{asked.question.skill}": went}
    if is_right and not was_wrong:
        avoided = [one for one in misconceptions(asked.question.skill) if one.applies(asked.question)]
        met |= {f"{MISCONCEPTION}:{one.name}": went for one in avoided}
    for behind in (outcome.misconceptions, suspects):
        if len(behind) == 1:
            met[f"{MISCONCEPTION}:{behind[0].name}"] = WRONG
    return met
