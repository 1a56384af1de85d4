"""What the tables say of single codes, looked up row by row."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from cptedu.facts.tables import rows

__all__ = [
    "attendance_is_known",
    "has_a_number_of_its_own",
    "is_add_on",
    "is_attended",
    "is_in",
    "is_office_visit",
    "is_physical_evaluation",
    "is_single_patient",
    "is_therapy",
    "is_timed",
    "sort_of",
    "units_are_known",
    "wants_go",
    "without_attendance",
]

_CHOSEN_AMONG = {
    "what a service was for": ("exercise", "manual", "self_care", "group"),
    "modality": ("modality_supervised", "modality_attended"),
}
_FIRST_CODES = {"97811": ("97810", "97813"), "97814": ("97810", "97813"), "97130": ("97129",)}


@cache
def _codes() -> Mapping[str, Mapping[str, str]]:
    return {row["code"]: row for row in rows("codes.csv")}


def _says(number: str, column: str) -> str:
    return _codes()[number][column] if number in _codes() else ""


def is_timed(number: str) -> bool:
    """Say whether a code is counted by quarter-hours.

    >>> is_timed("97110"), is_timed("97150")
    (True, False)
    """
    return _says(number, "timed") == "yes"


def units_are_known(number: str) -> bool:
    """Say whether a rule of counting is held: by quarter-hours, or once a day whatever is done."""
    return (_says(number, "timed") in {"yes", "no"} and number not in _FIRST_CODES) or is_office_visit(number)


def is_single_patient(number: str) -> bool:
    """Say whether the clinician must be with this one patient."""
    return _says(number, "contact") in {"one_on_one", "attended"}


def attendance_is_known(number: str) -> bool:
    """Say whether it is held who must be with the patient."""
    return _says(number, "contact") != "not_held"


def is_attended(number: str) -> bool:
    """Say whether it takes the clinician's own time, alone or with a group, or may do so."""
    return _says(number, "contact") in {"one_on_one", "attended", "group", "not_held"}


def sort_of(number: str) -> str:
    """Say which choice a code belongs to: codes of one sort are taken for one another.

    >>> sort_of("97110") == sort_of("97140"), sort_of("98940") == sort_of("98943")
    (True, False)
    """
    family = _says(number, "family")
    return next((name for name, families in _CHOSEN_AMONG.items() if family in families), family)


def is_office_visit(number: str) -> bool:
    """Say whether a code is an office visit."""
    return _says(number, "family") == "office_visit"


def is_therapy(number: str) -> bool:
    """Say whether a code carries the mark of a plan of care where a payer wants one."""
    return _says(number, "always_therapy") == "yes" or is_in(number, "gp_beside_the_list_of_cms")


def is_in(number: str, group: str) -> bool:
    """Say whether a code is of a group that the facts name.

    >>> is_in("97165", "occupational_therapy"), is_in("97161", "occupational_therapy")
    (True, False)
    """
    return (number, group) in _grouped()


@cache
def _grouped() -> frozenset[tuple[str, str]]:
    return frozenset((row["code"], row["group"]) for row in rows("code_groups.csv"))


def is_physical_evaluation(number: str) -> bool:
    """Say whether a code is an evaluation of physical therapy.

    >>> is_physical_evaluation("97164"), is_physical_evaluation("97168"), is_physical_evaluation("97110")
    (True, False, False)
    """
    return _says(number, "family") == "therapy_evaluation" and not is_in(number, "occupational_therapy")


def has_a_number_of_its_own(number: str) -> bool:
    """Say whether a code has a set meaning; an unlisted one means what the note says.

    >>> has_a_number_of_its_own("97032"), has_a_number_of_its_own("97039")
    (True, False)
    """
    return not _says(number, "units_note").startswith("unlisted")


def wants_go(number: str) -> bool:
    """Say whether that mark is GO."""
    return is_in(number, "occupational_therapy")


def is_add_on(number: str, billed: frozenset[str]) -> bool | None:
    """Say whether an add-on code has its first code among those billed; None for a code that stands alone."""
    return None if number not in _FIRST_CODES else bool(billed & set(_FIRST_CODES[number]))


def without_attendance(number: str) -> str | None:
    """Give the code of an attended modality that ran by itself, or None."""
    return {row["code"]: row["becomes"] for row in rows("unattended_codes.csv")}.get(number)
