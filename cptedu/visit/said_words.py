"""The words of a note's free text: each with what ``data/finding_words.csv`` knows it as, in clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple, TypeVar

from cptedu.errors import CpteduError
from cptedu.facts.tables import rows

__all__ = [
    "LONGEST_READ",
    "Clause",
    "Said",
    "Word",
    "is_left_open",
    "lengths_by_first_word",
    "longest_phrases",
    "one_spaced",
    "phrases_of",
    "said_in",
    "values_of",
]

Kinds = Mapping[str, str]
Known = TypeVar("Known")

_TABLE = "finding_words.csv"
# A whole report pasted into one box is read up to here, so that no text keeps a reader busy for long.
LONGEST_READ = 1800
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:[.,]\d+)?|[^\sa-z\d_]|_+")
_LETTERS = re.compile(r"[a-z]+")
_HYPHEN = re.compile(r"(?<=[a-z\d])-(?=[a-z])")
_POSSESSIVE = re.compile(r"'s(?![a-z])")
_WRITTEN_AS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("’‘′`", "'"),
        "º": "°",
        "×": "x",
        "″": '"',
        "“": '"',
        "”": '"',
    }
)
# What a negation takes back when it stands before it: "no weakness", "not tender", "does not need help".
_TAKEN_BACK = frozenset({"loss", "complaint", "sign", "cannot"})
_NO_KINDS: Kinds = {}
# "Without sway", "no difficulty".
_UNTROUBLED: Kinds = {"untroubled": "denied"}


class Word(NamedTuple):
    """A word or phrase of a text, and the kinds that the table knows it as."""

    start: int
    end: int
    text: str
    kinds: Kinds


class Clause(NamedTuple):
    """What stands between two commas, or between other words that part a text."""

    start: int
    end: int
    words: tuple[Word, ...]
    kinds: frozenset[str]
    denied: bool

    @property
    def sides(self) -> frozenset[str]:
        """The sides that it names: ``"left"``, ``"right"``, ``"both"``."""
        return frozenset(word.kinds["side"] for word in self.words if "side" in word.kinds)


class Said(NamedTuple):
    """A text as written, in one spelling of the same length, and its clauses."""

    quoted: str
    spelled: str
    clauses: tuple[Clause, ...]


def one_spaced(text: str) -> str:
    """Give a text with single spaces and none around it.

    >>> one_spaced("  SLS   6 s ")
    'SLS 6 s'
    """
    return " ".join(text.split())


def is_left_open(quoted: str) -> bool:
    """Say whether a text has neither a letter nor a digit: a line to be filled in, a dash, a question mark.

    >>> is_left_open("___"), is_left_open("L4")
    (True, False)
    """
    return not any(sign.isalnum() for sign in quoted)


def said_in(quoted: str) -> Said:
    """Split a text into clauses, each word with its kinds.

    Args:
        quoted: the text, single-spaced; what stands after some two thousand letters is left out.

    Returns:
        The words in order; what a negation takes back is no longer of its kind.

    >>> [sorted(clause.kinds) for clause in said_in("Not tender, hold 4/5").clauses]
    [['negation'], ['performance']]
    """
    if len(quoted) > LONGEST_READ:
        quoted = quoted[:LONGEST_READ].rpartition(" ")[0] or quoted[:LONGEST_READ]
    spelled = _spelled(quoted)
    words = _words(spelled)
    clauses, start = [], 0
    for at, word in enumerate(words):
        if "break" in word.kinds or _is_dash_between(word, spelled):
            clauses.append(_clause(words[start:at]))
            start = at + 1
    clauses.append(_clause(words[start:]))
    return Said(quoted, spelled, tuple(clause for clause in clauses if clause.words))


def _spelled(quoted: str) -> str:
    """Write capitals small, and each sign and number in one way, without changing where anything stands."""
    small = "".join(_small(sign) for sign in quoted) if not quoted.isascii() else quoted.lower()
    small = small.translate(_WRITTEN_AS).replace("(+)", " + ").replace("(-)", "neg").replace("[-]", "neg")
    small = _POSSESSIVE.sub("  ", _HYPHEN.sub(" ", small))
    if _first_of_numbers().isdisjoint(_LETTERS.findall(small)):
        return small
    return _number_words().sub(lambda found: values_of("number")[found[0]].ljust(len(found[0])), small)


def _small(sign: str) -> str:
    # By way of the capital, so that a rare small letter that shares it is the same letter.
    capital = sign.upper()
    small = (capital if len(capital) == 1 else sign).lower()
    return small if len(small) == 1 else sign


def _words(spelled: str) -> list[Word]:
    found = list(_TOKEN.finditer(spelled))
    words = []
    for at, size, held in longest_phrases([one[0] for one in found], *phrases_of()):
        start, end = found[at].start(), found[at + size - 1].end()
        words.append(Word(start, end, spelled[start:end], _NO_KINDS if held is None else held))
    return words


def longest_phrases(
    tokens: list[str], longest: Mapping[str, int], known: Mapping[str, Known]
) -> Iterator[tuple[int, int, Known | None]]:
    """Part words into phrases, the longest known one first: ``"no deficit"`` before ``"no"``.

    Args:
        tokens: the words in order.
        longest: for each word that begins a known phrase, how many words the longest of them has.
        known: each known phrase, its words joined by a space.

    Yields:
        Where each phrase begins, of how many words it is, and what it is known as; a word that begins none stands alone.

    >>> list(longest_phrases(["no", "deficit", "today"], {"no": 2}, {"no": "a", "no deficit": "b"}))
    [(0, 2, 'b'), (2, 1, None)]
    """
    at = 0
    while at < len(tokens):
        size, held = 1, None
        for length in range(min(longest.get(tokens[at], 0), len(tokens) - at), 0, -1):
            held = known.get(" ".join(tokens[at : at + length]))
            if held is not None:
                size = length
                break
        yield at, size, held
        at += size


def lengths_by_first_word(phrases: Iterable[str]) -> dict[str, int]:
    """Say, of each word that begins a phrase, how many words the longest of those phrases has.

    >>> lengths_by_first_word(["no", "no deficit", "loss"])
    {'no': 2, 'loss': 1}
    """
    longest: dict[str, int] = {}
    for phrase in phrases:
        words = phrase.split()
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


def _is_dash_between(word: Word, spelled: str) -> bool:
    """Say whether a dash stands between two words with a space on each side, as in ``"30 s - WNL"``."""
    return word.text == "-" and spelled[word.start - 1 : word.end + 1] == " - "


def _clause(words: list[Word]) -> Clause:
    kept, denied = [], False
    for word in words:
        if denied and not _TAKEN_BACK.isdisjoint(word.kinds):
            left = {kind: value for kind, value in word.kinds.items() if kind not in _TAKEN_BACK}
            what = "loss" if "loss" in word.kinds else ""
            word = Word(word.start, word.end, word.text, left | {"taken_back": what})  # noqa: PLW2901
        elif denied and "trouble" in word.kinds:
            word = Word(word.start, word.end, word.text, _UNTROUBLED)  # noqa: PLW2901
        denied = denied or "negation" in word.kinds
        kept.append(word)
    if not kept:
        return Clause(0, 0, (), frozenset(), False)
    kinds = frozenset(kind for word in kept for kind in word.kinds if kind not in {"filler", "taken_back"})
    return Clause(kept[0].start, kept[-1].end, tuple(kept), kinds, denied)


def values_of(kind: str) -> Mapping[str, str]:
    """Give the phrases of one kind with what each stands for, longest first.

    >>> values_of("number")["six"], values_of("unit")["degrees"]
    ('6', 'angle')
    """
    held = _values().get(kind)
    if held is None:
        raise CpteduError(f"finding_words.csv has no row of the kind {kind!r}. Install cptedu again.")
    return held


def phrases_of() -> tuple[Mapping[str, int], Mapping[str, Kinds]]:
    """Give, for each first word, the length of the longest phrase that it begins; and each phrase with its kinds."""
    return _phrases()


@cache
def _values() -> Mapping[str, Mapping[str, str]]:
    by_kind: dict[str, dict[str, str]] = {}
    for row in sorted(rows(_TABLE), key=lambda row: -len(row["words"])):
        by_kind.setdefault(row["kind"], {})[row["words"].replace("-", " ")] = row["value"]
    return by_kind


@cache
def _first_of_numbers() -> frozenset[str]:
    return frozenset(word.split()[0] for word in values_of("number"))


@cache
def _number_words() -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{'|'.join(values_of('number'))})(?![a-z])")


@cache
def _phrases() -> tuple[Mapping[str, int], Mapping[str, Kinds]]:
    known: dict[str, dict[str, str]] = {}
    for row in rows(_TABLE):
        if row["kind"] == "number":
            continue
        tokens = _TOKEN.findall(_spelled(row["words"]))
        known.setdefault(" ".join(tokens), {})[row["kind"]] = row["value"]
    return lengths_by_first_word(known), known
