"""A text is parted into rows as Python's own reader of lines and of days would, however many of them there are."""

import csv
import io
import string
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cptedu.visit.written.row_words import cleaned
from cptedu.visit.written.written_days import _FORMS, _LONGEST, _TIME_BEHIND, _day, days_written
from cptedu.visit.written.written_table import rows_by

ODD = st.text(alphabet='a1,;" \r\n\x0b\x0c\x1c\x85\u2028\u2029', max_size=40)
WRITTEN = st.builds(
    lambda day, form, before, behind: before + day.strftime(form) + behind,
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(_FORMS),
    st.sampled_from(["", " ", "x", "0"]),
    st.sampled_from(["", " ", " 12:00:00 AM", "T10:00:00Z", ".", "7", "\u0663"]),
)


@given(ODD)
def test_lines_end_where_pythons_reader_of_lines_ends_them(text):
    read = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True, strict=True)
    expected, problem = [], ""
    try:
        expected.extend(tuple(cells) for cells in read)
    except csv.Error as trouble:
        problem = str(trouble)
    rows, said = rows_by(",", text, 1_000)
    assert [row.cells for row in rows] == [cells for cells in expected if any(map(cleaned, cells))]
    assert said.endswith(problem)
    assert bool(said) == bool(problem)


@given(st.one_of(WRITTEN, st.text(alphabet=string.digits + "/-., TaMr", max_size=12)))
def test_a_day_is_read_as_if_every_form_had_been_tried(text):
    spelled = _TIME_BEHIND.sub("", text.strip())
    tried = [_day(spelled, form) for form in _FORMS if 0 < len(spelled) <= _LONGEST]
    assert days_written(text) == tuple(dict.fromkeys(day for day in tried if day is not None))
