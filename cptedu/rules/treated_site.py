"""The muscle that a note names, against the region that it gives for the service."""

from __future__ import annotations

from cptedu.model import Finding, Verdict
from cptedu.rules.say import OWN_SOURCES, say
from cptedu.visit.record import Record, ServiceRecord

__all__ = ["treated_site"]


def treated_site(record: Record, service: ServiceRecord, number: str) -> Finding | None:
    """Say whether a named muscle lies where the service is said to have been given.

    Args:
        record: the visit as understood.
        service: the service.
        number: its code.

    Returns:
        ``supported`` where it does, ``ask`` where it lies elsewhere or no table knows it; None when no muscle is named.

    Source: our table of muscles and the regions that each reaches; anatomy, no text of a payer.

    >>> record = Record.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci"})
    >>> calf = ServiceRecord.of(muscle="upper trapezius", regions=("lower_extremities",))
    >>> treated_site(record, calf, "97140").verdict.value
    'ask'
    """
    muscle = service.muscle
    if muscle is None:
        return None
    named, places = service.written.muscle, service.places

    def answer(verdict: Verdict, says: str, fix: str = "") -> Finding:
        return say(
            record,
            "treated_site",
            verdict,
            says,
            OWN_SOURCES,
            code=number,
            fix=fix,
            numbers=(("treated regions", ", ".join(places.regions).replace("_", " ") or "not recorded"),),
            about=service.activity,
            either_way=True,
            used=service.used("muscle", "regions"),
        )

    fix = "Ask at which site the muscle was treated."
    if not muscle.known:
        return answer(Verdict.ASK, f"The table of muscles does not know {named!r}, nor where it lies.", fix)
    if places.regions and not set(places.regions) & set(muscle.regions):
        where = ", ".join(one.replace("_", " ") for one in places.regions)
        return answer(
            Verdict.ASK, f"The note names {named!r}, which does not reach the region given: {where}.", fix
        )
    return answer(Verdict.SUPPORTED, f"The muscle named is {named!r}.")
