"""What a review says: its findings, gathered by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from cptedu.engine.stamped import stamped
from cptedu.model import Finding, Verdict, each_once
from cptedu.rules.said import Said
from cptedu.visit.record import Record

__all__ = ["Later", "Told", "in_words"]

REVIEW_SOURCES = ("usc-31-3729", "aca-1997")
OWN_SOURCES = {
    "units": ("cms-100-04-ch5-20.2", "cpt-time-rule"),
    "modifiers": ("mln1783722", "ngs-modifiers"),
}


Later = Callable[[], Iterable[Finding]]
"""Findings that decide nothing, and are made when somebody reads them."""


class Told:
    """The findings of one review, as they come. What is wrong or missing decides; the rest may wait until it is read.

    Attributes:
        record: the visit as understood.
        units: the units that are proposed of each code.
        right: what is as the record supports it.
        wrong: what is not.
        missing: what was left off.
        unknown: what cannot be known without asking, or that no table holds.
        session: the question about a session in which the units of the record's minutes do not fit; None where they do.
        asked_of_a_line: the questions that were told with a line, which is not borne out until they are answered.
        is_left_open: True where only another answer would make some of it right: until it is told the claim does not pass.
    """

    def __init__(self, record: Record, units: Mapping[str, int]) -> None:
        self.record = record
        self.units = units
        self.right: list[Finding | Later] = []
        self.wrong: list[Finding] = []
        self.missing: list[Finding] = []
        self.unknown: list[Finding | Later] = []
        self.session: Finding | None = None
        self.asked_of_a_line: list[Finding] = []
        self.is_left_open = False

    def leave_open(self, finding: Finding) -> None:
        """Ask about what the record as it is does not support, though another answer would."""
        self.unknown.append(finding)
        self.is_left_open = True

    def say(
        self,
        rule: str,
        verdict: Verdict,
        says: str,
        number: str,
        fix: str = "",
        because: Iterable[Finding] = (),
        sources: tuple[str, ...] = (),
    ) -> Finding:
        """Make a finding of the review, which rests on the sources of those that it follows from.

        Args:
            rule: its name.
            verdict: what it says.
            says: the reason.
            number: the code concerned.
            fix: the smallest step that would settle it.
            because: the findings that it follows from.
            sources: ids of what it rests on besides.

        Returns:
            The finding; it is not gathered yet.
        """
        because = tuple(because)
        cited = [*sources, *(citation.id for finding in because for citation in finding.citations)]
        said = Said(
            rule,
            verdict,
            says,
            tuple(dict.fromkeys(cited or OWN_SOURCES.get(rule, REVIEW_SOURCES))),
            code=number,
            fix=fix,
            about=number,
            vintage="; ".join(dict.fromkeys(finding.vintage for finding in because)),
        )
        return stamped(self.record, said)


def in_words(gathered: Iterable[Finding | Later]) -> tuple[Finding, ...]:
    """Make what waited to be read, in its place; give each finding once."""
    return each_once(
        finding for one in gathered for finding in ((one,) if isinstance(one, Finding) else one())
    )
