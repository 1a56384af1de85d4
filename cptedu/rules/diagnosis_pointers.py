"""Which diagnoses a line points to, and how many an adjustment level is said to need."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from cptedu.facts.regions import regions_of, spinal
from cptedu.facts.tables import rows
from cptedu.model import Finding, Verdict, Visit
from cptedu.rules.say import reading, say

__all__ = ["diagnoses_for", "diagnosis_count"]

SOURCES = ("aapc-cmt-51", "cms-100-02-ch15-240.1.2")


def _look_up(diagnosis: str) -> frozenset[str]:
    matching = [row for row in rows("diagnosis_regions.csv") if diagnosis.startswith(row["prefix"])]
    if not matching:
        return frozenset()
    return frozenset(max(matching, key=lambda row: len(row["prefix"]))["regions"].split())


_regions_of_diagnosis = cache(_look_up)


def diagnoses_for(diagnoses: Iterable[str], places: Iterable[str]) -> tuple[str, ...]:
    """Give the diagnoses whose region meets a line's regions, in claim order.

    Args:
        diagnoses: ICD-10-CM codes in claim order.
        places: the line's regions or segments.

    Returns:
        The codes that the line points to; none when no region is known to meet.

    >>> diagnoses_for(["M99.01", "M54.59"], ["lumbar"])
    ('M54.59',)
    """
    wanted = set(regions_of(places))
    return tuple(one for one in diagnoses if _regions_of_diagnosis(one) & wanted)


def diagnosis_count(visit: Visit, number: str, regions: Iterable[str]) -> Finding | None:
    """Say so when some adjusted spinal region has no diagnosis of its own, which some payers expect.

    Args:
        visit: the visit.
        number: the adjustment code.
        regions: the spinal regions that made its level.

    Returns:
        A ``contested`` finding, or None when every region has one or no diagnosis is given.

    Source: trade sources and payers expect one for each region; no sentence of CMS with such a count was found.
    """
    if not visit.diagnoses:
        return None
    covered = {name for one in visit.diagnoses for name in _regions_of_diagnosis(one)}
    without = [name for name in regions if name in spinal() and name not in covered]
    if not without:
        return None
    return say(
        visit,
        "diagnosis_count",
        Verdict.CONTESTED,
        f"No diagnosis is given for: {', '.join(without)}. Some payers expect one for each adjusted region.",
        SOURCES,
        code=number,
        fix="Ask which condition was treated there. A diagnosis is recorded because it was made, not to reach a level.",
        readings=(
            reading("A diagnosis for each region billed.", "aapc-cmt-51"),
            reading(
                "CMS wants each level shown, and gives no count of diagnoses.", "cms-100-02-ch15-240.1.2"
            ),
        ),
    )
