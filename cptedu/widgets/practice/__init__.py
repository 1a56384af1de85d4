"""Exercises to answer on the page: check, hints, solution, another one, and what to practise next."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import traitlets

from cptedu.errors import CpteduError, unknown
from cptedu.facts.code_groups import code_group
from cptedu.facts.codes import code, codes
from cptedu.learn.cases import load_folder
from cptedu.learn.exercises import Exercise, State, chosen_exercises
from cptedu.learn.practice import Practice as Course
from cptedu.learn.progress import Progress
from cptedu.learn.questions import MISSING, SKILLS, Question
from cptedu.learn.sitting import NOTHING_ELSE, Sitting
from cptedu.widgets.kit.instrument import Instrument

__all__ = ["Practice", "answer_form"]

COURSE_STATE = Path(".cptedu")
OWN_CASES = Path("my_cases")
MODIFIERS = ("25", "59", "XS", "AT", "GA", "GZ", "GP", "GX", "GY")
USUAL_CODES = "answer_form"
SKILL_WORDS = {
    "cmt_level": "Regions and adjustments",
    "timed_units": "Minutes and units",
    "exercise_code": "Which exercise code",
    "ncci_59": "The same day and modifier 59",
    "evaluation": "Examinations",
    "medicare": "Medicare",
    "payers": "Payers",
    "rvu_payment": "RVUs and payment",
}
MIXED = "mixed_practice"
_SHOWN = "The solution is shown. You may still give the answer, to practise; it no longer counts as right at the first try."
_GIVE_ONE = "Nothing is filled in yet. The solution is shown below: give the answer to practise it, or go on with Next."
_COPIED = "It was given after the solution, so it is not counted with those that you found yourself."


def answer_form(asked: Question) -> dict[str, Any]:
    """Describe the form in which a question is answered, for the page to draw.

    Args:
        asked: the question.

    Returns:
        ``type`` (``choice``, ``many``, ``order``, ``numbers`` or ``lines``) and what it needs.
    """
    kind = asked.kind
    if kind in {"choice", "note"}:
        return {"type": "choice", "options": [_option(one, one) for one in asked.options]}
    if kind == "regions":
        options = [_option(one, one.replace("_", " ")) for one in asked.options]
        return {"type": "many", "map": True, "options": options, "none": "no region"}
    if kind == "judge":
        options = [_option(one, _line_in_words(asked, one)) for one in asked.options]
        options.append(_option(MISSING, "a line is missing"))
        return {"type": "many", "options": options, "none": "nothing is wrong"}
    if kind == "order":
        options = [_option(one, one) for one in asked.options]
        return {"type": "order", "options": options, "none": "leave it in this order"}
    if kind == "minutes":
        return {"type": "numbers", "options": [_option("", "Minutes")], "whole": True}
    if kind == "amount":
        label = "Amount in dollars" if asked.bill is not None else "Number"
        return {"type": "numbers", "options": [_option("", label)], "whole": False}
    if kind == "numbers":
        return {"type": "numbers", "options": [_option(one, one) for one in asked.options], "whole": False}
    return _lines_form(asked)


def _option(value: str, label: str) -> dict[str, str]:
    return {"value": value, "label": label}


def _line_in_words(asked: Question, number: str) -> str:
    proposed = {one[0]: one for one in asked.proposed}
    if number not in proposed:
        return number
    _, units, modifiers = proposed[number]
    return f"{'-'.join((number, *modifiers))} ×{units}"


def _to_do(exercise: Exercise) -> str:
    """Say what is to be done; of the two things that a question about a whole claim may ask, the one that it asks."""
    if exercise.question.kind != "fix":
        return exercise.answer_format
    return "put the claim right" if exercise.question.proposed else "write the claim"


def _claim_as_sent(asked: Question) -> list[list[str]]:
    """Give the claim that came back as a row of the record, so that it is still there when the form was changed."""
    if asked.kind != "fix" or not asked.proposed:
        return []
    return [["Claim as sent", "; ".join(_line_in_words(asked, line[0]) for line in asked.proposed)]]


def _lines_form(asked: Question) -> dict[str, Any]:
    kind = asked.kind
    held = {number: (units, modifiers) for number, units, modifiers in asked.proposed}
    offered = asked.options if kind != "fix" else ()
    if not offered:
        right = [line[0] for answer in asked.right if isinstance(answer, tuple) for line in answer]
        named = {*held, *_codes_in_the_note(asked), *(str(one) for one in right if one in codes())}
        offered = tuple(sorted({*code_group(USUAL_CODES), *named}))
    used = {
        m for answer in asked.right if isinstance(answer, tuple) for line in answer for m in _modifiers(line)
    }
    return {
        "type": "lines",
        "picks": kind != "units",
        "units": kind in {"units", "fix"} or asked.asks_units,
        "modifiers": kind in {"modifiers", "fix"},
        "offered": sorted({*MODIFIERS, *used, *(m for _, given in held.values() for m in given)}),
        "none": "nothing is billed",
        "rows": [
            {
                "code": number,
                "label": code(number).label,
                "picked": number in held,
                "units": held.get(number, (1, ()))[0],
                "modifiers": list(held.get(number, (1, ()))[1]),
            }
            for number in offered
        ],
    }


def _codes_in_the_note(asked: Question) -> set[str]:
    """List the codes that the note itself names, whether they are to be billed or not."""
    if asked.note is None:
        return set()
    visit = asked.note.visit
    evaluation = visit.evaluation.code if visit.evaluation is not None else None
    return {number for number in (evaluation, *(one.code for one in visit.services)) if number}


def _modifiers(line: object) -> tuple[str, ...]:
    return tuple(line[2]) if isinstance(line, tuple) and len(line) == 3 else ()


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
        skill: one of the eight skills, or None for mixed practice.
        count: how many right answers make the set; by default six, or as many as were chosen.
        folder: where progress is kept; by default the learner's course folder, and nowhere outside one.
        cases: in place of a skill, the cases of the lesson in their order: a case file that lies beside it, or ids of cases.

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
        **options: Any,
    ) -> None:
        if skill is not None and skill not in SKILLS:
            raise unknown("skill", skill, SKILLS)
        chosen = chosen_exercises(cases) if cases else ()
        super().__init__(**options)
        self.skill = skill
        self.count = len(chosen) if count is None and chosen else 6 if count is None else count
        self.lesson = _name_of(cases, chosen) if chosen else skill or MIXED
        if folder is None and COURSE_STATE.is_dir():
            folder = "."
        self.progress = Progress(folder)
        self._turn = 0
        self._own = OWN_CASES if folder is not None and OWN_CASES.is_dir() else None
        start = sum(ord(letter) * place for place, letter in enumerate(self.lesson, start=1))
        self._course = Course(self.progress, self._own, start=start)
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
        in_doubt = len(self._course.suspects(self.skill)) > 1
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
        elif len(taken.suspects) == 1 and (behind := taken.suspects[0]).feedback not in said:
            if taken.outcome.state is not State.RIGHT:
                said = f"{said} {behind.feedback}"
            elif in_doubt:
                said = f"{said} And now it is clear: the mistake before came about when {behind.holds}. {behind.feedback}"
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
        self.set_trait(
            "task",
            {
                "id": exercise.id,
                "skill": SKILL_WORDS[asked.skill],
                "text": asked.text,
                "do": _to_do(exercise),
                "record": [*map(list, asked.record), *_claim_as_sent(asked)],
                "seed": "" if exercise.seed is None else str(exercise.seed),
                "form": answer_form(asked),
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
