"""What the words of an activity name that the record should say elsewhere: a technique with a code of its own, a group, a pool.

The activity never decides the code. Where it names something else than purpose, contact and regions say, both cannot be right,
and it is asked which one is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from cptedu.facts.tables import rows
from cptedu.visit.activity.activity_giver import ToldGiver, told_giver
from cptedu.visit.activity.advised_activity import told_advice
from cptedu.visit.activity.named_places import PlacesNamed, places_named
from cptedu.visit.activity.told_minutes import MinutesTold, told_minutes
from cptedu.visit.activity.undone_activity import told_undone
from cptedu.visit.said_words import LONGEST_READ, values_of

__all__ = ["ActivityRead", "NamedThere", "read_activity"]

_TABLE = "activity_words.csv"
_LETTERS = re.compile(r"[^\W\d_]+")
# The table has other words as well: whether it was given, and by whom, is read by its own readers.
_NAMED = frozenset(
    (
        *("technique", "own_work", "no_hands", "by_hand", "alone", "no_clinician", "group"),
        *("one_on_one", "water", "no_task", "repeats", "manner"),
    )
)
# "1:1" and "2:1" keep their sign.
_SIGNS = re.compile(r"[-/.,;()]|:(?!\d)|(?<!\d):")


@dataclass(frozen=True)
class NamedThere:
    """Something that an activity names.

    Attributes:
        kind: ``technique``, ``own_work``, ``no_hands`` (a machine, tape), ``by_hand``, ``alone``, ``no_clinician``,
            ``group``, ``one_on_one``, ``water``, ``no_task``, ``repeats``, or ``manner`` for what only sounds
            like one: "2:1 tempo".
        quoted: the words.
        codes: for a technique, the codes that it may come to; none where no source held says how it is coded.
        source: where that stands.
    """

    kind: str
    quoted: str
    codes: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class ActivityRead:
    """How the words of an activity were read.

    Attributes:
        named: what they name, in the order of the words.
        places: the regions of the muscles, bones and regions that they name.
        is_counted: True for nothing but such words with a number, as in "squats 3x15": repeats, and no task.
        undone: the words by which it was not given at this visit; empty where nothing says so.
        advice: the words by which it was only advice, or practice at home; empty where anything was given here.
        giver: who gave it, where the words name another than the chiropractor.
        minutes: how long it took, by the words.
    """

    named: tuple[NamedThere, ...] = ()
    places: PlacesNamed = field(default_factory=PlacesNamed)
    is_counted: bool = False
    undone: str = ""
    advice: str = ""
    giver: ToldGiver | None = None
    minutes: MinutesTold = field(default_factory=MinutesTold)


@cache
def read_activity(text: str) -> ActivityRead:
    """Read what the words of an activity name.

    Args:
        text: what was done, in the clinician's words. Case, hyphens and slashes do not matter; what is denied is not named.

    Returns:
        What is named, and where.

    >>> [one.kind for one in read_activity("Dry-needling, alone in the room").named]
    ['technique', 'alone']
    >>> sorted(read_activity("MFR cervical paraspinals, C5/C6").places.by_hand), read_activity("no thrust").named
    (['cervical'], ())
    """
    written = " ".join(_SIGNS.sub(" ", text[:LONGEST_READ]).split())
    said = written.lower()
    found = list(_found(said, written))
    named = tuple(one for at, _, one in found if not _is_denied(said[:at]))
    covered = {letter for at, end, _ in found for letter in range(at, end)}
    words = (word for word in _LETTERS.finditer(said) if len(word[0]) > 1)  # the x of "3x15" is no word
    is_counted = any(sign.isdigit() for sign in said) and all(word.start() in covered for word in words)
    return ActivityRead(
        named,
        places=places_named(text),
        is_counted=is_counted,
        undone=told_undone(text),
        advice=told_advice(text),
        giver=told_giver(text),
        minutes=told_minutes(text),
    )


def _found(said: str, written: str) -> Iterator[tuple[int, int, NamedThere]]:
    taken: set[int] = set()
    for one in _pattern().finditer(said):
        # "US forearm" is ultrasound, "tells us" is not.
        if one[1] in _in_capitals() and one[1].upper() not in written.split():
            continue
        if taken.isdisjoint(range(one.start(), one.end())):
            taken.update(range(one.start(), one.end()))
            yield one.start(), one.end(), _words()[one[1]]


@cache
def _words() -> dict[str, NamedThere]:
    return {
        row["words"].lower(): NamedThere(
            row["kind"], row["words"], tuple(row["codes"].split()), row["source"]
        )
        for row in rows(_TABLE)
        if row["kind"] in _NAMED
    }


@cache
def _in_capitals() -> frozenset[str]:
    return frozenset(row["words"].lower() for row in rows(_TABLE) if row["words"].isupper())


@cache
def _pattern() -> re.Pattern[str]:
    """Find any of the words of the table, the longest first; a plural is the same word."""
    longest_first = sorted(_words(), key=lambda one: -len(one))
    return re.compile(rf"(?<![\w])({'|'.join(map(re.escape, longest_first))})(?:e?s)?(?![\w])")


def _is_denied(before: str) -> bool:
    last = before.split()[-1:]
    return bool(last) and last[0] in values_of("negation")
