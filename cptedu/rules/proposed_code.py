"""A code that was proposed, against the one that the record supports."""

from __future__ import annotations

from cptedu.facts.codes import code
from cptedu.model import Verdict
from cptedu.rules.exercise_code import ExerciseCode, needs_deficit
from cptedu.rules.said import Said
from cptedu.visit.record import ServiceRecord

__all__ = ["proposed_code", "told_by_the_record", "which_of_two"]

SOURCES = ("usc-31-3729", "aca-1997")


def proposed_code(service: ServiceRecord, number: str | None) -> Said | None:
    """Say so when the proposed code is not the one that the record supports.

    Args:
        service: the service, with the proposed code.
        number: the code that the record supports, or None.

    Returns:
        A finding when the two differ, else None.

    Source: 31 USC 3729 as quoted by others; ACA 1997 on coding what was done.
    """
    proposed = service.written.code
    if proposed is None or number is None or proposed == number:
        return None
    return Said(
        "proposed_code",
        Verdict.NOT_SUPPORTED,
        f"{proposed} was proposed; the record supports {number}. The record decides.",
        SOURCES,
        code=number,  # whose line it stands on; the proposed one is in the words
        fix=f"Bill {number}.",
        about=service.activity,
        either_way=True,
        used=service.used("code"),
    )


def told_by_the_record(service: ServiceRecord, proposed: str, found: ExerciseCode) -> str:
    """Say which of two codes the record tells a service to be: one written for it, or the one that its purpose leads to.

    A test, a fitting or a needle has a code and no purpose of its own. Where such a code was written beside a purpose, a
    deficit measured for that purpose tells that it was trained. A modality may well serve a purpose; there the words of the
    activity tell, where they name it.

    Args:
        service: the service.
        proposed: the code that was written, to which no purpose leads.
        found: what the purpose leads to.

    Returns:
        The code, or nothing where the record does not tell and it must be asked.

    Source: as for ``proposed_code``.

    >>> from cptedu.rules.exercise_code import exercise_code
    >>> trained = exercise_code(["strength"], deficit="hip abduction 4-/5 left")
    >>> told_by_the_record(ServiceRecord.of(), "97750", trained), told_by_the_record(ServiceRecord.of(), "97032", trained)
    ('97110', '')
    """
    if code(proposed).is_modality:
        is_named = any(
            proposed in one.codes for one in service.activity_read.named if one.kind == "technique"
        )
        return proposed if is_named else ""
    is_trained = found.verdict in {Verdict.SUPPORTED, Verdict.CONTESTED}
    return found.code if found.code and is_trained and needs_deficit(found.code) else ""


def which_of_two(service: ServiceRecord, proposed: str, number: str | None) -> Said:
    """Ask which of two services it was: the one that was written by its code, or the one that its purpose leads to.

    Args:
        service: the service.
        proposed: the code that was written, which no purpose leads to.
        number: the code that the purpose leads to; None where it leads to none.

    Returns:
        An ``ask`` finding.

    Source: as for ``proposed_code``.

    >>> which_of_two(ServiceRecord.of(code="97012", purpose=("manual_traction",)), "97012", "97140").verdict.value
    'ask'
    """
    aims = ", ".join(aim.replace("_", " ") for aim in service.written.purpose)
    leads = f"leads to {number}" if number else "leads to no one code"
    return Said(
        "proposed_code",
        Verdict.ASK,
        f"{proposed} ({code(proposed).label}) was proposed, and the recorded purpose ({aims}) {leads}. Nothing in the record says"
        " which of the two it was.",
        SOURCES,
        code=number or proposed,
        fix="Ask what was done. The record is mended to that, and never to fit a code.",
        about=service.activity,
        used=service.used("code", "purpose"),
    )
