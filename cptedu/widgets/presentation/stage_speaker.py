"""What only the speaker is told, in a window of their own: notes, the answer, the key that is the point, what comes next."""

from __future__ import annotations

import re
import time
from typing import Any

from cptedu.learn.deck import Slide
from cptedu.widgets.presentation.stage_closing import TITLE
from cptedu.widgets.presentation.stage_keys import BY_KEY, StageDeeds

__all__ = ["StageSpeaker"]

# As the notes of the decks have it, on a line of its own: "Key: P. Medicare wants AT."
_POINT = re.compile(r"^Key: ([A-Z])\. ", re.MULTILINE)


class StageSpeaker(StageDeeds):
    """A stage that tells its speaker more than the room; until a presenter's window has asked, nothing of it is sent."""

    _has_speaker = False

    def hear_speaker(self) -> None:
        """Tell the presenter's window, from now on after every press, what only the speaker may know."""
        self._has_speaker = True
        self._tell_speaker()

    def _tell_speaker(self) -> None:
        """Say it in a message of its own: what the slide itself is drawn from stays free of it."""
        if self.at and not self._began:
            self._began = time.time()
        if self._has_speaker:
            self.send({"speaker": self.for_speaker()})

    def for_speaker(self) -> dict[str, Any]:
        """Give what only the speaker is told.

        Returns:
            ``at``, ``place``, ``title``, ``left`` (of a talk that was cut short), ``notes`` by line, ``answer``, ``point``
            (the key that is the point of the case, and what it does), ``choices`` with the votes that were typed, ``told`` of
            all votes, ``next``, the ``minutes`` planned, and when the talk ``began``.

        >>> from cptedu.widgets.presentation import Presentation
        >>> stage = Presentation()
        >>> stage.go(2)
        >>> stage.for_speaker()["answer"], stage.for_speaker()["point"]["key"]
        ('B. 97112', 'M')
        """
        slide = self.slide
        notes = "" if slide is None else slide.notes
        answer = told = ""
        if isinstance(slide, Slide) and slide.choices:
            answer = _answer(slide)
            told = self._votes_in_words(slide)
        return {
            "at": self.at,
            "place": self._place(),
            "title": self.shown["title"],
            "left": self._was_left(),
            "notes": [line for line in notes.splitlines() if line],
            "answer": answer,
            "point": _point(notes),
            "choices": [
                {"letter": one["letter"], "words": one["words"], "typed": one["typed"]}
                for one in self.shown.get("choices", [])
            ],
            "told": told,
            "next": self._comes_next(),
            "minutes": self._planned(),
            "began": self._began,
        }

    def _was_left(self) -> str:
        at = self._left.get("at")
        return f"A talk of today stopped at case {at}. G goes on there." if at and not self.at else ""

    def _place(self) -> str:
        if self.slide is None:
            return "The end" if self.is_at_end else "Opening"
        return f"{self.at} of {len(self.slides)}"

    def _comes_next(self) -> dict[str, str] | None:
        if self.at >= self.end:
            return None
        if self.at == len(self.slides):
            return {"title": "the end of the talk", "question": f"{TITLE}."}
        coming = self.slides[self.at]
        return {
            "title": coming.title,
            "question": coming.question
            if isinstance(coming, Slide)
            else "It is left as it is, with what to write instead.",
        }

    def _planned(self) -> dict[str, int] | None:
        """Say from which minute to which this case is planned, of how many; None where deck or case does not say."""
        planned = self.deck.minutes_of_cases
        if self.deck.minutes is None or not 0 < self.at <= len(planned) or not planned[self.at - 1]:
            return None
        begins = sum(one or 0 for one in planned[: self.at - 1])
        return {"from": begins, "to": begins + (planned[self.at - 1] or 0), "of": self.deck.minutes}


def _answer(slide: Slide) -> str:
    """Give the choice that is right as the room sees it."""
    letters = zip("ABCDE", slide.choices, strict=False)
    return next((f"{letter}. {choice.words}" for letter, choice in letters if choice.is_right), "")


def _point(notes: str) -> dict[str, str] | None:
    """Find the key that the notes name as the point of the case, and what it does."""
    named = _POINT.search(notes)
    held = BY_KEY.get(named[1].lower()) if named else None
    return {"key": held.shown, "says": held.says} if held else None
