"""The votes of a room, while the talk lasts: one for each phone and question, changed until the vote is closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["NOTHING_ASKED", "Ballots", "Question"]

MOST_PHONES = 5_000  # a bound for what one script could make this computer keep; no seminar is larger


@dataclass(eq=False)
class Question:
    """What a room is asked, and what each phone has chosen.

    Attributes:
        key: what tells it from every other question of the talk; empty where nothing is asked.
        place: where in the talk it stands, in words.
        question: the question.
        choices: what may be chosen, in words.
        is_open: whether votes are still taken.
        chosen: the number of the choice, by phone.
    """

    key: str
    place: str
    question: str
    choices: tuple[str, ...]
    is_open: bool = True
    chosen: dict[str, int] = field(default_factory=dict)

    @property
    def counts(self) -> list[int]:
        """How many chose each."""
        given = list(self.chosen.values())
        return [given.count(number) for number in range(len(self.choices))]


NOTHING_ASKED = Question("", "", "", (), is_open=False)


class Ballots:
    """All questions of a talk that were asked so far.

    >>> ballots = Ballots()
    >>> ballots.show("stage", Question("one", "1 of 3", "Which code?", ("97110", "97112")), leads=True)
    >>> ballots.vote("a phone", "one", 0), ballots.vote("another", "one", 1), ballots.vote("a phone", "one", 1)
    (True, True, True)
    >>> ballots.show("stage", Question("one", "1 of 3", "Which code?", ("97110", "97112"), is_open=False), leads=True)
    >>> ballots.vote("a phone", "one", 0), ballots.named("one").counts
    (False, [0, 2])
    """

    def __init__(self) -> None:
        self.asked = NOTHING_ASKED
        self._held: dict[str, Question] = {}
        self._leader = ""

    def named(self, key: str) -> Question:
        """Give a question by its key; one that was never asked is none."""
        return self._held.get(key, NOTHING_ASKED)

    def show(self, stage: str, question: Question, *, leads: bool) -> None:
        """Ask a question, if the slides that ask are those that were moved last.

        Args:
            stage: which slides ask.
            question: what they show, and whether votes are taken; one that was asked before goes on with its votes, and one
                that was closed stays closed.
            leads: True when somebody has just moved them.
        """
        if leads or not self._leader:
            self._leader = stage
        if stage != self._leader:
            return
        self.asked = self._held.setdefault(question.key, question) if question.key else NOTHING_ASKED
        self.asked.is_open = self.asked.is_open and question.is_open

    def vote(self, phone: str, key: str, choice: int) -> bool:
        """Take the vote of a phone in the place of the one that it gave before.

        Args:
            phone: which phone.
            key: the question that stood on its page; a page may be older than the slide.
            choice: the number of what it chose.

        Returns:
            True when it is counted; False where that question is not asked now, is closed, or has no such choice.
        """
        asked = self.asked
        if key != asked.key or not asked.is_open or not 0 <= choice < len(asked.choices):
            return False
        if phone not in asked.chosen and len(asked.chosen) >= MOST_PHONES:
            return False
        asked.chosen[phone] = choice
        return True


def letters(choices: Sequence[str]) -> str:
    """Give the letters under which choices stand on a slide."""
    return "ABCDE"[: len(choices)]
