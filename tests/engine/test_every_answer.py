"""Whatever the answer to something that a note leaves out will be: what a claim says without doubt stays as it is."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from strategies import MEASURED, REGIONS, full_visit_dicts, visit_dicts
from struck_though_open import asked_itself, struck
from two_models import meeting_visits

from cptedu.engine.coding import code_visit
from cptedu.facts.codes import purposes
from cptedu.model import Claim, Finding, Verdict, Visit

LENGTHS = (1, 4, 7, 8, 11, 14, 15, 20, 23, 30, 38)
ANSWERS: dict[str, list[Any]] = {
    "regions": [[region] for region in REGIONS],
    "minutes": list(LENGTHS),
    "contact": ["one_on_one", "group", "unattended"],
    "purpose": [[aim] for aim in sorted(purposes())],
    "encounter": [1, 2],
    "deficit": [],
}
UNTOLD: dict[str, Any] = {
    "regions": [],
    "minutes": None,
    "contact": None,
    "purpose": [],
    "encounter": "see note",
    "deficit": "",
}


def without(written: dict[str, Any], place: int, key: str) -> dict[str, Any]:
    return with_answer(written, place, key, UNTOLD[key])


def with_answer(written: dict[str, Any], place: int, key: str, value: Any) -> dict[str, Any]:
    made = copy.deepcopy(written)
    made["services"][place][key] = value
    return {**made, "services": [{k: v for k, v in one.items() if v is not None} for one in made["services"]]}


def answered(written: dict[str, Any], place: int, key: str) -> Iterator[dict[str, Any]]:
    """Give the visit with each answer, and as it would be if it never comes: with what leads to no line."""
    values = ANSWERS[key]
    if key == "deficit":
        aims = written["services"][place].get("purpose") or [""]
        values = [MEASURED.get(aims[0], "measured: 3 of 10 left, 9 of 10 right"), "none"]
    for value in values:
        yield with_answer(written, place, key, value)


def sure_lines(claim: Claim) -> dict[str, tuple[Any, ...]]:
    """Give what is said of a line without a question that decides about it; what is disputed is not said without doubt."""
    return {
        line.code: (line.units, frozenset(line.modifiers), line.verdict)
        for line in claim.lines
        if line.verdict is not Verdict.CONTESTED and not is_asked(line.findings)
    }


def is_asked(findings: tuple[Finding, ...]) -> bool:
    return any(one.verdict is Verdict.ASK and not one.either_way for one in findings)


def differences(written: dict[str, Any], place: int, key: str) -> list[str]:
    """Name what a claim says without doubt, and what some answer makes otherwise."""
    seen = Visit.from_dict(without(written, place, key))
    claim = code_visit(seen)
    sure = sure_lines(claim)
    left = [one for one in claim.unbilled if one.service not in (None, seen.services[place])]
    refused = [one.verdict is Verdict.NOT_SUPPORTED and not is_asked(one.findings) for one in left]
    off = {repr(one.service) for one, is_off in zip(left, refused, strict=True) if is_off}
    off -= {repr(one.service) for one, is_off in zip(left, refused, strict=True) if not is_off}
    found = []
    for told in answered(written, place, key):
        then = code_visit(Visit.from_dict(told))
        lines = {line.code: (line.units, frozenset(line.modifiers), line.verdict) for line in then.lines}
        value = told["services"][place].get(key)
        found += [
            f"{key} {value}: {one} {sure[one]} {lines.get(one)}"
            for one in sure
            if lines.get(one) != sure[one]
        ]
        still = {repr(one.service) for one in then.unbilled}
        found += [f"{key} {value}: off {one}" for one in off - still]
    return found


def one_question(written: dict[str, Any], data: st.DataObject) -> tuple[int, str] | None:
    """Draw a service of a visit and what is to be asked of it; None where there is none, or its code tells what it was for."""
    if not written.get("services"):
        return None
    place = data.draw(st.integers(0, len(written["services"]) - 1))
    key = data.draw(st.sampled_from(sorted(ANSWERS)))
    if key == "purpose" and written["services"][place].get("code"):
        return None  # another purpose would be another service
    return place, key


@given(st.one_of(full_visit_dicts, visit_dicts, meeting_visits.map(Visit.to_dict)), st.data())
def test_what_a_claim_says_without_doubt_is_the_same_for_every_answer(
    written: dict[str, Any], data: st.DataObject
) -> None:
    asked = one_question(written, data)
    if asked is None:
        return
    place, key = asked
    assert differences(written, place, key) == []


def other_codes(written: dict[str, Any], place: int) -> set[str]:
    """Name the codes of something else that asks nothing itself; what the service asked about may be waits for its answer.

    What is kept off for more than its minutes tells nothing of the service asked about, which is not supported until then.
    """
    claim = code_visit(Visit.from_dict({**written, "services": _but(written["services"], place)}))
    return {
        str(one.code)
        for one in (*claim.lines, *claim.unbilled)
        if one.verdict is not Verdict.ASK
        and (one in claim.lines or not _refused_for_more_than_its_minutes(one.findings))
    }


def _refused_for_more_than_its_minutes(findings: tuple[Finding, ...]) -> bool:
    return any(one.verdict is Verdict.NOT_SUPPORTED and one.rule != "units" for one in findings)


def _but(services: list[dict[str, Any]], place: int) -> list[dict[str, Any]]:
    return [one for at, one in enumerate(services) if at != place]


@given(st.one_of(full_visit_dicts, visit_dicts, meeting_visits.map(Visit.to_dict)), st.data())
def test_no_line_is_called_wrong_that_some_answer_makes_right(
    written: dict[str, Any], data: st.DataObject
) -> None:
    asked = one_question(written, data)
    if asked is None:
        return
    place, key = asked
    untold, others = without(written, place, key), other_codes(written, place)
    asked = asked_itself(code_visit(Visit.from_dict(untold)))
    # Each review is as long as a claim; over many visits every answer has its turn.
    answers = st.sampled_from(list(answered(written, place, key)))
    for told in data.draw(st.lists(answers, min_size=1, max_size=3)):
        then = code_visit(Visit.from_dict(told))
        but = {str(one.code) for one in (*then.lines, *then.unbilled)} - others | asked
        assert struck(untold, told, but) == []
