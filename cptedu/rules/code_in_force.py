"""Whether a code existed on the date of service."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from cptedu.facts.codes import code, known_since
from cptedu.facts.days_told import day_in_words
from cptedu.model import Verdict
from cptedu.rules.said import Said
from cptedu.visit.record import Record

__all__ = ["code_in_force"]

SOURCES = ("pfs-rvu",)


def code_in_force(record: Record, number: str) -> Said | None:
    """Refuse a code that was not in force on the date of service, such as 99201 from 2021-01-01.

    Where the first day of a code is not held, a day before anything that is held of it cannot be answered.

    Args:
        record: the visit as understood.
        number: the code.

    Returns:
        ``not_supported`` when it was not in force, ``no_data`` when that is not known, else None.

    Source: CPT, deletion of 99201; CMS relative value files; first days that are our own knowledge are said to be inferred.

    >>> code_in_force(Record.from_dict({"date_of_service": "2026-03-04", "payer": "medicare"}), "99201").verdict.value
    'not_supported'
    """
    return _in_force(number, record.on)


@lru_cache(maxsize=5_000)
def _in_force(number: str, on: date) -> Said | None:
    found = code(number)
    since = known_since(number)
    if since is not None and since <= on and found.in_force(on):
        return None
    sources = tuple(dict.fromkeys((found.source, *SOURCES)))
    fix = "Choose the code that was in force on that date and that the record supports."
    if found.effective_to is not None and found.effective_to < on:
        says = f"{number} was deleted; its last day was {day_in_words(found.effective_to)}."
    elif not found.in_force(on):
        inferred = " (inferred; no source for that day was read)" if found.start_is_inferred else ""
        says = (
            f"{number} did not exist yet; its first day was {day_in_words(found.effective_from)}{inferred}."
        )
    else:
        return Said(
            "code_in_force",
            Verdict.NO_DATA,
            f"Whether {number} existed on {day_in_words(on)} is not known: "
            + (
                f"what is held of it begins with {day_in_words(since)}."
                if since
                else "nothing dated is held of it."
            ),
            sources,
            code=number,
            fix="Look the code up in the CPT of that year.",
        )
    return Said("code_in_force", Verdict.NOT_SUPPORTED, says, sources, code=number, fix=fix)
