"""What the tables say of single codes, looked up row by row."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from cptedu.facts.tables import rows

__all__ = [
    "attendance_is_known",
    "is_add_on",
    "is_attended",
    "is_office_visit",
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
    beside = {row["code"] for row in rows("code_groups.csv") if row["group"] == "gp_beside_the_list_of_cms"}
    return _says(number, "always_therapy") == "yes" or number in beside


def wants_go(number: str) -> bool:
    """Say whether that mark is GO."""
    return number in {
        row["code"] for row in rows("code_groups.csv") if row["group"] == "occupational_therapy"
    }


def is_add_on(number: str, billed: frozenset[str]) -> bool | None:
    """Say whether an add-on code has its first code among those billed; None for a code that stands alone."""
    return None if number not in _FIRST_CODES else bool(billed & set(_FIRST_CODES[number]))


def without_attendance(number: str) -> str | None:
    """Give the code of an attended modality that ran by itself, or None."""
    return {row["code"]: row["becomes"] for row in rows("unattended_codes.csv")}.get(number)
