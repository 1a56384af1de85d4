"""One draw: which question is wanted, and the numbers of which it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cptedu.learn.questions import Question
from cptedu.learn.stream import IntegerStream

__all__ = ["Draw"]

_BY_TABLE_SINCE = 8


@dataclass(frozen=True)
class Draw:
    """What a skill is asked for when it draws.

    Attributes:
        stream: where to draw from.
        skill: the skill to which the question belongs.
        kind: the kind of question.
        difficulty: 1 to 3.
        generation: the generation of exercises: misconceptions that came later are not known to it, nor rows of the tables of
            drawn services that came later.
    """

    stream: IntegerStream
    skill: str
    kind: str
    difficulty: int
    generation: int

    @property
    def by_table(self) -> bool:
        """Say whether what goes together is read from a table; before, it was put together freely."""
        return self.generation >= _BY_TABLE_SINCE

    def question(self, text: str, **facts: Any) -> Question:
        """Make the question, without its name and its answer.

        Args:
            text: what is asked.
            facts: what else a question has, such as its note.

        Returns:
            The question.
        """
        return Question("", self.skill, self.kind, self.difficulty, text, generation=self.generation, **facts)
