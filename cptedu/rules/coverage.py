"""What a payer never pays, and how such a line is sent where it may be sent to be denied."""

from __future__ import annotations

from cptedu.model import Verdict
from cptedu.rules.gp_modifier import therapy_modifier
from cptedu.rules.said import Said
from cptedu.visit.record import Record

__all__ = [
    "asked_about",
    "beside_adjustment",
    "bundled",
    "denial_modifiers",
    "not_covered",
    "sent_for_denial",
]


def not_covered(record: Record, number: str) -> Said | None:
    """Say whether a payer leaves a code out of what it pays.

    A payer's file lists the codes that it covers, where they can be listed, or those that it never pays. What the payer does
    not pay changes nothing in the record: no other code is chosen for it.

    Args:
        record: the visit as understood.
        number: the code.

    Returns:
        A ``not_covered`` finding, one to ``ask`` where the payer's contract may add the code, or None when nothing keeps the
        payer from paying it.

    Source: the payer's own choices; see its profile.

    >>> seen = Record.from_dict({"date_of_service": "2026-03-04", "payer": "medicare"})
    >>> not_covered(seen, "97112").verdict.value, not_covered(seen, "98940")
    ('not_covered', None)
    """
    held = record.payer
    covers = held.lists("covers")
    choice = "never_paid" if number in held.lists("never_paid") else "covers"
    if choice == "covers" and (not covers or number in covers):
        return None
    if not sent_for_denial(record):
        hangs_on_the_contract = held.wants("not_covered_lines") == "asked"
        verdict = Verdict.ASK if hangs_on_the_contract else Verdict.NOT_COVERED
        choices = (choice, "not_covered_lines") if hangs_on_the_contract else (choice,)
        return Said("coverage", verdict, code=number, choices=choices, sentence="not_covered")
    therapy = therapy_modifier(record, number)
    is_marked = therapy in denial_modifiers(record, number)
    noted = {"care": record.visit.care, "notice": record.visit.abn}
    return Said(
        "coverage",
        Verdict.NOT_COVERED,
        code=number,
        # It is not covered whatever the care; the notice chooses the modifier.
        numbers=tuple((name, value) for name, value in noted.items() if value is not None),
        used=("care", "abn"),
        choices=(choice, "not_covered_modifiers", *(("gp_on_therapy",) if is_marked else ())),
        sentence="not_covered_line",
        fields=(("marks", _listed(record, therapy)), ("notice", _notice(record))),
    )


def bundled(record: Record, number: str) -> Said | None:
    """Say whether a payer takes a code as part of other services; it is then never paid, and never a line.

    Args:
        record: the visit as understood.
        number: the code.

    Returns:
        A ``not_covered`` finding, or None.

    Source: the payer's own choice; see its profile.

    >>> bundled(Record.from_dict({"date_of_service": "2026-03-04", "payer": "medicare"}), "97010").verdict.value
    'not_covered'
    """
    if number not in record.payer.lists("bundled"):
        return None
    return Said("bundled", Verdict.NOT_COVERED, code=number, choices=("bundled",), sentence="bundled")


def asked_about(record: Record, number: str) -> Said | None:
    """Say whether a payer's contract must be asked before a code is billed; the line stays.

    Args:
        record: the visit as understood.
        number: the code.

    Returns:
        An ``ask`` finding, or None.

    Source: the payer's own choice; see its profile.
    """
    if number not in record.payer.lists("ask_about"):
        return None
    return Said("ask_about", Verdict.ASK, code=number, choices=("ask_about",), sentence="ask_about")


def beside_adjustment(record: Record, number: str) -> Said | None:
    """Say whether a payer never pays a code on the day of an adjustment, whatever the region.

    Args:
        record: the visit as understood, on whose claim an adjustment stands.
        number: the code.

    Returns:
        A ``not_covered`` finding, or None.

    Source: the payer's own choice; see its profile.
    """
    name = "never_beside_adjustment"
    if number not in record.payer.lists(name):
        return None
    return Said(name, Verdict.NOT_COVERED, code=number, choices=(name,), sentence=name)


def sent_for_denial(record: Record) -> bool:
    """Say whether what the payer does not pay may be sent as a line, to be denied.

    >>> sent_for_denial(Record.from_dict({"date_of_service": "2026-03-04", "payer": "medicare"}))
    True
    """
    return record.payer.wants("not_covered_lines") == "line"


def denial_modifiers(record: Record, number: str) -> tuple[str, ...]:
    """Give the modifiers of a line that is sent to be denied: the payer's own, GP on therapy, one for a voluntary notice.

    Args:
        record: the visit as understood.
        number: the code.

    Returns:
        The modifiers in no order that matters.

    Source: the payer's own choices; see its profile.

    >>> denial_modifiers(Record.from_dict({"date_of_service": "2026-03-04", "payer": "medicare"}), "97112")
    ('GP', 'GY')
    """
    held = record.payer
    therapy = therapy_modifier(record, number)
    notice = held.lists("voluntary_notice_modifiers") if record.visit.abn == "voluntary" else ()
    marks = (*((therapy,) if therapy else ()), *notice, *held.lists("not_covered_modifiers"))
    return tuple(one for one in marks if one in record.modifiers)


def _listed(record: Record, therapy: str | None) -> str:
    own = record.payer.lists("not_covered_modifiers")
    return " and ".join((*own, *((therapy,) if therapy else ()))) or "no modifier"


def _notice(record: Record) -> str:
    held = record.payer
    marks = " and ".join(one for one in held.lists("voluntary_notice_modifiers") if one in record.modifiers)
    if record.visit.abn != "voluntary" or not marks:
        return ""
    beside = " and ".join(held.lists("not_covered_modifiers")) or "it"
    return f" A voluntary notice is on file: {marks} goes with {beside}."
