"""The published statements, carried out: what each makes of a visit, beside what the rules of the course do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from cptedu.engine.coding import code_visit
from cptedu.facts.cmt_levels import spinal_cmt
from cptedu.facts.regions import regions_understood, spinal
from cptedu.facts.releases import release_for
from cptedu.facts.tables import in_force, rows
from cptedu.model import Claim, Finding, Verdict, Visit
from cptedu.payers import payer
from cptedu.rules.ptp_edit import ptp_edit
from cptedu.rules.say import say
from cptedu.rules.timed_units import METHODS, timed_units, units_for_minutes
from cptedu.visit.record import understood

__all__ = ["STATEMENTS", "Trial"]

NO_ANSWER = "no answer"
NO_DATA = "no data"
REDUCTION = "multiple_procedure_reduction.csv"
NONE = "none"
ELSEWHERE = ("lower_extremities",)


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


def _about(claim: Claim, number: str) -> tuple[Finding, ...]:
    """Give the findings on one code, billed or not."""
    line = claim.line(number)
    if line is not None:
        return line.findings
    return tuple(finding for item in claim.unbilled if item.code == number for finding in item.findings)


def _of_rules(findings: tuple[Finding, ...], *names: str) -> tuple[Finding, ...]:
    """Keep the findings that decide; all of them when none of these rules spoke."""
    return tuple(one for one in findings if one.rule in names) or findings


def _units(claim: Claim, number: str) -> int:
    line = claim.line(number)
    return line.units if line else 0


def _count(units: int) -> str:
    return f"{units} unit{'' if units == 1 else 's'}"


def _marks(claim: Claim, number: str) -> str:
    line = claim.line(number)
    return " ".join(line.modifiers) or NONE if line else "no such line"


def _said(visit: Visit, says: str, source: str) -> Finding:
    return say(understood(visit), "exhibit", Verdict.SUPPORTED, says, (source,))


def _is_adjusted(visit: Visit) -> bool:
    return bool(set(regions_understood(visit.adjusted)) & spinal())


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _single_region(visit: Visit) -> Trial:
    claim = code_visit(visit)
    number = next((line.code for line in claim.lines if line.code in spinal_cmt()), "")
    return Trial(
        _yes(len(regions_understood(visit.adjusted)) == 1),
        _yes(number == spinal_cmt()[0]),
        _of_rules(_about(claim, number), "cmt_level"),
    )


def _untimed_97033(visit: Visit) -> Trial:
    claim = code_visit(visit)
    return Trial(
        _count(1), _count(_units(claim, "97033")), _of_rules(_about(claim, "97033"), "timed_units", "units")
    )


def _first_band(visit: Visit) -> Trial:
    claim = code_visit(visit)
    spent = visit.services[0].minutes or 0
    printed = NO_ANSWER if 15 <= spent <= 22 else _count(units_for_minutes(spent))
    return Trial(
        printed, _count(_units(claim, "97110")), _of_rules(_about(claim, "97110"), "timed_units", "units")
    )


def _methods_reversed(visit: Visit) -> Trial:
    claim = code_visit(visit)
    minutes = {"97110": visit.services[0].minutes or 0, "97140": visit.services[1].minutes or 0}
    right = payer(visit.payer).wants("unit_method", visit.date_of_service)
    other = next(method for method in METHODS if method != right)
    said = _of_rules((*_about(claim, "97110"), *_about(claim, "97140")), "timed_units", "units")
    return Trial(
        _count(timed_units(minutes, other).total_units),
        _count(sum(_units(claim, number) for number in minutes)),
        said,
    )


def _several_aims(visit: Visit) -> Trial:
    claim = code_visit(visit)
    numbers = [line.code for line in claim.lines]
    aims = len(visit.services[0].purpose)
    statement = {0: NO_ANSWER, 1: "97112"}.get(aims, "97530")
    number = numbers[0] if numbers else NO_ANSWER
    return Trial(statement, number, _of_rules(claim.findings, "purpose"))


def _stroke_only(visit: Visit) -> Trial:
    claim = code_visit(visit)
    neurological = any(one.startswith("I6") for one in visit.diagnoses or ())
    return Trial(
        _yes(neurological),
        _yes(claim.line("97112") is not None),
        _of_rules(_about(claim, "97112"), "neuro_criteria", "deficit"),
    )


def _different_diagnosis(visit: Visit) -> Trial:
    claim = code_visit(visit)
    # With a diagnosis of its own the statement takes the work for a distinct one, as if it were elsewhere.
    has_own = len(visit.diagnoses or ()) > 1
    service = replace(visit.services[0], regions=ELSEWHERE) if has_own else visit.services[0]
    as_stated = code_visit(replace(visit, services=(service,)))

    def billed(of: Claim) -> str:
        return f"yes, with {_marks(of, '97140')}" if of.line("97140") else "no"

    return Trial(billed(as_stated), billed(claim), _of_rules(_about(claim, "97140"), "separate_region"))


def _always_59(visit: Visit, number: str) -> Trial:
    """Put 59 on a therapy beside any spinal adjustment; the edit table has no such pair."""
    claim = code_visit(visit)
    marks = _marks(claim, number)
    if not _is_adjusted(visit):
        source = release_for("ptp", visit.date_of_service).source
        return Trial(
            marks, marks, (_said(visit, "Nothing was adjusted, so nothing stands beside it.", source),)
        )
    adjustment = next(line.code for line in claim.lines if line.code in spinal_cmt())
    edit = ptp_edit(adjustment, number, visit.date_of_service)
    return Trial("59", marks, (_said(visit, edit.says, edit.citations[0].id),))


def _exercise_59(visit: Visit) -> Trial:
    return _always_59(visit, "97110")


def _task_59(visit: Visit) -> Trial:
    return _always_59(visit, "97530" if "functional_task" in visit.services[0].purpose else "97535")


def _extraspinal_51(visit: Visit) -> Trial:
    claim = code_visit(visit)
    marks = _marks(claim, "98943")
    has_both = claim.line("98943") is not None and _is_adjusted(visit)
    return Trial("51" if has_both else marks, marks, _of_rules(_about(claim, "98943"), "extraspinal_51"))


def _in_table(visit: Visit, name: str, column: str, on: date) -> tuple[str, tuple[Finding, ...]]:
    """Look a percentage up for a day, with the span of days for which its row holds."""
    held = [row for row in rows(name) if in_force(row, on)]
    if not held:
        return NO_DATA, ()
    row = held[0]
    until = f" to {row['effective_to']}" if row["effective_to"] else " on"
    said = f"The table has {row[column]} per cent from {row['effective_from']}{until}."
    return f"{row[column]} per cent", (_said(visit, said, row["source"]),)


def _reduction_from_july(visit: Visit) -> Trial:
    on, column = visit.date_of_service, "pe_percent_kept"
    kept, because = _in_table(visit, REDUCTION, column, on)
    before, _ = _in_table(visit, REDUCTION, column, date(2013, 3, 31))
    late = date(2013, 4, 1) <= on < date(2013, 7, 1)
    return Trial(before if late else kept, kept, because)


def _cut_of_july_2022(visit: Visit) -> Trial:
    on = visit.date_of_service
    cut, because = _in_table(visit, "sequestration.csv", "percent", on)
    return Trial("1 per cent" if on >= date(2022, 7, 1) else cut, cut, because)


def _chronic_never(visit: Visit) -> Trial:
    claim = code_visit(visit)
    line = claim.line("98940")
    covered = line is not None and line.verdict is Verdict.SUPPORTED
    statement = False if visit.course == "chronic" else covered
    return Trial(_yes(statement), _yes(covered), _of_rules(_about(claim, "98940"), "care_phase", "care"))


STATEMENTS: Mapping[str, Callable[[Visit], Trial]] = {
    "single_region": _single_region,
    "untimed_97033": _untimed_97033,
    "first_band": _first_band,
    "methods_reversed": _methods_reversed,
    "several_aims": _several_aims,
    "stroke_only": _stroke_only,
    "different_diagnosis": _different_diagnosis,
    "exercise_59": _exercise_59,
    "task_59": _task_59,
    "extraspinal_51": _extraspinal_51,
    "reduction_from_july": _reduction_from_july,
    "cut_of_july_2022": _cut_of_july_2022,
    "chronic_never": _chronic_never,
}
