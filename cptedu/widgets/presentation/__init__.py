"""The live demonstration: a deck of cases before a room, predicted, revealed line by line, and changed by a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from cptedu.errors import CpteduError
from cptedu.learn.deck import (
    WHAT_IFS,
    Deck,
    Slide,
    typed_slide,
)
from cptedu.widgets.presentation.stage_draft import case_as_seen
from cptedu.widgets.presentation.stage_keys import ACTS
from cptedu.widgets.presentation.stage_shown import StageShown, places_of
from cptedu.widgets.presentation.stage_state import PANELS
from cptedu.widgets.spine_map import SpineMap

__all__ = ["Presentation"]

_LAST = "This is the last case."


class Presentation(StageShown):
    """The instructor's stage.

    Args:
        deck: a deck file, a folder of own cases, or a deck; by default the one that the environment variable CPTEDU_DECK
            names, else the one that comes with the course, and after it the cases of the folder ``my_cases``.

    A deck that cannot be read is shown as such, with what to write instead. Until all of a claim is revealed, the claim is
    that of the visit as noted, and nothing that is sent to the page depends on what is not revealed yet.

    >>> stage = Presentation()
    >>> stage.press("ArrowRight", "ArrowRight", " ", " ")
    >>> [item["written"] for item in stage.shown["items"]], stage.shown["phase"]
    (['97112'], 'done')
    >>> stage.press("m", "m")
    >>> stage.shown["changes"], [item["units"] for item in stage.shown["items"]]
    ('minutes: 23 minutes', [2])
    """

    def __init__(self, deck: str | Path | Deck | None = None, **options: Any) -> None:
        self._typed = 0
        self._votes: dict[int, list[int]] = {}
        self._quiet = True
        super().__init__(deck, map=SpineMap(read=_marks_alone), **options)
        self._quiet = False
        self.set_trait("program", self._program())
        self._draw()
        self.observe(self._changed, names=["at", "revealed", "tried", "votes", "panel", "notes_shown"])

    # ---- what the instructor asks for -------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Do what keys ask for, one after the other; keys that mean nothing here do nothing.

        Args:
            keys: as a browser names them, such as ``" "``, ``"ArrowRight"``, ``"p"``.
        """
        for key in keys:
            act = ACTS.get(key, "")
            if self.is_black and act:
                # Whatever is pressed before a black screen brings back what was there, and does nothing else.
                act = "blank"
            what = act.removesuffix(" back")
            if what in WHAT_IFS:
                self._at_once(partial(self._try, what, -1 if act.endswith("back") else 1))
            elif act in _ACTS:
                self._at_once(partial(_ACTS[act], self))

    def go(self, at: int) -> None:
        """Go to a slide, counted from 1; 0 is the opening."""
        self._at_once(lambda: self._go(at))

    def resume(self, at: int, revealed: int, theme: str, votes: Mapping[str, Any]) -> None:
        """Go on where a page was that is loaded anew; a stage that has gone on meanwhile stays where it is.

        Args:
            at: the slide, counted from 1.
            revealed: how much of it was revealed.
            theme: light, dark, or empty for the computer's own.
            votes: what was counted, by slide; what cannot be a count is passed over.
        """
        if self.at:
            return
        for slide, counted in votes.items():
            if (
                str(slide).isdecimal()
                and isinstance(counted, list)
                and all(type(one) is int for one in counted)
            ):
                self._votes[int(slide)] = counted
        self.theme = theme

        def go_on() -> None:
            self._go(at)
            self.revealed = revealed

        self._at_once(go_on)

    def tally(self, choice: int, count: int) -> None:
        """Note how many in the room chose one of the choices, counted from 0."""
        counted = list(self.votes)
        if 0 <= choice < len(counted):
            counted[choice] = count
            self._at_once(lambda: self.set_trait("votes", counted))

    def show_written(self, written: str) -> None:
        """Put a case before the room that was written or pasted; a mistake is named with its line instead."""
        self._at_once(lambda: self._take(written))

    def _asked(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """Answer the page: whether one is there, a key or button pressed, a slide chosen, a vote or a case typed."""
        match content:
            case {"are_you_there": int(beat)}:
                self.send({"here": beat})
            case {"press": "l", "dark": bool(is_dark)} if not self.is_black:
                self.theme = "light" if is_dark else "dark"
            case {"press": str(key)}:
                self.press(key)
            case {"go": int(at)}:
                self.go(at)
            case {
                "resume": {
                    "at": int(at),
                    "revealed": int(revealed),
                    "theme": str(theme),
                    "votes": dict(votes),
                }
            }:
                self.resume(at, revealed, theme, votes)
            case {"resume": {"at": int(at)}}:
                self.resume(at, 0, self.theme, {})
            case {"choice": int(choice), "count": int(count)}:
                self.tally(choice, count)
            case {"written": str(written)}:
                self.show_written(written)

    def _at_once(self, act: Callable[[], object]) -> None:
        """Act, and tell the page all that came of it in one message."""
        with self.hold_sync():
            self._quiet, self._said, self._also = True, "", ""
            try:
                act()
            finally:
                self._quiet = False
            self._draw()
        self._follow()

    def _go(self, at: int) -> None:
        self._votes[self.at] = list(self.votes)
        self.tried, self.revealed = {}, 0
        self.at = at
        self.votes = self._votes.get(self.at, [])
        self.panel = ""

    def _reveal(self) -> None:
        if not isinstance(self.slide, Slide):
            self._next()
        elif self.is_open:
            last = self.at == len(self.slides)
            self._said = f"All is revealed. {_LAST if last else 'The arrow to the right goes on.'}"
        else:
            # The room has voted on the note as it was, so that is what is revealed.
            self._also = "This is the note as it was." if self.tried else ""
            self.tried = {}
            self.revealed += 1
            self.panel = ""

    def _hide(self) -> None:
        if self.tried:
            self.tried = {}
        elif self.revealed:
            self.revealed -= 1
            self.panel = ""
        else:
            self._said = "Nothing is revealed here that could be taken back."

    def _next(self) -> None:
        if self.at < len(self.slides):
            self._go(self.at + 1)
        else:
            self._said = _LAST

    def _previous(self) -> None:
        if self.at:
            self._go(self.at - 1)
        else:
            self._said = "This is the opening. Nothing stands before it."

    def _opening(self) -> None:
        if not self.at and not self.panel:
            self._said = "This is the opening."
        self._go(0)

    def _last(self) -> None:
        if self.at == len(self.slides) and not self.panel:
            self._said = _LAST
        self._go(len(self.slides))

    def _back(self) -> None:
        if self.revealed or self.tried:
            self._hide()
        else:
            self._previous()

    def _blank(self) -> None:
        self.is_black = not self.is_black
        self._said = "The screen is black. Any key brings it back." if self.is_black else ""

    def _forward(self) -> None:
        if self.is_open:
            self._next()
        else:
            self._reveal()

    def _try(self, what: str, step: int) -> None:
        if not isinstance(self.slide, Slide):
            self._said = "There is no note here that could be changed."
        elif len(self.slide.to_try(what)) < 2:
            self._said = "There is nothing else to try for that here."
        else:
            self.tried = self.tried | {what: self.tried.get(what, 0) + step}
            self.panel = ""

    def _as_noted(self) -> None:
        if not self.tried:
            self._said = "Nothing is changed: this is the note as it was."
        self.tried = {}

    def _turn_notes(self) -> None:
        self.notes_shown = not self.notes_shown
        if self.slide is None or not self.slide.notes:
            self._said = "There are no notes here."
        elif not self.notes_shown:
            self._said = "Notes are off."
        elif isinstance(self.slide, Slide) and not self.is_open:
            self._said = "The notes may tell the answer. They are shown when all is revealed."

    def _open(self, panel: str) -> None:
        self._said = self._why_not(panel)
        if self._said:
            return
        self.panel = "" if self.panel == panel else panel
        if panel == "write":
            self._draft, self._faults = self._case_to_start_from(), ()

    def _why_not(self, panel: str) -> str:
        """Say why a panel cannot be opened here; nothing where it can."""
        if panel in ("tally", "why", "reasons") and not isinstance(self.slide, Slide):
            return "This is no case: there is nothing to vote on, and no claim."
        if panel == "tally" and not self._choices():
            return "This case has no choices to count."
        if panel in ("why", "reasons") and not self.is_open:
            return "First reveal the claim."
        return ""

    def _case_to_start_from(self) -> str:
        """Give the case that is shown; its own text, with notes and answer, only where that tells nothing early."""
        slide = self.slide
        if not isinstance(slide, Slide):
            slide = next((one for one in self.slides if isinstance(one, Slide)), None)
        if slide is None:
            return ""
        is_known = slide is self.slide and (self.is_open or self.at == self._typed)
        return slide.written if is_known and slide.written else case_as_seen(slide)

    def _take(self, written: str) -> None:
        self._draft = written
        try:
            slide = typed_slide(written)
        except CpteduError as problem:
            self._faults, self.panel = tuple(str(problem).splitlines()), "write"
            return
        self._faults = ()
        if not self._typed:
            self.slides.append(slide)
            self._typed = len(self.slides)
        self.slides[self._typed - 1] = slide
        self.set_trait("program", self._program())
        self._votes.pop(self._typed, None)
        self.votes = []
        self._go(self._typed)
        self._votes.pop(self._typed, None)
        self.votes = []

    def _changed(self, change: Any) -> None:
        if self._quiet:
            return
        if change["name"] == "at":
            self._at_once(lambda: self._arrive(change["old"]))
        else:
            self._at_once(lambda: None)

    def _arrive(self, old: int) -> None:
        """Start a slide afresh that was chosen by its number alone."""
        self._votes[old] = list(self.votes)
        self.tried, self.revealed, self.panel = {}, 0, ""
        self.votes = self._votes.get(self.at, [])

    def _follow(self) -> None:
        """Let the spine map follow, after the claim is on its way."""
        adjusted, exercised = places_of(self.visit)
        if (adjusted, exercised) != (self.map.adjusted, self.map.exercised):
            with self.map.hold_sync(), self.map.hold_trait_notifications():
                self.map.adjusted, self.map.exercised = adjusted, exercised


_ACTS: Mapping[str, Callable[[Presentation], None]] = {
    "reveal": Presentation._reveal,
    "hide": Presentation._hide,
    "forward": Presentation._forward,
    "next": Presentation._next,
    "previous": Presentation._previous,
    "opening": Presentation._opening,
    "last": Presentation._last,
    "back": Presentation._back,
    "blank": Presentation._blank,
    "as noted": Presentation._as_noted,
    **{panel: partial(Presentation._open, panel=panel) for panel in PANELS},
    "close": lambda stage: stage.set_trait("panel", ""),
    "notes": Presentation._turn_notes,
}


def _marks_alone(_adjusted: tuple[str, ...], _exercised: tuple[str, ...]) -> dict[str, Any]:
    """Let the map show what was done where, and say nothing of the claim: that is what the room predicts."""
    return {"line": "", "says": "", "verdict": "", "source": ""}
