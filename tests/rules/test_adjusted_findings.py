"""Which adjusted regions the record bears out."""

from __future__ import annotations

import pytest
from strategies import check, visit

from cptedu.rules.adjusted_findings import adjusted_findings, unsupported_adjustment

FOUND = "tender, restricted"
SOURCES = ("aapc-cmt-51", "chiropub-2006", "cms-100-02-ch15-240.1.2")


def test_without_recorded_findings_every_adjusted_place_counts():
    seen = visit(adjusted=["C5", "shoulder"])
    assert adjusted_findings(seen) == (("C5", "shoulder"), None)


def test_where_every_region_has_a_finding_every_place_counts():
    seen = visit(adjusted=["C5", "T4", "left SI"], findings={"C2": FOUND, "thoracic": FOUND, "ilium": FOUND})
    assert adjusted_findings(seen) == (("C5", "T4", "left SI"), None)


@pytest.mark.parametrize("empty", ["", "   "])
def test_a_region_without_a_finding_does_not_count_and_is_asked_about(empty):
    # A-t11: four regions, two of them with findings.
    seen = visit(
        adjusted=["C5", "T4", "L3", "knee", "C6"], findings={"C5": FOUND, "thoracic": FOUND, "lumbar": empty}
    )
    kept, finding = adjusted_findings(seen)
    assert kept == ("C5", "T4", "C6")
    check(
        finding,
        "adjusted_findings",
        "ask",
        "Adjusted without a recorded finding: lumbar, lower extremities.",
        "does not count towards the level",
        cites=SOURCES,
        fix="nothing is added to reach a level",
    )


def test_findings_that_are_given_and_empty_leave_nothing():
    kept, finding = adjusted_findings(visit(adjusted=["C5"], findings={}))
    assert kept == ()
    assert "cervical" in finding.says


def test_an_adjustment_without_any_finding_is_refused():
    check(
        unsupported_adjustment(visit(adjusted=["C5"], findings={}), "98940"),
        "adjusted_findings",
        "not_supported",
        "None of the regions adjusted for 98940 has a recorded finding",
        code="98940",
        cites=SOURCES,
        fix="Leave it off the claim unless the record already holds",
    )
