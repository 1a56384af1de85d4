"""What the course answers after an update: the numbers of the file, on its days, with the file as their source."""

import hashlib
from datetime import date, datetime
from decimal import Decimal

import made_cms_files as made
import pytest

import cptedu as ct
from cptedu.cms_files.update import forget
from cptedu.errors import CpteduError, NotInDataError
from cptedu.facts.codes import codes
from cptedu.facts.sources import cite, known_sources
from cptedu.facts.tables import in_force, rows, shipped_rows

from .conftest import forget_what_was_looked_up

DAY = date(2027, 3, 4)
CMT_THERAPY = ("98940", "97112")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("priced", [True, False])
def test_relative_values_are_those_of_the_file_in_either_layout_and_however_its_lines_end(
    update, tmp_path, end, priced
):
    update(*made.laid(tmp_path, {"PPRRVU2027_Jan_nonQPP.csv": made.rvu(end=end, priced=priced)}))
    values = ct.relative_values("97112", on=DAY)
    assert (values.status, values.multiple_procedure, values.vintage) == ("A", 5, "CMS RVU27A")
    assert [values.work, values.pe_nonfacility, values.pe_facility, values.mp] == [
        Decimal(number) for number in ("0.61", "0.52", "0.52", "0.02")
    ]
    assert (values.total(), values.total(facility=True)) == (Decimal("1.15"), Decimal("1.15"))
    assert ct.relative_values("98940", on=DAY).pe_facility == Decimal("0.10")
    assert ct.relative_values("97010", on=DAY).status == "B"


def test_a_source_says_who_read_which_file_when_with_its_checksum(update, tmp_path):
    (path,) = made.laid(tmp_path, {"PPRRVU2027_Jan_nonQPP.csv": made.rvu()})
    before = datetime.now().astimezone().date()
    update(path)
    (source,) = ct.relative_values("97112", on=DAY).citations
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    days = {before, datetime.now().astimezone().date()}  # two at midnight
    said = {f"RVU27A, read by you on {day} from PPRRVU2027_Jan_nonQPP.csv (sha256 {digest})" for day in days}
    assert any(words in str(source) for words in said)
    assert source.id in known_sources()


def test_prices_rest_on_the_factor_and_the_indices_that_were_read(update, tmp_path):
    update(*made.laid(tmp_path, made.all_four()))
    # 0.61 × 1.100 + 0.52 × 0.900 + 0.02 × 1.200 = 1.163, times the factor of the track
    assert ct.allowed_amount("97112", on=DAY, locality="15202-00", track="non_apm") == Decimal("46.66")
    assert ct.allowed_amount("97112", on=DAY, locality="15202-00", track="apm") == Decimal("48.34")
    # The MAC had lost its zero: 0.61 × 1.300 + 0.52 × 1.400 + 0.02 × 0.500 = 1.531
    assert ct.allowed_amount("97112", on=DAY, locality="01112-05", track="non_apm") == Decimal("61.43")


def test_a_year_with_one_factor_asks_for_no_track(update, tmp_path):
    update(*made.laid(tmp_path, {"PPRRVU2027_Jan.csv": made.rvu(priced=False)}))
    assert ct.allowed_amount("97112", on=DAY, locality="national") == Decimal("46.14")  # 1.15 × 40.1234


def test_limits_on_units_are_those_of_the_file_from_its_quarter_on(update, tmp_path):
    before = ct.mue("97112", on="2026-12-31").units
    update(*made.laid(tmp_path, {"MCR_MUE_PractitionerServices_Eff_01-01-2027.csv": made.mue()}))
    limit = ct.mue("97112", on=DAY)
    assert (limit.units, limit.adjudication, limit.vintage) == (6, 3, "MUE 2027 Q1")
    assert ct.mue("97010", on=DAY).adjudication == 2
    assert ct.mue("97112", on="2026-12-31").units == before != 6
    assert str(ct.mue("97110", on=DAY).verdict) == "no_data"  # a whole table that does not list it
    assert str(ct.mue("97110", on="2026-12-31").verdict) == "supported"


def test_edits_are_those_of_the_file_while_they_are_not_deleted(update, tmp_path):
    update(*made.laid(tmp_path, {f"ccipra-v330r0-f{n}.TXT": made.ptp(n) for n in made.PAIRS}))
    edit = ct.ptp_edit("97112", "98940", on=DAY)
    assert (edit.column_one, edit.column_two, edit.modifier_indicator) == ("98940", "97112", 0)
    assert edit.vintage == "NCCI PTP 2027 Q1"
    assert ct.ptp_edit("97116", "97530", on=DAY).column_one == "97530"
    assert ct.ptp_edit("97140", "97530", on=DAY).column_one is None  # deleted on 2019-12-31
    assert ct.ptp_edit("97140", "98940", on="2027-03-31").modifier_indicator == 1
    assert ct.ptp_edit("97140", "98940", on="2027-04-01").column_one is None  # deleted the day before
    assert ct.ptp_edit("97112", "98940", on="2026-12-31").modifier_indicator == 1


def test_a_pair_that_is_not_in_a_whole_release_has_no_edit(update, tmp_path):
    assert ct.ptp_edit("98940", "97124", on=DAY).column_one == "98940"
    assert str(ct.ptp_edit("98943", "72040", on=DAY).verdict) == "no_data"
    paths = made.laid(tmp_path, {f"ccipra-v330r0-f{n}.TXT": made.ptp(n) for n in made.PAIRS})
    update(*paths[:3])
    assert ct.ptp_edit("98940", "97124", on=DAY).vintage == "NCCI PTP 2024 Q3"
    update(paths[3])
    for pair in (("98940", "97124"), ("98943", "72040")):
        edit = ct.ptp_edit(*pair, on=DAY)
        assert (edit.column_one, str(edit.verdict), edit.vintage) == (None, "supported", "NCCI PTP 2027 Q1")
        assert "read by you" in str(edit.citations[0])
    assert ct.ptp_edit("98940", "97124", on="2026-12-31").column_one == "98940"


def test_no_two_rows_of_a_key_hold_on_a_day_whatever_was_read(update, tmp_path):
    files = {
        "PPRRVU2026_Apr_nonQPP.csv": made.rvu(2026, "April"),
        "PPRRVU2026_Oct_nonQPP.csv": made.rvu(2026, "October"),
        "PPRRVU25_JUL.csv": made.rvu(2025, "July", priced=False),
        "GPCI2026.csv": made.gpci(2026),
        "MCR_MUE_PractitionerServices_Eff_01-01-2026.csv": made.mue(),
    }
    update(*made.laid(tmp_path, files))
    keys = {
        "rvu.csv": ("code",),
        "conversion_factor.csv": ("track",),
        "gpci.csv": ("mac", "locality"),
        "mue.csv": ("code",),
    }
    for name, columns in keys.items():
        for day in [
            date(year, month, day) for year in (2025, 2026) for month in (1, 4, 7, 10) for day in (1, 28)
        ]:
            held = [tuple(r[c] for c in columns) for r in rows(name) if in_force(r, day)]
            shipped = [tuple(r[c] for c in columns) for r in shipped_rows(name) if in_force(r, day)]
            assert len(held) == len(set(held)), (name, day)
            assert set(shipped) <= set(held), (name, day)


def test_a_shipped_row_keeps_the_days_that_are_left(update, tmp_path):
    shipped = ct.relative_values("97112", on="2026-03-31").work
    update(*made.laid(tmp_path, {"PPRRVU2026_Apr_nonQPP.csv": made.rvu(2026, "April")}))
    assert ct.relative_values("97112", on="2026-03-31").work == shipped
    assert ct.relative_values("97112", on="2026-04-01").work == Decimal("0.61")
    assert ct.relative_values("97110", on="2026-04-01").vintage == "CMS RVU26C RVU26D"  # not in the file


def test_the_later_release_holds_from_its_day_in_whichever_order_they_are_read(update, tmp_path):
    other = made.VALUES | {"97112": ("A", "0.71", "0.52", "0.52", "0.02", "XXX", "5")}
    update(*made.laid(tmp_path, {"PPRRVU2027_Jul_nonQPP.csv": made.rvu(2027, "July", values=other)}))
    update(*made.laid(tmp_path, {"PPRRVU2027_Jan_nonQPP.csv": made.rvu()}))
    assert ct.relative_values("97112", on="2027-06-30").work == Decimal("0.61")
    assert ct.relative_values("97112", on="2027-07-01").work == Decimal("0.71")
    forget("RVU27C")
    forget_what_was_looked_up()
    assert ct.relative_values("97112", on="2027-07-01").work == Decimal("0.61")


def test_forgetting_brings_the_shipped_answers_back(update, tmp_path):
    update(*made.laid(tmp_path, made.all_four()))
    forget("all")
    forget_what_was_looked_up()
    with pytest.raises(NotInDataError):
        ct.relative_values("97112", on=DAY)
    assert ct.mue("97112", on=DAY).vintage != "MUE 2027 Q1"
    with pytest.raises(CpteduError, match="not a known source"):
        cite("own-mue2027q1")


def test_nothing_but_the_courses_codes_is_kept_and_no_word_of_cms(update, own_folder, tmp_path):
    update(*made.laid(tmp_path, made.all_four()))
    kept = "".join(path.read_text(encoding="utf-8") for path in own_folder.rglob("*") if path.is_file())
    assert "97112" in kept
    assert not any(word in kept for word in ("99999", "Made up", "made up", "notice"))
    assert {row["code"] for row in rows("rvu.csv")} <= set(codes())
