"""Hints in stages: first the question to ask oneself, then where to look in this note, then nearly the answer."""

from __future__ import annotations

from cptedu.facts.sources import Citation, cite
from cptedu.learn.cases import Case
from cptedu.learn.exercises.gaps import gap_in
from cptedu.learn.questions import Bill, Note, Question
from cptedu.learn.replies.about_sums import RVUS_OF_THAT_DAY, sum_asked, way_of_sum
from cptedu.learn.replies.first_words import WISHED
from cptedu.learn.skills import part_of, skill_named
from cptedu.rules.allowed_amount import allowed_amount

__all__ = ["hints_for"]

_AS_WRITTEN = {
    "missing": (
        "Four things make {name} a line: an aim, a finding, minutes, and company. Put your finger on the words for each.",
        "The finding stands in the objective part, the other three in the plan. Minutes at home, and those of anything else,"
        " are not its minutes.",
    ),
    "sentence": (
        "Leave one sentence after the other out in your mind: without which would the rules have to ask about {name}?",
        "A finding stands in the objective part, what was done in the plan. Blood pressure and weight are no reason for an"
        " exercise.",
    ),
}
_ORDER = "What must be known before the next thing can be looked at at all?"


def hints_for(question: Question, written: Case | None = None) -> tuple[str, ...]:
    """Give the hints of a question, from the mildest on.

    Args:
        question: the question.
        written: the case from which it was made, if it was.

    Returns:
        Two or three hints, each begun as a sentence is, whatever it begins with.
    """
    return tuple(f"{hint[:1].upper()}{hint[1:]}" for hint in _hints(question, written))


def _hints(question: Question, written: Case | None) -> tuple[str, ...]:
    of_skill = skill_named(question.skill).first_hint
    first = _ORDER if question.kind == "order" else of_skill
    if question.aspect == "diagnoses":
        return of_skill, "Medicare wants the subluxation named first: a code from M99.00 to M99.05."
    if question.kind == "order" and isinstance(question.right[0], tuple):
        steps = [str(one) for one in question.right[0]]
        return first, f"It begins with: {steps[0]}.", f"It ends with: {steps[-1]}."
    if question.bill is not None:
        return _on_bill(question.bill)
    if question.kind in _AS_WRITTEN and question.note is not None:
        name = question.note.visit.services[0].activity or "the exercise"
        return tuple(hint.format(name=name) for hint in _AS_WRITTEN[question.kind])
    if question.note is not None:
        return tuple(hint for hint in _on_note(question, question.note) if hint)
    if written is not None:
        named = (
            "; ".join(_told(cite(source)) for source in written.sources[:2]) or "the lesson on this subject"
        )
        second = f"It is written here: {named}{'' if named.endswith('?') else '.'}"
        if written.kind == "arithmetic":
            first, second = sum_asked(written), way_of_sum(written) or second
        elif written.kind == "price":
            first = RVUS_OF_THAT_DAY
        elif question.kind == "choice" and WISHED in question.text:
            first = "What does the wish depend on, and which of these would change just that?"
        elif question.kind == "choice":
            first = "For which of these answers could you show the passage?"
        begun = " ".join(written.explanation.split()).split(". ")[0].rstrip(".")
        return first, second, f"{begun}."
    return first, "Read the note once more, line by line."


def _told(source: Citation) -> str:
    return ", ".join(filter(None, dict.fromkeys((source.publisher, source.title, source.section))))


def _on_note(question: Question, note: Note) -> tuple[str, ...]:
    told: tuple[str, ...] = part_of(question.skill, "hints").on_note(note)
    if question.kind != "note":
        return told
    gaps = dict.fromkeys(gap_in(service) for service in note.visit.services)
    return (*told[:-1], " ".join((told[-1], *(gap for gap in gaps if gap and gap not in told[-1]))))


def _on_bill(bill: Bill) -> tuple[str, ...]:
    number = bill.units[0][0]
    whole = allowed_amount(number, on=bill.on, locality=bill.locality, track=bill.track)
    units = ", ".join(f"{code} ×{count}" for code, count in bill.units)
    several = sum(count for _, count in bill.units) > 1
    asked = " And is any of these units cut?" if several else ""
    first = f"{units}: three RVUs for each unit, three local indices, one conversion factor.{asked}"
    cut = "Of all therapy units only the one with the highest practice expense is paid in full; the others lose half of that"
    second = f"{cut} part, and nothing else. Adjustments are left alone."
    if not several:
        second = "Work by its index, practice expense by its index, malpractice by its index: add them, then times the factor."
    return first, second, f"One unit of {number} in full comes to ${whole}."
