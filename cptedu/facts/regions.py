"""Regions of the spine and beyond it, and the bones and joints that belong to each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from cptedu.errors import CpteduError, unknown
from cptedu.facts.tables import rows

__all__ = [
    "Place",
    "Region",
    "extraspinal",
    "place",
    "places",
    "region",
    "region_of",
    "regions",
    "regions_of",
    "spinal",
]

_SIDES = {"left", "right", "bilateral"}


@dataclass(frozen=True)
class Region:
    """A region as CPT counts them: five spinal, five extraspinal."""

    name: str
    label: str
    kind: str
    order: int


@dataclass(frozen=True)
class Place:
    """A bone or joint, and the region that it counts for."""

    id: str
    label: str
    region: str
    kind: str


@cache
def regions() -> tuple[Region, ...]:
    """List the ten regions in body order.

    >>> [r.name for r in regions()][:5]
    ['cervical', 'thoracic', 'lumbar', 'sacral', 'pelvic']
    """
    found = (Region(r["region"], r["label"], r["kind"], int(r["order"])) for r in rows("regions.csv"))
    return tuple(sorted(found, key=lambda r: r.order))


@cache
def places() -> tuple[Place, ...]:
    """List every bone and joint that has a region, with the names that are accepted for it."""
    kinds = {r.name: r.kind for r in regions()}
    return tuple(Place(r["place"], r["label"], r["region"], kinds[r["region"]]) for r in rows("places.csv"))


@cache
def _by_spelling() -> dict[str, Region]:
    named = {r.name: r for r in regions()}
    spelled = {"".join(_words(p.id)): named[p.region] for p in places()}
    # A region's own name wins: "abdomen" is both.
    return spelled | {"".join(_words(name)): found for name, found in named.items()}


@cache
def _place_by_spelling() -> dict[str, Place]:
    return {"".join(_words(p.id)): p for p in places()}


@cache
def _junctions() -> dict[str, str]:
    return {"".join(_words(r["junction"])): r["advice"] for r in rows("junctions.csv")}


def _words(name: str) -> list[str]:
    """Split a name as people write it: case, separators, left and right do not matter."""
    return [word for word in re.split(r"[^a-z0-9]+", name.lower()) if word and word not in _SIDES]


def region(name: str) -> Region:
    """Find the region that a bone, joint or region name stands for.

    Args:
        name: such as ``"C5"``, ``"left shoulder"``, ``"SI"`` or ``"lower extremities"``.

    Returns:
        The region. The atlanto-occipital joint is cervical, a costovertebral one thoracic, a sacroiliac one pelvic,
        the jaw joint head, a costochondral one rib cage (CPT Assistant, February 1997).

    Raises:
        CpteduError: for a name that is not held, or a junction of two regions.

    >>> region("Right SI").name
    'pelvic'
    """
    if not isinstance(name, str):
        raise CpteduError(
            f"{name!r} is not the name of a bone, joint or region. Write text, such as 'C5' or 'lumbar'."
        )
    return _region(name)


def _without_level(words: list[str]) -> str:
    """Leave out the number of a rib or of its vertebra: costotransverse T5 is a costotransverse joint, rib 5 a rib."""
    joints = [word for word in words if word.startswith(("costo", "sternocost"))]
    joint = "".join(joints)
    level = r"(?:[1-9]|1[0-2])(?:st|nd|rd|th)?"
    if joint.startswith(("costotransverse", "costovertebral")):
        level = rf"(?:[tr]?{level}|ribs?)"
    elif joint:
        level = rf"(?:r?{level}|ribs?)"
    elif not {"rib", "ribs"} & set(words):
        return ""
    return "".join(word for word in words if not re.fullmatch(level, word))


@cache
def _region(name: str) -> Region:
    words = _words(name)
    spelled = "".join(words)
    for spelling in (spelled, re.sub(r"^(left|right)|(left|right)$", "", spelled), _without_level(words)):
        if spelling in _by_spelling():
            return _by_spelling()[spelling]
    if spelled in _junctions():
        raise CpteduError(f"{name!r} is a junction of two regions. {_junctions()[spelled]}")
    if len(words) > 1 and all(word in _by_spelling() for word in words):
        apart = ", ".join(repr(word.upper()) for word in words)
        raise CpteduError(f"{name!r} names more than one place. Give each one by itself: {apart}.")
    accepted = [r.name for r in regions()] + [p.id for p in places()]
    raise unknown("bone, joint or region", name, accepted)


def region_of(name: str) -> str:
    """Give the region's name for a bone, joint or region name.

    >>> region_of("T4")
    'thoracic'
    """
    return region(name).name


def place(name: str) -> Place | None:
    """Find the bone or joint that a name stands for; None where a whole region is named.

    >>> place("right SI").region
    'pelvic'
    """
    region(name)
    spelled = "".join(_words(name))
    return _place_by_spelling().get(spelled)


def regions_of(names: Iterable[str]) -> tuple[str, ...]:
    """Give the regions of a list of bones, joints and regions, each once, in body order.

    Args:
        names: any mix of segments, joints and regions.

    Returns:
        Region names, spinal ones first.

    Raises:
        CpteduError: for a name that is not held, or when one text is given in place of a list.

    >>> regions_of(["T4", "C5", "C3", "shoulder"])
    ('cervical', 'thoracic', 'upper_extremities')
    """
    if isinstance(names, str):
        raise CpteduError(f"{names!r} is one text; give a list, such as [{names!r}].")
    try:
        found = {region(name) for name in names}
    except TypeError:
        raise CpteduError(
            f"{names!r} is not a list of bones, joints or regions, such as ['C5', 'T4']."
        ) from None
    return tuple(r.name for r in sorted(found, key=lambda r: r.order))


@cache
def spinal() -> frozenset[str]:
    """Give the names of the five spinal regions."""
    return frozenset(r.name for r in regions() if r.kind == "spinal")


@cache
def extraspinal() -> frozenset[str]:
    """Give the names of the five extraspinal regions."""
    return frozenset(r.name for r in regions() if r.kind == "extraspinal")
