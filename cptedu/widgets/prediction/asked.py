"""What a learner may predict of a claim, which of it the rules bear out, and the one reason that is told for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cptedu.deciding import deciding, worst_first
from cptedu.engine.coding import code_visit
from cptedu.engine.review import review_claim
from cptedu.errors import CpteduError
from cptedu.explain import counted
from cptedu.facts.codes import code, is_timed
from cptedu.facts.sources import cite
from cptedu.learn.cases import Case
from cptedu.learn.deck import line_as_written, lines_as_read
from cptedu.model import Claim, ClaimLine, Finding, Unbilled, Verdict, Visit

__all__ = ["Answer", "answer_of_case", "answer_of_claim", "choices_as_written"]

Item = ClaimLine | Unbilled

_NO_LINE = ("no line", "nothing")
_ASK_FIRST = "ask first"
_BILLED = {True: "yes", False: "no"}


@dataclass(frozen=True)
class Answer:
    """What is right, and of what it is an answer.

    Attributes:
        right: the choice that is right.
        also: choices that the record supports too, as where a disputed line may be left off, each with why it passes.
        against: what a review says against each other choice that is a claim or a line of it.
        items: the lines, and what is not billed, that it is about, what stands most in the way first; none of a fact.
        rule: the rule whose reason is told; empty for the one that decides.
        explanation: why, of a fact.
        sources: on what a fact rests.
    """

    right: str
    also: Mapping[str, str] = field(default_factory=dict)
    against: Mapping[str, str] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    rule: str = ""
    explanation: str = ""
    sources: tuple[str, ...] = ()

    def reason_for(self, said: str) -> tuple[Item, Finding] | tuple[None, None]:
        """Give the one reason that is told: of the line in which a prediction went wrong, else of the one that tells most."""
        lines = _lines(said)
        told = [(one, found) for one in self.items if (found := _finding(one, self.rule))]
        if lines and said != self.right:
            told.sort(key=lambda pair: not isinstance(pair[0], ClaimLine) or _written(pair[0]) in lines)
        return told[0] if told else (None, None)


def _finding(item: Item, rule: str) -> Finding | None:
    """Give what a rule says of an item; without a rule, what decides it."""
    return next((one for one in item.findings if one.rule == rule), None) if rule else deciding(item)


def _lines(words: str) -> frozenset[str] | None:
    """Read a choice as lines, each in one spelling; None where it is none."""
    read = lines_as_read(words)
    return None if read is None else frozenset(f"{code}:{units}:{sorted(more)}" for code, units, more in read)


def _written(line: ClaimLine) -> str:
    return f"{line.code}:{line.units}:{sorted(line.modifiers)}"


def choices_as_written(choices: Iterable[Any]) -> tuple[str, ...]:
    """Give choices as a learner reads them: a number is a number of units.

    >>> choices_as_written([1, 2])
    ('1 unit', '2 units')
    """
    return tuple(counted(one, "unit") if isinstance(one, int) else str(one).strip() for one in choices)


def answer_of_claim(visit: Visit, choices: tuple[str, ...], about: str = "", rule: str = "") -> Answer:
    """Have the rules find the answer among the choices.

    Args:
        visit: the visit.
        choices: claims, lines of one code, numbers of units, or yes and no.
        about: the code, or the family of codes, that is asked about; empty when it is the claim as a whole. Where none of the
            choices has a modifier or units, these are not asked for.
        rule: the rule whose reason is to be told.

    Returns:
        The answer.

    Raises:
        CpteduError: when not exactly one of the choices is what the rules give, or when there is no such reason.

    >>> from cptedu.example_visits import example_visit
    >>> answer_of_claim(example_visit("desk_worker"), ("97112-59", "97112", "no line"), "97112").right
    '97112-59'
    """
    claim = code_visit(visit)
    of_units = all(one.endswith((" unit", " units")) for one in choices)
    given = _given(claim, choices, about, of_units=of_units)
    right = [one for one in choices if _same(one, given)]
    if len(right) != 1:
        raise CpteduError(
            f"{len(right)} of the choices are what the rules give, and one has to be. Write {given!r} once."
        )
    items = tuple(one for one in worst_first(claim) if _is_about(one, about))
    also = {} if about or of_units else _passing(visit, choices, right[0])
    against = {one: said for one in choices if one != right[0] and (said := _against(claim, one, about))}
    answer = Answer(right[0], also, against, items, rule or ("units" if of_units else ""))
    if answer.reason_for(right[0])[0] is None:
        raise CpteduError(
            f"The claim says nothing of {about or 'this'} by {answer.rule or 'any rule'}. Ask of something else."
        )
    return answer


def _given(claim: Claim, choices: tuple[str, ...], about: str, *, of_units: bool) -> str:
    """Say what the rules give, in the form in which it is asked."""
    lines = [one for one in claim.lines if _is_about(one, about)]
    if of_units:
        return counted(sum(one.units for one in lines if about or is_timed(one.code)), "unit")
    if set(choices) <= set(_BILLED.values()):
        return _BILLED[bool(lines)]
    if lines:
        of_codes_alone = about and not any("-" in one or " x" in one for one in choices)
        return " + ".join(one.code if of_codes_alone else line_as_written(one) for one in lines)
    waits = any(one.verdict is Verdict.ASK for one in claim.unbilled if _is_about(one, about))
    return _ASK_FIRST if waits else _NO_LINE[0]


def _is_about(item: Item, about: str) -> bool:
    return about in ("", item.code) or (item.code is not None and code(item.code).family == about)


def _same(choice: str, given: str) -> bool:
    if choice in _NO_LINE:
        return given in _NO_LINE
    return choice == given or (bool(_lines(choice)) and _lines(choice) == _lines(given))


def _passing(visit: Visit, choices: Iterable[str], right: str) -> dict[str, str]:
    """Give the other choices that a review passes, each with what it says of that one and not of the right one."""
    usual = {one.says for one in _said_of(visit, right)}
    passing = {}
    for one in choices:
        if one != right and (said := _said_of(visit, one)):
            passing[one] = next((finding.says for finding in said if finding.says not in usual), "")
    return passing


def _said_of(visit: Visit, choice: str) -> tuple[Finding, ...]:
    """Give what a review says of a choice that it passes, what is open first; nothing of any other, nor of a disputed mark."""
    lines = lines_as_read(choice) or ()
    review = review_claim(visit, lines) if lines else None
    if review is None or not review.passes or review.disputed:
        return ()
    return (*review.unknown, *review.right)


def _against(claim: Claim, choice: str, about: str) -> str:
    """Give the first thing that a review says against a choice; empty for what is no line, and where it says nothing."""
    read = lines_as_read(choice)
    if not read:
        return ""
    beside = [
        (one.code, one.units, one.modifiers) for one in claim.lines if about and not _is_about(one, about)
    ]
    review = review_claim(claim.visit, (*beside, *read))
    return next((one.says for one in (*review.wrong, *review.missing, *review.disputed)), "")


def answer_of_case(case: Case) -> Answer:
    """Give the answer of a case that has choices: the rules find it where it is a visit.

    Args:
        case: the case.

    Returns:
        The answer.

    Raises:
        CpteduError: when not exactly one of its choices is what the rules give.
    """
    if case.visit is not None:
        return answer_of_claim(case.visit, case.choices)
    sources = tuple(str(cite(one)) for one in case.sources)
    return Answer(
        case.choices[case.answer or 0], explanation=" ".join(case.explanation.split()), sources=sources
    )
