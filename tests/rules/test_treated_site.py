"""The muscle that a note names, against the region that it gives."""

from __future__ import annotations

import pytest
from strategies import check, service, visit

from cptedu.engine.coding import code_visit
from cptedu.rules.treated_site import treated_site
from cptedu.visit.record import ServiceRecord


def judged(muscle, *regions, number="97140"):
    return treated_site(ServiceRecord.of(activity="hands on", muscle=muscle, regions=regions), number)


@pytest.mark.parametrize("muscle", [None, "", "   "])
def test_where_no_muscle_is_named_nothing_is_said(muscle):
    assert judged(muscle, "shoulder") is None


@pytest.mark.parametrize(
    ("muscle", "region"),
    [
        ("upper trapezius", "cervical"),
        ("upper trapezius", "shoulder"),
        ("hamstrings", "knee"),
        ("cervical paraspinals, left", "C5"),
        ("QL", "lumbar"),
        ("psoas", "hip"),
    ],
)
def test_a_muscle_that_reaches_the_region_is_as_it_should_be(muscle, region):
    found = check(
        judged(muscle, region),
        "treated_site",
        "supported",
        f"The muscle named is '{muscle}'.",
        code="97140",
        about="hands on",
    )
    assert found.used == ("services[1].muscle", "services[1].regions")


@pytest.mark.parametrize(
    ("muscle", "region", "named"),
    [
        ("upper trapezius", "knee", "lower extremities"),
        ("hamstrings", "shoulder", "upper extremities"),
        ("cervical paraspinals", "shoulder", "upper extremities"),
        ("calf", "C5", "cervical"),
    ],
)
def test_a_muscle_that_does_not_reach_the_region_is_asked_about(muscle, region, named):
    # K1: adjusted C5, 97140 at the shoulder, the muscle is the cervical paraspinals.
    found = check(
        judged(muscle, region),
        "treated_site",
        "ask",
        f"'{muscle}', which does not reach the region given: {named}.",
        code="97140",
        fix="Ask at which site the muscle was treated.",
    )
    assert found.either_way


@pytest.mark.parametrize("muscle", ["knots", "xyz", "trapezoid ligament", "upper trapezius and xyz"])
def test_a_muscle_that_no_table_knows_is_asked_about_and_quoted(muscle):
    check(
        judged(muscle, "shoulder"),
        "treated_site",
        "ask",
        f"The table of muscles does not know '{muscle}'",
        code="97140",
        fix="Ask at which site the muscle was treated.",
    )


def test_a_muscle_without_a_region_is_not_asked_about_twice():
    assert judged("hamstrings").verdict.value == "supported"


def test_away_from_an_adjustment_the_line_stays():
    claim = code_visit(visit(services=[service("soft_tissue", regions=["knee"], muscle="upper trapezius")]))
    line = claim.line("97140")
    assert [one.verdict.value for one in line.findings if one.rule == "treated_site"] == ["ask"]


@pytest.mark.parametrize(
    ("regions", "told"), [(("shoulder", "C5"), "cervical, upper extremities"), ((), "not recorded")]
)
def test_the_regions_that_were_looked_at_are_told_in_words(regions, told):
    assert judged("upper trapezius", *regions).numbers == (("treated regions", told),)
