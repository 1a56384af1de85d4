"""What a room sees of a claim: two claims that look the same on a slide are no answer to a what-if."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

from cptedu.deciding import reasons_in_order, verdict_shown
from cptedu.errors import CpteduError
from cptedu.model import Claim, ClaimLine, Unbilled
from cptedu.rules.relative_values import relative_values

__all__ = ["what_is_seen"]

Seen: TypeAlias = tuple[object, ...]
_REASONS = 2  # as many as a slide has room for beside another line


def what_is_seen(claim: Claim) -> tuple[Seen, ...]:
    """Give what of a claim a slide shows: its lines, what is not billed, the reasons of each, and what it carries.

    Args:
        claim: the claim.

    Returns:
        Values that are equal where a room would see no difference.

    >>> from cptedu.learn.deck import load_deck, seminar_deck
    >>> from cptedu.engine.coding import code_visit
    >>> slide = load_deck(seminar_deck()).slides[0]
    >>> same, other = (code_visit(slide.what_if(**one)) for one in ({"minutes": 22}, {"payer": "medicare"}))
    >>> what_is_seen(same) == what_is_seen(slide.claim), what_is_seen(other) == what_is_seen(slide.claim)
    (True, False)
    """
    return (*map(_line, claim.lines), *map(_left, claim.unbilled))


def _line(line: ClaimLine) -> Seen:
    return (
        line.code,
        line.modifiers,
        line.units,
        verdict_shown(line),
        _carries(line),
        *_reasons(line, _REASONS),
    )


def _left(item: Unbilled) -> Seen:
    return item.code, item.verdict, *_reasons(item, 1)


def _reasons(item: ClaimLine | Unbilled, most: int) -> Seen:
    return tuple((one.says, one.fix) for one in reasons_in_order(item)[:most])


def _carries(line: ClaimLine) -> Decimal | None:
    try:
        return relative_values(line.code, line.on).total()
    except CpteduError:
        return None
