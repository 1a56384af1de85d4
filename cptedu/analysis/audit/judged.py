"""What the rules say of one logged visit: what its claim alone decides, and what stands in the note."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from cptedu.analysis.audit.assumed import LoggedClaim, assumed_visits, told_elements
from cptedu.engine.coding import code_visit
from cptedu.engine.proposal import ProposedLine
from cptedu.engine.review import Review, review_claim
from cptedu.facts.codes import codes
from cptedu.facts.tables import rows
from cptedu.model import Finding, Verdict, Visit

__all__ = ["Judged", "Told", "judged"]

OF_THE_WHOLE_LOG = frozenset({"data_age", "visits_a_year"})
"""Rules that say the same of every visit, or ask for the visits of a year: the log as a whole answers them."""
_ONCE_A_DATE = frozenset({"cmt_spinal", "office_visit"})
_REMARK = "What it names of the note is assumed as the claim would need it; the log does not tell it."


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a claim alone decides.

    Attributes:
        code: the code concerned; empty where it is the claim as a whole.
        rule: the rule that says so.
        verdict: what it says.
        says: the reason.
        sources: ids of the passages on which it rests.
        vintage: which release of the facts answered.
        is_against: True where no record makes the line right; what is open, disputed or not held is told as well.
    """

    code: str
    rule: str
    verdict: Verdict
    says: str
    sources: tuple[str, ...]
    vintage: str
    is_against: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say of one visit of a log.

    Attributes:
        told: what the claim alone decides, where it is not simply right.
        not_told: kinds of things on which the claim rests and that the log does not tell, such as ``"regions"``.
        units: the units of each code whose line tells minutes in their place, as the payer counts them.
    """

    told: tuple[Told, ...]
    not_told: tuple[str, ...]
    units: tuple[tuple[str, int], ...]


def judged(claim: LoggedClaim) -> Judged:
    """Judge the claim of one visit by the rules, as far as it decides anything by itself.

    The claim is reviewed against the most favourable record that it may speak for. What is wrong even then is told; what a
    finding used and the log does not tell is named once.

    Args:
        claim: what the log tells of the visit.

    Returns:
        What is told, and what is not.

    Raises:
        CpteduError: for a payer that is not known.

    Source: each finding names its own.

    >>> from datetime import date
    >>> lines = (("98940", 1, (), None), ("97112", 1, (), None))
    >>> found = judged(LoggedClaim("commercial_ncci", date(2026, 3, 4), lines))
    >>> [(one.code, one.says) for one in found.told if one.verdict is Verdict.NOT_SUPPORTED]
    [('97112', '97112 lacks 59, which says: distinct service.')]
    >>> "regions" in found.not_told
    True
    """
    visit, review, units = _most_favourable(claim)
    known = told_elements(claim, visit)
    against = (*review.wrong, *review.missing, *review.disputed)
    told = [_told(one, claim, visit, is_against=True) for one in against]
    told += [
        _told(one, claim, visit, is_against=False)
        for one in review.unknown
        if one not in review.disputed and _is_decided(one, visit, known)
    ]
    untold = (_kind(element) for one in review.claim.findings for element in one.used if element not in known)
    return Judged(tuple(told), tuple(sorted(set(untold))), units)


def _most_favourable(claim: LoggedClaim) -> tuple[Visit, Review, tuple[tuple[str, int], ...]]:
    """Review the claim against each record that it may speak for, and keep the first that says least against it."""
    best: tuple[Visit, Review, tuple[tuple[str, int], ...]] | None = None
    for visit in assumed_visits(claim):
        review, units = _reviewed(claim, visit)
        if best is None or _faults(review) < _faults(best[1]):
            best = visit, review, units
        if not _faults(review):
            break
    assert best is not None  # noqa: S101  (a claim speaks for one record at least)
    return best


def _faults(review: Review) -> int:
    return len(review.wrong) + len(review.missing) + len(review.disputed)


def _reviewed(claim: LoggedClaim, visit: Visit) -> tuple[Review, tuple[tuple[str, int], ...]]:
    """Review the lines; where minutes stand in place of units, with the units that the payer counts."""
    counted = {}
    if any(units is None for _, units, *_ in claim.lines):
        lines = {line.code: line.units for line in code_visit(visit).lines}
        counted = {
            code: lines.get(code, 1) for code, units, _, minutes in claim.lines if units is None and minutes
        }
    seen: set[str] = set()
    proposed: list[ProposedLine] = []
    for code, units, modifiers, _ in claim.lines:
        # Minutes of two lines are counted together, so their units stand once.
        is_counted_already = units is None and code in seen
        proposed.append(
            (code, 0 if is_counted_already else counted.get(code, 1) if units is None else units, modifiers)
        )
        seen.add(code)
    return review_claim(visit, proposed), tuple(sorted(counted.items()))


def _is_decided(finding: Finding, visit: Visit, known: frozenset[str]) -> bool:
    """Say whether what is open is open for the claim alone, by what the finding used."""
    return (
        finding.rule not in OF_THE_WHOLE_LOG
        and known.issuperset(finding.used)
        and not _names_what_is_assumed(finding.says, visit)
    )


def _names_what_is_assumed(says: str, visit: Visit) -> bool:
    places = {*visit.adjusted, *(region for service in visit.services for region in service.regions)}
    return bool(places) and _names_one_of(frozenset(places)).search(says) is not None


@lru_cache(maxsize=1_000)
def _names_one_of(places: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(places)).replace('_', ' ')})\b")


def _told(finding: Finding, claim: LoggedClaim, visit: Visit, *, is_against: bool) -> Told:
    return Told(
        finding.code or "",
        finding.rule,
        finding.verdict,
        _in_words(finding, claim, visit),
        tuple(one.id for one in finding.citations),
        finding.vintage,
        is_against,
    )


def _in_words(finding: Finding, claim: LoggedClaim, visit: Visit) -> str:
    """Give the reason; of two codes of which a date has one, it is that, for a record has a place for one alone."""
    number = finding.code or ""
    held = codes().get(number)
    if finding.rule == "not_in_record" and held is not None and held.family in _ONCE_A_DATE:
        others = [
            code
            for code in dict.fromkeys(line[0] for line in claim.lines)
            if code != number and code in codes()
        ]
        alike = [code for code in others if codes()[code].family == held.family]
        if alike:
            note = next(row["units_note"] for row in rows("codes.csv") if row["code"] == number)
            return f"{number} stands beside {', '.join(alike)} on one claim: {note}."
    return f"{finding.says} {_REMARK}" if _names_what_is_assumed(finding.says, visit) else finding.says


def _kind(element: str) -> str:
    """Name what an element is, whichever service or diagnosis it belongs to."""
    return (
        element.rsplit(".", 1)[-1]
        if element.startswith(("services", "evaluation"))
        else re.split(r"[.\[]", element)[0]
    )
