"""What a rule says of a visit: verdict, reason, sources, and what of the visit it looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from cptedu.facts.sources import Citation, cite
from cptedu.model import Reading, Verdict

__all__ = ["OWN_SOURCES", "Said", "SaidWhenRead", "cited", "deciding", "reading"]

WORST_FIRST = (Verdict.NOT_SUPPORTED, Verdict.ASK)
OWN_SOURCES = ("cptedu-inference",)
"""Cited where a payer's file names no source."""


class Said(NamedTuple):
    """What one rule says of one visit, before the visit's date and payer are stamped on it.

    Attributes:
        rule: the rule's name.
        verdict: what it says.
        says: the reason, in plain words; empty where the payer's own sentence says it.
        sources: ids of the passages on which it rests.
        code: the code concerned, if any.
        fix: the smallest step that would settle it.
        numbers: figures on the way.
        readings: each side of a contested point.
        about: the activity or thing concerned.
        either_way: True when it asks something that does not decide whether the line is paid.
        used: what of the visit the rule looked at, such as ``"services[1].deficit"``.
        diagnoses: the diagnoses that it looked at; where each stands in the visit is used too.
        choices: choices of the payer on which it rests; their sources, or our inference, stand behind the rule's own.
        sentence: the name of the sentence, with its advice, that the payer's file may put in its own words.
        fields: what stands in that sentence beside the code and the payer.
        vintage: which release of the facts answered; empty when the rule rests on text alone.
    """

    rule: str
    verdict: Verdict
    says: str = ""
    sources: tuple[str, ...] = ()
    code: str | None = None
    fix: str = ""
    numbers: tuple[tuple[str, int | str], ...] = ()
    readings: tuple[Reading, ...] = ()
    about: str = ""
    either_way: bool = False
    used: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    sentence: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    vintage: str = ""


class SaidWhenRead:
    """Words of rules that are made when somebody reads them, once; what was decided does not wait for them.

    >>> words = SaidWhenRead(lambda: print("now") or (Said("contact", Verdict.SUPPORTED),))
    >>> words()[0].rule, words()[0].rule
    now
    ('contact', 'contact')
    """

    __slots__ = ("_made", "_makes")

    def __init__(self, makes: Callable[[], tuple[Said, ...]]) -> None:
        self._makes = makes
        self._made: tuple[Said, ...] | None = None

    def __call__(self) -> tuple[Said, ...]:
        """Give the words."""
        if self._made is None:
            self._made = self._makes()
        return self._made


def deciding(said: Iterable[Said | None], otherwise: Verdict = Verdict.SUPPORTED) -> Verdict:
    """Give the verdict that decides whether something stands: a refusal, else a question; what is asked either way is none.

    The standing that it has otherwise is no better than it was: what was refused already stays refused.

    >>> asked = Said("deficit", Verdict.ASK, "Nothing was measured.")
    >>> deciding([asked, None]).value, deciding([asked._replace(either_way=True)]).value
    ('ask', 'supported')
    """
    found = otherwise
    for one in said:
        if found is Verdict.NOT_SUPPORTED:
            break
        if one is not None and not one.either_way and one.verdict in WORST_FIRST:
            found = one.verdict
    return found


@lru_cache(maxsize=1_000)
def cited(sources: tuple[str, ...]) -> tuple[Citation, ...]:
    """Look up the passages on which something rests; few sets of them come up, so that each is looked up once."""
    return tuple(cite(source) for source in sources)


@lru_cache(maxsize=1_000)
def reading(says: str, *held_by: str) -> Reading:
    """Put one side of a contested point, with the sources that hold it.

    >>> reading("a separate region is needed", "aca-ncci-2002").held_by[0].id
    'aca-ncci-2002'
    """
    return Reading(says, cited(held_by))
