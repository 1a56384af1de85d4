"""Techniques by their everyday names: what decides their code, since the name does not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from cptedu.errors import unknown
from cptedu.facts.sources import Citation, cite
from cptedu.facts.tables import Row, rows
from cptedu.model import Verdict

__all__ = ["Technique", "technique", "techniques"]


@dataclass(frozen=True)
class Technique:
    """What is known of a technique.

    Attributes:
        name: its everyday name.
        verdict: ``supported`` when the sources at hand agree on what it usually is, ``contested``, ``ask`` or
            ``not_supported``.
        codes: codes that it may come to; the record decides between them.
        contested: True when sources dispute it, whatever the verdict.
        says: what decides, in plain words.
        citations: where that stands.
    """

    name: str
    verdict: Verdict
    codes: tuple[str, ...]
    contested: bool
    says: str
    citations: tuple[Citation, ...]


@cache
def _by_name() -> dict[str, Row]:
    return {_spelled(row["technique"]): row for row in rows("techniques.csv")}


def _spelled(name: str) -> str:
    return " ".join(name.lower().replace("-", " ").split())


def techniques() -> tuple[str, ...]:
    """List the techniques by name.

    >>> "BAPS board" in techniques()
    True
    """
    return tuple(row["technique"] for row in _by_name().values())


def technique(name: str) -> Technique:
    """Say what decides the code of a technique. The name alone never does: purpose, deficit and contact do.

    Args:
        name: its everyday name, in any letter case.

    Returns:
        What is known of it.

    Raises:
        CpteduError: for a technique that is not in the table.

    Source: each row's own; most are excerpts of trade sources and of Medicare contractors' texts.

    >>> technique("baps board").codes
    ('97112',)
    >>> str(technique("cupping").verdict)
    'ask'
    """
    if not isinstance(name, str) or _spelled(name) not in _by_name():
        raise unknown("technique", name, techniques())
    row = _by_name()[_spelled(name)]
    return Technique(
        name=row["technique"],
        verdict=Verdict(row["answer"]),
        codes=tuple(row["codes"].split()),
        contested=row["contested"] == "yes",
        says=row["says"],
        citations=(cite(row["source"]),),
    )
