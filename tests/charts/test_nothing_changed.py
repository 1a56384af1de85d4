"""A title says a value once where nothing changed, and names no year as if it were two: never "0.98 to 0.98"."""

import re
from dataclasses import replace
from itertools import combinations

import pytest

from cptedu.analysis.comparisons import by_locality, by_year
from cptedu.analysis.plan_episode import PhaseSum
from cptedu.analysis.then_and_now import dollars_over_the_years, ratios
from cptedu.charts.by_place import localities_chart
from cptedu.charts.by_year import years_chart
from cptedu.charts.per_minute import per_minute_chart
from cptedu.charts.rvu_explorer import RvuSettings, rvu_explorer
from cptedu.charts.rvu_history import rvu_history, rvu_through_the_years
from cptedu.charts.then_and_now import dollars_chart, ratios_chart
from cptedu.example_visits import example_visit
from cptedu.facts.code_groups import code_group

CODES = (*code_group("article"), "97140")
SOME = [*((one,) for one in CODES), *combinations(CODES, 2), CODES[:3]]
TWICE = re.compile(
    r"(?<![\d.])(\$?\d[\d.]*)(?: RVU)?(?: in \d{4})? (?:to|and|and to) \1(?![\d.]*\d)(?! percent)"
)


def row(code, year, total):
    return {
        "code": code,
        "status": "A",
        "total_nonfacility": total,
        "effective_from": f"{year}-01-01",
        "effective_to": f"{year}-12-31",
        "source": "pfs-rvu",
    }


def test_the_pattern_finds_what_is_said_twice():
    assert TWICE.search("From 2013 to 2026: 97112 0.98 to 0.98, 97110 0.94 to 0.87")
    assert TWICE.search("The same note came to $58.54 in 2025 and to $58.54 in 2026")
    assert TWICE.search("RVU from 2026 to 2026: a 1.00")
    assert not TWICE.search("From 2013 to 2026: 98940 0.98 to 0.985, 98941 1.07 to 1.15")


@pytest.mark.parametrize(
    "drawn",
    [
        lambda codes: rvu_explorer(RvuSettings(codes)),
        lambda codes: rvu_explorer(RvuSettings(codes, measure="dollars")),
        lambda codes: rvu_explorer(RvuSettings(codes, places=("facility",))),
        lambda codes: rvu_through_the_years(*codes),
        lambda codes: per_minute_chart(*codes),
        lambda codes: dollars_chart(dollars_over_the_years(codes)),
    ],
    ids=["rvu", "dollars", "facility", "history", "minute", "dollars since"],
)
def test_no_title_says_from_a_value_to_the_same(drawn):
    titles = []
    for codes in SOME:
        try:
            titles.append(drawn(codes).title)
        except ValueError:
            continue
    assert len(titles) >= 3
    assert [one for one in titles if TWICE.search(one)] == []


def test_nor_does_a_ratio():
    assert [one for one in combinations(CODES, 2) if TWICE.search(ratios_chart(ratios([one])).title)] == []


@pytest.mark.usefixtures("frozen_tables")
def test_what_ended_as_it_began_is_said_once():
    # 97112 had 0.98 in 2013 and has it in 2026; 97110 went from 0.94 to 0.87.
    assert rvu_explorer(RvuSettings(("97112", "97110"))).title == (
        "From 2013 to 2026: 97112 0.98 RVU in both, 97110 0.94 RVU to 0.87 RVU"
    )


def test_a_history_says_it_once_too():
    held = [row("a", 2025, "1.00"), row("a", 2026, "1.00"), row("b", 2025, "2.00"), row("b", 2026, "2.10")]
    assert rvu_history(["a", "b"], held).title == "RVU from 2025 to 2026: a 1.00 in both, b 2.00 to 2.10"
    assert "a 1.00 throughout; b between 2.00 and 2.10, now 2.10" in rvu_history(["a", "b"], held).summary


def test_a_single_year_is_named_once():
    held = [row("a", 2026, "1.00"), row("b", 2026, "2.10")]
    assert rvu_history(["a"], held[:1]).title == "a is worth 1.00 RVU in 2026"
    assert rvu_history(["a", "b"], held).title == "RVU in 2026: a 1.00, b 2.10"


def test_a_visit_that_comes_to_the_same_says_so():
    found = by_year(example_visit("desk_worker"))
    last = found[-1]
    same = [replace(one, carries=replace(last.carries)) for one in found]
    allowed = last.carries.allowed
    assert years_chart(same).title == f"The same note came to ${allowed} in {last.name}, as in {same[0].name}"
    unpriced = [replace(one, carries=replace(last.carries, allowed=None)) for one in found]
    assert years_chart(unpriced).title == (
        f"The same note carried {last.carries.total} RVU in {last.name}, as in {same[0].name}"
    )
    assert (
        years_chart(unpriced[-1:]).title == f"The same note carried {last.carries.total} RVU in {last.name}"
    )


def test_a_claim_that_comes_to_the_same_everywhere_says_so():
    found = by_locality(example_visit("desk_worker"), track="non_apm")
    same = [replace(one, carries=found[0].carries) for one in found]
    told = localities_chart(same)
    assert told.title.endswith(f": ${found[0].carries.allowed} everywhere")
    assert TWICE.search(told.summary) is None


@pytest.mark.parametrize(("weeks", "words"), [((3, 3), "week 3"), ((3, 5), "weeks 3 to 5")])
def test_a_phase_of_one_week_names_it_once(weeks, words):
    first, last = weeks
    phase = object.__new__(PhaseSum)
    object.__setattr__(phase, "first_week", first)
    object.__setattr__(phase, "last_week", last)
    assert phase.weeks == words
