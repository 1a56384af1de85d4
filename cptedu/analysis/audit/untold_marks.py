"""A log that has no place for modifiers: which were billed is not told, so none is said to lack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cptedu.analysis.audit.judged import Judged
from cptedu.analysis.audit.log_columns import LogColumns
from cptedu.analysis.audit.row_reader import ServiceRow

__all__ = ["MODIFIERS", "NOT_TOLD", "tells_modifiers", "without_marks"]

MODIFIERS = "modifiers"
"""The rule that says of a line which modifier it lacks, and what is then not told."""
NOT_TOLD = (
    "No column holds modifiers and none stands behind a code: which were billed is not told, so nothing is said of one that a"
    " line lacks."
)


def tells_modifiers(columns: LogColumns, services: Iterable[ServiceRow]) -> bool:
    """Say whether a log tells modifiers: in a column of their own, or behind a code."""
    return bool(columns.of(MODIFIERS)) or any(one.modifiers for one in services)


def without_marks(found: Judged | None) -> Judged | None:
    """Take out of what is said of a visit each modifier that a line lacks, and name modifiers among what is not told.

    Args:
        found: what was said of a visit whose log tells no modifiers, as if none had been billed; None where it is not judged.

    Returns:
        What stands all the same.
    """
    if found is None:
        return None
    told = tuple(one for one in found.told if one.rule != MODIFIERS)
    return replace(found, told=told, not_told=tuple(sorted({*found.not_told, MODIFIERS})))
