"""What a payer pays at most: timed units and therapy codes a visit, visits a year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from cptedu.facts.codes import is_timed
from cptedu.model import ClaimLine, Verdict
from cptedu.rules.gp_modifier import is_therapy
from cptedu.rules.said import Said
from cptedu.visit.record import Record

__all__ = ["COUNTED", "payer_limits"]


def payer_limits(record: Record, lines: Iterable[ClaimLine]) -> tuple[Said, ...]:
    """Say what of a claim is above what the payer pays at most, and what must be counted over a year.

    The lines stay as the record has them: a limit on payment changes no units. A visit does not know how many there were
    this year, so that is asked.

    Args:
        record: the visit as understood.
        lines: the lines of its claim.

    Returns:
        ``not_covered`` for each limit of a visit that is passed, ``ask`` for visits a year.

    Source: the payer's own choices; see its profile.
    """
    paid = [line for line in lines if line.verdict is not Verdict.NOT_COVERED]
    found = (
        *(_above(record, name, paid) for name in COUNTED),
        _visits(record) if paid else None,
    )
    return tuple([finding for finding in found if finding is not None])


def _timed_units(_record: Record, paid: list[ClaimLine]) -> int:
    return sum(line.units for line in paid if is_timed(line.code))


def _therapy_codes(record: Record, paid: list[ClaimLine]) -> int:
    return sum(is_therapy(record, line.code) for line in paid)


COUNTED: Mapping[str, Callable[[Record, list[ClaimLine]], int]] = {
    "timed_units_a_visit": _timed_units,
    "therapy_codes_a_visit": _therapy_codes,
}
"""What is counted on a claim for each limit of a visit: a choice of the payer, and a sentence of the same name."""


def _above(record: Record, name: str, paid: list[ClaimLine]) -> Said | None:
    limit = record.payer.limit(name)
    if limit is None:
        return None
    count = COUNTED[name](record, paid)
    if count <= limit:
        return None
    return Said(
        name,
        Verdict.NOT_COVERED,
        numbers=(("limit", limit), ("on this claim", count)),
        choices=(name,),
        sentence=name,
        fields=(("limit", str(limit)), ("count", str(count))),
    )


def _visits(record: Record) -> Said | None:
    limit = record.payer.limit("visits_a_year")
    if limit is None:
        return None
    return Said(
        "visits_a_year",
        Verdict.ASK,
        numbers=(("limit", limit),),
        either_way=True,
        choices=("visits_a_year",),
        sentence="visits_a_year",
        fields=(("limit", str(limit)),),
    )
