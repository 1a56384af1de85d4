"""The diagnoses of drawn notes: what was found at the spine, the condition that it goes with, and what explains each service."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cptedu.learn.generator.together import Work, held_rows
from cptedu.learn.stream import IntegerStream

__all__ = [
    "CONDITIONS",
    "SUBLUXATIONS",
    "a_disease_of_nerves",
    "conditions_of",
    "diagnoses_of",
    "explained",
    "of_joints",
    "own_diagnosis",
    "said_once",
]

_TABLE = "drawn_diagnoses.csv"
_SPINE, _NERVES, _SIGN, _INJURY = "spine", "nerves", "sign", "injury"
_ONE_IN = 3
_NEUROMUSCULAR = "97112"
SUBLUXATIONS = {
    "cervical": "M99.01",
    "thoracic": "M99.02",
    "lumbar": "M99.03",
    "sacral": "M99.04",
    "pelvic": "M99.05",
}
CONDITIONS = {
    "cervical": "M54.2",
    "thoracic": "M54.6",
    "lumbar": "M54.50",
    "sacral": "M53.3",
    "pelvic": "M46.1",
}


def diagnoses_of(regions: Sequence[str]) -> list[str]:
    """Give what Medicare wants to see for adjusted regions: a subluxation of each, then the condition.

    Args:
        regions: the adjusted regions of the spine, the one first that the patient came for.

    Returns:
        The diagnoses in the order of the claim.

    >>> diagnoses_of(["lumbar", "cervical"])
    ['M99.03', 'M99.01', 'M54.50']
    """
    return [*(SUBLUXATIONS[region] for region in regions), CONDITIONS[regions[0]]]


def conditions_of(generation: int, regions: Iterable[str]) -> list[str]:
    """Give the condition that goes with each adjusted region of the spine.

    Args:
        generation: the generation of exercises.
        regions: the regions.

    Returns:
        The diagnoses, each once.

    >>> conditions_of(8, ["lumbar", "sacral", "pelvic"])
    ['M54.50', 'M53.3']
    """
    held = [row for row in held_rows(_TABLE, generation) if row["what"] == _SPINE]
    found = (row["diagnosis"] for one in regions for row in held if one in row["regions"].split())
    return list(dict.fromkeys(found))


def of_joints(generation: int, places: Iterable[str]) -> list[str]:
    """Give the diagnosis of each joint of a limb that was adjusted."""
    known = {row["place"]: row["diagnosis"] for row in held_rows("drawn_joints.csv", generation)}
    return [known[place] for place in places if place in known]


def _goes_with(row: dict[str, str], work: Work, side: str) -> bool:
    return (
        work.region in row["regions"].split()
        and bool({work.purpose, "any"} & set(row["purposes"].split()))
        and (not row["part"] or row["part"] in work.part.split())
        and row["side"] in ("", work.side or side)
    )


def _side_of(done: Sequence[Work]) -> str:
    return next((one.side for one in done if one.side), "left")


def own_diagnosis(
    stream: IntegerStream, generation: int, work: Work, side: str = "left", beside: Sequence[Work] = ()
) -> str:
    """Draw a diagnosis for which some work is given.

    Args:
        stream: where to draw from.
        generation: the generation of exercises.
        work: the work.
        side: the side of the patient that is treated, where the work names none.
        beside: the work of the whole visit: nothing is kneaded near a fresh injury.

    Returns:
        The diagnosis, by its number.
    """
    by_hand = any(not one.deficit and one.region == work.region for one in beside)
    out_of_place = (_NERVES, _SIGN, _INJURY) if by_hand else (_NERVES, _SIGN)
    held = [row for row in held_rows(_TABLE, generation) if row["what"] not in out_of_place]
    return stream.one_of([row["diagnosis"] for row in held if _goes_with(row, work, side)])


def explained(
    stream: IntegerStream, generation: int, done: Sequence[Work], listed: Sequence[str] = ()
) -> list[str]:
    """Add to the diagnoses of a visit what explains its services: for each a diagnosis of its region, where none is listed.

    Args:
        stream: where to draw from.
        generation: the generation of exercises.
        done: the work of the visit.
        listed: the diagnoses of what was adjusted.

    Returns:
        The diagnoses, each once, in order.
    """
    found, side = list(dict.fromkeys(listed)), _side_of(done)
    for work in done:
        fitting = [row for row in held_rows(_TABLE, generation) if _goes_with(row, work, side)]
        if not {row["diagnosis"] for row in fitting if row["what"] != _SIGN} & set(found):
            found.append(own_diagnosis(stream, generation, work, side, done))
        signs = [row["diagnosis"] for row in fitting if row["what"] == _SIGN]
        # A sign alone is no reason for a visit: it stands behind the pain for which the patient came.
        if signs and stream.chance(1, _ONE_IN):
            found += [one for one in signs if one not in found]
    return said_once(generation, found)


def said_once(generation: int, listed: Sequence[str], beside: Sequence[str] = ()) -> list[str]:
    """Put in the place of a diagnosis the one that says more of the same, where both would stand on one claim.

    Args:
        generation: the generation of exercises.
        listed: the diagnoses.
        beside: what else stands on the claim.

    Returns:
        The diagnoses, each once, in order.

    >>> said_once(12, ["M54.50", "M53.3"], beside=["S39.012A"]), said_once(11, ["M54.50", "S39.012A"])
    (['S39.012A', 'M53.3'], ['M54.50', 'S39.012A'])
    """
    held = {*listed, *beside}
    instead = {
        row["instead_of"]: row["diagnosis"]
        for row in held_rows("drawn_instead.csv", generation)
        if row["diagnosis"] in held
    }
    return list(dict.fromkeys(instead.get(one, one) for one in listed))


def a_disease_of_nerves(
    stream: IntegerStream, generation: int, done: Sequence[Work], adjusted: Sequence[str]
) -> list[str]:
    """Draw a disease of the nerves that a patient who does this work may have.

    Args:
        stream: where to draw from.
        generation: the generation of exercises.
        done: the work of the visit. The disease explains each retraining of movement, or else some of the work.
        adjusted: the adjusted regions. Nobody with such a disease has the neck adjusted here, or lifts crates.

    Returns:
        The diagnosis; none where none makes sense.
    """
    if "cervical" in adjusted or any(one.hard for one in done):
        return []
    retrained = [one for one in done if one.code == _NEUROMUSCULAR]
    fitting = []
    for row in held_rows(_TABLE, generation):
        explains = [one for one in retrained or done if _goes_with(row, one, _side_of(done))]
        if row["what"] == _NERVES and explains and (not retrained or explains == retrained):
            fitting.append(row["diagnosis"])
    return [stream.one_of(fitting)] if fitting else []
