"""What a payer wants on a line, and what it pays at all."""

from __future__ import annotations

from typing import TypeAlias

from cptedu.learn.questions import Note
from cptedu.model import Visit

__all__ = [
    "NEW_PATIENTS",
    "SUBLUXATIONS",
    "Lines",
    "adjustment_modifiers",
    "as_it_stands",
    "examination_modifiers",
    "excluded_modifiers",
    "pays_therapy",
    "seen_before",
    "subluxation_is_shown",
    "wants_gp",
]

Lines: TypeAlias = dict[str, tuple[int, frozenset[str]]]

_WANTS_GP = ("medicare", "federal_va", "gp_required")
NEW_PATIENTS = ("99202", "99203", "99204", "99205")
SUBLUXATIONS = ("M99.00", "M99.01", "M99.02", "M99.03", "M99.04", "M99.05")


def pays_therapy(visit: Visit) -> bool:
    """Say whether the payer pays a chiropractor for more than spinal adjustments."""
    return visit.payer != "medicare"


def adjustment_modifiers(note: Note) -> frozenset[str]:
    """Give what Medicare wants on a spinal adjustment."""
    if note.visit.care == "active":
        return frozenset({"AT"})
    return frozenset({"GA" if note.visit.abn == "required" else "GZ"})


def subluxation_is_shown(visit: Visit) -> bool:
    """Say whether first diagnosis and P.A.R.T. are what Medicare wants."""
    if visit.diagnoses is not None and (not visit.diagnoses or visit.diagnoses[0] not in SUBLUXATIONS):
        return False
    if visit.part is None:
        return True
    return len(set(visit.part)) >= 2 and bool({"A", "R"} & set(visit.part))


def excluded_modifiers(visit: Visit) -> frozenset[str]:
    """Give what a service that Medicare excludes carries."""
    return frozenset({"GY", "GX"} if visit.abn == "voluntary" else {"GY"})


def wants_gp(payer: str) -> bool:
    """Say whether the payer wants GP on therapy."""
    return payer in _WANTS_GP


def examination_modifiers(note: Note) -> frozenset[str] | None:
    """Give the modifiers of an examination on the day of an adjustment; None when it is not billed."""
    evaluation = note.visit.evaluation
    return frozenset({"25"}) if evaluation is not None and evaluation.separate else None


def seen_before(visit: Visit) -> bool | None:
    """Say whether the patient was seen here within three years; None when the note does not say."""
    if visit.last_seen is None:
        return None
    then, now = visit.last_seen, visit.date_of_service
    return (then.year + 3, then.month, then.day) >= (now.year, now.month, now.day)


def as_it_stands(lines: Lines, _note: Note) -> Lines:
    """Change nothing at the end."""
    return lines
