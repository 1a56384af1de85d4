"""A code that no table holds: said on its own line, and never a reason to stop."""

from __future__ import annotations

from cptedu.model import Verdict
from cptedu.rules.said import OWN_SOURCES, Said
from cptedu.visit.record import Unclear

__all__ = ["code_not_held"]


def code_not_held(unknown: Unclear) -> Said:
    """Say that nothing is held about a code, and what a learner does about it.

    Args:
        unknown: the code as written, and what is known of it.

    Returns:
        A ``no_data`` finding that names the code.

    Source: none; what is not held has none. The tables list the codes that an office meets and that are known by number.

    >>> code_not_held(Unclear("services[1].code", "S9090", "No table here holds it.")).verdict.value
    'no_data'
    """
    return Said(
        "code_not_held",
        Verdict.NO_DATA,
        f"Whether it may be billed is not known here. {unknown.why}",
        OWN_SOURCES,
        code=unknown.written,
        fix="Look it up in your own licensed CPT and in the payer's list before billing it.",
        used=(unknown.element,),
    )
