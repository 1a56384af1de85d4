"""Drawn questions on what the fee schedule allows."""

from __future__ import annotations

from cptedu.facts.schedule import track_row, tracks, tracks_known
from cptedu.learn.generator.draw import Draw
from cptedu.learn.generator.ideas import a_day
from cptedu.learn.generator.together import most
from cptedu.learn.questions import Bill, Question
from cptedu.learn.record import record_of_bill

__all__ = ["KINDS", "draw"]

KINDS = ("amount",)
_PLACES = ("15202-00", "01112-05", "13202-01", "07302-00", "04412-18", "02102-01", "09102-04")
_ADJUSTMENTS = ("98940", "98941", "98942")
_THERAPY = ("97110", "97112", "97140", "97530", "97535")


def draw(wanted: Draw) -> Question | None:
    """Draw codes with units, a day and a place."""
    stream, difficulty = wanted.stream, wanted.difficulty
    units: dict[str, int] = {}
    if difficulty == 1:
        units[stream.one_of(_ADJUSTMENTS + _THERAPY)] = 1
    else:
        if difficulty == 3 or stream.chance(1, 2):
            units[stream.one_of(_ADJUSTMENTS)] = 1
        for number in stream.some_of(_THERAPY, stream.between(1, difficulty)):
            units[number] = stream.between(1, 2)
    timed = sum(count for number, count in units.items() if number in _THERAPY)
    if wanted.by_table and timed > most("timed_units", wanted.generation):
        return None
    national = difficulty == 1 and stream.chance(1, 2)
    day = a_day(stream, usual=wanted.by_table)
    track = stream.one_of(tuple(sorted(tracks(day)))) if tracks(day) else None
    bill = Bill(tuple(sorted(units.items())), day, "national" if national else stream.one_of(_PLACES), track)
    one = sum(units.values()) == 1
    text = "How many dollars does Medicare's fee schedule allow" + (
        "? Round to the cent." if one else " for the day? Round each unit to the cent, then add."
    )
    if wanted.by_table and track is not None and track != tracks_known()[0]:
        text += f" The rate is that of {track_row(track)['who']}."
    return wanted.question(text, bill=bill, record=record_of_bill(bill))
