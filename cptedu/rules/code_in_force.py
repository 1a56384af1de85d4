"""Whether a code existed on the date of service."""

from __future__ import annotations

from cptedu.facts.codes import code
from cptedu.model import Finding, Verdict, Visit
from cptedu.rules.say import say

__all__ = ["code_in_force"]

SOURCES = ("cpt-new-patient", "pfs-rvu")


def code_in_force(visit: Visit, number: str) -> Finding | None:
    """Refuse a code that was not in force on the date of service, such as 99201 from 2021-01-01.

    Args:
        visit: the visit.
        number: the code.

    Returns:
        A finding when it was not in force, else None.

    Source: CPT, deletion of 99201; CMS relative value files.

    >>> code_in_force(Visit.from_dict({"date_of_service": "2026-03-04", "payer": "medicare"}), "99201").verdict.value
    'not_supported'
    """
    found = code(number)
    if found.in_force(visit.date_of_service):
        return None
    if found.effective_to is not None and found.effective_to < visit.date_of_service:
        says = f"{number} was deleted; its last day was {found.effective_to}."
    else:
        says = f"{number} did not exist yet; its first day was {found.effective_from}."
    return say(
        visit,
        "code_in_force",
        Verdict.NOT_SUPPORTED,
        says,
        SOURCES,
        code=number,
        fix="Choose the code that was in force on that date and that the record supports.",
    )
