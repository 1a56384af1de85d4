"""What stands before the room: a case with its question, what may be predicted, and what may be changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias

from cptedu.engine.coding import code_visit
from cptedu.learn.cases import Asked
from cptedu.learn.deck.what_is_seen import what_is_seen
from cptedu.model import Claim, Visit

__all__ = ["WHAT_IFS", "Choice", "Deck", "FaultySlide", "Line", "Slide"]

WHAT_IFS = ("payer", "date_of_service", "minutes", "regions", "deficit")

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
        own: for which of ``WHAT_IFS`` the values are the course's own; of these, those that change nothing are not offered.
        service: which service, counted from 0, minutes, regions and deficit belong to.
        notes: what the instructor wants to remember; what may be asked stands at their end, a line each.
        asked: what the room may throw in, each with an answer in one breath.
        point: what to take home, in one sentence; empty where nobody wrote it down.
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
    asked: tuple[Asked, ...] = ()
    point: str = ""
    own: frozenset[str] = frozenset()
    file: str = ""
    written: str = ""

    @cached_property
    def claim(self) -> Claim:
        """The claim of the visit as noted."""
        return code_visit(self.visit)

    @property
    def to_take_home(self) -> str:
        """The point of the case in one sentence; where nobody wrote it down, its title and what is right."""
        right = next((choice.words for choice in self.choices if choice.is_right), "")
        return self.point or (f"{self.title}: {right}" if right else self.title)

    @property
    def reminder(self) -> str:
        """The notes as far as a slide has room for them: without what may be asked, which stands behind its own key."""
        return self.notes.removesuffix("\n".join(map(str, self.asked))).strip()

    def to_try(self, name: str, *, is_open: bool = True) -> tuple[Any, ...]:
        """Give the values to try for one of ``WHAT_IFS``, the noted one first; none where there is nothing to change.

        Before the claim is open none is left out: what is missing would tell of the claim.
        """
        return (self._offered if is_open else dict(self.values)).get(name, ())

    @cached_property
    def _offered(self) -> dict[str, tuple[Any, ...]]:
        """Leave out what would cost the room's attention and show it nothing, unless an author has wished for it."""
        as_noted = what_is_seen(self.claim)

        def changes(what: str, value: Any) -> bool:
            return what_is_seen(code_visit(self.what_if(**{what: value}))) != as_noted

        return {
            what: values
            if what not in self.own
            else (*values[:1], *(one for one in values[1:] if changes(what, one)))
            for what, values in self.values
        }

    def what_if(self, **changes: Any) -> Visit:
        """Give the visit with some of ``WHAT_IFS`` changed; the noted visit stays as it is.

        >>> from cptedu.learn.deck import load_deck, seminar_deck
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
        minutes: how long the talk is, where the deck says so.
        minutes_of_cases: how long each case takes, where the deck says so.
    """

    title: str
    opening: str
    slides: tuple[Slide | FaultySlide, ...]
    file: str = ""
    minutes: int | None = None
    minutes_of_cases: tuple[int | None, ...] = ()
