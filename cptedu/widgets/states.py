"""The states and their localities, as an instrument offers them."""

from __future__ import annotations

from functools import cache
from typing import Any

from cptedu.charts.rvu_points import localities

__all__ = ["state_of", "states"]

_STATES = """AK Alaska|AL Alabama|AR Arkansas|AZ Arizona|CA California|CO Colorado|CT Connecticut|DC District of Columbia|
DE Delaware|FL Florida|GA Georgia|HI Hawaii|IA Iowa|ID Idaho|IL Illinois|IN Indiana|KS Kansas|KY Kentucky|LA Louisiana|
MA Massachusetts|MD Maryland|ME Maine|MI Michigan|MN Minnesota|MO Missouri|MS Mississippi|MT Montana|NC North Carolina|
ND North Dakota|NE Nebraska|NH New Hampshire|NJ New Jersey|NM New Mexico|NV Nevada|NY New York|OH Ohio|OK Oklahoma|
OR Oregon|PA Pennsylvania|PR Puerto Rico|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|
VA Virginia|VI Virgin Islands|VT Vermont|WA Washington|WI Wisconsin|WV West Virginia|WY Wyoming"""


@cache
def _state_names() -> dict[str, str]:
    return {one[:2]: one[3:] for one in _STATES.replace("\n", "").split("|")}


@cache
def states() -> list[dict[str, Any]]:
    """List the states by name, each with its localities, as a page offers them.

    >>> next(one["localities"] for one in states() if one["value"] == "OH")
    [{'value': '15202-00', 'word': 'Ohio'}]
    """
    found: dict[str, list[dict[str, str]]] = {}
    for place in localities():
        found.setdefault(place.state, []).append({"value": place.id, "word": place.name})
    return [
        {"value": state, "word": _state_names().get(state, state), "localities": held}
        for state, held in sorted(found.items(), key=lambda item: _state_names().get(item[0], item[0]))
    ]


def state_of(locality: str) -> str:
    """Give the state of a locality, or nothing for the national example.

    >>> state_of("15202-00"), state_of("national")
    ('OH', '')
    """
    return next((one.state for one in localities() if one.id == locality), "")
