"""Cases of an instructor's own: a template to start from, and a folder of them as exercises."""

from __future__ import annotations

from pathlib import Path

from cptedu.errors import CpteduError
from cptedu.files import write_atomically
from cptedu.learn.cases import TOPICS, load_folder
from cptedu.learn.exercises import Exercise, written_exercises

__all__ = ["new_case", "own_cases_in", "own_exercises"]

_TEMPLATE = """\
# A case of your own. Change what you like, save, and it is among the exercises.
# Lines that begin with # are remarks. Text stands in quotation marks, lists in square brackets.
# One file may hold several cases: begin each with a line [[case]].
# Write no patient's name, no date of birth and no other sign by which a patient could be known.

[[case]]
id = "{name}"                       # a short name that no other case has
title = "Neck adjusted, balance trained at the ankle"
kind = "visit"                      # "fact" is shown at the end; also "units", "price" and "arithmetic"
topic = "ncci_59"                   # one of: {topics}
difficulty = 2                      # 1 (one step) to 3 (several rules at once)
question = "Which lines does this visit support for this payer?"
explanation = "The ankle was not adjusted, so 97112 is distinct, and 59 says so."
sources = ["ncci-ptp-2024q3"]       # ids of the package's sources; may be left out

[case.visit]
date_of_service = 2026-03-04
payer = "commercial_ncci"           # or another one: the command "cptedu payer" lists them
care = "active"                     # or "maintenance"
adjusted = ["C5", "T4"]             # bones, joints or regions
# diagnoses = ["M99.01", "M54.2"]   # in claim order
# part = ["P", "A"]                 # signs of P.A.R.T., for Medicare
# abn = "none"                      # or "required", "voluntary"

[[case.visit.services]]
activity = "single-leg stance on a balance board"
purpose = ["balance", "proprioception"]
deficit = "single-leg stance 6 seconds left, 25 right"   # what was measured; "" when the note has nothing
regions = ["lower_extremities"]
minutes = 16
contact = "one_on_one"              # or "group", "unattended"
performed_by = "chiropractor"       # or "therapist", "unlicensed_assistant"

# [case.visit.evaluation]
# code = "99213"
# separate = true                   # significant and separately identifiable

[case.expected]
lines = [
  {{ code = "98940" }},
  {{ code = "97112", units = 1, modifiers = ["59"] }},
]
# What the record does not support goes here, with "not_supported" or "ask":
# unbilled = [{{ code = "97110", verdict = "ask" }}]

# A question with answers to choose from:
# [[case]]
# id = "{name}-fact"
# title = "Where 59 goes"
# kind = "fact"
# topic = "ncci_59"
# question = "On which line does 59 stand?"
# explanation = "The therapy is column two of the edit, and column two is marked."
# choices = ["on the therapy", "on the adjustment"]
# answer = 1                        # the first of them
"""


def new_case(path: str | Path) -> Path:
    """Write a file with one case to start from, and remarks on every line that may be changed.

    Args:
        path: the file to be made; ``.toml`` is added when it is missing.

    Returns:
        The file.

    Raises:
        CpteduError: when there is such a file already, or it cannot be written.
    """
    place = Path(path).expanduser()
    if place.suffix != ".toml":
        place = place.with_name(place.name + ".toml")
    if place.exists():
        raise CpteduError(
            f"{place} exists already. Give the new case another file name; nothing was changed."
        )
    name = "-".join("".join(c if c.isalnum() else " " for c in place.stem.lower()).split()) or "my-case"
    write_atomically(place, _TEMPLATE.format(name=name, topics=", ".join(TOPICS)))
    return place


def own_exercises(folder: str | Path) -> tuple[Exercise, ...]:
    """Make exercises of the cases in a folder.

    Args:
        folder: a folder with case files.

    Returns:
        The exercises of that folder alone.

    Raises:
        CpteduError: when a file cannot be used; every fault is named with its line.
    """
    own = {f"case/{one.id}" for one in load_folder(folder).cases}
    return tuple(one for one in written_exercises(folder) if one.id in own)


def own_cases_in(course: str | Path) -> Path | None:
    """Give the folder of own cases within a learner's course; None where there is none.

    >>> own_cases_in("/nowhere") is None
    True
    """
    place = Path(course) / "my_cases"
    return place if place.is_dir() else None
