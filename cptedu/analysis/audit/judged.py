"""What the rules say of one logged visit: what its claim alone decides, and what stands in the note."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from operator import itemgetter

from cptedu.analysis.audit.assumed import LoggedClaim, assumed_visits, told_elements
from cptedu.engine.coding import code_visit
from cptedu.engine.proposal import ProposedLine
from cptedu.engine.review import Review, review_claim
from cptedu.facts.codes import codes
from cptedu.facts.days_told import day_as_told
from cptedu.facts.tables import data_folder, rows
from cptedu.model import Finding, Verdict, Visit
from cptedu.payers import Payer, payer
from cptedu.rules.data_age import edits_told
from cptedu.rules.evaluation import is_established

__all__ = ["Judge", "Judged", "Told", "judged", "names_a_day", "of_its_day", "period"]

OF_THE_WHOLE_LOG = frozenset({"data_age", "visits_a_year"})
"""Rules that say the same of every visit, or ask for the visits of a year: the log as a whole answers them."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d|datetime\.date\((\d+), (\d+), (\d+)\)")
FIRST_DAYS = frozenset({"effective_from", "release_from", "begins"})
LAST_DAYS = frozenset({"effective_to"})
_ONCE_A_DATE = frozenset({"cmt_spinal", "office_visit"})
_REMARK = "What it names of the note is assumed as the claim would need it; the log does not tell it."


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Judged:
    """What the rules say of one visit of a log.

    Attributes:
        told: what the claim alone decides, where it is not simply right.
        not_told: kinds of things on which the claim rests and that the log does not tell, such as ``"regions"``.
        units: the units of each code whose line tells minutes in their place, as the payer counts them.
        data_age: what is said of the age of the edits.
    """

    told: tuple[Told, ...]
    not_told: tuple[str, ...]
    units: tuple[tuple[str, int], ...]
    data_age: str


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

    >>> lines = (("98940", 1, (), None), ("97112", 1, (), None))
    >>> found = judged(LoggedClaim("commercial_ncci", date(2026, 3, 4), lines))
    >>> [(one.code, one.says) for one in found.told if one.verdict is Verdict.NOT_SUPPORTED]
    [('97112', '97112 lacks 59, which says: distinct service.')]
    >>> "regions" in found.not_told
    True
    """
    visit, review, units = _most_favourable(claim)
    known = told_elements(claim, visit)
    told = [_told(one, claim, visit, is_against=True) for one in review.wrong + review.missing]
    told += [
        _told(one, claim, visit, is_against=False) for one in review.unknown if _is_decided(one, visit, known)
    ]
    untold = (_kind(element) for one in review.claim.findings for element in one.used if element not in known)
    age = next((one.says for one in review.claim.notes if one.rule == "data_age"), "")
    return Judged(tuple(told), tuple(sorted(set(untold))), units, age)


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
    return len(review.wrong) + len(review.missing)


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


@dataclass
class Judge:
    """Judges many visits, and works out once what is said of visits that are alike.

    Two visits are alike when payer, lines and diagnoses are the same, no row of a table and no payer's choice begins or ends
    between their days, and both patients are new ones there or neither: rules know a day by these alone, but for the age of
    the edits, which is said of each day by itself. An answer that names a day is taken for no other visit.

    Attributes:
        asked: how many visits were judged.
        worked_out: how many of them were worked out.
    """

    asked: int = 0
    worked_out: int = 0
    _held: dict[object, Judged] = field(default_factory=dict, repr=False)
    _periods: dict[tuple[date, str], int] = field(default_factory=dict, repr=False)

    def judged(self, claim: LoggedClaim) -> Judged:
        """Judge the claim of one visit.

        Args:
            claim: what the log tells of it.

        Returns:
            What ``judged`` says.
        """
        self.asked += 1
        key, alike = self.kind(claim)
        if key not in self._held:
            self.worked_out += 1
            found = judged(alike)
            if names_a_day(found, alike):
                return found
            self._held[key] = found
        return of_its_day(self._held[key], alike.on)

    def kind(self, claim: LoggedClaim) -> tuple[Hashable, LoggedClaim]:
        """Give what a claim has in common with those that are judged alike, and the claim with its lines in one order."""
        alike = _in_one_order(claim)
        established = None if alike.last_seen is None else is_established(alike.last_seen, alike.on)
        key = (alike.payer, self._period(alike.on, alike.payer), alike.lines, alike.diagnoses, established)
        return key, alike

    def _period(self, on: date, payer_name: str) -> int:
        key = on, payer_name
        if key not in self._periods:
            self._periods[key] = period(on, payer_name)
        return self._periods[key]


def names_a_day(found: Judged, claim: LoggedClaim) -> bool:
    """Say whether an answer names a day of its claim, so that it holds for that day alone."""
    days = [told for day in (claim.on, claim.last_seen) if day is not None for told in day_as_told(day)]
    return any(day in one.says for one in found.told for day in days)


def _in_one_order(claim: LoggedClaim) -> LoggedClaim:
    """Order the lines by code; those of one code keep their order, and an earlier visit matters to an examination alone."""
    held = codes()
    examined = claim.last_seen is not None and any(
        line[0] in held and held[line[0]].is_office_visit for line in claim.lines
    )
    in_order = tuple(sorted(claim.lines, key=itemgetter(0)))
    last_seen = claim.last_seen if examined else None
    if (in_order, last_seen) == (claim.lines, claim.last_seen):
        return claim
    return LoggedClaim(claim.payer, claim.on, in_order, claim.diagnoses, last_seen)


def of_its_day(found: Judged, on: date) -> Judged:
    """Give what was said of an alike visit as it is said of a day: how old the edits are changes with every quarter.

    Args:
        found: what was said of a visit in whose time nothing that is held changes until this day, or since.
        on: the day.

    Returns:
        The same, with the age of that day.
    """
    if not found.data_age:
        return found
    age = edits_told(on)
    return found if age == found.data_age else replace(found, data_age=age)


def period(on: date, payer_name: str) -> int:
    """Give the time within which nothing that is held changes: as many changes came before it.

    Args:
        on: the day.
        payer_name: the payer's profile, whose choices have their own days.

    Returns:
        A number that is the same for two days of one such time.

    >>> period(date(2026, 3, 4), "medicare") == period(date(2026, 3, 5), "medicare")
    True
    >>> period(date(2025, 12, 31), "medicare") == period(date(2026, 1, 1), "medicare")
    False
    """
    return bisect_right(_changes(payer(payer_name)), on)


@cache
def _changes(profile: Payer) -> list[date]:
    """List every day on which a row of a table or a choice of the payer's file may begin to speak, or have ended.

    What a day means stands in the name of its column: a row speaks from its first day and still on its last one. What is not
    told by the name, as in a payer's file, changes something on its day and on the day after.
    """
    tables = sorted(path.name for path in data_folder().glob("*.csv"))
    named = {
        (column, cell)
        for table in tables
        for row in rows(table)
        for column, cell in row.items()
        if cell and _DAY.fullmatch(cell)
    }
    days = {(column, date.fromisoformat(cell)) for column, cell in named}
    days |= {("", day) for day in _days_of(repr(profile))}
    return sorted(
        {day for column, day in days if column not in LAST_DAYS}
        | {day + timedelta(days=1) for column, day in days if column not in FIRST_DAYS}
    )


def _days_of(written: str) -> Iterable[date]:
    return (date(int(one[1]), int(one[2]), int(one[3])) for one in _DAY.finditer(written) if one[1])
