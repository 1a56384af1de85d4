"""How old the edits are that a claim rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cptedu.facts.releases import Release, newest_whole, quarters_between, release_for
from cptedu.model import Verdict
from cptedu.rules.said import Said
from cptedu.visit.record import Record

__all__ = ["data_age", "edits_told", "release_age"]

KINDS = {"ptp": "NCCI PTP", "mue": "MUE"}
NUMBER_WORDS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def release_age(released: date, on: date) -> str:
    """Say in words how long before a date of service a release began; empty when the release is the later one.

    >>> release_age(date(2024, 7, 1), date(2026, 3, 4)), release_age(date(2024, 7, 1), date(2024, 9, 30))
    ('six quarters before this date of service', 'the quarter of this date of service')
    """
    apart = quarters_between(released, on)
    if apart < 0:
        return ""
    if not apart:
        return "the quarter of this date of service"
    count = NUMBER_WORDS[apart] if apart < len(NUMBER_WORDS) else str(apart)
    return f"{count} quarter{'' if apart == 1 else 's'} before this date of service"


def data_age(record: Record) -> Said:
    """Say how old the edits are against the date of service.

    Args:
        record: the visit as understood.

    Returns:
        ``no_data`` when newer edits exist that are not held, or older ones; else ``supported``.

    Source: CMS, NCCI PTP and MUE tables: of each the newest that is held whole.
    """
    told = _told(record.on)
    return Said(
        "data_age",
        Verdict.SUPPORTED if told.current else Verdict.NO_DATA,
        told.says,
        told.sources,
        vintage=told.vintage,
        fix="" if told.current else "Look the pairs up in CMS's file of that quarter before billing.",
    )


def edits_told(on: date) -> str:
    """Say how old the edits are on a day, as ``data_age`` says it of a visit.

    >>> edits_told(date(2026, 3, 4))
    'Edits as of 2024 Q3, six quarters before this date of service.'
    """
    return _told(on).says


@dataclass(frozen=True)
class _Age:
    """What is said of one day: whether the edits are of its quarter, the words, and the releases that answer."""

    current: bool
    says: str
    sources: tuple[str, ...]
    vintage: str


@lru_cache(maxsize=5_000)
def _told(day: date) -> _Age:
    newest = {kind: newest_whole(kind, day) for kind in KINDS}
    answering = {kind: release_for(kind, day) for kind in KINDS}
    current = all(release and not quarters_between(release.begins, day) for release in newest.values())
    names = {kind: release.name for kind, release in answering.items()}
    return _Age(
        current,
        " ".join(_in_words(answering, day)),
        tuple(release.source for release in answering.values()),
        " and ".join(f"{KINDS[kind]} {name}" for kind, name in names.items())
        if len(set(names.values())) > 1
        else f"{' and '.join(KINDS.values())} {names['ptp']}",
    )


def _in_words(answering: Mapping[str, Release], day: date) -> Iterator[str]:
    """Say it once for both kinds where they are of one release, else of each."""
    if len({release.name for release in answering.values()}) == 1:
        yield _one_told("Edits", "The edits", answering["ptp"], day)
        return
    for kind, release in answering.items():
        yield _one_told(KINDS[kind], KINDS[kind], release, day)


def _one_told(what: str, subject: str, release: Release, day: date) -> str:
    age = release_age(release.begins, day)
    if age:
        return f"{what} as of {release.name}, {age}."
    return f"{subject} of this date are not held; the first held are those of {release.name}."
