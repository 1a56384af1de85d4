"""A deck: cases that an instructor puts before a room, one after the other, each with speaker notes.

A deck is a TOML file that lists case files; a case file is a question, a visit, and what may be changed about it. A
case with a mistake becomes a slide that says what to write instead, and the rest of the deck still runs.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from cptedu.codes import code as look_up_code
from cptedu.coding import code_visit
from cptedu.errors import CpteduError
from cptedu.files import read_text
from cptedu.learn.cases import _LIST, _TABLE, _TEXT, _WHOLE, _fits, _needs, _Page, _places, _shown, _visit
from cptedu.model import Claim, Service, Visit
from cptedu.payers import payers
from cptedu.regions import regions_of, spinal
from cptedu.review import known_modifiers, review_claim
from cptedu.tables import data_folder
from cptedu.visit_file import visit_from_dict, visit_to_dict

__all__ = [
    "WHAT_IFS",
    "Choice",
    "Deck",
    "FaultySlide",
    "Slide",
    "load_deck",
    "seminar_deck",
    "typed_slide",
]

WHAT_IFS = ("payer", "date_of_service", "minutes", "regions", "deficit")
MOST_CHOICES = 5

_MEASURED = "a deficit that was measured and noted at the time"
_MINUTES = (7, 8, 15, 22, 23, 38)
_EARLIER_YEARS = (2025, 2020, 2014)

Line: TypeAlias = tuple[str, int, tuple[str, ...]]


@dataclass(frozen=True)
class Choice:
    """An answer that the room may predict.

    Attributes:
        words: the answer as the instructor wrote it.
        lines: the claim that it stands for, or None when it is words only.
        is_right: True when it is what the rules give.
        also_stands: True when the record supports it too, as where a disputed line may be left off.
    """

    words: str
    lines: tuple[Line, ...] | None
    is_right: bool
    also_stands: bool = False


@dataclass(frozen=True)
class Slide:
    """One case before the room.

    Attributes:
        title: the case in one sentence.
        question: what the room is asked.
        visit: the visit as its note has it.
        choices: the answers offered, at most five.
        values: for each of ``WHAT_IFS`` the values to try in turn, the noted one first.
        service: which service, counted from 0, minutes, regions and deficit belong to.
        notes: what the instructor wants to remember.
        file: the file it stands in.
        written: the file's text.
    """

    title: str
    question: str
    visit: Visit
    choices: tuple[Choice, ...]
    values: tuple[tuple[str, tuple[Any, ...]], ...]
    service: int = 0
    notes: str = ""
    file: str = ""
    written: str = ""

    @cached_property
    def claim(self) -> Claim:
        """The claim of the visit as noted."""
        return code_visit(self.visit)

    def to_try(self, name: str) -> tuple[Any, ...]:
        """Give the values to try for one of ``WHAT_IFS``, the noted one first; none where there is nothing to change."""
        return dict(self.values).get(name, ())

    def what_if(self, **changes: Any) -> Visit:
        """Give the visit with some of ``WHAT_IFS`` changed; the noted visit stays as it is.

        >>> slide = load_deck(seminar_deck()).slides[0]
        >>> slide.what_if(payer="medicare").payer, slide.visit.payer
        ('medicare', 'commercial_ncci')
        """
        own = {
            name: changes.pop(name) for name in ("payer", "date_of_service", "adjusted") if name in changes
        }
        visit = replace(self.visit, **own)
        if changes and visit.services:
            services = list(visit.services)
            services[self.service] = replace(services[self.service], **changes)
            visit = replace(visit, services=tuple(services))
        return visit


@dataclass(frozen=True)
class FaultySlide:
    """A case that cannot be shown, and what to write instead.

    Attributes:
        file: the file with the mistake.
        faults: each with file, line and advice.
        notes: the speaker notes, where the deck has them.
    """

    file: str
    faults: tuple[str, ...]
    notes: str = ""

    @property
    def title(self) -> str:
        """Say in a few words what this slide is."""
        return f"{self.file} has a mistake"


@dataclass(frozen=True)
class Deck:
    """Slides in order.

    Attributes:
        title: what the seminar is called.
        opening: what stands below the title before the first case.
        slides: the cases, and a faulty slide for each case with a mistake.
        file: the deck's file.
    """

    title: str
    opening: str
    slides: tuple[Slide | FaultySlide, ...]
    file: str = ""


def seminar_deck() -> Path:
    """Say where the deck lies that comes with the course."""
    return data_folder() / "decks" / "seminar.toml"


def load_deck(path: str | Path) -> Deck:
    """Read a deck and its cases.

    Args:
        path: a TOML file with a ``title`` and a ``[[case]]`` table for each case: its ``file``, beside the deck or below
            it, and ``notes`` for the speaker.

    Returns:
        The deck. A case with a mistake is a slide that says which line, and what to write instead.

    Raises:
        CpteduError: when the deck's own file cannot be used.

    >>> len(load_deck(seminar_deck()).slides)
    10
    """
    place = Path(path)
    page = _Sheet(place.name, read_text(place, "deck"))
    form = {"title": _TEXT, "opening": _TEXT, "case": _LIST}
    if (
        _fits(page, (), page.content, form, "a deck")
        and _needs(page, (), page.content, ("title",), "this deck")
        and not page.content.get("case")
    ):
        page.fault(
            (), 'no [[case]] was found. Write [[case]] and below it file = "first.toml" for each case.'
        )
    page.raise_faults()
    slides = tuple(
        _listed_case(page, ("case", number), entry, place.parent)
        for number, entry in enumerate(page.content["case"])
    )
    return Deck(page.content["title"], page.content.get("opening", "").strip(), slides, place.name)


def typed_slide(written: str) -> Slide:
    """Read a case that was typed rather than filed.

    Args:
        written: the text of a case file.

    Returns:
        The slide.

    Raises:
        CpteduError: naming each mistake with its line and what to write instead.
    """
    return _read_case("typed here", written)


class _Sheet(_Page):
    """A page that is read from its text, and whose topmost tables are those of one case."""

    def __init__(self, name: str, written: str) -> None:
        self.name, self.written = name, written
        self.faults: list[tuple[int, str]] = []
        try:
            self.content: dict[str, Any] = tomllib.loads(written, parse_float=Decimal)
        except RecursionError:
            raise CpteduError(f"{name} nests its brackets too deep to be read. Close them sooner.") from None
        except (ValueError, ArithmeticError) as problem:
            raise CpteduError(self._unreadable(str(problem))) from None
        self.places = _places(written)

    def line_with(self, where: tuple[str | int, ...], words: Iterable[str]) -> int:
        """Give the first line of a table on which one of the words is written, or the line on which it begins."""
        start = self.line(where)
        others = [
            line for place, line in self.places.items() if place[: len(where)] != where and line > start
        ]
        block = self.written.splitlines()[start - 1 : min(others) - 1 if others else None]
        sought = list(words)
        return next((start + n for word in sought for n, line in enumerate(block) if word in line), start)


def _listed_case(
    page: _Sheet, where: tuple[str | int, ...], entry: object, folder: Path
) -> Slide | FaultySlide:
    """Read the case that one entry of a deck names; what is wrong with either becomes the slide."""
    page.faults.clear()
    if not isinstance(entry, Mapping):
        page.fault(
            where, f"{_shown(entry)} is no case. Write [[case]] on a line of its own, and file = … below it."
        )
    elif _fits(page, where, entry, {"file": _TEXT, "notes": _TEXT}, "a case of a deck"):
        _needs(page, where, entry, ("file",), "this case")
    if page.faults or not isinstance(entry, Mapping):
        return FaultySlide(page.name, _told(page))
    name, notes = entry["file"], str(entry.get("notes", "")).strip()
    try:
        written = read_text(folder / name, "case file")
    except CpteduError as problem:
        page.fault((*where, "file"), problem)
        return FaultySlide(name, _told(page), notes)
    try:
        slide = _read_case(Path(name).name, written)
    except CpteduError as problem:
        return FaultySlide(name, tuple(str(problem).splitlines()), notes)
    return replace(slide, notes="\n\n".join(filter(None, (notes, slide.notes))))


def _told(page: _Page) -> tuple[str, ...]:
    return tuple(f"{page.name}, line {line}: {says}" for line, says in sorted(page.faults))


_CASE = {
    "title": _TEXT,
    "question": _TEXT,
    "choices": _LIST,
    "answer": _WHOLE,
    "visit": _TABLE,
    "what_if": _TABLE,
    "notes": _TEXT,
}
_WHAT_IF = {**dict.fromkeys(WHAT_IFS, _LIST), "service": _WHOLE}


def _read_case(name: str, written: str) -> Slide:
    page = _Sheet(name, written)
    given = page.content
    whole = _fits(page, (), given, _CASE, "a case") & _needs(
        page, (), given, ("title", "question", "visit"), "this case"
    )
    visit = _visit(page, ("visit",), given["visit"]) if whole else None
    if visit is None:
        page.raise_faults()
        raise AssertionError("unreachable: a case without a visit has faults")
    changes = given.get("what_if", {})
    service = _service(page, visit, changes) if _fits(page, ("what_if",), changes, _WHAT_IF, "what_if") else 0
    values = tuple((what, _values(page, visit, service, what, changes.get(what))) for what in WHAT_IFS)
    claim = code_visit(visit)
    choices = tuple(
        _choice(page, claim, words, number == given.get("answer"))
        for number, words in enumerate(given.get("choices", []), start=1)
    )
    _fair(page, given, claim, choices)
    page.raise_faults()
    notes = given.get("notes", "").strip()
    return Slide(
        given["title"], given["question"].strip(), visit, choices, values, service, notes, name, written
    )


def _service(page: _Page, visit: Visit, changes: Mapping[str, Any]) -> int:
    """Say which service the changes belong to: the one named, else the first."""
    number = changes.get("service", 1)
    if not 1 <= number <= max(len(visit.services), 1):
        page.fault(
            ("what_if", "service"),
            f"service = {number}, but the visit has {len(visit.services)}, counted from 1.",
        )
        return 0
    return int(number) - 1


# ---- what may be changed ----------------------------------------------------------------------------------------


def _values(page: _Page, visit: Visit, service: int, what: str, wished: list[Any] | None) -> tuple[Any, ...]:
    """Give the values to try, the noted one first: those of the file, else some that teach."""
    own = visit.services[service] if visit.services else None
    if own is None and what not in {"payer", "date_of_service"}:
        if wished:
            page.fault(
                ("what_if", what),
                f"the visit has no service whose {what} could be changed. Take the line away.",
            )
        return ()
    noted = getattr(visit if own is None or what in {"payer", "date_of_service"} else own, what)
    read = [
        _read_value(page, visit, service, what, one)
        for one in (_usual(visit, own, what) if wished is None else wished)
    ]
    return tuple(dict.fromkeys([noted, *(one for one in read if one is not None)]))


def _usual(visit: Visit, own: Service | None, what: str) -> list[Any]:
    """Give what is worth trying where the file names nothing."""
    if what == "payer":
        return sorted(payers())
    if what == "date_of_service":
        day = visit.date_of_service
        return [_in_year(day, year) for year in _EARLIER_YEARS]
    if own is None or what == "minutes":
        noted = own.minutes if own is not None else None
        return [
            *(m for m in _MINUTES if noted is None or m > noted),
            *(m for m in _MINUTES if noted and m < noted),
        ]
    if what == "regions":
        adjusted = [name for name in regions_of(visit.adjusted) if name in spinal()]
        return [adjusted[:1], ["lower_extremities"], ["upper_extremities"]] if adjusted else []
    return [""] if own.deficit else [_MEASURED]


def _in_year(day: date, year: int) -> date:
    return date(year, day.month, min(day.day, 28))


def _read_value(page: _Page, visit: Visit, service: int, what: str, given: Any) -> Any:
    """Read one value as the visit reader would; None when it will not do, which is then noted."""
    try:
        whole = visit_to_dict(visit)
        if what in {"payer", "date_of_service"}:
            whole[what] = given
        else:
            whole["services"][service][what] = given
        read = visit_from_dict(whole)
    except CpteduError as problem:
        says = str(problem).removeprefix(f"Service {service + 1}: ")
        page.fault(("what_if", what), f"{_shown(given)} cannot be tried: {says}")
        return None
    return getattr(read if what in {"payer", "date_of_service"} else read.services[service], what)


# ---- what the room may predict ----------------------------------------------------------------------------------

_CLAIM_LINE = re.compile(r"\s*(\d{4}[0-9A-Z])((?:-[A-Z0-9]{2})*)(?:\s*[x×]\s*(\d+))?\s*", re.IGNORECASE)
_NOTHING = {"nothing", "nothing is billed", "no claim"}


def _claimed(words: str) -> tuple[Line, ...] | None:
    """Read a claim as a biller writes it; None where the words are no claim.

    >>> _claimed("98940 + 97112-59-GP x2")
    (('98940', 1, ()), ('97112', 2, ('59', 'GP')))
    """
    if words.strip().lower().rstrip(".") in _NOTHING:
        return ()
    found = [_CLAIM_LINE.fullmatch(part) for part in words.split("+")]
    if any(match is None for match in found):
        return None
    return tuple(
        (match[1].upper(), int(match[3] or 1), tuple(filter(None, match[2].upper().split("-"))))
        for match in found
        if match
    )


def _choice(page: _Page, claim: Claim, words: object, is_answer: bool) -> Choice:
    where = ("choices",)
    if not isinstance(words, str) or not words.strip():
        page.fault(
            where, f'{_shown(words)} is no choice. Write text in quotation marks, such as "98940 + 97112-59".'
        )
        return Choice("", None, is_right=False)
    lines = _claimed(words)
    if lines is None:
        return Choice(words.strip(), None, is_answer)
    try:
        for number, _, modifiers in lines:
            look_up_code(number)
            for modifier in modifiers:
                if modifier not in known_modifiers():
                    raise CpteduError(f"{modifier!r} is no modifier that the course knows.")
        passes = review_claim(claim.visit, lines).passes
    except CpteduError as problem:
        page.fault(where, f"{words!r}: {str(problem).partition(' Accepted:')[0]}")
        return Choice(words, None, is_right=False)
    coded = {(line.code, line.units, frozenset(line.modifiers)) for line in claim.lines}
    is_right = {(number, units, frozenset(modifiers)) for number, units, modifiers in lines} == coded
    return Choice(words.strip(), lines, is_right, passes and not is_right)


def _fair(page: _Page, given: Mapping[str, Any], claim: Claim, choices: tuple[Choice, ...]) -> None:
    """See to it that the room can be right, and that words have an answer."""
    where = ("choices",)
    if not choices:
        return
    if not 2 <= len(choices) <= MOST_CHOICES:
        page.fault(where, f"{len(choices)} choices will not do; offer two to {MOST_CHOICES}.")
    answer = given.get("answer")
    if all(one.lines is None for one in choices):
        if answer is None or not 1 <= answer <= len(choices):
            page.fault(
                ("answer",) if "answer" in given else where,
                f"these choices are no claims, so say which is right: answer = 1, or another number up to {len(choices)}.",
            )
    elif any(one.lines is None for one in choices):
        words = next(one.words for one in choices if one.lines is None)
        page.fault(
            where, f"{words!r} is no claim, but others are. Write every choice as a claim, or none of them."
        )
    elif answer is not None:
        page.fault(("answer",), "the rules find the answer among claims. Take this line away.")
    elif not any(one.is_right for one in choices) and not page.faults:
        page.fault(where, f"none of the choices is what the rules give. Add {_as_written(claim)!r}.")


def _as_written(claim: Claim) -> str:
    lines = [
        "-".join((line.code, *line.modifiers)) + (f" x{line.units}" if line.units > 1 else "")
        for line in claim.lines
    ]
    return " + ".join(lines) or "nothing"
