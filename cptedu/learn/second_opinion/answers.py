"""Answering questions by these steps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import product

from cptedu.errors import CpteduError
from cptedu.learn.questions import BILLED, NO_LINE, TO_BE_ASKED, Answer, Line, Note, Question, asked_of
from cptedu.learn.second_opinion.adjustments import may_be_unmarked
from cptedu.learn.second_opinion.claims import claims_by, outcomes_by
from cptedu.learn.second_opinion.edits import MARKED
from cptedu.learn.second_opinion.judging import judged
from cptedu.learn.second_opinion.limits import DoesNotApply
from cptedu.learn.second_opinion.modifiers import SUBLUXATIONS
from cptedu.learn.second_opinion.outcome import ASKED
from cptedu.learn.second_opinion.payment import price_of
from cptedu.learn.second_opinion.regions import BODY
from cptedu.learn.second_opinion.said_in_notes import sentences_that_say, what_is_missing
from cptedu.learn.second_opinion.steps import RIGHT, Steps
from cptedu.model import Visit

__all__ = ["answers_by", "in_known_order"]

_RANKS = {
    # from the note to the claim
    "what the service was for": 1,
    "what was measured before it": 2,
    "who gave it, and to how many at once": 3,
    "whether the payer covers it": 4,
    "whether an edit joins it to another line": 5,
    "how many minutes count, and how many units they make": 6,
    "the modifiers on the line": 7,
    # the first visit's note
    "history and present illness": 11,
    "examination": 12,
    "diagnosis": 13,
    "treatment plan with goals": 14,
    "the treatment given today": 15,
    # a later visit's note
    "what has changed since the last visit": 21,
    "examination of the area in question": 22,
    "how well the treatment has worked": 23,
    "what was done today": 24,
}


def answers_by(question: Question, steps: Steps = RIGHT) -> tuple[Answer, ...]:
    """Answer a question by these steps.

    Args:
        question: the question.
        steps: the steps to take; one of them may be a wrong one.

    Returns:
        Every answer that these steps allow; more than one only where minutes tie, or where a payer's reading asks for no mark.
    """
    if question.kind == "amount" and question.bill is not None:
        return (price_of(question.bill, steps.unit_price, steps.reduced),)
    if question.note is None:
        return (in_known_order(question.options),) if question.kind == "order" else ()
    if question.kind == "regions":
        return (_regions(question, steps),)
    if question.kind == "minutes":
        return (_least_minutes(question, steps),)
    if question.kind == "order":
        return (_subluxation_first(question.options),)
    if question.kind == "missing":
        return ((what_is_missing(question.note, steps),),)
    if question.kind == "sentence":
        return sentences_that_say(question)
    if question.kind == "note":
        return (_on_note(question.note, steps),)
    if question.kind == "judge":
        return _judged(question, question.note, steps)
    asked = [
        asked_of(question, one)
        for lines in claims_by(question.note, steps)
        for one in product(*(_spellings(line, _unmarked(question, lines, steps)) for line in lines))
    ]
    return tuple(dict.fromkeys(asked))


def _spellings(line: Line, unmarked: frozenset[str]) -> tuple[Line, ...]:
    """Give a line, and the same without a mark that its payer does not ask for."""
    number, units, marks = line
    bare = tuple(one for one in marks if one not in MARKED)
    return (line,) if bare == marks or number not in unmarked else (line, (number, units, bare))


def _unmarked(question: Question, lines: Iterable[Line], steps: Steps) -> frozenset[str]:
    """Give the codes whose mark may be left off; who holds a wrong idea has one way alone."""
    if question.note is None or not question.allows_unmarked or steps is not RIGHT:
        return frozenset()
    return may_be_unmarked((one[0] for one in lines), question.note.visit)


def _on_note(note: Note, steps: Steps) -> tuple[str, ...]:
    if any(not line[0].startswith("9894") for line in claims_by(note, steps)[0]):
        return (BILLED,)
    kept_off = [one for one in outcomes_by(note, steps)[0].off if one.service is not None]
    return (TO_BE_ASKED if all(one.why == {ASKED} for one in kept_off) else NO_LINE,)


def _judged(question: Question, note: Note, steps: Steps) -> tuple[Answer, ...]:
    found = []
    for lines, outcome in zip(claims_by(note, steps), outcomes_by(note, steps), strict=True):
        kept_off = frozenset(one.code for one in outcome.off if one.code)
        found.append(
            judged(question.proposed, lines, kept_off, note.visit, _unmarked(question, lines, steps))
        )
    return tuple(dict.fromkeys(found))


def _regions(question: Question, steps: Steps) -> tuple[str, ...]:
    note = question.note or Note(Visit(date.min, ""))
    spinal, _ = steps.counted(note.visit.adjusted, steps.regions_of)
    counted = {region for region, _ in spinal}
    if question.aspect == "counted":
        return tuple(region for region in BODY if region in counted)
    shared: set[str] = set()
    for service in note.visit.services:
        contact = steps.contact(service)
        number = steps.code_of(service, contact, note)
        if number is not None and steps.beside_adjustment(service, number, note) is None:
            treated = {region for place in service.regions for region in steps.regions_of(place)}
            shared |= treated & counted
    return tuple(region for region in BODY if region in shared)


def _least_minutes(question: Question, steps: Steps) -> int:
    if question.note is None or question.target is None:
        raise CpteduError(f"{question.id} asks for minutes and names no code.")
    number, wanted = question.target
    visit = question.note.visit
    others = [(one.code or "", n, one) for n, one in enumerate(visit.services) if one.code != number]
    episodes = steps.minutes(others, question.note)
    for minutes in range(24 * 60):
        split = steps.units({**episodes, number: (minutes,)}, steps.method(visit))[0]
        if split[number] >= wanted:
            return minutes
    raise DoesNotApply(f"No number of minutes makes {wanted} units of {number}.")


def _subluxation_first(diagnoses: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(diagnoses, key=lambda one: (one not in SUBLUXATIONS, one)))


def in_known_order(items: Iterable[str]) -> tuple[str, ...]:
    """Put the steps of a claim or the parts of a note in order."""
    return tuple(sorted(items, key=_RANKS.__getitem__))
