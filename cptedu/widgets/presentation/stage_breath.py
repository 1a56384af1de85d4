"""What a room reads in one breath: a short sentence in place of a long one, beside which the full one is a key away."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from cptedu.errors import CpteduError
from cptedu.facts.tables import document

__all__ = ["BREATH", "in_one_breath", "short_sentences"]

FILE = "stage_sentences.toml"
BREATH = 18  # words

_FIELD = re.compile(r"\\{(\w+)\\}")  # a field, once what stands around it is escaped


@cache
def short_sentences() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Give every long sentence for which the stage has a short one (``data/stage_sentences.toml``).

    Returns:
        Of each what it looks like, and what is said instead; the longest first, for one may go on where another ends.

    Raises:
        CpteduError: when the file is damaged.
    """
    try:
        held = [(str(one["full"]), str(one["short"])) for one in document(FILE)["sentence"]]
    except (KeyError, TypeError) as problem:
        raise CpteduError(
            f"{FILE}: this is no list of sentences ({problem}). Install cptedu again."
        ) from None
    held.sort(key=lambda one: -len(one[0]))
    return tuple((re.compile(_FIELD.sub(r"(?P<\1>.+?)", re.escape(full))), short) for full, short in held)


@lru_cache(maxsize=1000)
def in_one_breath(says: str) -> str:
    """Say something in at most eighteen words, where a short sentence is held for it.

    Args:
        says: what a finding says or advises, or why a choice is wrong.

    Returns:
        The short sentence; what was given where it is short by itself, or where no other is held.

    >>> in_one_breath("Leave it off the claim.")
    'Leave it off the claim.'
    >>> in_one_breath(
    ...     "97112 was given in a region that was adjusted (lumbar), so it is part of the adjustment. "
    ...     "Neither 59 nor another diagnosis changes that."
    ... )
    'Given in an adjusted region, 97112 is part of the adjustment; neither 59 nor another diagnosis changes that.'
    """
    if len(says.split()) <= BREATH:
        return says
    for looks, short in short_sentences():
        found = looks.fullmatch(says)
        if found:
            return short.format_map(found.groupdict())
    return says
