"""Two therapies on one day that an edit joins: 97140 with 97124, a group with one-on-one work, and the like."""

from __future__ import annotations

from cptedu.model import Verdict
from cptedu.rules.distinct_service import (
    ANOTHER_ENCOUNTER,
    ANOTHER_PRACTITIONER,
    ANOTHER_REGION,
    ANOTHER_TIME,
)
from cptedu.rules.one_therapy_at_a_time import Timed, apart_by_the_clock, beside_in_part, overlap
from cptedu.rules.ptp_edit import PtpEdit
from cptedu.rules.said import Said
from cptedu.visit.record import ServiceRecord

__all__ = ["gaps_between", "grounds_to_part", "same_day_therapy", "why_distinct"]

SOURCES = ("ncci-manual-ch11", "mln1783722")
TELLS_APART = ("regions", "encounter", "started", "performed_by")


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
    return next(iter(grounds_to_part(one, other)), "")


def grounds_to_part(one: Timed, other: Timed) -> tuple[str, ...]:
    """Give everything in the record that makes two therapies of a day distinct, what counts most first.

    Args:
        one: a service with its code.
        other: another one.

    Returns:
        The grounds, each of which has an X modifier of its own; none where nothing in the record is one.

    Source: as for ``same_day_therapy``.

    >>> morning = ServiceRecord.of(regions=("cervical",), encounter=1)
    >>> evening = ServiceRecord.of(regions=("lumbar",), encounter=2)
    >>> grounds_to_part(Timed("97012", morning), Timed("97140", evening))
    ('another region', 'another encounter')
    """
    mine, theirs = one.service, other.service
    at_once = overlap(mine, theirs)
    if at_once and one.is_attended and other.is_attended:
        return ()
    here, there = frozenset(mine.places.regions), frozenset(theirs.places.regions)
    may_meet = mine.places.may_share(there) or theirs.places.may_share(here)
    # Whatever is noted of them, two encounters of a day are not at one time.
    other_encounter = (
        not at_once and _known_encounters(mine, theirs) and mine.encounter.number != theirs.encounter.number
    )
    shown = {
        ANOTHER_REGION: bool(here and there) and not here & there and not may_meet,
        ANOTHER_ENCOUNTER: other_encounter,
        ANOTHER_TIME: apart_by_the_clock(mine, theirs),
        ANOTHER_PRACTITIONER: mine.performed_by != theirs.performed_by,
    }
    return tuple(ground for ground, is_shown in shown.items() if is_shown)


def gaps_between(one: Timed, other: Timed) -> tuple[str, ...]:
    """Give the grounds of which the record does not tell whether two therapies of a day have them.

    Args:
        one: a service with its code.
        other: another one.

    Returns:
        The grounds; who gave a service is always told.

    >>> gaps_between(Timed("97012", ServiceRecord.of(regions=("cervical",))), Timed("97140", ServiceRecord.of()))
    ('another region', 'another time')
    """
    both = one.service, other.service
    known = _known_encounters(*both)
    # Another time is a ground within one encounter; two of them are told apart by that.
    is_another = known and both[0].encounter.number != both[1].encounter.number
    open_yet = {
        ANOTHER_REGION: any(not each.places.regions or each.places.unclear for each in both),
        ANOTHER_ENCOUNTER: not known and not overlap(*both),
        ANOTHER_TIME: not is_another and any(each.clock is None for each in both),
    }
    return tuple(ground for ground, is_open in open_yet.items() if is_open)


def _told_apart(one: Timed, two: Timed) -> tuple[tuple[str, str], ...]:
    """Say of both services what may set them apart, for whoever checks the reason."""
    both = one.service.written, two.service.written
    return (
        ("regions", " / ".join(", ".join(each.regions) or "not recorded" for each in both)),
        ("began", " / ".join(f"{each.started:%H:%M}" if each.started else "not recorded" for each in both)),
        ("encounters", " / ".join(str(each.encounter or "not recorded") for each in both)),
        ("given by", " / ".join(each.performed_by.replace("_", " ") for each in both)),
    )


def _known_encounters(one: ServiceRecord, other: ServiceRecord) -> bool:
    return one.encounter.number is not None and other.encounter.number is not None


def same_day_therapy(one: Timed, two: Timed, edit: PtpEdit) -> tuple[Said, str]:
    """Judge the column-two service of an edit between two therapies.

    Args:
        one: the column-one service.
        two: the column-two service, which is judged.
        edit: the edit, with modifier indicator 0 or 1.

    Returns:
        The finding, and the ground on which the two are distinct. ``not_supported`` for indicator 0, or when recorded times
        show that all of it ran beside the other in one region; ``ask``, with another time as the ground, when no times are
        recorded or a part of a modality ran so; else ``supported``.

    Source: NCCI Policy Manual, chapters I, E and XI, P; CMS, NCCI PTP edits.
    """
    first, second = one.number, two.number

    def answer(verdict: Verdict, says: str, fix: str = "") -> Said:
        return Said(
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
                *(_told_apart(one, two) if edit.modifier_indicator else ()),
            ),
            about=two.service.activity,
            used=tuple(name for each in (one, two) for name in each.service.used(*TELLS_APART))
            if edit.modifier_indicator
            else (),
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
    beside = beside_in_part(one.service, two.service)
    if beside:
        run = f"{len(beside)} of the {two.service.minutes} minutes of {second} ran"
        says = f"{run} beside {first} by the clock; what is left of it was given at another time."
        if two.is_attended:
            return answer(Verdict.SUPPORTED, says), ANOTHER_TIME
        fix = "Ask which of the two those minutes belong to; they are given once."
        return answer(Verdict.ASK, says, fix), ANOTHER_TIME
    if None in (one.service.clock, two.service.clock):
        # Where a beginning and a length are both left out, the beginning comes first.
        has_begun = None not in (one.service.written.started, two.service.written.started)
        says = (
            f"{second} is paid beside {first} where each had its own time or region. The note shows no other region, and does"
            f" not say {'how long each took' if has_begun else 'when each began'}."
        )
        asked = "how long each service took" if has_begun else "when each service began"
        fix = f"Ask {asked}. If it was at the same time, {second} is left off the claim."
        return answer(Verdict.ASK, says, fix), ANOTHER_TIME
    says = f"{second} was given at the same time and in the same region as {first}; it is part of {first}."
    fix = f"Leave {second} off the claim."
    return answer(Verdict.NOT_SUPPORTED, says, fix), ""
