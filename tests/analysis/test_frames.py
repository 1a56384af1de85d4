"""The tables for pandas: every row and cell of them is there, with a type, its days and its source."""

from __future__ import annotations

import pandas as pd
import pytest

from cptedu.analysis import frames
from cptedu.errors import CpteduError
from cptedu.facts.tables import column_forms, data_folder, rows

TABLES = {
    "rvu.csv": frames.rvus,
    "conversion_factor.csv": frames.factors,
    "gpci.csv": frames.indices,
    "ptp.csv": frames.edits,
    "mue.csv": frames.limits,
    "multiple_procedure_reduction.csv": frames.reductions,
    "medicare_utilisation.csv": frames.utilisation,
    "codes.csv": frames.service_codes,
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_holds_every_cell_of_its_file(name):
    table = TABLES[name]()
    held = rows(name)
    assert len(table) == len(held)
    for column in held[0]:
        cells = [row[column] for row in held]
        assert list(table[column].isna()) == [cell == "" for cell in cells], column
        kind = str(table[column].dtype)
        for given, cell in zip(table[column], cells, strict=True):
            if cell and kind in ("Float64", "Int64"):
                assert given == float(cell)
            elif cell and kind.startswith("datetime"):
                assert f"{given:%Y-%m-%d}" == cell
            elif cell:
                assert given == cell


@pytest.mark.parametrize("path", sorted(data_folder().glob("*.csv")), ids=lambda one: one.name)
def test_every_table_can_be_had_and_its_numbers_and_days_are_numbers_and_days(path):
    table = frames.held_table(path.name)
    for column, form in column_forms(path.name).items():
        if column in table and not isinstance(form, list | dict):
            kind = str(form).removesuffix("?")
            expected = {"count": "Int64", "number": "Float64", "positive": "Float64", "day": "datetime64[us]"}
            assert str(table[column].dtype) == expected.get(kind, "string"), column
    if "source" in table:
        assert table.source_in_words.notna().all()


def test_one_day_has_the_rows_that_are_in_force_on_it_its_ends_included():
    table = pd.DataFrame(
        {
            "effective_from": pd.to_datetime(["2020-01-01", "2021-01-01", None]),
            "effective_to": pd.to_datetime(["2020-12-31", None, "2020-06-30"]),
        }
    )
    on = {
        day: list(frames.in_force_on(table, day).index) for day in ("2020-06-30", "2020-12-31", "2021-01-01")
    }
    assert on == {"2020-06-30": [0, 2], "2020-12-31": [0], "2021-01-01": [1]}


def test_what_is_no_day_is_refused():
    with pytest.raises(CpteduError):
        frames.in_force_on(frames.factors(), "the fourth of March")
