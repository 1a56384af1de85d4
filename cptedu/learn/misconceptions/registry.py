"""What a misconception is, and the list of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TypeVar

from cptedu.errors import CpteduError, unknown
from cptedu.facts.sources import Citation, cite
from cptedu.learn.questions import SKILLS, Answer, Question
from cptedu.learn.second_opinion import Steps, answers_by, with_step

__all__ = ["Misconception", "misconception", "misconceptions", "wrong_rule"]

_GROUPS = (
    "adjustments",
    "timed_units",
    "exercise_codes",
    "same_day",
    "examinations",
    "medicare",
    "payers",
    "payment",
)
_BEYOND = (CpteduError, ArithmeticError, LookupError, StopIteration)
_found: dict[str, Misconception] = {}
_Step = TypeVar("_Step", bound=Callable[..., object])


@dataclass(frozen=True)
class Misconception:
    """A wrong rule that can be carried out: what someone who holds it answers.

    Attributes:
        name: the name of the function that carries it out.
        skill: the skill to which it belongs.
        title: what is done wrongly, in a few words.
        holds: the belief, to follow upon "This is what comes out when ...".
        feedback: what to tell its holder.
        source: id of the source that settles it.
        steps: the way from note to claim with the wrong rule in it.
    """

    name: str
    skill: str
    title: str
    holds: str
    feedback: str
    source: str
    steps: Steps

    @property
    def citation(self) -> Citation:
        """Give the source that settles it."""
        return cite(self.source)

    def answer(self, question: Question) -> Answer | None:
        """Answer a question as a holder would; where the wrong rule has no say, that is the right answer.

        Args:
            question: the question.

        Returns:
            The answer; None for a question that no rule answers, one beyond what the wrong rules know, or one whose form
            has no room for the answer, such as another code than those offered.
        """
        if question.kind in {"choice", "numbers"} or not _is_known(question):
            return None
        try:
            given = answers_by(question, self.steps)
        except _BEYOND:
            return None  # a written case may lead a wrong rule to where it knows no way
        answer = next((one for one in given if question.is_right(one)), given[0])
        return answer if _can_be_given(question, answer) else None

    def applies(self, question: Question) -> bool:
        """Say whether a question brings it to light: a holder's answer is not right."""
        given = self.answer(question)
        return given is not None and not question.is_right(given)


def _can_be_given(question: Question, answer: Answer) -> bool:
    """Say whether a learner could give an answer in the form of the question."""
    if question.kind not in {"modifiers", "codes"} or not isinstance(answer, tuple):
        return True
    return all(line[0] in question.options for line in answer)


def _is_known(question: Question) -> bool:
    """Say whether the second way can answer a question; a drawn one it can, a written one it may not."""
    return question.seed is not None or _is_known_case(question)


@cache
def _is_known_case(question: Question) -> bool:
    try:
        return set(answers_by(question)) == set(question.right)
    except _BEYOND:
        return False


def wrong_rule(
    *, step: str, skill: str, title: str, holds: str, feedback: str, source: str
) -> Callable[[_Step], _Step]:
    """Register a function as a misconception: it stands in for one step from note to claim.

    Args:
        step: the step, a field of ``Steps``.
        skill: the skill to which it belongs.
        title: what is done wrongly, in a few words.
        holds: the belief, to follow upon "This is what comes out when ...".
        feedback: what to tell its holder.
        source: id of the source that settles it.

    Returns:
        The decorator, which leaves the function as it is.
    """

    def register(rule: _Step) -> _Step:
        name = rule.__name__
        _found[name] = Misconception(name, skill, title, holds, feedback, source, with_step(step, rule))
        return rule

    return register


@cache
def _all() -> dict[str, Misconception]:
    for group in _GROUPS:
        import_module(f"cptedu.learn.misconceptions.{group}")
    return dict(_found)


def misconceptions(skill: str | None = None) -> tuple[Misconception, ...]:
    """List the misconceptions.

    Args:
        skill: only those of one skill, such as ``"cmt_level"``.

    Returns:
        The misconceptions, group by group.

    Raises:
        CpteduError: for a skill that does not exist.

    >>> len(misconceptions("cmt_level"))
    8
    """
    if skill is not None and skill not in SKILLS:
        raise unknown("skill", skill, SKILLS)
    return tuple(one for one in _all().values() if skill in (None, one.skill))


def misconception(name: str) -> Misconception:
    """Look a misconception up by its name.

    >>> misconception("counts_vertebrae_not_regions").skill
    'cmt_level'
    """
    if name not in _all():
        raise unknown("misconception", name, _all())
    return _all()[name]
