"""What a payer pays at most: timed units and therapy codes a visit, visits a year."""

from __future__ import annotations

from collections.abc import Iterable

from cptedu.facts.codes import is_timed
from cptedu.model import ClaimLine, Finding, Verdict, Visit
from cptedu.payers import payer
from cptedu.rules.gp_modifier import is_therapy
from cptedu.rules.say import by_payer, say

__all__ = ["payer_limits"]


def payer_limits(visit: Visit, lines: Iterable[ClaimLine]) -> tuple[Finding, ...]:
    """Say what of a claim is above what the payer pays at most, and what must be counted over a year.

    The lines stay as the record has them: a limit on payment changes no units. A visit does not know how many there were
    this year, so that is asked.

    Args:
        visit: the visit.
        lines: the lines of its claim.

    Returns:
        ``not_covered`` for each limit of a visit that is passed, ``ask`` for visits a year.

    Source: the payer's own choices; see its profile.
    """
    paid = [line for line in lines if line.verdict is not Verdict.NOT_COVERED]
    timed = sum(line.units for line in paid if is_timed(line.code))
    therapy = sum(is_therapy(visit, line.code) for line in paid)
    found = (
        _above(visit, "timed_units_a_visit", timed),
        _above(visit, "therapy_codes_a_visit", therapy),
        _visits(visit) if paid else None,
    )
    return tuple(finding for finding in found if finding is not None)


def _above(visit: Visit, name: str, count: int) -> Finding | None:
    limit = payer(visit.payer).limit(name, visit.date_of_service)
    if limit is None or count <= limit:
        return None
    words = by_payer(visit, name, name, limit=str(limit), count=str(count))
    return say(
        visit,
        name,
        Verdict.NOT_COVERED,
        words.says,
        words.sources,
        fix=words.fix,
        numbers=(("limit", limit), ("on this claim", count)),
    )


def _visits(visit: Visit) -> Finding | None:
    limit = payer(visit.payer).limit("visits_a_year", visit.date_of_service)
    if limit is None:
        return None
    words = by_payer(visit, "visits_a_year", "visits_a_year", limit=str(limit))
    return say(
        visit,
        "visits_a_year",
        Verdict.ASK,
        words.says,
        words.sources,
        fix=words.fix,
        numbers=(("limit", limit),),
        either_way=True,
    )
