"""A place that no table holds, or that may lie in two regions: the clinician must say which it was."""

from __future__ import annotations

from cptedu.model import Finding, Verdict
from cptedu.rules.say import say
from cptedu.visit.record import Record, Unclear

__all__ = ["level_may_rise", "unclear_place"]

SOURCES = ("cpt-1997-cmt", "cpt-assistant-1997-02")


def unclear_place(record: Record, place: Unclear, *, adjusted: bool) -> Finding:
    """Ask about a place in a visit that is not understood; it is neither counted nor passed over.

    Args:
        record: the visit as understood.
        place: the words, and what is not known about them.
        adjusted: True when it was adjusted, False when a service was given there.

    Returns:
        An ``ask`` finding that quotes the words.

    Source: CPT 1997 and CPT Assistant, February 1997, on which bone and joint counts for which region; read in copies.

    >>> record = Record.from_dict({"date_of_service": "2026-03-04", "payer": "medicare", "adjusted": ["rib"]})
    >>> unclear_place(record, record.adjusted.unclear[0], adjusted=True).verdict.value
    'ask'
    """
    what = "Which region was adjusted" if adjusted else "Where it was given"
    fix = (
        "Ask which bone or joint was adjusted. Until then it counts towards no code."
        if adjusted
        else "Ask where it was given."
    )
    return say(
        record,
        "unclear_place",
        Verdict.ASK,
        f"{what} is not known: {place.why}",
        SOURCES,
        fix=fix,
        about=place.written,
        used=(place.element,),
    )


def level_may_rise(record: Record, number: str, asked: Finding) -> Finding:
    """Say on the line of an adjustment that a place is asked about: the level counts what is understood, and may rise.

    Args:
        record: the visit as understood.
        number: the adjustment's code.
        asked: the question about the place.

    Returns:
        An ``ask`` finding that lets the line stand.

    Source: as the question's.
    """
    return say(
        record,
        "unclear_place",
        Verdict.ASK,
        f"What else was adjusted is not all understood ({asked.about!r}); the level counts what is.",
        [citation.id for citation in asked.citations],
        code=number,
        fix=asked.fix,
        either_way=True,
    )
