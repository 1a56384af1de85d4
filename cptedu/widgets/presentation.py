"""The live demonstration: a deck of cases before a room, predicted, revealed line by line, and changed by a key."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from cptedu.coding import code_visit
from cptedu.errors import CpteduError
from cptedu.explain import TEACHING, claim_as_html
from cptedu.learn.deck import (
    DECK,
    WHAT_IFS,
    Deck,
    FaultySlide,
    Slide,
    claim_as_written,
    load_deck,
    own_slides_at_hand,
    seminar_deck,
    typed_slide,
)
from cptedu.model import Claim, Visit
from cptedu.widgets import script, stylesheet
from cptedu.widgets.plain import place_in_words, with_text
from cptedu.widgets.spine_map import SpineMap
from cptedu.widgets.stage_claim import claim_items, spoken_item
from cptedu.widgets.stage_keys import ACTS, KEYS
from cptedu.widgets.stage_note import changes_in_words, note_facts
from cptedu.widgets.stage_room import outcome, predictions, votes_in_words
from cptedu.widgets.stage_rvu import rvu_picture

__all__ = ["Presentation"]

_PANELS = ("tally", "cases", "write", "reasons", "keys")
_MOST_VOTES = 9999
_THEMES = ("", "light", "dark")


class Presentation(anywidget.AnyWidget):
    """The instructor's stage.

    Args:
        deck: a deck file, a folder of own cases, or a deck; by default the one that the environment variable CPTEDU_DECK
            names, else the one that comes with the course, and after it the cases of the folder ``my_cases``.

    A deck that cannot be read is shown as such, with what to write instead.

    >>> stage = Presentation()
    >>> stage.press("ArrowRight", "ArrowRight", " ", " ")
    >>> [item["written"] for item in stage.shown["items"]], stage.shown["phase"]
    (['97112'], 'done')
    >>> stage.press("m", "m")
    >>> stage.shown["changes"], [item["units"] for item in stage.shown["items"]]
    ('minutes: 23 minutes', [2])
    """

    _esm = script(Path(__file__).with_suffix(".js"))
    _css = stylesheet(Path(__file__).with_suffix(".css"))

    at = traitlets.Int(0).tag(sync=True)
    revealed = traitlets.Int(0).tag(sync=True)
    tried = traitlets.Dict().tag(sync=True)
    votes = traitlets.List(traitlets.Int()).tag(sync=True)
    panel = traitlets.Unicode("").tag(sync=True)
    notes_shown = traitlets.Bool(False).tag(sync=True)
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
        self._votes: dict[int, list[int]] = {}
        self._quiet = True
        super().__init__(map=SpineMap(), **options)
        self._quiet = False
        self.set_trait("program", self._program())
        self._draw()
        self.observe(self._changed, names=["at", "revealed", "tried", "votes", "panel", "notes_shown"])
        self.on_msg(self._asked)

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
        """Count what can be revealed: each item of the claim, then who was right and the RVU picture."""
        claim = self.claim
        return 0 if claim is None else max(1, len(claim.lines) + len(claim.unbilled)) + 1

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
            what = act.removesuffix(" back")
            if what in WHAT_IFS:
                self._at_once(partial(self._try, what, -1 if act.endswith("back") else 1))
            elif act in _ACTS:
                self._at_once(partial(_ACTS[act], self))

    def go(self, at: int) -> None:
        """Go to a slide, counted from 1; 0 is the opening."""
        self._at_once(lambda: self._go(at))

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
        """Answer the page: a key or button pressed, a slide chosen, a vote or a case typed."""
        match content:
            case {"press": "l", "dark": bool(is_dark)}:
                self.theme = "light" if is_dark else "dark"
            case {"press": str(key)}:
                self.press(key)
            case {"go": int(at)}:
                self.go(at)
            case {"choice": int(choice), "count": int(count)}:
                self.tally(choice, count)
            case {"written": str(written)}:
                self.show_written(written)

    def _at_once(self, act: Callable[[], object]) -> None:
        """Act, and tell the page all that came of it in one message."""
        with self.hold_sync():
            self._quiet, self._said = True, ""
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
        if self.at == 0 or isinstance(self.slide, FaultySlide):
            self._go(self.at + 1)
        elif self.revealed < self._steps():
            self.revealed += 1
            self.panel = ""
        else:
            self._said = "All is revealed. The arrow to the right goes on."

    def _forward(self) -> None:
        if self.revealed < self._steps() or self.at == 0:
            self._reveal()
        else:
            self._go(self.at + 1)

    def _try(self, what: str, step: int) -> None:
        if not isinstance(self.slide, Slide):
            return
        is_open = self.revealed == self._steps()
        if len(self.slide.to_try(what)) < 2:
            self._said = "There is nothing else to try for that here."
        self.tried = self.tried | {what: self.tried.get(what, 0) + step}
        self.panel = ""
        self._keep_open(is_open)

    def _as_noted(self) -> None:
        is_open = self.revealed == self._steps()
        self.tried = {}
        self._keep_open(is_open)

    def _keep_open(self, is_open: bool) -> None:
        """What was wholly revealed stays so when the claim changes; what was not gives nothing more away."""
        steps = self._steps()
        self.revealed = steps if is_open else min(self.revealed, max(steps - 1, 0))

    def _open(self, panel: str) -> None:
        is_for_a_case = panel in ("tally", "reasons")
        if is_for_a_case and not isinstance(self.slide, Slide):
            return
        if panel == "tally" and not self._choices():
            self._said = "This case has no choices to count."
            return
        if panel == "reasons" and self.revealed < self._steps():
            self._said = "First reveal the claim."
            return
        self.panel = "" if self.panel == panel else panel
        if panel == "write":
            first = next((one.written for one in self.slides if isinstance(one, Slide)), "")
            self._draft = self.slide.written if isinstance(self.slide, Slide) else first
            self._faults = ()

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
            "notes": "" if slide is None else slide.notes,
            "faults": list(slide.faults) if isinstance(slide, FaultySlide) else [],
            "age": "",
        }
        if isinstance(slide, Slide):
            common |= self._case(slide)
        common["said"] = self._said or common.get("said") or common["title"]
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
        visit, steps = self.visit, self._steps()
        claim = self.claim
        assert visit is not None  # noqa: S101  (a case has both)
        assert claim is not None  # noqa: S101
        items = claim_items(claim, slide.claim)
        is_open = self.revealed == steps
        changes = changes_in_words(slide, visit, self.tried)
        return {
            "question": slide.question,
            "note": note_facts(slide, visit, self.tried),
            "phase": "done" if is_open else "reveal" if self.revealed else "predict",
            "items": items[: self.revealed],
            "hidden": max(0, len(items) - self.revealed),
            "choices": predictions(slide, self.votes, is_open=is_open),
            "told": votes_in_words(slide, self.votes, is_open=is_open),
            "changes": changes,
            "marks": [", ".join(map(place_in_words, names)) or "nothing" for names in _places(visit)],
            "noted": claim_as_written(slide.claim),
            "rvu": rvu_picture(claim, slide.claim) if is_open else None,
            "age": next((one.says for one in claim.notes if one.rule == "data_age"), ""),
            "said": self._spoken(slide, items, changes, is_open),
        }

    def _spoken(self, slide: Slide, items: list[dict[str, Any]], changes: str, is_open: bool) -> str:
        """Say what has just happened, for those who hear the page."""
        if self.panel == "tally":
            return f"Type the votes. {votes_in_words(slide, self.votes, is_open=False)}"
        if changes and not self.revealed:
            return f"What if: {changes}."
        if is_open:
            claimed = " then ".join(spoken_item(item) for item in items)
            return f"What if: {changes}. {claimed}" if changes else outcome(slide, self.votes)
        return spoken_item(items[self.revealed - 1]) if self.revealed else f"{slide.title}. {slide.question}"

    def _of_panel(self) -> dict[str, Any]:
        if self.panel == "write":
            return {"draft": self._draft, "faults_of_draft": list(self._faults)}
        if self.panel == "reasons" and self.claim is not None:
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

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Give the stage, and its text for front ends that show no widgets."""
        return with_text(super()._repr_mimebundle_(**kwargs), self.as_text())


_ACTS: Mapping[str, Callable[[Presentation], None]] = {
    "reveal": Presentation._reveal,
    "hide": lambda stage: stage.set_trait("revealed", stage.revealed - 1),
    "forward": Presentation._forward,
    "next": lambda stage: stage._go(stage.at + 1) if stage.at < len(stage.slides) else None,
    "previous": lambda stage: stage._go(stage.at - 1) if stage.at else None,
    "opening": lambda stage: stage._go(0),
    "as noted": Presentation._as_noted,
    **{panel: partial(Presentation._open, panel=panel) for panel in _PANELS},
    "close": lambda stage: stage.set_trait("panel", ""),
    "notes": lambda stage: stage.set_trait("notes_shown", not stage.notes_shown),
}


def _read_deck(deck: str | Path) -> Deck:
    """Read a deck; one that cannot be read becomes a single slide that says why."""
    try:
        return load_deck(deck)
    except CpteduError as problem:
        name = Path(deck).name
        faults = tuple(str(problem).splitlines())
        return Deck("This deck cannot be shown", "", (FaultySlide(name, faults),), name)


def _places(visit: Visit | None) -> tuple[list[str], list[str]]:
    """Give what was adjusted, and what any service was done to."""
    if visit is None:
        return [], []
    treated = dict.fromkeys(name for service in visit.services for name in service.regions)
    return list(visit.adjusted), list(treated)
