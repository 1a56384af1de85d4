"""Why the record makes a service this code: each step of the way from purpose and deficit, with what it looked at."""

from __future__ import annotations

from collections.abc import Iterable

from cptedu.model import Service
from cptedu.rules.exercise_code import IN_WATER, ExerciseCode, Reason
from cptedu.rules.said import Said
from cptedu.visit.record import ServiceRecord

__all__ = ["reasons_of_the_code"]

UNSAID = Service()
LOOKED_AT = {
    "purpose": ("purpose", "activity"),
    "in_water": ("aquatic", "purpose"),
    "deficit": ("deficit",),
    "contact": ("contact",),
    "technique_in_dispute": ("activity",),
    "home_instruction": (
        *("home_instruction", "purpose", "activity", "regions", "deficit", "minutes", "contact", "code"),
        *("performed_by", "started", "encounter", "muscle", "aquatic"),
    ),
}
"""What of a service each step of ``exercise_code`` looks at."""


def reasons_of_the_code(service: ServiceRecord, number: str | None, found: ExerciseCode) -> list[Said]:
    """Say of each step that led to the code of a service what it found, and in what of the note.

    Args:
        service: the service.
        number: the code that the payer takes for it; None where there is none.
        found: the code by purpose, with its reasons.

    Returns:
        One finding a reason. What is noted and changes nothing is named too, such as a deficit where none is needed.

    Source: each reason names its own.

    >>> from cptedu.rules.exercise_code import exercise_code
    >>> service = ServiceRecord.of(purpose=("balance",), deficit="single-leg stance 6 s left, 25 s right")
    >>> found = exercise_code(("balance",), service.written.deficit, "one_on_one")
    >>> [one.rule for one in reasons_of_the_code(service, found.code, found)]
    ['purpose', 'contact', 'deficit']
    """
    needs_no_deficit = "deficit" not in [reason.rule for reason in found.reasons]
    told_too = (
        *(("deficit",) if needs_no_deficit else ()),
        *(("aquatic",) if found.code == IN_WATER else ()),
    )
    return [_said(service, number, reason, told_too) for reason in found.reasons]


def _said(service: ServiceRecord, number: str | None, reason: Reason, told_too: tuple[str, ...]) -> Said:
    looked_at = LOOKED_AT.get(reason.rule, ())
    if reason.rule == "deficit" and service.deficit.elsewhere:
        looked_at = (*looked_at, "regions")
    named = told_too if reason.rule == "purpose" else looked_at if reason.rule == "home_instruction" else ()
    return Said(
        reason.rule,
        reason.verdict,
        reason.says,
        reason.sources,
        code=number,
        fix=reason.fix,
        # What is noted and changes nothing is named: all that is said of advice or a leaflet, a deficit where none is needed.
        numbers=_noted(service.written, named) if named else (),
        readings=reason.readings,
        about=service.activity,
        used=service.used(*(dict.fromkeys((*looked_at, *named)) if named else looked_at)),
    )


def _noted(service: Service, keys: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Give what is noted of a service beyond what goes without saying, each with its value."""
    held = ((key, getattr(service, key)) for key in keys if getattr(service, key) != getattr(UNSAID, key))
    return tuple(
        (key.replace("_", " "), ", ".join(value) if isinstance(value, tuple) else str(value))
        for key, value in held
    )
