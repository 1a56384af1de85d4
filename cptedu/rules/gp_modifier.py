"""GP and GO on therapy lines, where the payer wants them."""

from __future__ import annotations

from cptedu.facts.codes import code
from cptedu.facts.modifiers import modifiers
from cptedu.model import Verdict
from cptedu.rules.said import Said
from cptedu.visit.record import Record

__all__ = [
    "WHOSE_PLAN",
    "gp_modifier",
    "is_therapy",
    "marks_of_a_plan",
    "plans_of_care",
    "therapy_modifier",
    "usual_plan",
]

EVALUATION = "therapy_evaluation"
WHOSE_PLAN = "Ask whose plan of care it was: GP is physical therapy, GO occupational therapy, GN speech-language pathology."


def therapy_modifier(record: Record, number: str) -> str | None:
    """Give the modifier that names the plan of care of a therapy line: GP, or GO on occupational therapy.

    Args:
        record: the visit as understood.
        number: the code.

    Returns:
        ``"GP"``, ``"GO"``, or None where the payer wants none or the code is no therapy.

    Source: the payer's own choice; see its profile.

    >>> seen = Record.from_dict({"date_of_service": "2026-03-04", "payer": "federal_va"})
    >>> therapy_modifier(seen, "97110"), therapy_modifier(seen, "97165"), therapy_modifier(seen, "98940")
    ('GP', 'GO', None)
    """
    return usual_plan(record, number) if record.payer.wants("gp_on_therapy") else None


def usual_plan(record: Record, number: str) -> str | None:
    """Give the modifier of the plan of care under which a code is usually given, whether or not the payer wants one.

    Args:
        record: the visit as understood.
        number: the code.

    Returns:
        ``"GP"``, ``"GO"``, or None for what is no therapy.

    Source: CMS on always-therapy codes.

    >>> seen = Record.from_dict({"date_of_service": "2026-03-04", "payer": "commercial_ncci"})
    >>> usual_plan(seen, "97110"), usual_plan(seen, "97165"), usual_plan(seen, "98940")
    ('GP', 'GO', None)
    """
    if number in record.payer.lists("go_codes"):
        return "GO"
    return "GP" if is_therapy(record, number) else None


def plans_of_care(record: Record, number: str) -> frozenset[str]:
    """Give every modifier of a plan of care that a therapy line may bear: a visit does not tell whose plan it was.

    Args:
        record: the visit as understood.
        number: the code.

    Returns:
        The modifiers, that of ``therapy_modifier`` among them; an evaluation begins the plan of its own discipline, and bears
        that one's alone. None where the payer wants none.

    Source: the payer's own choice; CMS on always-therapy codes.

    >>> seen = Record.from_dict({"date_of_service": "2026-03-04", "payer": "federal_va"})
    >>> sorted(plans_of_care(seen, "97110")), sorted(plans_of_care(seen, "97165"))
    (['GN', 'GO', 'GP'], ['GO'])
    """
    usual = therapy_modifier(record, number)
    if usual is None:
        return frozenset()
    if code(number).family == EVALUATION:
        return frozenset({usual})
    return marks_of_a_plan(record)


def marks_of_a_plan(record: Record) -> frozenset[str]:
    """Give every modifier in use that names a plan of care."""
    return frozenset({one for one in record.modifiers if modifiers()[one].informs == "plan of care"})


def is_therapy(record: Record, number: str) -> bool:
    """Say whether a code is therapy to the payer: on CMS's list, or one that this payer counts too."""
    return code(number).always_therapy or number in record.payer.lists("therapy_codes_too")


def gp_modifier(record: Record, number: str, *, by_therapist: bool = False) -> Said | None:
    """Say whether a line carries GP or GO: a therapy code, and a payer that wants it. Never an adjustment.

    Which of them goes by the plan of care. A visit does not tell it; where a therapist gave the service it is asked, since
    that may have been an occupational therapist as well.

    Args:
        record: the visit as understood.
        number: the code.
        by_therapist: whether a therapist gave some of it.

    Returns:
        A finding when the line carries one, else None.

    Source: the payer's own choice; see its profile.
    """
    marked = therapy_modifier(record, number)
    if marked is None:
        return None
    says = record.payer.choice("gp_on_therapy").says
    is_open = by_therapist and len(plans_of_care(record, number)) > 1
    asked = f" A therapist gave it; {marked} is the mark of one discipline, and the note does not tell whose plan of care it was."
    return Said(
        "gp_modifier",
        Verdict.ASK if is_open else Verdict.SUPPORTED,
        f"{record.payer.named_first} wants {marked} on therapy{f'. {says}' if says else ', by the plan of care.'}"
        f"{asked if is_open else ''}",
        code=number,
        fix=WHOSE_PLAN if is_open else "",
        choices=("gp_on_therapy",),
        either_way=is_open,
    )
