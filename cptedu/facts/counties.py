"""Where a county is priced: counties and the localities of Medicare's fee schedule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from cptedu.errors import NotInDataError, unknown
from cptedu.facts.sources import Citation, cite
from cptedu.facts.tables import Row, as_date, in_force, rows

__all__ = [
    "REST_OF_STATE",
    "Locality",
    "counties_named",
    "how_to_find_a_locality",
    "is_zip",
    "localities_of_counties",
    "locality_of_county",
]

_WHOLE_STATE = "every county"
REST_OF_STATE = "every other county"
_ZIP = re.compile(r"\d{5}(?:-\d{4})?")
_COUNTY_AND_STATE = re.compile(r"(.+?),\s*([A-Za-z. ]+)")


@dataclass(frozen=True)
class Locality:
    """The locality of a county.

    Attributes:
        name: MAC and locality, as prices take it, such as ``"04412-18"``.
        county: the county as the table has it, or ``"every county"`` where the state is one locality.
        state: the state's name.
        notes: what must be said beside it.
        citations: where it comes from.
    """

    name: str
    county: str
    state: str
    notes: tuple[str, ...]
    citations: tuple[Citation, ...]


def locality_of_county(county: str, state: str, on: date | str) -> Locality:
    """Find the locality in which Medicare prices a county.

    The counties held are those of 2025. Most states are one locality; in the others some counties are named, and all
    others are the rest of the state. The table does not list those others, so a name that it does not have is not taken
    for one of them.

    Args:
        county: such as ``"Harris"`` or ``"Harris County"``.
        state: its name or its two letters.
        on: the date of service.

    Returns:
        The locality; its notes say so when the date lies in another year than the list of counties.

    Raises:
        CpteduError: for a state that is not held.
        NotInDataError: for a county that is not named by itself; it says which locality the rest of the state is.

    Source: CMS, counties of each locality, 2025.

    >>> locality_of_county("Harris", "TX", on="2025-03-04").name
    '04412-18'
    >>> locality_of_county("Franklin County", "Ohio", on="2026-03-04").notes
    ('the counties of each locality are those of 2025',)
    """
    day = as_date(on)
    named = _counties_of(state)
    row = named.get(_bare(_WHOLE_STATE)) or named.get(_bare(county))
    if row is None:
        raise _not_named(county, named)
    note = f"the counties of each locality are those of {row['effective_from'][:4]}"
    return Locality(
        f"{row['mac']}-{row['locality']}",
        row["county"],
        row["state_name"],
        () if in_force(row, day) else (note,),
        (cite(row["source"]),),
    )


def counties_named(state: str) -> tuple[str, ...]:
    """List the counties of a state that are named by themselves, and the rest; none for a state that is one locality.

    >>> counties_named("WA"), counties_named("OH")
    (('King', 'every other county'), ())
    """
    named = _by_state().get(_bare(state), {})
    return tuple(row["county"] for row in named.values() if row["county"] != _WHOLE_STATE)


def localities_of_counties(state: str) -> tuple[str, ...]:
    """List the localities that the counties of a state are in.

    >>> localities_of_counties("WA")
    ('02402-02', '02402-99')
    """
    named = _by_state().get(_bare(state), {})
    return tuple(dict.fromkeys(f"{row['mac']}-{row['locality']}" for row in named.values()))


def is_zip(said: str) -> bool:
    """Say whether something is written as a ZIP is.

    >>> is_zip("77002"), is_zip("Harris")
    (True, False)
    """
    return _ZIP.fullmatch(said.strip()) is not None


@cache
def _by_state() -> dict[str, dict[str, Row]]:
    states: dict[str, dict[str, Row]] = {}
    for row in rows("counties.csv"):
        for said in (row["state"], row["state_name"]):
            states.setdefault(_bare(said), {})[_bare(row["county"])] = row
    return states


def _counties_of(state: str) -> dict[str, Row]:
    held = _by_state()
    if not isinstance(state, str) or _bare(state) not in held:
        raise unknown("state", state, {row["state_name"] for row in rows("counties.csv")})
    return held[_bare(state)]


def _bare(name: object) -> str:
    """Spell a county or state for comparison: "St. Louis County" and "saint louis" are one."""
    said = re.sub(r"[^a-z ]", "", str(name).lower().replace("-", " "))
    said = re.sub(r"\b(?:county|parish|borough)\b", " ", said)
    said = re.sub(r"^saint\b", "st", " ".join(said.split()))
    return "miami dade" if said == "dade" else said


def _not_named(county: object, named: dict[str, Row]) -> NotInDataError:
    row = named[_bare(REST_OF_STATE)]
    listed = ", ".join(one["county"] for one in named.values() if one["county"] != REST_OF_STATE)
    return NotInDataError(
        f"{county!r} is not a county of {row['state_name']} that is named by itself. Named are: {listed}. If it is a county,"
        f" it belongs to the rest of the state, '{row['mac']}-{row['locality']}'; a town does not tell its county."
    )


def how_to_find_a_locality(given: object) -> str:
    """Say how to come from a ZIP or a county to a locality; empty where neither was given.

    >>> how_to_find_a_locality("Harris County, TX")
    "Harris in Texas is in '04412-18'."
    >>> how_to_find_a_locality("77002")
    'A ZIP is not held: find the county, and ask locality_of_county("Harris", "TX", on=...).'
    """
    said = str(given).strip()
    if is_zip(said):
        return 'A ZIP is not held: find the county, and ask locality_of_county("Harris", "TX", on=...).'
    found = _COUNTY_AND_STATE.fullmatch(said)
    if found is None or _bare(found[2]) not in _by_state():
        return ""
    named = _by_state()[_bare(found[2])]
    row = named.get(_bare(_WHOLE_STATE)) or named.get(_bare(found[1]))
    if row is None:
        return str(_not_named(found[1], named))
    where = row["county"].capitalize() if row["county"] == _WHOLE_STATE else row["county"]
    return f"{where} in {row['state_name']} is in '{row['mac']}-{row['locality']}'."
