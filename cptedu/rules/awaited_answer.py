"""What waits for an answer to a question about something else on the claim."""

from __future__ import annotations

from cptedu.model import Verdict
from cptedu.rules.said import Said

__all__ = ["awaited_answer", "what_is_open"]

SOURCES = ("ncci-manual-ch1", "cms-100-04-ch5-20.2", "cptedu-inference")
WAITS_FOR = "waits for"


def awaited_answer(number: str, about: str, asked: Said | None, other: str, *, is_off: bool) -> Said:
    """Ask about what is billed otherwise by what the answer to a question about something else will be.

    Args:
        number: the code of what waits.
        about: what it is, in words.
        asked: the question that it waits for.
        other: what the question is about: its code, or its words where it has none yet.
        is_off: True where it is not on the claim as the record is now.

    Returns:
        An ``ask`` finding. Until the answer each thing is where it is, for what is not billed stands in nobody's way.

    Source: a reading of NCCI's edits and CMS's counting of units together: both are judged among what is billed.

    >>> awaited_answer("97124", "massage", None, "97140 ('trigger point work')", is_off=False).verdict.value
    'ask'
    """
    stands = f"Until then {number} stays {'off the claim' if is_off else 'as it is'}."
    return Said(
        "awaited_answer",
        Verdict.ASK,
        f"What is open about {other} may change how {number} is billed. {stands}",
        SOURCES,
        code=number,
        numbers=((WAITS_FOR, other),),
        fix=asked.fix if asked is not None and asked.fix else f"Ask first what is open about {other}.",
        about=about,
        used=() if asked is None else asked.used,
    )


def what_is_open(asked: Said) -> str:
    """Say beside units that are proposed what they wait for.

    Args:
        asked: the question that they wait for.

    Returns:
        A sentence.

    >>> what_is_open(awaited_answer("97124", "massage", None, "97140 ('trigger point work')", is_off=False))
    "What is open about 97140 ('trigger point work') may change that."
    """
    return f"What is open about {dict(asked.numbers)[WAITS_FOR]} may change that."
