"""What a payer pays at most, of units, of therapy codes and of visits."""

from __future__ import annotations

import pytest
from strategies import ON, of_visit, record

from cptedu.model import ClaimLine, Verdict
from cptedu.payers import load_payer
from cptedu.rules.payer_limits import payer_limits

payer_limits = of_visit(payer_limits)

UNITS = '[timed_units_a_visit]\nvalue = 3\nsays = "Three units."\n'
CODES = '[therapy_codes_a_visit]\nvalue = 2\nsays = "Two codes."\n'
VISITS = '[visits_a_year]\nvalue = 12\nsays = "Twelve visits."\n'


@pytest.fixture
def limited(tmp_path):
    """Make a payer with the given limits and nothing else of its own."""

    def make(*tables: str) -> str:
        path = tmp_path / "limited.toml"
        path.write_text(f'name = "limited"\nsays = "Ours."\n{"".join(tables)}', encoding="utf-8")
        return load_payer(path).name

    return make


def line(number: str, units: int = 1, verdict: Verdict = Verdict.SUPPORTED) -> ClaimLine:
    return ClaimLine(
        code=number, units=units, modifiers=(), regions=(), verdict=verdict, findings=(), label=number
    )


def told(payer: str, *lines: ClaimLine) -> list[str]:
    return [finding.rule for finding in payer_limits(record(payer), lines)]


@pytest.mark.parametrize(
    ("units", "beyond"), [((2,), False), ((3,), False), ((4,), True), ((2, 1), False), ((2, 2), True)]
)
def test_units_up_to_the_limit_are_paid_and_one_more_is_told(limited, units, beyond):
    lines = [line(number, count) for number, count in zip(("97110", "97112"), units, strict=False)]
    payer = limited(UNITS)
    assert told(payer, *lines) == (["timed_units_a_visit"] if beyond else [])
    for finding in payer_limits(record(payer), lines):
        assert (finding.verdict.value, finding.payer, finding.on) == ("not_covered", payer, ON)
        assert finding.numbers == (("limit", 3), ("on this claim", sum(units)))


def test_only_units_of_timed_codes_that_may_be_paid_count(limited):
    payer = limited(UNITS)
    three = line("97110", 3)
    assert told(payer, three, line("98940"), line("97012")) == []
    assert told(payer, three, line("97112", 1, Verdict.NOT_COVERED)) == []
    assert told(payer, three, line("97112", 1, Verdict.CONTESTED)) == ["timed_units_a_visit"]


@pytest.mark.parametrize(("count", "beyond"), [(1, False), (2, False), (3, True), (4, True)])
def test_codes_of_therapy_up_to_the_limit_are_paid_and_one_more_is_told(limited, count, beyond):
    payer = limited(CODES)
    lines = [line(number, 2) for number in ("97110", "97112", "97140", "97530")[:count]]
    # Neither an adjustment nor an examination is therapy.
    found = payer_limits(record(payer), [line("98940"), line("99213"), *lines])
    assert [one.rule for one in found] == (["therapy_codes_a_visit"] if beyond else [])
    assert all(one.numbers == (("limit", 2), ("on this claim", count)) for one in found)


def test_visits_of_a_year_are_asked_about_and_decide_no_line(limited):
    payer = limited(VISITS)
    [asked] = payer_limits(record(payer), [line("98940")])
    assert (asked.rule, asked.verdict.value, asked.payer) == ("visits_a_year", "ask", payer)
    assert (asked.either_way, asked.numbers) == (True, (("limit", 12),))
    assert "at most 12 visits a year" in asked.says
    assert told(payer) == []
    assert told(payer, line("98940", 1, Verdict.NOT_COVERED)) == []


def test_a_payer_without_limits_says_nothing_of_any(limited):
    assert told(limited(), *[line(number, 8) for number in ("97110", "97112", "97140", "97530")]) == []
