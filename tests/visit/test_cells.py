"""What stands behind a code counts units only where it can mean nothing else, and what is below nought never counts above it."""

from __future__ import annotations

import pytest

import cptedu as ct
from cptedu.visit.written.cells import code_in


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "97110 qty -2",
            "97110 qty:-2",
            "97110 units -3",
            "97110 x-2",
            "97110 -2 units",
            "97110 -2u",
            "97110-GP -2x",
        ),
        *(
            "97110 exercise 3x",
            "97110 Ther ex 3×",
            "97012 Traction unit 2",
            "98943 CMT unit 1",
            "97110 Exercise (unit 2)",
        ),
    ],
)
def test_what_may_be_no_count_is_none_and_is_asked(cell):
    read = code_in(cell)
    assert read.units is None
    assert read.may_tell_units
    assert read.modifiers in {(), ("GP",)}


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        *(
            ("97110 qty: 2", 2),
            ("97110 qty=2", 2),
            ("97110 Ther ex qty 3", 3),
            ("97110-2 units", 2),
            ("97110 - 2 units", 2),
        ),
        *(
            ("97110-GP 2x", 2),
            ("97110 2x", 2),
            ("97110 unit 2", 2),
            ("97110 Exercise x3", 3),
            ("97110 15 min x 2 units", 2),
        ),
    ],
)
def test_what_can_only_be_a_count_is_one(cell, units):
    assert code_in(cell).units == units


@pytest.mark.parametrize("cell", ["97110 Ther ex 3x", "98943 CMT unit 1"])
def test_a_description_does_not_contradict_the_column_of_units(cell, tmp_path):
    place = tmp_path / "log.csv"
    place.write_text(f"Patient ID,DOS,CPT,Units\nA,2026-03-04,{cell},2\n", encoding="utf-8")
    found = ct.audit(place, "commercial_ncci").read
    assert [one.units for one in found.services] == [2]


def test_a_row_that_may_take_back_is_refused_where_nothing_else_tells_its_units(tmp_path):
    place = tmp_path / "log.csv"
    place.write_text("Patient ID,DOS,CPT\nA,2026-03-04,97110 qty -2\n", encoding="utf-8")
    found = ct.audit(place, "commercial_ncci").read
    assert [one.row for one in found.refused] == [2]
