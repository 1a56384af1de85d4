"""Which adjusted regions the record bears out."""

from __future__ import annotations

from cptedu.facts.regions import region_of, regions_of
from cptedu.model import Finding, Verdict, Visit
from cptedu.rules.say import say

__all__ = ["adjusted_findings", "unsupported_adjustment"]

SOURCES = ("aapc-cmt-51", "chiropub-2006", "cms-100-02-ch15-240.1.2")


def adjusted_findings(visit: Visit) -> tuple[tuple[str, ...], Finding | None]:
    """Keep the adjusted places whose region has a finding, where the visit records findings at all.

    Args:
        visit: the visit.

    Returns:
        The places that count towards the level, and a finding that names the regions that do not.

    Source: AAPC and Chiropub on support for each region; CMS Benefit Policy Manual, chapter 15, section 240.1.2.
    """
    if visit.findings is None:
        return visit.adjusted, None
    found = {region_of(name) for name, said in visit.findings if said.strip()}
    dropped = [name for name in regions_of(visit.adjusted) if name not in found]
    if not dropped:
        return visit.adjusted, None
    named = ", ".join(name.replace("_", " ") for name in dropped)
    finding = say(
        visit,
        "adjusted_findings",
        Verdict.ASK,
        f"Adjusted without a recorded finding: {named}. Such a region does not count towards the level.",
        SOURCES,
        fix="Ask whether something was found there. What was found is recorded; nothing is added to reach a level.",
        either_way=True,
    )
    return tuple(place for place in visit.adjusted if region_of(place) in found), finding


def unsupported_adjustment(visit: Visit, number: str) -> Finding:
    """Refuse an adjustment code when findings are recorded and none lies in an adjusted region.

    Args:
        visit: the visit.
        number: the code that the adjusted regions would make.

    Returns:
        The finding.

    Source: as for ``adjusted_findings``.
    """
    return say(
        visit,
        "adjusted_findings",
        Verdict.NOT_SUPPORTED,
        f"None of the regions adjusted for {number} has a recorded finding, so nothing supports the code.",
        SOURCES,
        code=number,
        fix="Leave it off the claim unless the record already holds what was found there.",
    )
