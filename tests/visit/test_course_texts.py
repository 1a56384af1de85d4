"""The texts of the course itself are read as its cases mean them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cptedu.facts.codes import purposes
from cptedu.facts.tables import data_folder
from cptedu.learn.generations import newest_generation
from cptedu.learn.generator.earlier_ideas import DEFICITS
from cptedu.learn.generator.together import work_that
from cptedu.rules.exercise_code import needs_deficit
from cptedu.visit.activity.treated_muscle import read_muscle
from cptedu.visit.deficit.measured_deficit import read_deficit
from cptedu.visit.encounter import read_encounter
from cptedu.visit.finding.positive_finding import read_sign

INDEPENDENT = Path(__file__).parents[1] / "independent"
# A finding that a case gives because it says nothing.
SAYS_NOTHING = {"", "same as last time"}
# A deficit that a case gives because it measures nothing.
MEASURES_NOTHING = {"WNL"}


def _tables(held: object) -> Iterator[dict[str, Any]]:
    if isinstance(held, dict):
        yield held
    if isinstance(held, dict | list):
        for inner in held.values() if isinstance(held, dict) else held:
            yield from _tables(inner)


TABLES = [
    table
    for folder in (data_folder(), INDEPENDENT)
    for path in sorted(folder.rglob("*.toml"))
    if path.name
    not in {"columns.toml", "not_known.toml"}  # the forms of tables; cases about words that prove nothing
    for table in _tables(tomllib.loads(path.read_text(encoding="utf-8")))
]
NOTED = sorted(
    {
        (table["deficit"], tuple(table["purpose"]))
        for table in TABLES
        if isinstance(table.get("purpose"), list)
        and isinstance(table.get("deficit"), str)
        and table["deficit"]
    }
)
DRAWN = sorted(
    {(said, (aim,)) for aim, places in DEFICITS.items() for texts in places.values() for said in texts}
    | {(one.deficit, (one.purpose,)) for one in work_that(newest_generation()) if one.deficit}
)
FINDINGS = sorted(
    {
        said
        for table in TABLES
        if isinstance(table.get("findings"), dict)
        for said in table["findings"].values()
    }
)


def _in_need(aims: tuple[str, ...]) -> bool:
    return any(aim in purposes() and needs_deficit(purposes()[aim]) for aim in aims)


@pytest.mark.parametrize(("text", "aims"), [one for one in NOTED if _in_need(one[1])])
def test_a_deficit_of_a_case_is_measured_unless_it_is_there_to_measure_nothing(text, aims):
    assert (read_deficit(text, aims).state == "measured") is (text not in MEASURES_NOTHING)


@pytest.mark.parametrize(("text", "aims"), DRAWN)
def test_a_drawn_deficit_is_measured(text, aims):
    assert read_deficit(text, aims).state == "measured"


@pytest.mark.parametrize("text", FINDINGS)
def test_a_finding_of_a_case_is_a_positive_sign_unless_it_is_there_to_say_nothing(text):
    assert (read_sign(text).state == "positive") is (text not in SAYS_NOTHING)


def test_muscles_and_encounters_of_the_cases_are_known():
    assert {name for t in TABLES if (name := t.get("muscle")) and not read_muscle(str(name)).known} == set()
    assert {said for t in TABLES if (said := t.get("encounter")) and not read_encounter(said).number} == set()


def test_there_are_texts_to_read():
    assert len(NOTED) > 60
    assert len(DRAWN) > 50
    assert len(FINDINGS) > 10
