"""A first therapy evaluation: it begins an episode of care, and is billed once in it."""

from __future__ import annotations

from cptedu.facts.code_groups import code_group
from cptedu.model import Verdict
from cptedu.rules.said import Said

__all__ = ["evaluation_once_an_episode"]

SOURCES = ("ncci-manual-ch11",)


def evaluation_once_an_episode(number: str) -> Said | None:
    """Ask of a first therapy evaluation whether this episode of care has one already: a visit does not know.

    The line stands; a later look at the same episode is a repeat evaluation, or part of the treatment.

    Args:
        number: the code.

    Returns:
        ``ask`` for a first evaluation, which does not decide about this visit alone; None for any other code.

    Source: NCCI Policy Manual, chapter XI, V.

    >>> evaluation_once_an_episode("97161").verdict.value, evaluation_once_an_episode("97164")
    ('ask', None)
    """
    if number not in code_group("first_therapy_evaluation"):
        return None
    return Said(
        "evaluation_once_an_episode",
        Verdict.ASK,
        f"{number} is a first evaluation: one in an episode of care. One visit does not know whether this episode had one.",
        SOURCES,
        code=number,
        fix="Look whether one was billed since this plan of care began. A later one is a repeat evaluation, where it was needed.",
        either_way=True,
    )
