"""Exercises to answer on the page: check, hints, solution, another one, and what to practise next."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import traitlets

from cptedu.errors import CpteduError
from cptedu.learn.cases import load_folder
from cptedu.learn.curriculum import set_of
from cptedu.learn.exercises import Exercise, State, chosen_exercises
from cptedu.learn.practice import Practice as Course
from cptedu.learn.progress import Progress
from cptedu.learn.sitting import NOTHING_ELSE, Sitting
from cptedu.learn.skills import skill_named
from cptedu.widgets.kit.instrument import Instrument
from cptedu.widgets.practice.answer_form import answer_form, claim_as_sent, title_and_story, to_do
from cptedu.widgets.practice.picture import minutes_told, picture_of, record_told, when_and_for_whom

__all__ = ["Practice"]


COURSE_STATE = Path(".cptedu")
OWN_CASES = Path("my_cases")
MIXED = "mixed_practice"
_SHOWN = "The solution is shown. You may still give the answer, to practise; it no longer counts as right at the first try."
_GIVE_ONE = "Nothing is filled in yet. The solution is shown below: give the answer to practise it, or go on with Next."
_COPIED = "It was given after the solution, so it is not counted with those that you found yourself."


def _name_of(cases: str | Path | Iterable[str], chosen: tuple[Exercise, ...]) -> str:
    """Name a lesson of chosen cases in the progress: by its file, or by its first case."""
    return f"cases of {Path(cases).stem if isinstance(cases, str | Path) else chosen[0].id}"


def _faults_of(own: Path | None) -> str:
    """Say which of an instructor's own cases cannot be used, and where; the others are practised all the same."""
    if own is None:
        return ""
    faults = [str(one) for one in load_folder(own).errors]
    return "\n".join(["A case of your own cannot be used as it is:", *faults]) if faults else ""


def _solution(exercise: Exercise) -> dict[str, Any]:
    found = exercise.solution
    steps = [{"says": step.says, "sources": [str(one) for one in step.citations]} for step in found.steps]
    return {"answer": found.answer, "steps": steps}


class Practice(Instrument):
    """Exercises of one skill, of all of them, or those that a lesson chose, one after another.

    Args:
        skill: one of the skills of the course, or None for mixed practice.
        count: how many right answers make the set; by default six, or as many as were chosen.
        folder: where progress is kept; by default the learner's course folder, and nowhere outside one.
        cases: in place of a skill, the cases of the lesson in their order: a case file that lies beside it, or ids of cases.
        up_to_lesson: the number of the lesson in which it stands; nothing is asked that neither it nor one before it teaches.

    Raises:
        CpteduError: for a skill or a case that does not exist, and for a case file with faults.

    >>> practice = Practice("cmt_level")
    >>> practice.reply["state"]
    'not answered yet'
    """

    task = traitlets.Dict(read_only=True).tag(sync=True)
    reply = traitlets.Dict(read_only=True).tag(sync=True)
    standing = traitlets.Dict(read_only=True).tag(sync=True)

    def __init__(
        self,
        skill: str | None = None,
        count: int | None = None,
        folder: str | Path | None = None,
        *,
        cases: str | Path | Iterable[str] = (),
        up_to_lesson: int | None = None,
        **options: Any,
    ) -> None:
        if skill is not None:
            skill_named(skill)
        chosen = chosen_exercises(cases) if cases else ()
        super().__init__(**options)
        self.skill, self._up_to_lesson = skill, up_to_lesson
        self.count = len(chosen) if count is None and chosen else 6 if count is None else count
        self.lesson = _name_of(cases, chosen) if chosen else set_of(skill, up_to_lesson) if skill else MIXED
        if folder is None and COURSE_STATE.is_dir():
            folder = "."
        self.progress = Progress(folder)
        self._turn = 0
        self._own = OWN_CASES if folder is not None and OWN_CASES.is_dir() else None
        start = sum(ord(letter) * place for place, letter in enumerate(self.lesson, start=1))
        self._course = Course(self.progress, self._own, start, up_to_lesson)
        self._faults = _faults_of(self._own)
        self.sitting = Sitting(self._course, self.lesson, skill, self._own, chosen)
        self._draw()

    @property
    def exercise(self) -> Exercise:
        """Give the exercise that is shown."""
        return self.sitting.exercise

    # ---- what the page may ask for ------------------------------------------------------------------------------

    def do(self, what: str, /, **given: Any) -> None:
        """Do what a button of the page asks for.

        Args:
            what: ``"check"``, with the ``answer``; ``"hint"``, ``"solution"``, ``"another"``, ``"next"``, ``"start over"``.
            given: the answer, in the plain form of the page.
        """
        asked = {
            "check": lambda: self.check(given.get("answer")),
            "hint": self.hint,
            "solution": self.solve,
            "another": self.another,
            "next": self.next,
            "start over": self.start_over,
        }.get(what)
        if asked is not None:
            asked()

    def check(self, given: object) -> None:
        """Judge an answer and keep it; a form left empty is not an answer.

        Args:
            given: the answer in the plain form of the page.
        """
        try:
            taken = self.sitting.take(given)
        except CpteduError as problem:
            self._answer(problem=str(problem))
            return
        said = taken.outcome.feedback
        if taken.event is None:
            said = _GIVE_ONE if self.sitting.solved else f"{said} Give an answer first, then check it."
        elif taken.after_solution:
            said = f"{said} {_COPIED}" if taken.outcome.state is State.RIGHT else said
        self._answer(feedback=said)

    def hint(self) -> None:
        """Show one hint more."""
        self.sitting.hint()
        self._answer()

    def solve(self) -> None:
        """Show the solution with its steps and sources."""
        self.sitting.solve()
        self._answer()

    def another(self) -> None:
        """Draw a fresh exercise of the same kind."""
        self._draw() if self.sitting.another() else self._answer(problem=NOTHING_ELSE)

    def next(self) -> None:
        """Go on: to a case that tells misconceptions apart when there is a doubt, else to what is due."""
        self._draw() if self.sitting.next() else self._answer(problem=NOTHING_ELSE)

    def show(self, exercise: Exercise) -> None:
        """Show an exercise of one's choice.

        Args:
            exercise: the exercise.
        """
        self.sitting.show(exercise)
        self._draw()

    def start_over(self) -> None:
        """Begin the set again; what was answered stays in the progress file."""
        self.sitting.start_over()
        self._draw()

    # ---- inside -------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        """Put the exercise on the page."""
        exercise = self.exercise
        asked = exercise.question
        before, title, after = title_and_story(asked.text)
        self.set_trait(
            "task",
            {
                "id": exercise.id,
                "skill": skill_named(asked.skill).title,
                "title": title,
                "before": before,
                "after": after,
                "do": to_do(exercise),
                "when": when_and_for_whom(asked),
                "record": [*record_told(asked), *claim_as_sent(asked)],
                "minutes": minutes_told(asked),
                "picture": picture_of(asked),
                "form": answer_form(asked, self._up_to_lesson),
            },
        )
        self._answer()

    def _answer(self, feedback: str = "", problem: str = "") -> None:
        now = self.sitting
        held = now.outcome
        if not feedback and not problem:
            feedback = held.feedback if held is not None else _SHOWN if now.solved else ""
        self._turn += 1  # so that the page sees each answer, also the same one twice
        self.set_trait(
            "reply",
            {
                "for": self.exercise.id,
                "turn": self._turn,
                "state": str(held.state if held is not None else State.NOT_ANSWERED),
                "feedback": feedback,
                "parts": [{"role": role, "says": says} for role, says in held.parts]
                if held is not None
                else [],
                "problem": problem,
                "hints": list(self.exercise.hints[: now.hints]),
                "more_hints": now.hints < len(self.exercise.hints),
                "solution": _solution(self.exercise) if now.solved else {},
            },
        )
        stands = now.standing()
        trouble = "\n".join(filter(None, (now.trouble, self.progress.message, self._faults)))
        self.set_trait(
            "standing",
            {
                "right": stands.right,
                "after_solution": stands.after_solution,
                "count": self.count,
                "answers": stands.answers,
                "trouble": trouble,
            },
        )

    def as_text(self) -> str:
        """Say in words what is asked."""
        rows = [f"  {label}: {text}" for label, text in self.exercise.question.record]
        return "\n".join([f"Exercise: {self.exercise.text}", *rows])

    def __repr__(self) -> str:
        return f"Practice({self.skill!r})"
