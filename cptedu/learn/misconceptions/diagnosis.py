"""From wrong answers to the misconception behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from cptedu.learn.misconceptions.registry import Misconception, misconceptions
from cptedu.learn.questions import Answer, Question

__all__ = ["Evidence", "explaining", "most_likely"]

Evidence: TypeAlias = tuple[Question, Answer]


def explaining(question: Question, answer: Answer, skill: str | None = None) -> tuple[Misconception, ...]:
    """Run a wrong answer against every misconception that its question knows, and give those that reproduce it.

    Args:
        question: the question.
        answer: what was answered.
        skill: only misconceptions of one skill; all by default.

    Returns:
        The misconceptions whose holder gives just this answer; none when the answer is right.
    """
    if question.is_right(answer):
        return ()
    known = misconceptions(skill, question.generation)
    return tuple(one for one in known if one.answer(question) == answer)


def most_likely(evidence: Iterable[Evidence]) -> tuple[Misconception, ...]:
    """Weigh several answers of one learner, and give the misconceptions that explain them best.

    One that reproduces an answer gains two points; it loses two where the learner erred in another way, and one where
    the learner was right in spite of it. The latest wrong answer must be among those that it reproduces, so that a slip or
    a lesson learnt does not stick.

    Args:
        evidence: questions with the learner's answers, oldest first.

    Returns:
        The best explanation; several when the answers do not tell them apart yet, none when nothing explains them or
        right answers outweigh it.
    """
    given: Sequence[Evidence] = tuple(evidence)
    wrong = [(question, answer) for question, answer in given if not question.is_right(answer)]
    if not wrong:
        return ()
    points = {one: _points(one, given) for one in explaining(*wrong[-1])}
    best = max(points.values(), default=0)
    return tuple(one for one, gained in points.items() if gained == best) if best > 0 else ()


def _points(one: Misconception, given: Sequence[Evidence]) -> int:
    gained = 0
    for question, answer in given:
        if one.applies(question):
            is_right = question.is_right(answer)
            gained += 2 if one.answer(question) == answer else -1 if is_right else -2
    return gained
