"""The words of an activity in clauses, each phrase with what ``data/activity_words.csv`` knows it as."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from cptedu.facts.tables import rows
from cptedu.visit.said_words import LONGEST_READ, lengths_by_first_word, longest_phrases, values_of

__all__ = ["ActivityClause", "Phrase", "in_clauses", "is_denied_by"]

# Neither the point of "2.5 kg" nor the colon of "1:1" parts anything.
_BREAK = re.compile(r"([;,()\[\]!?\n]|(?<!\d)\.|[.:](?!\d)|(?<!\d):|\s[-–—]\s)")
_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_NO_KINDS: frozenset[str] = frozenset()


class Phrase(NamedTuple):
    """A phrase of an activity and the kinds that the table knows it as."""

    text: str
    kinds: frozenset[str]


class ActivityClause(NamedTuple):
    """A part of an activity and the signs that it stands between; a dash of any length is ``"-"``."""

    phrases: list[Phrase]
    opens: str
    ends: str


def in_clauses(text: str) -> list[ActivityClause]:
    """Split an activity at its commas, points and dashes, and each part into phrases, the longest first.

    Args:
        text: what was done, in the clinician's words.

    Returns:
        The parts that have a word.

    >>> [[one.text for one in clause.phrases] for clause in in_clauses("BAPS board: not done today, too sore")]
    [['baps board'], ['not done', 'today'], ['too', 'sore']]
    """
    said = re.sub(r"[–—]", "-", text[:LONGEST_READ].lower().replace("’", "'"))
    pieces = ["", *_BREAK.split(said), ""]
    found: list[ActivityClause] = []
    opens = ""
    for at in range(1, len(pieces), 2):
        opens = pieces[at - 1].strip(" ") or opens
        phrases = _phrases(_WORD.findall(pieces[at]))
        if phrases:
            found.append(ActivityClause(phrases, opens, pieces[at + 1].strip(" ")))
            opens = ""
    return found


def is_denied_by(before: list[Phrase]) -> bool:
    """Say whether a negation stands right before: ``"not skipped"``."""
    return bool(before) and before[-1].text in values_of("negation")


def _phrases(tokens: list[str]) -> list[Phrase]:
    return [
        Phrase(" ".join(tokens[at : at + size]), _NO_KINDS if held is None else held)
        for at, size, held in longest_phrases(tokens, *_table())
    ]


@cache
def _table() -> tuple[dict[str, int], dict[str, frozenset[str]]]:
    known: dict[str, frozenset[str]] = {}
    for row in rows("activity_words.csv"):
        known[row["words"]] = known.get(row["words"], _NO_KINDS) | {row["kind"]}
    return lengths_by_first_word(known), known
