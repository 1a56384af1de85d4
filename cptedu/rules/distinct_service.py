"""The modifier that marks a distinct service: 59, or XS where the payer says so."""

from __future__ import annotations

from collections.abc import Iterable

from cptedu.model import Visit
from cptedu.payers import payer

__all__ = ["distinct_service_modifier"]

SOURCES = ("mln1783722",)


def distinct_service_modifier(visit: Visit, why: Iterable[str]) -> str:
    """Choose the modifier of the column-two line; never two of them on one line.

    XS says only that another structure was treated, so a payer that wants XS still gets 59 where the time differs.

    Args:
        visit: the visit.
        why: what makes the service distinct, such as ``"another region"``.

    Returns:
        ``"59"`` or ``"XS"``.

    Source: MLN1783722 on modifiers 59, XE, XP, XS and XU; XS exists since 2015-01-01.

    >>> ours = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci"})
    >>> distinct_service_modifier(ours, ["another region"])
    '59'
    """
    wanted = str(payer(visit.payer).wants("distinct_service_modifier", visit.date_of_service))
    return wanted if set(why) == {"another region"} else "59"
