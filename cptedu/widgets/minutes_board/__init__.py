"""The minutes board: a bar for each timed service, and the units that both methods make of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import traitlets

from cptedu.errors import CpteduError
from cptedu.rules.timed_units import timed_units
from cptedu.widgets.kit.instrument import ReadInstrument
from cptedu.widgets.kit.plain import Plain
from cptedu.widgets.minutes_board.reading import ONCE, offered_codes, read_minutes, scale_of

__all__ = ["MinutesBoard"]


class MinutesBoard(ReadInstrument):
    """A board on which the minutes of timed services are dragged or typed, and the units follow.

    Args:
        minutes: whole minutes of each timed code.
        untimed: codes that are billed once, whatever the time.
        chosen: the clinician's choice where leftovers tie; empty when nothing was chosen.

    What cannot be counted is not an error here: the board says in words what is wrong, and what is accepted.

    >>> board = MinutesBoard({"97110": 33, "97140": 7}, untimed=["97012"])
    >>> [(method["name"], method["units"]) for method in board.reading["methods"]]
    [('cms_total_time', 3), ('cpt_per_code', 2)]
    """

    keeps = ("minutes", "chosen")

    minutes = Plain({}).tag(sync=True)
    untimed = Plain([]).tag(sync=True)
    chosen = Plain({}).tag(sync=True)
    offered = traitlets.List(traitlets.Dict(), read_only=True).tag(sync=True)

    _reads = ("minutes", "untimed", "chosen")

    def __init__(
        self,
        minutes: Mapping[str, int] | None = None,
        untimed: Iterable[str] = (),
        chosen: Mapping[str, int] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(minutes=minutes or {}, untimed=untimed, chosen=chosen or {}, **options)
        self.set_trait("offered", offered_codes())

    def _changed(self, change: Any) -> None:
        if change["name"] == "minutes" and self.chosen and not self._still_allowed():
            self.chosen = {}  # answered by that change
            return
        self._answer()

    def _still_allowed(self) -> bool:
        try:
            return self.chosen in timed_units(self.minutes, "cms_total_time").alternatives
        except CpteduError:
            return False

    def _read(self) -> Mapping[str, Any]:
        return {"once": ONCE} | read_minutes(self.minutes, self.untimed, self.chosen)

    def _unread(self) -> Mapping[str, Any]:
        return {"scale": scale_of(0), "once": ONCE}

    def as_text(self) -> str:
        """Say in words what the board shows.

        >>> print(MinutesBoard({"97110": 8, "97140": 8}).as_text())
        Minutes board
        16 timed minutes. CMS total-time method: 1 unit. CPT per-code method: 2 units. Leftovers tie: the clinician may choose.
        CMS total-time method
          97110: 1 unit, earned by 8 minutes
          97140: 0 units. 8 left over, counted in the total, no unit of its own
        CPT per-code method
          97110: 1 unit, earned by 8 minutes
          97140: 1 unit, earned by 8 minutes
        Allowed: 97110 ×1
        Allowed: 97140 ×1
        """
        reading = self.reading
        said = ["Minutes board", reading["summary"]]
        for method in reading.get("methods", []):
            said += [method["title"], *(f"  {line['says']}" for line in method["lines"])]
        said += [
            f"{'Chosen' if reading['is_chosen'] and one['held'] else 'Allowed'}: {one['says']}"
            for one in reading.get("splits", [])
        ]
        said += [f"{one['code']} {one['label']}: {one['says']}" for one in reading.get("untimed", [])]
        return "\n".join(said)

    def __repr__(self) -> str:
        return f"MinutesBoard(minutes={self.minutes!r}, untimed={self.untimed!r}, chosen={self.chosen!r})"
