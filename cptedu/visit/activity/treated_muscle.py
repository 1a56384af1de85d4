"""Which regions the muscles named in a note reach, and which of them the table does not know."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from cptedu.errors import CpteduError
from cptedu.facts.muscles import muscle_regions
from cptedu.facts.regions import region_of, regions
from cptedu.visit.said_words import LONGEST_READ, one_spaced, values_of

__all__ = ["MuscleRead", "read_muscle"]

# "C/S" is one word; "QL/glutes" are two muscles.
_BETWEEN = re.compile(
    r"[,;&+()\[\]|]|(?<![a-z])(?:and|plus)(?![a-z])|(?<=\s)/|/(?=\s)|(?<=[a-z]{2})/(?=[a-z]{2})", re.I
)


@dataclass(frozen=True)
class MuscleRead:
    """How the muscle of a service was read.

    ``regions`` are those that the muscles reach, in body order. ``unknown`` are the parts that name nothing of the table.
    ``known`` says that at least one muscle is named and every one is in the table.
    """

    regions: tuple[str, ...]
    known: bool
    unknown: tuple[str, ...] = ()
    quoted: str = ""


def read_muscle(text: str) -> MuscleRead:
    """Read which regions the muscles named in a note reach.

    Args:
        text: one or more muscles; case, side and order do not matter.

    Returns:
        Their regions, and what the table does not know: it may reach anywhere, so it is asked about.

    >>> read_muscle("upper trapezius and xyz")
    MuscleRead(regions=('cervical', 'upper_extremities'), known=False, unknown=('xyz',), quoted='upper trapezius and xyz')
    >>> read_muscle("cervical paraspinals, left").regions
    ('cervical',)
    """
    return _read(one_spaced(text))


@cache
def _read(quoted: str) -> MuscleRead:
    if len(quoted) > LONGEST_READ:
        return MuscleRead((), False, (quoted,), quoted)
    parts = [part.strip(" .:-") for part in _BETWEEN.split(quoted)]
    parts = [part for part in parts if _content(part)]
    reached: set[str] = set()
    unknown = []
    for at, part in enumerate(parts):
        found = _nearer(parts, at) if _only_says_which_part(part) else _regions_of(parts, at)
        reached |= found
        if not found and not muscle_regions(part):
            unknown.append(part)
    in_order = tuple(one.name for one in regions() if one.name in reached)
    return MuscleRead(in_order, bool(in_order) and not unknown, tuple(unknown), quoted)


def _content(part: str) -> list[str]:
    """Leave out the side and the words that stand beside the name of any muscle."""
    silent = values_of("side").keys() | values_of("beside_a_muscle").keys()
    return [word for word in re.findall(r"[^\W_]+", part.lower()) if word not in silent]


def _only_says_which_part(part: str) -> bool:
    return values_of("part_of_a_muscle").keys() >= set(_content(part))


def _regions_of(parts: Sequence[str], at: int) -> set[str]:
    """Give the regions of one muscle; words at the end of the text say which part of the last one is meant."""
    part, after = parts[at], parts[at + 1 :]
    if muscle_regions(part):
        last = bool(after) and all(_only_says_which_part(other) for other in after)
        return set() if last and _nearer(parts, at + 1) else set(muscle_regions(part))
    try:
        return {region_of(part)}
    except CpteduError:
        return set()


def _nearer(parts: Sequence[str], at: int) -> set[str]:
    """Give the regions of the muscles before and after a word such as "upper", as that word narrows them."""
    muscles = [
        next((other for other in side if not _only_says_which_part(other)), "")
        for side in (parts[:at][::-1], parts[at + 1 :])
    ]
    return {
        region
        for muscle in muscles
        if muscle_regions(muscle)
        for region in muscle_regions(f"{parts[at]} {muscle}")
    }
