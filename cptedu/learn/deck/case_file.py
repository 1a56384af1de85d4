"""A case file of a deck: a question, a visit, and what may be changed about it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from cptedu.engine.coding import code_visit
from cptedu.errors import CpteduError
from cptedu.facts.pages import LIST, TABLE, TEXT, WHOLE, Form, Page, lines_of_places
from cptedu.files import toml_fault
from cptedu.learn.cases import Asked, read_asked
from cptedu.learn.cases.case_visit import visit_of_page
from cptedu.learn.deck.predictions import fair_choices, read_choice, readable_choices
from cptedu.learn.deck.slide import WHAT_IFS, Slide
from cptedu.learn.deck.tries import values_to_try
from cptedu.model import Visit

__all__ = ["CASE_FORM", "NEEDED", "WHAT_IF_FORM", "Sheet", "laid_out", "noted", "read_case", "typed_slide"]

MOST_LETTERS = 300
_LISTED = re.compile(r" Accepted: .*?\.(?=\s|$)")


class Sheet(Page):
    """A page that is read from its text, and whose topmost tables are those of one case."""

    def __init__(self, name: str, written: str) -> None:
        self.name, self.written = name, written
        self.faults: list[tuple[int, str]] = []
        try:
            self.content: dict[str, Any] = tomllib.loads(written, parse_float=Decimal)
        except RecursionError:
            raise CpteduError(f"{name} nests its brackets too deep to be read. Close them sooner.") from None
        except (ValueError, ArithmeticError) as problem:
            raise CpteduError(toml_fault(name, written, str(problem))) from None
        self.places = lines_of_places(written)

    def fault(self, where: tuple[str | int, ...], says: object, *, line: int | None = None) -> None:
        """Note a fault; a list of all that is accepted would not fit on a slide."""
        said = str(says)
        super().fault(where, said if len(said) < MOST_LETTERS else _LISTED.sub("", said), line=line)

    def line_with(self, where: tuple[str | int, ...], words: Iterable[str]) -> int:
        """Give the first line of a table on which one of the words is written, or the line on which it begins."""
        start = self.line(where)
        others = [
            line for place, line in self.places.items() if place[: len(where)] != where and line > start
        ]
        block = self.written.splitlines()[start - 1 : min(others) - 1 if others else None]
        sought = list(words)
        return next((start + n for word in sought for n, line in enumerate(block) if word in line), start)


CASE_FORM: Form = {
    "title": TEXT,
    "question": TEXT,
    "choices": LIST,
    "answer": WHOLE,
    "visit": TABLE,
    "what_if": TABLE,
    "notes": TEXT,
    "point": TEXT,
    "asked": LIST,
}
NEEDED = ("title", "question", "visit")
WHAT_IF_FORM: Form = {**dict.fromkeys(WHAT_IFS, LIST), "service": WHOLE}


def read_case(name: str, written: str) -> Slide:
    """Read a case file.

    Args:
        name: the file's name, for the messages.
        written: its text.

    Returns:
        The slide.

    Raises:
        CpteduError: naming each mistake with its line and what to write instead.
    """
    page = Sheet(name, written)
    given = page.content
    whole = page.fits((), given, CASE_FORM, "a case") & page.needs(
        (), given, NEEDED, "this case", tables=["visit"]
    )
    # A mistake beside the visit keeps nobody from hearing of those in it.
    written_visit = given.get("visit")
    visit = visit_of_page(page, ("visit",), written_visit) if isinstance(written_visit, dict) else None
    if visit is None or not whole:
        _beside_the_visit(page, given)
        page.raise_faults()
        raise AssertionError("unreachable: a case without a visit has faults")
    slide = laid_out(page, given, visit)
    notes, point = noted(given.get("notes", ""), slide.asked), given.get("point", "").strip()
    return replace(slide, notes=notes, point=point, file=name, written=written)


def _beside_the_visit(page: Page, given: Mapping[str, Any]) -> None:
    """Note what is wrong beside a visit that cannot be read, as far as it does not hang on its claim."""
    changes, choices = given.get("what_if"), given.get("choices")
    if isinstance(changes, dict):
        page.fits(("what_if",), changes, WHAT_IF_FORM, "what_if")
    if isinstance(choices, list):
        readable_choices(page, choices, given.get("answer"))
    if isinstance(given.get("asked"), list):
        read_asked(page, ("asked",), given["asked"])


def laid_out(page: Page, given: Mapping[str, Any], visit: Visit) -> Slide:
    """Make a slide of a visit, of what a room may predict and of what may be changed.

    Args:
        page: where the case stands; what is wrong with it is noted there.
        given: its ``title``, ``question`` and, where it has them, ``choices``, ``answer``, ``asked`` and ``what_if``.
        visit: its visit.

    Returns:
        The slide, without notes.

    Raises:
        CpteduError: naming each mistake with its line and what to write instead.
    """
    changes = given.get("what_if", {})
    if not page.fits(("what_if",), changes, WHAT_IF_FORM, "what_if"):
        changes = {}
    service = _service(page, visit, changes)
    values = tuple((what, values_to_try(page, visit, service, what, changes.get(what))) for what in WHAT_IFS)
    claim = code_visit(visit)
    choices = tuple(
        read_choice(page, claim, words, number == given.get("answer"))
        for number, words in enumerate(given.get("choices", []), start=1)
    )
    fair_choices(page, given, claim, choices)
    asked = read_asked(page, ("asked",), given.get("asked", ()))
    page.raise_faults()
    own = frozenset(what for what in WHAT_IFS if what not in changes)
    return Slide(
        given["title"], given["question"].strip(), visit, choices, values, service, asked=asked, own=own
    )


def noted(notes: str, asked: Iterable[Asked]) -> str:
    """Write down what the instructor wants to remember, and below it what may be asked, a line each."""
    return "\n".join(filter(None, (notes.strip(), *map(str, asked))))


def _service(page: Page, visit: Visit, changes: Mapping[str, Any]) -> int:
    """Say which service the changes belong to: the one named, else the first."""
    number = changes.get("service", 1)
    if not 1 <= number <= max(len(visit.services), 1):
        page.fault(
            ("what_if", "service"),
            f"service = {number}, but the visit has {len(visit.services)}, counted from 1.",
        )
        return 0
    return int(number) - 1


def typed_slide(written: str) -> Slide:
    """Read a case that was typed rather than filed.

    Args:
        written: the text of a case file.

    Returns:
        The slide.

    Raises:
        CpteduError: naming each mistake with its line and what to write instead.
    """
    return read_case("typed here", written)
