"""Exercises to answer on the page: check, hints, solution, another one, and what to practise next."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from cptedu.codes import code, codes
from cptedu.errors import CpteduError, unknown
from cptedu.learn.cases import load_folder
from cptedu.learn.exercises import Exercise, Outcome, State, written_exercises
from cptedu.learn.practice import Practice as Course
from cptedu.learn.progress import Progress
from cptedu.learn.questions import MISSING, SKILLS, Question
from cptedu.widgets import script, stylesheet

__all__ = ["Practice", "answer_form"]

COURSE_STATE = Path(".cptedu")
OWN_CASES = Path("my_cases")
MODIFIERS = ("25", "59", "XS", "AT", "GA", "GZ", "GP", "GX", "GY")
USUAL_CODES = (
    *("98940", "98941", "98942", "98943"),
    *("97110", "97112", "97116", "97124", "97140", "97150", "97530", "97535"),
)
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
        offered = tuple(sorted({*USUAL_CODES, *named}))
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


def _faults_of(own: Path | None) -> str:
    """Say which of an instructor's own cases cannot be used, and where; the others are practised all the same."""
    if own is None:
        return ""
    faults = [str(one) for one in load_folder(own).errors]
    return "\n".join(["A case of your own cannot be used as it is:", *faults]) if faults else ""


class Practice(anywidget.AnyWidget):
    """Exercises of one skill, or of all of them, one after another.

    Args:
        skill: one of the eight skills, or None for mixed practice.
        count: how many right answers make the set.
        folder: where progress is kept; by default the learner's course folder, and nowhere outside one.

    Raises:
        CpteduError: for a skill that does not exist.

    >>> practice = Practice("cmt_level")
    >>> practice.reply["state"]
    'not answered yet'
    """

    _esm = script(Path(__file__).with_suffix(".js"))
    _css = stylesheet(Path(__file__).with_suffix(".css"))

    task = traitlets.Dict(read_only=True).tag(sync=True)
    reply = traitlets.Dict(read_only=True).tag(sync=True)
    standing = traitlets.Dict(read_only=True).tag(sync=True)

    def __init__(
        self, skill: str | None = None, count: int = 6, folder: str | Path | None = None, **options: Any
    ) -> None:
        if skill is not None and skill not in SKILLS:
            raise unknown("skill", skill, SKILLS)
        super().__init__(**options)
        self.skill, self.count = skill, count
        self.lesson = skill or MIXED
        if folder is None and COURSE_STATE.is_dir():
            folder = "."
        self.progress = Progress(folder)
        self._outcome: Outcome | None = None
        self._shown, self._solved, self._turn = 0, False, 0
        self._left: list[str] = []
        self._own = OWN_CASES if folder is not None and OWN_CASES.is_dir() else None
        start = sum(ord(letter) * place for place, letter in enumerate(self.lesson, start=1))
        self._course = Course(self.progress, self._own, start=start)
        self._faults = _faults_of(self._own)
        self.on_msg(self._asked)
        self.next()

    # ---- what the page may ask for ------------------------------------------------------------------------------

    def _asked(self, _widget: Any, content: Any, _buffers: Any) -> None:
        wanted = content if isinstance(content, Mapping) else {}
        do = {
            "check": lambda: self.check(wanted.get("answer")),
            "hint": self.hint,
            "solution": self.solve,
            "another": self.another,
            "next": self.next,
            "start over": self.start_over,
        }.get(str(wanted.get("do", "")))
        if do is not None:
            do()

    def check(self, given: object) -> None:
        """Judge an answer and keep it; a form left empty is not an answer.

        Args:
            given: the answer in the plain form of the page.
        """
        in_doubt = len(self._course.suspects(self.skill)) > 1
        try:
            taken = self._course.take(self.exercise, given, hints=self._shown, lesson=self.lesson)
        except CpteduError as problem:
            self._answer(problem=str(problem))
            return
        self._outcome = taken.outcome
        said = taken.outcome.feedback
        if taken.outcome.state is State.NOT_ANSWERED:
            said = f"{said} Give an answer first, then check it."
        elif len(taken.suspects) == 1 and (behind := taken.suspects[0]).feedback not in said:
            if taken.outcome.state is not State.RIGHT:
                said = f"{said} {behind.feedback}"
            elif in_doubt:
                said = f"{said} And now it is clear: the mistake before came about when {behind.holds}. {behind.feedback}"
        self._answer(state=str(taken.outcome.state), feedback=said)

    def hint(self) -> None:
        """Show one hint more."""
        self._shown = min(self._shown + 1, len(self.exercise.hints))
        self._answer()

    def solve(self) -> None:
        """Show the solution with its steps and sources."""
        self._shown = len(self.exercise.hints)
        self._solved = True
        self._answer()

    def another(self) -> None:
        """Draw a fresh exercise of the same kind."""
        self._show(self.exercise.fresh())

    def next(self) -> None:
        """Go on: to a case that tells misconceptions apart when there is a doubt, else to what is due."""
        self._show(self._next())

    def start_over(self) -> None:
        """Begin the set again; what was answered stays in the progress file."""
        self.progress.start_over(self.lesson)
        self._show(self._next())

    # ---- inside -------------------------------------------------------------------------------------------------

    def _next(self) -> Exercise:
        if len(self._course.suspects(self.skill)) > 1:
            return self._drawn()  # which of them it is comes before everything else
        if self._outcome is not None and self._outcome.misconceptions:
            return self.exercise.next_after(self._outcome)
        # Written cases and drawn ones by turns; what was shown and left is not shown again at once.
        written = (
            self._course.most_telling(self._unanswered(), self.skill) if len(self._left) % 2 == 0 else None
        )
        return written or self._drawn()

    def _drawn(self) -> Exercise:
        drawn = self._course.next_exercise(self.skill)
        return drawn if drawn.id not in self._left else drawn.fresh()

    def _unanswered(self) -> list[Exercise]:
        """List the written exercises that are not solved yet."""
        answered = self.progress.events("answered")
        gone = {str(event["exercise"]) for event in answered if event.get("state") == State.RIGHT}
        gone.update(self._left)
        return [one for one in written_exercises(self._own, self.skill, strict=False) if one.id not in gone]

    def _show(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self._left.append(exercise.id)
        self._outcome, self._shown, self._solved = None, 0, False
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

    def _answer(self, state: str = "", feedback: str = "", problem: str = "") -> None:
        held = self._outcome
        solution: dict[str, Any] = {}
        if self._solved:
            found = self.exercise.solution
            solution = {
                "answer": found.answer,
                "steps": [
                    {"says": step.says, "sources": [str(one) for one in step.citations]}
                    for step in found.steps
                ],
            }
        self._turn += 1  # so that the page sees each answer, also the same one twice
        self.set_trait(
            "reply",
            {
                "for": self.exercise.id,
                "turn": self._turn,
                "state": state or (str(held.state) if held is not None else str(State.NOT_ANSWERED)),
                "feedback": feedback or (held.feedback if held is not None and not problem else ""),
                "problem": problem,
                "hints": list(self.exercise.hints[: self._shown]),
                "more_hints": self._shown < len(self.exercise.hints),
                "solution": solution,
            },
        )
        answered = self.progress.in_lesson(self.lesson)
        right = {event["exercise"] for event in answered if event.get("state") == State.RIGHT}
        trouble = "\n".join(filter(None, (self.progress.message, self._faults)))
        self.set_trait(
            "standing",
            {"right": len(right), "count": self.count, "answers": len(answered), "trouble": trouble},
        )

    def as_text(self) -> str:
        """Say in words what is asked."""
        rows = [f"  {label}: {text}" for label, text in self.exercise.question.record]
        return "\n".join([f"Exercise: {self.exercise.text}", *rows])

    def __repr__(self) -> str:
        return f"Practice({self.skill!r})"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Give the exercise, and its text for front ends that show no widgets."""
        bundle = super()._repr_mimebundle_(**kwargs)
        for part in bundle if isinstance(bundle, tuple) else (bundle,):
            if part and "text/plain" in part:
                part["text/plain"] = self.as_text()
        return bundle
