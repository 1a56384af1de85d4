"""Relative values, row by row and as published."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

import cptedu as ct
from cptedu.facts.tables import rows
from cptedu.rules.relative_values import relative_values

TABLE = rows("rvu.csv")
D = Decimal


@pytest.mark.parametrize("number", sorted({row["code"] for row in TABLE}))
def test_every_row_answers_on_its_first_and_last_day_and_on_no_other(number):
    own = [row for row in TABLE if row["code"] == number]
    for row in own:
        for day in (row["effective_from"], row["effective_to"]):
            found = relative_values(number, day)
            parts = ("work", "pe_nonfacility", "pe_facility", "mp", "total_nonfacility", "total_facility")
            assert [getattr(found, part) for part in parts] == [D(row[p]) if row[p] else None for p in parts]
            assert (found.code, found.status, found.vintage) == (
                number,
                row["status"],
                f"CMS {row['releases']}",
            )
            assert found.multiple_procedure == (
                int(row["multiple_procedure"]) if row["multiple_procedure"] else None
            )
            assert [citation.id for citation in found.citations] == [row["source"]]
    first = date.fromisoformat(min(row["effective_from"] for row in own))
    last = date.fromisoformat(max(row["effective_to"] for row in own))
    for day in (first - timedelta(days=1), last + timedelta(days=1)):
        with pytest.raises(ct.NotInDataError) as refused:
            relative_values(number, day)
        # Whole x-rays are held of 2022, and again from 2025.
        gap = "2022-12-31 and from 2025-01-01 to " if number.startswith("72") else ""
        assert (
            str(refused.value)
            == f"No RVU of {number} is held for {day}. {number} is held from {first} to {gap}{last}."
        )


@pytest.mark.parametrize(
    ("number", "work", "pe", "mp", "total"),
    [
        ("98940", "0.45", "0.34", "0.01", "0.80"),
        ("98941", "0.69", "0.45", "0.01", "1.15"),
        ("98942", "0.94", "0.54", "0.01", "1.49"),
        ("98943", "0.45", "0.31", "0.03", "0.79"),
    ],
)
def test_adjustments_of_2026_are_as_cms_published_them(number, work, pe, mp, total):
    found = relative_values(number, date(2026, 3, 4))
    assert (found.work, found.pe_nonfacility, found.mp, found.total()) == (D(work), D(pe), D(mp), D(total))


def test_totals_and_parts_that_the_lessons_name():
    march = date(2026, 3, 4)
    assert relative_values("98941", march).total(facility=True) == D("0.84")
    assert relative_values("97110", march).pe_nonfacility == D("0.41")
    assert relative_values("97112", march).pe_nonfacility == D("0.47")
    assert relative_values("97530", march).pe_nonfacility == D("0.60")
    assert [relative_values(n, march).work for n in ("97110", "97112", "97150")] == [
        D("0.45"),
        D("0.50"),
        D("0.29"),
    ]
    assert relative_values("97112", march).total() == D("0.98")
    assert relative_values("97110", march).total() == D("0.87")
    # The cut of 2026 for work that is not timed.
    assert [relative_values("97012", day).work for day in ("2025-12-31", "2026-01-01")] == [
        D("0.25"),
        D("0.24"),
    ]
    assert [relative_values("98941", day).work for day in ("2025-12-31", "2026-01-01")] == [
        D("0.71"),
        D("0.69"),
    ]


def test_what_medicare_does_not_pay_is_said():
    assert relative_values("98943", "2026-03-04").notes == ("not paid by Medicare: not covered by Medicare",)
    assert relative_values("97010", "2026-03-04").notes == (
        "not paid by Medicare: bundled into other services by Medicare",
    )
    assert relative_values("97014", "2026-03-04").notes == ("not paid by Medicare: not valid for Medicare",)
    assert relative_values("98940", "2026-03-04").notes == ()
    assert relative_values("97014", "2019-03-04").notes == (
        "whether Medicare paid it is not held for this year",
    )


def test_before_2019_only_totals_are_held():
    early = relative_values("98941", "2018-06-01")
    assert (early.work, early.pe_nonfacility, early.pe_facility, early.mp) == (None, None, None, None)
    assert early.notes == ("totals only; the parts are not held for this year",)
    assert early.total() > early.total(facility=True)
    assert relative_values("98943", "2018-06-01").notes == (
        "not paid by Medicare: not covered by Medicare",
        "totals only; the parts are not held for this year",
    )


def test_a_total_that_is_not_held_is_refused():
    from dataclasses import replace

    known = relative_values("98940", "2026-03-04")
    for without, facility, where in (
        (replace(known, total_facility=None), True, "a facility"),
        (replace(known, total_nonfacility=None), False, "an office"),
    ):
        with pytest.raises(
            ct.NotInDataError, match=rf"^No total RVU of 98940 in {where} is held \(CMS RVU26"
        ):
            without.total(facility)


def test_codes_without_values_and_unknown_codes_are_refused():
    with pytest.raises(
        ct.NotInDataError,
        match=r"^No RVU of 99201 is held for 2026-03-04\. 99201 is held from 2019-01-01 to 2020-12-31\.$",
    ):
        relative_values("99201", "2026-03-04")
    with pytest.raises(ct.CpteduError, match="'97111' is not a known code"):
        relative_values("97111", "2026-03-04")
    with pytest.raises(ct.CpteduError, match="on = 'March' is not a date"):
        relative_values("97112", "March")


# --- what is billed in parts ------------------------------------------------------------------------------------------

# Typed from the published files: an x-ray of the low back, read (26) and taken (TC).
LOW_BACK = {
    ("2026-03-04", ""): ("0.21", "0.98", "0.02", "1.21"),
    ("2026-03-04", "26"): ("0.21", "0.10", "0.01", "0.32"),
    ("2026-03-04", "TC"): ("0.00", "0.88", "0.01", "0.89"),
    ("2022-03-04", "26"): ("0.22", "0.09", "0.01", "0.32"),
    ("2022-03-04", "TC"): ("0.00", "0.86", "0.01", "0.87"),
}


@pytest.mark.parametrize(("day", "part"), LOW_BACK)
def test_a_part_of_an_xray_has_values_of_its_own(day, part):
    found = relative_values("72100", day, part)
    values = (found.work, found.pe_nonfacility, found.mp, found.total())
    assert values == tuple(map(D, LOW_BACK[day, part]))


@pytest.mark.parametrize(
    ("number", "whole"),
    # As CMS published them in RVU22A: work, practice expense, malpractice, total.
    [
        ("72040", ("0.22", "0.94", "0.02", "1.18")),
        ("72084", ("0.41", "2.51", "0.03", "2.95")),
        ("72100", ("0.22", "0.95", "0.02", "1.19")),
    ],
)
def test_a_whole_xray_has_values_in_2022_and_none_where_only_parts_are_held(number, whole):
    found = relative_values(number, "2022-06-03")
    assert (found.work, found.pe_nonfacility, found.mp, found.total()) == tuple(map(D, whole))
    for day in ("2021-12-31", "2023-01-01", "2024-06-03"):
        with pytest.raises(
            ct.NotInDataError,
            match=rf"{number} is held from 2022-01-01 to 2022-12-31 and from 2025-01-01 to 2026-12-31\.",
        ):
            relative_values(number, day)


def test_the_parts_make_the_whole_wherever_all_are_held():
    parts = rows("rvu_parts.csv")
    held = 0
    for whole in TABLE:
        day = whole["effective_from"]
        of_that_day = [one for one in parts if (one["code"], one["effective_from"]) == (whole["code"], day)]
        if {one["modifier"] for one in of_that_day} == {"26", "TC"}:
            held += 1
            sums = [relative_values(whole["code"], day, one).total() for one in ("26", "TC")]
            assert sum(sums) == relative_values(whole["code"], day).total()
    assert held > 30


def test_a_code_that_is_billed_whole_has_no_parts_and_no_part_stands_in_for_a_missing_year():
    with pytest.raises(ct.CpteduError, match=r"'26' is not a known part of 98940\. It is billed whole\."):
        relative_values("98940", "2026-03-04", "26")
    with pytest.raises(ct.CpteduError, match=r"'GP' is not a known part of 72100\. Accepted: 26, TC\."):
        relative_values("72100", "2026-03-04", "GP")
    with pytest.raises(ct.NotInDataError, match="No RVU of 72100-TC is held for 2023-03-04"):
        relative_values("72100", "2023-03-04", "TC")


def test_a_part_is_priced_by_its_own_values():
    # 2026, the factor of 33.4009 for those in no alternative model: (0.21 + 0.10 + 0.01) x 33.4009.
    paid = {"on": "2026-03-04", "locality": "national", "track": "non_apm"}
    assert ct.allowed_amount("72100", part="26", **paid) == D("10.69")
    assert ct.allowed_amount("72100", part="TC", **paid) == D("29.73")
    # Ohio, with its indices of 1.000, 0.913 and 1.008.
    ohio = ct.allowed_amount("72100", on="2026-03-04", locality="15202-00", track="non_apm", part="26")
    assert ohio == D("10.40")
