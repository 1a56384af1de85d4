"""``cptedu data`` as somebody types it: what it shows, asks for and refuses, and what it leaves alone."""

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import made_cms_files as made
import pytest
from click.testing import CliRunner
from other_tables import DATA

import cptedu as ct
from cptedu.app import cli
from cptedu.facts import tables
from cptedu.learn import summary

from .conftest import forget_what_was_looked_up


@pytest.fixture
def run(own_folder):
    def call(*words):
        result = CliRunner().invoke(cli.main, [str(word) for word in ("data", *words)])
        forget_what_was_looked_up()
        assert "Traceback" not in result.output
        return result

    return call


def test_the_list_before_anything_was_read_says_how_to_begin(run):
    said = run().output
    assert "with cptedu: 2024 Q3" in said
    assert said.endswith("You have read no file of your own yet. To read one: cptedu data update FILE\n")
    assert "yours" not in said


def test_an_update_shows_each_old_and_new_value_and_the_list_names_what_was_read(run, tmp_path):
    shown = run("update", *made.laid(tmp_path, made.all_four()))
    assert shown.exit_code == 0
    said = [" ".join(line.split()) for line in shown.output.splitlines()]
    for line in (
        "PPRRVU2027_Jan_nonQPP.csv: RVU27A, from 2027-01-01",
        "97112 work 0.50 → 0.61",
        "98940 total, office 0.80 → 0.84",
        "non_apm dollars 33.4009 → 40.1234",
        "15202-00 work 1.000 → 1.100",
        "97112 units a day 4 → 6",
        "97530/97116 modifier indicator no edit → 1",
        "98940/97112 modifier indicator 1 → 0",
        "All of 2027 Q1 was read: a pair that is not in it has no edit.",
    ):
        assert line in said
    assert "No change for the course's codes." in said  # the part that holds none of them
    listed = run().output
    assert "RVU27A from 2027-01-01, called rvu27a (PPRRVU2027_Jan_nonQPP.csv, read on " in listed
    assert "NAME is one of: gpci2027, mue2027q1, ptp2027q1, rvu27a, all." in listed


def test_every_change_is_shown_when_asked_for(run, tmp_path):
    paths = made.laid(tmp_path, {f"ccipra-v330r0-f{n}.txt": made.ptp(n) for n in made.PAIRS})
    assert re.search(r"… and \d+ more\. To see them all, add --all-changes\.", run("update", *paths).output)
    run("forget", "all")
    shown = run("update", "--all-changes", *paths).output
    assert "more. To see" not in shown
    assert "98940/97124" in shown


def test_what_was_read_is_forgotten_by_name(run, tmp_path):
    run("update", *made.laid(tmp_path, made.all_four()))
    said = run("forget", "gpci2027").output
    assert said.startswith("Forgotten: GPCI2027.csv.")
    assert "gpci2027" not in run().output
    refused = run("forget", "gpci2027")
    assert refused.exit_code == 2
    assert "'gpci2027' is not a known release of your own." in refused.output
    assert "rvu27a" in refused.output
    run("forget", "ALL")
    assert tables.own_tables().sources == {}


def test_a_refusal_is_one_paragraph_that_says_what_is_read(run, tmp_path):
    refused = run("update", *made.laid(tmp_path, {"PPRRVU2027_Jan.xlsx": b"PK\3\4"}))
    assert refused.exit_code == 2
    assert refused.output.startswith("cptedu: PPRRVU2027_Jan.xlsx is an Excel workbook. Take the .csv")
    assert refused.output.count("\n") == 1
    assert run("update").exit_code == 2
    assert run("update", "--from", "soon", tmp_path / "x").exit_code == 2


def test_the_shipped_tables_are_never_touched(run, tmp_path):
    # Byte for byte: what is read here may be a part of what is shipped, and has other checksums.
    folders = (tables.data_folder(), DATA)
    before = [{path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} for folder in folders]
    run("update", *made.laid(tmp_path, made.all_four()))
    after = [{path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} for folder in folders]
    assert after == before


def test_what_somebody_else_answered_is_judged_by_the_tables_that_both_have(run, tmp_path, monkeypatch):
    shipped = ct.relative_values("97112", on="2026-03-04").work
    run("update", *made.laid(tmp_path, {"PPRRVU2026_Jan_nonQPP.csv": made.rvu(2026)}))
    assert ct.relative_values("97112", on="2026-03-04").work != shipped
    forget_what_was_looked_up()
    seen = []

    def verified(*_):
        seen.append(ct.relative_values("97112", on="2026-03-04").work)
        return SimpleNamespace(lines=[], agrees=True)

    monkeypatch.setattr(summary, "verify_summary", verified)
    assert CliRunner().invoke(cli.main, ["verify", "summary.json"]).exit_code == 0
    assert seen == [shipped]
    assert ct.relative_values("97112", on="2026-03-04").work != shipped


def test_the_command_itself_reads_a_file_and_another_process_answers_from_it(tmp_path, environment_of):
    (path,) = made.laid(tmp_path, {"PPRRVU2027_Jan_nonQPP.csv": made.rvu()})
    environment = environment_of(tmp_path)

    def said(*words):
        ran = subprocess.run(
            [sys.executable, *words],
            env=environment,
            capture_output=True,
            check=True,
            timeout=120,
            encoding="utf-8",
        )
        return ran.stdout.strip()

    said("-X", "utf8", "-m", "cptedu", "data", "update", str(path))
    asked = "import cptedu as ct; print(ct.relative_values('97112', on='2027-03-04').work)"
    assert said("-c", asked) == "0.61"
    kept = list(tmp_path.rglob("held.toml"))
    assert len(kept) == 1
    assert Path(tables.data_folder()) not in kept[0].parents
