"""Which encounter of the day the words of a note name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from cptedu.facts.tables import rows
from cptedu.visit.said_words import one_spaced

__all__ = ["EncounterRead", "read_encounter"]

_TABLE = "encounter_words.csv"
_NUMBER = re.compile(r"([1-9]\d?)(?:st|nd|rd|th)?", re.ASCII)


@dataclass(frozen=True)
class EncounterRead:
    """How the encounter of a service was read: its number of the day, or None where the words say neither."""

    number: int | None
    quoted: str = ""


def read_encounter(value: int | str | None) -> EncounterRead:
    """Read which encounter of the day a service belongs to.

    A time ("afternoon") says when, not whether the adjustment was then too. "Another" and "separate" may speak of a region
    as well, and "visit 2" of the second visit of a plan: neither names an encounter. "Later the same day" does.

    Args:
        value: the encounter as a note or a file has it; 1 is the adjustment's.

    Returns:
        The number, and the words as written.

    >>> read_encounter("1st").number, read_encounter("2nd visit of the day").number, read_encounter("afternoon").number
    (1, 2, None)
    """
    if isinstance(value, str):
        return _read(one_spaced(value))
    counts = isinstance(value, int) and not isinstance(value, bool) and value > 0
    return EncounterRead(value if counts else None, "" if value is None else str(value))


@cache
def _read(quoted: str) -> EncounterRead:
    said = quoted.upper().lower().replace("-", " ").replace("’", "'").strip(" .")
    whole = _words("whole")
    if said in whole:
        return EncounterRead(int(whole[said]), quoted)
    left = one_spaced(_beside().sub(" ", said))
    ordinals = _words("ordinal")
    if left in ordinals:
        return EncounterRead(int(ordinals[left]), quoted)
    # A minus in front is no number of an encounter.
    counted = None if quoted.startswith("-") else _NUMBER.fullmatch(left)
    return EncounterRead(int(counted[1]) if counted else None, quoted)


@cache
def _words(kind: str) -> Mapping[str, str]:
    return {row["words"]: row["number"] for row in rows(_TABLE) if row["kind"] == kind}


@cache
def _beside() -> re.Pattern[str]:
    words = "|".join(re.escape(words) for words in sorted(_words("beside"), key=len, reverse=True))
    return re.compile(rf"(?<![a-z\d])(?:{words})(?![a-z])")
