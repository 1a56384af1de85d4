"""The modifier that marks a distinct service: 59, or the X modifier that names the ground."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from cptedu.facts.tables import rows
from cptedu.visit.record import Record

__all__ = [
    "ANOTHER_ENCOUNTER",
    "ANOTHER_PRACTITIONER",
    "ANOTHER_REGION",
    "ANOTHER_TIME",
    "distinct_service_modifier",
    "distinct_service_modifiers",
    "grounded_modifiers",
    "same_meaning",
]

ANOTHER_REGION = "another region"
ANOTHER_ENCOUNTER = "another encounter"
ANOTHER_TIME = "another time"
ANOTHER_PRACTITIONER = "another practitioner"


@cache
def _grounds() -> dict[str, str]:
    return {row["ground"]: row["modifier"] for row in rows("distinct_service_grounds.csv")}


@cache
def grounded_modifiers() -> frozenset[str]:
    """Give the modifiers that each name a ground on which a service is distinct.

    >>> sorted(grounded_modifiers())
    ['XE', 'XP', 'XS', 'XU']
    """
    return frozenset(_grounds().values())


@cache
def distinct_service_modifiers() -> frozenset[str]:
    """Give every modifier of a distinct service, of which one stands on a line: 59, and those that name a ground.

    >>> sorted(distinct_service_modifiers() - grounded_modifiers())
    ['59']
    """
    return grounded_modifiers() | {"59"}


def distinct_service_modifier(record: Record, why: Iterable[str]) -> str:
    """Choose the modifier of the column-two line; never two of them on one line.

    XS says only that another structure was treated, so a payer that wants XS still gets 59 where the time differs.

    Args:
        record: the visit as understood.
        why: what makes the service distinct, such as ``"another region"``.

    Returns:
        ``"59"`` or ``"XS"``.

    Source: MLN1783722 on modifiers 59, XE, XP, XS and XU.

    >>> ours = Record.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci"})
    >>> distinct_service_modifier(ours, [ANOTHER_REGION])
    '59'
    """
    wanted = str(record.payer.wants("distinct_service_modifier"))
    return wanted if set(why) == {ANOTHER_REGION} and wanted in record.modifiers else "59"


def same_meaning(record: Record, why: Iterable[str]) -> tuple[str, ...]:
    """Give the modifiers that mark the same thing on a line: 59, and since there are any the X modifier of its ground.

    Another region is XS, another encounter XE, another time of one encounter XU, another practitioner XP.

    Args:
        record: the visit as understood.
        why: what makes the service distinct.

    Returns:
        The modifiers, 59 first; none when nothing is distinct.

    Source: NCCI Policy Manual, chapter I, E; MLN1783722.

    >>> ours = Record.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci"})
    >>> same_meaning(ours, [ANOTHER_REGION]), same_meaning(ours, [ANOTHER_TIME])
    (('59', 'XS'), ('59', 'XU'))
    """
    reasons = dict.fromkeys(why)
    if not reasons:
        return ()
    said = dict.fromkeys(_grounds()[reason] for reason in reasons)
    return ("59", *(one for one in said if one in record.modifiers))
