"""Pairs of codes and the edits that join them, against the released tables row by row."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cptedu as ct
from cptedu.facts.codes import codes
from cptedu.facts.tables import rows
from cptedu.rules.ptp_edit import _codes_with_edits, edit_of, ptp_edit

MARCH = date(2026, 3, 4)
FIRST = date(2024, 7, 1)
TABLE = rows("ptp.csv")
SUMMER = [row for row in TABLE if row["release"] == "2024 Q3"]
AUTUMN = [row for row in TABLE if row["release"] == "2026 Q4"]
CMT = ("98940", "98941", "98942")
THERAPY = ("97112", "97124", "97140")
VERDICT = {0: "not_supported", 1: "ask", None: "supported"}


def pair(row) -> frozenset[str]:
    return frozenset((row["column_one"], row["column_two"]))


def answer(one: str, other: str, on: date) -> tuple[str | None, str | None, int | None, str]:
    found = ptp_edit(one, other, on=on)
    assert ptp_edit(other, one, on=on).column_one == found.column_one
    assert ptp_edit(other, one, on=on).verdict is found.verdict
    return found.column_one, found.column_two, found.modifier_indicator, found.verdict.value


ACTIVE = {pair(row): row for row in SUMMER if row["active"] == "yes"}
LISTED = {pair(row) for row in SUMMER}
SINCE_MARCH = {
    pair(row) for row in AUTUMN if max(row["effective_from"], row["deleted_on"]) > MARCH.isoformat()
}
WITH_ROWS = sorted({number for one in TABLE for number in pair(one)})


@pytest.mark.parametrize("on", [FIRST, MARCH, date(2026, 9, 30)], ids=str)
def test_every_pair_is_answered_as_the_table_of_2024_q3_has_it(on):
    for one, other in combinations(WITH_ROWS, 2):
        row = ACTIVE.get(frozenset((one, other)))
        if row is None:
            expected = (None, None, None, "supported")
        else:
            indicator = int(row["modifier_indicator"])
            expected = (row["column_one"], row["column_two"], indicator, VERDICT[indicator])
        assert answer(one, other, on) == expected, (one, other)
        assert ptp_edit(one, other, on).vintage == "NCCI PTP 2024 Q3"
        assert [citation.id for citation in ptp_edit(one, other, on).citations] == ["ncci-ptp-2024q3"]


def test_from_2026_q4_its_own_pairs_are_answered_by_it_and_the_others_by_2024_q3():
    later = {pair(row) for row in AUTUMN}
    assert later
    for one, other in combinations(WITH_ROWS, 2):
        found = ptp_edit(one, other, on=date(2026, 10, 1))
        release = "2026 Q4" if frozenset((one, other)) in later else "2024 Q3"
        assert found.vintage == f"NCCI PTP {release}", (one, other)
        assert [c.id for c in found.citations] == [f"ncci-ptp-{release.replace(' ', '').lower()}"]
        # The facts say that the two releases agree on every pair they share; one that began or ended since is another matter.
        if frozenset((one, other)) not in SINCE_MARCH:
            assert answer(one, other, date(2026, 10, 1)) == answer(one, other, MARCH), (one, other)


@pytest.mark.parametrize("cmt", CMT)
@pytest.mark.parametrize("therapy", THERAPY)
def test_the_nine_pairs_of_a_spinal_adjustment(cmt, therapy):
    assert answer(cmt, therapy, MARCH) == (cmt, therapy, 1, "ask")
    # Marked by a modifier since 2002-04-01; earlier releases are not held.
    for day in (date(2002, 4, 1), date(2013, 6, 1), date(2019, 12, 31)):
        assert answer(cmt, therapy, day) == (cmt, therapy, 1, "ask")
        early = ptp_edit(therapy, cmt, day)
        assert [citation.id for citation in early.citations] == ["aca-ncci-2002"]
        assert early.vintage == "NCCI since 2002-04-01 (v8.1)"
    for day in (date(2020, 10, 1), date(2024, 6, 30)):
        assert answer(cmt, therapy, day) == (cmt, therapy, 1, "ask")
    before = ptp_edit(therapy, cmt, date(2002, 3, 31))
    assert (before.column_two, before.modifier_indicator, before.verdict) == (None, None, "no_data")
    # What is known of that time is said: they were not paid together at all.
    assert f"{therapy} was not paid beside {cmt}" in before.says
    assert [citation.id for citation in before.citations] == ["aca-ncci-2002"]


GAPS = rows("ptp_gaps.csv")
GAP_DAYS = (date(2020, 1, 1), date(2020, 5, 1), date(2020, 9, 30))


@pytest.mark.parametrize("row", GAPS, ids=lambda row: f"{row['column_one']}-{row['column_two']}")
def test_between_two_rows_of_2020_nothing_is_held_and_the_reason_is_told(row):
    for day in GAP_DAYS:
        found = ptp_edit(row["column_one"], row["column_two"], day)
        assert (found.modifier_indicator, found.verdict) == (None, "no_data")
        assert "one row ended on December 31, 2019, the next began on October 1, 2020" in found.says
        assert ("inferred" in found.says) == (row["inferred"] == "yes")
        assert [citation.id for citation in found.citations] == [row["source"]]


def test_the_gap_is_of_298_pairs_of_which_41_have_a_first_day_that_was_read():
    assert (len(GAPS), sum(row["inferred"] == "no" for row in GAPS)) == (298, 41)
    read = {pair(row) for row in GAPS if row["inferred"] == "no"}
    begun = {pair(row) for row in AUTUMN if row["effective_from"] == "2020-10-01" and row["active"] == "yes"}
    assert read <= begun


@pytest.mark.parametrize("cmt", CMT)
def test_in_the_gap_of_2020_massage_and_manual_therapy_are_unbroken(cmt):
    for day in GAP_DAYS:
        assert answer(cmt, "97112", day) == (None, None, None, "no_data")
        for therapy in ("97124", "97140"):
            assert answer(cmt, therapy, day) == (cmt, therapy, 1, "ask")


@pytest.mark.parametrize("cmt", CMT)
@pytest.mark.parametrize("other", ["97110", "97530", "97116", "97150", "97535", "97012", "98943"])
def test_what_no_edit_joins_to_an_adjustment(cmt, other):
    assert answer(cmt, other, MARCH) == (None, None, None, "supported")


@pytest.mark.parametrize("number", ["97161", "97162", "97163", "97164", "97165", "97166", "97167", "97168"])
@pytest.mark.parametrize("cmt", CMT)
def test_no_modifier_helps_a_therapy_evaluation_beside_an_adjustment(cmt, number):
    assert answer(cmt, number, MARCH) == (cmt, number, 0, "not_supported")


def test_the_adjustments_among_themselves():
    assert answer("98940", "98941", MARCH) == ("98941", "98940", 0, "not_supported")
    assert answer("98940", "98942", MARCH) == ("98942", "98940", 0, "not_supported")
    assert answer("98942", "98941", MARCH) == ("98942", "98941", 0, "not_supported")


@pytest.mark.parametrize("therapy", THERAPY)
def test_an_extraspinal_adjustment_has_no_pair_with_therapy(therapy):
    assert answer("98943", therapy, MARCH) == (None, None, None, "supported")
    assert answer("98943", "99213", MARCH)[2] == 1


@pytest.mark.parametrize(
    ("one", "two", "indicator"),
    [
        ("97012", "97140", 1),
        ("97140", "97124", 0),
        ("97140", "97750", 1),
        ("97150", "97110", 1),
        ("97150", "97112", 1),
        ("97150", "97113", 1),
        ("97150", "97116", 1),
        ("97150", "97124", 1),
        ("97150", "97140", 1),
        ("97150", "97530", 1),
        ("97150", "97535", 1),
        ("97530", "97750", 1),
        ("97530", "97542", 1),
        ("97750", "97150", 0),
        ("G0283", "97032", 1),
        ("97113", "97110", 1),
    ],
)
def test_pairs_between_therapies(one, two, indicator):
    assert answer(two, one, MARCH) == (one, two, indicator, VERDICT[indicator])


@pytest.mark.parametrize(
    ("one", "two"),
    [("97110", "97112"), ("97110", "97530"), ("97112", "97530"), ("97140", "97530"), ("97530", "97116")],
)
def test_pairs_that_are_no_longer_joined_or_never_were(one, two):
    assert answer(one, two, MARCH) == (None, None, None, "supported")


def test_a_deleted_pair_is_answered_by_its_own_dates():
    rows_of_pair = [row for row in TABLE if pair(row) == {"97530", "97113"}]
    assert {row["deleted_on"] for row in rows_of_pair} == {"2019-12-31"}
    assert answer("97530", "97113", date(2020, 1, 1)) == (None, None, None, "supported")
    assert answer("97530", "97113", date(2024, 6, 30)) == (None, None, None, "supported")
    # Before the deletion the table of 2024 Q3 gives no first day, so nothing is claimed.
    assert answer("97530", "97113", date(2019, 12, 31))[1:] == (None, None, "no_data")


DATED = [
    row for row in AUTUMN if row["effective_from"] and row["modifier_indicator"] != "9" and row["deleted_on"]
]


@pytest.mark.parametrize("row", DATED, ids=lambda row: f"{row['column_one']}-{row['column_two']}")
def test_a_row_with_both_dates_settles_the_days_between(row):
    starts, ends = date.fromisoformat(row["effective_from"]), date.fromisoformat(row["deleted_on"])
    indicator = int(row["modifier_indicator"])
    expected = (row["column_one"], row["column_two"], indicator, VERDICT[indicator])
    for day in (starts, ends):
        assert answer(row["column_one"], row["column_two"], day) == expected
        assert ptp_edit(row["column_one"], row["column_two"], day).vintage == "NCCI PTP 2026 Q4"
    if {row["column_one"], row["column_two"]} not in [{c, t} for c in CMT for t in THERAPY]:
        assert answer(row["column_one"], row["column_two"], starts - timedelta(days=1)) != expected


OPEN = [row for row in AUTUMN if row["effective_from"] and row["active"] == "yes"]


@pytest.mark.parametrize("row", OPEN, ids=lambda row: f"{row['column_one']}-{row['column_two']}")
def test_a_standing_row_with_a_first_day_settles_the_days_from_then_on(row):
    starts = date.fromisoformat(row["effective_from"])
    indicator = int(row["modifier_indicator"])
    later = [day for day in (FIRST - timedelta(days=1), FIRST, date(2026, 12, 1)) if day > starts]
    for day in (starts, *later):
        assert answer(row["column_two"], row["column_one"], day)[:3] == (
            row["column_one"],
            row["column_two"],
            indicator,
        )
    assert ptp_edit(row["column_one"], row["column_two"], starts).vintage == "NCCI PTP 2026 Q4"
    assert (
        ptp_edit(row["column_one"], row["column_two"], starts - timedelta(days=1)).modifier_indicator is None
    )


# No row held begins or ends after the first day of its release; one that is added may.


@pytest.fixture
def listed(monkeypatch):
    """Let these rows be all that the table has of 97012 and 97140."""

    def give(*dated: dict[str, str]) -> None:
        row = {
            "column_one": "97012", "column_two": "97140", "modifier_indicator": "1", "active": "yes",
            "release": "2024 Q3", "release_from": "2024-07-01", "source": "ncci-ptp-2024q3",
            "effective_from": "", "deleted_on": "",
        }  # fmt: skip
        pair = tuple(row | one for one in dated)
        monkeypatch.setattr("cptedu.rules.ptp_edit._by_pair", lambda: {frozenset(("97012", "97140")): pair})
        edit_of.cache_clear()

    yield give
    edit_of.cache_clear()


def test_a_row_holds_up_to_the_day_of_its_deletion(listed):
    listed({"deleted_on": "2026-03-31"})
    assert answer("97012", "97140", date(2026, 3, 31)) == ("97012", "97140", 1, "ask")
    assert answer("97012", "97140", date(2026, 4, 1)) == (None, None, None, "supported")


def test_a_row_holds_from_its_own_first_day(listed):
    listed({"effective_from": "2026-01-01"})
    assert answer("97012", "97140", date(2025, 12, 31)) == (None, None, None, "supported")
    assert answer("97012", "97140", date(2026, 1, 1)) == ("97012", "97140", 1, "ask")


@pytest.mark.parametrize("turned", [False, True])
def test_a_row_with_an_end_holds_until_then_and_the_standing_one_after_it(listed, turned):
    ending, standing = {"modifier_indicator": "0", "deleted_on": "2026-03-31"}, {}
    listed(*((standing, ending) if turned else (ending, standing)))
    assert answer("97012", "97140", date(2026, 3, 31)) == ("97012", "97140", 0, "not_supported")
    assert answer("97012", "97140", date(2026, 4, 1)) == ("97012", "97140", 1, "ask")


def test_before_the_first_release_a_standing_pair_without_dates_is_not_held():
    assert answer("97012", "97140", FIRST - timedelta(days=1)) == (None, None, None, "no_data")
    assert answer("97012", "97140", FIRST) == ("97012", "97140", 1, "ask")
    unlisted = ptp_edit("97110", "98940", date(2024, 6, 30))
    assert unlisted.verdict.value == "no_data"
    assert unlisted.vintage == "NCCI PTP 2024 Q3"
    assert [citation.id for citation in unlisted.citations] == ["ncci-ptp-2024q3"]


@pytest.mark.parametrize("number", sorted(set(codes()) - set(WITH_ROWS)))
def test_a_code_without_rows_is_no_data_and_not_a_pass(number):
    for day in (MARCH, date(2015, 1, 1)):
        assert answer(number, "98940", day) == (None, None, None, "no_data")


def test_the_codes_without_rows_are_those_that_the_facts_name():
    assert {"97537", "99201"} <= set(codes()) - set(WITH_ROWS)


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "two", "on", "says"),
    [
        (
            "98940",
            "97112",
            MARCH,
            "97112 is paid beside 98940 only as a distinct service, marked by a modifier the record bears out.",
        ),
        ("97124", "97140", MARCH, "97124 is never paid beside 97140 on one date; no modifier changes that."),
        (
            "97110",
            "98940",
            MARCH,
            "No edit joins 97110 and 98940 as of 2024 Q3; no modifier is needed between them.",
        ),
        (
            "97537",
            "98940",
            MARCH,
            "Whether an edit joins 97537 and 98940 on this date is not held. Look it up in CMS's file of that quarter.",
        ),
        (
            "97140",
            "97530",
            MARCH,  # still listed, and deleted 2019-12-31
            "No edit joins 97140 and 97530 as of 2024 Q3; no modifier is needed between them.",
        ),
        (
            "97113",
            "97530",
            date(2022, 3, 4),  # deleted 2019-12-31
            "No edit joins 97113 and 97530 as of 2024 Q3; no modifier is needed between them.",
        ),
        (
            "97012",
            "97140",
            date(2022, 3, 4),  # before the first release, and the row has no dates of its own
            "Whether an edit joins 97012 and 97140 on this date is not held. Look it up in CMS's file of that quarter.",
        ),
    ],
)
def test_the_answer_in_words(one, two, on, says):
    assert ptp_edit(one, two, on).says == says


@pytest.mark.parametrize(
    ("one", "two", "on", "says"),
    [
        (
            "98940",
            "98940",
            MARCH,
            r"^An edit joins two different codes; 98940 was given twice\. For its units, ask for the MUE",
        ),
        ("98940", " 98940", MARCH, r"98940 was given twice"),
        ("98940", "97111", MARCH, r"^'97111' is not a known code"),
        ("00000", "98940", MARCH, r"^'00000' is not a known code"),
        (98940, "97112", MARCH, r"^A code is text; write '98940' in quotation marks"),
        ("98940", "97112", "2026-13-01", r"^on = '2026-13-01' is not a date"),
        ("98940", "97112", None, r"^on = None is not a date"),
    ],
)
def test_what_cannot_be_looked_up_is_refused(one, two, on, says):
    with pytest.raises(ct.CpteduError, match=says):
        ptp_edit(one, two, on)


@given(
    st.sampled_from(sorted(codes())),
    st.sampled_from(sorted(codes())),
    st.dates(date(1990, 1, 1), date(2030, 1, 1)),
)
def test_an_answer_is_whole_and_does_not_depend_on_the_order(one, other, on):
    if one == other:
        return
    found = ptp_edit(one, other, on)
    back = ptp_edit(other, one, on)
    assert (found.column_one, found.column_two, found.modifier_indicator, found.vintage) == (
        back.column_one,
        back.column_two,
        back.modifier_indicator,
        back.vintage,
    )
    assert found.citations
    joined = found.modifier_indicator is not None
    assert joined == ({found.column_one, found.column_two} == {one, other})
    assert found.verdict.value == (VERDICT[found.modifier_indicator] if joined else found.verdict.value)
    assert found.modifier_indicator in {0, 1, None}
    assert found.verdict.value in ({"ask", "not_supported"} if joined else {"supported", "no_data"})


def test_a_release_is_named_with_its_age():
    six = "six quarters before this date of service"
    for one, other in (("98940", "97112"), ("98940", "97110"), ("98940", "97537")):
        assert ptp_edit(one, other, on=MARCH).age == six
    assert ptp_edit("98940", "97112", on=date(2024, 7, 1)).age == "the quarter of this date of service"
    # Before the first release no release answers, so none has an age.
    assert ptp_edit("98940", "97112", on=date(2024, 6, 30)).age == ""
    assert ptp_edit("97140", "97530", on=date(2019, 12, 31)).age == ""


def test_the_codes_that_a_release_was_read_for_are_those_of_it_and_of_all_before_it():
    releases = sorted({row["release_from"] for row in rows("ptp.csv") if row["release_from"]})
    read_for = [_codes_with_edits(date.fromisoformat(one)) for one in releases]
    of_each = [
        {
            row[side]
            for row in rows("ptp.csv")
            if row["release_from"] == one
            for side in ("column_one", "column_two")
        }
        for one in releases
    ]
    for at, held in enumerate(read_for):
        assert held == frozenset().union(*of_each[: at + 1])
