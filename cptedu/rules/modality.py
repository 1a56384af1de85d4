"""Modalities and other services that come by code: whether the clinician had to be there, and which code it is."""

from __future__ import annotations

from functools import cache

from cptedu.facts.codes import code
from cptedu.facts.tables import rows
from cptedu.model import Verdict
from cptedu.rules.said import Said
from cptedu.visit.record import Record, ServiceRecord

__all__ = ["attendance", "by_code", "exchanged_code", "given_code"]

SOURCES = ("cpt-contact", "hns-procedures")
UNLISTED = "97039"


def given_code(service: ServiceRecord, number: str) -> str:
    """Name the code of a modality as it was given: without attendance ultrasound is unlisted, and current runs by itself.

    Args:
        service: the service.
        number: the code under which it was recorded.

    Returns:
        The code that describes what was done.

    Source: CPT on constant attendance, read in copies.

    >>> given_code(ServiceRecord.of(contact="unattended"), "97035"), given_code(ServiceRecord.of(contact="unattended"), "97032")
    ('97039', '97014')
    """
    return _unattended().get(number, number) if service.contact == "unattended" else number


@cache
def _unattended() -> dict[str, str]:
    return {row["code"]: row["becomes"] for row in rows("unattended_codes.csv")}


def attendance(service: ServiceRecord, number: str) -> Said | None:
    """Check that a code which needs the clinician's presence had it.

    Supervised modalities such as 97012 need nobody in attendance. Attended ones such as ultrasound, 97035, do; left
    alone with the machine, the patient had another service, and which one the clinician must say.

    Args:
        service: the service.
        number: its code.

    Returns:
        A finding: ``supported`` where presence was there or is not needed; ``ask`` where the patient was not alone with the
        clinician and no rule is held for the code; None where neither is recorded nor needed.

    Source: CPT on constant attendance, read in copies; a network's policy.
    """
    found = code(number)
    if not found.contact_is_held and service.contact not in {None, "one_on_one"}:
        return _not_held(service, number)
    if found.contact not in {"attended", "one_on_one"} or service.contact == "one_on_one":
        return _no_obstacle(service, number)
    if number == UNLISTED:
        return Said(
            "contact",
            Verdict.ASK,
            f"{UNLISTED} has no set meaning: the note must say what was done, why and for how long.",
            SOURCES,
            code=number,
            fix="Ask what was applied and why, and send the note with the claim.",
            about=service.activity,
            used=service.used("contact"),
        )
    if service.contact is None:
        verdict, says = (
            Verdict.ASK,
            f"{number} needs the clinician with the patient; the note does not say so.",
        )
        fix = "Ask whether the clinician was with this patient throughout."
    elif service.contact == "group":
        verdict, says = (
            Verdict.NOT_SUPPORTED,
            f"{number} needs the clinician with this one patient, not with several.",
        )
        fix = "Leave it off the claim."
    else:
        verdict = Verdict.NOT_SUPPORTED
        says = f"{number} needs the clinician with the patient, and the patient was alone."
        fix = "Leave it off the claim."
    return Said(
        "contact",
        verdict,
        says,
        SOURCES,
        code=number,
        fix=fix,
        about=service.activity,
        used=service.used("contact"),
    )


def _not_held(service: ServiceRecord, number: str) -> Said:
    """Ask about a code of which it is not held who must be with the patient: needles, teaching, an evaluation."""
    noted = str(service.contact).replace("_", " ")
    return Said(
        "contact",
        Verdict.ASK,
        f"The note says of the contact {noted!r}. Whether {number} may then be billed is not held here.",
        SOURCES,
        code=number,
        fix="Ask who was with the patient, and look up in your own licensed CPT what the code wants.",
        about=service.activity,
        used=service.used("contact"),
    )


def _no_obstacle(service: ServiceRecord, number: str) -> Said | None:
    if service.contact is None:
        return None
    attended = code(number).contact in {"attended", "one_on_one", "not_held"}
    says = (
        f"{number} was given with the clinician at this one patient."
        if not code(number).contact_is_held
        else f"{number} needs the clinician with the patient, as the note has it."
        if attended
        else f"{number} does not depend on who was with the patient."
    )
    return Said(
        "contact",
        Verdict.SUPPORTED,
        says,
        SOURCES,
        code=number,
        # What changes nothing is named.
        numbers=() if attended else (("contact", service.contact.replace("_", " ")),),
        about=service.activity,
        used=service.used("contact"),
    )


def by_code(service: ServiceRecord, number: str) -> Said:
    """Say that a service came by its code, as modalities and tests do.

    Args:
        service: the service.
        number: its code.

    Returns:
        The finding that puts the code on the claim.

    Source: CPT on modalities, read in copies.
    """
    recorded = number if service.proposed is None else service.proposed.number
    says = f"Recorded by code: {recorded}, {code(recorded).label}."
    aims = ", ".join(aim.replace("_", " ") for aim in service.written.purpose)
    return Said(
        "by_code",
        Verdict.SUPPORTED,
        says,
        SOURCES,
        code=number,
        # What it was for is named, and does not change what it was.
        numbers=(("purpose", aims),) if aims else (),
        about=service.activity,
        used=service.used("code", "activity", *(("purpose",) if aims else ())),
    )


def exchanged_code(
    record: Record, service: ServiceRecord, number: str | None
) -> tuple[str | None, Said | None]:
    """Take the code that the payer has in place of another one, such as G0283 in place of 97014.

    Args:
        record: the visit as understood.
        service: the service.
        number: the code that describes what was done, or None where none does.

    Returns:
        The payer's code and the finding that says so; the same code and None where the payer takes that one.

    Source: the payer's own choice; see its profile.
    """
    taken = None if number is None else record.payer.exchange(number)
    if taken is None or number is None or taken == number:
        return number, None
    return taken, Said(
        "exchanged_code",
        Verdict.SUPPORTED,
        code=taken,
        about=service.activity,
        choices=("exchanged",),
        sentence="exchanged",
        fields=(("new", taken), ("old", number)),
    )
