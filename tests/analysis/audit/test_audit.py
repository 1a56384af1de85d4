"""A whole audit: every row accounted for, what a page shows, what a damaged log makes of it, and the command."""

from __future__ import annotations

import csv
import io
import random
import re
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import cptedu as ct
from cptedu.analysis.audit.assumed import assumed_visits
from cptedu.analysis.audit.result import without_formulas
from cptedu.app.cli import main
from cptedu.engine.review import review_claim
from cptedu.errors import CpteduError
from cptedu.payers import payers

HEAD = "Patient ID,DOS,CPT,Mod,Units,DX1,DX2,Payer,Provider\n"
PAYERS = {"Sun": "commercial_ncci", "Part B": "medicare"}
LOG = (
    HEAD
    + "1,2/11/2026,98940,,1,M99.01,M54.2,Sun,A\n"
    + "1,2/11/2026,97112,,1,M99.01,M54.2,Sun,A\n"
    + "2,2/11/2026,98940,AT,1,M99.01,M54.2,Part B,A\n"
    + "2,2/13/2026,98940,,1,M99.01,M54.2,Part B,A\n"
    + "2,2/13/2026,98940,,1,M99.01,M54.2,Part B,A\n"
    + "3,,98940,,1,M99.01,M54.2,Sun,A\n"
    + "TOTAL,,,,6,,,,\n"
)


def log(folder, text, name="log.csv"):
    place = folder / name
    place.write_text(text, encoding="utf-8")
    return place


def test_frames_hold_every_row(tmp_path):
    found = ct.audit(log(tmp_path, LOG), PAYERS)
    assert list(found.services.row) == [2, 3, 4, 5]
    assert list(found.services.code) == ["98940", "97112", "98940", "98940"]
    assert found.repeated.to_dict("records") == [{"row": 6, "reason": "the same row once more", "same_as": 5}]
    assert found.refused.to_dict("records") == [{"row": 7, "reason": "it has no date of service"}]
    assert list(found.not_services.row) == [1, 8]
    assert list(found.not_services.reason) == ["the names of the columns", "a total"]
    assert list(found.columns.means)[:5] == ["patient", "date_of_service", "code", "modifiers", "units"]


def test_what_became_of_the_rows_adds_up_to_what_was_read(tmp_path):
    rows = ct.audit(log(tmp_path, LOG), PAYERS).rows
    assert list(rows.what) == ["services", "no service", "no service", "repeated", "refused", "read"]
    assert list(rows.rows) == [4, 1, 1, 1, 1, 8]


def test_what_claims_decide_stands_with_row_and_reason(tmp_path):
    told = ct.audit(log(tmp_path, LOG), PAYERS).told
    against = told[told.is_against]
    assert [(one.rows, one.code, one.verdict) for one in against.itertuples()] == [
        ("3", "97112", "not_supported"),
        ("5", "98940", "not_supported"),
    ]
    assert [says.split(",")[0] for says in against.says] == ["97112 lacks 59", "98940 lacks AT"]
    assert all(against.sources.str.len() > 0)
    assert all(against.vintage.str.len() > 0)


def test_the_page_says_how_old_the_edits_are_on_each_day(tmp_path):
    rows = "".join(f"1,{day},98940,,1,M99.01,,Sun,A\n" for day in ("3/4/2026", "4/1/2026"))
    found = ct.audit(log(tmp_path, HEAD + rows), PAYERS)
    assert found.worked_out == 1
    found.to_html(tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    for quarters in ("six", "seven"):
        assert f"Edits as of 2024 Q3, {quarters} quarters before this date of service." in page


def test_what_is_not_told_is_counted_once_a_visit(tmp_path):
    text = HEAD + "".join(f"1,2/11/2026,{code},59,1,M54.2,,Sun,A\n" for code in ("97110", "97112", "97140"))
    not_told = ct.audit(log(tmp_path, text), PAYERS).not_told
    assert set(not_told.visits) == set(not_told.of) == {1}
    assert "how many minutes each service took" in list(not_told.what)
    assert not_told.what.is_unique


def test_a_visit_is_one_patient_on_one_date_with_one_clinician(tmp_path):
    rows = (
        "1,2/11/2026,98940,,1,M54.2,,Sun,A",
        "1,2/11/2026,97110,,1,M54.2,,Sun,B",
        "1,2/12/2026,98940,,1,M54.2,,Sun,A",
    )
    found = ct.audit(log(tmp_path, HEAD + "\n".join(rows) + "\n"), PAYERS)
    assert len(found.visits) == 3
    assert len({visit.patient for visit in found.visits}) == 1
    assert len({visit.clinician for visit in found.visits}) == 2


def test_an_earlier_visit_of_this_log_makes_no_new_patient(tmp_path):
    rows = (
        "1,2/11/2026,98940,,1,M54.2,,Sun,A",
        "1,2/25/2026,99203,,1,M54.2,,Sun,A",
        "2,2/25/2026,99203,,1,M54.2,,Sun,A",
    )
    told = ct.audit(log(tmp_path, HEAD + "\n".join(rows) + "\n"), PAYERS).told
    assert list(told[told.is_against].rows) == ["3"]


CODES = ("98940", "98941", "98942", "97110", "97112", "97140", "97530", "99213", "97012", "97014", "99999")


def made_up_log(seed: int, visits: int) -> str:
    """Write a log of random claims of every payer; what is drawn is no practice."""
    drawn = random.Random(seed)
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["Visit ID", "Patient ID", "DOS", "CPT", "Mod", "Units", "DX1", "DX2", "Payer"])
    for number in range(visits):
        payer, day = (
            drawn.choice(sorted(payers())),
            f"{drawn.randint(1, 12)}/{drawn.randint(13, 28)}/{drawn.randint(2019, 2026)}",
        )
        diagnoses = drawn.sample(["M99.01", "M99.03", "M54.2", "M54.59", "R42"], 2)
        for code in drawn.sample(CODES, drawn.randint(1, 4)):
            marks = ":".join(drawn.sample(["59", "GP", "AT", "25", "GY", "XS"], drawn.choice([0, 0, 1, 2])))
            writer.writerow(
                [number, number, day, code, marks, drawn.choice([1, 1, 1, 2, 4]), *diagnoses, payer]
            )
    return stream.getvalue()


@pytest.mark.slow
def test_an_audit_says_of_each_line_what_the_review_says_of_it(tmp_path):
    """Two thousand visits of every payer: by the audit, which works alike visits out once, and by the plain loop."""
    found = ct.audit(log(tmp_path, made_up_log(5, 2_000)), {name: name for name in payers()})
    assert len(found.visits) == 2_000
    for visit, judged in zip(found.visits, found.judged, strict=True):
        lines = sorted(
            ((code, units, marks) for code, units, marks, _ in visit.claim.lines), key=lambda line: line[0]
        )
        in_order = type(visit.claim)(
            visit.claim.payer, visit.claim.on, tuple((*line, None) for line in lines), visit.claim.diagnoses
        )
        reviews = [review_claim(record, lines) for record in assumed_visits(in_order)]
        # What sources dispute is counted by itself in an audit.
        against = [(*one.wrong, *one.missing, *one.disputed) for one in reviews]
        by_review = {(one.code or "", one.rule, one.verdict) for one in min(against, key=len)}
        assert {(one.code, one.rule, one.verdict) for one in judged.told if one.is_against} == by_review


# The page.


class Page(HTMLParser):
    """What a page asks for, and the tags in it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.addresses += [
            value for name, value in attributes if name in {"src", "href", "srcset", "action", "data"}
        ]


def page_of(found, folder) -> str:
    found.to_html(folder / "page.html")
    return (folder / "page.html").read_text(encoding="utf-8")


def test_the_page_says_first_what_the_log_cannot_show(tmp_path):
    page = page_of(ct.audit(log(tmp_path, LOG), PAYERS), tmp_path)
    heads = re.findall(r"<h2>(.*?)</h2>", page)
    assert heads[0] == "What this log can and cannot show"
    assert "nothing here says that a claim is right" in page.split("</section>")[0]
    assert "8 rows = 4 with services + 2 that are none + 1 repeated + 1 refused." in page
    assert "This is teaching, not billing advice." in page


def test_the_page_asks_for_nothing_and_runs_nothing(tmp_path):
    page = page_of(ct.audit(log(tmp_path, LOG), PAYERS), tmp_path)
    read = Page()
    read.feed(page)
    assert read.addresses == []
    assert not {"script", "iframe", "object", "embed", "form", "link", "img"} & set(read.tags)
    assert "url(" not in page
    assert "@import" not in page
    drawn = [tag for tag in read.tags if tag == "svg"]
    assert len(drawn) == 2, "the kinds of answers, and the shares"
    assert "Of 3 claims the log alone speaks against 2; for 1 only a note can say" in page


def test_what_a_log_says_in_html_is_shown_as_text(tmp_path):
    evil = "<script>alert(1)</script>"
    text = f'Patient ID,DOS,CPT,Mod,Units,"{evil}",Payer\n1,2/11/2026,98940,,1,"{evil}","{evil}"\n'
    page = page_of(ct.audit(log(tmp_path, text, "a & <b>.csv"), {evil: "commercial_ncci"}), tmp_path)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "<b>.csv" not in page


def test_a_share_stands_beside_its_reference_with_year_and_source(tmp_path):
    found = ct.audit(log(tmp_path, LOG), PAYERS)
    [level] = [one for one in found.share_list if one.what.startswith("visits with 98940")]
    # Medicare paid 3,705,639 of 98940, 12,843,003 of 98941 in 2024 and the rest of 98942: 21.1 percent of all.
    assert (level.count, level.of, level.value, level.reference) == (3, 3, 100.0, 21.1)
    assert level.reference_of == "Medicare, all practices, 2024"
    page = page_of(found, tmp_path)
    assert "21.1 % (Medicare, all practices, 2024)" in page
    assert "100 % (3 of 3)" in page


def test_habits_are_counted(tmp_path):
    rows = [
        f"1,2/{day}/2026,98941,,1,M54.2,,Sun,A\n1,2/{day}/2026,97112,59,4,M54.2,,Sun,A\n"
        for day in range(13, 17)
    ]
    rows.append("2,2/13/2026,97110,,4,M54.2,,Sun,A\n")
    held = {one.what: one for one in ct.audit(log(tmp_path, HEAD + "".join(rows)), PAYERS).share_list}
    marked = held["therapy lines with 59 or an X modifier"]
    assert (marked.count, marked.of, marked.value) == (4, 5, 80.0)
    again = held["claims that repeat the patient's claim before, line by line"]
    assert (again.count, again.of, again.value) == (3, 3, 100.0)
    assert held["most such claims of one patient in a row"].value == 4
    # Four units take 53 minutes at least; two patients on one day make 106 minutes, which are 1.8 hours.
    [day] = [one for what, one in held.items() if what.startswith("hours of one-on-one care")]
    assert (day.count, day.value) == (106, 1.8)
    assert held["units of 97112, of those of 97110, 97112, 97530"].value == 80.0


def test_visits_beyond_a_payers_number_are_counted(tmp_path):
    limited = next(
        name
        for name, one in payers().items()
        if one.limit(
            "visits_a_year",
            ct.Visit.from_dict({"date_of_service": "2026-02-11", "payer": name}).date_of_service,
        )
        == 24
    )
    rows = [
        f"1,2026-{month:02}-{day:02},98940,,1,M54.2,,Sun,A\n" for month in range(1, 4) for day in range(1, 11)
    ]
    held = ct.audit(log(tmp_path, HEAD + "".join(rows)), {"Sun": limited}).share_list
    [beyond] = [one for one in held if one.what.startswith("visits beyond the 24 a year")]
    assert (beyond.count, beyond.of) == (6, 30)


# Files of rows.


@given(st.text(max_size=20))
def test_no_cell_of_a_file_begins_a_formula(text):
    assert not str(without_formulas(text)).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_files_hold_what_the_frames_hold(tmp_path):
    text = LOG.replace("Provider\n", "=cmd()\n", 1)
    found = ct.audit(log(tmp_path, text), PAYERS)
    found.to_csv(tmp_path / "tables")
    with (tmp_path / "tables" / "columns.csv").open(newline="", encoding="utf-8") as stream:
        names = [row["column"] for row in csv.DictReader(stream)]
    assert "'=cmd()" in names
    with (tmp_path / "tables" / "services.csv").open(newline="", encoding="utf-8") as stream:
        assert [row["row"] for row in csv.DictReader(stream)] == ["2", "3", "4", "5"]
    written = {one.stem for one in (tmp_path / "tables").iterdir()}
    assert written == {
        "services",
        "not_services",
        "repeated",
        "refused",
        "columns",
        "told",
        "not_told",
        "shares",
    }


# Damaged logs: a page or a plain error.


def mangled(text: str, drawn: random.Random) -> bytes:
    """Damage a log in one of the ways in which files are damaged."""
    rows = text.splitlines()
    at = drawn.randrange(len(rows))
    how = drawn.randrange(9)
    if how == 0:
        rows[at] = rows[at][: drawn.randrange(len(rows[at]) + 1)]
    elif how == 1:
        rows.insert(at, drawn.choice(["", ",,,,", "   ", '"', HEAD.strip(), "Page 1 of 2"]))
    elif how == 2:
        rows[at] = rows[at].replace(",", drawn.choice([";", ",,", "\t"]), 2)
    elif how == 3:
        rows[at] = rows[at].replace("1", drawn.choice(["one", "=SUM(A1:A9)", "<i>1</i>", "1.5", "-1", "١"]))
    elif how == 4:
        rows[at] += drawn.choice([",more", ',"', ",,,,,", "\0"])
    elif how == 5:
        rows[at] = "".join(drawn.sample(rows[at], len(rows[at])))
    elif how == 6:
        cells = [row.split(",") for row in rows]
        gone = drawn.randrange(len(cells[0]))
        rows = [",".join(one for place, one in enumerate(row) if place != gone) for row in cells]
    elif how == 7:
        rows[0] = rows[0].replace(",", " ", drawn.randrange(1, 4))
    held = "\n".join(rows).encode(drawn.choice(["utf-8", "utf-8", "utf-16", "cp1252"]), "replace")
    return held[: drawn.randrange(len(held))] if how == 8 else held


@pytest.mark.parametrize("seed", range(150))
def test_a_damaged_log_gives_an_audit_that_accounts_for_every_row_or_advice(seed, tmp_path):
    place = tmp_path / "log.csv"
    place.write_bytes(mangled(LOG, random.Random(seed)))
    try:
        found = ct.audit(place, PAYERS | {"*": "commercial_ncci"})
    except CpteduError as problem:
        assert len(str(problem)) > 20
        return
    read = found.read
    services = {one.row for one in read.services}
    others = [one.row for one in (*read.not_services, *read.repeated, *read.refused)]
    assert len(services) + len(others) == read.rows
    page_of(found, tmp_path)


@pytest.mark.parametrize(
    "held", [b"", b"\n\n", b"\0\0\0\0", b"PK\x03\x04", b"{", b"[1, 2", b"[" * 100_000, HEAD.encode()]
)
def test_what_is_no_log_gives_advice_or_an_empty_audit(held, tmp_path):
    place = tmp_path / "log.csv"
    place.write_bytes(held)
    try:
        found = ct.audit(place, "commercial_ncci")
    except CpteduError:
        return
    assert found.visits == ()
    assert "Nothing stands against a claim by itself" in page_of(found, tmp_path)


def test_a_log_of_names_alone_asks_no_question(tmp_path):
    place = log(tmp_path, "Patient Name,Chart Number,DOS,CPT,Insurance\n")
    found = ct.audit(place)
    assert (found.visits, found.read.rows) == ((), 1)


def test_a_line_that_has_no_end_gives_advice(tmp_path):
    place = tmp_path / "log.csv"
    place.write_bytes(LOG.encode() + b'4,2/14/2026,98940,"' + b"x" * 5_000_000 + b'",1,,,Sun,A\n')
    with pytest.raises(CpteduError, match="line 9"):
        ct.audit(place, PAYERS)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CpteduError, match="cannot be read"):
        ct.audit(tmp_path / "none.csv", PAYERS)


# The command.


def run(*arguments):
    return CliRunner().invoke(main, ["audit", *map(str, arguments)])


def test_the_command_writes_a_page_and_tables(tmp_path):
    (tmp_path / "map.toml").write_text('"Sun" = "commercial_ncci"\n"Part B" = "medicare"\n')
    done = run(
        log(tmp_path, LOG),
        "--payers",
        tmp_path / "map.toml",
        "--out",
        tmp_path / "out.html",
        "--csv",
        tmp_path / "t",
    )
    assert done.exit_code == 0, done.output
    assert "4 services of 3 visits; 2 with something against the claim." in done.output
    assert "1 row could not be read" in done.output
    assert "What this log can and cannot show" in (tmp_path / "out.html").read_text()
    assert (tmp_path / "t" / "told.csv").exists()


def test_the_command_asks_and_writes_nothing(tmp_path):
    done = run(log(tmp_path, LOG), "--out", tmp_path / "out.html")
    assert done.exit_code == 2
    assert "'Sun', 'Part B'" in done.output
    assert not (tmp_path / "out.html").exists()


def test_a_stopped_command_leaves_what_was_there(tmp_path, monkeypatch):
    (tmp_path / "out.html").write_text("the page of last month")
    monkeypatch.setattr("cptedu.analysis.audit.judged.review_claim", _stop)
    done = run(log(tmp_path, LOG), "--payer", "commercial_ncci", "--out", tmp_path / "out.html")
    assert done.exit_code != 0
    assert "Traceback" not in done.output
    assert (tmp_path / "out.html").read_text() == "the page of last month"
    assert {one.name for one in tmp_path.iterdir()} == {"out.html", "log.csv"}


def _stop(*_):
    raise KeyboardInterrupt
