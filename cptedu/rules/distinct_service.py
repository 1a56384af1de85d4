"""The modifier that marks a distinct service: 59, or XS where the payer says so."""

from __future__ import annotations

from collections.abc import Iterable

from cptedu.facts.modifiers import in_use
from cptedu.model import Visit
from cptedu.payers import payer

__all__ = ["distinct_service_modifier", "same_meaning"]

SOURCES = ("mln1783722",)
SAYS_WHY = {"another region": ("XS",), "another encounter": ("XE",), "another time": ("XE", "XU")}


def distinct_service_modifier(visit: Visit, why: Iterable[str]) -> str:
    """Choose the modifier of the column-two line; never two of them on one line.

    XS says only that another structure was treated, so a payer that wants XS still gets 59 where the time differs.

    Args:
        visit: the visit.
        why: what makes the service distinct, such as ``"another region"``.

    Returns:
        ``"59"`` or ``"XS"``.

    Source: MLN1783722 on modifiers 59, XE, XP, XS and XU.

    >>> ours = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci"})
    >>> distinct_service_modifier(ours, ["another region"])
    '59'
    """
    wanted = str(payer(visit.payer).wants("distinct_service_modifier", visit.date_of_service))
    return wanted if set(why) == {"another region"} else "59"


def same_meaning(visit: Visit, why: Iterable[str]) -> tuple[str, ...]:
    """Give the modifiers that mark the same thing on a line: 59, and since there are any the X modifier that says why.

    XS is another structure and XE another encounter. At another time of one encounter XE and XU are both in use. In the
    adjusted region only the encounter makes a service distinct, so XS would say what is not so.

    Args:
        visit: the visit.
        why: what makes the service distinct.

    Returns:
        The modifiers, 59 first; none when nothing is distinct.

    Source: MLN1783722 on modifiers 59, XE, XP, XS and XU, read in excerpts.

    >>> ours = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci"})
    >>> same_meaning(ours, ["another region"]), same_meaning(ours, ["another encounter"])
    (('59', 'XS'), ('59', 'XE'))
    """
    reasons = dict.fromkeys(why)
    if not reasons:
        return ()
    said = dict.fromkeys(one for reason in reasons for one in SAYS_WHY[reason])
    return ("59", *(one for one in said if in_use(one, visit.date_of_service)))
