"""What comes back for an answer: a state, and words that teach."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cptedu.learn.misconceptions import Misconception, explaining
from cptedu.learn.questions import MISSING, Answer, Line, Question, answer_in_words

__all__ = ["NOT_ANSWERED", "Outcome", "State", "narrowed", "outcome_of"]

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
    """

    state: State
    feedback: str
    misconceptions: tuple[Misconception, ...] = ()


NOT_ANSWERED = Outcome(State.NOT_ANSWERED, "Not answered yet.")


def outcome_of(question: Question, answer: Answer) -> Outcome:
    """Judge an answer, and find the misconception behind a wrong one.

    Args:
        question: the question.
        answer: the answer, as ``read_answer`` gives it.

    Returns:
        The outcome. An answer that a misconception reproduces is wrong even where it comes close.
    """
    if question.is_right(answer):
        return Outcome(State.RIGHT, _praise(question, answer))
    behind = explaining(question, answer)
    if behind:
        return Outcome(State.WRONG, _named(question, answer, behind), behind)
    if any(_comes_close(question, answer, right) for right in question.right):
        return Outcome(State.CLOSE, f"Close. {_what_is_off(question, answer)}")
    return Outcome(State.WRONG, f"Not yet. {_what_is_off(question, answer)}")


def narrowed(
    outcome: Outcome, question: Question, answer: Answer, suspects: tuple[Misconception, ...]
) -> Outcome:
    """Leave out of an outcome what earlier answers have ruled out.

    Args:
        outcome: what this answer by itself tells.
        question: the question.
        answer: the answer.
        suspects: the misconceptions that this answer and the earlier ones leave.

    Returns:
        The outcome with those alone that both leave; as it was where that rules nothing out, or everything.
    """
    left = tuple(one for one in outcome.misconceptions if one in suspects)
    if not left or left == outcome.misconceptions:
        return outcome
    return Outcome(outcome.state, _named(question, answer, left), left)


def _praise(question: Question, answer: Answer) -> str:
    others = [answer_in_words(question, one) for one in question.right if one != answer]
    if not others:
        return "Right."
    ways = "; ".join(others)
    return (
        f"Right. Leftover minutes tie here, so the clinician may choose, and this is right as well: {ways}."
    )


def _named(question: Question, answer: Answer, behind: tuple[Misconception, ...]) -> str:
    given = answer_in_words(question, answer)
    if len(behind) == 1:
        return f"Not yet. This answer ({given}) comes out when {behind[0].holds}. {behind[0].feedback}"
    causes = ", or when ".join(one.holds for one in behind)
    advice = " ".join(one.feedback for one in behind) if len(behind) == 2 else ""
    more = "The next case will tell which it was."
    return " ".join(filter(None, (f"Not yet. This answer ({given}) comes out when {causes}.", advice, more)))


# ---- close, and what is off -------------------------------------------------------------------------------------


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
        return len(right) > 1 and len(set(given) ^ set(right)) == 2
    return _claims_differ_in(given, right) == 1 and len(right) > 1


def _claims_differ_in(given: tuple[object, ...], right: tuple[object, ...]) -> int:
    codes = {line[0] for line in {*given} ^ {*right} if isinstance(line, tuple)}
    return len(codes)


def _what_is_off(question: Question, answer: Answer) -> str:
    """Say where to look, without giving the answer."""
    right = question.right[0]
    if isinstance(answer, Decimal) and isinstance(right, Decimal):
        if question.bill is not None and abs(answer - right) <= _CENTS_OFF:
            return "A cent or so is off: round each unit to the cent, half up, and then add."
        return "The number is too high." if answer > right else "The number is too low."
    if isinstance(answer, int) and isinstance(right, int):
        return "Fewer minutes would do." if answer > right else "These minutes are not enough."
    if question.kind == "order" and isinstance(answer, tuple) and isinstance(right, tuple):
        good = next((n for n, pair in enumerate(zip(answer, right, strict=True)) if pair[0] != pair[1]), 0)
        return (
            "Look at what comes first."
            if not good
            else f"The first {good} stand where they belong."
            if (good > 1)
            else "What comes first is right."
        )
    if isinstance(answer, tuple) and isinstance(right, tuple):
        if question.kind == "judge":
            return _judged_off(answer, right)
        if question.kind == "regions" or question.is_one_of_them:
            return _chosen_off(question, answer, right)
        if question.kind == "numbers":
            wrong = [str(one[0]) for one in answer if one not in right and isinstance(one, tuple)]
            return f"Look again at: {', '.join(wrong)}."
        return _claim_off(answer, right)
    return "Look again at the note."


def _judged_off(answer: tuple[object, ...], right: tuple[object, ...]) -> str:
    accused = [str(one) for one in answer if one not in right and one != MISSING]
    if accused:
        return f"The note does support {', '.join(accused)} as it stands."
    if MISSING in answer and MISSING not in right:
        return "No line is missing."
    return "Something else does not fit the note."


def _chosen_off(question: Question, answer: tuple[object, ...], right: tuple[object, ...]) -> str:
    if question.kind == "sentence":
        return "Strike that sentence out: would the rules then ask for it? Look further."
    if question.kind == "missing":
        return "Look for it sentence by sentence: what is said somewhere is not missing."
    if question.is_one_of_them:
        return "Think it over, or take a hint."
    extra = [str(one).replace("_", " ") for one in answer if one not in right]
    if extra:
        return f"This does not belong to it: {', '.join(extra)}."
    return "Something is still missing."


def _claim_off(answer: tuple[object, ...], right: tuple[object, ...]) -> str:
    given, wanted = _by_code(answer), _by_code(right)
    extra = [number for number in given if number not in wanted]
    if extra:
        return f"The note does not support {', '.join(extra)} here."
    if len(given) < len(wanted):
        return "A line is missing."
    said = []
    for number, (units, modifiers) in given.items():
        if units != wanted[number][0]:
            said.append(f"Look at the units of {number} again.")
        elif modifiers != wanted[number][1]:
            said.append(f"Look at the modifiers of {number} again.")
    return " ".join(said) or "Look again at the note."


def _by_code(lines: tuple[object, ...]) -> dict[str, tuple[int, tuple[str, ...]]]:
    read: list[Line] = [line for line in lines if isinstance(line, tuple) and len(line) == 3]
    return {number: (units, modifiers) for number, units, modifiers in read}
