"""What a rule says becomes a finding of one visit: date, payer, citations, the payer's own words, what was looked at."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from cptedu.facts.sources import collected_on
from cptedu.model import Finding, Verdict
from cptedu.payers.sentences import Sentence
from cptedu.rules.said import OWN_SOURCES, Said, cited
from cptedu.visit.record import Record

__all__ = ["findings_of", "stamped"]


def findings_of(record: Record, said: Iterable[Said]) -> tuple[Finding, ...]:
    """Stamp everything that rules say of one thing."""
    return tuple([stamped(record, one) for one in said])


def stamped(record: Record, said: Said) -> Finding:
    """Make the finding of a visit from what a rule says.

    Args:
        record: the visit as understood.
        said: what the rule says.

    Returns:
        The finding. Words of the payer's file stand in it as they stand there, with the file's sources.

    >>> from cptedu.rules.coverage import bundled
    >>> record = Record.from_dict({"date_of_service": "2026-03-04", "payer": "medicare"})
    >>> found = stamped(record, bundled(record, "97010"))
    >>> found.payer, found.on.isoformat(), found.fix
    ('medicare', '2026-03-04', "Leave it off the claim and off the patient's bill.")
    """
    says, fix, sources, used = said.says, said.fix, said.sources, said.used
    if said.sentence:
        words = _in_payers_words(record, said)
        # Where all is well there is nothing to settle, and the sentence's advice is not given.
        says, fix = words.says, fix or ("" if said.verdict is Verdict.SUPPORTED else words.fix)
    if said.choices:
        sources = tuple(dict.fromkeys((*_sources_of_payer(record, said), *sources)))
    if said.diagnoses:
        given = enumerate(record.visit.diagnoses or (), 1)
        used = (*used, *(f"diagnoses[{at}]" for at, one in given if one in said.diagnoses))
    finding = object.__new__(Finding)
    # A claim has a dozen findings and more. A frozen one sets each of its fields by a call of its own; this sets all at once.
    object.__setattr__(
        finding,
        "__dict__",
        {
            "rule": said.rule,
            "verdict": said.verdict,
            "says": says,
            "citations": cited(sources),
            "on": record.on,
            "vintage": said.vintage or _text_alone(),
            "payer": record.payer.name,
            "code": said.code,
            "fix": fix,
            "numbers": said.numbers,
            "readings": said.readings,
            "about": said.about,
            "either_way": said.either_way,
            "used": used,
        },
    )
    return finding


def _in_payers_words(record: Record, said: Said) -> Sentence:
    """Put a sentence as the payer's file has it; the first choice's own words may stand in it."""
    code = {} if said.code is None else {"code": said.code}
    own = record.payer.choice(said.choices[0]).says
    return record.payer.sentence(said.sentence, says=own, **code, **dict(said.fields))


def _sources_of_payer(record: Record, said: Said) -> tuple[str, ...]:
    """Give what the payer's file cites for a sentence and for its choices; our inference where it names none."""
    choices = record.payer.sources(*said.choices)
    named = record.payer.sentence_sources(said.sentence) if said.sentence else ()
    return (*named, *(one for one in choices if one not in OWN_SOURCES or not named)) or OWN_SOURCES


@cache
def _text_alone() -> str:
    return f"rules as collected {collected_on()}"
