"""What a column may not hold is told with file, line and what to write, in shipped tables and in one's own."""

import csv
import io

import pytest
from other_tables import DATA, copy_of_the_tables, reading_from
from strategies import service, visit

from cptedu.engine.coding import code_visit
from cptedu.errors import CpteduError
from cptedu.facts import tables
from cptedu.facts.releases import release_for
from cptedu.facts.tables import document, rows, shipped_rows

TABLES = sorted(path.name for path in DATA.glob("*.csv"))


@pytest.fixture
def changed(monkeypatch):
    """Read a table in which the first row has another cell, or the first line another name."""

    def read(name, column, cell):
        table = list(csv.reader(io.StringIO((DATA / name).read_text("utf-8"))))
        at = table[0].index(column)
        table[0 if cell is None else 1][at] = "other" if cell is None else cell
        written = io.StringIO()
        csv.writer(written, lineterminator="\n").writerows(table)
        shipped, text = tables.shipped_rows, tables.text
        monkeypatch.setattr(tables, "text", lambda one: written.getvalue() if one == name else text(one))
        monkeypatch.setattr(
            tables, "shipped_rows", lambda one: shipped(one) if one != name else shipped.__wrapped__(one)
        )
        return tables.shipped_rows(name)

    return read


@pytest.mark.parametrize(
    ("name", "column", "cell", "said"),
    [
        ("rvu.csv", "work", "0,98", "'0,98' is not a number. Write digits and a point, such as 0.98."),
        ("rvu.csv", "total_nonfacility", "NaN", "'NaN' is not a number"),
        ("conversion_factor.csv", "factor", "0", "'0' is not a number above nought"),
        ("conversion_factor.csv", "track", "amp", "'amp' is not accepted: 'amp' is no track of tracks.csv."),
        ("mue.csv", "units", "four", "'four' is not a whole number. Write digits, such as 3."),
        ("mue.csv", "units", "\u0663", "is not a whole number"),
        ("ptp.csv", "modifier_indicator", "2", "'2' is not accepted. Write 0, 1 or 9."),
        ("ptp.csv", "column_one", "9711", "'9711' is not a code. Write five digits, or four and a letter"),
        ("codes.csv", "timed", "maybe", "'maybe' is not accepted. Write yes, no, other or not_held."),
        ("purposes.csv", "code", "97113x", "is no code of codes.csv. Write one that stands there."),
        ("muscles.csv", "regions", "cervical neck", "'neck' is no region of regions.csv"),
        ("diagnosis_regions.csv", "regions", "", "Write one that stands there, or any."),
        ("releases.csv", "begins", "2024-02-30", "'2024-02-30' is not a date"),
        ("gpci.csv", "effective_to", "9999-12-31", "'9999-12-31' is not a date"),
        ("gpci.csv", "source", "", "'' is empty, and something must stand there."),
    ],
)
def test_a_cell_that_does_not_fit_is_told_with_its_line_and_what_to_write(changed, name, column, cell, said):
    with pytest.raises(CpteduError) as refused:
        changed(name, column, cell)
    assert str(refused.value).startswith(f"{name}, line 2: {column} = {cell!r} ")
    assert said in str(refused.value)


@pytest.mark.parametrize("name", TABLES)
def test_a_column_that_is_read_and_missing_is_named(changed, name):
    column = next(iter(document("columns.toml")[name]))
    with pytest.raises(CpteduError, match=rf"{name}, line 1: the column {column} is missing\."):
        changed(name, column, None)


@pytest.mark.parametrize("name", TABLES)
def test_every_column_of_a_table_is_told_what_it_may_hold(name):
    every = {"effective_from", "effective_to", "source"}
    told = document("columns.toml")[name]
    absent = {column for column, form in told.items() if form == "absent"}
    assert {*shipped_rows(name)[0]} == ({*told} | every) - absent


def test_no_table_is_told_of_that_is_not_there():
    assert set(document("columns.toml")) == set(TABLES)


def test_a_table_without_a_row_is_refused(monkeypatch):
    name, empty, shipped = "new_patient_codes.csv", "code,effective_from,effective_to,source\n", tables.text
    monkeypatch.setattr(tables, "text", lambda one: empty if one == name else shipped(one))
    with pytest.raises(CpteduError, match=r"new_patient_codes\.csv has no row"):
        shipped_rows.__wrapped__("new_patient_codes.csv")


def test_without_a_release_of_a_kind_the_answer_says_so(monkeypatch):
    from cptedu.facts import releases

    only_limits = tuple(row for row in rows("releases.csv") if row["kind"] == "mue")
    monkeypatch.setattr(releases, "rows", lambda _: only_limits)
    releases.releases.cache_clear()
    try:
        with pytest.raises(CpteduError, match=r"releases\.csv holds no release of kind ptp"):
            release_for("ptp", tables.as_date("2026-03-04"))
    finally:
        releases.releases.cache_clear()


def test_a_kind_of_word_that_a_damaged_table_lacks_is_told_and_not_taken_for_none(tmp_path):
    folder = copy_of_the_tables(tmp_path)
    place = folder / "finding_words.csv"
    kept = [line for line in place.read_text(encoding="utf-8").splitlines() if ",task_purpose," not in line]
    place.write_text("\n".join(kept) + "\n", encoding="utf-8")
    with (
        reading_from(folder),
        pytest.raises(CpteduError, match=r"no row of the kind 'task_purpose'\. Install"),
    ):
        code_visit(visit(services=[service("balance")]))
