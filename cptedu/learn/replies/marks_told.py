"""What the marks of a line stand for, as far as a reply has not told it: a line that has several is not told by one of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from cptedu.facts.modifiers import modifiers
from cptedu.learn.questions import Answer, Line, Question
from cptedu.learn.replies.case_told import joined, lines_in, sentences

__all__ = ["astray_told", "marks_told"]

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
    right = _nearest(question, given)
    unsaid = _by_marks(
        {
            n: tuple(one for one in line[2] if not _names(said, one))
            for n, line in right.items()
            if len(line[2]) >= _SEVERAL
        }
    )
    if briefly:
        told = [
            f"{one}: {modifiers()[one].label}." for one in sorted({one for many in unsaid for one in many})
        ]
    else:
        told = [
            f"{joined(marks)} on {joined(numbers)}: {'; '.join(modifiers()[mark].label for mark in marks)}."
            for marks, numbers in unsaid.items()
        ]
    return " ".join(filter(None, (*told, astray_told(question, said, given))))


def astray_told(question: Question, said: str, given: Answer | None, *, briefly: bool = False) -> str:
    """Say of which marks of a wrong answer nothing asks, where no sentence of the reply speaks of the mark on that code.

    Args:
        question: the question; where it does not ask for modifiers, nothing is said.
        said: the reply so far.
        given: the answer.
        briefly: True to leave out what the marks stand for.

    Returns:
        A sentence for each group of codes that have the same marks astray; empty where all is said.
    """
    if question.kind not in _ASKS_FOR_MARKS:
        return ""
    right = _nearest(question, given)
    mine = lines_in(given)
    over = {
        n: tuple(m for m in line[2] if m not in right[n][2] and not _names_on(said, m, n, mine.keys() - {n}))
        for n, line in mine.items()
        if n in right
    }
    return " ".join(
        f"Nothing here asks for {' or '.join(mark if briefly else f'{mark} ({modifiers()[mark].label})' for mark in marks)}"
        f" on {joined(numbers)}."
        for marks, numbers in _by_marks(over).items()
    )


def _nearest(question: Question, given: Answer | None) -> dict[str, Line]:
    """Of the right answers give the lines of that from which an answer differs least."""
    mine = lines_in(given)
    return min(map(lines_in, question.right), key=lambda one: len({*one.values()} ^ {*mine.values()}))


def _names(said: str, word: str) -> bool:
    return re.search(rf"\b{word}\b", said) is not None


def _names_on(said: str, mark: str, number: str, others: Collection[str]) -> bool:
    """Say whether a sentence names a mark and a code, and no other code: there the mark may be the other's."""
    return any(
        _names(one, mark) and _names(one, number) and not any(_names(one, other) for other in others)
        for one in sentences(said)
    )


def _by_marks(lines: Mapping[str, Iterable[str]]) -> dict[tuple[str, ...], list[str]]:
    """Gather the codes by their marks; a code without any is left out."""
    found: dict[tuple[str, ...], list[str]] = {}
    for number, marks in sorted(lines.items()):
        if marks := tuple(sorted(marks)):
            found.setdefault(marks, []).append(number)
    return found
