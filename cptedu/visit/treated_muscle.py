"""Which regions the muscles named in a note reach, and which of them the table does not know."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from cptedu.errors import CpteduError
from cptedu.facts.muscles import muscle_regions, words_of_muscles
from cptedu.facts.regions import region_of, regions
from cptedu.visit.said_words import one_spaced, values_of

__all__ = ["MuscleRead", "read_muscle"]

# "C/S" is one word; "QL/glutes" are two muscles.
_BETWEEN = re.compile(r"[,;&+()\[\]|]|(?<![a-z])(?:and|plus)(?![a-z])|(?<=\s)/|/(?=\s)|(?<=[a-z]{2})/(?=[a-z]{2})", re.I)


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
    parts = [part.strip(" .:-") for part in _BETWEEN.split(quoted)]
    parts = [part for part in parts if _content(part)]
    reached: set[str] = set()
    unknown = []
    for at, part in enumerate(parts):
        found = _regions_of(parts, at)
        reached |= found
        if not found:
            unknown.append(part)
    in_order = tuple(one.name for one in regions() if one.name in reached)
    return MuscleRead(in_order, bool(in_order) and not unknown, tuple(unknown), quoted)


def _content(part: str) -> str:
    """Leave out the side and the words that stand beside the name of any muscle."""
    silent = values_of("side").keys() | values_of("beside_a_muscle").keys()
    return " ".join(word for word in re.findall(r"[^\W_]+", part.lower()) if word not in silent)


def _regions_of(parts: Sequence[str], at: int) -> set[str]:
    part = parts[at]
    before, after = parts[at - 1] if at else "", "".join(parts[at + 1 : at + 2])
    if muscle_regions(part) and not _is_told_nearer(part, after):
        return set(muscle_regions(part))
    if muscle_regions(part):
        return set(muscle_regions(f"{part} {after}"))
    if set(_content(part).split()) <= words_of_muscles():
        # "Upper and middle trapezius", "trapezius, upper": a word that belongs to the muscle named beside it.
        for beside in (before, after):
            if len(muscle_regions(beside)) and muscle_regions(f"{beside} {part}") != muscle_regions(beside):
                return set(muscle_regions(f"{beside} {part}"))
    try:
        return {region_of(part)}
    except CpteduError:
        return set()


def _is_told_nearer(part: str, after: str) -> bool:
    """Say whether the next part only says which part of this muscle: ``"trapezius, upper"``."""
    if not after or muscle_regions(after):
        return False
    nearer = muscle_regions(f"{part} {after}")
    return bool(nearer) and set(nearer) < set(muscle_regions(part)) and set(_content(after).split()) <= words_of_muscles()
