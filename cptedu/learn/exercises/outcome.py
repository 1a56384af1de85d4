"""What comes back for an answer: a state, and words that teach."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from cptedu.learn.cases import Case
from cptedu.learn.misconceptions import Misconception, explaining
from cptedu.learn.questions import Answer, Question
from cptedu.learn.replies import Reply, right_reply, wrong_reply

__all__ = ["NOT_ANSWERED", "Outcome", "State", "narrowed", "outcome_of", "replied"]

_CENTS_OFF = Decimal("0.05")


class State(StrEnum):
    """Where an exercise stands."""

    NOT_ANSWERED = "not answered yet"
    RIGHT = "right"
    CLOSE = "close"
    WRONG = "wrong"


@dataclass(frozen=True)
class Outcome:
    """What comes back for an answer.

    Attributes:
        state: where the exercise stands.
        feedback: what to tell the learner.
        misconceptions: wrong rules that give just this answer; several when the answer does not tell them apart.
        parts: the feedback in parts, each with its role: ``opening``, ``asks``, ``idea``, ``step``, ``rule``, ``joy``.
    """

    state: State
    feedback: str
    misconceptions: tuple[Misconception, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()


NOT_ANSWERED = Outcome(State.NOT_ANSWERED, "Not answered yet.")


def outcome_of(question: Question, answer: Answer, written: Case | None = None) -> Outcome:
    """Judge an answer, find the misconception behind a wrong one, and reply as to a first try.

    Args:
        question: the question.
        answer: the answer, as ``read_answer`` gives it.
        written: the case from which the question was made, if it was.

    Returns:
        The outcome. An answer that a misconception reproduces is wrong even where it comes close.
    """
    if question.is_right(answer):
        return replied(Outcome(State.RIGHT, ""), right_reply(question, answer, written))
    behind = explaining(question, answer)
    close = not behind and any(_comes_close(question, answer, right) for right in question.right)
    reply = wrong_reply(question, answer, behind, close=close, written=written)
    return replied(Outcome(State.CLOSE if close else State.WRONG, "", behind), reply)


def replied(outcome: Outcome, reply: Reply) -> Outcome:
    """Put a reply in the place of an outcome's own."""
    return replace(outcome, feedback=reply.text, parts=reply.parts)


def narrowed(outcome: Outcome, suspects: tuple[Misconception, ...]) -> Outcome:
    """Leave out of an outcome what earlier answers have ruled out.

    Args:
        outcome: what this answer by itself tells.
        suspects: the misconceptions that this answer and the earlier ones leave.

    Returns:
        The outcome with those alone that both leave; as it was where that rules nothing out, or everything.
    """
    left = tuple(one for one in outcome.misconceptions if one in suspects)
    return replace(outcome, misconceptions=left) if left else outcome


# ---- close ----------------------------------------------------------------------------------------------------------


def _comes_close(question: Question, given: Answer, right: Answer) -> bool:
    if isinstance(given, Decimal) and isinstance(right, Decimal):
        return question.bill is not None and abs(given - right) <= _CENTS_OFF
    if isinstance(given, int) and isinstance(right, int):
        return abs(given - right) == 1
    if not isinstance(given, tuple) or not isinstance(right, tuple) or question.is_one_of_them:
        return False
    if question.kind == "order":
        swapped = [n for n, pair in enumerate(zip(given, right, strict=True)) if pair[0] != pair[1]]
        return len(swapped) == 2 and swapped[1] - swapped[0] == 1
    if question.kind in {"regions", "judge"}:
        return bool(set(given) & set(right)) and len(set(given) ^ set(right)) == 1
    if question.kind == "numbers":
        return len(right) > 1 and len(question.wrong_numbers(given)) == 1
    return _claims_differ_in(given, right) == 1 and len(right) > 1


def _claims_differ_in(given: tuple[object, ...], right: tuple[object, ...]) -> int:
    codes = {line[0] for line in {*given} ^ {*right} if isinstance(line, tuple)}
    return len(codes)
