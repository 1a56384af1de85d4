"""How a rule puts what it found: verdict, reason, citations, date, vintage, payer."""

from __future__ import annotations

from collections.abc import Iterable

from cptedu.facts.sources import cite, collected_on
from cptedu.model import Finding, Reading, Verdict, Visit

__all__ = ["reading", "say"]


def say(
    visit: Visit,
    rule: str,
    verdict: Verdict,
    says: str,
    sources: Iterable[str],
    *,
    vintage: str = "",
    code: str | None = None,
    fix: str = "",
    numbers: tuple[tuple[str, int | str], ...] = (),
    readings: tuple[Reading, ...] = (),
    about: str = "",
    either_way: bool = False,
) -> Finding:
    """Make the finding of one rule about one visit.

    Args:
        visit: the visit; its date of service and payer are stamped on the finding.
        rule: the rule's name.
        verdict: what it says.
        says: the reason, in plain words.
        sources: ids of the passages on which it rests; at least one.
        vintage: which release of the facts answered; the day of collection when the rule rests on text alone.
        code: the code concerned.
        fix: the smallest step that would settle it.
        numbers: figures on the way.
        readings: each side of a contested point.
        about: the activity or thing concerned.
        either_way: True when it asks something that does not decide whether the line is paid.

    Returns:
        The finding.
    """
    return Finding(
        rule=rule,
        verdict=verdict,
        says=says,
        citations=tuple(cite(source) for source in sources),
        on=visit.date_of_service,
        vintage=vintage or f"rules as collected {collected_on()}",
        payer=visit.payer,
        code=code,
        fix=fix,
        numbers=numbers,
        readings=readings,
        about=about,
        either_way=either_way,
    )


def reading(says: str, *held_by: str) -> Reading:
    """Put one side of a contested point, with the sources that hold it.

    >>> reading("a separate region is needed", "aca-ncci-2002").held_by[0].id
    'aca-ncci-2002'
    """
    return Reading(says, tuple(cite(source) for source in held_by))
