"""The facts as files: whole, dated, sourced, and true to their own arithmetic."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from cptedu.facts.sources import cite
from cptedu.facts.tables import Row, changed_files, data_folder, rows, text

DATA = Path(__file__).resolve().parents[2] / "data"
TABLES = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.csv"))
LAST_COLUMNS = ["effective_from", "effective_to", "source"]


# The columns that name one fact; two rows of one key may not hold on the same day.
KEYS = {
    "article_figures.csv": ("code",),
    "cms_2020_ohio.csv": ("code",),
    "codes.csv": ("code",),
    "conversion_factor.csv": ("track",),
    "gpci.csv": ("mac", "locality"),
    "kx_threshold.csv": (),
    "mue.csv": ("code", "release"),
    "multiple_procedure_reduction.csv": ("setting",),
    "ptp.csv": ("column_one", "column_two", "release"),
    "ptp_before_releases.csv": ("column_one", "column_two"),
    "ptp_gaps.csv": ("column_one", "column_two"),
    "unpriced.csv": ("code",),
    "rvu.csv": ("code",),
    "rvu_parts.csv": ("code", "modifier"),
    "sequestration.csv": (),
}
NUMBERS = {
    "article_figures.csv": ("total_rvu",),
    "cms_2020_ohio.csv": ("nonfacility", "facility"),
    "conversion_factor.csv": ("factor",),
    "gpci.csv": ("work", "pe", "mp"),
    "kx_threshold.csv": ("amount",),
    "mue.csv": ("units",),
    "multiple_procedure_reduction.csv": ("pe_percent_kept",),
    "rvu.csv": ("work", "pe_nonfacility", "pe_facility", "mp", "total_nonfacility", "total_facility"),
    "rvu_parts.csv": ("work", "pe_nonfacility", "pe_facility", "mp", "total_nonfacility", "total_facility"),
    "sequestration.csv": ("percent",),
}
MAY_BE_BLANK = {"facility", "work", "pe_nonfacility", "pe_facility", "mp"}
COMPONENTS = ("work", "pe_nonfacility", "pe_facility", "mp")


def keyed(row: Row, columns: Iterable[str]) -> tuple[str, ...]:
    return tuple(row[column] for column in columns)


def span(row: Row) -> tuple[str, str]:
    return row.get("effective_from") or "0001-01-01", row.get("effective_to") or "9999-12-31"


def overlaps(table: Iterable[Row], key: tuple[str, ...]) -> list[tuple[object, ...]]:
    by_key = sorted((keyed(row, key), *span(row)) for row in table)
    return [(one, two) for one, two in itertools.pairwise(by_key) if one[0] == two[0] and two[1] <= one[2]]


def test_every_named_table_is_shipped() -> None:
    assert not set(KEYS) - set(TABLES)


def test_checksums_match() -> None:
    assert changed_files() == ()


def test_every_shipped_file_has_its_checksum() -> None:
    folder = data_folder()
    shipped = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    listed = [line.partition("  ")[2] for line in text("SHA256SUMS").splitlines()]
    assert listed == sorted(shipped - {"README.md", "SHA256SUMS"})


@pytest.mark.parametrize("name", TABLES)
def test_columns_and_lines(name: str) -> None:
    raw = (DATA / name).read_bytes()
    lines = raw.decode("utf-8").splitlines()
    header = lines[0].split(",")
    if {*header} & {*LAST_COLUMNS[:2]}:
        assert header[-3:] == LAST_COLUMNS
        assert any(row["effective_from"] or row["effective_to"] for row in rows(name)), (
            "a date that nothing has"
        )
    else:
        assert header[-1] == "source"
    assert len(set(header)) == len(header)
    assert b"\r" not in raw
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert raw.endswith(b"\n")
    assert all(line.strip(", ") for line in lines), "an empty row"
    assert len(lines) > 1


@pytest.mark.parametrize("name", TABLES)
def test_rows_are_filled_and_trimmed(name: str) -> None:
    for row in rows(name):
        assert any(cell for column, cell in row.items() if column not in LAST_COLUMNS)
        assert all(cell == cell.strip() for cell in row.values()), row
    assert len({tuple(row.values()) for row in rows(name)}) == len(rows(name)), "a row stands twice"


@pytest.mark.parametrize("name", TABLES)
def test_every_source_resolves(name: str) -> None:
    for source in {row["source"] for row in rows(name)}:
        assert cite(source).title


@pytest.mark.parametrize("name", TABLES)
def test_dates(name: str) -> None:
    dated = [
        column for column in rows(name)[0] if column in {*LAST_COLUMNS[:2], "release_from", "deleted_on"}
    ]
    for row in rows(name) if dated else ():
        for cell in keyed(row, dated):
            assert not cell or date.fromisoformat(cell).isoformat() == cell, row
        starts, ends = span(row)
        assert starts <= ends, row


@pytest.mark.parametrize(("name", "key"), [(n, k) for n, k in KEYS.items() if n not in {"ptp.csv"}])
def test_one_row_a_day(name: str, key: tuple[str, ...]) -> None:
    assert overlaps(rows(name), key) == []


def test_edits_that_have_a_first_day_do_not_overlap() -> None:
    dated = [row for row in rows("ptp.csv") if row["effective_from"]]
    assert overlaps(dated, KEYS["ptp.csv"]) == []


def test_one_edit_of_a_pair_is_active_and_one_way_round() -> None:
    active = Counter(
        (frozenset((row["column_one"], row["column_two"])), row["release"])
        for row in rows("ptp.csv")
        if row["active"] == "yes"
    )
    assert {pair: n for pair, n in active.items() if n > 1} == {}


def test_edits_say_what_they_are() -> None:
    for row in rows("ptp.csv"):
        assert row["active"] in {"yes", "no"}
        assert (row["active"] == "yes") == (row["deleted_on"] == ""), row
        assert row["effective_to"] == row["deleted_on"], row
        assert row["modifier_indicator"] in ({"0", "1"} if row["active"] == "yes" else {"0", "1", "9"}), row
        assert row["column_one"] != row["column_two"]


@pytest.mark.parametrize("name", ["mue.csv", "ptp.csv"])
def test_a_release_begins_with_its_quarter(name: str) -> None:
    for row in rows(name):
        year, quarter = row["release"].split(" Q")
        assert row["release_from"] == date(int(year), 3 * int(quarter) - 2, 1).isoformat()


@pytest.mark.parametrize(("name", "column"), [(n, c) for n, columns in NUMBERS.items() for c in columns])
def test_numbers(name: str, column: str) -> None:
    for row in rows(name):
        assert (not row[column] and column in MAY_BE_BLANK) or Decimal(row[column]) >= 0, row


@pytest.mark.parametrize(
    "name", ["rvu.csv", "rvu_parts.csv", "mue.csv", "ptp.csv", "article_figures.csv", "cms_2020_ohio.csv"]
)
def test_codes_are_known(name: str) -> None:
    known = {row["code"] for row in rows("codes.csv")}
    columns = ("column_one", "column_two") if name == "ptp.csv" else ("code",)
    assert {cell for row in rows(name) for cell in keyed(row, columns)} <= known


@pytest.mark.parametrize("name", ["rvu.csv", "rvu_parts.csv"])
def test_components_add_up_to_the_totals(name: str) -> None:
    for row in rows(name):
        filled = [bool(row[column]) for column in COMPONENTS]
        assert all(filled) or not any(filled), row
        assert any(filled) == (row["effective_from"] >= "2019-01-01"), row
        if all(filled):
            work, nonfacility, facility, mp = (Decimal(row[column]) for column in COMPONENTS)
            assert work + nonfacility + mp == Decimal(row["total_nonfacility"]), row
            assert work + facility + mp == Decimal(row["total_facility"]), row


def test_reading_and_taking_an_x_ray_add_up_to_the_whole() -> None:
    whole = {(row["code"], row["effective_from"]): row for row in rows("rvu.csv")}
    parts = {(row["code"], row["effective_from"], row["modifier"]): row for row in rows("rvu_parts.csv")}
    x_rays = {row["code"] for row in rows("codes.csv") if row["family"] == "xray"}
    assert {code for code, _, _ in parts} == x_rays
    held = [(code, on) for code, on in whole if code in x_rays]
    assert {code for code, _ in held} == x_rays
    # A part that is not held is not there; where both are, nothing may be left over.
    both = [(code, on) for code, on in held if {(code, on, "26"), (code, on, "TC")} <= set(parts)]
    assert len({on for _, on in both}) >= 2
    for code, on in both:
        reading, taking = parts[code, on, "26"], parts[code, on, "TC"]
        for column in (*COMPONENTS, "total_nonfacility", "total_facility"):
            assert Decimal(reading[column]) + Decimal(taking[column]) == Decimal(whole[code, on][column]), (
                code,
                on,
            )


def test_every_code_is_counted_in_a_way_that_the_rules_know() -> None:
    assert {row["timed"] for row in rows("codes.csv")} == {"yes", "no", "other", "not_held"}


def test_relative_values_have_no_gap_between_years() -> None:
    # By code and day, wherever in the file a row stands: a new year may be added at its end.
    # Of whole x-rays the years 2023 and 2024 were found nowhere: only the reading of them is held for these.
    x_rays = {row["code"] for row in rows("codes.csv") if row["family"] == "xray"}
    in_order = sorted(rows("rvu.csv"), key=lambda row: (row["code"], row["effective_from"]))
    for one, two in itertools.pairwise(in_order):
        if one["code"] == two["code"]:
            if one["code"] in x_rays and one["effective_to"] == "2022-12-31":
                assert two["effective_from"] == "2025-01-01", two
                continue
            gap = date.fromisoformat(two["effective_from"]) - date.fromisoformat(one["effective_to"])
            assert gap.days == 1, two


def test_a_locality_stands_once_a_year() -> None:
    for row in rows("gpci.csv"):
        year = row["effective_from"][:4]
        assert span(row) == (f"{year}-01-01", f"{year}-12-31")
        assert len(row["mac"]) == 5
        assert len(row["locality"]) == 2
        assert len(row["state"]) == 2
    stands = Counter((row["mac"], row["locality"], row["effective_from"][:4]) for row in rows("gpci.csv"))
    assert set(stands.values()) == {1}


def test_every_release_of_an_edit_or_a_limit_is_listed_with_its_first_day() -> None:
    for kind in ("ptp", "mue"):
        listed = {
            (row["name"], row["begins"], row["source"]) for row in rows("releases.csv") if row["kind"] == kind
        }
        assert {(row["release"], row["release_from"], row["source"]) for row in rows(f"{kind}.csv")} == listed
        sources = [source for _, _, source in listed]
        assert len(set(sources)) == len(sources), "two releases share a source"
    assert {row["whole"] for row in rows("releases.csv")} <= {"yes", "no"}


def test_every_track_of_a_factor_has_its_words() -> None:
    tracks = {row["track"] for row in rows("conversion_factor.csv")} - {"all"}
    assert tracks == {row["track"] for row in rows("tracks.csv")}


def test_conversion_factor_tracks() -> None:
    for row in rows("conversion_factor.csv"):
        assert (row["track"] == "all") or (row["effective_from"] >= "2026-01-01"), row
    assert {
        row["track"]: row["factor"]
        for row in rows("conversion_factor.csv")
        if row["effective_from"] == "2026-01-01"
    } == {"apm": "33.5675", "non_apm": "33.4009"}


def test_article_figures_are_undated_and_labelled() -> None:
    held = {row["code"]: (row["total_rvu"], row["label"], *span(row)) for row in rows("article_figures.csv")}
    open_dates = ("quoted by the article", "0001-01-01", "9999-12-31")
    assert held == {
        "97112": ("0.78", *open_dates),
        "98940": ("0.70", *open_dates),
        "98941": ("0.97", *open_dates),
    }


def test_sequestration_has_no_gap_since_it_began() -> None:
    for one, two in itertools.pairwise(rows("sequestration.csv")):
        gap = date.fromisoformat(two["effective_from"]) - date.fromisoformat(one["effective_to"])
        assert gap.days == 1, two
    held = {row["effective_from"]: row["percent"] for row in rows("sequestration.csv")}
    assert held == {"2013-04-01": "2", "2020-05-01": "0", "2022-04-01": "1", "2022-07-01": "2"}


def in_2020(table: str, **wanted: str) -> Row:
    (found,) = (
        row
        for row in rows(table)
        if row["effective_from"] <= "2020-06-01" <= row["effective_to"]
        and all(row[column] == cell for column, cell in wanted.items())
    )
    return found


def test_published_fees_follow_from_the_tables() -> None:
    gpci = in_2020("gpci.csv", mac="15202", locality="00")
    factor = Decimal(in_2020("conversion_factor.csv", track="all")["factor"])
    for row in rows("cms_2020_ohio.csv"):
        rvu = in_2020("rvu.csv", code=row["code"])
        for setting in ("nonfacility", "facility"):
            if row[setting]:
                parts = (
                    (rvu["work"], gpci["work"]),
                    (rvu[f"pe_{setting}"], gpci["pe"]),
                    (rvu["mp"], gpci["mp"]),
                )
                fee = sum((Decimal(one) * Decimal(two) for one, two in parts), Decimal(0)) * factor
                assert fee.quantize(Decimal("0.01"), ROUND_HALF_UP) == Decimal(row[setting]), row
