"""What would have to be true of a note for one step more: each answer and each wrong one is put to the rules."""

from dataclasses import replace

import pytest

from cptedu.engine.coding import code_visit
from cptedu.example_visits import example_visit
from cptedu.learn.cases import case

DESK = example_visit("desk_worker")
RETRAINING = {
    "activity": "finding the upright position with eyes closed, with touch and spoken cues",
    "purpose": ("posture", "kinesthetic_sense"),
    "deficit": "after turning with eyes closed the head comes back 9 degrees off",
}
ROWS = {"activity": "band rows", "purpose": ("strength",), "deficit": "middle trapezius 4 of 5"}
RAISES = {"activity": "heel raises", "purpose": ("strength",), "deficit": "heel raises 8 left, 22 right"}


def note(adjusted=DESK.adjusted, findings=None, diagnoses=None, session=30, **service):
    done = replace(DESK.services[0], **service)
    return replace(
        DESK,
        adjusted=adjusted,
        services=(done,),
        findings=findings,
        diagnoses=diagnoses,
        session_minutes=session,
    )


def neck(**more):
    return note(adjusted=("C5",), **{**RETRAINING, "regions": ("cervical",), **more})


FOUND = (("cervical", "C5 restricted"), ("thoracic", "T4 restricted"), ("lumbar", "L4 restricted"))
# The wished line, and a note for each choice in the order of the case.
TRUE_OF_THE_NOTE = {
    "true-third-region": (
        ("98941", 1),
        [
            note(adjusted=("C5", "T4", "L4"), findings=FOUND),
            note(adjusted=("C3", "C5", "T4")),
            note(findings=FOUND),
            note(session=30),
        ],
    ),
    "true-second-unit": (
        ("97112", 2),
        [note(minutes=23), note(minutes=20), note(session=30), note(activity="board, then foam")],
    ),
    "true-retraining": (
        ("97112", 1),
        [
            note(),
            note(**{**ROWS, "activity": "band rows, sitting on a ball"}),
            note(**{**ROWS, "activity": "neuromuscular re-education: band rows"}),
            note(**ROWS, diagnoses=("I69.354",)),
        ],
    ),
    "true-same-region": (
        ("97112", 1),
        [
            neck(regions=("lower_extremities",)),
            neck(),
            neck(diagnoses=("M99.01", "M54.2")),
            neck(minutes=23),
        ],
    ),
    "true-one-on-one": (
        ("97110", 1),
        [
            note(**RAISES, minutes=20),
            note(**RAISES, minutes=23, contact="unattended"),
            note(
                **{**RAISES, "activity": "heel raises from a written program"},
                minutes=20,
                contact="unattended",
            ),
            note(**RAISES, minutes=20, contact="unattended"),
        ],
    ),
}


@pytest.mark.parametrize("name", TRUE_OF_THE_NOTE)
def test_only_what_the_answer_says_brings_the_step_that_somebody_would_like(name):
    wished, notes = TRUE_OF_THE_NOTE[name]
    asked = case(name)
    assert len(notes) == len(asked.choices)
    for at, (choice, visit) in enumerate(zip(asked.choices, notes, strict=True)):
        billed = {(line.code, line.units) for line in code_visit(visit).lines}
        assert (wished in billed) is (at == asked.answer), choice
