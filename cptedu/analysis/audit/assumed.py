"""The record that a claim speaks for: whatever a log cannot tell is assumed as the claim would need it.

A claim line says a code, units and modifiers. Which regions were treated, for how long, with what finding, and by whom stands
in the note, and no log of claims has it. So the most favourable record is assumed, one of a few: what a review finds wrong
even then is wrong whatever the note says, and what the assumption stands for is not told by the log.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from cptedu.engine.recorded import CODED_BY_PURPOSE
from cptedu.facts.cmt_levels import extraspinal_cmt, spinal_cmt
from cptedu.facts.codes import Code, codes, purposes
from cptedu.facts.diagnoses import diagnosis
from cptedu.facts.regions import extraspinal, regions, spinal
from cptedu.facts.subluxation import subluxation_regions
from cptedu.facts.tables import in_force, rows
from cptedu.model import Visit
from cptedu.payers.of_day import payer_of_day

__all__ = ["LoggedClaim", "LoggedLine", "assumed_visits", "told_elements"]

LoggedLine = tuple[str, int | None, tuple[str, ...], int | None]
"""Code, units, modifiers, minutes: units or minutes are None where the log does not tell them."""

DEFICIT = "measured: 3 of 10 left, 9 of 10 right"
MINUTES_A_UNIT = 15
FIRST_HOUR = 6 * 60
LAST_MINUTE = 24 * 60
ALONE = frozenset({"supervised"})
_OF_MAINTENANCE = frozenset({"GA", "GZ"})


@dataclass(frozen=True, slots=True)
class LoggedClaim:
    """What a log tells of one visit.

    Attributes:
        payer: the payer's profile.
        on: the date of service.
        lines: the lines, in the order in which they stand.
        diagnoses: the diagnoses in claim order; None where the log has no column for them.
        last_seen: the visit before it in this log; None where there is none.
    """

    payer: str
    on: date
    lines: tuple[LoggedLine, ...]
    diagnoses: tuple[str, ...] | None = None
    last_seen: date | None = None


def told_elements(claim: LoggedClaim, visit: Visit) -> frozenset[str]:
    """Name the elements of an assumed visit that the log itself tells.

    Args:
        claim: what the log tells.
        visit: what was assumed of it.

    Returns:
        Elements as findings name them, such as ``"services[1].code"``.
    """
    timed = {code for code, _, _, minutes in claim.lines if minutes is not None}
    told = {"evaluation.code"}
    for at, service in enumerate(visit.services, 1):
        told.add(f"services[{at}].code")
        if service.code in timed:
            told.add(f"services[{at}].minutes")
    if claim.diagnoses is not None:
        told |= {f"diagnoses[{at}]" for at in range(1, len(claim.diagnoses) + 1)} | {"diagnoses"}
    if claim.last_seen is not None:
        told.add("last_seen")
    return frozenset(told)


def assumed_visits(claim: LoggedClaim) -> Iterator[Visit]:
    """Give the records that a claim may speak for, the likeliest first.

    They differ in what modifiers hint at: active care or maintenance, and the notice that was signed. Where no adjustment of the
    spine is billed, or no modifier hints at maintenance and the payer asks for none that would, active care is as favourable
    as any.

    Args:
        claim: what the log tells.

    Returns:
        The visits, each complete in what its codes ask for.

    >>> claim = LoggedClaim("medicare", date(2026, 3, 4), (("98940", 1, ("AT",), None),), ("M99.01", "M54.2"))
    >>> first = next(assumed_visits(claim))
    >>> first.adjusted, first.care
    (('cervical',), 'active')
    """
    written = _written(claim)
    for care, notice in _courses(claim):
        yield Visit.from_dict(written | {"care": care} | ({"abn": notice} if notice else {}))


def _courses(claim: LoggedClaim) -> tuple[tuple[str, str | None], ...]:
    marks = {modifier for _, _, modifiers, _ in claim.lines for modifier in modifiers}
    notice = "voluntary" if "GX" in marks else None
    courses: tuple[tuple[str, str | None], ...] = (("active", notice),)
    is_marked = marks & _OF_MAINTENANCE or payer_of_day(claim.payer, claim.on).wants("care_marks") != "none"
    if is_marked and any(line[0] in spinal_cmt() for line in claim.lines):
        courses = (*courses, ("maintenance", notice))
    if "GA" in marks:
        courses = (("maintenance", "required"), *courses)
    if "GZ" in marks:
        courses = (("maintenance", "none"), *courses)
    return courses


def _written(claim: LoggedClaim) -> dict[str, Any]:
    written: dict[str, Any] = {"date_of_service": claim.on, "payer": claim.payer}
    by_code: dict[str, list[LoggedLine]] = {}
    for line in claim.lines:
        if line[1] != 0:
            by_code.setdefault(line[0], []).append(line)
    adjusted = _adjusted(claim, by_code)
    if adjusted:
        written["adjusted"] = adjusted
    evaluation = _evaluation(by_code)
    if evaluation:
        written["evaluation"] = {"code": evaluation, "separate": True}
    services = list(_services({one: lines for one, lines in by_code.items() if _is_service(one, evaluation)}))
    if services:
        written["services"] = services
    diagnoses = _fitting(claim.on, adjusted) if claim.diagnoses is None else claim.diagnoses
    if diagnoses is not None:
        written["diagnoses"] = list(diagnoses)
    if claim.last_seen is not None:
        written["last_seen"] = claim.last_seen
    return written


def _is_service(number: str, evaluation: str | None) -> bool:
    """Say whether a code is written as a service; a second office visit of a day has no place in a record."""
    is_adjustment = number in spinal_cmt() or number in extraspinal_cmt()
    held = codes().get(number)
    return not is_adjustment and number != evaluation and not (held is not None and held.is_office_visit)


def _adjusted(claim: LoggedClaim, by_code: Mapping[str, object]) -> list[str]:
    """Choose as many regions as the level has, those with a diagnosed subluxation first."""
    level = next((number for number in by_code if number in spinal_cmt()), None)
    chosen: list[str] = []
    if level is not None:
        diagnosed = [
            region
            for one in claim.diagnoses or ()
            for region in _body_order(subluxation_regions(one) | subluxation_regions(one, asked=True))
        ]
        likely = dict.fromkeys([*diagnosed, *_body_order(spinal())])
        chosen = list(likely)[: _regions_of_level()[level]]
    if any(number in extraspinal_cmt() for number in by_code):
        chosen.append(_body_order(extraspinal())[-1])
    return chosen


def _fitting(on: date, adjusted: list[str]) -> tuple[str, ...] | None:
    """Choose diagnoses for a claim whose log has none: a subluxation where it was adjusted, and damage to a nerve."""
    named = [
        next((row["diagnosis"] for row in _of("subluxation_diagnoses.csv", "supports", region, on)), None)
        for region in adjusted
    ]
    nerves = (row["prefix"] for row in _of("neuro_diagnoses.csv", "kind", "neurological", on))
    nerve = next((one for one in nerves if diagnosis(one, on).state == "held"), None)
    return None if nerve is None else tuple(one for one in (*dict.fromkeys(named), nerve) if one is not None)


def _of(table: str, column: str, word: str, on: date) -> list[Mapping[str, str]]:
    return [row for row in rows(table) if word in row[column].split() and in_force(row, on)]


@cache
def _regions_of_level() -> dict[str, int]:
    return {row["code"]: int(row["regions_from"]) for row in rows("cmt_levels.csv")}


def _body_order(some: frozenset[str]) -> list[str]:
    return [one.name for one in regions() if one.name in some]


def _evaluation(by_code: Mapping[str, object]) -> str | None:
    """Choose the examination: an office visit before a therapist's evaluation."""
    held = [codes()[one] for one in by_code if one in codes()]
    examinations = [one for one in held if one.is_office_visit]
    examinations += [one for one in held if one.family == "therapy_evaluation"]
    return examinations[0].number if examinations else None


def _services(by_code: Mapping[str, list[LoggedLine]]) -> Iterator[dict[str, Any]]:
    """Assume of each code what it asks for: its own time, its own region beyond the spine, a measured deficit."""
    places = _body_order(extraspinal())[:-1]
    clock = FIRST_HOUR
    for at, (number, lines) in enumerate(by_code.items()):
        told = [minutes for *_, minutes in lines if minutes is not None]
        units = sum(1 if line[1] is None else line[1] for line in lines)
        minutes = min(sum(told) if told else MINUTES_A_UNIT * units, LAST_MINUTE)
        service: dict[str, Any] = {
            "code": number,
            "activity": number,
            "regions": [places[at % len(places)]],
            "deficit": DEFICIT,
            "minutes": minutes,
            "contact": "one_on_one",
        }
        if clock + minutes < LAST_MINUTE:
            service["started"] = f"{clock // 60:02}:{clock % 60:02}"
        clock += minutes + 1
        marks = {modifier for _, _, modifiers, _ in lines for modifier in modifiers}
        if "XE" in marks:
            service["encounter"] = 2
        if "XP" in marks:
            service["performed_by"] = "therapist"
        yield service | _as_it_is_given(codes().get(number))


def _as_it_is_given(held: Code | None) -> dict[str, Any]:
    if held is None:
        return {}
    if held.contact == "group":
        return {"contact": "group", "purpose": [_aims()[0]]}
    if held.contact in ALONE:
        return {"contact": "unattended"}
    if held.family not in CODED_BY_PURPOSE:
        return {}
    own = [aim for aim, number in purposes().items() if number == held.number]
    # Of what has no purpose of its own, exercise in water is the one.
    return {"purpose": own[:1]} if own else {"purpose": [_aims()[0]], "aquatic": True}


def _aims() -> tuple[str, ...]:
    return tuple(purposes())
