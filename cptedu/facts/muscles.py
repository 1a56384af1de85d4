"""Muscles by name, and the regions that each reaches."""

from __future__ import annotations

import re
from functools import cache

from cptedu.facts.tables import rows

__all__ = ["muscle_regions"]

_LONGEST_SHORT_FORM = 4


def _words(name: str) -> frozenset[str]:
    # A plural and its singular are the same word, but "lats" are a muscle and "lat" is a side.
    return frozenset(
        word if len(word) <= _LONGEST_SHORT_FORM else word.removesuffix("s")
        for word in re.split(r"[^a-z]+", name.lower())
        if word
    )


@cache
def _muscles() -> dict[frozenset[str], tuple[str, ...]]:
    return {_words(row["muscle"]): tuple(row["regions"].split()) for row in rows("muscles.csv")}


def muscle_regions(muscle: str) -> tuple[str, ...]:
    """Give the regions that the muscles named in a note reach, or none when the table does not know them.

    Args:
        muscle: one or more muscles in a note's words; case, side and order do not matter.

    Returns:
        Region names; a muscle that is not in the table reaches none that is known.

    >>> muscle_regions("left upper trapezius")
    ('cervical', 'upper_extremities')
    >>> muscle_regions("Trapezius muscle, upper (both sides)")
    ('cervical', 'upper_extremities')
    >>> muscle_regions("cervical paraspinals")
    ('cervical',)
    """
    said = _words(muscle)
    named = [words for words in _muscles() if words <= said]
    # "Upper trapezius" is not also the whole trapezius.
    whole = [words for words in named if not any(words < other for other in named)]
    return tuple(dict.fromkeys(region for words in whole for region in _muscles()[words]))
