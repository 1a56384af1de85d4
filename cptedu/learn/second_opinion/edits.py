"""Edits between two codes: whether one is in force, and what two services must show to stand beside each other."""

from __future__ import annotations

from datetime import date
from functools import cache

from cptedu.facts.tables import rows
from cptedu.learn.second_opinion.clock import Shared
from cptedu.learn.second_opinion.outcome import Stands
from cptedu.learn.second_opinion.regions import region_of
from cptedu.model import Service

__all__ = ["MARKED", "beside_therapy", "encounter_of", "live_edit", "set_apart"]

MARKED = frozenset({"59"})
_MAY_BE_LIFTED, _NEVER_LIFTED = 1, 0
_FIRST_WORDS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3}


def encounter_of(service: Service) -> int | None:
    """Give the number of the encounter; the first where none was recorded, None for words that name no number.

    >>> encounter_of(Service(encounter="first")), encounter_of(Service(encounter="afternoon"))
    (1, None)
    """
    said = service.encounter
    if said is None:
        return 1
    return said if isinstance(said, int) else _FIRST_WORDS.get(said.strip().lower())


def beside_therapy(
    one: tuple[int, Service], two: tuple[int, Service], indicator: int, clock: Shared
) -> Stands:
    """Say what becomes of column two beside column one.

    Another region, encounter, practitioner or interval is a ground for 59. Where the clock was not recorded each
    service's minutes are taken for its own, and that is asked.
    """
    (first, earlier), (second, later) = one, two
    if indicator == _NEVER_LIFTED:
        return Stands(stands=False)
    if set_apart(earlier, later):
        return Stands(marks=MARKED)
    spans = clock.own[first], clock.own[second]
    if spans[0] is None or spans[1] is None:
        return Stands(marks=MARKED, asked=True)
    if not spans[0] & spans[1]:
        return Stands(marks=MARKED)
    # What is left of it had another time; whose the shared minutes are is asked.
    left = (clock.recorded[second] or spans[1]) - (clock.recorded[first] or spans[0])
    return Stands(stands=bool(left), marks=MARKED, asked=True)


def set_apart(earlier: Service, later: Service) -> bool:
    """Say whether region, encounter or practitioner sets two services of a day apart, whatever the clock says.

    >>> set_apart(Service(regions=("cervical",)), Service(regions=("lumbar",))), set_apart(Service(), Service(encounter="first"))
    (True, False)
    """
    places = [{region for place in each.regions for region in region_of(place)} for each in (earlier, later)]
    if places[0] and places[1] and not places[0] & places[1]:
        return True
    encounters = {encounter_of(earlier), encounter_of(later)}
    if len(encounters) > 1 and None not in encounters:
        return True
    performers = {earlier.performed_by, later.performed_by}
    return "therapist" in performers and len(performers) > 1


def live_edit(one: str, two: str, on: date) -> tuple[str, int] | None:
    """Give column two and the indicator of the edit between two codes; None when none is known to be in force."""
    for first, second in ((one, two), (two, one)):
        indicator = _indicator(first, second, on)
        if indicator in (_MAY_BE_LIFTED, _NEVER_LIFTED):
            return second, indicator
    return None


@cache
def _pairs() -> dict[tuple[str, str], list[dict[str, str]]]:
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows("ptp.csv"):
        found.setdefault((row["column_one"], row["column_two"]), []).append(dict(row))
    return found


@cache
def _whole_releases() -> tuple[str, ...]:
    # What a whole release leaves out is over, so that no row of a release before it counts.
    return tuple(
        row["begins"] for row in rows("releases.csv") if row["kind"] == "ptp" and row["whole"] == "yes"
    )


@cache
def _indicator(first: str, second: str, on: date) -> int | None:
    day = on.isoformat()
    if day < min(_whole_releases()):
        return _before_releases(first, second, day)
    held = [row for row in _pairs().get((first, second), []) if row["release_from"] <= day]
    newest = max([row["release_from"] for row in held] + [one for one in _whole_releases() if one <= day])
    for row in held:
        stands = (not row["deleted_on"] or day <= row["deleted_on"]) and row["effective_from"] <= day
        if row["release_from"] == newest and stands:
            return int(row["modifier_indicator"])
    return None


def _before_releases(first: str, second: str, day: str) -> int | None:
    """Read what is known of days before the first release: rows for those days, and rows that say their own days."""
    own = [row for row in _pairs().get((first, second), []) if row["effective_from"]]
    for row in (*rows("ptp_before_releases.csv"), *own):
        same = (row["column_one"], row["column_two"]) == (first, second)
        last = row.get("deleted_on") or row["effective_to"] or day
        if same and row["effective_from"] <= day <= last and row["modifier_indicator"]:
            return int(row["modifier_indicator"])
    return None
