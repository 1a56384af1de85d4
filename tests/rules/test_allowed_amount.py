"""What the fee schedule allows, to the cent."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from other_tables import copy_of_the_tables, reading_from

import cptedu as ct
from cptedu.facts.codes import codes
from cptedu.facts.tables import rows
from cptedu.rules.allowed_amount import allowed_amount, allowed_amounts, conversion_factor
from cptedu.rules.relative_values import relative_values

D = Decimal
MARCH = date(2026, 3, 4)
OHIO = "15202-00"
MARCH_2020 = date(2020, 3, 4)
RVU = rows("rvu.csv")
GPCI = rows("gpci.csv")


def national(number: str, **more) -> Decimal:
    return allowed_amount(number, on=MARCH, locality="national", track="non_apm", **more)


# --- published amounts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", rows("cms_2020_ohio.csv"), ids=lambda row: row["code"])
def test_ohio_2020_is_as_cms_published_it(row):
    assert allowed_amount(row["code"], on=MARCH_2020, locality=OHIO) == D(row["nonfacility"])
    if row["facility"]:
        assert allowed_amount(row["code"], on=MARCH_2020, locality=OHIO, facility=True) == D(row["facility"])


def test_the_published_cases_of_ohio_2020_cover_office_and_facility():
    # RV-027 and RV-028, written out so that the table above cannot be emptied unseen.
    assert allowed_amount("98941", MARCH_2020, OHIO) == D("40.20")
    assert allowed_amount("98941", MARCH_2020, OHIO, facility=True) == D("34.59")
    assert allowed_amount("98942", MARCH_2020, OHIO) == D("52.57")
    assert allowed_amount("98942", MARCH_2020, OHIO, True) == D("46.96")


@pytest.mark.parametrize(
    ("number", "amount"),
    [
        ("98940", "26.72"),
        ("98941", "38.41"),
        ("98942", "49.77"),
        ("97110", "29.06"),
        ("97112", "32.73"),
        ("97140", "27.72"),
        ("97530", "35.07"),
    ],
)
def test_national_amounts_of_2026(number, amount):
    assert national(number) == D(amount)


def test_facility_and_qualifying_track_of_2026():
    assert national("98941", facility=True) == D("28.06")
    assert allowed_amount("98941", on=MARCH, locality="national", track="apm") == D("38.60")
    assert allowed_amount("98940", on=MARCH, locality="national", track="apm") == D("26.85")  # F-t5


@pytest.mark.parametrize(
    ("units", "total"),
    [
        ({"97112": 2}, "57.61"),  # F-t1
        ({"97110": 1, "97112": 1}, "54.94"),  # F-t2
        ({"97530": 1, "97112": 1}, "59.95"),  # F-t3
        ({"98941": 1, "97110": 1}, "67.47"),  # F-t4
        ({"97110": 2}, "51.27"),
        ({"97140": 2}, "48.93"),
        ({"97530": 2}, "60.12"),
    ],
)
def test_several_together_in_2026(units, total):
    assert allowed_amounts(units, on=MARCH, locality="national", track="non_apm").total == D(total)


def test_ohio_2020_with_the_reduction_is_as_published():
    three = allowed_amounts({"97110": 3}, on=MARCH_2020, locality=OHIO)
    assert three.total == D("77.41")  # MP-008
    assert three.line("97110").unit_amounts == (D("30.21"), D("23.60"), D("23.60"))
    assert (three.line("97110").full_amount, three.line("97110").reduced_units) == (D("90.63"), 2)
    mixed = allowed_amounts({"97110": 1, "97035": 1, "G0283": 1}, on=MARCH_2020, locality=OHIO)
    assert mixed.total == D("51.48")  # MP-009
    assert {line.code: line.amount for line in mixed.lines} == {
        "97110": D("30.21"),
        "97035": D("11.09"),
        "G0283": D("10.18"),
    }
    assert sum(line.full_amount for line in mixed.lines) == D("57.92")
    assert [line.reduced_units for line in mixed.lines] == [1, 0, 1]


# --- an independent sum -----------------------------------------------------------------------------------------------


def cents(amount: Fraction) -> Decimal:
    """Round half up to the cent, in whole numbers."""
    return D(int(amount * 100 + Fraction(1, 2))) / 100


def by_hand(units: dict[str, int], year: int, gpci, factor: str) -> Decimal:
    """Price a list of units one by one: all therapy units but the dearest in practice expense lose half of it."""
    weights = [Fraction(gpci[part]) for part in ("work", "pe", "mp")] if gpci else [Fraction(1)] * 3
    each = []
    for number, count in units.items():
        row = next(r for r in RVU if r["code"] == number and r["effective_from"] == f"{year}-01-01")
        parts = [Fraction(row[part]) for part in ("work", "pe_nonfacility", "mp")]
        each += [(row["multiple_procedure"] == "5", parts)] * count
    factor = Fraction(factor)

    def dollars(parts, kept):
        return (parts[0] * weights[0] + parts[1] * kept * weights[1] + parts[2] * weights[2]) * factor

    therapy = sorted((p for cut, p in each if cut), key=lambda p: (p[1], dollars(p, 1)), reverse=True)
    total = sum((cents(dollars(p, 1)) for cut, p in each if not cut), D(0))
    for place, parts in enumerate(therapy):
        total += cents(dollars(parts, Fraction(1) if place == 0 else Fraction(1, 2)))
    return total


PRICED = [
    "97010", "97012", "97032", "97035", "97110", "97112", "97113", "97116", "97124", "97140", "97150", "97530",
    "97535", "97750", "98940", "98941", "98942", "98943", "99203", "99213", "G0283",
]  # fmt: skip
LOCAL = [row for row in GPCI if row["effective_from"] in {"2020-01-01", "2023-01-01", "2025-01-01"}]
FACTORS = {2020: "36.0896", 2023: "33.8872", 2025: "32.3465"}


@given(
    st.dictionaries(st.sampled_from(PRICED), st.integers(0, 4), max_size=5),
    st.sampled_from(LOCAL),
    st.booleans(),
)
def test_any_mix_in_any_locality_is_the_sum_of_its_units(units, row, at_national):
    year = int(row["effective_from"][:4])
    locality = "national" if at_national else f"{row['mac']}-{row['locality']}"
    given_before = dict(units)
    priced = allowed_amounts(units, on=date(year, 5, 5), locality=locality)
    assert units == given_before
    assert priced.total == by_hand(units, year, None if at_national else row, FACTORS[year])
    assert priced.total == sum((line.amount for line in priced.lines), D(0))
    for line in priced.lines:
        assert line.units == units[line.code] == len(line.unit_amounts)
        assert line.amount == sum(line.unit_amounts, D(0))
        assert list(line.unit_amounts) == sorted(line.unit_amounts, reverse=True)
        full = allowed_amount(line.code, on=date(year, 5, 5), locality=locality)
        assert line.full_amount == full * line.units
        assert sum(amount < full for amount in line.unit_amounts) <= line.reduced_units


def test_of_equal_practice_expense_the_dearer_code_is_paid_in_full():
    # MP-015. In 2026 these two have one practice expense and another work value.
    values = {
        n: ct.relative_values(n, MARCH)
        for n in codes()
        if n in {r["code"] for r in RVU if r["effective_to"] > "2026"} and n != "97039"
    }
    therapy = [v for v in values.values() if v.multiple_procedure == 5]
    pairs = [
        (one, two)
        for one in therapy
        for two in therapy
        if one.pe_nonfacility == two.pe_nonfacility and one.total() > two.total()
    ]
    assert pairs
    for dearer, cheaper in pairs:
        priced = allowed_amounts(
            {dearer.code: 1, cheaper.code: 1}, on=MARCH, locality="national", track="apm"
        )
        assert (priced.line(dearer.code).reduced_units, priced.line(cheaper.code).reduced_units) == (0, 1)


def test_the_highest_practice_expense_is_paid_in_full_even_where_its_total_is_lower():
    # F5. In 2026 massage has practice expense 0.53 and total 0.89, 97112 has 0.47 and 0.98.
    priced = allowed_amounts({"97112": 1, "97124": 1}, on=MARCH, locality="national", track="non_apm")
    assert [line.reduced_units for line in priced.lines] == [1, 0]
    assert priced.total == by_hand({"97112": 1, "97124": 1}, 2026, None, "33.4009")


def test_half_a_cent_is_rounded_up(monkeypatch):
    # No row held comes to half a cent, so the factor is a supposed one: 0.98 x 31.25 = 30.625.
    supposed = {"factor": "31.25", "source": "pfs-conversion-factor"}
    monkeypatch.setattr("cptedu.rules.allowed_amount.factor_row", lambda *_: supposed)
    assert national("97112") == D("30.63")


def test_an_adjustment_is_neither_cut_nor_counted():
    priced = allowed_amounts({"98941": 1, "97112": 1}, on=MARCH, locality="national", track="non_apm")
    assert [line.reduced_units for line in priced.lines] == [0, 0]
    assert "ngs-mppr" not in {citation.id for citation in priced.citations}
    alone = allowed_amounts({"98941": 2}, on=MARCH, locality="national", track="non_apm")
    assert "ngs-mppr" not in {citation.id for citation in alone.citations}
    twice = allowed_amounts({"98941": 1, "97112": 2}, on=MARCH, locality="national", track="non_apm")
    assert [line.reduced_units for line in twice.lines] == [1, 0]
    assert "ngs-mppr" in {citation.id for citation in twice.citations}


# --- what stands beside an amount -------------------------------------------------------------------------------------


def test_an_amount_says_where_it_comes_from():
    here = allowed_amount("98943", on=date(2025, 5, 5), locality=OHIO)
    assert {citation.id for citation in here.citations} == {
        "usc-42-1395w-4", "pfs-rvu", "pfs-conversion-factor", "pfs-gpci",
    }  # fmt: skip
    assert here.vintage == "CMS RVU25D"
    assert here.notes == ("not paid by Medicare: not covered by Medicare",)
    published = allowed_amount("98940", on=MARCH, locality=OHIO, track="non_apm")
    assert published.notes == ()
    assert "pfs-gpci-2026" in {citation.id for citation in published.citations}
    assert national("98940").notes == ()
    assert {citation.id for citation in national("98940").citations} == {
        "usc-42-1395w-4", "pfs-rvu", "pfs-conversion-factor",
    }  # fmt: skip


def test_several_amounts_say_where_they_come_from():
    priced = allowed_amounts({"97110": 1, "98943": 1}, on=MARCH, locality=OHIO, track="non_apm")
    assert priced.vintage == "CMS RVU26C RVU26D"
    assert priced.notes == ()
    needling = allowed_amounts({"98940": 1, "20560": 1}, on=MARCH, locality="national", track="non_apm")
    assert needling.vintage == "CMS RVU26C; CMS RVU26C RVU26D"
    assert priced.line("98943").notes == ("not paid by Medicare: not covered by Medicare",)
    assert [line.code for line in priced.lines] == ["97110", "98943"]
    assert {c.id for c in priced.citations} >= {"usc-42-1395w-4", "pfs-gpci-2026"}
    with pytest.raises(ct.CpteduError, match=r"^97112 is not among the priced codes: 97110, 98943\.$"):
        priced.line("97112")


def test_of_nothing_the_total_is_nothing():
    priced = allowed_amounts({}, on=MARCH, locality="national", track="apm")
    assert (priced.lines, str(priced.total)) == ((), "0.00")
    none = allowed_amounts({"97110": 0, "97112": 1}, on=MARCH, locality="national", track="non_apm")
    assert [(line.units, line.amount, line.reduced_units) for line in none.lines] == [
        (0, D("0"), 0),
        (1, D("32.73"), 0),
    ]


# --- years with less data ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2013, 1, 1), date(2015, 8, 1), date(2018, 12, 31)])
def test_from_2013_to_2018_one_unit_has_a_national_price_and_the_reduction_is_no_data(day):
    row = next(
        r for r in RVU if r["code"] == "97110" and r["effective_from"] <= str(day) <= r["effective_to"]
    )
    one = allowed_amount("97110", on=day, locality="national")
    assert one == cents(Fraction(row["total_nonfacility"]) * Fraction(str(conversion_factor(day))))
    assert allowed_amounts({"97110": 1, "99213": 1}, on=day, locality="national").total is not None
    several = allowed_amounts({"97110": 1, "97112": 1, "99213": 1}, on=day, locality="national")
    assert several.total is None
    assert [line.amount is None for line in several.lines] == [True, True, False]
    assert [line.reduced_units for line in several.lines] == [0, 0, 0]
    assert several.line("97110").unit_amounts == ()
    assert several.line("97110").full_amount == one
    three = allowed_amounts({"97110": 3}, on=day, locality="national").line("97110")
    assert (three.units, three.full_amount, three.amount) == (3, 3 * one, None)
    assert any(
        note.startswith("no data: the reduction needs the practice expense")
        for note in several.line("97112").notes
    )
    assert "totals only; the parts are not held for this year" in several.line("97112").notes
    assert not any(note.startswith("no data") for note in several.line("99213").notes)
    with pytest.raises(
        ct.NotInDataError, match=r"Localities are held from 2019-01-01 to \d{4}-12-31; use 'national'"
    ):
        allowed_amount("97110", on=day, locality=OHIO)


def test_before_2019_an_adjustment_has_a_facility_price_too():
    row = next(r for r in RVU if r["code"] == "98941" and r["effective_from"] == "2015-01-01")
    assert row["total_facility"] < row["total_nonfacility"]
    found = allowed_amount("98941", on=date(2015, 3, 4), locality="national", facility=True)
    assert found == cents(Fraction(row["total_facility"]) * Fraction("35.7547"))


def test_in_2019_the_reduced_codes_are_inferred():
    day = date(2019, 7, 1)
    priced = allowed_amounts({"97112": 2, "98940": 1}, on=day, locality="national")
    assert priced.total == by_hand({"98940": 1}, 2019, None, "36.0391") + cents(
        Fraction("0.99") * Fraction("36.0391")
    ) + cents((Fraction("0.50") + Fraction("0.47") / 2 + Fraction("0.02")) * Fraction("36.0391"))
    assert priced.notes == ("which codes are reduced is inferred for 2019 from the indicators of 2020",)
    new_year = allowed_amounts({"97112": 2}, on=date(2019, 1, 1), locality="national")
    assert (new_year.total, new_year.notes) == (
        allowed_amounts({"97112": 2}, on=day, locality="national").total,
        priced.notes,
    )
    assert allowed_amounts({"97112": 1}, on=day, locality="national").notes == ()
    first = allowed_amounts({"97112": 2}, on=date(2020, 1, 1), locality="national")
    assert first.notes == ()


@pytest.mark.parametrize("number", ["98940", "98941", "98942"])
def test_to_june_2014_the_dollars_of_a_spinal_adjustment_are_not_told(number):
    for day in (date(2013, 1, 1), date(2013, 6, 1), date(2014, 6, 30)):
        with pytest.raises(
            ct.NotInDataError,
            match=r"not told from 2010-01-01 to 2014-06-30\. Medicare paid .* 2 percent less",
        ):
            allowed_amount(number, on=day, locality="national")
        assert relative_values(number, day).total() > 0
    row = next(r for r in RVU if r["code"] == number and r["effective_from"] == "2014-01-01")
    first = allowed_amount(number, on=date(2014, 7, 1), locality="national")
    assert first == cents(Fraction(row["total_nonfacility"]) * Fraction("35.8228"))


def test_in_2019_a_locality_has_its_own_price():
    # RVU 2019 of 97112: 0.50 + 0.47 + 0.02; Ohio's indices of that year: 1.000, 0.917, 1.005.
    weighed = Fraction("0.50") + Fraction("0.47") * Fraction("0.917") + Fraction("0.02") * Fraction("1.005")
    here = allowed_amount("97112", on=date(2019, 7, 1), locality=OHIO)
    assert here == cents(weighed * Fraction("36.0391"))
    assert {citation.id for citation in here.citations} == {
        "usc-42-1395w-4", "pfs-rvu", "pfs-conversion-factor", "pfs-gpci-2019",
    }  # fmt: skip


# --- refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (
            ("98940", "2012-12-31", "national"),
            r"No RVU of 98940 is held for 2012-12-31\. 98940 is held from 2013-01-01",
        ),
        (
            ("98940", "2190-01-01", "national"),
            r"No conversion factor is held for 2190-01-01\. Held from 1998-01-01 to \d{4}-",
        ),
        (
            ("98940", "2025-03-04", "Ohio"),
            r"^'Ohio' is not a locality\. Write MAC and locality, such as '15202-00' for Ohio",
        ),
        (
            ("98940", "2025-03-04", "15202"),
            r"^'15202' is not a locality\. .* A ZIP is not held: .* As a MAC, 15202 has '15202-00' \(Ohio\)\.$",
        ),
        (("98940", "2025-03-04", "15202-0"), r" or 'national'\. As a MAC, 15202 has '15202-00' \(Ohio\)\.$"),
        (("98940", "2025-03-04", "77550"), r" or 'national'\. A ZIP is not held: find the county, [^']*$"),
        (
            ("98940", "2025-03-04", "44113-2501"),
            r" or 'national'\. A ZIP is not held: find the county, [^']*$",
        ),
        (("98940", "2025-03-04", "04412-81"), r" or 'national'\. As a MAC, 04412 has '04412-\d\d'"),
        (("98940", "2025-03-04", "99999-00"), r" or 'national'\.$"),
        (("98940", "2025-03-04", "Harris County, TX"), r"Harris in Texas is in '04412-18'\.$"),
        (("98940", "2025-03-04", "Franklin, Ohio"), r"Every county in Ohio is in '15202-00'\.$"),
        (("98940", "2025-03-04", "Houston, Texas"), r"'Houston' is not a county of Texas .* '04412-99'"),
        (("98940", "2025-03-04", "Ohio"), r"Did you mean '15202-00' \(Ohio\)\?$"),
        (("98940", "2025-03-04", "ky"), r"Did you mean '15102-00' \(Kentucky\)\?$"),
        (("98940", "2025-03-04", "MO"), r"Did you mean '\S+' \([^)]+\) or '\S+' \([^)]+\)( or|\?$)"),
        (("98940", "2025-03-04", "oh"), r"^'oh' is not a locality\. .* Did you mean '15202-00' \(Ohio\)\?$"),
        (("98940", "2025-03-04", ""), r"^'' is not a locality\. .* or 'national'\.$"),
        (("98940", "2025-03-04", "national", "no"), r"^facility = 'no' must be True for a facility or False"),
        (("98940", "2025-03-04", None), r"^None is not a locality"),
        (("98940", "2025-03-04", ["15202-00"]), r"is not a locality"),
        (
            ("97039", "2025-03-04", "national"),
            r"^97039 is priced by the contractor; CMS gives it no relative values",
        ),
        (("97039", "2019-03-04", "national"), r"^97039 is priced by the contractor"),
        (("99201", "2025-03-04", "national"), r"99201 is held from 2019-01-01 to 2020-12-31"),
        (("97112", "2025-03-04", "national", True), r"^A facility price of 97112 is not applicable"),
        (("97111", "2025-03-04", "national"), r"^'97111' is not a known code"),
        (
            ("98940", "2026-03-04", "national"),
            r"^2026 has two conversion factors\. Say which track: apm or non_apm\.$",
        ),
        (
            ("98940", "2025-03-04", "national", False, "apm"),
            r"^2025 has one conversion factor for all\. Leave track = 'apm' out",
        ),
        (
            ("98940", "2026-03-04", "national", False, "qp"),
            r"^track = 'qp' is not known\. Accepted: apm, non_apm, or None",
        ),
        (("98940", 20260304, "national"), r"^on = 20260304 is not a date\. Write it as year-month-day"),
    ],
)
def test_what_is_not_covered_is_refused_and_says_what_is(call, says):
    with pytest.raises(ct.CpteduError, match=says):
        allowed_amount(*call)


def test_case_and_spaces_around_a_locality_do_not_matter():
    assert allowed_amount("98941", on=MARCH_2020, locality=f" {OHIO} ") == D("40.20")
    assert allowed_amount("98940", on=MARCH, locality="National", track="non_apm") == D("26.72")


@pytest.mark.parametrize(
    ("units", "says"),
    [
        ({"97112": -1}, r"^97112: -1 is not a number of whole units, 0 or more\.$"),
        ({"97112": 1.5}, r"^97112: 1\.5 is not a number of whole units"),
        ({"97112": True}, r"^97112: True is not a number of whole units"),
        ({"97112": 1, "97112 ": 1}, r"^97112 is given twice\. Add its units together first\.$"),
        (["97112"], r"^Give the units of each code, such as \{\"97112\": 1\}, not \['97112'\]\.$"),
        ({"97039": 1}, r"^97039 is priced by the contractor"),
        ({"97111": 1}, r"^'97111' is not a known code"),
    ],
)
def test_units_that_cannot_be_priced_are_refused(units, says):
    with pytest.raises(ct.CpteduError, match=says):
        allowed_amounts(units, on=MARCH, locality="national", track="apm")


def test_a_therapy_code_has_no_facility_price_among_others_either():
    with pytest.raises(ct.CpteduError, match="not applicable"):
        allowed_amounts({"98940": 1, "97112": 1}, on=MARCH, locality="national", facility=True, track="apm")
    facility = allowed_amounts(
        {"98940": 1, "98943": 2}, on=MARCH, locality="national", facility=True, track="apm"
    )
    assert facility.total == national_sum(
        {"98940": ("0.45", "0.09", "0.01"), "98943": ("0.45", "0.10", "0.03")}
    )


def national_sum(parts: dict[str, tuple[str, ...]]) -> Decimal:
    one = {
        number: cents(sum(map(Fraction, p), Fraction(0)) * Fraction("33.5675")) for number, p in parts.items()
    }
    return one["98940"] + 2 * one["98943"]


# --- conversion factor ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row", rows("conversion_factor.csv"), ids=lambda row: row["effective_from"] + row["track"]
)
def test_every_factor_holds_from_its_first_day_to_its_last(row):
    track = None if row["track"] == "all" else row["track"]
    for day in (row["effective_from"], row["effective_to"]):
        assert conversion_factor(day, track) == D(row["factor"])


def test_factors_that_changed_within_a_year():
    assert [conversion_factor(day) for day in ("2024-03-08", "2024-03-09")] == [D("32.7442"), D("33.2875")]
    assert [conversion_factor(day) for day in ("2015-06-30", "2015-07-01")] == [D("35.7547"), D("35.9335")]
    assert conversion_factor(date(2026, 12, 31), track="apm") == D("33.5675")


def test_a_day_before_the_first_factor_is_refused():
    first = date(1998, 1, 1)
    assert conversion_factor(first) == D("36.6873")
    for track in (None, "apm"):
        with pytest.raises(ct.NotInDataError, match="No conversion factor is held for 1997-12-31"):
            conversion_factor(first - timedelta(days=1), track)


def test_the_table_says_what_the_reduction_leaves(tmp_path):
    # As published 0.50 + 0.47 + 0.01 and 0.50 + 0.47 x 0.50 + 0.01; with 99 percent kept the second is nearly whole.
    several = {"97112": 2}
    assert allowed_amounts(several, MARCH, "national", track="non_apm").total == D("57.61")
    folder = copy_of_the_tables(tmp_path)
    table = folder / "multiple_procedure_reduction.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("\n50,all", "\n99,all"), encoding="utf-8")
    with reading_from(folder):
        changed = allowed_amounts(several, MARCH, "national", track="non_apm")
        parts = Fraction("0.50") + Fraction("0.47") * Fraction(99, 100) + Fraction("0.01")
        assert changed.total == D("32.73") + cents(parts * Fraction("33.4009"))
