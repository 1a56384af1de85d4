"""A line stands and asks something of its own: what the claim says of others without doubt is the same for every answer."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import full_visit_dicts, service, visit_dicts
from struck_though_open import asked_itself, struck
from two_models import meeting_visits

from cptedu.engine.coding import code_visit, worksheet
from cptedu.model import Claim, Finding, Verdict, Visit

DIAGNOSES = [
    [],
    ["M54.2"],
    ["M99.01", "M54.2"],
    ["M99.02", "M54.6"],
    ["M99.03", "M54.59"],
    ["M99.05", "M54.59"],
    ["G35.D"],
    ["M99.03", "G35.D"],
]
SIGNS = [[], ["P"], ["P", "A"]]
TIMES = [f"{hour:02}:{minute:02}" for hour in (2, 9) for minute in range(0, 60, 6)]


def is_asked(findings: tuple[Finding, ...]) -> bool:
    return any(one.verdict is Verdict.ASK and not one.either_way for one in findings)


def lines_of(claim: Claim) -> dict[str, tuple[Any, ...]]:
    return {line.code: (line.units, frozenset(line.modifiers), line.verdict) for line in claim.lines}


def said_without_doubt(claim: Claim) -> dict[str, tuple[Any, ...] | None]:
    """Give what stands, and what does not, of which nothing is asked that decides; what is disputed is not without doubt."""
    sure: dict[str, tuple[Any, ...] | None] = {}
    asked = {str(one.code) for one in claim.unbilled if is_asked(one.findings)}
    for one in claim.unbilled:
        if one.code is not None and one.verdict is Verdict.NOT_SUPPORTED and one.code not in asked:
            sure[one.code] = None
    for line in claim.lines:
        sure.pop(line.code, None)
        if line.verdict is not Verdict.CONTESTED and not is_asked(line.findings):
            sure[line.code] = lines_of(claim)[line.code]
    return sure


def asked_when(written: dict[str, Any]) -> list[int]:
    """Give the services of which the claim asks when each began, and that the note has no time of."""
    places: set[str] = set()
    items = [item for item in worksheet(Visit.from_dict(written)).items if item.stands and item.service]
    for item in items:
        for said in item.since:
            if said.rule == "same_day_therapy" and said.verdict is Verdict.ASK:
                first = dict(said.numbers)["column one"]
                places |= {item.key} | {one.key for one in items if one.code == first}
    services = written.get("services", [])
    return [
        at for at, one in enumerate(services) if f"services[{at + 1}]" in places and not one.get("started")
    ]


def answered(written: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "diagnoses" not in written:
        yield from ({**written, "diagnoses": one} for one in DIAGNOSES)
    if "part" not in written:
        yield from ({**written, "part": one} for one in SIGNS)
    untold = asked_when(written)
    for at in untold:
        yield from (with_times(written, {at: one}) for one in TIMES)
    for one, two in combinations(untold, 2):
        for first, second in ((one, two), (two, one)):
            yield from (with_times(written, {first: "02:00", second: begins}) for begins in TIMES[:6])


def with_times(written: dict[str, Any], times: dict[int, str]) -> dict[str, Any]:
    made = copy.deepcopy(written)
    for at, begins in times.items():
        made["services"][at]["started"] = begins
    return made


def wrongly_struck(written: dict[str, Any], answers: Iterable[dict[str, Any]]) -> list[str]:
    """Name what a review strikes of the claims of some answers, but what asks itself for that answer."""
    but = asked_itself(code_visit(Visit.from_dict(written)))
    return [one for told in answers for one in struck(written, told, but)]


def differences(written: dict[str, Any]) -> list[str]:
    sure = said_without_doubt(code_visit(Visit.from_dict(written)))
    found = []
    for told in answered(written):
        then = lines_of(code_visit(Visit.from_dict(told)))
        changed = {key: one for key, one in told.items() if written.get(key) != one}
        found += [
            f"{one} {sure[one]} {then.get(one)}: {changed}" for one in sure if then.get(one) != sure[one]
        ]
    return found


@given(st.one_of(full_visit_dicts, visit_dicts, meeting_visits.map(Visit.to_dict)), st.data())
def test_what_is_said_of_others_without_doubt_is_the_same_for_every_answer(
    written: dict[str, Any], data: st.DataObject
) -> None:
    written = {
        key: one
        for key, one in written.items()
        if key not in {"diagnoses", "part"} or not data.draw(st.booleans(), key)
    }
    written["services"] = [{**one, "started": None} for one in written.get("services", [])]
    assert differences(written) == []
    answers = list(answered(written))
    if answers:
        # Each review is as long as a claim; over many visits every answer has its turn.
        tried = data.draw(st.lists(st.sampled_from(answers), min_size=1, max_size=3))
        assert wrongly_struck(written, tried) == []


@pytest.mark.parametrize(
    "services",
    [
        [
            service("balance", contact="group"),
            service("balance", minutes=20),
            service("strength", regions=["shoulder"]),
        ],
        [service("soft_tissue"), service("soft_tissue", code="97750"), service("gait", contact="group")],
        [service("strength", aquatic=True), service("strength", minutes=24), service("gait", minutes=8)],
    ],
)
@pytest.mark.parametrize("payer", ["commercial_ncci", "federal_va"])
def test_it_is_so_for_visits_at_which_several_lines_ask(payer: str, services: list[dict[str, Any]]) -> None:
    written = {"date_of_service": "2026-03-04", "payer": payer, "services": services}
    assert len(asked_when(written)) > 1
    assert differences(written) == []
    assert wrongly_struck(written, answered(written)) == []
