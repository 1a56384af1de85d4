"""A case of the exercises as a slide: the room sees the visit's own title, for the case's title says what is true."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cptedu.facts.pages import Page, Where
from cptedu.learn.cases import Case
from cptedu.learn.deck.case_file import laid_out, noted
from cptedu.learn.deck.slide import Slide

__all__ = ["slide_of_case"]


class _Case(Page):
    """The place of one case in its file, on which a mistake is noted that only a room would meet."""

    def __init__(self, case: Case) -> None:
        self.name, self.faults, self.places, self.begins = case.file, [], {}, case.line

    def line(self, where: Where) -> int:
        """Give the line on which the case begins."""
        return self.places.get(where, self.begins)


def slide_of_case(case: Case) -> Slide:
    """Make a slide of a case that has a visit.

    Args:
        case: the case.

    Returns:
        The slide. Its notes are those of the case, below the sentence that its title says; without notes, the explanation.

    Raises:
        CpteduError: for choices of which none is right, or a value that cannot be tried, with the line of the case.

    >>> from cptedu.learn.cases import case
    >>> slide = slide_of_case(case("d-t13"))
    >>> slide.title, slide.choices
    ('Massage and manual therapy never on one day', ())
    """
    visit = case.visit
    assert visit is not None  # noqa: S101  (for the type checker: asked by who lists the cases)
    seen = visit.title or case.title
    given = {
        "title": seen,
        "question": case.question,
        "choices": case.choices,
        "what_if": {what: _listed(values) for what, values in case.what_if.items()},
    }
    point = f"{case.title}." if seen != case.title else ""
    slide = replace(laid_out(_Case(case), given, visit), asked=case.asked, point=point)
    said = f"{case.title}.\n{case.notes}" if seen != case.title else case.notes
    notes = said if case.notes else case.explanation
    return replace(slide, notes=noted(notes, case.asked), file=Path(case.file).name)


def _listed(values: object) -> object:
    """Give what was written in square brackets as it is read of a file."""
    return [_listed(one) for one in values] if isinstance(values, tuple) else values
