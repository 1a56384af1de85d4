"""The live demonstration: a deck of cases before a room, predicted, revealed line by line, and changed by a key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from cptedu.errors import CpteduError
from cptedu.explain import TEACHING
from cptedu.learn.deck import Deck, FaultySlide, is_talk_kept, typed_slide
from cptedu.widgets.presentation.stage_keys import BY_KEY, KEYS, StageDeeds
from cptedu.widgets.presentation.stage_room import invitation
from cptedu.widgets.presentation.stage_shown import places_of
from cptedu.widgets.presentation.stage_speaker import StageSpeaker
from cptedu.widgets.spine_map import SpineMap

__all__ = ["Presentation"]


class Presentation(StageSpeaker):
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
            held = BY_KEY.get(key)
            # Whatever is pressed before a black screen brings back what was there, and does nothing else.
            deed = StageDeeds._blank if held and self.is_black else held and held.deed
            if deed:
                self._pressed = key
                self._at_once(partial(deed, self))

    def go(self, at: int) -> None:
        """Go to a slide, counted from 1; 0 is the opening, and one more than there are cases is the end."""
        self._at_once(lambda: self._go(at))

    def go_on(self) -> None:
        """Go on where the talk stands, now that a page has come into sight: it may be one that is loaded anew."""

        def go_on() -> None:
            self._go_on()
            self.set_trait("program", self._program())  # a case that was written is one of the deck again

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
                if self._ask_phones(leads=False):
                    self._draw()
                    self._tell_speaker()
            case {"press": "l", "dark": bool(is_dark)} if not self.is_black:
                self.theme = "light" if is_dark else "dark"
                self._keep()
            case {"press": str(key)}:
                self.press(key)
            case {"go": int(at)}:
                self.go(at)
            case {"speaker": True}:
                self.hear_speaker()
            case {"seen": True}:
                self.go_on()
            case {"choice": int(choice), "count": int(count), "at": int(at)} if at != self.at:
                self._tally_of(at, choice, count)
            case {"choice": int(choice), "count": int(count)}:
                self.tally(choice, count)
            case {"written": str(written)}:
                self.show_written(written)

    def _program(self) -> dict[str, Any]:
        """Tell the page the deck, and the keys: those of the list, all that mean something, and those that are its own."""
        return {
            "title": self.deck.title,
            "opening": self.deck.opening,
            "has_end": self.end > len(self.slides),
            "cases": [{"title": one.title, "faulty": isinstance(one, FaultySlide)} for one in self.slides],
            "keys": [{"shown": key.shown, "says": key.says} for key in KEYS if key.says],
            "known": sorted(BY_KEY),
            "on_page": {key: one.on_page for key, one in BY_KEY.items() if one.on_page},
            "typed_after": [key for key, one in BY_KEY.items() if one.is_typed_after],
            "teaching": TEACHING,
            "is_kept": is_talk_kept(),
            "phones": invitation(self._phones),
        }

    def _at_once(self, act: Callable[[], object]) -> None:
        """Act, and tell the page all that came of it in one message."""
        with self.hold_sync():
            self._quiet, self._said, self._also = True, "", ""
            self._begin()
            try:
                act()
            finally:
                self._quiet = False
            if self.is_open and self.slide is not None:
                self._opened.add(self.slide.title)
            self._ask_phones(leads=True)
            self._draw()
        self._tell_speaker()
        self._follow()
        self._keep()

    def _take(self, written: str) -> None:
        self._draft = written
        try:
            slide = typed_slide(written)
        except CpteduError as problem:
            self._faults, self.panel = tuple(str(problem).splitlines()), "write"
            return
        self._faults = ()
        self._add_typed(slide)
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


def _marks_alone(_adjusted: tuple[str, ...], _exercised: tuple[str, ...]) -> dict[str, Any]:
    """Let the map show what was done where, and say nothing of the claim: that is what the room predicts."""
    return {"line": "", "says": "", "verdict": "", "source": ""}
