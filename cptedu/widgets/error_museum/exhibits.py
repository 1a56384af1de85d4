"""Published wrong statements that can be carried out, and visits on which they part from the sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from cptedu.engine.coding import code_visit
from cptedu.errors import CpteduError, unknown
from cptedu.facts.cmt_levels import spinal_cmt
from cptedu.facts.regions import regions_understood, spinal
from cptedu.facts.releases import release_for
from cptedu.facts.sources import Citation, cite
from cptedu.facts.tables import as_date, document, in_force, rows
from cptedu.model import Claim, Finding, Reading, Verdict, Visit
from cptedu.payers import payer
from cptedu.rules.ptp_edit import ptp_edit
from cptedu.rules.say import say
from cptedu.rules.timed_units import METHODS, timed_units, units_for_minutes
from cptedu.visit.record import understood

__all__ = ["KINDS", "Exhibit", "Knob", "Trial", "exhibit", "exhibits"]

KINDS: Mapping[str, str] = {
    "wrong": "wrong",
    "payer_rule": "one payer's rule, told as everybody's",
    "disputed": "disputed",
}
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


@dataclass(frozen=True)
class Knob:
    """One thing about the visit that the learner may change.

    Attributes:
        name: a short name.
        label: what it is, in words.
        kind: ``number``, ``date``, ``one`` (of the options) or ``several`` (of them).
        path: where in the visit it is, such as ``("services", 0, "minutes")``.
        start: where it stands at first.
        options: label and value of each thing to choose, of ``one`` and ``several``.
        least: the least number or first date.
        most: the greatest number or last date.
    """

    name: str
    label: str
    kind: str
    path: tuple[str | int, ...]
    start: Any
    options: tuple[tuple[str, Any], ...] = ()
    least: Any = None
    most: Any = None

    def value(self, setting: Any) -> Any:
        """Give what a setting means in the visit.

        Raises:
            CpteduError: for a setting that is not offered.
        """
        if self.kind == "number":
            if (
                isinstance(setting, bool)
                or not isinstance(setting, int)
                or not self.least <= setting <= self.most
            ):
                raise CpteduError(
                    f"{self.label}: give a whole number from {self.least} to {self.most}, not {setting!r}."
                )
            return setting
        if self.kind == "date":
            on = as_date(setting, self.label)
            if not self.least <= on <= self.most:
                raise CpteduError(f"{self.label}: give a day from {self.least} to {self.most}, not {on}.")
            return on
        if self.kind == "one":
            if (
                isinstance(setting, bool)
                or not isinstance(setting, int)
                or setting not in range(len(self.options))
            ):
                raise CpteduError(
                    f"{self.label}: {setting!r} is not offered. There are {len(self.options)} choices."
                )
            return self.options[setting][1]
        offered = [value for _, value in self.options]
        if not isinstance(setting, list | tuple):
            raise CpteduError(f"{self.label}: give a list, not {setting!r}.")
        for one in setting:
            if one not in offered:
                raise unknown(self.label, one, offered)
        return [value for value in offered if value in setting]


@dataclass(frozen=True)
class Exhibit:
    """A published statement, and what may be changed in a visit to disprove it.

    Attributes:
        id: a short name.
        title: a name for the plaque.
        statement: what was published, in our words.
        seen_in: where.
        kind: one of ``KINDS``.
        skill: the skill to which it belongs.
        asks: the question that statement and sources answer.
        hint: where to look.
        wrong: what is wrong with it.
        settled_by: the sources that settle it, or that stand on the other side.
        readings: each side, where sources differ.
        visit: the visit to start from, as in a visit file, without what the knobs set.
        knobs: what may be changed.
        disproof: settings at which statement and sources part.
    """

    id: str
    title: str
    statement: str
    seen_in: tuple[Citation, ...]
    kind: str
    skill: str
    asks: str
    hint: str
    wrong: str
    settled_by: tuple[Citation, ...]
    readings: tuple[Reading, ...]
    visit: Mapping[str, Any]
    knobs: tuple[Knob, ...]
    disproof: Mapping[str, Any]

    @property
    def start(self) -> dict[str, Any]:
        """Give the settings at which the knobs stand at first."""
        return {knob.name: knob.start for knob in self.knobs}

    def visit_at(self, settings: Mapping[str, Any]) -> Visit:
        """Make the visit of some settings.

        Args:
            settings: a setting for each knob; one that is left out stands where it stood at first.

        Returns:
            The visit.

        Raises:
            CpteduError: for a knob that the exhibit does not have, or a setting that is not offered.
        """
        names = [knob.name for knob in self.knobs]
        for name in settings:
            if name not in names:
                raise unknown("knob of this exhibit", name, names)
        given = _copied(self.visit)
        for knob in self.knobs:
            _put(given, knob.path, knob.value(settings.get(knob.name, knob.start)))
        return Visit.from_dict(given)

    def test(self, settings: Mapping[str, Any]) -> Trial:
        """Put a visit to the test.

        >>> tested = exhibit("exercise_59").test({"adjusted": 1})
        >>> tested.statement, tested.sources, tested.disproves
        ('59', 'none', True)
        """
        return _STATEMENTS[self.id](self.visit_at(settings))


def _copied(given: Any) -> Any:
    if isinstance(given, Mapping):
        return {key: _copied(value) for key, value in given.items()}
    return [_copied(one) for one in given] if isinstance(given, list) else given


def _put(given: Any, path: tuple[str | int, ...], value: Any) -> None:
    for step in path[:-1]:
        given = given[step]
    given[path[-1]] = value


@cache
def exhibits() -> tuple[Exhibit, ...]:
    """List the exhibits.

    >>> "stroke_only" in [one.id for one in exhibits()]
    True
    """
    return tuple(map(_exhibit, document("errors.toml")["errors"]))


def exhibit(name: str) -> Exhibit:
    """Look an exhibit up by its id.

    Raises:
        CpteduError: when there is none of that name.
    """
    held = {one.id: one for one in exhibits()}
    if name not in held:
        raise unknown("exhibit", name, held)
    return held[name]


def _exhibit(entry: Mapping[str, Any]) -> Exhibit:
    return Exhibit(
        **{key: entry[key] for key in ("id", "title", "statement", "kind", "skill", "asks", "hint", "wrong")},
        seen_in=tuple(map(cite, entry["seen_in"])),
        settled_by=tuple(map(cite, entry["settled_by"])),
        readings=_readings(entry.get("contested")),
        visit=entry["visit"],
        knobs=tuple(map(_knob, entry["knobs"])),
        disproof=entry["disproof"],
    )


def _knob(entry: Mapping[str, Any]) -> Knob:
    return Knob(
        name=entry["name"],
        label=entry["label"],
        kind=entry["kind"],
        path=tuple(int(step) if step.isdecimal() else step for step in entry["path"].split(".")),
        start=entry["start"],
        options=tuple((one["label"], one["value"]) for one in entry.get("options", ())),
        least=entry.get("least"),
        most=entry.get("most"),
    )


def _readings(point: str | None) -> tuple[Reading, ...]:
    if point is None:
        return ()
    found = next(one for one in document("contested.toml")["points"] if one["id"] == point)
    return tuple(Reading(one["says"], tuple(map(cite, one["held_by"]))) for one in found["readings"])


# ---- the statements, carried out --------------------------------------------------------------------------------


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


_STATEMENTS: Mapping[str, Callable[[Visit], Trial]] = {
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
