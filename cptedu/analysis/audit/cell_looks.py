"""What the cells of a column look like, so that it is taken for what it holds, and which of them tell nothing of a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from cptedu.facts.codes import codes
from cptedu.facts.diagnoses import diagnosis_is_known, spelled_diagnosis
from cptedu.facts.modifiers import modifiers
from cptedu.visit.written.cells import code_in, looks_like_code, modifiers_in
from cptedu.visit.written.row_words import cleaned, is_nothing, means
from cptedu.visit.written.written_days import days_written

__all__ = [
    "MOST",
    "are_held_diagnoses",
    "are_held_modifiers",
    "are_modifiers",
    "fits_by_cells",
    "is_held_code",
    "may_be_shown",
    "share",
]

MOST = 0.6
_COUNT = re.compile(r"\d{1,3}(?:\.0+)?", re.ASCII)
_BETWEEN_DIAGNOSES = re.compile(r"[,;|\s]+")


def share(cells: Sequence[str], fits: Callable[[str], bool]) -> float:
    """Say of what part of some cells something is true; nought where there are none."""
    return sum(map(fits, cells)) / len(cells) if cells else 0.0


def fits_by_cells(meaning: str, cells: Sequence[str]) -> bool:
    """Say whether cells hold what words of their column's name say."""
    if meaning == "code_or_modifiers":
        return fits_by_cells("code", cells) or fits_by_cells("modifiers", cells)
    if meaning == "code":
        return share(cells, lambda cell: looks_like_code(cell) and not are_held_diagnoses(cell)) > MOST
    if meaning == "modifiers":
        return all(is_nothing(cell) or are_modifiers(cell) for cell in cells)
    return share(cells, lambda cell: cleaned(cell).replace(".", "").isdecimal()) > MOST


def are_modifiers(cell: str) -> bool:
    """Say whether a cell holds what has the form of modifiers, and nothing else."""
    marks, rest = modifiers_in(cell)
    return bool(marks) and not rest and all(len(one) == 2 for one in marks)


def are_held_modifiers(cell: str) -> bool:
    """Say whether a cell holds modifiers that the tables know, or says that there is none."""
    return is_nothing(cell) or (are_modifiers(cell) and set(modifiers_in(cell)[0]) <= set(modifiers()))


def is_held_code(cell: str) -> bool:
    """Say whether a cell holds a code that the tables know."""
    read = code_in(cell) if looks_like_code(cell) else None
    return read is not None and read.code in codes()


def are_held_diagnoses(cell: str) -> bool:
    """Say whether a cell holds diagnoses that the tables know, and nothing else.

    A number of a folder or a locker may have the form of a diagnosis, so the form alone tells nothing.

    >>> [are_held_diagnoses(cell) for cell in ("M5450", "M54.50, M9901", "B1234", "")]
    [True, True, False, False]
    """
    spelled = [spelled_diagnosis(one) for one in _BETWEEN_DIAGNOSES.split(cleaned(cell)) if one]
    return bool(spelled) and all(one is not None and diagnosis_is_known(one) for one in spelled)


def may_be_shown(meaning: str, value: str, is_named: bool) -> bool:
    """Say whether a value has the form of what its column holds, so that it tells nothing of a person.

    Args:
        meaning: what the column holds.
        value: what stands in it.
        is_named: whether its name or the user says so; by its cells alone a column of diagnoses may be another's numbers.
    """
    if meaning == "code":
        read = code_in(value) if looks_like_code(value) else None
        return read is not None and not read.rest
    if meaning == "diagnoses":
        return are_held_diagnoses(value) or (is_named and spelled_diagnosis(value) is not None)
    if meaning in {"date_of_service", "last_date"}:
        return bool(days_written(value))
    if meaning == "modifiers":
        return is_nothing(value) or are_modifiers(value)
    if meaning == "counted_in":
        return len(value) <= 2 or bool(means(value, "minutes"))
    return meaning in {"units", "minutes"} and _COUNT.fullmatch(value) is not None
