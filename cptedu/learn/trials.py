"""A statement put to the test on a visit, and what carrying a statement out needs of a claim."""

from __future__ import annotations

from dataclasses import dataclass

from cptedu.engine.stamped import stamped
from cptedu.facts.regions import regions_understood, spinal
from cptedu.model import Claim, Finding, Verdict, Visit
from cptedu.rules.said import Said
from cptedu.visit.record import understood

__all__ = [
    "NO_ANSWER",
    "Trial",
    "deciding",
    "findings_on",
    "is_adjusted",
    "marks_of",
    "said",
    "units_of",
    "yes_or_no",
]

NO_ANSWER = "no answer"
_NONE = "none"


@dataclass(frozen=True)
class Trial:
    """A visit put to the test: what the statement makes of it, and what the sources do.

    Attributes:
        statement: the answer by the statement.
        sources: the answer by the rules of the course.
        because: the findings on which the latter rests.
    """

    statement: str
    sources: str
    because: tuple[Finding, ...] = ()

    @property
    def disproves(self) -> bool:
        """Say whether the two part."""
        return self.statement != self.sources


def findings_on(claim: Claim, number: str) -> tuple[Finding, ...]:
    """Give the findings on one code, billed or not."""
    line = claim.line(number)
    if line is not None:
        return line.findings
    return tuple(finding for item in claim.unbilled if item.code == number for finding in item.findings)


def deciding(findings: tuple[Finding, ...], *names: str) -> tuple[Finding, ...]:
    """Keep the findings that decide; all of them when none of these rules spoke."""
    return tuple(one for one in findings if one.rule in names) or findings


def units_of(claim: Claim, number: str) -> int:
    """Give the units of a code; none where it is not billed."""
    line = claim.line(number)
    return line.units if line else 0


def marks_of(claim: Claim, number: str) -> str:
    """Say the modifiers of a line."""
    line = claim.line(number)
    return " ".join(line.modifiers) or _NONE if line else "no such line"


def said(visit: Visit, says: str, source: str) -> Finding:
    """Make a finding of what a source says by itself."""
    return stamped(understood(visit), Said("exhibit", Verdict.SUPPORTED, says, (source,)))


def is_adjusted(visit: Visit) -> bool:
    """Say whether a region of the spine was adjusted."""
    return bool(set(regions_understood(visit.adjusted)) & spinal())


def yes_or_no(is_so: bool) -> str:
    """Answer a question that asks whether something is so."""
    return "yes" if is_so else "no"
