"""A subluxation of the head for an adjusted neck: ICD-10 has the occiput there, and the vertebrae below the first elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from cptedu.facts.diagnoses import Diagnosis
from cptedu.facts.place_names import segments_named
from cptedu.facts.regions import place
from cptedu.model import Verdict
from cptedu.rules.said import Said
from cptedu.visit.record import Record

__all__ = ["subluxation_of_other_bones"]

CHOICE = "adjustment_evidence"


def subluxation_of_other_bones(
    record: Record, number: str, regions: Iterable[str], among: Iterable[Diagnosis]
) -> Said | None:
    """Ask about a diagnosis that names a region's subluxation, and none of the bones that were adjusted there.

    Args:
        record: the visit as understood.
        number: the adjustment code.
        regions: the spinal regions that make its level.
        among: the diagnoses to look at.

    Returns:
        ``ask`` for the first such diagnosis; None where there is none, or where the region alone is named.

    Source: CMS, SE1601: a subluxation of the region adjusted. ICD-10-CM has the joint of skull and neck under the head.

    >>> seen = {"date_of_service": "2026-03-04", "payer": "medicare", "diagnoses": ["M99.00", "M54.2"]}
    >>> for adjusted in (["C7"], ["occiput", "C7"], ["neck"]):
    ...     record = Record.from_dict(seen | {"adjusted": adjusted})
    ...     print(subluxation_of_other_bones(record, "98940", ("cervical",), record.diagnoses) is not None)
    True
    False
    False
    """
    for one in among:
        for region in one.subluxation.intersection(regions):
            if _is_of_none(record, one, region):
                return _asked(record, number, one, region)
    return None


def _is_of_none(record: Record, one: Diagnosis, region: str) -> bool:
    """Say whether a diagnosis is of none of the bones adjusted in a region."""
    bones = {bone for name in record.adjusted.named(region) for bone in _bones(name)}
    return bool(bones) and bones <= one.not_of


def _bones(name: str) -> tuple[str, ...]:
    """Give the bones that a name stands for; the name itself where it is that of a region."""
    several, held = segments_named(name), place(name)
    if several is not None:
        return several[0]
    return (name if held is None else held.id,)


def _asked(record: Record, number: str, one: Diagnosis, region: str) -> Said:
    right = [
        other
        for other in record.diagnoses or ()
        if other.state == "held" and region in other.subluxation and not _is_of_none(record, other, region)
    ]
    adjusted = ", ".join(sorted(set(record.adjusted.named(region))))
    return Said(
        "subluxation_diagnosis",
        Verdict.ASK,
        f"{one.in_words} is of another joint than what was adjusted: {adjusted}. Whether that one was adjusted too is not told.",
        code=number,
        fix=f"Put {right[0].in_words} first: it names the subluxation that was adjusted."
        if right
        else "Ask which bone had the subluxation. No diagnosis is added to be paid.",
        diagnoses=(*(other.code for other in right[:1]), one.code),
        choices=(CHOICE,),
    )
