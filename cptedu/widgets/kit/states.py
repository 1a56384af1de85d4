"""The states and their localities, as an instrument offers them."""

from __future__ import annotations

from functools import cache
from typing import Any

from cptedu.charts.rvu_points import localities
from cptedu.facts.counties import counties_named, localities_of_counties

__all__ = ["localities_of", "locality_in_words", "state_in_words", "state_of", "states"]

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
    """List the states by name, each with its localities and the counties that are named by themselves, as a page offers them.

    A locality that reaches over a border stands with each of its states.

    >>> next(one["localities"] for one in states() if one["value"] == "OH")
    [{'value': '15202-00', 'word': 'Ohio'}]
    """
    named = {one.id: one.name for one in localities()}
    found = {one.state for one in localities()}
    return [
        {
            "value": state,
            "word": state_in_words(state),
            "localities": [{"value": one, "word": named[one]} for one in localities_of(state)],
            "counties": list(counties_named(state)),
        }
        for state in sorted(found, key=state_in_words)
    ]


@cache
def localities_of(state: str) -> tuple[str, ...]:
    """Give the localities of a state: those that bear its name first, then those that some of its counties are in.

    >>> localities_of("VA")
    ('11302-00', '12202-01')
    """
    own = [one.id for one in localities() if one.state == state]
    held = {one.id for one in localities()}
    over_the_border = [one for one in localities_of_counties(state) if one in held] if own else []
    return tuple(dict.fromkeys((*own, *over_the_border)))


def state_in_words(state: str) -> str:
    """Give the name of a state.

    >>> state_in_words("OH")
    'Ohio'
    """
    return _state_names().get(state, state)


def locality_in_words(locality: str) -> str:
    """Give the name of a locality.

    >>> locality_in_words("15202-00")
    'Ohio'
    """
    return next((one.name for one in localities() if one.id == locality), locality)


def state_of(locality: str) -> str:
    """Give the state whose name a locality bears, or nothing for the national example.

    >>> state_of("15202-00"), state_of("national")
    ('OH', '')
    """
    return next((one.state for one in localities() if one.id == locality), "")
