"""A deficit of one part of the body is none of a region that is far from it; in doubt it is one."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from strategies import service, visit

from cptedu import code_visit
from cptedu.facts.tables import rows
from cptedu.visit.record import ServiceRecord

CASES = tomllib.loads((Path(__file__).parent / "deficit_place.toml").read_text(encoding="utf-8"))


def _read(purpose: str, deficit: str, place: str) -> ServiceRecord:
    return ServiceRecord.of(purpose=(purpose,), deficit=deficit, regions=(place,) if place else ())


@pytest.mark.parametrize(("purpose", "deficit", "place"), CASES["elsewhere"])
def test_a_deficit_of_a_part_far_away_is_asked_about(purpose, deficit, place):
    assert _read(purpose, deficit, place).deficit.elsewhere


@pytest.mark.parametrize(("purpose", "deficit", "place"), CASES["there"])
def test_its_neighbour_is_measured_there(purpose, deficit, place):
    assert _read(purpose, deficit, place).deficit.state == "measured"


def test_what_is_asked_quotes_the_words_and_names_both_places():
    done = service("strength", deficit="R quad 3+/5", regions=["wrist"])
    claim = code_visit(visit(services=[done]))
    (asked,) = [one for one in claim.unbilled[0].findings if one.rule == "deficit"]
    assert "'R quad 3+/5'" in asked.says
    assert "lower extremities" in asked.says
    assert "upper extremities" in asked.says
    assert asked.used == ("services[1].deficit", "services[1].regions")


def test_what_is_far_from_a_region_has_it_far_as_well():
    far = {row["region"]: set(row["far_from"].split()) for row in rows("far_regions.csv")}
    assert all(one in far[other] for one, others in far.items() for other in others)
