"""Who gave the service, and whether it may then be billed."""

from __future__ import annotations

from cptedu.facts.codes import code
from cptedu.model import Finding, Reading, Service, Verdict, Visit
from cptedu.payers import payer
from cptedu.rules.gp_modifier import is_therapy
from cptedu.rules.say import by_payer, cited_by_payer, reading, say

__all__ = ["who_performed"]

SOURCES = ("bcbs-2018", "hns-procedures", "kmc-delegation", "collins-delegation")


def who_performed(visit: Visit, service: Service, number: str) -> Finding | None:
    """Check that someone qualified gave a service which needs the clinician.

    An unlicensed assistant may look after a supervised modality. One-on-one therapy, attended modalities and groups are
    another matter: some payers refuse it, elsewhere the state and the contract decide. A licensed therapist may give
    therapy; whether the payer takes it on this claim is the payer's own choice.

    Args:
        visit: the visit.
        service: the service.
        number: its code.

    Returns:
        A finding when an unlicensed assistant gave it, or a therapist where the payer asks; else None.

    Source: the payer's own choice; payers' notices, read in excerpts.
    """
    if service.performed_by == "therapist":
        return _by_a_therapist(visit, service, number)
    if service.performed_by != "unlicensed_assistant" or code(number).contact not in {
        "one_on_one",
        "attended",
        "group",
    }:
        return None
    sides: tuple[Reading, ...] = ()
    wanted = payer(visit.payer).wants("unlicensed_assistant", visit.date_of_service)
    if wanted == "not_supported":
        named = payer(visit.payer).named
        says = f"An unlicensed assistant gave it; {named} does not pay {number} then, and the minutes do not count."
        fix, sources = "Leave it off the claim.", cited_by_payer(visit, "unlicensed_assistant")
    else:
        sources = SOURCES
        says = f"An unlicensed assistant gave it. Whether {number} may then be billed depends on the state and the contract."
        fix = "Ask the state board and the payer, in writing, before billing it. Until then the minutes do not count."
        sides = (
            reading("State law may allow delegation.", "kmc-delegation"),
            reading("The contract may want the licensed provider in person.", "bcbs-2018", "hns-procedures"),
        )
    return say(
        visit,
        "who_performed",
        Verdict(str(wanted)),
        says,
        sources,
        code=number,
        fix=fix,
        readings=sides,
        about=service.activity,
    )


def _by_a_therapist(visit: Visit, service: Service, number: str) -> Finding | None:
    asked = payer(visit.payer).wants("therapist", visit.date_of_service) == "ask"
    if not asked or not is_therapy(visit, number):
        return None
    words = by_payer(visit, "therapist", "therapist", code=number)
    return say(
        visit,
        "who_performed",
        Verdict.ASK,
        words.says,
        words.sources,
        code=number,
        fix=words.fix,
        about=service.activity,
    )
