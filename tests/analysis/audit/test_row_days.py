"""A date without marks between its numbers is read in the one form that fits its column, or its row is refused."""

from __future__ import annotations

import pytest

import cptedu as ct
from cptedu.analysis.audit import LogQuestionsError
from cptedu.visit.written.written_days import days_written


def audited(folder, dates, said=None):
    place = folder / "log.csv"
    rows = "".join(f"{at},{one},98940\n" for at, one in enumerate(dates))
    place.write_text(f"PID,DOS,CPT\n{rows}", encoding="utf-8")
    return ct.audit(place, "medicare", said).read


@pytest.mark.parametrize(
    ("dates", "said", "days"),
    [
        (["031524", "041524"], None, ["2024-03-15", "2024-04-15"]),
        (["31524", "41524", "101524.0"], None, ["2024-03-15", "2024-04-15", "2024-10-15"]),
        (["150324", "160324"], None, ["2024-03-15", "2024-03-16"]),
        (["030424"], {"day_first": True}, ["2024-04-03"]),
        (["03042024", "15032024"], None, ["2024-04-03", "2024-03-15"]),
        (["3152024", "11042024.0"], None, ["2024-03-15", "2024-11-04"]),
        (["01022024"], {"day_first": True}, ["2024-02-01"]),
        (["010224", "01/13/2024"], {"day_first": False}, ["2024-01-02", "2024-01-13"]),
        (["41513"], {"days_counted": True}, ["2013-08-27"]),
        (["41513"], {"days_counted": False}, ["2013-04-15"]),
        (["46085", "46086.5", "2026-03-06"], None, ["2026-03-04", "2026-03-05", "2026-03-06"]),
        (["20260304"], None, ["2026-03-04"]),
    ],
)
def test_a_date_of_digits_alone_is_read_in_the_form_that_fits_its_column(dates, said, days, tmp_path):
    read = audited(tmp_path, dates, said)
    assert [str(one.on) for one in read.services] == days
    assert not read.refused


def test_what_dates_of_digits_alone_were_taken_for_is_told(tmp_path):
    told = audited(tmp_path, ["031524"]).told
    assert "Dates of digits alone were read as month, day and year." in told


@pytest.mark.parametrize(
    ("dates", "answer"),
    [
        (["01022024", "03042024"], "day_first"),
        (["010224", "030424"], "day_first"),
        (["41513"], "days_counted"),
        (["41513", "43013"], "days_counted"),
    ],
)
def test_what_numbers_do_not_tell_of_their_days_is_the_one_question(dates, answer, tmp_path):
    with pytest.raises(LogQuestionsError) as problem:
        audited(tmp_path, dates)
    assert len(problem.value.questions) == 1
    assert f"Say {answer} = true or false." in problem.value.questions[0]


def test_numbers_that_no_one_form_fits_are_refused(tmp_path):
    read = audited(tmp_path, ["46085", "31524"])
    assert read.services == ()
    assert [("a bare number" in one.reason, "year-month-day" in one.reason) for one in read.refused] == [
        (True, True)
    ] * 2


def test_a_number_in_no_year_that_is_held_is_refused_alone(tmp_path):
    read = audited(tmp_path, ["46085", "31540", "33440"])
    assert [str(one.on) for one in read.services] == ["2026-03-04"]
    assert {one.reason for one in read.refused} == {"what stands under the date of service is none"}


def test_a_last_date_of_digits_alone_is_read_like_the_first(tmp_path):
    place = tmp_path / "log.csv"
    place.write_text("PID,From Date,To Date,CPT\n1,031524,031524,98940\n2,031524,031624,98940\n")
    read = ct.audit(place, "medicare").read
    assert [str(one.on) for one in read.services] == ["2024-03-15"]
    assert [one.reason for one in read.refused] == [
        "it spans several days, and which of them it was is not told"
    ]


@pytest.mark.parametrize("text", ["031524", "31524", "260304", "2026034"])
def test_fewer_than_eight_digits_are_no_day_of_another_millennium(text):
    assert days_written(text) == ()
