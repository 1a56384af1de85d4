"""A day in a table that is none is told with its file and line, and never passed over."""

import pytest

from cptedu.errors import CpteduError
from cptedu.facts import tables

HEAD = "code,effective_from,effective_to,release_from,source\n"


@pytest.fixture
def table(monkeypatch):
    """Let the reader of tables find this text in the place of a file."""

    shipped = tables.text

    def holds(*lines):
        made_up = HEAD + "".join(f"{line}\n" for line in lines)
        monkeypatch.setattr(tables, "text", lambda name: made_up if name == "made_up.csv" else shipped(name))
        tables.shipped_rows.cache_clear()
        return tables.shipped_rows("made_up.csv")

    yield holds
    tables.shipped_rows.cache_clear()


@pytest.mark.parametrize("day", ["01.01.2027", "2026/01/01", "2027-13-01", "20270101", "2027-02-30", "soon"])
@pytest.mark.parametrize("column", [0, 1, 2])
def test_what_is_no_day_is_told_with_its_line_and_column(table, day, column):
    days = ["2026-01-01", "2099-12-31", "2026-01-01"]
    days[column] = day
    name = ("effective_from", "effective_to", "release_from")[column]
    with pytest.raises(CpteduError, match=rf"made_up.csv, line 3: {name} = '{day}' is not a date"):
        table("97110,2026-01-01,,,x", f"97112,{','.join(days)},x")


def test_a_row_that_ends_before_it_begins_is_refused(table):
    with pytest.raises(CpteduError, match=r"line 2: the row ends .2026-01-01. before it begins .2027-01-01."):
        table("97110,2027-01-01,2026-01-01,,x")


def test_days_that_are_left_open_are_read(table):
    assert len(table("97110,,,,x", "97112,2026-01-01,2026-01-01,2026-01-01,x")) == 2
