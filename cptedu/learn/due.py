"""What spaced repetition keeps of a learner, one thing after another: what is due first, and which question asks for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cptedu.learn.exercises import Exercise
from cptedu.learn.misconceptions import Misconception, misconception, misconceptions
from cptedu.learn.repetition import MISCONCEPTION, SKILL, WRONG

__all__ = ["Item", "asks_for", "due_first", "right_once", "skill_of", "told_apart", "unmet_of"]


@dataclass(frozen=True)
class Item:
    """Something that is practised: a skill, or a misconception that is to be kept away from.

    Attributes:
        kind: ``skill`` or ``misconception``.
        name: its name.
        due: when it should come up again.
        times: how often it came up.
        last: how it went the last time: ``right``, ``right with hints``, ``wrong`` or ``after the solution``.
        stability: days until it is remembered nine times in ten; None before the first day is over.
    """

    kind: str
    name: str
    due: datetime
    times: int
    last: str
    stability: float | None


def skill_of(item: Item) -> str:
    """Name the skill that is practised, or of which the idea is one."""
    return item.name if item.kind == SKILL else misconception(item.name).skill


def due_first(held: Iterable[Item], moment: datetime) -> Item | None:
    """Choose what is due before everything else: ideas before skills, and those that led astray the last time first."""
    due = [item for item in held if item.due <= moment]
    return min(
        due, key=lambda item: (item.kind == SKILL, item.last != WRONG, item.due, item.name), default=None
    )


def asks_for(asked: Exercise, item: Item) -> bool:
    """Say whether an exercise asks the skill, or whether who holds the idea answers it wrong."""
    if item.kind == SKILL:
        return asked.question.skill == item.name
    return misconception(item.name).applies(asked.question)


def told_apart(asked: Exercise, some: Iterable[Misconception]) -> int:
    """Count the different wrong answers that holders of some misconceptions give."""
    return len({one.answer(asked.question) for one in some if one.applies(asked.question)})


def right_once(held: Iterable[Item]) -> list[Misconception]:
    """List the misconceptions that a learner kept away from the one time that they could have come out."""
    met = [item for item in held if item.kind == MISCONCEPTION and item.times == 1 and item.last != WRONG]
    return [misconception(item.name) for item in met]


def unmet_of(held: Iterable[Item], skills: Iterable[str]) -> list[Misconception]:
    """List the misconceptions of the first skill that has some which have not come up yet."""
    met = {item.name for item in held if item.kind == MISCONCEPTION}
    for skill in skills:
        unmet = [one for one in misconceptions(skill) if one.name not in met]
        if unmet:
            return unmet
    return []
