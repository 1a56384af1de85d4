"""A question with its answer: what a case is, of which kinds and topics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cptedu.learn.cases.asked import Asked
from cptedu.learn.skills import SKILLS
from cptedu.model import Visit

__all__ = ["KINDS", "QUESTION", "TOPICS", "Case"]

KINDS = ("visit", "units", "price", "arithmetic", "fact")
TOPICS = SKILLS
QUESTION = "question"
"""The key of ``formerly`` that is no choice."""


@dataclass(frozen=True)
class Case:
    """A question with its answer, and where the answer comes from.

    Attributes:
        id: a short name that no other case has.
        title: the case in one sentence.
        kind: ``visit``, ``units``, ``price``, ``arithmetic`` or ``fact``.
        topic: one of ``TOPICS``.
        question: what the learner is asked.
        explanation: why the answer is what it is.
        difficulty: 1 (one step) to 3 (several rules at once).
        origin: ``published`` when others asked it first, else ``constructed``.
        sources: ids of ``data/sources.toml``.
        disputed: True when sources disagree; the answer is then the better supported reading.
        why_published_differs: what the published answer says otherwise, and why.
        published_id: the published question's number in our collection.
            assumed: what the published question left open and was filled in, such as date and payer.
        visit: the visit, of a ``visit`` case.
        proposed: a claim put forward for that visit, as code, units and modifiers; the learner judges it.
        yes_or_no: True when the learner is asked whether the proposed claim stands, and not what is wrong with it.
        given: what is given, of a case that has no visit.
        expected: the answer; of a ``visit`` case the claim, of a ``fact`` nothing.
        choices: the answers offered, of a ``fact``; of a ``visit`` the claims that a room may predict.
        answer: which of them is right, counted from 0, of a ``fact``.
        why_not: for each wrong choice of a ``fact``, one sentence that says why it is none.
        ask_back: for each wrong choice of a ``fact``, the question that comes back for it first; without one, a question that
            fits any choice comes back.
        formerly: of a ``fact`` whose words were mended, what its ``question`` or a choice said before, the first wording first:
            what learners kept under those words is understood by it.
        notes: what an instructor wants to remember who puts the case before a room.
        asked: what that room may throw in, each with an answer in one breath.
        what_if: what may be changed about its visit before a room, as in a case file of a deck.
        file: the file it stands in.
        line: the line on which it begins.
    """

    id: str
    title: str
    kind: str
    topic: str
    question: str
    explanation: str
    difficulty: int = 1
    origin: str = "constructed"
    sources: tuple[str, ...] = ()
    disputed: bool = False
    why_published_differs: str = ""
    published_id: str = ""
    assumed: str = ""
    visit: Visit | None = None
    proposed: tuple[tuple[str, int, tuple[str, ...]], ...] = ()
    yes_or_no: bool = False
    given: Mapping[str, Any] = field(default_factory=dict, hash=False)
    expected: Mapping[str, Any] = field(default_factory=dict, hash=False)
    choices: tuple[str, ...] = ()
    answer: int | None = None
    why_not: Mapping[str, str] = field(default_factory=dict, hash=False)
    ask_back: Mapping[str, str] = field(default_factory=dict, hash=False)
    formerly: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    notes: str = ""
    asked: tuple[Asked, ...] = ()
    what_if: Mapping[str, Any] = field(default_factory=dict, hash=False)
    file: str = ""
    line: int = 0

    def now_called(self, words: str) -> str:
        """Give a choice in the words that it has today, where those of before are given; else what was given."""
        return next((now for now, before in self.formerly.items() if words in before), words)

    def first_called(self, words: str) -> str:
        """Give the first wording of a choice; what was given, where it is the first."""
        return self.formerly.get(words, (words,))[0]

    @property
    def first_asked(self) -> str:
        """Give the question in its first wording."""
        return self.formerly.get(QUESTION, (self.question,))[0]
