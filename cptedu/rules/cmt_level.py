"""How many spinal regions were adjusted, and which code that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cptedu.facts.cmt_levels import extraspinal_cmt, level_of
from cptedu.facts.regions import extraspinal, regions_of, spinal
from cptedu.facts.sources import Citation, cite
from cptedu.model import Verdict
from cptedu.rules.said import Said
from cptedu.visit.record import Record, Unclear

__all__ = ["CmtLevel", "cmt_level", "explain_level", "explain_level_of_each_reading", "level_of_regions"]

SOURCES = ("cpt-1997-cmt", "cpt-assistant-1997-02", "firstcoast-cmt")


@dataclass(frozen=True)
class CmtLevel:
    """The codes that a set of adjusted places makes.

    Attributes:
        codes: at most one of 98940-98942, and 98943 when an extraspinal region was adjusted.
        spinal: spinal regions in body order.
        extraspinal: extraspinal regions in body order.
        citations: the passages on which the level rests.
    """

    codes: tuple[str, ...]
    spinal: tuple[str, ...]
    extraspinal: tuple[str, ...]
    citations: tuple[Citation, ...]


def cmt_level(adjusted: Iterable[str]) -> CmtLevel:
    """Find the adjustment codes for the bones, joints or regions that were adjusted.

    What counts is regions, not vertebrae: one or two spinal regions are 98940, three or four 98941, five 98942; one of
    them a date. However many extraspinal regions were adjusted, 98943 stands once beside it.

    Args:
        adjusted: segments, joints or regions, in any mix, spelling and order.

    Returns:
        The codes and the regions; an empty list gives none.

    Raises:
        CpteduError: for a name that is not known, or a junction of two regions.

    Source: CPT 1997 and CPT Assistant, February 1997, read in copies.

    >>> cmt_level(["C3", "C5", "T4", "shoulder"]).codes
    ('98940', '98943')
    >>> cmt_level([]).codes
    ()
    """
    return level_of_regions(regions_of(adjusted))


def level_of_regions(found: Iterable[str]) -> CmtLevel:
    """Find the adjustment codes for regions, such as those of a record that count.

    Args:
        found: names of regions, each once, in body order.

    Returns:
        The codes and the regions.

    >>> level_of_regions(["cervical", "thoracic", "lumbar"]).codes
    ('98941',)
    """
    return _level(tuple(found))


@lru_cache(maxsize=1_024)  # every set of ten regions
def _level(found: tuple[str, ...]) -> CmtLevel:
    spinal_regions = tuple(name for name in found if name in spinal())
    extraspinal_regions = tuple(name for name in found if name in extraspinal())
    codes = level_of(spinal=len(spinal_regions), extraspinal=len(extraspinal_regions))
    return CmtLevel(codes, spinal_regions, extraspinal_regions, tuple(cite(source) for source in SOURCES))


def explain_level(record: Record, level: CmtLevel, number: str, beside: Iterable[Unclear] = ()) -> Said:
    """Say why the adjusted regions make this code.

    Args:
        record: the visit as understood.
        level: the regions and codes.
        number: one of its codes.
        beside: places that may be of several regions, all of which were adjusted by name: they add none.

    Returns:
        The finding that puts the code on the claim.

    Source: as for ``cmt_level``.
    """
    beyond_the_spine = number in extraspinal_cmt()
    regions = level.extraspinal if beyond_the_spine else level.spinal
    kind = "extraspinal" if beyond_the_spine else "spinal"
    named = ", ".join(name.replace("_", " ") for name in regions)
    count = f"{len(regions)} {kind} region{'' if len(regions) == 1 else 's'}"
    counts = "one region or several" if beyond_the_spine else "regions count, not vertebrae"
    return Said(
        "cmt_level",
        Verdict.SUPPORTED,
        f"Adjusted: {count} ({named}). That is {number}, once; {counts}.",
        SOURCES,
        code=number,
        numbers=(
            (f"{kind} regions", len(regions)),
            ("adjusted", _named(record, regions, beside)),
        ),
        used=("adjusted",),
    )


def _named(record: Record, regions: Iterable[str], beside: Iterable[Unclear] = ()) -> str:
    bones = [bone for one in regions for bone in sorted(set(record.adjusted.named(one)))]
    return ", ".join([*bones, *sorted({one.written for one in beside})])


def explain_level_of_each_reading(
    record: Record, level: CmtLevel, number: str, places: Sequence[Unclear]
) -> Said:
    """Say why the adjusted regions make this code, whichever bone is meant where a place may be of several regions.

    Args:
        record: the visit as understood.
        level: the regions that are understood.
        number: the code that comes of every reading.
        places: the places that may be of several regions.

    Returns:
        The finding that puts the code on the claim.

    Source: as for ``cmt_level``.
    """
    named = "".join(f"{name.replace('_', ' ')}, " for name in level.spinal)
    named += "and " if level.spinal else ""
    beside = " and ".join(
        f"{one.written!r} ({' or '.join(may.replace('_', ' ') for may in one.may_be)})" for one in places
    )
    return Said(
        "cmt_level",
        Verdict.SUPPORTED,
        f"Adjusted: {named}{beside}. Whichever bone that was, it is {number}, once; regions count, not vertebrae.",
        SOURCES,
        code=number,
        numbers=(
            ("spinal regions understood", len(level.spinal)),
            ("adjusted", _named(record, level.spinal, places)),
        ),
        used=("adjusted",),
    )
