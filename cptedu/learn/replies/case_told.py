"""A case in the words that a reply needs: its places, services, minutes and findings, shortly."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from cptedu.engine.coding import code_visit
from cptedu.explain import counted, place_in_words
from cptedu.facts.cmt_levels import extraspinal_cmt, spinal_cmt
from cptedu.facts.codes import code, is_timed
from cptedu.facts.diagnoses import diagnosis_in_words
from cptedu.facts.regions import region_of, regions_understood, spinal
from cptedu.learn.questions import Line, Note, Question
from cptedu.model import Claim, Finding, Service, Unbilled, Verdict
from cptedu.payers import payer

__all__ = [
    "CaseTold",
    "first_sentence",
    "in_one_breath",
    "is_adjustment",
    "joined",
    "lines_in",
    "sentences",
    "thing",
]

_ROOM_FOR_DIAGNOSES = 18
_HELD_UP = frozenset({Verdict.SUPPORTED, Verdict.CONTESTED})


def joined(words: Iterable[str]) -> str:
    """Join words as they are spoken.

    >>> joined(["neck", "mid back", "low back"])
    'neck, mid back and low back'
    """
    listed = list(words)
    return (
        listed[0] if len(listed) == 1 else " and ".join(filter(None, (", ".join(listed[:-1]), *listed[-1:])))
    )


def first_sentence(said: str) -> str:
    """Take the first sentence of some words, with its full stop.

    >>> first_sentence("It is GZ. The patient cannot be charged.")
    'It is GZ.'
    """
    return sentences(said)[0]


def sentences(said: str) -> list[str]:
    """Part some words into sentences; that of letters that stand for words ends none.

    >>> sentences("P.A.R.T. Two signs are needed. One is A or R.")
    ['P.A.R.T. Two signs are needed.', 'One is A or R.']
    """
    return re.split(r"(?<=\.)(?<!\.[A-Z]\.) ", " ".join(said.split()))


def in_one_breath(sentences: Iterable[str], words: int) -> str:
    """Join sentences as long as they are not too many words; the first one stands in any case."""
    told: list[str] = []
    for one in dict.fromkeys(filter(None, sentences)):
        if told and len(" ".join((*told, one)).split()) > words:
            break
        told.append(one)
    return " ".join(told)


def thing(service: Service) -> str:
    """Name a service by what was done; its code only where the note has no other name for it."""
    return service.activity or (code(service.code).label if service.code else "the service")


def is_adjustment(number: str) -> bool:
    """Say whether a code is that of an adjustment."""
    return number in spinal_cmt() or number in extraspinal_cmt()


def lines_in(answer: object) -> dict[str, Line]:
    """Give the lines of an answer by their codes."""
    if not isinstance(answer, tuple):
        return {}
    return {one[0]: one for one in answer if isinstance(one, tuple) and len(one) == 3}


@dataclass(frozen=True)
class CaseTold:
    """The case of a question that has a note."""

    question: Question
    note: Note

    @property
    def may_name(self) -> bool:
        """Say whether a reply may name a code that stands in an answer: of a claim to be judged, that is the question."""
        return self.question.kind != "judge"

    @cached_property
    def claim(self) -> Claim | None:
        """Code the visit; None where services stand for minutes alone, which cannot be coded whole."""
        whole = all(one.purpose or not one.code or not is_timed(one.code) for one in self.note.visit.services)
        return code_visit(self.note.visit) if whole else None

    @cached_property
    def services(self) -> tuple[Service, ...]:
        """Give everything done beside the adjustment."""
        return self.note.visit.services

    @property
    def places(self) -> str:
        """Name what was adjusted."""
        return joined(place_in_words(one) for one in self.note.visit.adjusted)

    @cached_property
    def adjusted(self) -> tuple[str, ...]:
        """Name the spinal regions that were adjusted."""
        return tuple(one for one in regions_understood(self.note.visit.adjusted) if one in spinal())

    @cached_property
    def beyond(self) -> tuple[str, ...]:
        """Name the adjusted places that lie beyond the spine."""
        known = [one for one in self.note.visit.adjusted if regions_understood([one])]
        return tuple(place_in_words(one) for one in known if region_of(one) not in spinal())

    @property
    def payer(self) -> str:
        """Call the payer as its profile does, where a sentence begins with it."""
        return payer(self.note.visit.payer).named_first

    @property
    def pools(self) -> bool:
        """Say whether this payer puts all timed minutes together."""
        held = payer(self.note.visit.payer)
        return held.wants("unit_method", self.note.visit.date_of_service) == "cms_total_time"

    @property
    def diagnoses(self) -> str:
        """Name the diagnoses with their plain words, as long as these leave room for what is said of them."""
        visit = self.note.visit
        listed = visit.diagnoses or ()
        told = joined(diagnosis_in_words(one, visit.date_of_service) for one in listed) if listed else ""
        return told if len(told.split()) <= _ROOM_FOR_DIAGNOSES else joined(listed)

    @cached_property
    def unclear(self) -> str:
        """Name an adjusted place that may be of more than one region; empty when there is none."""
        return next((one for one in self.note.visit.adjusted if not regions_understood([one])), "")

    def has_finding(self, rule: str) -> bool:
        """Say whether a rule had anything to say of this visit."""
        return any(one.rule == rule for one in (self.claim.findings if self.claim is not None else ()))

    @property
    def lacks_findings(self) -> bool:
        """Say whether a region was adjusted in which nothing was found, as the rules read the note."""
        found = [
            one for one in (self.claim.findings if self.claim else ()) if one.rule == "adjusted_findings"
        ]
        return any(one.verdict is not Verdict.SUPPORTED for one in found)

    # ---- services ------------------------------------------------------------------------------------------------

    def code_of(self, service: Service) -> str:
        """Give the code to which the record of a service leads; empty when it leads to none."""
        if self.claim is None:
            return service.code or ""
        number = service.code or ""
        for item in self.claim.unbilled:
            if item.service is service or item.service == service:
                number = item.code or number
        for finding in self.claim.findings:
            if (
                finding.code
                and finding.rule in {"purpose", "contact", "by_code"}
                and self._uses(finding, service)
            ):
                return finding.code
        return number

    def _uses(self, finding: Finding, service: Service) -> bool:
        place = f"services[{self.services.index(service) + 1}]."
        return any(one.startswith(place) for one in finding.used)

    def services_of(self, number: str) -> tuple[Service, ...]:
        """Give the services whose record leads to a code."""
        return tuple(one for one in self.services if self.code_of(one) == number)

    def off(self, number: str) -> Unbilled | None:
        """Give what makes no line for a code, with its reasons."""
        items = self.claim.unbilled if self.claim is not None else ()
        return next((one for one in items if one.code == number), None)

    def reason(self, item: Unbilled) -> Finding:
        """Give the finding that keeps something off the claim."""
        against = [one for one in item.findings if one.verdict not in _HELD_UP and not one.either_way]
        same = [one for one in against if one.verdict is item.verdict]
        return (same or against or list(item.findings))[0]

    def is_excluded(self, number: str) -> bool:
        """Say whether the payer does not pay for a line, whatever stands on it."""
        line = self.claim.line(number) if self.claim is not None else None
        return line is not None and line.verdict is Verdict.NOT_COVERED

    def where(self, service: Service) -> str:
        """Name the regions in which a service was given."""
        return joined(map(place_in_words, service.regions)) or "no place named"

    def timed(self) -> dict[str, int]:
        """Give the minutes of treatment of each service that is timed, by the name that the note has for it."""
        held: dict[str, int] = {}
        for one in self.services:
            number = self.code_of(one)
            if number and is_timed(number):
                held[thing(one)] = held.get(thing(one), 0) + (one.minutes or 0)
        return held

    def minutes_told(self) -> str:
        """Tell the minutes of the timed services: by their names where there are one or two, else one after the other."""
        held = self.timed()
        if len(held) <= 2 and len(" ".join(held).split()) < 10:
            return ", ".join(f"{name} {counted(spent, 'minute')}" for name, spent in held.items())
        return joined(map(str, held.values()))
