"""How a rule puts what it found: verdict, reason, citations, date, vintage, payer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from cptedu.facts.sources import Citation, cite, collected_on
from cptedu.model import Finding, Reading, Verdict
from cptedu.visit.record import Record

__all__ = ["PayersWords", "by_payer", "cited_by_payer", "diagnoses_at", "reading", "say"]

OWN_SOURCES = ("cptedu-inference",)
"""Cited where a payer's file names no source."""


@dataclass(frozen=True)
class PayersWords:
    """What a finding says for a payer: its words, its advice, and what it cites."""

    says: str
    fix: str
    sources: tuple[str, ...]


def say(
    record: Record,
    rule: str,
    verdict: Verdict,
    says: str,
    sources: Iterable[str],
    *,
    vintage: str = "",
    code: str | None = None,
    fix: str = "",
    numbers: tuple[tuple[str, int | str], ...] = (),
    readings: tuple[Reading, ...] = (),
    about: str = "",
    either_way: bool = False,
    used: Iterable[str] = (),
) -> Finding:
    """Make the finding of one rule about one visit.

    Args:
        record: the visit as understood; its date of service and payer are stamped on the finding.
        rule: the rule's name.
        verdict: what it says.
        says: the reason, in plain words.
        sources: ids of the passages on which it rests; at least one.
        vintage: which release of the facts answered; the day of collection when the rule rests on text alone.
        code: the code concerned.
        fix: the smallest step that would settle it.
        numbers: figures on the way.
        readings: each side of a contested point.
        about: the activity or thing concerned.
        either_way: True when it asks something that does not decide whether the line is paid.
        used: what of the visit the rule looked at, such as ``"services[1].deficit"``.

    Returns:
        The finding.
    """
    # A claim has a dozen findings and more. A frozen one sets each of its fields by a call of its own; this sets all at once.
    finding = object.__new__(Finding)
    finding.__dict__.update(
        rule=rule,
        verdict=verdict,
        says=says,
        citations=_cited(tuple(sources)),
        on=record.on,
        vintage=vintage or _text_alone(),
        payer=record.payer.name,
        code=code,
        fix=fix,
        numbers=numbers,
        readings=readings,
        about=about,
        either_way=either_way,
        used=tuple(used),
    )
    return finding


@lru_cache(maxsize=1_000)
def _cited(sources: tuple[str, ...]) -> tuple[Citation, ...]:
    return tuple(cite(source) for source in sources)


@cache
def _text_alone() -> str:
    return f"rules as collected {collected_on()}"


def reading(says: str, *held_by: str) -> Reading:
    """Put one side of a contested point, with the sources that hold it.

    >>> reading("a separate region is needed", "aca-ncci-2002").held_by[0].id
    'aca-ncci-2002'
    """
    return Reading(says, _cited(held_by))


def diagnoses_at(record: Record, codes: Iterable[str]) -> tuple[str, ...]:
    """Say where diagnoses stand in the visit, for a finding that used these and no others.

    >>> seen = {"date_of_service": "2026-03-04", "payer": "medicare", "diagnoses": ["M99.01", "M54.2"]}
    >>> diagnoses_at(Record.from_dict(seen), ["M54.2"])
    ('diagnoses[2]',)
    """
    wanted = set(codes)
    given = enumerate(record.visit.diagnoses or (), 1)
    return tuple(f"diagnoses[{at}]" for at, one in given if one in wanted)


def cited_by_payer(record: Record, *choices: str) -> tuple[str, ...]:
    """Give the ids of the sources that a payer's file names for its choices; our inference where it names none.

    >>> cited_by_payer(Record.from_dict({"date_of_service": "2026-03-04", "payer": "federal_va"}), "gp_on_therapy")
    ('mpamedia-va-gp',)
    """
    return record.payer.sources(*choices) or OWN_SOURCES


def by_payer(record: Record, sentence: str, *choices: str, **fields: str) -> PayersWords:
    """Put a sentence as the payer's file has it, with the sources of the choices on which it rests.

    Args:
        record: the visit as understood.
        sentence: its name.
        choices: the choices that it speaks of; the first one's own words may stand in it.
        fields: what else stands in it.

    Returns:
        The words, the advice and the sources.
    """
    held = record.payer
    said = held.sentence(sentence, says=held.choice(choices[0]).says, **fields)
    named = held.sentence_sources(sentence)
    sources = dict.fromkeys((*named, *(one for one in cited_by_payer(record, *choices))))
    if named:
        sources.pop(OWN_SOURCES[0], None)
    return PayersWords(said.says, said.fix, tuple(sources))
