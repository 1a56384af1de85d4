"""What the columns of a log were taken for is written as a file that confirms just that, and shows nothing of anybody."""

from __future__ import annotations

import tomllib

import pytest
from analysis.audit.more_shapes import MORE_SHAPES
from analysis.audit.shapes import SHAPES
from analysis.audit.strange_shapes import STRANGE_SHAPES
from click.testing import CliRunner

import cptedu as ct
from cptedu.analysis.audit.columns_file import answers_in, columns_to_confirm
from cptedu.analysis.audit.log_columns import FLAGS, settled_columns
from cptedu.analysis.audit.log_file import read_log
from cptedu.analysis.audit.log_rows import read_rows
from cptedu.app.cli import main

HELD = [
    *((one.name, one.ending, one.text.encode()) for one in SHAPES if not one.asks),
    *((one.name, one.ending, one.held) for one in (*MORE_SHAPES, *STRANGE_SHAPES) if not one.asks),
    (
        "A first and a last name",
        ".csv",
        b"First Name,Last Name,DOS,CPT\nAnn,Smith,2026-03-04,97110\nBo,Smith,2026-03-04,97110\nAnn,Jones,2026-03-04,97110\n",
    ),
]
LOG = "Who,DOS,Txn,CPT\nQuillfeather Zenobia,2026-03-04,98940,x\nQuillfeather Zenobia,2026-03-05,98941,x\n"


@pytest.fixture
def log(tmp_path):
    place = tmp_path / "log.csv"
    place.write_text(LOG, encoding="utf-8")
    return place


def services_of(place, said=None):
    answers = answers_in(said)
    log = read_log(place, [name for name in answers if name not in FLAGS])
    return read_rows(log, settled_columns(log, answers))


def told(*words):
    return CliRunner().invoke(main, ["audit", *map(str, words)])


@pytest.mark.parametrize(("ending", "held"), [one[1:] for one in HELD], ids=[one[0] for one in HELD])
def test_what_is_confirmed_as_it_stands_changes_nothing(ending, held, tmp_path):
    place = tmp_path / f"log{ending}"
    place.write_bytes(held)
    confirmed = tmp_path / "columns.toml"
    confirmed.write_text(columns_to_confirm(place), encoding="utf-8")
    plain, again = (services_of(place, said) for said in (None, confirmed))
    assert again.services == plain.services
    assert (again.not_services, again.repeated, again.refused) == (
        plain.not_services,
        plain.repeated,
        plain.refused,
    )


def test_what_is_still_to_be_said_stands_above_and_a_changed_word_answers_it(log, tmp_path):
    out, page = tmp_path / "columns.toml", tmp_path / "page.html"
    asked = told(log, "--payer", "medicare", "--out", page)
    assert asked.exit_code == 2
    assert "--write-columns columns.toml" in asked.output
    assert told(log, "--write-columns", out).exit_code == 0
    written = out.read_text(encoding="utf-8")
    assert "# 1. Which column tells one patient from another" in written
    assert tomllib.loads(written)["columns"] == {
        "Who": "not_used",
        "DOS": "date_of_service",
        "Txn": "code",
        "CPT": "not_used",
    }
    out.write_text(written.replace('"Who" = "not_used"', '"Who" = "patient"'), encoding="utf-8")
    assert told(log, "--payer", "medicare", "--columns", out, "--out", page).exit_code == 0
    assert page.is_file()


def test_nothing_of_anybody_stands_in_it(log):
    assert "Quill" not in columns_to_confirm(log)
    assert "such as xxxxxxxxxxxx…" in columns_to_confirm(log)


def test_a_file_that_is_there_is_not_written_over(log, tmp_path):
    out = tmp_path / "columns.toml"
    out.write_text("day_first = true\n", encoding="utf-8")
    refused = told(log, "--write-columns", out)
    assert refused.exit_code == 2
    assert "is there already" in refused.output
    assert out.read_text(encoding="utf-8") == "day_first = true\n"


@pytest.mark.parametrize("name", ['My "Txn"', "Fee # net", "Col\\umn", "Größe", "a\x7fb", "two\nlines"])
def test_any_name_of_a_column_is_written_so_that_it_is_read_back(name, tmp_path):
    place, out = tmp_path / "log.csv", tmp_path / "columns.toml"
    quoted = name.replace('"', '""')
    place.write_text(f'Patient,DOS,CPT,"{quoted}"\n1,2026-03-04,98940,"a\n[columns"\n', encoding="utf-8")
    out.write_text(columns_to_confirm(place), encoding="utf-8")
    found = ct.audit(place, "medicare", out)
    assert list(found.columns.by) == ["you"] * 4


def test_what_was_said_before_is_written_again_with_what_is_still_asked_of_the_rows(tmp_path):
    place, first, second = (tmp_path / name for name in ("log.csv", "first.toml", "second.toml"))
    place.write_text("Who,DOS,Txn\nQuill,04/03/2026,98940\nQuill,25/03/2026,98940\nQuill,03/25/2026,98940\n")
    first.write_text('rows_go_on = false\n\n[columns]\n"Who" = "patient"\n')
    assert told(place, "--columns", first, "--write-columns", second).exit_code == 0
    written = second.read_text(encoding="utf-8")
    assert "# 1. In which order are the dates written?" in written
    assert tomllib.loads(written) == {
        "rows_go_on": False,
        "columns": {"Who": "patient", "DOS": "date_of_service", "Txn": "code"},
    }
