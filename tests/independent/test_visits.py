"""Forty visits whose claims two readers wrote from the rules alone, before either saw any code."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import cptedu as ct

VISITS = [
    visit
    for name in ("visits.toml", "visits_second.toml")
    for visit in tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))["visit"]
]


@pytest.mark.parametrize("written", VISITS, ids=[one["name"] for one in VISITS])
def test_claim_is_as_written_from_the_rules(written):
    claim = ct.code_visit(ct.Visit.from_dict(written["record"]))
    got = [(line.code, line.units, frozenset(line.modifiers), line.verdict.value) for line in claim.lines]
    wanted = [
        (line["code"], line["units"], frozenset(line["modifiers"]), line["verdict"])
        for line in written["expected"]["lines"]
    ]
    assert sorted(got, key=repr) == sorted(wanted, key=repr)
    left = [(item.code, item.verdict.value) for item in claim.unbilled]
    expected = [(item.get("code"), item["verdict"]) for item in written["expected"]["unbilled"]]
    assert sorted(left, key=repr) == sorted(expected, key=repr)
