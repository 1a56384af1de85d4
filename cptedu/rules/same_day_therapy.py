"""Two therapies on one day that an edit joins: 97140 with 97124, a group with one-on-one work, and the like."""

from __future__ import annotations

from datetime import time

from cptedu.facts.codes import code
from cptedu.facts.regions import regions_of
from cptedu.model import Finding, Service, Verdict, Visit
from cptedu.rules.ptp_edit import PtpEdit
from cptedu.rules.say import say
from cptedu.rules.separate_region import encounter

__all__ = ["same_day_therapy", "why_distinct"]

SOURCES = ("mln1783722",)


def why_distinct(one: Service, one_code: str, other: Service, other_code: str) -> str:
    """Say what makes two services of a day distinct: region, encounter or time; empty when nothing in the record does.

    Args:
        one: a service.
        one_code: its code.
        other: another service.
        other_code: its code.

    Returns:
        ``"another region"``, ``"another encounter"``, ``"another time"`` or ``""``.

    >>> why_distinct(Service(regions=("cervical",)), "97012", Service(regions=("lumbar",)), "97140")
    'another region'
    """
    here, there = set(regions_of(one.regions)), set(regions_of(other.regions))
    if here and there and not here & there:
        return "another region"
    if encounter(one) != encounter(other):
        return "another encounter"
    if "97150" in {one_code, other_code} or _apart(one, other):
        return "another time"
    if _own_minutes(one_code) and _own_minutes(other_code):
        return "another time"
    return ""


def _own_minutes(number: str) -> bool:
    found = code(number)
    return found.timed == "yes" and found.contact in {"one_on_one", "attended"}


def _apart(one: Service, other: Service) -> bool:
    if one.started is None or other.started is None:
        return False
    begun = ((_minute_of_day(one.started), one), (_minute_of_day(other.started), other))
    (began, first), (next_began, _) = sorted(begun, key=lambda pair: pair[0])
    return first.minutes is not None and began + first.minutes <= next_began


def _minute_of_day(at: time) -> int:
    return at.hour * 60 + at.minute


def same_day_therapy(visit: Visit, one: Service, two: Service, edit: PtpEdit) -> Finding:
    """Judge the column-two service of an edit between two therapies.

    Args:
        visit: the visit.
        one: the column-one service.
        two: the column-two service, which is judged.
        edit: the edit, with modifier indicator 0 or 1.

    Returns:
        ``not_supported`` for indicator 0 or when nothing tells them apart, ``ask`` when a region is not recorded, else
        ``supported``.

    Source: CMS, NCCI PTP edits; MLN1783722 on modifiers 59 and X.
    """
    first, second = str(edit.column_one), str(edit.column_two)
    apart = why_distinct(one, first, two, second)

    def answer(verdict: Verdict, says: str, fix: str = "") -> Finding:
        return say(
            visit,
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
            about=two.activity,
        )

    if edit.modifier_indicator == 0:
        return answer(
            Verdict.NOT_SUPPORTED,
            f"{second} is never paid beside {first} on one date, whatever the region; no modifier changes that.",
            f"Leave {second} off the claim.",
        )
    if apart:
        return answer(Verdict.SUPPORTED, f"{second} is distinct from {first}: {apart}.")
    if not one.regions or not two.regions:
        return answer(
            Verdict.ASK,
            f"{second} is paid beside {first} only in another region or at another time, and the note does not tell.",
            "Ask which regions were treated, and when each service began.",
        )
    return answer(
        Verdict.NOT_SUPPORTED,
        f"{second} was given in the same region as {first}, and nothing shows another time; it is part of {first}.",
        f"Leave {second} off the claim, unless the note already shows separate times.",
    )
