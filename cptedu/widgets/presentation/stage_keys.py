"""The keys of the live demonstration: each is named once, with what it does and what the list behind the question mark says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from time import monotonic

from cptedu.learn.deck import Slide
from cptedu.widgets.presentation.stage_draft import case_as_seen
from cptedu.widgets.presentation.stage_note import WHAT_IF_KEYS
from cptedu.widgets.presentation.stage_state import TYPED_INTO
from cptedu.widgets.presentation.stage_talk import StageTalk

__all__ = ["BY_KEY", "KEYS", "Key", "StageDeeds"]

_END = "This is the end of the talk."
_SECONDS_TO_VOTE = 30
_SECONDS_TO_GO = 3  # from a number to Enter


class StageDeeds(StageTalk):
    """What the keys of a stage do; where nothing comes of one, it says why."""

    _pressed = ""
    _number = ""  # what was typed of the number of a case
    _typed_before = ""  # the same, until what is done now
    _typed_at = 0.0

    def _begin(self) -> None:
        """A number is typed without a pause: whatever is done but Enter forgets it, and so do a few seconds."""
        is_fresh = monotonic() - self._typed_at < _SECONDS_TO_GO
        self._typed_before, self._number = self._number if is_fresh else "", ""

    def _figure(self) -> None:
        self._number, self._typed_at = (self._typed_before + self._pressed)[-2:], monotonic()
        at = int(self._number)
        if at > len(self.slides):
            self._said = f"There is no case {at}."
        else:
            where = f"case {at}" if at else "the opening"
            self._said = f"Enter within {_SECONDS_TO_GO} seconds goes to {where}."

    def _enter(self) -> None:
        if not self._typed_before:
            self._reveal()
        elif int(self._typed_before) <= len(self.slides):
            self._go(int(self._typed_before))
        else:
            self._said = f"There is no case {int(self._typed_before)}."

    def _reveal(self) -> None:
        if not isinstance(self.slide, Slide):
            self._next()
        elif self.is_open:
            follows = "ends the talk" if self.at == len(self.slides) else "goes on"
            self._said = f"All is revealed. The arrow to the right {follows}."
        else:
            # The room has voted on the note as it was, so that is what is revealed.
            self._also = "This is the note as it was." if self.tried else ""
            self.tried, self.counting = {}, 0
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
        if self.at < self.end:
            self._go(self.at + 1)
        else:
            self._said = _END

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
        if self.at == self.end and not self.panel:
            self._said = _END
        self._go(len(self.slides) if self.at < len(self.slides) else self.end)

    def _back(self) -> None:
        if self.revealed or self.tried:
            self._hide()
        elif self.is_at_end:
            self._go(len(self.slides))
            # The clicker goes back the way that it came: to the last case with its claim, where that was revealed.
            self.revealed = self._steps() if self.slide and self.slide.title in self._opened else 0
        else:
            self._previous()

    def _blank(self) -> None:
        self.is_black = not self.is_black
        self._said = "The screen is black. Any key brings it back." if self.is_black else ""

    def _count_down(self) -> None:
        if self.counting:
            self.counting = 0
            self._said = "The countdown is stopped."
        elif not self._choices() or self.is_open:
            self._said = "There is nothing to vote on here."
        else:
            self.counting = _SECONDS_TO_VOTE

    def _forward(self) -> None:
        if self.is_open:
            self._next()
        else:
            self._reveal()

    def _try(self, what: str, step: int) -> None:
        if not isinstance(self.slide, Slide):
            self._said = "There is no note here that could be changed."
        elif len(self._to_try(what)) < 2:
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

    def _back_to_the_last_talk(self) -> None:
        if self._left:
            self._take_up(self._left)
            self._left = {}
        else:
            self._said = "No talk of today was cut short."

    def _close(self) -> None:
        self.panel = ""


@dataclass(frozen=True)
class Key:
    """One thing that keys do.

    Attributes:
        keys: the keys as a browser names them.
        deed: what the stage does; None where the page always does it by itself.
        shown: the key as it is printed on a keyboard.
        says: what it does, in plain words; empty where the list does not name it.
        on_page: what the page does, by its name there.
        is_typed_after: whether what is pressed after it is typed into what it opens.
    """

    keys: tuple[str, ...]
    deed: Callable[[StageDeeds], None] | None
    shown: str = ""
    says: str = ""
    on_page: str = ""
    is_typed_after: bool = False


_WHAT_IFS = {
    "payer": "what if another payer",
    "date_of_service": "what if another date",
    "minutes": "what if other minutes",
    "regions": "what if another region",
    "deficit": "what if the finding were, or were not, in the note",
}


def _what_ifs() -> Iterator[Key]:
    """Give the keys that change the note: a small letter goes on to the next value, a capital one back."""
    for key, what in WHAT_IF_KEYS.items():
        yield Key((key,), partial(StageDeeds._try, what=what, step=1), key.upper(), _WHAT_IFS[what])
    for key, what in WHAT_IF_KEYS.items():
        yield Key((key.upper(),), partial(StageDeeds._try, what=what, step=-1))


def _opens(key: str, panel: str, says: str) -> Key:
    names = tuple(dict.fromkeys((key, key.upper())))
    deed = partial(StageDeeds._open, panel=panel)
    return Key(names, deed, key.upper(), says, is_typed_after=panel in TYPED_INTO)


KEYS = (
    Key((" ",), StageDeeds._reveal, "Space", "reveal the next line"),
    Key(("Backspace",), StageDeeds._hide, "⌫", "take the last line back"),
    Key(("ArrowRight",), StageDeeds._next, "→", "next case"),
    Key(("ArrowLeft",), StageDeeds._previous, "←", "case before"),
    Key(("PageDown",), StageDeeds._forward, "Page ↓", "reveal, then go on (the clicker's button)"),
    Key(
        ("PageUp",),
        StageDeeds._back,
        "Page ↑",
        "take the last line back, then the case before (the clicker's button)",
    ),
    Key(("Home",), StageDeeds._opening, "Home", "to the opening"),
    Key(("End",), StageDeeds._last, "End", "to the last case, then to the end of the talk"),
    Key(tuple("0123456789"), StageDeeds._figure, "0–9", "the number of a case, and Enter goes there"),
    Key(("Enter",), StageDeeds._enter, "Enter", "to the case whose number was typed; else as Space"),
    Key(("g", "G"), StageDeeds._back_to_the_last_talk, "G", "go on where a talk of today was cut short"),
    Key(("b", "B", "."), StageDeeds._blank, "B", "screen black, and as it was"),
    *_what_ifs(),
    Key(("o", "O"), StageDeeds._as_noted, "O", "back to the note as it was"),
    _opens("t", "tally", "type the room's votes"),
    Key(("v", "V"), StageDeeds._count_down, "V", "count thirty seconds down for the vote, or stop"),
    Key(
        ("n", "N"),
        StageDeeds._turn_notes,
        "N",
        "your notes: a window of your own; in JupyterLab, on the slide",
        "notes",
    ),
    _opens("c", "cases", "choose a case"),
    _opens("w", "write", "write or paste a case"),
    _opens("y", "why", "why not the other choices; what a room asks"),
    _opens("a", "reasons", "all reasons and sources of the claim"),
    Key(("l", "L"), None, "L", "light or dark", "light"),
    Key(("s", "S"), None, "S", "full screen on or off", "screen"),
    _opens("?", "keys", "this list"),
    Key(("Escape",), StageDeeds._close, "Esc", "close what is open"),
)

BY_KEY = {key: one for one in KEYS for key in one.keys}
