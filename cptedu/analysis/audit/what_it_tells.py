"""What one log tells of its services and what it has no place for, in words: the first thing that its page says."""

from __future__ import annotations

from collections.abc import Sequence

from cptedu.analysis.audit.result import Audit
from cptedu.analysis.audit.untold_marks import tells_modifiers

__all__ = ["what_it_tells"]

_CANNOT = (
    "It does not show what was done. {}: the note has them and the log has not. So nothing here says that a claim is right;"
    " where nothing is said against it, the note must still bear it out."
)
_OF_THE_NOTE = "Regions, minutes, findings, who was in the room"
_OF_A_LINE = {
    "units": ("units",),
    "modifiers": ("modifiers",),
    "minutes": ("minutes",),
    "diagnoses": ("diagnoses", "line_diagnoses"),
    "who gave each service": ("clinician",),
    "who pays": ("payer",),
}
"""What a log may tell of a service beside its day and its code, and the columns that do."""


def what_it_tells(found: Audit) -> tuple[str, str]:
    """Say what a log cannot show, and what this one tells beside the day and the code.

    Args:
        found: the audit of it.

    Returns:
        Both, as sentences.
    """
    services = found.read.services
    here = {what: bool(found.column_list.of(*meanings)) for what, meanings in _OF_A_LINE.items()} | {
        "units": any(one.units_are_given for one in services),
        "modifiers": tells_modifiers(found.column_list, services),
        "minutes": any(one.minutes for one in services),
    }
    has, lacks = ([what for what, is_here in here.items() if is_here is held] for held in (True, False))
    told = f"Beside the day and the code, this log tells {_joined(has, 'and') or 'nothing'}."
    untold = f" It does not tell {_joined(lacks, 'or')}." if lacks else ""
    of_the_note = _OF_THE_NOTE.replace(" minutes,", "") if here["minutes"] else _OF_THE_NOTE
    return _CANNOT.format(of_the_note), told + untold


def _joined(words: Sequence[str], by: str) -> str:
    return f" {by} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
