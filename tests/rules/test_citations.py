"""Every rule rests on a passage, and says which."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import pytest
from hypothesis import example, given
from strategies import in_plain_sentences, service, visit, visits

import cptedu.rules
from cptedu.engine.coding import code_visit
from cptedu.errors import CpteduError
from cptedu.facts.sources import cite
from cptedu.facts.tables import rows
from cptedu.model import Finding
from cptedu.payers import payers
from cptedu.rules.payer_limits import COUNTED

MODULES = [
    importlib.import_module(f"cptedu.rules.{found.name}")
    for found in pkgutil.iter_modules(cptedu.rules.__path__)
]
NOT_A_RULE = {"say", "exercise_reasons"}
"""How every rule puts its finding; and how the reasons of one rule, ``exercise_code``, are put: it cites what that cites."""
BY_THE_ROW = {
    "technique": "techniques.csv",
    "distinct_service": "distinct_service_grounds.csv",
    "disputed_modifier": "disputed_modifiers.csv",
    "mue": "mue.csv",
    "ptp_edit": "ptp.csv",
    "relative_values": "rvu.csv",
    "unit_limit": "mue.csv",
    "edits_without_data": "ptp.csv",
    "price": "rvu.csv",
    "data_age": "releases.csv",
    "ptp_before_releases": "ptp_before_releases.csv",
    "therapy_threshold": "kx_threshold.csv",
}
"""Rules that cite the row that answered."""
BY_THE_PAYER = {
    "adjustment_evidence": ("adjustment_evidence",),
    "care_phase": ("care_marks",),
    "coverage": (
        "covers",
        "ask_about",
        "never_paid",
        "bundled",
        "never_beside_adjustment",
        "not_covered_modifiers",
    ),
    "gp_modifier": ("gp_on_therapy",),
    "payer_limits": ("visits_a_year", *COUNTED),
    "shown_by_examination": ("adjustment_evidence",),
    "subluxation_of_other_bones": ("adjustment_evidence",),
    "wellness_care": ("maintenance",),
}
"""Rules that cite the payer's own choices."""


def cited_by(module: ModuleType) -> set[str]:
    """Give the ids of every source that a rule may cite."""
    name = module.__name__.rpartition(".")[2]
    found: set[str] = set()
    for constant, value in vars(module).items():
        if constant.endswith("SOURCES"):
            for ids in value.values() if isinstance(value, dict) else (value,):
                assert isinstance(ids, tuple), f"{module.__name__}.{constant} is not a tuple of ids"
                assert ids, f"{module.__name__}.{constant} has an empty entry"
                found.update(ids)
    if name in BY_THE_ROW:
        found.update(row["source"] for row in rows(BY_THE_ROW[name]))
    if name in BY_THE_PAYER:
        choices = [payer.choice(one) for payer in payers().values() for one in BY_THE_PAYER[name]]
        found.update(citation.id for choice in choices if choice.value for citation in choice.sources)
    return found


def public_functions(module: ModuleType) -> Iterator[object]:
    for name in module.__all__:
        value = getattr(module, name)
        if inspect.isfunction(inspect.unwrap(value)):
            yield value


def without_source(module: ModuleType) -> bool:
    """Say whether a module has a public rule and nothing to cite."""
    return bool(list(public_functions(module))) and not cited_by(module)


def test_there_are_rules():
    assert len(MODULES) > 30


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_every_rule_cites_and_every_citation_resolves(module):
    if module.__name__.rpartition(".")[2] in NOT_A_RULE:
        return
    assert list(public_functions(module)), f"{module.__name__} has no public rule"
    assert not without_source(module)
    for source in cited_by(module):
        found = cite(source)
        assert found.id == source
        assert found.title
        assert found.publisher
        assert found.confidence in {"high", "medium", "low", "unconfirmed"}


def test_a_rule_without_a_source_would_be_found():
    bare = ModuleType("cptedu.rules.bare")
    exec("__all__ = ['rule']\ndef rule(): ...", vars(bare))
    assert without_source(bare)
    bare.OTHER_SOURCES = ("cpt-contact",)
    assert not without_source(bare)


def test_a_source_that_is_not_held_does_not_resolve():
    with pytest.raises(CpteduError, match="'cms-100-04' is not a known source"):
        cite("cms-100-04")


def test_no_rule_rests_on_a_source_that_is_unconfirmed_alone():
    for module in MODULES:
        confidence = {cite(source).confidence for source in cited_by(module)}
        assert confidence - {"unconfirmed"} or not confidence, module.__name__


# --- on claims --------------------------------------------------------------------------------------------------------


def whole(finding: Finding, on, payer: str) -> bool:
    assert finding.rule
    assert finding.citations
    assert all(cite(citation.id) == citation for citation in finding.citations)
    assert (finding.on, finding.payer) == (on, payer)
    assert finding.vintage
    assert all(side.says and side.held_by for side in finding.readings)
    if finding.verdict.value == "contested":
        assert len(finding.readings) > 1, finding.says
    return True


@given(visits)
@example(
    visit(services=(service("strength", code="97112"),))
)  # the record makes another code than was proposed
def test_every_line_and_every_finding_carries_rule_citation_date_and_vintage(visit):
    claim = code_visit(visit)
    for line in claim.lines:
        assert line.rule == line.findings[0].rule
        for finding in line.findings:
            # A region without a finding is said of the adjustment as a whole, not of one of its codes.
            assert finding.code == (None if finding.rule == "adjusted_findings" else line.code)
        assert line.citations
        assert set(line.citations) == {one for finding in line.findings for one in finding.citations}
        assert line.on == visit.date_of_service
        assert all(finding.vintage in line.vintage for finding in line.findings)
    assert all(item.findings for item in claim.unbilled)
    assert all(whole(finding, visit.date_of_service, visit.payer) for finding in claim.findings)
    assert [note.rule for note in claim.notes].count("data_age") == 1


@given(visits)
def test_every_finding_is_in_plain_sentences(visit):
    for finding in code_visit(visit).findings:
        assert in_plain_sentences(finding.says), finding.says
        assert not finding.fix or in_plain_sentences(finding.fix), finding.fix
