"""Two therapies on one day that an edit joins: 97140 with 97124, a group with one-on-one work, and the like."""

from __future__ import annotations

from cptedu.facts.codes import code
from cptedu.model import Finding, Verdict
from cptedu.rules.distinct_service import (
    ANOTHER_ENCOUNTER,
    ANOTHER_PRACTITIONER,
    ANOTHER_REGION,
    ANOTHER_TIME,
)
from cptedu.rules.one_therapy_at_a_time import Timed, apart_by_the_clock, overlap
from cptedu.rules.ptp_edit import PtpEdit
from cptedu.rules.say import say
from cptedu.visit.record import Record, ServiceRecord

__all__ = ["same_day_therapy", "why_distinct"]

SOURCES = ("ncci-manual-ch11", "mln1783722")
GROUP = "group"


def why_distinct(one: Timed, other: Timed) -> str:
    """Say what in the record makes two therapies of a day distinct: region, encounter, time or practitioner; else nothing.

    Args:
        one: a service with its code.
        other: another one.

    Returns:
        The ground of a modifier, such as ``"another region"``; empty when nothing in the record is one.

    >>> neck, back = ServiceRecord.of(regions=("cervical",)), ServiceRecord.of(regions=("lumbar",))
    >>> why_distinct(Timed("97012", neck), Timed("97140", back))
    'another region'
    """
    mine, theirs = one.service, other.service
    if overlap(mine, theirs) and one.is_attended and other.is_attended:
        return ""
    here, there = frozenset(mine.places.regions), frozenset(theirs.places.regions)
    may_meet = mine.places.may_share(there) or theirs.places.may_share(here)
    if here and there and not here & there and not may_meet:
        return ANOTHER_REGION
    if _known_encounters(mine, theirs) and mine.encounter.number != theirs.encounter.number:
        return ANOTHER_ENCOUNTER
    if apart_by_the_clock(mine, theirs):
        return ANOTHER_TIME
    if mine.performed_by != theirs.performed_by:
        return ANOTHER_PRACTITIONER
    return ""


def _known_encounters(one: ServiceRecord, other: ServiceRecord) -> bool:
    return one.encounter.number is not None and other.encounter.number is not None


def _have_own_minutes(one: Timed, other: Timed) -> bool:
    """Say whether each was recorded with minutes of its own: a group beside one-on-one work, or two attended ones."""
    kinds = {code(one.number).contact, code(other.number).contact}
    return GROUP in kinds or (
        kinds <= {"one_on_one", "attended"} and None not in (one.service.minutes, other.service.minutes)
    )


def same_day_therapy(record: Record, one: Timed, two: Timed, edit: PtpEdit) -> tuple[Finding, str]:
    """Judge the column-two service of an edit between two therapies.

    Args:
        record: the visit as understood.
        one: the column-one service.
        two: the column-two service, which is judged.
        edit: the edit, with modifier indicator 0 or 1.

    Returns:
        The finding, and the ground on which the two are distinct. ``not_supported`` for indicator 0 or when nothing tells
        them apart, ``ask`` without a ground when a region is not recorded, ``ask`` with one when each has its own minutes
        and no times are recorded, else ``supported``.

    Source: NCCI Policy Manual, chapters I, E and XI, P; CMS, NCCI PTP edits.
    """
    first, second = one.number, two.number
    here, there = one.service.places, two.service.places

    def answer(verdict: Verdict, says: str, fix: str = "") -> Finding:
        return say(
            record,
            "same_day_therapy",
            verdict,
            says,
            (*(citation.id for citation in edit.citations), *SOURCES),
            vintage=edit.vintage,
            code=second,
            fix=fix,
            numbers=(
                ("column one", first),
                ("column two", second),
                ("modifier indicator", edit.modifier_indicator or 0),
            ),
            about=two.service.activity,
            used=tuple(
                name
                for each in (one, two)
                for name in each.service.used("regions", "encounter", "started", "performed_by")
            ),
        )

    if edit.modifier_indicator == 0:
        says = f"{second} is never paid beside {first} on one date, whatever the region; no modifier changes that."
        return answer(Verdict.NOT_SUPPORTED, says, f"Leave {second} off the claim."), ""
    apart = why_distinct(one, two)
    if apart:
        return answer(Verdict.SUPPORTED, f"{second} is distinct from {first}: {apart}."), apart
    if overlap(one.service, two.service) and one.is_attended and two.is_attended:
        # What each keeps of the minutes that they share is asked elsewhere; the rest of it is another time.
        says = f"{second} and {first} overlap by the clock; what is left of each was given at another time."
        return answer(Verdict.SUPPORTED, says), ANOTHER_TIME
    if _have_own_minutes(one, two):
        says = (
            f"{second} is paid beside {first} where each had its own time. The note has minutes for both and does not say"
            " when each began."
        )
        return answer(Verdict.ASK, says, "Ask when each service began."), ANOTHER_TIME
    unclear = not here.regions or not there.regions or here.unclear or there.unclear
    if unclear or not _known_encounters(one.service, two.service):
        says = f"{second} is paid beside {first} only in another region or at another time, and the note does not tell."
        return answer(Verdict.ASK, says, "Ask which regions were treated, and when each service began."), ""
    says = f"{second} was given in the same region as {first}, and nothing shows another time; it is part of {first}."
    fix = f"Leave {second} off the claim, unless the note already shows separate times."
    return answer(Verdict.NOT_SUPPORTED, says, fix), ""
