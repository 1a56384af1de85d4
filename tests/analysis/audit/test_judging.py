"""An audit may be stopped and goes on, and two processes say what one says."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date

import pytest
from analysis.audit.test_audit import made_up_log
from click.testing import CliRunner

import cptedu as ct
from cptedu.analysis.audit import judging
from cptedu.analysis.audit.assumed import LoggedClaim
from cptedu.analysis.audit.judging import judged_all
from cptedu.analysis.audit.kept import KeptAnswers
from cptedu.analysis.audit.result import Audit
from cptedu.app.cli import main
from cptedu.engine import lines as engine_lines
from cptedu.model import Verdict
from cptedu.payers import load_payer, payers
from cptedu.rules.said import Said

EVERY = {name: name for name in payers()}


class StopError(Exception):
    """Somebody stopped the audit."""


def stopped_after(visits):
    def each(number, of):
        if number >= visits:
            raise StopError

    return each


@pytest.fixture
def log(tmp_path, monkeypatch):
    monkeypatch.setattr(judging, "A_PART", 20)
    place = tmp_path / "log.csv"
    place.write_text(made_up_log(7, 120), encoding="utf-8")
    return place


def test_an_audit_that_was_stopped_goes_on_from_there(log, tmp_path):
    whole = ct.audit(log, EVERY)
    with pytest.raises(StopError):
        ct.audit(log, EVERY, keep=tmp_path / "parts", each=stopped_after(60))
    parts = sorted((tmp_path / "parts").iterdir())
    assert len(parts) >= 2
    found = ct.audit(log, EVERY, keep=tmp_path / "parts")
    assert found.judged == whole.judged
    assert found.worked_out <= whole.worked_out - 20 * len(parts)
    assert not (tmp_path / "parts").exists()


@pytest.mark.parametrize("held", ["", "{", "[]", '{"by": "others", "said": {}}', "null", '{"by": 1}'])
def test_a_part_that_is_damaged_or_of_other_rules_is_worked_out_once_more(held, log, tmp_path):
    with pytest.raises(StopError):
        ct.audit(log, EVERY, keep=tmp_path / "parts", each=stopped_after(60))
    for part in (tmp_path / "parts").iterdir():
        part.write_text(held)
    assert ct.audit(log, EVERY, keep=tmp_path / "parts").judged == ct.audit(log, EVERY).judged


def test_a_part_of_other_tables_is_not_used(log, tmp_path):
    with pytest.raises(StopError):
        ct.audit(log, EVERY, keep=tmp_path / "parts", each=stopped_after(60))
    assert KeptAnswers(tmp_path / "parts").found > 0
    for part in (tmp_path / "parts").iterdir():
        part.write_text(json.dumps(json.loads(part.read_text()) | {"by": "an earlier release"}))
    assert KeptAnswers(tmp_path / "parts").found == 0


def test_what_is_not_of_an_audit_stays_in_the_folder(log, tmp_path):
    (tmp_path / "parts").mkdir()
    for name in ("mine.txt", "part-one.json"):
        (tmp_path / "parts" / name).write_text("mine")
    ct.audit(log, EVERY, keep=tmp_path / "parts")
    assert {one.name for one in (tmp_path / "parts").iterdir()} == {"mine.txt", "part-one.json"}


def test_a_part_tells_nothing_of_a_person(tmp_path, monkeypatch):
    monkeypatch.setattr(judging, "A_PART", 1)
    place = tmp_path / "log.csv"
    rows = [f"PQX{at},Quillfeather,2026-02-{at + 10},98940,AT,Dr Zebulon" for at in range(3)]
    place.write_text(
        "PID,Name,DOS,CPT,Mod,Provider\n" + "\n".join(rows) + "\n1,Quill,2026-02-11,99203,59,Dr Z\n"
        # The answer to an examination of a new patient names the day on which this one was seen before.
        "PQX0,Quill,2026-02-19,99203,25,Dr Z\n"
    )
    with pytest.raises(StopError):
        ct.audit(place, "medicare", keep=tmp_path / "parts", each=stopped_after(5))
    held = "".join(one.read_text() for one in (tmp_path / "parts").iterdir())
    assert '"said"' in held
    for secret in ("PQX", "Quill", "Zebulon", "2026-02-1", "February"):
        assert secret not in held


def test_an_answer_that_names_a_day_is_kept_without_it_and_read_with_it(tmp_path):
    lines = (("99203", 1, ("25",), None), ("98940", 1, (), None))
    claims = [
        LoggedClaim("commercial_ncci", date(2026, 2, 20), lines, ("M99.01",), date(2026, 2, day))
        for day in (10, 11, 11)
    ]
    found, worked_out = judged_all(claims, kept=KeptAnswers(tmp_path / "parts"))
    held = "".join(one.read_text() for one in (tmp_path / "parts").iterdir())
    assert "2026-02-" not in held
    assert "February" not in held
    again, anew = judged_all(claims, kept=KeptAnswers(tmp_path / "parts"))
    assert again == found == judged_all(claims)[0]
    assert ["February 10, 2026" in str(one) for one in found] == [True, False, False]
    assert ["February 11, 2026" in str(one) for one in found] == [False, True, True]
    assert (worked_out, anew) == (1, 0)


def test_what_rests_on_the_day_itself_is_judged_for_each_day_and_kept_nowhere(tmp_path, monkeypatch):
    def planted(record):
        return Said("planted", Verdict.NOT_SUPPORTED, f"On {record.on}.", ("cptedu-inference",))

    monkeypatch.setattr(engine_lines, "claim_form", planted)
    claims = [
        LoggedClaim("commercial_ncci", date(2026, 2, day), (("98940", 1, (), None),), ("M99.01",))
        for day in (10, 11, 11)
    ]
    found, worked_out = judged_all(claims, kept=KeptAnswers(tmp_path / "parts"))
    assert [one.told[0].says for one in found] == ["On 2026-02-10.", "On 2026-02-11.", "On 2026-02-11."]
    assert "2026-02" not in "".join(one.read_text() for one in (tmp_path / "parts").iterdir())
    again, anew = judged_all(claims, kept=KeptAnswers(tmp_path / "parts"))
    assert again == found
    assert (worked_out, anew) == (3, 2)


def test_parts_wait_until_page_and_tables_are_written(log, tmp_path, monkeypatch):
    held = []

    def stop_writing(_self, _place):
        held.extend((tmp_path / "page.html.parts").iterdir())
        raise KeyboardInterrupt

    arguments = ["audit", str(log), "--payer", "medicare", "--out", str(tmp_path / "page.html")]
    arguments += ["--csv", str(tmp_path / "tables")]
    for writes in ("to_html", "to_csv"):
        with monkeypatch.context() as stopped:
            stopped.setattr(Audit, writes, stop_writing)
            outcome = CliRunner().invoke(main, arguments)
        assert outcome.exit_code == 130
        assert "The same command goes on from here" in outcome.output
        assert held
        held.clear()
        assert list((tmp_path / "page.html.parts").iterdir())
    outcome = CliRunner().invoke(main, arguments)
    assert "Going on from what is in" in outcome.output
    assert (tmp_path / "page.html").exists()
    assert (tmp_path / "tables" / "told.csv").exists()
    assert not (tmp_path / "page.html.parts").exists()


def test_a_payer_that_was_changed_is_judged_anew(tmp_path):
    mine = tmp_path / "mine.toml"
    says = 'name = "kept_plan"\nlabel = "Kept"\nsays = "Ours."\nlike = "commercial_ncci"\n'
    mine.write_text(says)
    load_payer(mine)
    claim = LoggedClaim("kept_plan", date(2026, 2, 11), (("98940", 1, (), None),), ("M99.01",))
    kept = KeptAnswers(tmp_path / "parts")
    judged_all([claim], kept=kept)
    assert judged_all([claim], kept=KeptAnswers(tmp_path / "parts"))[1] == 0
    mine.write_text(says + '[never_paid]\nvalue = ["98940"]\nconfirmed = false\nsays = "Not paid."\n')
    load_payer(mine)
    assert judged_all([claim], kept=KeptAnswers(tmp_path / "parts"))[1] == 1


def test_two_processes_say_what_one_says_of_a_loaded_payer_too(tmp_path, monkeypatch):
    monkeypatch.setattr(judging, "WORTH_A_PROCESS", 1)
    monkeypatch.setattr(judging, "A_PART", 5)
    mine = tmp_path / "mine.toml"
    mine.write_text('name = "spawned_plan"\nlabel = "Ours"\nsays = "Ours."\nlike = "medicare"\n')
    load_payer(mine)
    claims = [
        LoggedClaim(
            "spawned_plan", date(2026, 2, day), (("98940", 1, mark, None), (code, 1, (), None)), ("M99.01",)
        )
        for day in (11, 12)
        for mark in ((), ("AT",), ("GA",))
        for code in ("97110", "97112", "99213")
    ]
    counts = []
    two, worked_out = judged_all(claims, processes=2, each=lambda number, of: counts.append((number, of)))
    assert (two, worked_out) == judged_all(claims)
    assert counts[-1] == (len(claims), len(claims))
    assert counts == sorted(counts)


def hears_ctrl_c():
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows sends no such signal")
def test_the_command_may_be_stopped_by_ctrl_c_and_goes_on(tmp_path):
    (tmp_path / "log.csv").write_text(made_up_log(9, 3_000), encoding="utf-8")
    (tmp_path / "map.toml").write_text("".join(f'"{name}" = "{name}"\n' for name in payers()))
    command = [
        sys.executable,
        "-m",
        "cptedu",
        "audit",
        "log.csv",
        "--payers",
        "map.toml",
        "--out",
        "page.html",
    ]
    # Whoever is started in the background of a shell hears no Ctrl-C, and those that it starts hear none either.
    running = subprocess.Popen(
        command,
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hears_ctrl_c,  # noqa: PLW1509  (no thread runs here)
    )
    parts = tmp_path / "page.html.parts"
    until = time.monotonic() + 120
    while running.poll() is None and not (parts.is_dir() and len(list(parts.glob("part-*"))) >= 2):
        assert time.monotonic() < until
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    assert "The same command goes on from here" in running.communicate(timeout=120)[1]
    assert running.returncode == 130
    assert not (tmp_path / "page.html").exists()
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "Going on from what is in page.html.parts" in done.stderr
    assert (tmp_path / "page.html").exists()
    assert not parts.exists()
