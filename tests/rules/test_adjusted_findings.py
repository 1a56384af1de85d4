"""Which adjusted regions the record bears out."""

from __future__ import annotations

import pytest
from strategies import check, record

from cptedu.rules.adjusted_findings import adjusted_findings, unsupported_adjustment

FOUND = "tender, restricted"
SOURCES = ("aapc-cmt-51", "chiropub-2006", "cms-100-02-ch15-240.1.2")


def test_without_recorded_findings_every_adjusted_region_counts():
    borne_out = adjusted_findings(record(adjusted=["C5", "shoulder"]))
    assert (borne_out.regions, borne_out.findings) == (("cervical", "upper_extremities"), ())


def test_where_every_region_has_a_finding_every_region_counts_and_the_words_are_quoted():
    seen = record(adjusted=["C5", "T4", "left SI"], findings={"C2": FOUND, "thoracic": FOUND, "ilium": FOUND})
    borne_out = adjusted_findings(seen)
    assert borne_out.regions == ("cervical", "thoracic", "pelvic")
    assert len(borne_out.findings) == 1
    found = check(
        borne_out.findings[0],
        "adjusted_findings",
        "supported",
        f"Found where it was adjusted: C2: '{FOUND}'; thoracic: '{FOUND}'; ilium: '{FOUND}'.",
        cites=SOURCES,
    )
    assert set(found.used) == {"findings.C2", "findings.thoracic", "findings.ilium"}


@pytest.mark.parametrize("empty", ["", "   "])
def test_a_region_without_a_finding_does_not_count_and_is_asked_about(empty):
    # A-t11: four regions, two of them with findings.
    seen = record(
        adjusted=["C5", "T4", "L3", "knee", "C6"], findings={"C5": FOUND, "thoracic": FOUND, "lumbar": empty}
    )
    borne_out = adjusted_findings(seen)
    assert borne_out.regions == ("cervical", "thoracic")
    assert [one.verdict.value for one in borne_out.findings] == ["supported", "ask"]
    check(
        borne_out.findings[1],
        "adjusted_findings",
        "ask",
        "Adjusted without a recorded finding: lumbar, lower extremities.",
        "does not count towards the level",
        cites=SOURCES,
        fix="nothing is added to reach a level",
    )


@pytest.mark.parametrize(
    "words", ["normal", "WNL", "none", "unremarkable", "negative", "n/a", "no tenderness"]
)
def test_words_that_say_that_nothing_was_found_are_quoted_and_bear_out_nothing(words):
    # RULES-2, what counts as a finding: "normal" at C5 supports no adjustment there.
    borne_out = adjusted_findings(record(adjusted=["C5", "L4"], findings={"C5": words, "lumbar": FOUND}))
    assert borne_out.regions == ("lumbar",)
    assert not borne_out.unclear
    silent = check(
        borne_out.findings[-1],
        "adjusted_findings",
        "ask",
        "Adjusted without a recorded finding: cervical.",
        repr(words),
        fix="Ask whether something was found there.",
    )
    assert silent.used == ("adjusted", "findings.C5")


@pytest.mark.parametrize("words", ["assessed today", "C5", "as last time"])
def test_words_that_may_or_may_not_be_a_finding_are_asked_about_and_do_not_count_yet(words):
    borne_out = adjusted_findings(record(adjusted=["C5"], findings={"C5": words}))
    assert (borne_out.regions, borne_out.unclear) == ((), ("cervical",))
    check(
        borne_out.findings[0],
        "adjusted_findings",
        "ask",
        f"Whether this is a finding is not clear: C5: '{words}'.",
        fix="Ask what was found there",
    )


def test_a_finding_in_a_place_that_is_not_understood_is_asked_about_and_helps_nothing():
    borne_out = adjusted_findings(record(adjusted=["C5"], findings={"zygapophysis": FOUND}))
    assert borne_out.regions == ()
    asked = check(
        borne_out.findings[-1],
        "adjusted_findings",
        "ask",
        "The findings name 'zygapophysis', and in which region that lies is not known.",
        fix="Ask where it was found",
    )
    assert asked.used == ("findings.zygapophysis",)


@pytest.mark.parametrize("words", ["", "normal", "as last time"])
def test_a_question_about_one_region_does_not_hold_up_the_line_of_the_others(words):
    said = adjusted_findings(record(adjusted=["C5", "L4"], findings={"C5": FOUND, "L4": words, "xyz": FOUND}))
    assert [(one.verdict.value, one.either_way) for one in said.findings] == [
        ("supported", False),
        ("ask", True),
        ("ask", True),
    ]


def test_findings_that_are_given_and_empty_leave_nothing():
    borne_out = adjusted_findings(record(adjusted=["C5"], findings={}))
    assert borne_out.regions == ()
    assert "cervical" in borne_out.findings[0].says


def test_an_adjustment_without_any_finding_is_refused():
    check(
        unsupported_adjustment("98940"),
        "adjusted_findings",
        "not_supported",
        "None of the regions adjusted for 98940 has a recorded finding",
        code="98940",
        cites=SOURCES,
        fix="Leave it off the claim unless the record already holds",
    )


def test_an_adjustment_whose_findings_are_not_clear_is_asked_about():
    check(
        unsupported_adjustment("98940", unclear=True),
        "adjusted_findings",
        "ask",
        "adjusted for 98940 is not clear from the words of the note",
        code="98940",
        cites=SOURCES,
        fix="Only what was found may be written.",
    )
