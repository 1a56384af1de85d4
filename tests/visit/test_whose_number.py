"""A number is a deficit only where it is the patient's own, of what is trained, of today, and low; a sign is not denied."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from cptedu.visit.measured_deficit import read_deficit
from cptedu.visit.positive_finding import read_sign

KINDS = tomllib.loads((Path(__file__).parent / "whose_number.toml").read_text(encoding="utf-8"))["kind"]

SIGNS = tomllib.loads((Path(__file__).parent / "whose_sign.toml").read_text(encoding="utf-8"))["kind"]


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
    assert read_deficit(text, [purpose]).state in {"not_measured", "says_nothing"}


@pytest.mark.parametrize(("text", "purpose"), _texts("measured"))
def test_its_neighbour_is_a_measured_loss(text, purpose):
    assert read_deficit(text, [purpose]).state == "measured"


@pytest.mark.parametrize("text", _signs("asked"))
def test_what_only_looks_like_a_sign_is_asked_about(text):
    assert read_sign(text).state in {"unclear", "says_nothing"}


@pytest.mark.parametrize("text", _signs("positive"))
def test_its_neighbour_is_a_sign(text):
    assert read_sign(text).state == "positive"
