"""Who gave the service, and whether it may then be billed."""

from __future__ import annotations

from cptedu.facts.codes import code
from cptedu.model import Finding, Reading, Service, Verdict, Visit
from cptedu.payers import payer
from cptedu.rules.say import reading, say

__all__ = ["who_performed"]

SOURCES = {
    "ask": ("bcbs-2018", "hns-procedures", "kmc-delegation", "collins-delegation"),
    "not_supported": ("cms-100-02-ch15-230.5",),
}


def who_performed(visit: Visit, service: Service, number: str) -> Finding | None:
    """Check that someone qualified gave a service which needs the clinician.

    An unlicensed assistant may look after a supervised modality. One-on-one therapy, attended modalities and groups are
    another matter: under Medicare and the VA it is refused, elsewhere the state and the contract decide.

    Args:
        visit: the visit.
        service: the service.
        number: its code.

    Returns:
        A finding when an unlicensed assistant gave it, else None.

    Source: CMS Benefit Policy Manual, chapter 15, section 230.5; payers' notices, read in excerpts.
    """
    if service.performed_by != "unlicensed_assistant" or code(number).contact not in {
        "one_on_one",
        "attended",
        "group",
    }:
        return None
    sides: tuple[Reading, ...] = ()
    wanted = payer(visit.payer).wants("unlicensed_assistant", visit.date_of_service)
    if wanted == "not_supported":
        says = f"An unlicensed assistant gave it; this payer does not pay {number} then, and the minutes do not count."
        fix = "Leave it off the claim."
    else:
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
        SOURCES[str(wanted)],
        code=number,
        fix=fix,
        readings=sides,
        about=service.activity,
    )
