"""What the edits leave open: codes that refuse one another in a ring, and a code that comes in by the recount."""

from __future__ import annotations

from cptedu.model import Verdict
from cptedu.rules.said import Said

__all__ = ["edits_in_a_ring", "first_unit_by_the_recount", "stands_again"]

SOURCES = ("ncci-manual-ch1", "cms-100-04-ch5-20.2", "cptedu-inference")


def edits_in_a_ring(number: str, ring: tuple[str, ...]) -> Said:
    """Ask which of several codes is billed when each is refused by another one of them.

    Args:
        number: the code that the finding stands on.
        ring: all codes of the ring.

    Returns:
        An ``ask`` finding; the line stays.

    Source: a reading of NCCI's edits and CMS's counting of units together; no text treats it.
    """
    others = ", ".join(one for one in sorted(ring) if one != number)
    return Said(
        "edits_in_a_ring",
        Verdict.ASK,
        f"{number} is refused beside another code of this claim, and refuses one itself ({others}). No text says which stands;"
        " all are shown.",
        SOURCES,
        code=number,
        fix="Ask which of these services was the one to bill, before any of them is sent.",
    )


def first_unit_by_the_recount(number: str, other: str) -> Said:
    """Ask about a code that has a unit only since an edit took another one off, and that an edit would refuse now.

    Args:
        number: the code.
        other: the billed code that an edit joins to it.

    Returns:
        An ``ask`` finding; the code stays off the claim.

    Source: as for ``edits_in_a_ring``.
    """
    return Said(
        "first_unit_by_the_recount",
        Verdict.ASK,
        f"{number} has minutes for a unit only once an edit has taken another code off, and an edit joins it to {other}. It"
        " stays off the claim; no text says which of them stands.",
        SOURCES,
        code=number,
        fix="Ask which of these services was the one to bill.",
    )


def stands_again(number: str, refused_by: str, minutes: int, units: int) -> Said:
    """Say that a code is billed after all, since the only one that had refused it has no unit left.

    Args:
        number: the code.
        refused_by: the code that had refused it.
        minutes: its own minutes.
        units: the units that these make.

    Returns:
        A ``supported`` finding.

    Source: as for ``edits_in_a_ring``.
    """
    return Said(
        "units",
        Verdict.SUPPORTED if units else Verdict.NOT_SUPPORTED,
        f"{refused_by}, the only code that stood in its way, has no unit of its own; so {number} is counted by its own"
        f" {minutes} minutes: {units}.",
        SOURCES,
        code=number,
        fix="" if units else "It stays in the record, and off the claim. No minute is made up.",
        numbers=(("units", units), ("minutes", minutes)),
    )
