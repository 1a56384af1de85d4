"""A question: what the learner is told, what is asked, and the form of its answer. It knows no rule and shows nothing.

Answers are plain values, the same for a click, a test and a file: claim lines, names, a whole number, an amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from cptedu.errors import CpteduError, unknown
from cptedu.explain import counted
from cptedu.facts.codes import code
from cptedu.learn.skills import SKILLS
from cptedu.model import Visit

__all__ = [
    "BILLED",
    "KINDS",
    "MISSING",
    "NO_LINE",
    "ON_A_NOTE",
    "SKILLS",
    "TO_BE_ASKED",
    "Answer",
    "Bill",
    "Line",
    "Note",
    "Question",
    "answer_as_json",
    "answer_in_words",
    "asked_of",
    "in_order",
    "read_answer",
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
BILLED, TO_BE_ASKED, NO_LINE = ON_A_NOTE = (
    "it can be billed as it stands",
    "ask the clinician first",
    "it makes no line",
)
_ONE_OF_THEM = ("choice", "note", "missing", "sentence")
_CLAIMS = ("codes", "units", "modifiers", "fix")
_LISTS = ("judge", "regions", "order")
_MODIFIERS = frozenset(
    {"25", "51", "59", "AT", "CO", "CQ", "GA", "GN", "GO", "GP", "GX", "GY", "GZ", "KX", "LT", "RT"}
    | {"XE", "XP", "XS", "XU"}
)


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
            sentence, what it carries, and the voice and seed of its note.
        asks_units: True when chosen codes come with their units.
        seed: the number from which it was drawn, or None.
        generation: the generation of exercises to which it belongs: which misconceptions it knows. None: all of them.
        right: every right answer; the first is the one that is shown.
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

    @property
    def is_one_of_them(self) -> bool:
        """Say whether one of what is offered is the answer."""
        return self.kind in _ONE_OF_THEM

    @property
    def is_ambiguous(self) -> bool:
        """Say whether more than one answer is right, as when leftover minutes tie."""
        return len(self.right) > 1

    def is_right(self, answer: Answer) -> bool:
        """Say whether an answer is one of the right ones."""
        return answer in self.right


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


# ---- reading what a learner gave --------------------------------------------------------------------------------


def read_answer(question: Question, given: object) -> Answer | None:
    """Read an answer in whatever plain form a page, a test or a file gives it.

    Args:
        question: the question.
        given: None when nothing was answered yet. Claim lines as ``[code, units, modifiers]``, or codes alone, or a
            table from code to units or to modifiers (None: the line is left off); names as a list; a number.

    Returns:
        The answer in its one form, or None.

    Raises:
        CpteduError: for anything that cannot be an answer to this question, saying what can.
    """
    if given is None:
        return None
    if question.kind in _CLAIMS:
        return _read_claim(question, given)
    if question.kind in _LISTS:
        return _read_names(question, given)
    if question.kind == "minutes":
        return _whole("minutes", given)
    if question.kind == "amount":
        return _amount(given)
    if question.kind == "numbers":
        return _read_figures(question, given)
    if question.kind in _ONE_OF_THEM:
        chosen = given[0] if isinstance(given, list | tuple) and len(given) == 1 else given
        if chosen not in question.options:
            raise unknown("answer offered", chosen, question.options)
        return (str(chosen),)
    raise unknown("kind of question", question.kind, KINDS)


def _read_claim(question: Question, given: object) -> tuple[Line, ...]:
    entries: list[object] = []
    if isinstance(given, Mapping):
        entries = [(number, *_units_and_modifiers(number, value)) for number, value in given.items()]
    elif isinstance(given, str) or not isinstance(given, Iterable):
        raise CpteduError(
            f"{given!r} is not a claim. Give a list of codes, or of lines such as ['97112', 1, ['59']]."
        )
    else:
        entries = list(given)
    lines = [_read_line(question, entry) for entry in entries]
    twice = [
        number for number in {line[0] for line in lines} if [line[0] for line in lines].count(number) > 1
    ]
    if twice:
        raise CpteduError(f"{twice[0]} stands on two lines. Put its units and modifiers on one line.")
    read = asked_of(question, lines)
    return tuple(line for line in read if not isinstance(line, str))


def _units_and_modifiers(number: object, value: object) -> tuple[int, object]:
    if value is None:
        return 0, ()
    if isinstance(value, Mapping):
        return _whole(f"{number}: units", value.get("units", 1)), value.get("modifiers", ())
    if isinstance(value, list | tuple | set | frozenset):
        return 1, value
    return _whole(f"{number}: units", value), ()


def _read_line(question: Question, entry: object) -> Line:
    if isinstance(entry, str):
        entry = (entry, 1, ())
    if not isinstance(entry, list | tuple) or not entry or len(entry) > 3:
        raise CpteduError(
            f"{entry!r} is not a claim line. Write it as code, units, modifiers: ['97112', 1, ['59']]."
        )
    number = code(entry[0]).number
    if question.kind in {"units", "modifiers"} and question.options and number not in question.options:
        raise unknown("code of this question", number, question.options)
    units = _whole(f"{number}: units", entry[1]) if len(entry) > 1 else 1
    modifiers = entry[2] if len(entry) > 2 else ()
    if isinstance(modifiers, str) or not isinstance(modifiers, Iterable):
        raise CpteduError(
            f"{number}: {modifiers!r} is not a list of modifiers. Write ['59'], or [] for none."
        )
    spelled = tuple(str(one).strip().upper() for one in modifiers)
    for one in spelled:
        if one not in _MODIFIERS:
            raise unknown("modifier", one, _MODIFIERS)
    return number, units, spelled


def _read_names(question: Question, given: object) -> tuple[str, ...]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise CpteduError(f"{given!r} is not a list. Give a list of names, [] when none fits.")
    names = [str(one) for one in given]
    accepted = (*question.options, MISSING) if question.kind == "judge" else question.options
    for name in names:
        if name not in accepted:
            raise unknown("thing to choose here", name, accepted)
    if question.kind != "order":
        return tuple(name for name in accepted if name in names)
    if sorted(names) != sorted(question.options):
        raise CpteduError(
            f"Put all {len(question.options)} of them in order, each once: {', '.join(question.options)}."
        )
    return tuple(names)


def _read_figures(question: Question, given: object) -> tuple[Figure, ...]:
    if not isinstance(given, Mapping):
        raise CpteduError(
            f"{given!r} is not a table. Give a number for each of: {', '.join(question.options)}."
        )
    for name in given:
        if name not in question.options:
            raise unknown("number asked for", name, question.options)
    left = [name for name in question.options if given.get(name) is None]
    if left:
        raise CpteduError(f"A number is still missing: {', '.join(left)}.")
    return tuple((name, _amount(given[name])) for name in question.options)


def _whole(what: str, given: object) -> int:
    if isinstance(given, str) and given.strip().isdecimal():
        given = int(given)
    if isinstance(given, bool) or not isinstance(given, int) or given < 0:
        raise CpteduError(f"{what}: {given!r} is not a whole number, 0 or more.")
    return given


def _amount(given: object) -> Decimal:
    try:
        if isinstance(given, bool):
            raise InvalidOperation
        read = Decimal(str(given).strip().lstrip("$").replace(",", ""))
        if read.is_finite():
            return read
    except InvalidOperation:
        pass
    raise CpteduError(f"{given!r} is not a number. Write it with digits and a point, such as 32.73.")


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
    told = [_told(question, one) for one in answer]
    if question.kind == "judge":
        return "the claim is right as it stands" if not told else f"wrong: {', '.join(told)}"
    if question.kind == "order":
        return " → ".join(told)
    return ", ".join(told) or ("no region" if question.kind == "regions" else "nothing is billed")


def _told(question: Question, one: Line | Figure | str) -> str:
    if isinstance(one, str):
        if one == MISSING:
            return "a line is missing"
        return one.replace("_", " ") if question.kind == "regions" else one
    if len(one) == 2:
        return f"{one[0]}: {one[1]}"
    number, units, modifiers = one
    counted = question.kind in {"units", "fix"} or question.asks_units
    told = f"{number} ×{units}" if counted else number
    if question.kind in {"modifiers", "fix"}:
        told += f" with {' '.join(modifiers)}" if modifiers else " with no modifier"
    return told
