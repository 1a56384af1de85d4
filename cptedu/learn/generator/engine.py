"""What the package's own rules answer to a question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations, product

from cptedu.engine.coding import Worksheet, code_visit, worksheet
from cptedu.engine.review import by_one_reading_only, review_claim
from cptedu.errors import CpteduError
from cptedu.facts.cmt_levels import extraspinal_cmt, spinal_cmt
from cptedu.facts.regions import regions_of, regions_understood, spinal
from cptedu.learn.not_said import NOT_SAID, NOTHING_MISSING
from cptedu.learn.notes import voice_named, write_note
from cptedu.learn.questions import (
    BILLED,
    MISSING,
    NO_LINE,
    TO_BE_ASKED,
    Answer,
    Line,
    Question,
    asked_of,
)
from cptedu.model import Claim, Verdict, Visit
from cptedu.payers import payer
from cptedu.rules.allowed_amount import allowed_amounts
from cptedu.rules.cmt_level import level_of_regions
from cptedu.rules.timed_units import timed_units

__all__ = ["answers_by_rules", "lines_of"]

_LONGEST = 24 * 60


def lines_of(claim: Claim) -> tuple[Line, ...]:
    """Give a claim's lines as code, units and modifiers."""
    return tuple((line.code, line.units, line.modifiers) for line in claim.lines)


def answers_by_rules(question: Question, known_order: tuple[str, ...] = ()) -> tuple[Answer, ...]:
    """Answer a question by the rules of the package.

    Args:
        question: the question.
        known_order: the right order, of a question that puts steps in order.

    Returns:
        Every right answer; more than one only where leftover minutes tie, or where a payer's own reading asks for no mark.

    Raises:
        CpteduError: for a question that the rules do not answer.
    """
    if question.bill is not None:
        bill = question.bill
        priced = allowed_amounts(dict(bill.units), on=bill.on, locality=bill.locality, track=bill.track)
        return () if priced.total is None else (priced.total,)
    if question.kind == "order" and question.aspect != "diagnoses":
        return (known_order,)
    if question.note is None:
        raise CpteduError(f"The question {question.id!r} has no visit, and no rule answers it.")
    visit = question.note.visit
    if question.kind == "order":
        return tuple(order for order in permutations(question.options) if _bills_adjustment(visit, order))
    if question.kind == "regions":
        return (_counted(visit) if question.aspect == "counted" else _in_the_way(code_visit(visit)),)
    if question.kind == "minutes":
        return (_least_minutes(question, visit),)
    if question.kind == "missing":
        return _missing(code_visit(visit))
    if question.kind == "sentence":
        return _sentence(question)
    if question.kind == "note":
        return (_on_note(code_visit(visit)),)
    if question.kind == "judge":
        return (_judged(question, visit),)
    return _claims(question, visit)


def _claims(question: Question, visit: Visit) -> tuple[Answer, ...]:
    asked: list[Answer] = [
        asked_of(question, lines)
        for sheet in worksheet(visit).splits()
        for lines in _as_readings_allow(question, sheet)
    ]
    return tuple(dict.fromkeys(asked))


def _as_readings_allow(question: Question, sheet: Worksheet) -> Iterator[tuple[Line, ...]]:
    """Give a claim with its marks; and without those that the payer's own reading does not ask for."""
    claim = sheet.claim()
    present = {line.code for line in claim.lines}
    ways = []
    for code, units, modifiers in lines_of(claim):
        alike = set(sheet.same_meaning(code, present))
        bare = tuple(one for one in modifiers if one not in alike)
        may_be_bare = bare != modifiers and by_one_reading_only(sheet, code, present)
        ways.append([(code, units, one) for one in ((modifiers, bare) if may_be_bare else (modifiers,))])
    if question.allows_unmarked:
        yield from product(*ways)
    else:
        yield lines_of(claim)


def _on_note(claim: Claim) -> tuple[str, ...]:
    if any(line.code not in (*spinal_cmt(), *extraspinal_cmt()) for line in claim.lines):
        return (BILLED,)
    asks = any(item.verdict is Verdict.ASK for item in claim.unbilled)
    return (TO_BE_ASKED if asks else NO_LINE,)


def _missing(claim: Claim) -> tuple[Answer, ...]:
    """Name what the rules ask for, by the rule that asks."""
    findings = [one for item in claim.unbilled for one in item.findings]
    asked = [one.rule for one in findings if one.verdict is Verdict.ASK and one.rule in NOT_SAID]
    if asked:
        return tuple((NOT_SAID[rule],) for rule in dict.fromkeys(asked))
    return ((NOTHING_MISSING,),) if not claim.unbilled else ()


def _sentence(question: Question) -> tuple[Answer, ...]:
    """Find the sentence that carries something, by what the writer of the note says of each."""
    element, voice, seed = question.aspect.split()
    if question.note is None:
        return ()
    speaker = voice_named(voice, question.generation)
    written = write_note(question.note, voice=speaker, seed=int(seed))
    return tuple((one.text,) for one in written.that_carry(element))


def _bills_adjustment(visit: Visit, diagnoses: tuple[str, ...]) -> bool:
    claim = code_visit(replace(visit, diagnoses=diagnoses))
    return any(line.code in spinal_cmt() for line in claim.lines)


def _counted(visit: Visit) -> tuple[str, ...]:
    return level_of_regions(regions_understood(visit.adjusted)).spinal


def _in_the_way(claim: Claim) -> tuple[str, ...]:
    adjusted = set(regions_understood(claim.visit.adjusted)) & spinal()
    refused = {
        region
        for item in claim.unbilled
        for finding in item.findings
        if finding.rule == "separate_region" and finding.verdict is Verdict.NOT_SUPPORTED and item.service
        for region in regions_understood(item.service.regions)
    }
    return tuple(regions_of(refused & adjusted))


def _least_minutes(question: Question, visit: Visit) -> int:
    if question.target is None:
        raise CpteduError(f"The question {question.id!r} asks for minutes and names no code.")
    number, wanted = question.target
    method = str(payer(visit.payer).wants("unit_method", visit.date_of_service))
    others = {one.code: one.minutes or 0 for one in visit.services if one.code and one.code != number}
    for minutes in range(_LONGEST):
        if timed_units({**others, number: minutes}, method=method).units[number] >= wanted:
            return minutes
    raise CpteduError(f"No number of minutes of a day makes {wanted} units of {number}.")


def _judged(question: Question, visit: Visit) -> tuple[str, ...]:
    review = review_claim(visit, question.proposed)
    proposed = {line[0] for line in question.proposed}
    # A mark that sources dispute is not wrong on a claim, and the note supports it no more for that.
    against = (*review.wrong, *review.disputed)
    wrong = sorted({finding.code for finding in against if finding.code in proposed and finding.code})
    # Sent for a denial, or open by one reading: the question says that everything done is to be sent.
    left_off = review.missing or [finding for finding in review.unknown if finding.rule == "left_off"]
    return (*wrong, *([MISSING] if left_off else []))
