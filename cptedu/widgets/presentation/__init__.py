"""The live demonstration: a deck of cases before a room, predicted, revealed line by line, and changed by a key."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from cptedu.engine.coding import code_visit
from cptedu.errors import CpteduError
from cptedu.explain import TEACHING, claim_as_html
from cptedu.learn.deck import (
    DECK,
    WHAT_IFS,
    Deck,
    FaultySlide,
    Slide,
    load_deck,
    own_slides_at_hand,
    seminar_deck,
    typed_slide,
    why_not,
)
from cptedu.model import Claim, Visit
from cptedu.rules.data_age import data_age
from cptedu.visit.record import understood
from cptedu.widgets.kit.instrument import Instrument
from cptedu.widgets.kit.plain import place_in_words
from cptedu.widgets.presentation.stage_claim import claim_items, spoken_item
from cptedu.widgets.presentation.stage_draft import case_as_seen
from cptedu.widgets.presentation.stage_keys import ACTS, KEYS
from cptedu.widgets.presentation.stage_note import changes_in_words, note_facts, what_if_in_words
from cptedu.widgets.presentation.stage_room import outcome, predictions, votes_in_words
from cptedu.widgets.presentation.stage_rvu import rvu_picture
from cptedu.widgets.spine_map import SpineMap

__all__ = ["Presentation"]

_PANELS = ("tally", "cases", "write", "why", "reasons", "keys")
_MOST_VOTES = 9999
_THEMES = ("", "light", "dark")
_LAST = "This is the last case."


class Presentation(Instrument):
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

    at = traitlets.Int(0).tag(sync=True)
    revealed = traitlets.Int(0).tag(sync=True)
    tried = traitlets.Dict().tag(sync=True)
    votes = traitlets.List(traitlets.Int()).tag(sync=True)
    panel = traitlets.Unicode("").tag(sync=True)
    notes_shown = traitlets.Bool(False).tag(sync=True)
    is_black = traitlets.Bool(False).tag(sync=True)
    theme = traitlets.Unicode("").tag(sync=True)
    program = traitlets.Dict(read_only=True).tag(sync=True)
    shown = traitlets.Dict(read_only=True).tag(sync=True)
    map = anywidget.WidgetTrait().tag(sync=True)

    def __init__(self, deck: str | Path | Deck | None = None, **options: Any) -> None:
        named = deck or os.environ.get(DECK)
        self.deck = named if isinstance(named, Deck) else _read_deck(named or seminar_deck())
        self.slides: list[Slide | FaultySlide] = list(self.deck.slides)
        if not named:
            self.slides += own_slides_at_hand()
        self._coded: Claim | None = None
        self._typed = 0
        self._faults: tuple[str, ...] = ()
        self._draft = ""
        self._said = ""
        self._also = ""
        self._votes: dict[int, list[int]] = {}
        self._quiet = True
        super().__init__(map=SpineMap(read=_marks_alone), **options)
        self._quiet = False
        self.set_trait("program", self._program())
        self._draw()
        self.observe(self._changed, names=["at", "revealed", "tried", "votes", "panel", "notes_shown"])

    # ---- what is before the room ------------------------------------------------------------------------------

    @property
    def slide(self) -> Slide | FaultySlide | None:
        """Give the slide that is shown; None at the opening."""
        return self.slides[self.at - 1] if self.at else None

    @property
    def visit(self) -> Visit | None:
        """Give the visit that is shown, with what was changed about it."""
        if not isinstance(self.slide, Slide):
            return None
        slide = self.slide
        return slide.what_if(**{what: slide.to_try(what)[number] for what, number in self.tried.items()})

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

    @traitlets.validate("at")
    def _a_slide(self, proposal: Any) -> int:
        return max(0, min(int(proposal["value"]), len(self.slides)))

    @traitlets.validate("revealed")
    def _some_lines(self, proposal: Any) -> int:
        return max(0, min(int(proposal["value"]), self._steps()))

    @traitlets.validate("tried")
    def _values_of_the_slide(self, proposal: Any) -> dict[str, int]:
        slide = self.slide
        if not isinstance(slide, Slide):
            return {}
        counts = {what: len(slide.to_try(what)) for what in WHAT_IFS}
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
        return proposal["value"] if proposal["value"] in _PANELS else ""

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

    # ---- what is shown ----------------------------------------------------------------------------------------

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

    def _draw(self) -> None:
        slide = self.slide
        common: dict[str, Any] = {
            "kind": "opening" if slide is None else "faulty" if isinstance(slide, FaultySlide) else "case",
            "title": self.deck.title if slide is None else slide.title,
            "notes": "" if slide is None or (isinstance(slide, Slide) and not self.is_open) else slide.notes,
            "faults": list(slide.faults) if isinstance(slide, FaultySlide) else [],
            "age": "",
        }
        if isinstance(slide, Slide):
            common |= self._case(slide)
        common["notice"] = self._said or self._also
        said = common.get("said") or common["title"]
        common["said"] = self._said or f"{self._also} {said}".strip()
        common |= self._of_panel()
        self.set_trait("shown", common)

    def _program(self) -> dict[str, Any]:
        return {
            "title": self.deck.title,
            "opening": self.deck.opening,
            "cases": [{"title": one.title, "faulty": isinstance(one, FaultySlide)} for one in self.slides],
            "keys": [{"shown": key.shown, "says": key.says} for key in KEYS if key.says],
            "known": sorted(ACTS),
            "teaching": TEACHING,
        }

    def _case(self, slide: Slide) -> dict[str, Any]:
        visit, claim = self.visit, self.claim if self.is_open else slide.claim
        assert visit is not None  # noqa: S101  (a case has both)
        assert claim is not None  # noqa: S101
        changes = changes_in_words(slide, visit, self.tried)
        items = [] if changes and not self.is_open else claim_items(claim, slide.claim)
        items = items if self.is_open else items[: self.revealed]
        return {
            "question": slide.question,
            "note": note_facts(slide, visit, self.tried),
            "phase": "done" if self.is_open else "reveal" if items else "predict",
            "items": items,
            "choices": predictions(slide, self.votes, is_open=self.is_open),
            "told": ""
            if changes and self.is_open
            else votes_in_words(slide, self.votes, is_open=self.is_open),
            "changes": changes,
            "what_if": what_if_in_words(slide, changes, is_open=self.is_open),
            "marks": [", ".join(map(place_in_words, names)) or "nothing" for names in _places(visit)],
            "rvu": rvu_picture(claim, slide.claim) if self.is_open else None,
            "age": data_age(understood(visit)).says,
            "said": self._spoken(slide, items, changes),
        }

    def _spoken(self, slide: Slide, items: list[dict[str, Any]], changes: str) -> str:
        """Say what has just happened, for those who hear the page."""
        if self.panel == "tally":
            return f"Type the votes. {votes_in_words(slide, self.votes, is_open=False)}"
        if changes:
            claimed = " then ".join(spoken_item(item) for item in items)
            return f"{what_if_in_words(slide, changes, is_open=self.is_open)} {claimed}".strip()
        if self.is_open:
            return outcome(slide, self.votes)
        return spoken_item(items[-1]) if items else f"{slide.title}. {slide.question}"

    def _of_panel(self) -> dict[str, Any]:
        if self.panel == "write":
            return {"draft": self._draft, "faults_of_draft": list(self._faults)}
        if self.panel == "why" and self.is_open and isinstance(self.slide, Slide):
            said = [(one.words, why_not(self.slide, one)) for one in self.slide.choices]
            return {"why_not": [{"choice": words, "says": says} for words, says in said if says]}
        if self.panel == "reasons" and self.is_open and self.claim is not None:
            return {"reasons": claim_as_html(self.claim, heading=3)}
        return {}

    def _follow(self) -> None:
        """Let the spine map follow, after the claim is on its way."""
        adjusted, exercised = _places(self.visit)
        if (adjusted, exercised) != (self.map.adjusted, self.map.exercised):
            with self.map.hold_sync(), self.map.hold_trait_notifications():
                self.map.adjusted, self.map.exercised = adjusted, exercised

    # ---- where no widget can be shown -------------------------------------------------------------------------

    def as_text(self) -> str:
        """Say in words what the stage would show: the program, and the slide at which it stands."""
        said = ["Live demonstration: " + self.deck.title, self.deck.opening, ""]
        said += [f"{number}. {slide.title}" for number, slide in enumerate(self.slides, start=1)]
        slide, claim = self.slide, self.claim
        if isinstance(slide, FaultySlide):
            said += ["", slide.title, *slide.faults]
        elif slide is not None and claim is not None:
            said += ["", slide.title, slide.question]
            said += [f"  {fact['label']}: {fact['value']}" for fact in self.shown["note"]]
            said += [f"  {one['letter']}. {one['words']}" for one in self.shown["choices"]]
            said += [spoken_item(item) for item in self.shown["items"]]
        return "\n".join([*said, "", TEACHING])

    def __repr__(self) -> str:
        return f"Presentation({self.deck.title!r}, slide {self.at} of {len(self.slides)})"


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
    **{panel: partial(Presentation._open, panel=panel) for panel in _PANELS},
    "close": lambda stage: stage.set_trait("panel", ""),
    "notes": Presentation._turn_notes,
}


def _read_deck(deck: str | Path) -> Deck:
    """Read a deck; one that cannot be read becomes a single slide that says why."""
    try:
        return load_deck(deck)
    except CpteduError as problem:
        name = Path(deck).name
        faults = tuple(str(problem).splitlines())
        return Deck("This deck cannot be shown", "", (FaultySlide(name, faults),), name)


def _marks_alone(_adjusted: tuple[str, ...], _exercised: tuple[str, ...]) -> dict[str, Any]:
    """Let the map show what was done where, and say nothing of the claim: that is what the room predicts."""
    return {"line": "", "says": "", "verdict": "", "source": ""}


def _places(visit: Visit | None) -> tuple[list[str], list[str]]:
    """Give what was adjusted, and what any service was done to."""
    if visit is None:
        return [], []
    treated = dict.fromkeys(name for service in visit.services for name in service.regions)
    return list(visit.adjusted), list(treated)
