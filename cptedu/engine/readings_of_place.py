"""What an adjustment is by each reading of a junction: where one level comes of all of them, the bone changes nothing of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import combinations

from cptedu.facts.cmt_levels import spinal_cmt
from cptedu.facts.place_names import stray_signs
from cptedu.facts.regions import spinal
from cptedu.rules.adjusted_findings import adjusted_findings
from cptedu.rules.adjustment_evidence import regions_with_subluxation
from cptedu.rules.cmt_level import level_of_regions
from cptedu.visit.record import Record, Unclear, understood

__all__ = [
    "leaves_a_code_open",
    "level_by_each_reading",
    "names_no_other_region",
    "places_of_some_region",
    "readings_of_places",
]

_MOST_READINGS = 64


def level_by_each_reading(record: Record) -> str | None:
    """Give the level of the spine that comes of every reading.

    Args:
        record: the visit as understood.

    Returns:
        The code; None where the bone decides, or where nothing was adjusted that may be of several regions.
    """
    levels = {_level_of_the_spine(codes) for codes in _codes_by_reading(record)}
    return levels.pop() if len(levels) == 1 else None


def leaves_a_code_open(record: Record, place: Unclear) -> bool:
    """Say whether something besides the level of the spine hangs on a place: a rib may be 98943 or nothing more.

    Args:
        record: the visit as understood.
        place: an adjusted place that may be of several regions.

    Returns:
        True where it may be outside the spine, and the codes are others by another reading.
    """
    return not set(place.may_be) <= spinal() and len(_codes_by_reading(record)) > 1


def _codes_by_reading(record: Record) -> set[tuple[str, ...]]:
    return {_codes(one) for one in readings_of_places(record)}


def _level_of_the_spine(codes: Collection[str]) -> str | None:
    return next((one for one in codes if one in spinal_cmt()), None)


def names_no_other_region(record: Record, place: Unclear) -> bool:
    """Say whether each region that a place may be of was adjusted by name as well: L5/S1 beside L5 and S1.

    Args:
        record: the visit as understood.
        place: an adjusted place.

    Returns:
        True where whichever bone it was adds no region.
    """
    return _is_of_some_region(place) and set(place.may_be) <= set(record.adjusted.regions)


def _is_of_some_region(place: Unclear) -> bool:
    # "Lumbar?" leaves open whether it was adjusted at all.
    return len(place.may_be) > 1 and not stray_signs(place.written)


def places_of_some_region(record: Record) -> list[Unclear]:
    """List the adjusted places that are surely of one or more of several regions, such as a junction or a rib."""
    return [one for one in record.adjusted.unclear if _is_of_some_region(one)]


def readings_of_places(record: Record) -> Iterator[Record]:
    """Give the visit once for each bone, or several bones, that each of those places may be.

    Args:
        record: the visit as understood.

    Yields:
        The visit so read; nothing where no such place was adjusted, or where there are too many ways to try.
    """
    places = places_of_some_region(record)
    found: dict[frozenset[str], None] = dict.fromkeys([frozenset[str]()] if places else [])
    for may_be in dict.fromkeys(one.may_be for one in places):
        some = [set(chosen) for size in range(1, len(may_be) + 1) for chosen in combinations(may_be, size)]
        found = dict.fromkeys(regions | chosen for regions in found for chosen in some)
        if len(found) > _MOST_READINGS:
            return
    written = {one.written for one in places}
    others = [one for one in record.visit.adjusted if one not in written]
    for regions in found:
        adjusted = (*others, *sorted(regions))
        yield understood(replace(record.visit, adjusted=adjusted, findings=_read_so(record, places, regions)))


def _read_so(
    record: Record, places: Iterable[Unclear], regions: Collection[str]
) -> tuple[tuple[str, str], ...] | None:
    """Give the findings of a visit with what was found at such a place as found in each region that it is read as."""
    if record.visit.findings is None:
        return None
    may_be = {one.written: one.may_be for one in places}
    found: dict[str, str] = {}
    for place, says in record.visit.findings:
        for region in [one for one in may_be.get(place, ()) if one in regions] or [place]:
            found[region] = f"{found[region]}; {says}" if region in found else says
    return tuple(found.items())


def _codes(record: Record) -> tuple[str, ...]:
    counting, _ = regions_with_subluxation(record, adjusted_findings(record).regions)
    return level_of_regions(counting).codes
