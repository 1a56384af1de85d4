"""Modalities and other services that come by code: whether the clinician had to be there, and which code it is."""

from __future__ import annotations

from functools import cache

from cptedu.facts.codes import code
from cptedu.facts.tables import rows
from cptedu.model import Finding, Service, Verdict, Visit
from cptedu.payers import payer
from cptedu.rules.say import by_payer, say

__all__ = ["attendance", "by_code", "exchanged_code", "given_code"]

SOURCES = ("cpt-contact", "hns-procedures")
UNLISTED = "97039"


def given_code(service: Service, number: str) -> str:
    """Name the code of a modality as it was given: without attendance ultrasound is unlisted, and current runs by itself.

    Args:
        service: the service.
        number: the code under which it was recorded.

    Returns:
        The code that describes what was done.

    Source: CPT on constant attendance, read in copies.

    >>> given_code(Service(contact="unattended"), "97035"), given_code(Service(contact="unattended"), "97032")
    ('97039', '97014')
    """
    return _unattended().get(number, number) if service.contact == "unattended" else number


def _read_unattended() -> dict[str, str]:
    return {row["code"]: row["becomes"] for row in rows("unattended_codes.csv")}


_unattended = cache(_read_unattended)


def attendance(visit: Visit, service: Service, number: str) -> Finding | None:
    """Check that a code which needs the clinician's presence had it.

    Supervised modalities such as 97012 need nobody in attendance. Attended ones such as ultrasound, 97035, do; left
    alone with the machine, the patient had another service, and which one the clinician must say.

    Args:
        visit: the visit.
        service: the service.
        number: its code.

    Returns:
        A finding when presence is missing or not recorded, else None.

    Source: CPT on constant attendance, read in copies; a network's policy.
    """
    found = code(number)
    if found.contact not in {"attended", "one_on_one"} or service.contact == "one_on_one":
        return None
    if number == UNLISTED:
        return say(
            visit,
            "contact",
            Verdict.ASK,
            f"{UNLISTED} has no set meaning: the note must say what was done, why and for how long.",
            SOURCES,
            code=number,
            fix="Ask what was applied and why, and send the note with the claim.",
            about=service.activity,
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
    return say(visit, "contact", verdict, says, SOURCES, code=number, fix=fix, about=service.activity)


def by_code(visit: Visit, service: Service, number: str) -> Finding:
    """Say that a service came by its code, as modalities and tests do.

    Args:
        visit: the visit.
        service: the service.
        number: its code.

    Returns:
        The finding that puts the code on the claim.

    Source: CPT on modalities, read in copies.
    """
    recorded = service.code or number
    says = f"Recorded by code: {recorded}, {code(recorded).label}."
    return say(visit, "by_code", Verdict.SUPPORTED, says, SOURCES, code=number, about=service.activity)


def exchanged_code(visit: Visit, service: Service, number: str | None) -> tuple[str | None, Finding | None]:
    """Take the code that the payer has in place of another one, such as G0283 in place of 97014.

    Args:
        visit: the visit.
        service: the service.
        number: the code that describes what was done, or None where none does.

    Returns:
        The payer's code and the finding that says so; the same code and None where the payer takes that one.

    Source: the payer's own choice; see its profile.
    """
    taken = None if number is None else payer(visit.payer).exchange(number, visit.date_of_service)
    if taken is None or number is None or taken == number:
        return number, None
    words = by_payer(visit, "exchanged", "exchanged", code=taken, new=taken, old=number)
    return taken, say(
        visit,
        "exchanged_code",
        Verdict.SUPPORTED,
        words.says,
        words.sources,
        code=taken,
        about=service.activity,
    )
