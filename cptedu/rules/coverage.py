"""What a payer never pays, and how such a line is sent where it may be sent to be denied."""

from __future__ import annotations

from cptedu.model import Finding, Verdict, Visit
from cptedu.payers import payer
from cptedu.rules.gp_modifier import therapy_modifier
from cptedu.rules.say import by_payer, say

__all__ = [
    "asked_about",
    "beside_adjustment",
    "bundled",
    "denial_modifiers",
    "not_covered",
    "sent_for_denial",
]


def not_covered(visit: Visit, number: str) -> Finding | None:
    """Say whether a payer leaves a code out of what it pays.

    A payer's file lists the codes that it covers, where they can be listed, or those that it never pays. What the payer does
    not pay changes nothing in the record: no other code is chosen for it.

    Args:
        visit: the visit.
        number: the code.

    Returns:
        A ``not_covered`` finding, or None when nothing keeps the payer from paying it.

    Source: the payer's own choices; see its profile.

    >>> seen = Visit.from_dict({"date_of_service": "2026-03-04", "payer": "medicare"})
    >>> not_covered(seen, "97112").verdict.value, not_covered(seen, "98940")
    ('not_covered', None)
    """
    held, on = payer(visit.payer), visit.date_of_service
    covers = held.lists("covers", on)
    choice = "never_paid" if number in held.lists("never_paid", on) else "covers"
    if choice == "covers" and (not covers or number in covers):
        return None
    if not sent_for_denial(visit):
        words = by_payer(visit, "not_covered", choice, code=number)
    else:
        marks = denial_modifiers(visit, number)
        therapy = ("gp_on_therapy",) if therapy_modifier(visit, number) in marks else ()
        words = by_payer(
            visit,
            "not_covered_line",
            choice,
            "not_covered_modifiers",
            *therapy,
            code=number,
            marks=_listed(visit, number),
            notice=_notice(visit),
        )
    return say(visit, "coverage", Verdict.NOT_COVERED, words.says, words.sources, code=number, fix=words.fix)


def bundled(visit: Visit, number: str) -> Finding | None:
    """Say whether a payer takes a code as part of other services; it is then never paid, and never a line.

    Args:
        visit: the visit.
        number: the code.

    Returns:
        A ``not_covered`` finding, or None.

    Source: the payer's own choice; see its profile.

    >>> bundled(Visit.from_dict({"date_of_service": "2026-03-04", "payer": "medicare"}), "97010").verdict.value
    'not_covered'
    """
    if number not in payer(visit.payer).lists("bundled", visit.date_of_service):
        return None
    words = by_payer(visit, "bundled", "bundled", code=number)
    return say(visit, "bundled", Verdict.NOT_COVERED, words.says, words.sources, code=number, fix=words.fix)


def asked_about(visit: Visit, number: str) -> Finding | None:
    """Say whether a payer's contract must be asked before a code is billed; the line stays.

    Args:
        visit: the visit.
        number: the code.

    Returns:
        An ``ask`` finding, or None.

    Source: the payer's own choice; see its profile.
    """
    if number not in payer(visit.payer).lists("ask_about", visit.date_of_service):
        return None
    words = by_payer(visit, "ask_about", "ask_about", code=number)
    return say(visit, "ask_about", Verdict.ASK, words.says, words.sources, code=number, fix=words.fix)


def beside_adjustment(visit: Visit, number: str) -> Finding | None:
    """Say whether a payer never pays a code on the day of an adjustment, whatever the region.

    Args:
        visit: the visit, on whose claim an adjustment stands.
        number: the code.

    Returns:
        A ``not_covered`` finding, or None.

    Source: the payer's own choice; see its profile.
    """
    name = "never_beside_adjustment"
    if number not in payer(visit.payer).lists(name, visit.date_of_service):
        return None
    words = by_payer(visit, name, name, code=number)
    return say(visit, name, Verdict.NOT_COVERED, words.says, words.sources, code=number, fix=words.fix)


def sent_for_denial(visit: Visit) -> bool:
    """Say whether what the payer does not pay may be sent as a line, to be denied.

    >>> sent_for_denial(Visit.from_dict({"date_of_service": "2026-03-04", "payer": "medicare"}))
    True
    """
    return payer(visit.payer).wants("not_covered_lines", visit.date_of_service) == "line"


def denial_modifiers(visit: Visit, number: str) -> tuple[str, ...]:
    """Give the modifiers of a line that is sent to be denied: the payer's own, GP on therapy, one for a voluntary notice.

    Args:
        visit: the visit.
        number: the code.

    Returns:
        The modifiers in no order that matters.

    Source: the payer's own choices; see its profile.

    >>> denial_modifiers(Visit.from_dict({"date_of_service": "2026-03-04", "payer": "medicare"}), "97112")
    ('GP', 'GY')
    """
    held, on = payer(visit.payer), visit.date_of_service
    therapy = therapy_modifier(visit, number)
    notice = held.lists("voluntary_notice_modifiers", on) if visit.abn == "voluntary" else ()
    return (*((therapy,) if therapy else ()), *notice, *held.lists("not_covered_modifiers", on))


def _listed(visit: Visit, number: str) -> str:
    therapy = therapy_modifier(visit, number)
    own = payer(visit.payer).lists("not_covered_modifiers", visit.date_of_service)
    return " and ".join((*own, *((therapy,) if therapy else ()))) or "no modifier"


def _notice(visit: Visit) -> str:
    held, on = payer(visit.payer), visit.date_of_service
    marks = " and ".join(held.lists("voluntary_notice_modifiers", on))
    if visit.abn != "voluntary" or not marks:
        return ""
    beside = " and ".join(held.lists("not_covered_modifiers", on)) or "it"
    return f" A voluntary notice is on file, so {marks} stands beside {beside}."
