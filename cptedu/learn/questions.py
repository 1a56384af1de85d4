"""A question: what the learner is told, what is asked, and the form of its answer. It knows no rule and shows nothing.

Answers are plain values, the same for a click, a test and a file: claim lines, names, a whole number, an amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeAlias

from cptedu.explain import counted
from cptedu.facts.diagnoses import diagnosis_in_words
from cptedu.learn.skills import SKILLS
from cptedu.model import Visit

__all__ = [
    "BILLED",
    "KINDS",
    "MISSING",
    "NO",
    "NO_LINE",
    "ONE_OF_THEM",
    "ON_A_NOTE",
    "ROUNDED_SINCE",
    "SKILLS",
    "STANDS",
    "TO_BE_ASKED",
    "UNMARKED_SINCE",
    "YES",
    "YES_OR_NO",
    "Answer",
    "Bill",
    "Figure",
    "Line",
    "Note",
    "Question",
    "answer_as_json",
    "answer_in_words",
    "as_judged",
    "asked_of",
    "in_order",
    "step_in_words",
]

Line: TypeAlias = tuple[str, int, tuple[str, ...]]
Figure: TypeAlias = tuple[str, Decimal]
Answer: TypeAlias = tuple[Line, ...] | tuple[str, ...] | tuple[Figure, ...] | int | Decimal

KINDS: Mapping[str, str] = {
    "codes": "choose the codes",
    "units": "give the units of each code",
    "modifiers": "give the modifiers of each line, or leave the line off",
    "fix": "write the claim, or put one right",
    "judge": "mark what is wrong in a claim",
    "note": "judge a note",
    "regions": "mark regions on the map",
    "minutes": "give a number of minutes",
    "order": "put in order",
    "amount": "give an amount in dollars",
    "numbers": "fill in numbers",
    "missing": "say what the note does not say",
    "sentence": "choose the sentence",
    "choice": "choose one answer",
}
MISSING = "missing"
STANDS = "stands"
YES, NO = YES_OR_NO = ("yes", "no")
BILLED, TO_BE_ASKED, NO_LINE = ON_A_NOTE = (
    "it can be billed as it stands",
    "ask the clinician first",
    "it makes no line",
)
ROUNDED_SINCE = 10
"""The generation since which a percentage counts as right however it was rounded."""
UNMARKED_SINCE = 11
"""The generation since which a line may stand without the mark that the payer's own reading does not ask for."""
_TOO_FINE = 9
ONE_OF_THEM = ("choice", "note", "missing", "sentence")


@dataclass(frozen=True)
class Note:
    """A visit with what its note says besides: things that decide nothing, but that wrong rules look at.

    Attributes:
        visit: the visit.
        overhead: for each service, minutes of set-up and note-writing besides its own; may be shorter than the services.
        pointed: which diagnosis stands beside what: ``adjustment``, ``examination``, or a service's number from 0.
        examined: what was examined, in words.
    """

    visit: Visit
    overhead: tuple[int, ...] = ()
    pointed: tuple[tuple[str, str], ...] = ()
    examined: str = ""

    def extra_minutes(self, number: int) -> int:
        """Give the minutes of set-up and note-writing beside a service."""
        return self.overhead[number] if number < len(self.overhead) else 0

    def diagnosis_of(self, what: str) -> str | None:
        """Give the diagnosis that stands beside something, or None."""
        return dict(self.pointed).get(what)


@dataclass(frozen=True)
class Bill:
    """Units to be priced, and where and when."""

    units: tuple[tuple[str, int], ...]
    on: date
    locality: str = "national"
    track: str | None = None


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes:
        id: its name; of a drawn question ``skill/kind/difficulty/seed``, of a written case ``case/name``.
        skill: one of ``SKILLS``.
        kind: one of ``KINDS``.
        difficulty: 1, 2 or 3.
        text: what is asked.
        note: the visit, where there is one.
        bill: the units to be priced, where there are such.
        record: what the learner reads, as label and text.
        options: what is offered: codes, regions, steps, figures.
        proposed: a claim put forward, to be judged or put right.
        target: code and units, of a question about minutes.
        aspect: which regions are asked for: ``counted`` or ``overlap``; which order: ``diagnoses`` or its name; of a
            sentence, what it carries, and the voice and seed of its note; ``stands`` where a claim is judged by yes or no.
        asks_units: True when chosen codes come with their units.
        seed: the number from which it was drawn, or None.
        generation: the generation of exercises to which it belongs: which misconceptions it knows. None: all of them.
        right: every right answer; the first is the one that is shown.
        unrounded: what the numbers asked for are before they are rounded, where a learner may round as they like.
        places: to how many places these have to be given at least.
        falls: True when it is asked by how much something fell.
        formerly: words in which an option was offered before, with those of today.
    """

    id: str
    skill: str
    kind: str
    difficulty: int
    text: str
    note: Note | None = None
    bill: Bill | None = None
    record: tuple[tuple[str, str], ...] = ()
    options: tuple[str, ...] = ()
    proposed: tuple[Line, ...] = ()
    target: tuple[str, int] | None = None
    aspect: str = ""
    asks_units: bool = False
    seed: int | None = None
    generation: int | None = None
    right: tuple[Answer, ...] = ()
    unrounded: tuple[Decimal, ...] = ()
    places: int = 0
    falls: bool = False
    formerly: tuple[tuple[str, str], ...] = ()

    @property
    def is_one_of_them(self) -> bool:
        """Say whether one of what is offered is the answer."""
        return self.kind in ONE_OF_THEM

    @property
    def asks_if_it_stands(self) -> bool:
        """Say whether a claim is judged as a whole: it stands, yes or no."""
        return self.kind == "judge" and self.aspect == STANDS

    @property
    def is_yes_or_no(self) -> bool:
        """Say whether the question can be answered by yes or no, or has but two answers: then a hint would be the answer."""
        begun = {one.split(maxsplit=1)[0].strip(",;.").lower() for one in self.options if one.strip()}
        is_asked = self.kind == "choice" and (len(self.options) == 2 or {"yes", "no"} <= begun)
        return is_asked or self.asks_if_it_stands

    @property
    def is_ambiguous(self) -> bool:
        """Say whether more than one answer is right, as when leftover minutes tie."""
        return len(self.right) > 1

    def is_right(self, answer: Answer) -> bool:
        """Say whether an answer is one of the right ones."""
        if self.kind == "numbers" and isinstance(answer, tuple) and len(answer) == len(self.options):
            return not self.wrong_numbers(answer)
        return answer in self.right

    @property
    def allows_unmarked(self) -> bool:
        """Say whether a line is right without the mark of a separate region, where the payer's own reading asks for none."""
        return self.generation is None or self.generation >= UNMARKED_SINCE

    def wrong_numbers(self, answer: Answer) -> tuple[str, ...]:
        """Name the numbers of an answer that are not right, each rounded as the learner rounded it.

        Answers of a generation before ``ROUNDED_SINCE`` are judged as they were then: by one number, to one place.
        """
        is_of_now = self.generation is None or self.generation >= ROUNDED_SINCE
        exact = self.unrounded if is_of_now else ()
        return tuple(
            str(name)
            for at, ((name, number), (_, other)) in enumerate(
                zip(_figures(answer), _figures(self.right[0]), strict=True)
            )
            if (value := self._without_sign(number, is_of_now=is_of_now)) != other
            and not (exact and _is_rounded(value, exact[at], self.places))
        )

    def _without_sign(self, number: Decimal, *, is_of_now: bool) -> Decimal:
        """Take the sign from what fell: once it was asked for with one, and those who write it still are not wrong."""
        if not self.falls:
            return number
        return abs(number) if is_of_now else -number


def _figures(answer: Answer) -> tuple[Figure, ...]:
    return tuple(
        (str(one[0]), one[1])
        for one in (answer if isinstance(answer, tuple) else ())
        if isinstance(one, tuple) and len(one) == 2
    )


def _is_rounded(given: Decimal, exact: Decimal, least: int) -> bool:
    """Say whether a number is another one, rounded to so many places or more.

    >>> [_is_rounded(Decimal(one), Decimal("12.6437"), 0) for one in ("13", "12.6", "12.64", "13.0", "12")]
    [True, True, True, False, False]
    """
    places = -int(given.as_tuple().exponent)
    return least <= places < _TOO_FINE and given == exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def as_judged(question: Question, *, stands: bool) -> tuple[str, ...]:
    """Take yes or no for what is marked on a claim: nothing, or what is wrong with it; so it is kept and diagnosed alike.

    Args:
        question: one that asks whether a claim stands.
        stands: the answer.

    Returns:
        What is marked.
    """
    if stands:
        return ()
    marked = next((one for one in question.right if one), question.options)
    return tuple(str(one) for one in marked) if isinstance(marked, tuple) else question.options


def asked_of(question: Question, lines: Iterable[Line]) -> tuple[Line, ...]:
    """Reduce a whole claim to what a question asks of it.

    Args:
        question: a question about a claim.
        lines: the whole claim.

    Returns:
        The lines, in order of their codes, with units or modifiers only where they are asked for.
    """
    whole = in_order(lines)
    return tuple(
        (
            number,
            units if question.kind in {"units", "fix"} or question.asks_units else 1,
            modifiers if question.kind in {"modifiers", "fix"} else (),
        )
        for number, units, modifiers in whole
        if question.kind != "units" or number in question.options
    )


def in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Put the lines of a claim in order of their codes, without those of no units."""
    return tuple(sorted((number, units, _plain(modifiers)) for number, units, modifiers in lines if units))


def _plain(modifiers: Iterable[str]) -> tuple[str, ...]:
    """Put modifiers in order; XS by itself says what 59 says, so it counts as 59."""
    given = set(modifiers)
    if "XS" in given and "59" not in given:
        given = given - {"XS"} | {"59"}
    return tuple(sorted(given))


# ---- telling and keeping answers --------------------------------------------------------------------------------


def answer_as_json(answer: Answer) -> Any:
    """Give an answer in a form that a JSON file holds and ``read_answer`` reads back.

    >>> answer_as_json((("97112", 1, ("59",)),))
    [['97112', 1, ['59']]]
    """
    if isinstance(answer, tuple):
        if answer and all(isinstance(one, tuple) and len(one) == 2 for one in answer):
            return {str(one[0]): str(one[1]) for one in answer}
        return [
            [one[0], one[1], list(one[2])] if len(one) == 3 and isinstance(one, tuple) else one
            for one in answer
        ]
    return answer if isinstance(answer, int) else str(answer)


def step_in_words(question: Question, step: str) -> str:
    """Put one of the things that are to be ordered in words: a diagnosis has its plain name behind it.

    >>> asked = Question("x", "medicare", "order", 1, "In which order?", options=("M54.2",), aspect="diagnoses")
    >>> step_in_words(asked, "M54.2")
    'M54.2'
    """
    if question.aspect != "diagnoses" or question.note is None:
        return step
    return diagnosis_in_words(step, question.note.visit.date_of_service)


def answer_in_words(question: Question, answer: Answer) -> str:
    """Put an answer in words.

    Args:
        question: the question that it answers.
        answer: the answer.

    Returns:
        One line without a full stop.
    """
    if isinstance(answer, int):
        return counted(answer, "minute") if question.kind == "minutes" else str(answer)
    if isinstance(answer, Decimal):
        return f"${answer}" if question.bill is not None else str(answer)
    if question.asks_if_it_stands:
        return NO if answer else YES
    if question.kind == "judge":
        return _what_is_wrong(
            sorted(_told(question, one) for one in answer if one != MISSING), MISSING in answer
        )
    told = [_told(question, one) for one in answer]
    if question.kind == "order":
        return " → ".join(told)
    return ", ".join(told) or ("no region" if question.kind == "regions" else "nothing is billed")


def _what_is_wrong(lines: list[str], is_missing: bool) -> str:
    """Say what is wrong with a claim, as one says it of lines and not of a list.

    >>> _what_is_wrong(["97110", "97112", "98940"], True)
    '97110, 97112 and 98940 are wrong, and a line is missing'
    """
    listed = " and ".join(filter(None, (", ".join(lines[:-1]), *lines[-1:])))
    said = [f"{listed} {'is' if len(lines) == 1 else 'are'} wrong"] if lines else []
    said += ["a line is missing"] if is_missing else []
    return ", and ".join(said) or "the claim is right as it stands"


def _told(question: Question, one: Line | Figure | str) -> str:
    if isinstance(one, str):
        return one.replace("_", " ") if question.kind == "regions" else step_in_words(question, one)
    if len(one) == 2:
        return f"{one[0]}: {one[1]}"
    number, units, modifiers = one
    counted = question.kind in {"units", "fix"} or question.asks_units
    told = f"{number} ×{units}" if counted else number
    if question.kind in {"modifiers", "fix"}:
        told += f" with {' '.join(modifiers)}" if modifiers else " with no modifier"
    return told
