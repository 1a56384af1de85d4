"""What a payer wants on a line, and what it pays at all."""

from __future__ import annotations

from typing import TypeAlias

from cptedu.learn.questions import Note
from cptedu.learn.second_opinion.code_facts import is_therapy, wants_go
from cptedu.learn.second_opinion.plans import chosen, codes_chosen
from cptedu.model import Visit

__all__ = [
    "CARE_MARKS",
    "SUBLUXATIONS",
    "Lines",
    "adjustment_modifiers",
    "as_it_stands",
    "care_is_open",
    "excluded_modifiers",
    "pays_therapy",
    "therapy_modifiers",
    "wants_gp",
]

Lines: TypeAlias = dict[str, tuple[int, frozenset[str]]]

SUBLUXATIONS = ("M99.00", "M99.01", "M99.02", "M99.03", "M99.04", "M99.05")
CARE_MARKS = frozenset({"AT", "GA", "GZ"})
_ACTIVE = "AT"


def pays_therapy(visit: Visit) -> bool:
    """Say whether the payer pays a chiropractor for more than spinal adjustments."""
    return not codes_chosen(visit.payer, visit.date_of_service, "covers")


def adjustment_modifiers(note: Note) -> frozenset[str]:
    """Give what tells active care from maintenance on a spinal adjustment, where the payer wants it told."""
    visit = note.visit
    if chosen(visit.payer, visit.date_of_service, "care_marks") == "none":
        return frozenset()
    if visit.care == "active":
        marked = chosen(visit.payer, visit.date_of_service, "care_marks") == "at_ga_gz"
        return frozenset({_ACTIVE} if marked else ())
    return frozenset({"GA" if visit.abn == "required" else "GZ"})


def care_is_open(visit: Visit) -> bool:
    """Say whether nobody wrote down which care it was, where the payer wants it told."""
    wanted = chosen(visit.payer, visit.date_of_service, "care_marks") != "none"
    return bool(wanted and visit.care is None)


def excluded_modifiers(visit: Visit) -> frozenset[str]:
    """Give what a service carries that is sent to be denied."""
    on = visit.date_of_service
    marks = codes_chosen(visit.payer, on, "not_covered_modifiers")
    if visit.abn == "voluntary":
        marks += codes_chosen(visit.payer, on, "voluntary_notice_modifiers")
    return frozenset(marks)


def wants_gp(visit: Visit) -> bool:
    """Say whether the payer wants the mark of a plan of care on therapy."""
    return bool(chosen(visit.payer, visit.date_of_service, "gp_on_therapy"))


def therapy_modifiers(number: str) -> frozenset[str]:
    """Give the mark of a plan of care that a code carries where the payer wants one."""
    if not is_therapy(number):
        return frozenset()
    return frozenset({"GO" if wants_go(number) else "GP"})


def as_it_stands(lines: Lines, _note: Note) -> Lines:
    """Change nothing at the end."""
    return lines
