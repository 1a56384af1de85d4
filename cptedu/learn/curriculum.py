"""What each lesson teaches, and what a question takes for granted: nothing is asked that was not taught before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cptedu.engine.coding import code_visit
from cptedu.errors import CpteduError
from cptedu.facts.codes import codes
from cptedu.facts.modifiers import modifiers
from cptedu.facts.tables import shipped_rows
from cptedu.learn.questions import Question
from cptedu.learn.skills import skill_named
from cptedu.model import ClaimLine, Unbilled, Verdict, Visit

__all__ = ["Needed", "lessons_that_teach", "mentioned", "needed_by", "set_of", "taught_up_to", "untaught"]

_NUMBER = re.compile(r"(?<![\w.])[0-9G][0-9]{4}(?![\w.])")
_LETTERS = re.compile(r"(?<![\w-])[A-Z]{2}(?!\w)")
_AFTER_A_CODE = re.compile(r"(?:(?<=[0-9]{5}-)|(?<=[Mm]odifier ))[0-9A-Z]{2}(?!\w)")


@dataclass(frozen=True, order=True)
class Needed:
    """One thing that must have been taught.

    Attributes:
        kind: ``code``, ``modifier``, ``payer``, ``rule``; or what has to be explained first: a ``kind`` of question, a ``place``
            that is no bone by its number, a ``contact`` other than one on one, a ``case`` about something that neither its
            words nor a visit show.
        name: which.
    """

    kind: str
    name: str


@cache
def lessons_that_teach() -> dict[Needed, int]:
    """Give the number of the lesson that first teaches each thing; what is not listed is taught in none.

    >>> lessons_that_teach()[Needed("modifier", "25")] > lessons_that_teach()[Needed("code", "98940")]
    True
    """
    return {Needed(row["kind"], row["name"]): int(row["lesson"]) for row in shipped_rows("taught.csv")}


def taught_up_to(lesson: int | None) -> frozenset[Needed]:
    """Give everything that a lesson and those before it teach.

    Args:
        lesson: its number; None for the course as a whole.
    """
    return frozenset(one for one, at in lessons_that_teach().items() if lesson is None or at <= lesson)


def set_of(skill: str, lesson: int | None) -> str:
    """Name a lesson's set of exercises of a skill, under which its answers are kept.

    The lesson that teaches a skill has the skill's own name; another one that practises it has a set of its own.

    >>> set_of("cmt_level", 2), set_of("cmt_level", 0)
    ('cmt_level', 'cmt_level in lesson 0')
    """
    at_home = lesson is None or skill_named(skill).place[0] == lesson
    return skill if at_home else f"{skill} in lesson {lesson}"


def untaught(asked: Question, lesson: int) -> tuple[Needed, ...]:
    """Name what a question takes for granted and no lesson up to this one has taught.

    Args:
        asked: the question.
        lesson: the number of the lesson in which it would be put.

    Returns:
        What is missing, in order; nothing where it may be asked.
    """
    return tuple(sorted(needed_by(asked) - taught_up_to(lesson)))


def needed_by(asked: Question) -> frozenset[Needed]:
    """Give everything that a learner must have met before a question can be answered.

    That is each code, modifier and payer that stands in it or in its answer, each rule by which something of the visit is
    refused, asked about, disputed or not covered, and what the rules of the skill itself say besides.

    >>> asked = Question("case/x", "units", "choice", 1, "May 98940-59 be sent to Medicare with AT?", options=("yes", "no"))
    >>> sorted(one.name for one in needed_by(asked))
    ['59', '98940', 'AT']
    """
    return frozenset(_needed_by(asked))


def mentioned(words: str) -> Iterator[Needed]:
    """Find the codes and modifiers that a text names.

    Args:
        words: any text.

    Yields:
        Each as often as it is named.

    >>> [one.name for one in mentioned("97112-59 and 98940 with AT, not 25 minutes in 2026, nor the AT line.")]
    ['97112', '98940', '59', 'AT', 'AT']
    """
    yield from (Needed("code", one) for one in _NUMBER.findall(words) if one in codes())
    for found in (*_AFTER_A_CODE.findall(words), *_LETTERS.findall(words)):
        if found in modifiers():
            yield Needed("modifier", found)


def _needed_by(asked: Question) -> Iterator[Needed]:
    for one in (Needed("kind", asked.kind), Needed("case", asked.id.removeprefix("case/"))):
        if one in lessons_that_teach():
            yield one
    for words in (asked.text, *asked.options, *(cell for row in asked.record for cell in row)):
        yield from mentioned(words)
    for answer in (*asked.right, asked.proposed):
        for line in answer if isinstance(answer, tuple) else ():
            if isinstance(line, tuple) and len(line) == 3:
                yield Needed("code", line[0])
                yield from (Needed("modifier", one) for one in line[2])
    if asked.bill is not None:
        yield from (Needed("code", number) for number, _ in asked.bill.units)
    if asked.note is not None:
        yield from _needed_by_visit(asked.note.visit, skill_named(asked.skill).bearing)


def _names(words: str, place: str) -> bool:
    return re.search(rf"\b{re.escape(place)}\b", words, re.IGNORECASE) is not None


def _needed_by_visit(visit: Visit, bearing: frozenset[str]) -> Iterator[Needed]:
    yield Needed("payer", visit.payer)
    explained = lessons_that_teach()
    told = " ".join((*visit.adjusted, *(place for service in visit.services for place in service.regions)))
    yield from (one for one in explained if one.kind == "place" and _names(told, one.name))
    contacts = {Needed("contact", str(service.contact)) for service in visit.services}
    yield from contacts & explained.keys()
    try:
        claim = code_visit(visit)
    except CpteduError:  # a visit that is asked about because it cannot be right
        return
    things: list[ClaimLine | Unbilled] = [*claim.lines, *claim.unbilled]
    for thing in things:
        for one in thing.findings:
            decides = one.verdict is thing.verdict or one.rule in bearing
            if decides and one.verdict is not Verdict.SUPPORTED:
                yield Needed("rule", one.rule)
