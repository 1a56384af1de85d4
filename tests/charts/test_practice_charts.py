"""The charts for a practice: what is drawn is what was counted, each title says its point, each table has the numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from drawn_values import drawn_values

import cptedu as ct
from cptedu.charts.audited import answers_chart, notes_chart, shares_chart
from cptedu.charts.drawing import draw
from cptedu.charts.per_minute import per_minute_chart
from cptedu.charts.reduction import reduction_chart
from cptedu.errors import CpteduError

HEAD = "Patient ID,Visit ID,DOS,CPT,Mod,Units,Payer\n"
# One visit that the claim alone decides against, one whose note does not bear it out, one whose note does, one without note.
LOG = HEAD + (
    "P1,V1,2/11/2026,98940,,1,Sun\nP1,V1,2/11/2026,97112,,1,Sun\n"
    "P2,V2,2/11/2026,98942,,1,Sun\nP3,V3,2/11/2026,98940,,1,Sun\nP4,V4,2/11/2026,98940,,1,Sun\n"
)
NOTES = "".join(
    f'{{"of": "{name}", "date_of_service": "2026-02-11", "payer": "cash", "adjusted": ["C5", "T4"]}}\n'
    for name in ("P1", "P2", "P3")
)


@pytest.fixture(scope="module")
def audits(tmp_path_factory):
    folder = tmp_path_factory.mktemp("practice")
    (folder / "log.csv").write_text(LOG, encoding="utf-8")
    (folder / "notes.jsonl").write_text(NOTES, encoding="utf-8")
    alone = ct.audit(folder / "log.csv", "commercial_ncci")
    return alone, ct.audit(folder / "log.csv", "commercial_ncci", notes=folder / "notes.jsonl")


def ends(figure):
    """Give the words at the end of each bar, by the words above it."""
    tips = [one["tip"] for one in drawn_values(figure) if "tip" in one]
    return dict(tip.split(":\n") for tip in tips)


def test_each_visit_has_one_kind_of_answer(audits):
    alone, noted = (answers_chart(one) for one in audits)
    assert [row["visits"] for row in alone.rows] == [1, 0, 0, 0, 3]
    assert [row["visits"] for row in noted.rows] == [1, 0, 1, 1, 1]
    assert alone.title == "Of 4 claims the log alone speaks against 1; for 3 only a note can say"
    assert "no proof" in alone.vintage
    assert set(ends(noted).values()) == {"1 of 4"}
    assert "<svg" in draw(noted.specification, noted.summary)


def test_what_sources_dispute_speaks_against_nobody(tmp_path):
    rows = "P1,V1,2/11/2026,98940,,1,Sun\nP1,V1,2/11/2026,97110,59,1,Sun\n"
    (tmp_path / "log.csv").write_text(HEAD + rows, encoding="utf-8")
    found = ct.audit(tmp_path / "log.csv", "commercial_ncci")
    assert repr(found).endswith("; 0 with something against the claim, 1 with something that sources dispute")
    found.to_html(tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<td>0 of 1 that were judged</td>" in page
    assert "<td>1 more</td>" in page
    figure = answers_chart(found)
    counted = {row["what"].partition(":")[0]: row["visits"] for row in figure.rows}
    assert counted["disputed"] == 1
    assert sum(counted.values()) == 1
    assert figure.title == "Of 1 claim the log alone speaks against 0, and good sources differ on 1"


def test_the_shares_are_drawn_beside_their_reference_and_the_farthest_is_the_point(audits):
    figure = shares_chart(audits[0])
    # Of four visits with a spinal adjustment three have 98940 and one 98942; Medicare paid 21.1 and 5.6 percent in 2024.
    held = {row["what"].split(",")[0]: (row["here"], row["elsewhere"]) for row in figure.rows}
    assert held["visits with 98940"] == (75.0, 21.1)
    assert held["visits with 98942"] == (25.0, 5.6)
    assert held["visits with 98941"] == (0.0, 73.3)
    # All of one unit of the exercise codes is 97112, which makes 24.2 percent elsewhere: no other share is 75.8 points off.
    assert figure.title == "Farthest from others: units of 97112, 100 percent here and 24.2 elsewhere"
    marks = [one["x"] for one in drawn_values(figure) if "x" in one and "x2" not in one and "text" not in one]
    assert {21.1, 5.6, 73.3} <= set(marks)
    assert "proves nothing" in figure.vintage
    assert "Medicare, all practices, 2024" in figure.vintage


def test_differences_are_drawn_by_code_and_kind(audits):
    figure = notes_chart(audits[1])
    counted = {(row["code"], row["what"]): row["visits"] for row in figure.rows}
    assert counted[("98942", "billed, and the note does not bear it out")] == 1
    assert counted[("97112", "billed, and the note does not bear it out")] == 1
    assert sum(counted.values()) == len(audits[1].beside_notes)


def test_charts_without_anything_to_draw_give_advice(audits, tmp_path):
    (tmp_path / "log.csv").write_text(HEAD, encoding="utf-8")
    empty = ct.audit(tmp_path / "log.csv", "commercial_ncci")
    for chart, found in ((answers_chart, empty), (shares_chart, empty), (notes_chart, audits[0])):
        with pytest.raises(CpteduError, match="No data"):
            chart(found)


def test_what_a_log_says_is_text_in_a_drawing(tmp_path):
    (tmp_path / "p.toml").write_text(
        'name = "evil"\nlabel = "<script>alert(1)</script>"\nsays = "x."\n[visits_a_year]\nvalue = 1\nconfirmed = false\n'
    )
    ct.load_payer(tmp_path / "p.toml")
    rows = "".join(f"P1,V{day},2/{day}/2026,98940,,1,Sun\n" for day in (11, 12, 13))
    (tmp_path / "log.csv").write_text(HEAD + rows, encoding="utf-8")
    page = shares_chart(ct.audit(tmp_path / "log.csv", {"Sun": "evil"})).html()
    assert "&lt;script&gt;" in page
    assert "<script" not in page


def test_a_minute_carries_a_fifteenth_of_a_unit():
    rows = {(row["code"], row["year"]): row for row in per_minute_chart("97112", "97140").rows}
    # In 2026 a unit of 97112 has 0.98 RVU in an office, and 0.98 / 15 is 0.0653.
    assert rows["97112", "2026"]["unit"] == Decimal("0.98")
    assert rows["97112", "2026"]["minute"] == Decimal("0.0653")
    assert ("97140", "2013") in rows


@pytest.mark.parametrize(
    ("codes", "says"), [((), "one to"), (("98940",), "not billed by time"), (("97112",) * 7, "one to")]
)
def test_a_minute_of_what_has_none_is_refused(codes, says):
    with pytest.raises(CpteduError, match=says):
        per_minute_chart(*codes)


def test_a_further_unit_loses_practice_expense_alone():
    figure = reduction_chart("97112", on="2026-03-04")
    first, further = figure.rows
    # Work 0.50, practice expense 0.47, malpractice 0.01; half of 0.47 is kept: 0.745 of 0.98, which is 76 percent.
    assert (first["work"], first["pe"], first["mp"], first["total"]) == tuple(
        map(Decimal, ("0.50", "0.47", "0.01", "0.98"))
    )
    assert (further["work"], further["pe"], further["total"]) == tuple(
        map(Decimal, ("0.50", "0.235", "0.745"))
    )
    assert "carries 76 percent of the first" in figure.title


@pytest.mark.parametrize(
    ("code", "on", "says"), [("98940", "2026-03-04", "not cut"), ("97112", "2009-03-04", "No data")]
)
def test_where_nothing_is_cut_it_is_said(code, on, says):
    with pytest.raises(CpteduError, match=says):
        reduction_chart(code, on=on)
