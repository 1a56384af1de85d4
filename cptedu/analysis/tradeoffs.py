"""Trade-offs of a visit: every coding that its record supports with what it carries, and what it does not support."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from cptedu.analysis.carried import Carried, Where, carried, unit_values
from cptedu.analysis.supported import Coding, supported_codings
from cptedu.analysis.unsupported import Unsupported, unsupported_codings
from cptedu.deciding import verdict_shown
from cptedu.engine.coding import code_visit
from cptedu.engine.review import review_claim
from cptedu.model import Claim, Verdict, Visit
from cptedu.rules.allowed_amount import NATIONAL

__all__ = [
    "Coding",
    "CodingRow",
    "Tradeoffs",
    "Unsupported",
    "UnsupportedRow",
    "supported_codings",
    "tradeoffs",
    "unsupported_codings",
]


@dataclass(frozen=True)
class CodingRow:
    """One way of billing a visit that its record supports, and what it carries.

    Attributes:
        coding: the claim, in the spelling that comes first.
        also_written: other spellings of the same lines: an X modifier for 59, 51 on 98943 or not.
        carries: what it carries.
        says: what is disputed or not covered about it, in words.
    """

    coding: Coding
    also_written: tuple[str, ...]
    carries: Carried
    says: tuple[str, ...]


@dataclass(frozen=True)
class UnsupportedRow:
    """Something that the record does not support, with its reason, and the RVU that the claim would have with it.

    No amount in dollars is given for it.

    Attributes:
        coding: what it is, and why it is not supported.
        rvu: the RVU of the whole claim with it; None where not held.
        recorded: the RVU of the claim without it.
    """

    coding: Unsupported
    rvu: Decimal | None
    recorded: Decimal | None


@dataclass(frozen=True)
class Tradeoffs:
    """The trade-offs of a visit.

    Attributes:
        visit: the visit.
        where: where it is priced.
        supported: what the record supports, the claim of ``code_visit`` first.
        unsupported: what it does not.
    """

    visit: Visit
    where: Where
    supported: tuple[CodingRow, ...]
    unsupported: tuple[UnsupportedRow, ...]


def tradeoffs(
    visit: Visit, locality: str = NATIONAL, facility: bool = False, track: str | None = None
) -> Tradeoffs:
    """Lay out what the record of a visit supports and what each coding carries, and what it does not support.

    Args:
        visit: the visit.
        locality: ``"MAC-locality"`` or ``"national"``.
        facility: True for a facility.
        track: where a year has two factors, ``"apm"`` or ``"non_apm"``; else None.

    Returns:
        The codings with their RVU, allowed amounts and minutes.

    Raises:
        CpteduError: for an unknown locality, or a track that is missing or not used.

    Source: each number is what ``relative_values`` and ``price`` answer.

    >>> from cptedu.example_visits import example_visit
    >>> found = tradeoffs(example_visit("desk_worker"), track="non_apm")
    >>> [(row.coding.label, row.carries.total, row.carries.allowed) for row in found.supported]
    [('98940 + 97112-59', Decimal('1.78'), Decimal('59.45'))]
    >>> found.unsupported[0].coding.says
    'Only 2 spinal regions (cervical, thoracic): the record supports 98940.'
    """
    where = Where(locality, facility, track)
    grouped: dict[tuple[frozenset[tuple[str, int]], tuple[str, ...]], list[Coding]] = {}
    for coding in supported_codings(visit):
        grouped.setdefault((frozenset(coding.billed), coding.contested), []).append(coding)
    claim = code_visit(visit)
    return Tradeoffs(
        visit=visit,
        where=where,
        supported=tuple(_row(same, where) for same in grouped.values()),
        unsupported=tuple(_tempting(claim, one, where) for one in unsupported_codings(visit)),
    )


def _row(same: list[Coding], where: Where) -> CodingRow:
    first, *others = same
    says = [
        finding.says
        for line in first.claim.lines
        for finding in line.findings
        if (finding.verdict is line.verdict and line.verdict in {Verdict.CONTESTED, Verdict.NOT_COVERED})
        or (finding.verdict is verdict_shown(line) is not line.verdict and not finding.either_way)
    ]
    told = {
        finding.code
        for line in first.claim.lines
        for finding in line.findings
        if finding.verdict is line.verdict
    }
    if set(first.contested) - told:
        review = review_claim(first.claim.visit, first.lines)
        says += [
            finding.says
            for finding in review.unknown
            if finding.code in set(first.contested) - told and finding.verdict is Verdict.CONTESTED
        ]
    if first.left_off:
        says.append(f"{', '.join(first.left_off)} left off; that is open.")
    return CodingRow(
        coding=first,
        also_written=tuple(one.label for one in others),
        carries=carried(first.claim, where),
        says=tuple(dict.fromkeys(says)),
    )


def _tempting(claim: Claim, one: Unsupported, where: Where) -> UnsupportedRow:
    """Work out what the whole claim would carry with what the record does not support."""
    recorded = carried(claim, where).total
    kept = replace(claim, lines=tuple(line for line in claim.lines if line.code != one.in_place_of))
    rest = carried(kept, where).total
    added = _worth(one, claim, where)
    return UnsupportedRow(one, None if rest is None or added is None else rest + added, recorded)


def _worth(one: Unsupported, claim: Claim, where: Where) -> Decimal | None:
    values = unit_values(one.code, claim.on, where) if one.code is not None else None
    return None if values is None else values.total(where.facility) * one.units
