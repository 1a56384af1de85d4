"""What drawn notes are made of: exercises with the aims they may have, places, findings. No number here is a rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cptedu.learn.generator.stream import IntegerStream

__all__ = [
    "DEFICITS",
    "EXERCISES",
    "HANDS_ON",
    "PLACES",
    "Exercise",
    "a_day",
    "a_deficit",
    "an_exercise_for",
    "places_in",
]

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

DEFICITS = {
    "strength": ("hip extension 4-/5 left, 5/5 right", "grip 18 kg left, 34 kg right", "knee extension 4/5 left"),
    "endurance": ("deep neck flexors hold 11 seconds, aim 30", "side bridge 14 seconds left, 41 right"),
    "range_of_motion": ("neck rotation 48 degrees left, 72 right", "ankle bend 6 degrees left, 14 right"),
    "flexibility": ("straight leg raise 55 degrees left, 80 right", "hip extension 0 degrees left, 12 right"),
    "balance": ("single-leg stance 6 seconds left, 25 right", "tandem stance 9 seconds, then a step aside"),
    "coordination": ("heel-to-shin test misses 4 of 10 left", "finger chase 11 errors left, 2 right"),
    "proprioception": ("joint position error 8 degrees left, 3 right", "head repositioning error 7 degrees"),
    "posture": ("head 6 cm before the wall line, held upright for 5 seconds", "trunk lean 9 degrees, lost in 8 seconds"),
    "functional_task": ("cannot lift a 10 kg crate to shelf height", "needs both hands to get out of the car"),
    "gait": ("step length 12 cm shorter left", "walks 40 m in 61 seconds, with a limp"),
    "self_care": ("cannot put on socks and shoes alone",),
}


@dataclass(frozen=True)
class Exercise:
    """An exercise by its name: the aim that its name suggests comes first, others that it may have follow."""

    name: str
    aims: tuple[str, ...]


EXERCISES = (
    Exercise("standing on a balance board", ("balance", "proprioception", "strength", "endurance")),
    Exercise("sitting on a wobble cushion", ("balance", "coordination", "endurance", "strength")),
    Exercise("PNF patterns", ("coordination", "proprioception", "strength", "flexibility")),
    Exercise("single-leg stance", ("balance", "proprioception", "strength")),
    Exercise("stretching of the hamstrings", ("flexibility", "range_of_motion")),
    Exercise("rows against a band for rounded shoulders", ("strength", "endurance", "posture")),
    Exercise("chin tucks for upright posture", ("endurance", "strength", "range_of_motion", "posture")),
    Exercise("wall slides for upright posture", ("range_of_motion", "flexibility", "posture", "coordination")),
    Exercise("leg press", ("strength", "endurance", "functional_task")),
    Exercise("squats", ("functional_task", "strength", "endurance", "balance")),
    Exercise("step-ups", ("functional_task", "strength", "balance")),
    Exercise("lifting of a crate", ("functional_task", "strength", "coordination")),
    Exercise("walking on a treadmill", ("gait", "endurance")),
    Exercise("climbing of stairs", ("gait", "endurance", "functional_task")),
    Exercise("practice of dressing", ("self_care",)),
)
_BY_AIM = {aim: tuple(one for one in EXERCISES if aim in one.aims) for aim in DEFICITS}

HANDS_ON = {
    "97140": ("pressure and slow stretch on tight tissue", "gentle gliding of a stiff joint"),
    "97124": ("massage with stroking and kneading",),
}
_HANDS_ON_AIMS = {"97140": ("soft_tissue", "joint_mobilization"), "97124": ("massage",)}
_AIMS = {
    "97110": ("strength", "endurance", "range_of_motion", "flexibility"),
    "97112": ("balance", "coordination", "proprioception", "posture"),
    "97530": ("functional_task",),
    "97116": ("gait",),
    "97535": ("self_care",),
}
_FIRST_DAY = date(2025, 1, 6)
_DAYS = 600


def a_day(stream: IntegerStream) -> date:
    """Draw a working day from 2025 to the summer of 2026."""
    day = _FIRST_DAY + timedelta(days=stream.below(_DAYS))
    return day + timedelta(days=1) if day.weekday() == 6 else day


def a_deficit(stream: IntegerStream, aim: str) -> str:
    """Draw a measured finding that goes with an aim."""
    return stream.one_of(DEFICITS[aim])


def an_exercise_for(stream: IntegerStream, number: str, minutes: int, regions: tuple[str, ...]) -> dict[str, Any]:
    """Draw a service whose record supports a code.

    Args:
        stream: where to draw from.
        number: the code.
        minutes: its minutes.
        regions: where it was given.

    Returns:
        The service, as a visit file has it.
    """
    if number in HANDS_ON:
        n = stream.below(len(HANDS_ON[number]))
        made: dict[str, Any] = {"activity": HANDS_ON[number][n], "purpose": [_HANDS_ON_AIMS[number][n]]}
    else:
        aim = stream.one_of(_AIMS[number])
        made = {"activity": stream.one_of(_BY_AIM[aim]).name, "purpose": [aim], "deficit": a_deficit(stream, aim)}
    return made | {"regions": list(regions), "minutes": minutes, "contact": "one_on_one"}


def places_in(stream: IntegerStream, region: str, count: int, *, special: bool = False) -> list[str]:
    """Draw bones or joints of a region."""
    known = PLACES[region] + (SPECIAL.get(region, ()) if special else ())
    return stream.some_of(known, count)
