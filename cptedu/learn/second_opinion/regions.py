"""Places, regions, and the level of an adjustment: tables written for this way, and for other words those of data/."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TypeAlias

from cptedu.facts.tables import rows
from cptedu.learn.second_opinion.limits import DoesNotApply

__all__ = ["BODY", "SPINE", "Counted", "RegionsOf", "count_regions", "level_code", "region_of"]

Counted: TypeAlias = tuple[tuple[str, str], ...]
RegionsOf: TypeAlias = Callable[[str], tuple[str, ...]]

SPINE = ("cervical", "thoracic", "lumbar", "sacral", "pelvic")
BODY = (*SPINE, "head", "upper_extremities", "lower_extremities", "rib_cage", "abdomen")
_JOINTS = {
    "cervical": "c0 c1 c2 c3 c4 c5 c6 c7 occiput atlas axis atlantooccipital",
    "thoracic": "t1 t2 t3 t4 t5 t6 t7 t8 t9 t10 t11 t12 costotransverse costovertebral",
    "lumbar": "l1 l2 l3 l4 l5",
    "sacral": "sacrum coccyx s1 s2 s3 s4 s5",
    "pelvic": "sacroiliac si ilium pelvis",
    "head": "tmj jaw skull temporomandibular",
    "upper_extremities": "shoulder elbow wrist hand acromioclavicular sternoclavicular",
    "lower_extremities": "hip knee ankle foot",
    "rib_cage": "ribshaft costochondral sternocostal",
    "abdomen": "abdomen",
}
_NUMBER = re.compile(r"^\d+(?:st|nd|rd|th)(?=costochondral)")
_LEVELS = ((), ("98940",), ("98940",), ("98941",), ("98941",), ("98942",))


def _spelled(place: str) -> str:
    word = "".join(letter for letter in place.lower() if letter.isalnum())
    for side in ("left", "right"):
        word = word.removeprefix(side)
    return _NUMBER.sub("", word.removesuffix("joint"))


@cache
def region_of(place: str) -> tuple[str, ...]:
    """Name the region that a bone or joint counts for.

    >>> region_of("left sacroiliac joint")
    ('pelvic',)
    """
    word = _spelled(place)
    for region in BODY:
        if word == region.replace("_", "") or word in _JOINTS[region].split():
            return (region,)
    for row in rows("places.csv"):
        if row["place"] == place:
            return (row["region"],)
    raise DoesNotApply(f"{place!r} is not a place that the second way knows.")


def count_regions(places: tuple[str, ...], regions_of: RegionsOf) -> tuple[Counted, int]:
    """Count each spinal region once; everything beyond the spine is one unit."""
    found = [region for place in places for region in regions_of(place)]
    spinal = tuple((region, region) for region in SPINE if region in found)
    return spinal, int(any(region not in SPINE for region in found))


def level_code(count: int) -> dict[str, int]:
    """Look the one code up for a number of spinal regions."""
    return dict.fromkeys(_LEVELS[min(count, 5)], 1)
