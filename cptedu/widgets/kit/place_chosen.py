"""The place in which a claim is priced, as a learner chooses it: a state, a county of it, the locality that the county is in."""

from __future__ import annotations

from datetime import date
from typing import Any

import traitlets

from cptedu.errors import CpteduError, NotInDataError
from cptedu.facts.counties import REST_OF_STATE, counties_named, is_zip, locality_of_county
from cptedu.facts.schedule import years_held
from cptedu.rules.allowed_amount import NATIONAL
from cptedu.widgets.kit.states import localities_of, locality_in_words, state_in_words, state_of

__all__ = ["PlaceChosen"]


class PlaceChosen(traitlets.HasTraits):
    """State, county and locality, kept together: another state begins with its first locality, a county finds its own.

    Attributes:
        state: two letters; empty for the national example.
        county: as the learner wrote it; empty where none was, or where the locality was chosen by hand after it.
        locality: ``"MAC-locality"`` or ``"national"``.
        county_says: what became of the county.
    """

    state = traitlets.Unicode("").tag(sync=True)
    county = traitlets.Unicode("").tag(sync=True)
    locality = traitlets.Unicode(NATIONAL).tag(sync=True)
    county_says = traitlets.Unicode(read_only=True).tag(sync=True)

    def _follow_place(self) -> None:
        """Begin with the state of the locality, and from now on keep the three together."""
        self.state = state_of(self.locality)
        self.observe(self._moved, names=["state", "county", "locality"])
        self._found = ""
        self._looked_for = self.county

    def _moved(self, change: Any) -> None:
        if change["name"] == "county":
            self._find()
            return
        here = localities_of(self.state)
        if self.locality not in here:
            if change["name"] == "state":
                self.locality = next(iter(here), NATIONAL)
            self.state = state_of(self.locality)
        # A county that was not looked for yet came together with its state; it is looked for next.
        if self.county == self._looked_for and self.county and self.locality != self._found:
            self.county = ""

    def _find(self) -> None:
        self._looked_for = self.county
        self._found, says = _answer(self.county.strip(), self.state)
        self.set_trait("county_says", says)
        if self._found:
            self.locality = self._found


def _answer(county: str, state: str) -> tuple[str, str]:
    """Find the locality of a county, and the words for it; no locality where there is none to be found."""
    if not county:
        return "", ""
    if is_zip(county):
        return "", "A ZIP is not held. Find its county, and write that."
    try:
        found = locality_of_county(county, state, date(years_held()[-1], 12, 31))
    except NotInDataError:
        named = ", ".join(one for one in counties_named(state) if one != REST_OF_STATE)
        return "", (
            f"{county} is not named by itself. Named are: {named}. If it is a county of {state_in_words(state)}, choose"
            f" {REST_OF_STATE}; a town does not tell its county."
        )
    except CpteduError as refusal:
        return "", str(refusal)
    notes = "".join(f"; {note}" for note in found.notes)
    return (
        found.name,
        f"{found.county[:1].upper()}{found.county[1:]}: {locality_in_words(found.name)}{notes}.",
    )
