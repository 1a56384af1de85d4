"""What the marks of a line stand for, as far as a reply has not told it: a line that has several is not told by one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from cptedu.facts.modifiers import modifiers
from cptedu.learn.questions import Answer, Question
from cptedu.learn.replies.case_told import joined, lines_in

__all__ = ["marks_told"]

_ASKS_FOR_MARKS = ("modifiers", "fix")
_SEVERAL = 2


def marks_told(question: Question, said: str, given: Answer | None = None, *, briefly: bool = False) -> str:
    """Say what those marks stand for that a reply has not named.

    Args:
        question: the question; where it does not ask for modifiers, nothing is said.
        said: the reply so far.
        given: a wrong answer, of which the marks that nothing asks for are told too.
        briefly: True to say of each mark once what it stands for, and not on which lines it is.

    Returns:
        A sentence for the lines that have several marks, and one for what is astray; empty where all is said.
    """
    if question.kind not in _ASKS_FOR_MARKS:
        return ""
    mine = lines_in(given)
    right = min(map(lines_in, question.right), key=lambda one: len({*one.values()} ^ {*mine.values()}))
    unsaid = _by_marks({n: line[2] for n, line in right.items() if len(line[2]) >= _SEVERAL}, said)
    if briefly:
        told = [
            f"{one}: {modifiers()[one].label}." for one in sorted({one for many in unsaid for one in many})
        ]
    else:
        told = [
            f"{joined(marks)} on {joined(numbers)}: {'; '.join(modifiers()[mark].label for mark in marks)}."
            for marks, numbers in unsaid.items()
        ]
    over = {
        n: tuple(mark for mark in line[2] if mark not in right[n][2])
        for n, line in mine.items()
        if n in right
    }
    told += [
        f"Nothing here asks for {' or '.join(f'{mark} ({modifiers()[mark].label})' for mark in marks)} on {joined(numbers)}."
        for marks, numbers in _by_marks(over, said).items()
    ]
    return " ".join(told)


def _by_marks(lines: Mapping[str, Iterable[str]], said: str) -> dict[tuple[str, ...], list[str]]:
    """Gather the codes by what of their marks was not named; a code without any is left out."""
    found: dict[tuple[str, ...], list[str]] = {}
    for number, marks in sorted(lines.items()):
        unsaid = tuple(one for one in sorted(marks) if not re.search(rf"\b{one}\b", said))
        if unsaid:
            found.setdefault(unsaid, []).append(number)
    return found
