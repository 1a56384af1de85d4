"""How far a talk has come: the slide, the votes of every case, a case that was written; kept, and taken up again.

Votes that were typed, on the slide or in the presenter's window, are kept here for every case; those of phones are kept by the
command. Both are added up in ``all_votes`` of ``stage_room.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from cptedu.errors import CpteduError
from cptedu.learn.deck import FaultySlide, Slide, keep_talk, kept_talk, talk_left_today, typed_slide
from cptedu.widgets.presentation.stage_shown import StageShown

__all__ = ["StageTalk"]


class StageTalk(StageShown):
    """A stage that knows how far its talk has come, in this page and in one that is loaded anew."""

    _typed = 0
    _began = 0.0
    _is_seen = False

    def __init__(self, *given: Any, **options: Any) -> None:
        self._votes: dict[int, list[int]] = {}
        self._kept: Mapping[str, Any] = {}
        self._left: Mapping[str, Any] = {}
        self._opened: set[str] = set()
        super().__init__(*given, **options)

    def _go(self, at: int) -> None:
        self._votes[self.at] = list(self.votes)
        self.tried, self.revealed, self.counting = {}, 0, 0
        self.at = at
        self.votes = self._votes.get(self.at, [])
        self.panel = ""

    def _tally_of(self, at: int, choice: int, count: int) -> None:
        """Note a number at the case at which it was typed, where the talk has gone on meanwhile."""
        counted = list(self._votes.get(at, []))
        if 0 <= choice < len(counted) and count >= 0:
            counted[choice] = count
            self._votes[at] = counted
            self._keep()

    def _add_typed(self, slide: Slide | FaultySlide) -> None:
        """Put a case that was written at the end of the deck, in place of one written before."""
        if not self._typed:
            self.slides.append(slide)
            self._typed = len(self.slides)
        self.slides[self._typed - 1] = slide

    def _go_on(self) -> None:
        """Stand where the talk of this start stands, the first time that a page has come into sight.

        Slides are made ready long before a page shows them, so it is not known earlier. A stage that has moved stays where
        it is. What another start has left is not taken up by itself: the speaker is told that a key does so.
        """
        if self._is_seen:
            return
        self._is_seen = True
        if self.at:
            return
        kept = kept_talk(self._which)
        if kept:
            self._take_up(kept)
        else:
            self._left = talk_left_today(self._which)

    def _take_up(self, kept: Mapping[str, Any]) -> None:
        """Stand where a talk stood, as far as the deck is still the same; what no talk keeps is passed over."""
        if isinstance(kept.get("written"), str) and kept["written"]:
            with suppress(CpteduError):  # the file of a payer that it names, say, is not there any more
                self._add_typed(typed_slide(kept["written"]))
        votes = _table(kept.get("votes"))
        for number, slide in enumerate(self.slides, start=1):
            counted = votes.get(slide.title)
            if isinstance(counted, list) and all(type(one) is int for one in counted):
                self._votes[number] = counted
        if isinstance(kept.get("theme"), str):
            self.theme = kept["theme"]
        if isinstance(kept.get("began"), float):
            self._began = kept["began"]
        opened = kept.get("opened")
        self._opened |= {one for one in opened if isinstance(one, str)} if isinstance(opened, list) else set()
        if type(kept.get("at")) is int:
            self._go(kept["at"])
            self.revealed = kept["revealed"] if type(kept.get("revealed")) is int else 0
            tried = _table(kept.get("tried")).items()
            self.tried = {what: number for what, number in tried if type(number) is int}

    def _keep(self) -> None:
        """Keep where the talk stands, once somebody has seen it."""
        if not self._is_seen:
            return
        counted = self._votes | {self.at: list(self.votes)}
        typed = self.slides[self._typed - 1] if self._typed else None
        stands = {
            "at": self.at,
            "revealed": self.revealed,
            "tried": dict(self.tried),
            "theme": self.theme,
            "votes": {self.slides[at - 1].title: votes for at, votes in counted.items() if at and any(votes)},
            "written": typed.written if isinstance(typed, Slide) else "",
            "began": self._began,
            "opened": sorted(self._opened),
        }
        if stands != self._kept:
            self._kept = stands
            keep_talk(self._which, stands)


def _table(given: object) -> Mapping[str, Any]:
    return given if isinstance(given, dict) else {}
