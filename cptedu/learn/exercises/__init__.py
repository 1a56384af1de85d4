"""Exercises: a question with its check, its hints and its solution. No page is drawn here."""

from cptedu.learn.exercises.exercise import (
    CaseNotHeldError,
    Exercise,
    chosen_exercises,
    drawn_exercise,
    exercise,
    written_exercises,
)
from cptedu.learn.exercises.outcome import Outcome, State, narrowed
from cptedu.learn.exercises.solution import Solution, SolutionStep

__all__ = [
    "CaseNotHeldError",
    "Exercise",
    "Outcome",
    "Solution",
    "SolutionStep",
    "State",
    "chosen_exercises",
    "drawn_exercise",
    "exercise",
    "narrowed",
    "written_exercises",
]
