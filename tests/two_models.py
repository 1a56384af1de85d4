"""The claim of a visit by the rules of the package beside the one by the second way: every difference, in words."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st
from strategies import PAYERS, REGIONS, service

from cptedu.engine.coding import code_visit
from cptedu.facts.tables import document, rows
from cptedu.learn.questions import Note
from cptedu.learn.second_opinion import ASKED, REFUSED, LeftOff, Outcome, outcomes_by
from cptedu.model import Claim, ClaimLine, Verdict, Visit
from cptedu.rules.payer_limits import COUNTED

SAME_AS_59 = frozenset({"XE", "XP", "XS", "XU"})
KIND = {
    Verdict.NOT_SUPPORTED: REFUSED,
    Verdict.NOT_COVERED: REFUSED,
    Verdict.ASK: ASKED,
    Verdict.NO_DATA: "no data",
}
NOT_JUDGED = ("needs_51_on_98943", *COUNTED)
"""Choices of a payer that change lines and of which the second way knows nothing."""

IN_THE_MORNING = st.integers(0, 40).map(lambda n: f"09:{n:02}:00")
MEETING = st.sampled_from(["97012", "97018", "97016", "97750", "97755", "97760", "97763", "G0283", "97032"])
"""Codes that edits join to others and that come by their code."""
NEAR = REGIONS[:3]

SERVED = st.sampled_from(
    ["strength", "balance", "functional_task", "soft_tissue", "massage", "self_care", "gait"]
)
WHAT_IT_WAS = st.one_of(
    st.tuples(SERVED, st.none()),
    st.tuples(SERVED, st.none()),
    st.tuples(st.none(), MEETING),
    st.tuples(SERVED, MEETING),
)
"""A purpose, or a code that comes without one; now and then both, which do not go together."""


def _meeting(what: tuple[str | None, str | None], **keys: Any) -> dict[str, Any]:
    return service(what[0], **keys, code=what[1])


meeting_services = st.builds(
    _meeting,
    WHAT_IT_WAS,
    regions=st.lists(st.sampled_from(NEAR), min_size=1, max_size=1),
    minutes=st.one_of(st.integers(1, 30), st.sampled_from([5, 7, 8, 15, 20, 23])),
    started=st.one_of(st.none(), IN_THE_MORNING),
    encounter=st.sampled_from([None, None, None, 1, 2, "first"]),
    performed_by=st.sampled_from(["chiropractor", "chiropractor", "therapist"]),
    contact=st.sampled_from(["one_on_one", "one_on_one", "one_on_one", "group"]),
    aquatic=st.sampled_from([False, False, False, True]),
)
"""Services with a good record, near one another in place and time, so that edits and the clock come into play."""
meeting_visits = st.fixed_dictionaries(
    {
        "date_of_service": st.just("2026-03-04"),
        "payer": st.sampled_from(PAYERS),
        "care": st.just("active"),
        "adjusted": st.lists(st.sampled_from(NEAR), max_size=2, unique=True),
        "services": st.lists(meeting_services, min_size=2, max_size=5),
    },
    optional={
        "diagnoses": st.sampled_from([["M99.01", "M99.02", "M99.03", "M54.2"], ["M99.02", "M54.6"]]),
        "part": st.just(["P", "A"]),
        "evaluation": st.fixed_dictionaries(
            {"code": st.sampled_from(["99213", "97161", "97164"]), "separate": st.booleans()}
        ),
    },
).map(Visit.from_dict)
"""Visits in which many services meet."""


def payers_left_out(names: list[str]) -> list[str]:
    """Name the payers of whom the second way cannot speak, since they chose what it does not judge."""
    return [
        name
        for name in names
        if any(document(f"payers/{name}.toml").get(choice, {}).get("value") for choice in NOT_JUDGED)
    ]


def not_spoken_of(visit: Visit) -> str:
    """Say why the second way does not speak of a visit; empty when it does.

    What is not known of a day is no matter of the two ways: whether a code or a diagnosis was in force then. Nor is what no
    text settles: whether a service that an edit keeps off keeps the minutes that it shares with another one by the clock. The
    rules let it keep them and ask, the second way gives them back.
    """
    if payers_left_out([visit.payer]):
        return "a payer's choice"
    outcome = outcomes_by(Note(visit))[0]
    if outcome.clock_is_open:
        return "minutes of a service that an edit keeps off"
    named = {one.code for one in (*outcome.lines, *outcome.off) if one.code}
    named |= {one.code for one in visit.services if one.code}
    if any(not _was_in_force(number, visit.date_of_service) for number in named):
        return "a code of another time"
    if any(not _is_held(one, visit.date_of_service) for one in visit.diagnoses or ()):
        return "a diagnosis that is not held"
    return ""


def _was_in_force(number: str, on: date) -> bool:
    day = on.isoformat()
    (row,) = (one for one in rows("codes.csv") if one["code"] == number)
    first = min((one["effective_from"] for one in rows("rvu.csv") if one["code"] == number), default=day)
    return first <= day and row["effective_from"] <= day <= (row["effective_to"] or day)


def _is_held(diagnosis: str, on: date) -> bool:
    day = on.isoformat()
    beginnings = [
        row
        for row in rows("diagnosis_regions.csv")
        if row["diagnosis"] == diagnosis
        or (row["form"] in {"family", "family_heading", "injury"} and diagnosis.startswith(row["diagnosis"]))
    ]
    longest = max((row["diagnosis"] for row in beginnings), key=len, default="")
    # A heading of a family is none itself; whatever stands below it is.
    return any(
        row["form"] != "heading"
        and not (row["form"] == "family_heading" and longest == diagnosis)
        and row["effective_from"] <= day <= (row["effective_to"] or day)
        for row in beginnings
        if row["diagnosis"] == longest
    )


def differences(visit: Visit) -> list[str]:
    """Compare both claims of a visit: lines, what makes none and of which kind, and what is asked about a line."""
    ours = outcomes_by(Note(visit))[0]
    try:
        theirs = code_visit(visit)
    except Exception as problem:
        return [f"the rules break down: {type(problem).__name__}"]
    return [*_of_lines(ours, theirs), *_of_services(visit, ours, theirs), *_of_the_rest(visit, ours, theirs)]


def _of_lines(ours: Outcome, theirs: Claim) -> list[str]:
    found = []
    for number in sorted({one.code for one in (*ours.lines, *theirs.lines)}):
        mine, other = ours.line(number), theirs.line(number)
        if mine is None or other is None:
            said = _said(other) if other else "no line"
            found.append(f"{number}: rules {said}, second way {'a line' if mine else 'no line'}")
            continue
        if mine.units is not None and mine.units != other.units:
            found.append(f"{number}: rules ×{other.units}, second way ×{mine.units}")
        marks = _plain(other.modifiers) - mine.open_marks
        if marks != _plain(mine.marks) - mine.open_marks:
            found.append(
                f"{number}: rules {_joined(marks)}, second way {_joined(_plain(mine.marks) - mine.open_marks)}"
            )
        if mine.asked and not _is_asked(other, theirs):
            found.append(f"{number}: the rules ask nothing about the line, the second way does")
    return found


def _plain(modifiers: frozenset[str] | tuple[str, ...]) -> frozenset[str]:
    return frozenset("59" if one in SAME_AS_59 else one for one in modifiers)


def _joined(marks: frozenset[str]) -> str:
    return "-".join(sorted(marks)) or "no modifier"


def _said(line: ClaimLine) -> str:
    return f"a line, {line.verdict.value}"


def _is_asked(line: ClaimLine, claim: Claim) -> bool:
    said = [*line.findings, *(one for one in claim.notes if one.code in (None, line.code))]
    return any(one.verdict is Verdict.ASK for one in said)


def _of_services(visit: Visit, ours: Outcome, theirs: Claim) -> list[str]:
    found = []
    for done in dict.fromkeys(visit.services):
        mine = [one for one in ours.off if one.service is not None and visit.services[one.service] == done]
        other = [item for item in theirs.unbilled if item.service == done]
        kinds = [KIND.get(item.verdict, item.verdict.value) for item in other]
        number = next((one.code for one in (*mine, *other) if one.code), "no code")
        if len(mine) != len(other):
            told = ", ".join(kinds) or "billed"
            expected = ", ".join("/".join(sorted(one.why)) for one in mine) or "billed"
            found.append(f"service {number}: rules {told}, second way {expected}")
        elif any(kind not in one.why for kind, one in zip(sorted(kinds), _by_kind(mine), strict=True)):
            told = ", ".join(sorted(kinds))
            expected = ", ".join("/".join(sorted(one.why)) for one in _by_kind(mine))
            found.append(f"service {number}: rules {told}, second way {expected}")
    return found


def _by_kind(left: list[LeftOff]) -> list[LeftOff]:
    return sorted(left, key=lambda one: sorted(one.why))


def _of_the_rest(visit: Visit, ours: Outcome, theirs: Claim) -> list[str]:
    found = []
    left = [item for item in theirs.unbilled if item.service is None]
    examined = visit.evaluation.code if visit.evaluation else None
    for one in (one for one in ours.off if one.service is None and one.code == examined and examined):
        kinds = {KIND.get(item.verdict, item.verdict.value) for item in left if item.code == examined}
        if kinds and not kinds <= one.why:
            found.append(f"examination: rules {', '.join(kinds)}, second way {'/'.join(sorted(one.why))}")
    for one in (one for one in ours.off if one.service is None and one.code is None):
        kinds = {
            KIND.get(item.verdict, item.verdict.value)
            for item in left
            if item.code not in (examined, "98943")
        }
        if not kinds & one.why:
            told = ", ".join(sorted(kinds)) or "nothing"
            found.append(f"adjustment: rules {told}, second way {'/'.join(sorted(one.why))}")
    return found
