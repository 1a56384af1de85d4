"""Which diagnoses a line points to, and how many an adjustment level is said to need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cptedu.facts.diagnoses import Diagnosis, diagnoses_in_words, edition_of
from cptedu.facts.regions import regions_of, spinal
from cptedu.model import Verdict
from cptedu.rules.said import Said, reading
from cptedu.visit.record import Record

__all__ = ["diagnoses_for", "diagnosis_count", "pointers"]

SOURCES = ("aapc-cmt-51", "cms-100-02-ch15-240.1.2")

MOST_NAMED = 2


def diagnoses_for(
    diagnoses: Iterable[Diagnosis], places: Iterable[str], *, adjustment: bool = False
) -> tuple[str, ...]:
    """Give the diagnoses whose region meets a line's regions, in claim order.

    A condition of no one region, such as abnormal posture, may be the reason of any therapy; an adjustment wants a
    diagnosis of the region that was adjusted, or one that ordinarily comes from there, as low back pain from the pelvis.

    Args:
        diagnoses: what is held of each, in claim order.
        places: the line's regions or segments.
        adjustment: True for the line of an adjustment.

    Returns:
        The codes that the line may point to; none when no region is known to meet.

    >>> from datetime import date
    >>> from cptedu.facts.diagnoses import diagnosis
    >>> on = date(2026, 3, 4)
    >>> diagnoses_for([diagnosis("M99.01", on), diagnosis("M54.59", on)], ["lumbar"])
    ('M54.59',)
    >>> posture = [diagnosis("R29.3", on)]
    >>> diagnoses_for(posture, ["thoracic"]), diagnoses_for(posture, ["thoracic"], adjustment=True)
    (('R29.3',), ())
    """
    wanted = set(regions_of(places))

    def meets(one: Diagnosis) -> bool:
        if one.regions is None:
            return not adjustment
        return bool((one.regions | one.origin.regions if adjustment else one.regions) & wanted)

    return tuple(one.code for one in diagnoses if meets(one))


def pointers(
    record: Record, number: str, places: Iterable[str], *, adjustment: bool, every: bool
) -> tuple[tuple[str, ...], Said | None]:
    """Choose the diagnoses that a line points to: as many as the claim form has room for, the first its reason.

    Args:
        record: the visit as understood.
        number: the line's code.
        places: the line's regions.
        adjustment: True for the line of an adjustment.
        every: True for a line that any diagnosis may be the reason of, such as an examination.

    Returns:
        The codes in claim order, and a finding where some had no room, or where none of those given is a reason for the line.

    Source: the claim form of a professional service (CMS-1500) has four pointers a line.
    """
    if not record.diagnoses:
        return (), None
    on_the_form = record.diagnoses[: _room(record, "diagnoses_a_claim")]
    # What is not complete or not in force cannot stand on the claim, so that no line points to it.
    given = [one for one in on_the_form if one.state in {"held", "unknown"}]
    meeting = tuple(one.code for one in given)
    if given and not every:
        meeting = diagnoses_for(given, places, adjustment=adjustment)
        if not meeting and not _told_by_region(places, adjustment=adjustment):
            return (), _no_reason(number, given, places)
    room = _room(record, "pointers_a_line")
    if room is None or len(meeting) <= room:
        return meeting, None
    left_off = diagnoses_in_words(meeting[room:], record.on)
    says = (
        f"{number} could point to {len(meeting)} diagnoses; a line has {room} pointers, the first of them its reason. Left off:"
        f" {left_off}."
    )
    fix = "Ask which of them were the reasons for this service, and in which order."
    return meeting[:room], Said(
        "pointers",
        Verdict.ASK,
        says,
        ("cms-1500",),
        code=number,
        fix=fix,
        either_way=True,
        diagnoses=meeting[room:],
    )


def _told_by_region(places: Iterable[str], *, adjustment: bool) -> bool:
    """Say whether ``diagnosis_count`` tells of it already: of each spinal region that was adjusted."""
    return adjustment and any(name in spinal() for name in regions_of(places))


def _no_reason(number: str, given: Sequence[Diagnosis], places: Iterable[str]) -> Said:
    """Ask for the reason of a line that none of the diagnoses given is known to be."""
    # A long list stands in the note; what it lacks is the reason here. Which they were is told beside the sentence.
    few = len(given) <= MOST_NAMED
    named = f" Given are {', '.join(one.in_words for one in given)}." if few else ""
    many = "diagnoses" if few else f"{len(given)} diagnoses"
    where = ", ".join(regions_of(places)).replace("_", " ")
    at = f"given at: {where}" if where else "and where it was given is not recorded"
    return Said(
        "pointers",
        Verdict.ASK,
        f"None of the {many} given is known to be the reason for {number}, {at}.{named} A line points to its reason.",
        ("cms-1500",),
        code=number,
        fix="Ask which condition was treated there. A diagnosis is recorded because it was made, not to fit a code.",
        numbers=() if few else (("diagnoses given", ", ".join(one.code for one in given)),),
        diagnoses=tuple(one.code for one in given),
    )


def _room(record: Record, limit: str) -> int | None:
    return record.payer.limit(limit)


def diagnosis_count(record: Record, number: str, regions: Iterable[str]) -> Said | None:
    """Say so when some adjusted spinal region has no diagnosis of its own, which some payers expect.

    One that ordinarily comes from another region than those it names is that region's own where none of those was adjusted.
    Where a diagnosis is given that no table knows, it is not known whether the region has one.

    Args:
        record: the visit as understood.
        number: the adjustment code.
        regions: the spinal regions that made its level.

    Returns:
        A ``contested`` finding, ``no_data`` beside an unknown diagnosis, or None when every region has one or no
        diagnosis is given.

    Source: trade sources and payers expect one for each region; no sentence of CMS with such a count was found.
    """
    if not record.diagnoses:
        return None
    adjusted = [name for name in regions if name in spinal()]
    covered = {
        name
        for one in record.diagnoses
        if one.regions is not None
        for name in (one.origin.regions if one.regions.isdisjoint(adjusted) else one.regions)
    }
    without = [name for name in adjusted if name not in covered]
    if not without:
        return None
    unknown = [one.code for one in record.diagnoses if one.state == "unknown"]
    if unknown:
        return Said(
            "diagnosis_count",
            Verdict.NO_DATA,
            f"This table does not know {', '.join(unknown)}, so whether a diagnosis is given for {', '.join(without)} is not"
            " known.",
            ("icd-10-cm",),
            code=number,
            fix=f"Look the diagnosis up in the {edition_of(record.on)} of that year.",
            diagnoses=tuple(unknown),
        )
    return Said(
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
