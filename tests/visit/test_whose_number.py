"""A number is a deficit only where it is the patient's own, of what is trained, of today, and low; a sign is not denied."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from cptedu.facts.regions import region_of
from cptedu.visit.deficit.measured_deficit import read_deficit
from cptedu.visit.finding.positive_finding import read_sign
from cptedu.visit.record import Record

KINDS = tomllib.loads((Path(__file__).parent / "whose_number.toml").read_text(encoding="utf-8"))["kind"]

# The day of the visits: what a note says of 2024, or of a week before, is over.
DAY = date(2026, 3, 4)
_OF_SIGNS = tomllib.loads((Path(__file__).parent / "whose_sign.toml").read_text(encoding="utf-8"))
SIGNS, PLACES = _OF_SIGNS["kind"], _OF_SIGNS["place"]


def _signs(which: str) -> list[object]:
    return [pytest.param(text, id=f"{kind['name']}: {text}") for kind in SIGNS for text in kind[which]]


def _texts(which: str) -> list[object]:
    return [
        pytest.param(text, kind["purpose"], id=f"{kind['name']}: {text}")
        for kind in KINDS
        for text in kind[which]
    ]


@pytest.mark.parametrize(("text", "purpose"), _texts("asked"))
def test_what_only_looks_like_a_loss_is_asked_about(text, purpose):
    assert read_deficit(text, [purpose], DAY).state in {"not_measured", "says_nothing"}


@pytest.mark.parametrize(("text", "purpose"), _texts("measured"))
def test_its_neighbour_is_a_measured_loss(text, purpose):
    assert read_deficit(text, [purpose], DAY).state == "measured"


@pytest.mark.parametrize("text", _signs("asked"))
def test_what_only_looks_like_a_sign_is_asked_about(text):
    assert read_sign(text).state in {"unclear", "says_nothing"}


@pytest.mark.parametrize("text", _signs("positive"))
def test_its_neighbour_is_a_sign(text):
    assert read_sign(text).state == "positive"


@pytest.mark.parametrize(("text", "place"), [(text, one["name"]) for one in PLACES for text in one["asked"]])
def test_a_sign_of_another_region_is_asked_about(text, place):
    assert read_sign(text, region_of(place)).state in {"unclear", "says_nothing"}


@pytest.mark.parametrize(
    ("text", "place"), [(text, one["name"]) for one in PLACES for text in one["positive"]]
)
def test_a_sign_of_the_place_or_of_none_counts_there(text, place):
    assert read_sign(text, region_of(place)).state == "positive"


def test_a_visit_reads_a_finding_for_the_place_where_it_stands():
    words = "L4 tender; C5 clear"
    seen = {"date_of_service": "2026-03-04", "payer": "medicare", "adjusted": ["C5", "L4"]}
    found = Record.from_dict(seen | {"findings": {"C5": words, "L4": words}}).found
    assert [one.sign.state for one in found] == ["unclear", "positive"]


@pytest.mark.parametrize(
    ("words", "state"),
    [("rotation 45 degrees in March 2026", "positive"), ("rotation 45 degrees in March 2025", "unclear")],
)
def test_a_visit_knows_which_year_is_over(words, state):
    seen = {"date_of_service": "2026-03-04", "payer": "medicare", "adjusted": ["C5"]}
    service = {"purpose": ["range_of_motion"], "deficit": words}
    record = Record.from_dict(seen | {"findings": {"C5": words}, "services": [service]})
    assert [one.sign.state for one in record.found] == [state]
    assert record.services[0].deficit.state == ("measured" if state == "positive" else "not_measured")
