"""Shapes of logs written by someone who had not seen the reader, where it was wrong or asked what could not be answered."""

from __future__ import annotations

import pytest

import cptedu as ct
from cptedu.analysis.audit import LogQuestionsError
from cptedu.visit.written.written_days import days_written

TWO_HEADS = """Patient,,Service,,,,,Payer,
ID,DOB,Date,CPT,Mod 1,Mod 2,Units,Name,Dx
A1,1/2/1980,3/4/2026,98941,AT,,1,Sun,M99.01
A1,1/2/1980,3/4/2026,97112,59,GP,1,Sun,R26.89
A2,5/6/1970,3/4/2026,98940,,,1,Sun,M99.01
"""
FOREIGN = """PID;Date;CPT;Anzahl
1;04.03.2026;98941;1
2;05.03.2026;97110;2
"""


def written(folder, text):
    place = folder / "log.csv"
    place.write_text(text, encoding="utf-8")
    return place


def test_a_name_of_anything_is_that_of_what_stands_above_it(tmp_path):
    # Were the payer's name the patient, two patients of one day would be one visit.
    found = ct.audit(written(tmp_path, TWO_HEADS), {"Sun": "medicare"})
    assert {
        one.name: one.means for one in found.column_list.columns if one.means in {"patient", "payer"}
    } == {
        "Patient ID": "patient",
        "Payer Name": "payer",
    }
    assert [len(one.services) for one in found.visits] == [2, 1]


def test_numbers_that_may_be_units_are_asked_about_and_not_read_as_one(tmp_path):
    log = written(tmp_path, FOREIGN)
    with pytest.raises(LogQuestionsError) as problem:
        ct.audit(log, "medicare")
    assert ["Anzahl" in one for one in problem.value.questions] == [True]
    assert [one.units for one in ct.audit(log, "medicare", {"Anzahl": "units"}).read.services] == [1, 2]
    assert [one.units for one in ct.audit(log, "medicare", {"Anzahl": "not_used"}).read.services] == [1, 1]


def test_of_dates_with_dots_it_is_not_told_that_the_month_stands_first(tmp_path):
    read = ct.audit(written(tmp_path, FOREIGN), "medicare", {"Anzahl": "units"}).read
    assert [str(one.on) for one in read.services] == ["2026-03-04", "2026-03-05"]
    assert not any("the month was read first" in one for one in read.told)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Wed, Mar 4, 2026", ["2026-03-04"]),
        ("Wednesday 03/04/2026 2:00 PM", ["2026-03-04"]),
        ("Sat. 04/03/2026", []),
        ("Fri 03/04/2026", ["2026-04-03"]),
        ("Day 03/04/2026", []),
    ],
)
def test_a_day_of_the_week_before_a_date_has_to_be_that_of_the_date(text, days):
    assert [str(one) for one in days_written(text)] == days
