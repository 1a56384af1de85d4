"""What is missing in the record of a service, as a hint says it."""

from __future__ import annotations

from cptedu.facts.codes import purposes
from cptedu.model import Service
from cptedu.rules.exercise_code import needs_deficit

__all__ = ["gap_in"]

_FIRST_UNIT = 8


def gap_in(service: Service) -> str:
    """Say what keeps a service off the claim; empty when nothing does.

    >>> gap_in(Service(contact="group"))
    'Several patients at once are a group, which has a code of its own.'
    """
    if service.home_instruction:
        return "Advice and a leaflet make no line."
    if service.contact == "group":
        return "Several patients at once are a group, which has a code of its own."
    if service.contact == "unattended":
        return "Nobody was with the patient."
    if service.contact is None:
        return "Who was with the patient is not written down."
    if service.minutes is None:
        return "How long it took is not written down."
    if service.minutes < _FIRST_UNIT:
        return "Fewer than 8 minutes make no unit."
    wanted = any(needs_deficit(purposes()[aim]) for aim in service.purpose)
    if wanted and not service.deficit.strip():
        return "Where nothing was measured, ask before anything is billed."
    return ""
