"""What a room throws in at a case, and what to answer in one breath."""

from __future__ import annotations

from dataclasses import dataclass

from cptedu.errors import CpteduError
from cptedu.facts.pages import Page, Where, brief
from cptedu.facts.schemas import SOME_TEXT, Schema, list_of
from cptedu.facts.sources import cite

__all__ = ["ASKED_FORM", "Asked", "read_asked"]

ASKED_FORM: Schema = list_of(list_of(SOME_TEXT, minItems=2, maxItems=3))
"""What an editor may know of it: a list of questions, each with its answer and perhaps a source."""


@dataclass(frozen=True)
class Asked:
    """A question that a room puts to a case, with its answer.

    Attributes:
        question: as somebody in the room would say it.
        answer: what to say, in one breath.
        source: the id of a source, where the answer says a rule; else empty.
    """

    question: str
    answer: str
    source: str = ""

    @property
    def whose(self) -> str:
        """Name in a few words who says so; nothing where no source is named."""
        return cite(self.source).in_short if self.source else ""

    def __str__(self) -> str:
        """Say it as the speaker's notes have it: the question in quotation marks, the answer, and whose it is.

        >>> print(Asked("My payer wants XS.", "Then XS, and never both.", "mln1783722"))
        “My payer wants XS.” Then XS, and never both. [CMS, 2025]
        """
        said = f"“{self.question}” {self.answer}"
        return f"{said} [{self.whose}]" if self.whose else said


def read_asked(page: Page, where: Where, given: object) -> tuple[Asked, ...]:
    """Read what may be asked of a case.

    Args:
        page: where the case stands; what is wrong with it is noted there.
        where: the place of the list on it.
        given: a list of questions, each with its answer and perhaps the id of a source.

    Returns:
        The questions that could be read, in their order.
    """
    read = []
    for number, one in enumerate(given if isinstance(given, (list, tuple)) else [given], start=1):
        words = list(one) if isinstance(one, (list, tuple)) else []
        if len(words) not in {2, 3} or not all(isinstance(word, str) and word.strip() for word in words):
            page.fault(
                where,
                f'asked, number {number}, needs a question and an answer: ["Why not XS?", "Because …"].',
            )
            continue
        try:
            for source in words[2:]:
                cite(source)
        except CpteduError as error:
            page.fault(where, brief(error))
        else:
            read.append(Asked(*(word.strip() for word in words)))
    return tuple(read)
