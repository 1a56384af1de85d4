"""A code that no table holds: said on its own line, and never a reason to stop."""

from __future__ import annotations

from cptedu.model import Finding, Verdict
from cptedu.rules.say import OWN_SOURCES, say
from cptedu.visit.record import Record, Unclear

__all__ = ["code_not_held"]


def code_not_held(record: Record, unknown: Unclear) -> Finding:
    """Say that nothing is held about a code, and what a learner does about it.

    Args:
        record: the visit as understood.
        unknown: the code as written, and what is known of it.

    Returns:
        A ``no_data`` finding that names the code.

    Source: none; what is not held has none. The tables list the codes that an office meets and that are known by number.

    >>> seen = {"date_of_service": "2026-03-04", "payer": "medicare", "services": [{"code": "S9090", "minutes": 15}]}
    >>> record = Record.from_dict(seen)
    >>> code_not_held(record, record.services[0].unknown_code).verdict.value
    'no_data'
    """
    return say(
        record,
        "code_not_held",
        Verdict.NO_DATA,
        f"Whether it may be billed is not known here. {unknown.why}",
        OWN_SOURCES,
        code=unknown.written,
        fix="Look it up in your own licensed CPT and in the payer's list before billing it.",
        used=(unknown.element,),
    )
