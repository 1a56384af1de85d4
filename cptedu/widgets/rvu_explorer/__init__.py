"""The RVU explorer: choose codes, RVU or dollars, office or facility, and a place; the chart follows."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import traitlets

from cptedu.charts.code_colors import places_in_palette
from cptedu.charts.offline import Figure, FigureView
from cptedu.charts.rvu_explorer import rvu_explorer
from cptedu.charts.rvu_points import (
    MEASURES,
    MOST_CODES,
    PLACES,
    RvuSettings,
    codes_with_values,
)
from cptedu.charts.theme import ON_SCREEN, PALETTE
from cptedu.facts.codes import code, codes
from cptedu.rules.allowed_amount import NATIONAL
from cptedu.widgets.kit.chart_explorer import ChartExplorer
from cptedu.widgets.kit.plain import Plain
from cptedu.widgets.kit.states import states

__all__ = ["RvuExplorer"]

BOTH = "both"
_MEASURE_WORDS = {"rvu": ("RVU", "relative value units"), "dollars": ("dollars", "as Medicare allows them")}
_PLACE_WORDS = {"office": "office", "facility": "facility", BOTH: "both"}
# Why a control rests. The page has these beforehand: a key that follows a choice finds its control without waiting for Python.
_WHY_NOT = {
    "rvu": {"parts": "", "locality": "A place changes dollars, never RVUs."},
    "dollars": {"parts": "Dollars are shown as totals.", "locality": ""},
}
_FAMILIES = {
    "cmt_spinal": "Adjustment",
    "cmt_extraspinal": "Adjustment",
    "exercise": "Exercise and training",
    "self_care": "Exercise and training",
    "group": "Exercise and training",
    "manual": "Hands-on work",
    "modality_attended": "Heat, current, ultrasound",
    "modality_supervised": "Heat, current, ultrasound",
    "office_visit": "Office visits",
}
_OTHER = "Others"


def _line(colour: str) -> dict[str, str]:
    """Say what a line of the chart becomes on a screen, and in colours that the reader has chosen for the whole computer."""
    dark, chosen = ON_SCREEN[colour]
    return {"screen": f"light-dark({colour},{dark})", "chosen": chosen}


@cache
def _choices() -> dict[str, Any]:
    """List what can be chosen, each with the words for it."""
    groups: dict[str, list[dict[str, str]]] = {label: [] for label in (*_FAMILIES.values(), _OTHER)}
    for number in codes_with_values():
        one = codes()[number]
        held = groups[_FAMILIES.get(one.family, _OTHER)]
        held.append({"value": number, "word": f"{number} · {one.label}"})
    return {
        "codes": [{"label": label, "choices": held} for label, held in groups.items() if held],
        "measures": [
            {"value": one, "word": _MEASURE_WORDS[one][0], "says": _MEASURE_WORDS[one][1]} for one in MEASURES
        ],
        "places": [{"value": value, "word": word} for value, word in _PLACE_WORDS.items()],
        "states": states(),
        "why_not": _WHY_NOT,
        "national": NATIONAL,
        "most": MOST_CODES,
    }


class RvuExplorer(ChartExplorer):
    """What codes were worth over the years held, and what Medicare's fee schedule allows for them.

    Args:
        chosen: one to six codes.
        measure: ``"rvu"`` or ``"dollars"``.
        parts: True to see work, practice expense and malpractice; RVU only.
        place: ``"office"``, ``"facility"`` or ``"both"``.
        locality: ``"MAC-locality"`` or ``"national"``; it changes dollars, never RVUs.

    Raises:
        CpteduError: for a code, measure, place or locality that is not held.

    >>> explorer = RvuExplorer(["97112"])
    >>> explorer.figure.columns["value"]
    'RVU of one unit'
    >>> explorer.measure = "dollars"
    >>> explorer.figure.columns["value"]
    'Dollars allowed for one unit'
    """

    chosen = Plain([]).tag(sync=True)
    measure = traitlets.Unicode("rvu").tag(sync=True)
    parts = traitlets.Bool(False).tag(sync=True)
    place = traitlets.Unicode("office").tag(sync=True)
    labels = traitlets.Dict(read_only=True).tag(sync=True)
    lines = traitlets.Dict(read_only=True).tag(sync=True)

    def __init__(
        self,
        chosen: Iterable[str] = RvuSettings().codes,
        *,
        measure: str = "rvu",
        parts: bool = False,
        place: str = "office",
        locality: str = NATIONAL,
        **options: Any,
    ) -> None:
        given = {
            "chosen": list(chosen),
            "measure": measure,
            "parts": parts,
            "place": place,
            "locality": locality,
        }
        super().__init__(**given, **options)
        self._follow_place()
        self.chart = FigureView(self._drawn())
        self.set_trait("choices", _choices())
        self._say("")
        self.observe(self._answer, names=["chosen", "measure", "parts", "place", "locality"])

    def settings(self) -> RvuSettings:
        """Give the settings of the chart as they are chosen.

        Returns:
            The settings.

        Raises:
            CpteduError: when what is chosen cannot be shown.
        """
        return RvuSettings(
            codes=tuple(self.chosen) if isinstance(self.chosen, list) else (),
            measure=self.measure,
            parts=self.parts and self.measure != "dollars",
            places=PLACES if self.place == BOTH else (self.place,),
            locality=self.locality,
        )

    def _drawn(self) -> Figure:
        return rvu_explorer(self.settings())

    def _say(self, problem: str) -> None:
        """Say what stands beside the chart: the codes' labels, and what cannot be done."""
        why_not = _WHY_NOT.get(self.measure, _WHY_NOT["rvu"]) | {
            "add": f"{MOST_CODES} codes are the most." if len(self.chosen) >= MOST_CODES else ""
        }
        held = [number for number in self.chosen if number in codes()]
        places = places_in_palette(held[:MOST_CODES])
        self._tell(
            labels={number: code(number).label for number in held},
            lines={number: _line(PALETTE[place]) for number, place in zip(held, places, strict=False)},
            problem=problem,
            why_not=why_not,
        )

    def as_text(self) -> str:
        """Say in words what is shown."""
        return "\n".join(filter(None, ["RVU explorer", self.problem, str(self.figure)]))

    def __repr__(self) -> str:
        return (
            f"RvuExplorer({self.chosen!r}, measure={self.measure!r}, parts={self.parts!r}, place={self.place!r},"
            f" locality={self.locality!r})"
        )
