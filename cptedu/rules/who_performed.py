"""Who gave the service, and whether it may then be billed."""

from __future__ import annotations

from cptedu.facts.codes import code
from cptedu.model import Reading, Verdict
from cptedu.rules.gp_modifier import is_therapy
from cptedu.rules.one_therapy_at_a_time import NEEDS_CLINICIAN
from cptedu.rules.said import Said, reading
from cptedu.visit.record import Record, ServiceRecord

__all__ = ["who_performed"]

SOURCES = ("bcbs-2018", "hns-procedures", "kmc-delegation", "collins-delegation")


def who_performed(record: Record, service: ServiceRecord, number: str) -> Said | None:
    """Check that someone qualified gave a service which needs the clinician.

    An unlicensed assistant may look after a supervised modality. One-on-one therapy, attended modalities and groups are
    another matter: some payers refuse it, elsewhere the state and the contract decide, and so they do where no rule of
    attendance is held. A licensed therapist may give therapy; whether the payer takes it on this claim is the payer's own choice.

    Args:
        record: the visit as understood.
        service: the service.
        number: its code.

    Returns:
        A finding when an unlicensed assistant or a therapist gave it; None for the chiropractor's own.

    Source: the payer's own choice; payers' notices, read in excerpts.
    """
    if service.performed_by == "therapist":
        return _by_a_therapist(record, service, number)
    if service.performed_by != "unlicensed_assistant":
        return None
    found = code(number)
    if found.contact_is_held and found.contact not in NEEDS_CLINICIAN:
        return Said(
            "who_performed",
            Verdict.SUPPORTED,
            f"An unlicensed assistant gave it; {number} needs nobody in attendance.",
            SOURCES,
            code=number,
            about=service.activity,
            used=service.used("performed_by"),
        )
    sides: tuple[Reading, ...] = ()
    choices: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    # What a payer says of therapy is not carried over to codes of which no rule of attendance is held.
    wanted = record.payer.wants("unlicensed_assistant") if found.contact_is_held else Verdict.ASK.value
    if wanted == "not_supported":
        named = record.payer.named
        says = f"An unlicensed assistant gave it; {named} does not pay {number} then, and the minutes do not count."
        fix, choices = "Leave it off the claim.", ("unlicensed_assistant",)
    else:
        sources = SOURCES
        says = f"An unlicensed assistant gave it. Whether {number} may then be billed depends on the state and the contract."
        fix = "Ask the state board and the payer, in writing, before billing it. Until then the minutes do not count."
        sides = (
            reading("State law may allow delegation.", "kmc-delegation"),
            reading("The contract may want the licensed provider in person.", "bcbs-2018", "hns-procedures"),
        )
    return Said(
        "who_performed",
        Verdict(str(wanted)),
        says,
        sources,
        code=number,
        fix=fix,
        readings=sides,
        about=service.activity,
        used=service.used("performed_by"),
        choices=choices,
    )


def _by_a_therapist(record: Record, service: ServiceRecord, number: str) -> Said | None:
    asked = record.payer.wants("therapist") == "ask"
    if not asked or not is_therapy(record, number):
        return Said(
            "who_performed",
            Verdict.SUPPORTED,
            f"A licensed therapist gave it; to {record.payer.named} {number} is billed as if the chiropractor had.",
            code=number,
            about=service.activity,
            used=service.used("performed_by"),
            choices=("therapist",),
        )
    return Said(
        "who_performed",
        Verdict.ASK,
        code=number,
        about=service.activity,
        used=service.used("performed_by"),
        choices=("therapist",),
        sentence="therapist",
    )
