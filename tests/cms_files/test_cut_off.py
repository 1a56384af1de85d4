"""An update that is cut off anywhere leaves what was held before, whole and in use; damage breaks nothing."""

import errno
import hashlib
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import made_cms_files as made
import pytest
import tomli_w
from click.testing import CliRunner

from cptedu.app import cli, doctor
from cptedu.cms_files import store
from cptedu.errors import CpteduError
from cptedu.facts import own_tables, tables

from .conftest import forget_what_was_looked_up
from .cut_off import WRITING, Steps

BEFORE = {"GPCI2027.csv": made.gpci(), "PPRRVU2027_Jan_nonQPP.csv": made.rvu()}
AFTER = {f"ccipra-v330r0-f{n}.txt": made.ptp(n) for n in made.PAIRS} | {"MUE_2027Q1.csv": made.mue()}
CUT_OFF = Path(__file__).with_name("cut_off.py")


def no_space():
    raise OSError(errno.ENOSPC, "No space left on device")


def interrupted():
    raise KeyboardInterrupt


@pytest.mark.parametrize("happens", [no_space, interrupted])
def test_a_write_that_fails_at_any_step_leaves_the_old_or_has_done_the_new(
    update, own_folder, tmp_path, monkeypatch, happens
):
    update(*made.laid(tmp_path, BEFORE))
    old = store.read_kept()
    paths = made.laid(tmp_path, AFTER)
    failed = 0
    for at in range(1, 200):
        steps = Steps(at, happens)
        with monkeypatch.context() as failing:
            for place, name in WRITING:
                failing.setattr(place, name, steps.watched(getattr(place, name)))
            try:
                update(*paths)
            except (CpteduError, KeyboardInterrupt) as refused:
                assert "this computer has no room left for it" in str(refused) or happens is interrupted
        held = store.read_kept()
        if held.sources != old.sources:
            break
        assert held.tables == old.tables
        failed += 1
    assert failed >= 20  # a folder, seven files, and the name of the folder
    assert len(held.sources) == len(BEFORE) + len(AFTER)
    update(*paths)  # sweeps away what the others left lying
    assert [path.name for path in own_folder.rglob("*.part")] == []


def killed_at(step, paths, own_folder):
    environment = os.environ | {"CPTEDU_USERS_FOLDER": str(own_folder.parents[1])}
    return subprocess.run(
        [sys.executable, CUT_OFF, str(step), *map(str, paths)],
        env=environment,
        check=False,
        capture_output=True,
        timeout=60,
    )


def test_a_process_that_is_killed_at_any_step_leaves_the_old_or_has_done_the_new(
    update, own_folder, tmp_path
):
    update(*made.laid(tmp_path, BEFORE))
    old = store.read_kept()
    paths = made.laid(tmp_path, AFTER)
    kept = []
    for step in (1, 2, 5, 9, 14, 19, 24, 27, 30, 33, 40, 200):
        ran = killed_at(step, paths, own_folder)
        held = store.read_kept()
        kept.append(held.sources == old.sources)
        assert held.tables == old.tables or len(held.sources) == len(BEFORE) + len(AFTER), step
        if ran.returncode == 0:
            break
    assert kept[:6] == [True] * 6
    assert ran.returncode == 0, ran.stderr  # the last one ran to its end, over all that was left lying
    assert not kept[-1]
    written = [path for path in own_folder.iterdir() if path.is_dir()]
    assert len(written) == 2  # the one in force, and the one before it


def test_of_several_files_one_that_cannot_be_used_leaves_all_as_it_was(update, tmp_path):
    update(*made.laid(tmp_path, BEFORE))
    old = store.read_kept()
    with pytest.raises(CpteduError, match=r"broken_QPP\.csv, line"):
        update(*made.laid(tmp_path, AFTER | {"broken_QPP.csv": made.rvu(more=["97112,,x"])}))
    assert store.read_kept() == old


def test_two_updates_at_once_lose_nothing(own_folder, tmp_path):
    environment = os.environ | {"CPTEDU_USERS_FOLDER": str(own_folder.parents[1])}
    paths = made.laid(tmp_path, AFTER)
    running = [
        subprocess.Popen(
            [sys.executable, CUT_OFF, "100000", str(path)], env=environment, stderr=subprocess.PIPE, text=True
        )
        for path in paths
    ]
    complained = [process.communicate(timeout=120)[1] for process in running]
    assert [process.returncode for process in running] == [0] * len(paths), complained
    held = store.read_kept()
    assert len(held.sources) == len(AFTER)
    assert {row["whole"] for row in held.tables["releases.csv"]} == {"yes"}


def test_whoever_reads_during_updates_sees_all_of_one(update, tmp_path):
    paths = made.laid(tmp_path, BEFORE)
    update(*paths)
    seen, ended = [], threading.Event()

    def read():
        while not ended.is_set():
            seen.append(len(store.read_kept().tables["rvu.csv"]))

    reader = threading.Thread(target=read)
    reader.start()
    began, updates = time.monotonic(), 0
    while time.monotonic() < began + 1.5 or len(seen) <= 20 or updates < 3:
        assert time.monotonic() < began + 60, (len(seen), updates)
        update(*paths)
        updates += 1
    ended.set()
    reader.join()
    assert set(seen) == {3}


def damages(folder):
    pointer = folder / "held.toml"
    (written,) = [path for path in folder.iterdir() if path.is_dir()]
    table = written / "rvu.csv"
    yield "a number in a table", lambda: table.write_bytes(table.read_bytes().replace(b"0.61", b"0.16"))
    yield "a table cut off", lambda: table.write_bytes(table.read_bytes()[:100])
    yield "a table gone", table.unlink
    yield "sources gone", (written / "sources.toml").unlink
    yield "everything gone but its name", lambda: [path.unlink() for path in written.iterdir()]
    yield "no TOML", lambda: pointer.write_text("[[[")
    yield "not even text", lambda: pointer.write_bytes(b"\xff\x00")
    yield "nested", lambda: pointer.write_text("a = " + "[" * 5000)
    yield "empty", lambda: pointer.write_text("")
    yield (
        "another version",
        lambda: pointer.write_text(pointer.read_text().replace("format = 1", "format = 2")),
    )
    yield "another place", lambda: pointer.write_text(pointer.read_text().replace(written.name, "../../etc"))
    yield "a folder in its place", lambda: (pointer.unlink(), pointer.mkdir())


@pytest.mark.parametrize("number", range(12))
def test_damage_is_said_in_a_sentence_and_the_shipped_tables_answer(
    update, own_folder, tmp_path, monkeypatch, number
):
    update(*made.laid(tmp_path, {"PPRRVU2026_Jul_nonQPP.csv": made.rvu(2026, "July")}))
    _, damage = list(damages(own_folder))[number]
    damage()
    forget_what_was_looked_up()
    assert tables.rows("rvu.csv") == tables.shipped_rows("rvu.csv")
    said = tables.own_trouble()
    assert "the tables that came with cptedu answer" in said
    assert "cptedu data forget all" in said
    assert said in CliRunner().invoke(cli.main, ["data"]).output
    check = doctor.own_data()
    assert not check.passes
    assert check.says in said
    paths = made.laid(tmp_path, BEFORE)
    with pytest.raises(CpteduError, match="cptedu data forget all"):
        update(*paths)
    if not (own_folder / "held.toml").is_dir():
        assert CliRunner().invoke(cli.main, ["data", "forget", "all"]).exit_code == 0
        update(*paths)
        assert tables.own_trouble() == ""


def test_a_folder_that_fits_in_every_checksum_is_still_looked_at_cell_by_cell(update, own_folder, tmp_path):
    update(*made.laid(tmp_path, {"PPRRVU2027_Jan_nonQPP.csv": made.rvu()}))
    (written,) = [path for path in own_folder.iterdir() if path.is_dir()]
    table = written / "rvu.csv"
    content = table.read_bytes()
    for wrong in (b"=1+1", b"NaN", b"", b"-1", b"0.6\r1", "\u0666".encode(), b"<b>"):
        table.write_bytes(content.replace(b"XXX", b"XYZ").replace(b"0.61", wrong or b"\xff"))
        files = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in written.iterdir()}
        told = {"format": 1, "folder": written.name, "files": files}
        (own_folder / "held.toml").write_text(tomli_w.dumps(told))
        forget_what_was_looked_up()
        assert "cannot be used" in tables.own_trouble(), wrong


def test_where_nothing_can_be_kept_that_is_said(monkeypatch, tmp_path):
    forget_what_was_looked_up()
    monkeypatch.setattr(own_tables, "users_folder", lambda: None)
    assert tables.rows("rvu.csv") == tables.shipped_rows("rvu.csv")
    with pytest.raises(CpteduError, match="Nothing can be kept"), store.only_update():
        pass
    forget_what_was_looked_up()
