"""Where a stage stands: the deck, the slide, how much of it is revealed, what was tried and voted."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from cptedu.engine.coding import code_visit
from cptedu.errors import CpteduError
from cptedu.learn.deck import (
    DECK,
    WHAT_IFS,
    Deck,
    FaultySlide,
    Heard,
    Slide,
    load_deck,
    own_slides_at_hand,
    phones_at_hand,
    seminar_deck,
)
from cptedu.model import Claim, Visit
from cptedu.widgets.kit.instrument import Instrument
from cptedu.widgets.presentation.stage_room import all_votes

__all__ = ["PANELS", "TYPED_INTO", "StageState"]

PANELS = ("tally", "cases", "write", "why", "reasons", "keys")
TYPED_INTO = ("tally", "write")
_MOST_VOTES = 9999
_THEMES = ("", "light", "dark")


class StageState(Instrument):
    """A deck of cases, and the place in it; what cannot be is put right before it is held."""

    at = traitlets.Int(0).tag(sync=True)
    revealed = traitlets.Int(0).tag(sync=True)
    tried = traitlets.Dict().tag(sync=True)
    votes = traitlets.List(traitlets.Int()).tag(sync=True)
    panel = traitlets.Unicode("").tag(sync=True)
    notes_shown = traitlets.Bool(False).tag(sync=True)
    is_black = traitlets.Bool(False).tag(sync=True)
    counting = traitlets.Int(0).tag(sync=True)
    theme = traitlets.Unicode("").tag(sync=True)
    program = traitlets.Dict(read_only=True).tag(sync=True)
    shown = traitlets.Dict(read_only=True).tag(sync=True)
    map = anywidget.WidgetTrait().tag(sync=True)

    def __init__(self, deck: str | Path | Deck | None = None, **options: Any) -> None:
        named = deck or os.environ.get(DECK)
        self.deck = named if isinstance(named, Deck) else _read_deck(named or seminar_deck())
        place = "" if isinstance(named, Deck) else str(Path(named or seminar_deck()).resolve())
        self.on_paper = _on_paper(Path(place), self.deck)
        self._which = f"{place} {self.deck.title}"  # two decks may bear one title, and two folders one name
        self.slides: list[Slide | FaultySlide] = list(self.deck.slides)
        if not named:
            self.slides += own_slides_at_hand()
        self._coded: Claim | None = None
        self._phones = phones_at_hand()
        self._heard = Heard()
        super().__init__(**options)

    @property
    def slide(self) -> Slide | FaultySlide | None:
        """Give the slide that is shown; None at the opening and at the end."""
        return self.slides[self.at - 1] if self.at and not self.is_at_end else None

    @property
    def is_at_end(self) -> bool:
        """Say whether the talk is past its last case."""
        return self.at > len(self.slides)

    @property
    def end(self) -> int:
        """The number of the slide that ends the talk; where no case can be shown, nothing follows the last slide."""
        has_cases = any(isinstance(one, Slide) for one in self.slides)
        return len(self.slides) + (1 if has_cases else 0)

    @property
    def visit(self) -> Visit | None:
        """Give the visit that is shown, with what was changed about it."""
        if not isinstance(self.slide, Slide):
            return None
        slide = self.slide
        return slide.what_if(**{what: self._to_try(what)[number] for what, number in self.tried.items()})

    @property
    def claim(self) -> Claim | None:
        """Give the claim of the visit that is shown."""
        if not isinstance(self.slide, Slide) or self.visit is None:
            return None
        if not self.tried:
            return self.slide.claim
        if self._coded is None or self._coded.visit != self.visit:
            self._coded = code_visit(self.visit)
        return self._coded

    @property
    def is_open(self) -> bool:
        """Say whether a case is shown and all of it is revealed."""
        return isinstance(self.slide, Slide) and self.revealed == self._steps()

    def _to_try(self, what: str) -> tuple[Any, ...]:
        return self.slide.to_try(what, is_open=self.is_open) if isinstance(self.slide, Slide) else ()

    @property
    def all_votes(self) -> list[int]:
        """Give the votes of the room for each choice: those that were typed, and once the vote is closed those of phones."""
        return all_votes(self.votes, self._heard)

    def _ask_phones(self, *, leads: bool) -> bool:
        """Tell the phones of the room what is shown, and hear how many have voted; say whether that is news.

        The first line that is revealed closes the vote.
        """
        if self._phones is None:
            return False
        is_open = self.revealed == 0
        heard = self._phones.ask(self.at, len(self.slides), self.slide, is_open=is_open, leads=leads)
        before, self._heard = self._heard, heard
        return heard != before

    @traitlets.validate("at")
    def _a_slide(self, proposal: Any) -> int:
        return max(0, min(int(proposal["value"]), self.end))

    @traitlets.validate("revealed")
    def _some_lines(self, proposal: Any) -> int:
        return max(0, min(int(proposal["value"]), self._steps()))

    @traitlets.validate("tried")
    def _values_of_the_slide(self, proposal: Any) -> dict[str, int]:
        slide = self.slide
        if not isinstance(slide, Slide):
            return {}
        counts = {what: len(self._to_try(what)) for what in WHAT_IFS}
        given = proposal["value"]
        kept = {
            what: int(given[what]) % counts[what] for what in WHAT_IFS if given.get(what) and counts[what]
        }
        return {what: number for what, number in kept.items() if number}

    @traitlets.validate("votes")
    def _one_number_for_each_choice(self, proposal: Any) -> list[int]:
        given = list(proposal["value"])[: self._choices()]
        counted = [max(0, min(int(number), _MOST_VOTES)) for number in given]
        return counted + [0] * (self._choices() - len(counted))

    @traitlets.validate("panel")
    def _a_panel(self, proposal: Any) -> str:
        return proposal["value"] if proposal["value"] in PANELS else ""

    @traitlets.validate("theme")
    def _a_theme(self, proposal: Any) -> str:
        return proposal["value"] if proposal["value"] in _THEMES else ""

    def _steps(self) -> int:
        """Count what can be revealed: each item of the claim as noted, then who was right and the RVU picture."""
        if not isinstance(self.slide, Slide):
            return 0
        claim = self.slide.claim
        return max(1, len(claim.lines) + len(claim.unbilled)) + 1

    def _choices(self) -> int:
        return len(self.slide.choices) if isinstance(self.slide, Slide) else 0


def _on_paper(place: Path, deck: Deck) -> str:
    """Give the command that writes a deck's handout with the answers."""
    is_shipped = place.parent == seminar_deck().resolve().parent
    named = place.stem if is_shipped else deck.file
    return f"cptedu handout {shlex.quote(named)} --answers" if named else "cptedu handout --answers"


def _read_deck(deck: str | Path) -> Deck:
    """Read a deck; one that cannot be read becomes a single slide that says why."""
    try:
        return load_deck(deck)
    except CpteduError as problem:
        name = Path(deck).name
        faults = tuple(str(problem).splitlines())
        return Deck("This deck cannot be shown", "", (FaultySlide(name, faults),), name)
