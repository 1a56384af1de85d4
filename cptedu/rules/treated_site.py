"""The muscle that a note names, against the region that it gives for the service."""

from __future__ import annotations

from cptedu.model import Verdict
from cptedu.rules.said import OWN_SOURCES, Said
from cptedu.visit.record import ServiceRecord

__all__ = ["treated_site"]


def treated_site(service: ServiceRecord, number: str) -> Said | None:
    """Say whether a named muscle lies where the service is said to have been given.

    Args:
        service: the service.
        number: its code.

    Returns:
        ``supported`` where it does, ``ask`` where it lies elsewhere or no table knows it; None when no muscle is named.

    Source: our table of muscles and the regions that each reaches; anatomy, no text of a payer.

    >>> calf = ServiceRecord.of(muscle="upper trapezius", regions=("lower_extremities",))
    >>> treated_site(calf, "97140").verdict.value
    'ask'
    """
    muscle = service.muscle
    if muscle is None:
        return None
    named, places = service.written.muscle, service.places

    def answer(verdict: Verdict, says: str, fix: str = "") -> Said:
        return Said(
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
