"""What a room reads in one breath: a short sentence in place of a long one, beside which the full one is a key away.

A deck of one's own may raise any finding. Where no short sentence is held for all that one says, its first sentences are read, as
many as are one breath, and a mark shows that there is more.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from cptedu.errors import CpteduError
from cptedu.facts.tables import document

__all__ = ["BREATH", "MORE", "in_one_breath", "short_sentences"]

FILE = "stage_sentences.toml"
BREATH = 18  # words
MORE = " …"
"""What stands after words that are not all of it: the rest is behind the key for all reasons."""

_MOST_TOGETHER = 4  # sentences for which one short sentence stands
# Of a code on several lines the full sentence tells on which; what is wrong there is said of any line alike.
_WHICH_LINE = re.compile(r"^Line \d+ of ")
# Between two sentences, and not within P.A.R.T.
_BETWEEN = re.compile(r"(?<=[.?!])\s+(?=[A-Z0-9])")
_FIELD = re.compile(
    r"\\{(\w+)\\}(\W*$)?"
)  # a field, once what stands around it is escaped, and whether it is at the end
_HOLDS_THE_REST = frozenset(
    {"says", "words"}
)  # at the end these hold all that follows: words of a note, or another finding's
# What any other field holds ends with its sentence; none leaves a bracket open.
_OF_ONE_SENTENCE = rf"(?:(?!{_BETWEEN.pattern})(?:[^()]|\((?:[^()]|\([^()]*\))*\)))+?"
_REST = r"(?:[^()]|\((?:[^()]|\([^()]*\))*\))+?"


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
    return tuple((re.compile(_FIELD.sub(_looks, re.escape(full))), short) for full, short in held)


def _looks(field: re.Match[str]) -> str:
    name, end = field.groups()
    all_of_it = end is not None and name in _HOLDS_THE_REST
    return f"(?P<{name}>{_REST if all_of_it else _OF_ONE_SENTENCE}){end or ''}"


@lru_cache(maxsize=1000)
def in_one_breath(says: str) -> str:
    """Say something in at most eighteen words.

    Args:
        says: what a finding says or advises, or why a choice is wrong.

    Returns:
        What was given where it is short by itself, else the short sentence that is held for it; where none is, as many of its
        first sentences as are one breath, and a mark that there is more.

    >>> in_one_breath("Leave it off the claim.")
    'Leave it off the claim.'
    >>> in_one_breath(
    ...     "97112 was given in a region that was adjusted (lumbar), so it is part of the adjustment. "
    ...     "Neither 59 nor another diagnosis changes that."
    ... )
    'Given in an adjusted region, 97112 is part of the adjustment; neither 59 nor another diagnosis changes that.'
    >>> in_one_breath(
    ...     "The activity names balance, and the purpose recorded leads to 97110. Ask which of the two it was; the record is "
    ...     "mended to what was done, and never to fit a code."
    ... )
    'The activity names balance, and the purpose recorded leads to 97110. …'
    """
    if _is_one_breath(says):
        return says
    says = _WHICH_LINE.sub("", says)
    short = _short(says)
    if short:
        return short
    said, sentences = "", _BETWEEN.split(says)
    while sentences:
        taken, told = _begin(sentences)
        longer = f"{said} {told}".strip()
        if not _is_one_breath(longer):
            break
        said, sentences = longer, sentences[taken:]
    return said if not sentences else (said or _first_words(says)) + MORE


def _begin(sentences: list[str]) -> tuple[int, str]:
    """Say as many of the first sentences as belong together: how many they are, and what is said of them."""
    for taken in range(min(len(sentences), _MOST_TOGETHER), 0, -1):
        short = _short(" ".join(sentences[:taken]))
        if short:
            return taken, short
    return 1, sentences[0]


def _is_one_breath(says: str) -> bool:
    return len(says.split()) <= BREATH


def _short(says: str) -> str:
    """Give the short sentence that is held for a long one, nothing where none is or what it tells is long itself."""
    if _is_one_breath(says):
        return ""
    for looks, short in short_sentences():
        found = looks.fullmatch(says)
        if found and _is_one_breath(told := short.format_map(found.groupdict())):
            return told
    return ""


def _first_words(says: str) -> str:
    """Give as many words as are one breath, up to where a clause ends, if one does."""
    words = says.split()[:BREATH]
    ends = [at for at, word in enumerate(words, start=1) if word.endswith((",", ";", ":", "."))]
    return " ".join(words[: max(ends, default=BREATH)]).rstrip(",;:")
