"""A visit, and what becomes of it: frozen, no input or output."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from cptedu.facts.sources import Citation

__all__ = [
    "Accounted",
    "Claim",
    "ClaimLine",
    "Evaluation",
    "Finding",
    "Reading",
    "SaidWhenRead",
    "Service",
    "Unbilled",
    "Verdict",
    "Visit",
    "each_once",
    "said_when_read",
]


class Verdict(StrEnum):
    """What a rule says."""

    SUPPORTED = "supported"
    NOT_SUPPORTED = "not_supported"
    NOT_COVERED = "not_covered"
    ASK = "ask"
    CONTESTED = "contested"
    NO_DATA = "no_data"


@dataclass(frozen=True)
class Service:
    """One thing done in a visit, as the record has it.

    Attributes:
        activity: what was done, in the clinician's words; it never decides the code.
        purpose: what it was for; this decides the code.
        deficit: the measured finding, empty when the note has none.
        regions: regions or segments treated.
        minutes: whole minutes of direct treatment, or None when not recorded.
        contact: ``one_on_one``, ``group``, ``unattended``, or None when not recorded.
        performed_by: ``chiropractor``, ``therapist`` or ``unlicensed_assistant``.
        code: a proposed code; modalities always come by code.
        started: the time it began, where recorded.
        encounter: which encounter of the day it belongs to (1 is the adjustment's).
        home_instruction: True for advice or a leaflet without skilled time.
        aquatic: True when done in water.
        muscle: the muscle treated, where named.
    """

    activity: str = ""
    purpose: tuple[str, ...] = ()
    deficit: str = ""
    regions: tuple[str, ...] = ()
    minutes: int | None = None
    contact: str | None = None
    performed_by: str = "chiropractor"
    code: str | None = None
    started: time | None = None
    encounter: int | str | None = None
    home_instruction: bool = False
    aquatic: bool = False
    muscle: str | None = None


@dataclass(frozen=True)
class Evaluation:
    """An examination billed beside the visit, and whether it was significant and separately identifiable."""

    code: str
    separate: bool | None = None


@dataclass(frozen=True)
class Visit:
    """What was done, when, and who is asked to pay.

    The date of service and the payer are always given. What is None was not recorded, which is not the same as
    recorded and not enough.

    Attributes:
        date_of_service: the day.
        payer: the name of a payer profile.
        title: a short description; no patient's name.
        care: ``active``, ``maintenance``, or None when not recorded.
        adjusted: bones, joints or regions adjusted.
        services: everything else that was done.
        evaluation: an examination, if one was done.
        diagnoses: ICD-10-CM codes in claim order, the first is primary.
        findings: region or segment → what was found there.
        part: letters of P.A.R.T. that the record shows.
        abn: ``none``, ``required`` (signed and on file) or ``voluntary``.
        course: ``acute`` or ``chronic``.
        session_minutes: length of the whole session.
        xray_on: date of the x-ray that shows the subluxation.
        last_seen: date of the patient's last professional service here before this visit.
    """

    date_of_service: date
    payer: str
    title: str = ""
    care: str | None = None
    adjusted: tuple[str, ...] = ()
    services: tuple[Service, ...] = ()
    evaluation: Evaluation | None = None
    diagnoses: tuple[str, ...] | None = None
    findings: tuple[tuple[str, str], ...] | None = None
    part: tuple[str, ...] | None = None
    abn: str | None = None
    course: str | None = None
    session_minutes: int | None = None
    xray_on: date | None = None
    last_seen: date | None = None

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Visit:
        """Read a visit from a mapping in the form of a visit file.

        Args:
            given: the keys of a visit file.

        Returns:
            The visit.

        Raises:
            CpteduError: for an unknown key, word of a list or payer, naming it and what is accepted. A place, a code or a
                diagnosis that no table holds is kept as written.

        >>> Visit.from_dict({"date_of_service": "2026-03-04", "payer": "medicare", "adjusted": ["C5"]}).adjusted
        ('C5',)
        """
        from cptedu.visit_file import visit_from_dict  # noqa: PLC0415  (the reader needs this module's nouns)

        return visit_from_dict(given)

    def to_dict(self) -> dict[str, Any]:
        """Give the visit as a mapping in the form of a visit file; reading it back changes nothing."""
        from cptedu.visit_file import visit_to_dict  # noqa: PLC0415  (the writer needs this module's nouns)

        return visit_to_dict(self)

    def under(self, payer: str) -> Visit:
        """Give the same visit with another payer."""
        return replace(self, payer=payer)


@dataclass(frozen=True)
class Reading:
    """One side of a contested point, and who holds it."""

    says: str
    held_by: tuple[Citation, ...]

    @property
    def publishers(self) -> tuple[str, ...]:
        """Name who holds it, each once, however many of their texts say so."""
        return tuple(dict.fromkeys(one.publisher for one in self.held_by))


@dataclass(frozen=True)
class Finding:
    """What one rule says of one thing in a visit.

    Attributes:
        rule: the rule's name.
        verdict: what it says.
        says: the reason, in plain words.
        citations: the passages on which it rests.
        on: the date of service.
        vintage: which release or collection of the facts answered.
        payer: under which payer profile.
        code: the code concerned, if any.
        fix: the smallest step that would settle it; empty when there is nothing to settle.
        numbers: figures on the way, as name and value.
        readings: for a contested point, each side.
        about: the activity or thing concerned, in words.
        either_way: True when it does not decide whether the line is paid: that stands whatever becomes of it.
        used: what of the visit it looked at, such as ``"services[1].deficit"``; counted from 1.
    """

    rule: str
    verdict: Verdict
    says: str
    citations: tuple[Citation, ...]
    on: date
    vintage: str
    payer: str
    code: str | None = None
    fix: str = ""
    numbers: tuple[tuple[str, int | str], ...] = ()
    readings: tuple[Reading, ...] = ()
    about: str = ""
    either_way: bool = False
    used: tuple[str, ...] = ()


def each_once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Leave out what is said twice; those that may be the same are held against one another, and no other ones.

    Args:
        findings: findings.

    Returns:
        Each once, in the order in which they first came.
    """
    found: list[Finding] = []
    alike: dict[tuple[str, str | None, str], list[Finding]] = {}
    for one in findings:
        before = alike.setdefault((one.rule, one.code, one.says), [])
        if one not in before:
            before.append(one)
            found.append(one)
    return tuple(found)


class SaidWhenRead:
    """Has findings that are put into words when somebody reads them: most claims are asked for their lines alone."""

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            held = self.__dict__
            waiting = held.get("_when_read", {})
            said = waiting.get(name)
            if said is not None:
                held[name] = said()
                waiting.pop(name, None)
                if not waiting:
                    held.pop("_when_read", None)
            if name in held:  # as well where another thread has made the words meanwhile
                return held[name]
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __getstate__(self) -> dict[str, Any]:
        """Give what is handed to another process: words that nobody has read are made first."""
        for field in tuple(self.__dict__.get("_when_read", ())):
            getattr(self, field)
        return self.__dict__


_Told = TypeVar("_Told", bound=SaidWhenRead)


def said_when_read(told: _Told, field: str, said: Callable[[], tuple[Finding, ...]]) -> _Told:
    """Put off the words of something until they are read; what was decided does not wait for them.

    Args:
        told: a claim, a line of one, what was not billed, or a review.
        field: the name of its findings.
        said: what makes them, once.

    Returns:
        The same.

    >>> read = said_when_read(Unbilled(None, None, Verdict.ASK, ()), "findings", lambda: print("now") or ())
    >>> read.verdict.value, read.findings, read.findings
    now
    ('ask', (), ())
    """
    held = told.__dict__
    del held[field]
    held.setdefault("_when_read", {})[field] = said
    return told


@dataclass(frozen=True)
class ClaimLine(SaidWhenRead):
    """A line of the claim: a code, its units and modifiers, and why."""

    code: str
    units: int
    modifiers: tuple[str, ...]
    regions: tuple[str, ...]
    verdict: Verdict
    findings: tuple[Finding, ...]
    label: str = ""
    minutes: int | None = None
    diagnoses: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        """Name the rule that put this code on the claim."""
        return self.findings[0].rule

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Give every passage on which the line rests, each once."""
        return tuple(dict.fromkeys(c for finding in self.findings for c in finding.citations))

    @property
    def on(self) -> date:
        """Give the date of service."""
        return self.findings[0].on

    @property
    def vintage(self) -> str:
        """Say which releases of the facts the line rests on."""
        return "; ".join(dict.fromkeys(finding.vintage for finding in self.findings))


@dataclass(frozen=True)
class Unbilled(SaidWhenRead):
    """Something in the record that makes no claim line, and why."""

    service: Service | None
    code: str | None
    verdict: Verdict
    findings: tuple[Finding, ...]
    about: str = ""


@dataclass(frozen=True)
class Accounted:
    """One thing that a visit says, and what used it.

    Attributes:
        element: where it stands in the visit, such as ``"services[1].deficit"``; counted from 1.
        written: what is written there.
        used_by: the rules that looked at it; none where nothing on this claim depends on it.
    """

    element: str
    written: str
    used_by: tuple[str, ...]


@dataclass(frozen=True)
class Claim(SaidWhenRead):
    """What is billed for a visit, what is not, and every reason.

    Attributes:
        visit: the visit that was coded.
        lines: the claim lines, evaluation first, then adjustments, then therapy by code.
        unbilled: what made no line.
        notes: findings about the claim as a whole.
        unit_splits: every equally allowed way of giving the timed units to the codes; one when nothing ties.
    """

    visit: Visit
    lines: tuple[ClaimLine, ...]
    unbilled: tuple[Unbilled, ...]
    notes: tuple[Finding, ...]
    unit_splits: tuple[tuple[tuple[str, int], ...], ...] = ()

    @property
    def account(self) -> tuple[Accounted, ...]:
        """Give everything that the visit says beside its date, payer and title, and which rules used it."""
        from cptedu.visit.account import account_of  # noqa: PLC0415  (it needs this module's nouns)

        return account_of(self)

    @property
    def not_judged(self) -> tuple[Accounted, ...]:
        """Give what of the visit no rule used, with its value."""
        return tuple(one for one in self.account if not one.used_by)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Give every finding: of the lines, of what is unbilled, of the claim as a whole."""
        held = [f for line in self.lines for f in line.findings]
        held += [f for item in self.unbilled for f in item.findings]
        return each_once([*held, *self.notes])

    @property
    def payer(self) -> str:
        """Name the payer profile."""
        return self.visit.payer

    @property
    def on(self) -> date:
        """Give the date of service."""
        return self.visit.date_of_service

    def line(self, code: str) -> ClaimLine | None:
        """Give the line of a code, or None."""
        return next((line for line in self.lines if line.code == code), None)
