"""Wrong rules about 98940 to 98943."""

from __future__ import annotations

from cptedu.learn.misconceptions.registry import wrong_rule
from cptedu.learn.second_opinion import SPINE, Counted, RegionsOf, count_regions, level_code, region_of


def _side(place: str) -> str:
    return next((side for side in ("left", "right") if place.lower().startswith(side)), "")


def _without_side(place: str) -> str:
    return place.lower().removeprefix(_side(place)).strip()


@wrong_rule(
    step="counted",
    title="counts vertebrae, not regions",
    holds="every bone or joint of the spine is counted by itself",
    feedback=(
        "98940, 98941 and 98942 count regions, not bones. C1, C2 and C7 are three bones of one region, the neck, and count"
        " once. Name the region of each bone first, strike out what repeats, and count what is left."
    ),
    source="clinicpro-1997",
)
def counts_vertebrae_not_regions(places: tuple[str, ...], regions_of: RegionsOf) -> tuple[Counted, int]:
    """Count every bone or joint of the spine that is named."""
    bones = {
        (region, _without_side(place)) for place in places for region in regions_of(place) if region in SPINE
    }
    return tuple(sorted(bones)), count_regions(places, regions_of)[1]


@wrong_rule(
    step="counted",
    title="counts both sides as two",
    holds="the left and the right side of one region count as two",
    feedback=(
        "A region has no sides for the count. The left and the right sacroiliac joint both lie in the pelvic region, which"
        " counts once, as the ribs of both sides count once where they meet the spine."
    ),
    source="cpt-assistant-1997-02",
)
def counts_both_sides_as_two(places: tuple[str, ...], regions_of: RegionsOf) -> tuple[Counted, int]:
    """Count a region twice when its left and its right are named."""
    spinal, beyond = count_regions(places, regions_of)
    halves: list[tuple[str, str]] = []
    for region, _ in spinal:
        sides = {_side(place) for place in places if region in regions_of(place)}
        halves += (
            [(region, side) for side in ("left", "right")] if {"left", "right"} <= sides else [(region, "")]
        )
    return tuple(halves), beyond


@wrong_rule(
    step="counted",
    title="counts extraspinal regions in 98940-98942",
    holds="a shoulder, a knee or a jaw is counted as one more region of the spinal code",
    feedback=(
        "Only the five spinal regions count towards 98940, 98941 and 98942: cervical, thoracic, lumbar, sacral, pelvic."
        " Joints beyond the spine have a code of their own, 98943, which may stand beside the spinal one."
    ),
    source="cpt-assistant-1997-02",
)
def counts_extraspinal_towards_spine(places: tuple[str, ...], regions_of: RegionsOf) -> tuple[Counted, int]:
    """Count regions beyond the spine towards the spinal level, and bill no 98943."""
    found = sorted({region for place in places for region in regions_of(place)})
    return tuple((region, region) for region in found), 0


@wrong_rule(
    step="level",
    title="bills one code for each region",
    holds="98940 is billed once for each region",
    feedback=(
        "The number of regions chooses the code; it does not multiply it. One code a date covers all spinal regions, with"
        " one unit: 98940 for one or two, 98941 for three or four, 98942 for five."
    ),
    source="firstcoast-cmt",
)
def bills_one_code_per_region(count: int) -> dict[str, int]:
    """Give 98940 as many units as there are regions."""
    return {"98940": count} if count else {}


@wrong_rule(
    step="level",
    title="bills two spinal codes together",
    holds="the next lower code is billed beside the one that fits",
    feedback=(
        "98940, 98941 and 98942 are no steps to be added up. The code that fits covers every spinal region, so only one of"
        " the three stands on a date; an edit without exception refuses the other."
    ),
    source="firstcoast-cmt",
)
def bills_two_spinal_codes(count: int) -> dict[str, int]:
    """Add the code below the one that fits."""
    return level_code(count) | level_code({3: 1, 4: 2, 5: 3}.get(count, count))


@wrong_rule(
    step="regions_of",
    title="counts the sacroiliac joint as sacral and pelvic at once",
    holds="a sacroiliac joint counts for the sacral and the pelvic region",
    feedback=(
        "A sacroiliac joint is the pelvic region, and that alone. The sacral region counts only when the sacrum or the"
        " coccyx itself was adjusted, with a finding of its own."
    ),
    source="cpt-assistant-1997-02",
)
def counts_sacroiliac_twice(place: str) -> tuple[str, ...]:
    """Take a sacroiliac joint for two regions."""
    is_joint = any(word in place.lower() for word in ("sacroiliac", "si joint", "ilium"))
    return ("sacral", "pelvic") if is_joint else region_of(place)


@wrong_rule(
    step="counted",
    title="bills 98943 for each extremity",
    holds="98943 is billed once for each joint beyond the spine",
    feedback=(
        "98943 says: one or more regions beyond the spine. A shoulder, a wrist and a knee on one date are still one unit."
    ),
    source="chiropub-2006",
)
def bills_98943_per_extremity(places: tuple[str, ...], regions_of: RegionsOf) -> tuple[Counted, int]:
    """Bill a unit of 98943 for every joint beyond the spine."""
    spinal, _ = count_regions(places, regions_of)
    return spinal, len({place for place in places if not set(regions_of(place)) & set(SPINE)})


@wrong_rule(
    step="regions_of",
    title="puts the atlanto-occipital joint in the head",
    holds="the atlanto-occipital joint is taken for the head",
    feedback=(
        "The joint between occiput and atlas belongs to the cervical region, so it counts for the spinal code. The head as"
        " a region of 98943 is the jaw joint and the skull apart from that joint."
    ),
    source="cpt-assistant-1997-02",
)
def puts_atlanto_occipital_in_head(place: str) -> tuple[str, ...]:
    """Take occiput and atlanto-occipital joint for the head."""
    is_head = any(word in place.lower() for word in ("occipit", "occiput", "c0"))
    return ("head",) if is_head else region_of(place)
