"""The reply that fits a learner's try: by the tries before it, here and at other exercises."""

from __future__ import annotations

from cptedu.learn.exercises import Exercise, Outcome, State
from cptedu.learn.misconceptions import Misconception
from cptedu.learn.progress import Progress
from cptedu.learn.questions import Answer
from cptedu.learn.replies import is_plain, joy_over

__all__ = ["replied_in_turn", "was_wrong"]

_Some = tuple[Misconception, ...]


def replied_in_turn(
    progress: Progress,
    asked: Exercise,
    answer: Answer,
    outcome: Outcome,
    suspects: tuple[_Some, _Some],
    *,
    solution: bool,
) -> Outcome:
    """Give an outcome the words for this try.

    Args:
        progress: the learner's progress, this answer not yet in it.
        asked: the exercise.
        answer: the answer.
        outcome: what a check makes of it.
        suspects: the misconceptions that explain the learner's answers best: without this answer, and with it.
        solution: True when the exercise's solution has been shown.

    Returns:
        The outcome with its reply.
    """
    suspected, after = suspects
    before = _wrong_before(progress, asked.id)
    if outcome.state is not State.RIGHT:
        # The same idea behind two exercises: whoever goes on after each mistake shall hear of it too.
        if len(after) == 1 and after == suspected and after == outcome.misconceptions and is_plain(after[0]):
            before = max(before, 1)
        return asked.reply_again(answer, outcome, before=before, after_solution=solution)
    if solution:
        return outcome
    settled = after[0] if len(suspected) > 1 and len(after) == 1 else None
    joy = joy_over(asked.id, before, _went_before(progress, asked.id)) if settled is None else ""
    return asked.reply_again(answer, outcome, joy=joy, settled=settled)


def was_wrong(progress: Progress, name: str) -> bool:
    """Say whether an exercise was answered wrong when it was last met: what follows is no first try."""
    tries = [one for one in progress.events("answered") if one.get("exercise") == name]
    return bool(tries) and tries[-1].get("state") != State.RIGHT


def _wrong_before(progress: Progress, name: str) -> int:
    """Count the wrong answers that were given to an exercise since anything else was answered."""
    wrong = 0
    for event in reversed(progress.events("answered")):
        if event.get("exercise") != name or event.get("state") == State.RIGHT:
            break
        wrong += 1
    return wrong


def _went_before(progress: Progress, name: str) -> list[bool]:
    """Say of the exercises answered before this one whether each was right at once, without its solution."""
    went: dict[str, bool] = {}
    for event in progress.events("answered"):
        is_right = event.get("state") == State.RIGHT and not event.get("solution")
        went.setdefault(str(event.get("exercise")), is_right)
    return [right for other, right in went.items() if other != name]
