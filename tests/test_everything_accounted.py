"""Everything that a visit says is used by a rule, or listed as not judged: nothing is passed over in silence."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, permutations
from typing import Any

import pytest
from every_element import GARBLED, Change, changes_of
from hypothesis import given
from hypothesis import strategies as st
from strategies import by_code, service, visit, visit_dicts, visits

import cptedu as ct
from cptedu.engine.coding import code_visit
from cptedu.errors import CpteduError
from cptedu.facts.regions import region_of
from cptedu.facts.tables import data_folder
from cptedu.model import Claim, Finding, Visit


def said(claim: Claim) -> object:
    """Give what a claim says of its visit; the visit itself, and where its elements stand, is left out."""

    def bare(findings: tuple[Finding, ...]) -> list[Finding]:
        return [replace(one, used=()) for one in findings]

    lines = [(replace(one, findings=()), bare(one.findings)) for one in claim.lines]
    left = [
        (
            one.code,
            one.verdict,
            one.about,
            one.service and (one.service.minutes, one.service.regions),
            bare(one.findings),
        )
        for one in claim.unbilled
    ]
    return lines, left, bare(claim.notes)


def words_of(claim: Claim) -> str:
    """Give every word that a claim shows."""
    told = [
        " ".join((one.says, one.fix, one.about, one.code or "", *(str(value) for _, value in one.numbers)))
        for one in claim.findings
    ]
    shown = [f"{one.code} {one.regions} {one.diagnoses}" for one in claim.lines]
    return " ".join((*told, *shown, *(str(one.code) for one in claim.unbilled)))


def in_other_words(seen: Visit) -> object:
    """Give a visit so that two are alike where they say the same: knee and hip are one region, encounter 1 is the first."""

    def region(name: str) -> str:
        try:
            return region_of(name)
        except CpteduError:
            return name

    done = [
        replace(
            one, regions=tuple(sorted({region(name) for name in one.regions})), encounter=one.encounter or 1
        )
        for one in seen.services
    ]
    adjusted = {region(name) for name in seen.adjusted}
    return done, adjusted, replace(seen, services=(), adjusted=())


def is_shown_by_its_line(claim: Claim, change: Change) -> bool:
    """Say whether the line to which a service belongs shows the region that is written for it now."""
    service = change.element.partition(".")[0]
    try:
        written = region_of(change.value)
    except CpteduError:
        return False
    return any(
        written in line.regions
        for line in claim.lines
        if any(used.startswith(f"{service}.") for finding in line.findings for used in finding.used)
    )


def is_silent(before: Claim, after: Claim, change: Change) -> bool:
    """Say whether a change is neither seen in what the claim says nor listed as not judged, with its value."""
    listed = {one.element: one.written for one in after.not_judged}
    if change.element in listed:
        # Not by a table of both: 1 is equal to True.
        spoken = "yes" if change.value is True else "no" if change.value is False else str(change.value)
        return listed[change.element].removesuffix(":00") != spoken.removesuffix(":00")
    if ".regions[" in change.element and is_shown_by_its_line(after, change):
        return False  # also where another service on that line was given there as well
    # What was listed before and goes without saying now, such as that the chiropractor gave it, has left the list.
    return said(before) == said(after) and before.not_judged == after.not_judged


@given(visit_dicts, st.data())
def test_no_element_is_changed_added_or_garbled_in_silence(
    written: dict[str, Any], data: st.DataObject
) -> None:
    seen = Visit.from_dict(written)
    before = code_visit(seen)
    changes = [one for one in changes_of(written) if str(one.value)]
    for change in data.draw(st.lists(st.sampled_from(changes), min_size=4, max_size=4)):
        other = Visit.from_dict(change.visit)
        if in_other_words(other) == in_other_words(seen):
            continue
        claim = code_visit(other)
        assert not is_silent(before, claim, change), (change.element, change.value)
        if change.is_garbled:
            listed = {one.element for one in claim.not_judged}
            assert change.element in listed or str(change.value) in words_of(claim), change.element


DIAGNOSES = ("M99.01", "M99.02", "M99.03", "M54.2", "M54.59", "G56.01", "I10")


@pytest.mark.parametrize("payer", ["medicare", "commercial_ncci", "neuro_only_97112"])
def test_no_diagnosis_is_added_in_silence(payer):
    for length in (0, 1, 2):
        for held in permutations(DIAGNOSES, length):
            written = {
                "date_of_service": "2024-07-01",
                "payer": payer,
                "adjusted": ["cervical"],
                "services": [service("balance")],
                "diagnoses": list(held),
            }
            before = code_visit(Visit.from_dict(written))
            for added in set(DIAGNOSES) - set(held):
                longer = written | {"diagnoses": [*held, added]}
                claim = code_visit(Visit.from_dict(longer))
                change = Change(f"diagnoses[{length + 1}]", added, longer)
                assert not is_silent(before, claim, change), (held, added)


@pytest.mark.parametrize("payer", ["auto_injury", "medicare", "commercial_ncci"])
def test_one_of_many_diagnoses_is_not_exchanged_in_silence(payer):
    # Of a line that is given nowhere no diagnosis is known to be the reason: which they were is told, not how many alone.
    held = ["M99.00", "M99.01", "M99.00", "M99.02"]
    written = {
        "date_of_service": "2024-07-01",
        "payer": payer,
        "adjusted": ["C0"],
        "findings": {},
        "services": [service("balance", regions=[], minutes=20)],
        "diagnoses": held,
    }
    before = code_visit(Visit.from_dict(written))
    for place in range(len(held)):
        longer = written | {"diagnoses": [*held[:place], "M54.59", *held[place + 1 :]]}
        claim = code_visit(Visit.from_dict(longer))
        assert not is_silent(before, claim, Change(f"diagnoses[{place + 1}]", "M54.59", longer)), place


MANY = st.lists(st.sampled_from((*DIAGNOSES, "M54.5", "S93.401", "QQ9.Z", GARBLED)), min_size=1, max_size=13)


@given(visit_dicts, MANY)
def test_a_diagnosis_that_a_rule_used_is_named(written: dict[str, Any], held: list[str]) -> None:
    claim = code_visit(Visit.from_dict(written | {"diagnoses": held}))
    shown = words_of(claim)
    for one in claim.account:
        if one.element.startswith("diagnoses[") and one.used_by:
            assert one.written in shown, (one.element, one.written, one.used_by)


def test_the_property_would_find_what_is_passed_over():
    written = {
        "date_of_service": visit().date_of_service,
        "payer": "commercial_ncci",
        "services": [service("balance")],
    }
    seen = code_visit(Visit.from_dict(written))
    [garbled] = [
        one for one in changes_of(written) if one.element == "services[1].muscle" and one.value == GARBLED
    ]
    assert not is_silent(seen, code_visit(Visit.from_dict(garbled.visit)), garbled)
    # A claim that says nothing of it, as if the muscle had not been written:
    assert is_silent(seen, seen, garbled)


@given(visits)
def test_the_account_lists_every_element_once_with_its_value(seen: Visit) -> None:
    account = code_visit(seen).account
    names = [one.element for one in account]
    assert len(names) == len(set(names))
    for number, done in enumerate(seen.services, 1):
        assert [
            one.written for one in account if one.element.startswith(f"services[{number}].purpose[")
        ] == list(done.purpose)
        if done.minutes is not None:
            assert str(done.minutes) in {
                one.written for one in account if one.element == f"services[{number}].minutes"
            }
    assert [one.written for one in account if one.element.startswith("diagnoses[")] == list(
        seen.diagnoses or ()
    )
    assert [one.written for one in account if one.element.startswith("adjusted[")] == list(seen.adjusted)


@given(visits)
def test_a_rule_uses_only_what_the_visit_says(seen: Visit) -> None:
    claim = code_visit(seen)
    names = {one.element for one in claim.account}
    lists = {name.rpartition("[")[0] for name in names if name.endswith("]")}
    keys = {
        "care",
        "abn",
        "part",
        "xray_on",
        "course",
        "session_minutes",
        "last_seen",
        "diagnoses",
        "adjusted",
    }
    places = {f"services[{number}]" for number in range(1, len(seen.services) + 1)}
    for finding in claim.findings:
        for used in finding.used:
            at = used.partition(".")[0]
            assert used in names | lists | keys or at in places | {"findings", "evaluation"}, (
                finding.rule,
                used,
            )


# --- ordinary visits --------------------------------------------------------------------------------------------------


def shipped_visits() -> Iterator[tuple[str, Visit]]:
    for place in sorted((data_folder() / "visits").glob("*.toml")):
        yield place.stem, ct.load_visit(place)
    for place in sorted((data_folder() / "cases").glob("*.toml")):
        for case in tomllib.loads(place.read_text(encoding="utf-8"))["case"]:
            if "visit" in case:
                yield f"{place.stem}: {case['title']}", Visit.from_dict(case["visit"])


SHIPPED = dict(shipped_visits())
MOOT = {
    "medicare: Pain and tissue change do not show a subluxation": {"care"},
    "medicare: The first diagnosis must be the subluxation": {"care"},
    "medicare: Pain alone is not enough": {"care"},
    "medicare: An x-ray that is too old": {"care"},
    "not_known: A diagnosis of the neck does not support the low back": {"care", "diagnoses[2]"},
    "medicare: Therapy by an assistant under Medicare": {"care", "abn"},
    "seminar: Pain and tissue tone alone show Medicare no subluxation": {"care"},
    "same_day: A diagnosis is not changed to fit a modifier": {"diagnoses[2]"},
}
"""Shipped visits of which something is listed: the only line that it would speak of is refused, so nothing depends on it."""


FOR_ANOTHER_PAYER = {
    "seminar: One record, two payers: what was done stays, what is written on the claim changes": (
        {"part[1]", "part[2]"},
        "medicare",
    ),
}
"""Shipped visits that note what only another payer asks for: the room sees the same record under both."""


@pytest.mark.parametrize("name", SHIPPED)
def test_of_an_ordinary_visit_everything_is_judged(name):
    claim = code_visit(SHIPPED[name])
    for_another, payer = FOR_ANOTHER_PAYER.get(name, (set(), claim.payer))
    assert {one.element for one in claim.not_judged} == MOOT.get(name, set()) | for_another
    assert name in MOOT or not code_visit(SHIPPED[name].under(payer)).not_judged
    assert name not in MOOT or claim.unbilled


# --- one subject, one answer ------------------------------------------------------------------------------------------


def about_one_subject(one: Finding, other: Finding) -> bool:
    """Say whether two findings speak of one thing: the same rule, of the same code and service, beside the same other code,

    and on the strength of the same part of the visit. Two regions, and two services of one code, are two subjects.
    """

    def subject(finding: Finding) -> object:
        return finding.rule, finding.code, finding.about, dict(finding.numbers).get("column one")

    shares = bool(set(one.used) & set(other.used)) or not (one.used or other.used)
    return subject(one) == subject(other) and shares


OUTCOMES = {"supported": "yes", "not_supported": "no", "ask": "no"}


@given(visits)
def test_findings_about_one_subject_never_differ_in_outcome(seen: Visit) -> None:
    claim = code_visit(seen)
    for held in (*claim.lines, *claim.unbilled):
        for one, other in combinations(held.findings, 2):
            if about_one_subject(one, other):
                outcomes = {
                    OUTCOMES[each.verdict.value] for each in (one, other) if each.verdict.value in OUTCOMES
                }
                assert len(outcomes) < 2, (one.says, other.says)


def test_two_services_of_one_code_are_two_subjects():
    both = [
        service("soft_tissue", regions=["shoulder"], muscle="upper trapezius"),
        service("soft_tissue", regions=["knee"], muscle="upper trapezius"),
    ]
    line = code_visit(visit(services=both)).line("97140")
    first, second = [one for one in line.findings if one.rule == "treated_site"]
    assert {first.verdict.value, second.verdict.value} == {"supported", "ask"}
    assert not about_one_subject(first, second)


def test_one_service_beside_two_others_is_judged_beside_each():
    done = [
        by_code("97012", regions=["lumbar"]),
        by_code("97750", regions=["cervical"], contact="one_on_one", minutes=15),
        service("soft_tissue", regions=["cervical"]),
    ]
    claim = code_visit(visit(services=done))
    beside = [one for one in claim.findings if one.rule == "same_day_therapy"]
    assert len({(one.code, dict(one.numbers)["column one"]) for one in beside}) == len(beside) == 2


@pytest.mark.parametrize(
    ("adjusted", "more"),
    [
        (["cervical", "thoracic", "rib_cage"], "rib"),
        (["L5", "S1"], "L5/S1"),
        (["C5", "T4", "L5/S1"], "C6"),
        (["C5", "T4", "L5/S1"], "lumbosacral"),
        (["C0", "T1", "rib shaft"], "rib"),
        (["knee"], "left knee"),
    ],
)
@pytest.mark.parametrize("findings", [None, {}, {"C5": "tender"}, {"L5": "tender"}, {"T1": "tender"}])
@pytest.mark.parametrize("payer", ["auto_injury", "commercial_cpt", "medicare"])
def test_no_bone_is_added_in_silence_that_adds_no_region(adjusted, more, findings, payer):
    written = {"date_of_service": "2026-03-04", "payer": payer, "adjusted": adjusted, "findings": findings}
    before, after = (
        code_visit(Visit.from_dict(written | {"adjusted": bones})) for bones in (adjusted, [*adjusted, more])
    )
    assert said(before) != said(after) or before.not_judged != after.not_judged
