"""The voices in which notes are written: each a TOML file of ``data/voices/``, or one of an instructor's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cptedu.errors import CpteduError, unknown
from cptedu.facts.tables import data_folder, document
from cptedu.files import read_toml

__all__ = ["Voice", "load_voice", "voice_named", "voices"]

_FOLDER = "voices"
_EARLIER = "until_"
SECTIONS = ("S", "O", "A", "P")
UNITS = ("pounds", "both")
_KEYS = ("label", "units", "sections", "short", "words", "sentences")
_ABOUT = ("visit", "service")
TRENDS = ("better", "same", "worse", "new")
_WORDS = ("region", "area", "purpose", "contact", "performed_by", "care", "abn", "part", "separate")


@dataclass(frozen=True)
class Pattern:
    """A kind of sentence of a voice.

    Attributes:
        section: S, O, A or P.
        about: ``visit``, said once, or ``service``, said of each.
        says: the ways to say it; what stands in square brackets falls away when the note does not tell it.
        some: how many of them are said; 1 by default.
        beside_pain: False for what would contradict a record of which signs were found.
        trend: how the complaint has to go, one of ``TRENDS``, for it to be said; empty where it is said of any.
    """

    section: str
    about: str
    says: tuple[str, ...]
    some: int = 1
    beside_pain: bool = False
    trend: str = ""


@dataclass(frozen=True)
class Voice:
    """How somebody writes notes.

    Attributes:
        name: its name, such as ``older_doctor``.
        label: who writes so.
        units: ``pounds`` (pounds, inches, feet) or ``both`` (and the metric measure in brackets).
        sections: the heading of each section.
        short: words and what stands for them.
        words: kind → name → the words for it.
        sentences: the kinds of sentences, in the order of the note.
    """

    name: str
    label: str
    units: str
    sections: Mapping[str, str]
    short: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    sentences: tuple[Pattern, ...]

    def word(self, kind: str, name: str) -> str:
        """Give the words of this voice for something, or its plain name."""
        return self.words.get(kind, {}).get(name, name.replace("_", " "))


@cache
def voices() -> tuple[str, ...]:
    """List the voices that come with the course.

    >>> voices()
    ('new_graduate', 'older_doctor', 'template')
    """
    return tuple(sorted(path.stem for path in (data_folder() / _FOLDER).glob("*.toml")))


@cache
def voice_named(name: str, generation: int | None = None) -> Voice:
    """Look up a voice that comes with the course.

    Args:
        name: one of ``voices()``.
        generation: the generation of exercises for which it writes; the newest when None. A question about the sentences of a
            note is drawn again as it was, so each voice is kept as it spoke until a generation.

    Returns:
        The voice.

    Raises:
        CpteduError: for a voice that does not exist.

    >>> voice_named("older_doctor").sections["P"]
    'P:'
    """
    if name not in voices():
        raise unknown("voice", name, voices(), advice="Or give a voice file of your own to load_voice.")
    return _read(name, document(f"{_folder_of(generation)}/{name}.toml"), f"{name}.toml")


def _folder_of(generation: int | None) -> str:
    """Name the folder of the voices as they spoke in a generation."""
    kept = (data_folder() / _FOLDER).glob(f"{_EARLIER}*")
    ends = sorted(int(one.name.removeprefix(_EARLIER)) for one in kept)
    until = next((end for end in ends if generation is not None and generation <= end), None)
    return _FOLDER if until is None else f"{_FOLDER}/{_EARLIER}{until}"


def load_voice(path: str | Path) -> Voice:
    """Read a voice of one's own from a TOML file.

    Args:
        path: the file, in the form of those of ``data/voices/``. ``like = "older_doctor"`` takes what is not written from
            that voice.

    Returns:
        The voice.

    Raises:
        CpteduError: for anything that cannot be used, naming the file, the key and what is accepted.
    """
    place = Path(path)
    return _read(place.stem, read_toml(place, "voice file"), place.name)


def _read(name: str, given: Mapping[str, Any], where: str) -> Voice:
    if "like" in given:
        base = document(f"{_FOLDER}/{voice_named(given['like']).name}.toml")
        given = {**base, **{key: value for key, value in given.items() if key != "like"}}
    for key in given:
        if key not in _KEYS:
            raise _fault(where, unknown("key", key, (*_KEYS, "like")))
    for key in _KEYS:
        if key not in given:
            raise CpteduError(f'{where}: {key} is missing. Write it, or like = "older_doctor".')
    if given["units"] not in UNITS:
        raise _fault(where, unknown("choice of units", given["units"], UNITS))
    for kind in given["words"]:
        if kind not in _WORDS:
            raise _fault(where, unknown("kind of words", kind, _WORDS))
    if set(given["sections"]) != set(SECTIONS):
        raise CpteduError(f"{where}: sections wants a heading for each of {', '.join(SECTIONS)}.")
    patterns = tuple(_pattern(one, where) for one in given["sentences"])
    return Voice(
        name, given["label"], given["units"], given["sections"], given["short"], given["words"], patterns
    )


def _pattern(given: Mapping[str, Any], where: str) -> Pattern:
    section, about, says = given.get("in"), given.get("about", "visit"), given.get("says")
    if section not in SECTIONS:
        raise _fault(where, unknown("section", section, SECTIONS))
    if about not in _ABOUT:
        raise _fault(where, unknown("thing that a sentence is about", about, _ABOUT))
    if not isinstance(says, list) or not says or not all(isinstance(one, str) for one in says):
        raise CpteduError(f'{where}: says wants a list of sentences, such as ["Adjusted {{adjusted}}."].')
    trend = given.get("trend", "")
    if trend not in ("", *TRENDS):
        raise _fault(where, unknown("way that a complaint goes", trend, TRENDS))
    return Pattern(section, about, tuple(says), given.get("some", 1), given.get("of_pain", False), trend)


def _fault(where: str, problem: CpteduError) -> CpteduError:
    return CpteduError(f"{where}: {problem}")
