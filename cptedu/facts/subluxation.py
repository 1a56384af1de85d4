"""Diagnoses that name a subluxation, by region; which others are of muscles, joints or nerves, and where those may come from."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from cptedu.facts.regions import spinal
from cptedu.facts.tables import Row, rows

__all__ = [
    "Origin",
    "is_neuromusculoskeletal",
    "may_name_a_subluxation",
    "not_of",
    "origin",
    "subluxation_regions",
]

_ANY_REGION = "any"
_NUMBER = re.compile(r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?")


class Origin(NamedTuple):
    """Where a subluxation may lie that causes a condition, beside the regions that its diagnosis names.

    Attributes:
        regions: the spinal regions.
        is_one: True where it is any one of them, and not told which.
    """

    regions: frozenset[str] = frozenset()
    is_one: bool = False


@cache
def _subluxations() -> dict[str, Row]:
    return {row["diagnosis"]: row for row in rows("subluxation_diagnoses.csv")}


@cache
def _kinds() -> tuple[tuple[str, str], ...]:
    # The longest beginning of a number wins.
    held = ((row["prefix"], row["answer"]) for row in rows("neuromusculoskeletal_diagnoses.csv"))
    return tuple(sorted(held, key=lambda one: -len(one[0])))


@cache
def _origins() -> tuple[Row, ...]:
    return tuple(sorted(rows("condition_origins.csv"), key=lambda row: -len(row["prefix"])))


def subluxation_regions(code: str, *, asked: bool = False) -> frozenset[str]:
    """Give the spinal regions whose subluxation a diagnosis names.

    Args:
        code: an ICD-10-CM number.
        asked: True for those of which it must be asked whether the payer takes them, in place of those it takes.

    Returns:
        Region names; none for another diagnosis.

    >>> sorted(subluxation_regions("M99.04")), sorted(subluxation_regions("M54.2"))
    (['pelvic', 'sacral'], [])
    """
    row = _subluxations().get(code)
    if row is None or (row["answer"] == "ask") is not asked:
        return frozenset()
    return frozenset(row["supports"].split())


def not_of(code: str) -> frozenset[str]:
    """Give the bones of a region of which a diagnosis names no subluxation, though it is counted for that region.

    >>> sorted(not_of("M99.00"))[:2], not_of("M99.01")
    (['C2', 'C3'], frozenset())
    """
    row = _subluxations().get(code)
    return frozenset() if row is None else frozenset(row["not_of"].split())


def may_name_a_subluxation(code: str) -> bool:
    """Say whether what no table holds may be a diagnosis of a subluxation, of which the list is closed.

    Args:
        code: what was written.

    Returns:
        False for a number of another category than those of the list; True where it is misspelt, for then it may be any.

    >>> may_name_a_subluxation("M99.03."), may_name_a_subluxation("M99.019"), may_name_a_subluxation("G89.29")
    (True, True, False)
    """
    return not _NUMBER.fullmatch(code) or any(code[:3] == held[:3] for held in _subluxations())


def is_neuromusculoskeletal(code: str) -> bool | None:
    """Say whether a diagnosis is a condition of muscles, joints or nerves, which a subluxation may cause.

    Args:
        code: an ICD-10-CM number.

    Returns:
        True or False; None for a subluxation itself, and where it is not known: of what is no such number its first letter
        tells nothing.

    >>> is_neuromusculoskeletal("M54.2"), is_neuromusculoskeletal("I10"), is_neuromusculoskeletal("M99.01")
    (True, False, None)
    """
    if code in _subluxations() or not _NUMBER.fullmatch(code):
        return None
    answer = next((answer for prefix, answer in _kinds() if code.startswith(prefix)), "ask")
    return None if answer == "ask" else answer == "yes"


def origin(code: str, *, names_a_region: bool) -> Origin:
    """Give the regions whose subluxation may cause a condition, beside those that its diagnosis names.

    Args:
        code: an ICD-10-CM number.
        names_a_region: whether it speaks of some region; if so, a row for any region is not for it.

    Returns:
        The regions; none where no row says so, as of dizziness or abnormal posture.

    >>> sorted(origin("G54.4", names_a_region=False).regions), origin("M79.18", names_a_region=False).is_one
    (['lumbar', 'sacral'], True)
    >>> origin("R29.3", names_a_region=False).regions, origin("M41.26", names_a_region=True).regions
    (frozenset(), frozenset())
    """
    row = next((row for row in _origins() if code.startswith(row["prefix"])), None)
    if row is None or (names_a_region and row["regions"] == _ANY_REGION):
        return Origin()
    regions = spinal() if row["regions"] == _ANY_REGION else frozenset(row["regions"].split())
    return Origin(regions, row["answers_for"] == "one")
