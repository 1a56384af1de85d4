"""What every drawn note needs: a day, and bones and joints by their names. No number here is a rule."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from cptedu.learn.stream import IntegerStream

__all__ = ["PLACES", "a_day", "in_body_order", "is_closed", "places_in"]

PLACES = {
    "cervical": ("C1", "C2", "C3", "C4", "C5", "C6", "C7"),
    "thoracic": ("T1", "T2", "T4", "T5", "T6", "T8", "T10", "T12"),
    "lumbar": ("L1", "L2", "L3", "L4", "L5"),
    "sacral": ("sacrum", "coccyx"),
    "pelvic": ("left sacroiliac joint", "right sacroiliac joint"),
    "head": ("left jaw", "right jaw"),
    "upper_extremities": ("left shoulder", "right shoulder", "left elbow", "right wrist"),
    "lower_extremities": ("left hip", "right knee", "left ankle", "right foot"),
    "rib_cage": ("costochondral joint",),
}
SPECIAL = {
    "cervical": ("atlanto-occipital joint",),
    "thoracic": ("left costotransverse joint", "right costotransverse joint"),
}
_OF_BOTH_SIDES = {
    "upper_extremities": ("shoulder", "elbow", "wrist"),
    "lower_extremities": ("hip", "knee", "ankle", "foot"),
}
USUAL = PLACES | {
    region: tuple(f"{side} {joint}" for joint in joints for side in ("left", "right"))
    for region, joints in _OF_BOTH_SIDES.items()
}
USUAL["rib_cage"] = ("left 4th costochondral joint", "right 5th costochondral joint")
_HEAD = {"head": ("left TMJ", "right TMJ")}
_BY_ITS_LETTERS_SINCE = 9
_RARE = "coccyx"
_HOLIDAYS = ((1, 1), (7, 4), (12, 25))
_CLOSED_SINCE = 9
_MONDAY, _THURSDAY, _SUNDAY = 0, 3, 6
_FIRST_IN_ITS_REGION = "atlanto-occipital joint"
_FIRST_DAY = date(2025, 1, 6)
_DAYS = 600


def a_day(stream: IntegerStream, *, usual: bool = False) -> date:
    """Draw a day on which an office works, from 2025 to the summer of 2026.

    Args:
        stream: where to draw from.
        usual: True to leave out holidays of a fixed date, too.

    Returns:
        The day; never a Sunday.
    """
    day = _FIRST_DAY + timedelta(days=stream.below(_DAYS))
    if usual and (day.month, day.day) in _HOLIDAYS:
        day += timedelta(days=1)
    return day + timedelta(days=1) if day.weekday() == _SUNDAY else day


def is_closed(generation: int, day: date) -> bool:
    """Say whether an office is closed on a day: Sundays and the holidays that most offices keep; earlier exercises knew none.

    >>> is_closed(9, date(2025, 9, 1)), is_closed(9, date(2025, 9, 2)), is_closed(8, date(2025, 9, 1))
    (True, False, False)
    """
    if generation < _CLOSED_SINCE:
        return False
    last_of_may = day.month == 5 and day.day > 24 and day.weekday() == _MONDAY
    first_of_september = day.month == 9 and day.day <= 7 and day.weekday() == _MONDAY
    fourth_of_november = day.month == 11 and 22 <= day.day <= 28 and day.weekday() == _THURSDAY
    moving = last_of_may or first_of_september or fourth_of_november
    return moving or day.weekday() == _SUNDAY or (day.month, day.day) in _HOLIDAYS


def places_in(
    stream: IntegerStream,
    region: str,
    count: int,
    *,
    special: bool = False,
    usual: bool = False,
    generation: int = 0,
) -> list[str]:
    """Draw bones or joints of a region.

    Args:
        stream: where to draw from.
        region: the region.
        count: how many.
        special: True to have joints as well whose region has to be known.
        usual: True to have limbs of both sides, and seldom what is seldom adjusted.
        generation: the generation of exercises: later ones name the joint of the jaw as charts do.

    Returns:
        The bones and joints.
    """
    named = USUAL | (_HEAD if generation >= _BY_ITS_LETTERS_SINCE else {})
    known = (named if usual else PLACES)[region] + (SPECIAL.get(region, ()) if special else ())
    if usual and _RARE in known and (count == 1 or not stream.chance(1, 12)):
        known = tuple(one for one in known if one != _RARE)
    return stream.some_of(known, count)


def in_body_order(places: Iterable[str]) -> list[str]:
    """Put bones and joints in the order in which a doctor goes down the spine, and then to the rest.

    >>> in_body_order(["left shoulder", "sacrum", "C6", "atlanto-occipital joint", "T4"])
    ['atlanto-occipital joint', 'C6', 'T4', 'sacrum', 'left shoulder']
    """
    order = [_FIRST_IN_ITS_REGION]
    for region, known in PLACES.items():
        order += [*known, *USUAL[region], *SPECIAL.get(region, ()), *_HEAD.get(region, ())]
    return sorted(places, key=order.index)
