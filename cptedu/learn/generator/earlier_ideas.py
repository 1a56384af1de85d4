"""What notes were made of before services, findings and minutes were drawn by a table: generation 7, kept as it was.

Nothing here changes any more: what a learner handed in is verified by drawing it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cptedu.learn.stream import IntegerStream

__all__ = ["DEFICITS", "EXERCISES", "HANDS_ON", "a_deficit", "an_exercise_for"]

_LOW = ("sacral", "pelvic")
DEFICITS: dict[str, dict[str, tuple[str, ...]]] = {
    "strength": {
        "cervical": ("neck flexors 4-/5",),
        "thoracic": ("shoulder blade muscles 4/5 left, 5/5 right",),
        "lumbar": ("back extension 4-/5",),
        "pelvic": ("hip abduction 4-/5 left, 5/5 right",),
        "upper_extremities": ("grip 18 kg left, 34 kg right", "shoulder abduction 4-/5 left, 5/5 right"),
        "lower_extremities": ("knee extension 4/5 left, 5/5 right", "heel raise 4-/5 left, 5/5 right"),
    },
    "endurance": {
        "cervical": ("deep neck flexors hold 11 seconds, aim 30",),
        "thoracic": ("prone arm lift held 14 seconds, aim 40",),
        "lumbar": ("side bridge 14 seconds left, 41 right",),
        "pelvic": ("bridge held 9 seconds, aim 30",),
        "upper_extremities": ("arm held overhead 25 seconds left, 70 right",),
        "lower_extremities": ("heel raises 6 left, 22 right",),
    },
    "range_of_motion": {
        "cervical": ("neck rotation 48 degrees left, 72 right",),
        "thoracic": ("trunk rotation 22 degrees left, 38 right",),
        "lumbar": ("bending forward 30 degrees, aim 60",),
        "pelvic": ("hip extension 0 degrees left, 12 right",),
        "upper_extremities": ("shoulder abduction 95 degrees left, 170 right",),
        "lower_extremities": ("ankle bend 6 degrees left, 14 right",),
    },
    "flexibility": {
        "cervical": ("neck bends 18 degrees left, 35 right",),
        "thoracic": ("arms stay 9 cm short of the wall",),
        "lumbar": ("fingertips stay 31 cm above the floor",),
        "pelvic": ("hip flexor test 15 degrees short left",),
        "upper_extremities": ("hand behind the back 14 cm lower left",),
        "lower_extremities": ("straight leg raise 55 degrees left, 80 right",),
    },
    "balance": {
        "cervical": ("stance with the head turned 5 of 30 seconds",),
        "thoracic": ("unstable seat held 6 of 30 seconds",),
        "lumbar": ("unstable seat held 8 of 30 seconds",),
        "pelvic": ("single-leg stance 7 seconds left, pelvis drops",),
        "upper_extremities": ("weight on the left hand lost after 4 seconds",),
        "lower_extremities": ("single-leg stance 6 seconds left, 25 right",),
    },
    "coordination": {
        "cervical": ("nodding test overshoots 7 of 10",),
        "thoracic": ("arm lift without shrugging 2 of 10",),
        "lumbar": ("pelvic tilt alone 3 of 10 tries",),
        "pelvic": ("hip hinge without bending the back 2 of 10",),
        "upper_extremities": ("finger-to-nose 11 errors left, 2 right",),
        "lower_extremities": ("heel-to-shin misses 4 of 10 left, none right",),
    },
    "proprioception": {
        "cervical": ("head repositioning error 7 degrees",),
        "thoracic": ("trunk repositioning error 9 degrees",),
        "lumbar": ("pelvis repositioning error 8 degrees",),
        "pelvic": ("hip position error 8 degrees left, 3 right",),
        "upper_extremities": ("elbow position error 8 degrees left, 3 right",),
        "lower_extremities": ("knee position error 8 degrees left, 3 right",),
    },
    "posture": {
        "cervical": ("head 6 cm before the wall line, held upright for 5 seconds",),
        "thoracic": ("upper back rounded 52 degrees, held upright for 8 seconds",),
        "lumbar": ("trunk lean 9 degrees, held upright for 8 seconds",),
        "pelvic": ("pelvis tipped 18 degrees, held level for 6 seconds",),
        "upper_extremities": ("shoulders 5 cm before the wall line, held back for 5 seconds",),
        "lower_extremities": ("knees fall inward, held straight for 4 seconds",),
    },
    "functional_task": {
        "cervical": ("cannot look over the shoulder to reverse the car",),
        "thoracic": ("cannot reach back for the seat belt",),
        "lumbar": ("cannot lift a 10 kg crate to shelf height",),
        "pelvic": ("needs both hands to get out of the car",),
        "upper_extremities": ("cannot lift a full pan from the stove",),
        "lower_extremities": ("cannot get up from the floor without help",),
    },
    "gait": {
        "pelvic": ("walks 40 m in 61 seconds, with a limp",),
        "lower_extremities": ("step length 12 cm shorter left",),
    },
    "self_care": dict.fromkeys(
        ("cervical", "thoracic", "lumbar", "pelvic", "upper_extremities", "lower_extremities"),
        ("cannot wash and dress alone",),
    ),
}


@dataclass(frozen=True)
class Exercise:
    """An exercise by its name: the aim that its name suggests comes first, others that it may have follow."""

    name: str
    aims: tuple[str, ...]
    regions: tuple[str, ...]


_TRUNK = ("thoracic", "lumbar", *_LOW)
_LEGS = ("lower_extremities", *_LOW)
EXERCISES = (
    Exercise(
        "chin tucks for upright posture",
        ("endurance", "strength", "range_of_motion", "posture"),
        ("cervical",),
    ),
    Exercise("PNF patterns of head and neck", ("coordination", "proprioception", "strength"), ("cervical",)),
    Exercise("stretching of the side of the neck", ("flexibility", "range_of_motion"), ("cervical",)),
    Exercise(
        "balance board with turns of the head", ("balance", "proprioception", "endurance"), ("cervical",)
    ),
    Exercise("looking over the shoulder as in a car", ("functional_task", "range_of_motion"), ("cervical",)),
    Exercise(
        "rows against a band for rounded shoulders",
        ("strength", "endurance", "posture"),
        ("thoracic", "upper_extremities"),
    ),
    Exercise(
        "wall slides for upright posture",
        ("range_of_motion", "flexibility", "posture", "coordination"),
        ("thoracic", "upper_extremities"),
    ),
    Exercise(
        "sitting on a wobble cushion",
        ("balance", "coordination", "endurance", "strength"),
        ("thoracic", "lumbar"),
    ),
    Exercise("stretching over a foam roll", ("flexibility", "range_of_motion"), ("thoracic",)),
    Exercise("reaching back as for a seat belt", ("functional_task", "range_of_motion"), ("thoracic",)),
    Exercise("lifting of a crate", ("functional_task", "strength", "coordination"), ("lumbar",)),
    Exercise("standing against a wall for upright posture", ("posture", "endurance", "strength"), _TRUNK),
    Exercise("stretching of the low back", ("flexibility", "range_of_motion"), ("lumbar",)),
    Exercise("PNF patterns of the trunk", ("coordination", "proprioception", "strength"), ("lumbar",)),
    Exercise("side steps against a band", ("strength", "endurance", "coordination"), _LEGS),
    Exercise("stretching of the hip flexors", ("flexibility", "range_of_motion"), _LOW),
    Exercise("single-leg stance", ("balance", "proprioception", "strength"), _LEGS),
    Exercise("squats", ("functional_task", "strength", "endurance", "balance"), _LEGS),
    Exercise("walking on a treadmill", ("gait", "endurance"), _LEGS),
    Exercise(
        "PNF patterns of the arm",
        ("coordination", "proprioception", "strength", "flexibility"),
        ("upper_extremities",),
    ),
    Exercise("lifting of a pan", ("functional_task", "strength", "endurance"), ("upper_extremities",)),
    Exercise(
        "weight on the hands on a wobble cushion",
        ("balance", "strength", "endurance"),
        ("upper_extremities",),
    ),
    Exercise(
        "standing on a balance board",
        ("balance", "proprioception", "strength", "endurance"),
        ("lower_extremities",),
    ),
    Exercise("leg press", ("strength", "endurance"), ("lower_extremities",)),
    Exercise("step-ups", ("functional_task", "strength", "balance"), ("lower_extremities",)),
    Exercise("stretching of the hamstrings", ("flexibility", "range_of_motion"), ("lower_extremities",)),
    Exercise("climbing of stairs", ("gait", "endurance", "functional_task"), ("lower_extremities",)),
    Exercise(
        "practice of washing and dressing",
        ("self_care",),
        ("cervical", "upper_extremities", "lower_extremities", *_TRUNK),
    ),
)

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


def a_deficit(stream: IntegerStream, aim: str, region: str) -> str:
    """Draw a measured finding that goes with an aim and a region."""
    return stream.one_of(DEFICITS[aim]["pelvic" if region == "sacral" else region])


def an_exercise_for(stream: IntegerStream, number: str, minutes: int, region: str) -> dict[str, Any]:
    """Draw a service whose record supports a code.

    Args:
        stream: where to draw from.
        number: the code.
        minutes: its minutes.
        region: where it was given.

    Returns:
        The service, as a visit file has it.
    """
    if number in HANDS_ON:
        n = stream.below(len(HANDS_ON[number]))
        made: dict[str, Any] = {"activity": HANDS_ON[number][n], "purpose": [_HANDS_ON_AIMS[number][n]]}
    else:
        fitting = [
            (one, aim)
            for one in EXERCISES
            if region in one.regions
            for aim in one.aims
            if aim in _AIMS[number]
        ]
        exercise, aim = stream.one_of(fitting)
        made = {"activity": exercise.name, "purpose": [aim], "deficit": a_deficit(stream, aim, region)}
    return made | {"regions": [region], "minutes": minutes, "contact": "one_on_one"}
