"""Which diagnoses a line points to, and how many an adjustment level is said to need."""

from __future__ import annotations

from collections.abc import Iterable

from cptedu.facts.diagnoses import diagnosis_is_known, diagnosis_regions
from cptedu.facts.regions import regions_of, spinal
from cptedu.model import Finding, Verdict, Visit
from cptedu.rules.say import reading, say

__all__ = ["diagnoses_for", "diagnosis_count"]

SOURCES = ("aapc-cmt-51", "cms-100-02-ch15-240.1.2")


def diagnoses_for(
    diagnoses: Iterable[str], places: Iterable[str], *, adjustment: bool = False
) -> tuple[str, ...]:
    """Give the diagnoses whose region meets a line's regions, in claim order.

    A condition of no one region, such as abnormal posture, may be the reason of any therapy; an adjustment wants a
    diagnosis of the region that was adjusted.

    Args:
        diagnoses: ICD-10-CM codes in claim order.
        places: the line's regions or segments.
        adjustment: True for the line of an adjustment.

    Returns:
        The codes that the line points to; none when no region is known to meet.

    >>> diagnoses_for(["M99.01", "M54.59"], ["lumbar"])
    ('M54.59',)
    >>> diagnoses_for(["R29.3"], ["thoracic"]), diagnoses_for(["R29.3"], ["thoracic"], adjustment=True)
    (('R29.3',), ())
    """
    wanted = set(regions_of(places))

    def meets(one: str) -> bool:
        spoken_of = diagnosis_regions(one)
        return not adjustment if spoken_of is None else bool(spoken_of & wanted)

    return tuple(one for one in diagnoses if meets(one))


def diagnosis_count(visit: Visit, number: str, regions: Iterable[str]) -> Finding | None:
    """Say so when some adjusted spinal region has no diagnosis of its own, which some payers expect.

    Where a diagnosis is given that no table knows, it is not known whether the region has one.

    Args:
        visit: the visit.
        number: the adjustment code.
        regions: the spinal regions that made its level.

    Returns:
        A ``contested`` finding, ``no_data`` beside an unknown diagnosis, or None when every region has one or no
        diagnosis is given.

    Source: trade sources and payers expect one for each region; no sentence of CMS with such a count was found.
    """
    if not visit.diagnoses:
        return None
    covered = {name for one in visit.diagnoses for name in diagnosis_regions(one) or ()}
    without = [name for name in regions if name in spinal() and name not in covered]
    if not without:
        return None
    unknown = [one for one in dict.fromkeys(visit.diagnoses) if not diagnosis_is_known(one)]
    if unknown:
        return say(
            visit,
            "diagnosis_count",
            Verdict.NO_DATA,
            f"This table does not know {', '.join(unknown)}, so whether a diagnosis is given for {', '.join(without)} is not"
            " known.",
            ("icd-10-cm",),
            code=number,
            fix="Look the diagnosis up in the ICD-10-CM of that year.",
        )
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
