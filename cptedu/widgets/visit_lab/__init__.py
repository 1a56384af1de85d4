"""One visit to change by hand: the spine map, the payer, the minutes, and the claim that follows at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import Any

import ipywidgets as widgets

from cptedu.deciding import deciding, verdict_shown, worst_first
from cptedu.engine.coding import code_visit
from cptedu.errors import CpteduError
from cptedu.explain import claim_as_html, claim_as_text
from cptedu.model import Claim, ClaimLine, Finding, Unbilled, Verdict, Visit
from cptedu.payers import payers
from cptedu.widgets.kit.instrument import InWords
from cptedu.widgets.kit.kept import keep
from cptedu.widgets.spine_map import SpineMap
from cptedu.widgets.visit_lab.minutes_slider import MOST_MINUTES, MinutesSlider

__all__ = ["VisitLab"]

_CLOSE = {
    "description_width": "initial"
}  # a label as wide as its word, so that the controls stand in one row


class VisitLab(InWords, widgets.VBox):
    """The spine map with the payer and the minutes of the first service beside it, and the claim below.

    Args:
        visit: the visit to start from; its first service is the one whose regions the map's second layer marks.
        name: a name within the course, under which the learner's changes are kept; None keeps nothing.

    >>> from cptedu.example_visits import example_visit
    >>> lab = VisitLab(example_visit("desk_worker"))
    >>> [line.code for line in lab.claim.lines]
    ['98940', '97112']
    >>> lab.map.exercised = ["C6"]
    >>> [line.code for line in lab.claim.lines]
    ['98940']
    """

    def __init__(self, visit: Visit, name: str | None = None) -> None:
        self.visit = visit
        self._told: Claim | None = None
        self._before: tuple[Finding, ...] = ()
        self._stood: frozenset[ClaimLine] = frozenset()
        service = visit.services[0]
        self.payer = widgets.Dropdown(
            options=[(one.label, name) for name, one in sorted(payers().items())],
            value=visit.payer,
            description="Payer",
            style=_CLOSE,
            layout=widgets.Layout(width="24rem", max_width="calc(100% - 4px)"),
        )
        self.minutes = MinutesSlider(min(service.minutes or 0, MOST_MINUTES))
        self.shown = widgets.HTML()
        self.map = SpineMap(adjusted=visit.adjusted, exercised=service.regions, read=self._read)
        self._at_first = self._chosen()
        self.afresh = widgets.Button(description="Start over", layout=widgets.Layout(width="8rem"))
        self.afresh.on_click(lambda _button: self.start_over())
        if name is not None:
            keep(
                name,
                {
                    "adjusted": (self.map, "adjusted"),
                    "exercised": (self.map, "exercised"),
                    "payer": (self.payer, "value"),
                    "minutes": (self.minutes, "value"),
                },
            )
        for control in (self.payer, self.minutes):
            control.observe(self._changed, names="value")
        self.map.observe(self._changed, names=["adjusted", "exercised"])
        self._changed()
        controls = widgets.HBox(
            [self.payer, self.minutes, self.afresh],
            layout=widgets.Layout(flex_flow="row wrap", margin="0 0 8px"),
        )
        # Above the map, so that payer and minutes are in sight together with the claim line that follows them.
        super().__init__([controls, self.map, self.shown])

    def start_over(self) -> None:
        """Bring the visit back as the lesson has it."""
        service = self.visit.services[0]
        self.payer.value, self.minutes.value = self.visit.payer, min(service.minutes or 0, MOST_MINUTES)
        with self.map.hold_trait_notifications():  # one change, so that one undo takes it back
            self.map.adjusted, self.map.exercised = self.visit.adjusted, service.regions

    def _is_as_in_the_lesson(self) -> bool:
        """Say whether starting over would change nothing."""
        return self._chosen() == self._at_first

    def _chosen(self) -> tuple[Any, ...]:
        return self.payer.value, self.minutes.value, tuple(self.map.adjusted), tuple(self.map.exercised)

    def _current(self, adjusted: tuple[str, ...], exercised: tuple[str, ...]) -> Visit:
        first, *rest = self.visit.services
        first = replace(first, regions=exercised, minutes=self.minutes.value)
        return replace(self.visit, adjusted=adjusted, services=(first, *rest), payer=self.payer.value)

    def _read(self, adjusted: tuple[str, ...], exercised: tuple[str, ...]) -> Mapping[str, Any]:
        """Say for the map what its marks come to: the claim in one line, and the reason that matters most."""
        claim = code_visit(self._current(adjusted, exercised))
        if claim != self._told:
            self._before = self._told.findings if self._told is not None else ()
            self._stood = frozenset(self._told.lines) if self._told is not None else frozenset(claim.lines)
            self._told = claim
        items = worst_first(claim)
        if not items:
            return {"line": "", "says": "Nothing is billed.", "verdict": ""}
        # Of lines that stand equally, the one that has just changed is told: that is what a click is made to see.
        stood = {_as_billed(one) for one in self._stood}
        alike = [one for one in items if verdict_shown(one) is verdict_shown(items[0])]
        item = next((one for one in alike if _as_billed(one) not in stood), items[0])
        verdict, reason = verdict_shown(item), deciding(item, self._before)
        unplaced = "" if exercised else "The exercise is still in the note, without a place. "
        step = f" {reason.fix}" if verdict is Verdict.ASK else ""
        return {
            "line": " + ".join("-".join((one.code, *one.modifiers)) for one in claim.lines),
            "about": item.code or "",
            "says": f"{unplaced}{reason.says}{step}",
            "verdict": verdict.value,
            "source": str(reason.citations[0]),
        }

    def _changed(self, _change: object = None) -> None:
        self.afresh.disabled = self._is_as_in_the_lesson()
        try:
            self.claim = code_visit(self._current(tuple(self.map.adjusted), tuple(self.map.exercised)))
        except CpteduError as problem:
            self.shown.value = f'<p role="alert">{escape(str(problem))}</p>'
            return
        self.shown.value = claim_as_html(self.claim, heading=None, alone=False)
        self.map.refresh()

    def __repr__(self) -> str:
        return claim_as_text(self.claim)


def _as_billed(item: ClaimLine | Unbilled) -> tuple[str | None, object]:
    """Give what of a line is seen on the claim."""
    return item.code, (item.units, item.modifiers) if isinstance(item, ClaimLine) else None
