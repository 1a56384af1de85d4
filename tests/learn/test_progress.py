"""A progress file: nothing confirmed is lost, whatever happens to the process, the windows or the file."""

import importlib.util
import json
import os
import shutil
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import pytest

from cptedu.errors import CpteduError
from cptedu.learn.progress import FILE_NAME, FORMAT, Progress, history, lock
from cptedu.learn.progress.chain import chain_faults
from cptedu.learn.progress.order import sum_of

BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "progress_kill.py"


def answers(progress):
    return [event["exercise"] for event in progress.events("answered")]


def damaged_copies(folder):
    return sorted(folder.glob("progress.damaged-*.json"))


def test_what_was_added_is_there_after_a_restart(tmp_path):
    first = Progress(tmp_path)
    added = first.add("answered", exercise="a", answer=[["97112", 1, ["59"]]], state="right")
    again = Progress(tmp_path)
    assert again.events() == (added,) == first.events()
    assert again.message == ""


def test_a_folder_is_made_when_there_is_none(tmp_path):
    Progress(tmp_path / "new" / "folder").add("answered", exercise="a")
    assert answers(Progress(tmp_path / "new" / "folder")) == ["a"]


def test_two_windows_keep_each_others_answers(tmp_path):
    one, other = Progress(tmp_path), Progress(tmp_path)
    one.add("answered", exercise="a")
    other.add("answered", exercise="b")
    one.add("answered", exercise="c")
    assert sorted(answers(one)) == ["a", "b", "c"]
    assert sorted(answers(Progress(tmp_path))) == ["a", "b", "c"]
    other.refresh()
    assert sorted(answers(other)) == ["a", "b", "c"]


WRITER = """
import sys
from cptedu.learn.progress import Progress
progress = Progress(sys.argv[1])
for n in range(25):
    progress.add("answered", exercise=f"{sys.argv[2]}{n}")
"""


def test_four_processes_at_once_lose_nothing(tmp_path):
    made = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name]) for name in "abcd"]
    assert [one.wait(60) for one in made] == [0, 0, 0, 0]
    progress = Progress(tmp_path)
    assert sorted(answers(progress)) == sorted(f"{name}{n}" for name in "abcd" for n in range(25))
    assert len({event["device"] for event in progress.events()}) == 1
    assert [event["number"] for event in progress.events()] == list(range(1, 101))
    assert chain_faults(progress.events()) == ()


def test_killed_at_random_moments_no_confirmed_answer_is_lost(tmp_path):
    spec = importlib.util.spec_from_file_location("progress_kill", BENCHMARK)
    kill = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(kill)
    came = kill.run(15, tmp_path, seed=7)
    assert (
        came["lost"]
        == came["unreadable"]
        == came["left over"]
        == came["chain faults"]
        == came["copies left"]
        == 0
    )
    assert came["confirmed"] > 15


def test_events_come_back_as_they_were_added_whatever_the_clock_says(tmp_path):
    progress = Progress(tmp_path)
    progress.add("answered", datetime(2026, 3, 5, tzinfo=UTC), exercise="first")
    progress.add("answered", datetime(2026, 3, 4, tzinfo=UTC), exercise="second")
    assert answers(progress) == answers(Progress(tmp_path)) == ["first", "second"]


def test_after_a_clock_is_set_back_answers_count_and_the_latest_name_is_taken(tmp_path, monkeypatch):
    progress = Progress(tmp_path)
    progress.add("answered", exercise="a", lesson="units")
    progress.start_over("units")
    progress.call("Ann")

    class Earlier(datetime):
        @classmethod
        def now(cls, zone=None):
            return datetime(2001, 1, 1, tzinfo=zone)

    monkeypatch.setattr(history, "datetime", Earlier)
    progress.add("answered", exercise="b", lesson="units")
    progress.call("Ann Other")
    again = Progress(tmp_path)
    assert [event["at"][:4] for event in again.in_lesson("units")] == ["2001"]
    assert [event["exercise"] for event in again.in_lesson("units")] == ["b"]
    assert again.name == "Ann Other"
    again.start_over("units")
    assert again.in_lesson("units") == ()


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"events"', '"event'),
        lambda text: text.replace("}", "", 1),
        lambda text: "[]",
        lambda text: "",
        lambda text: text.replace(f'"format": {FORMAT}', '"format": "one"'),
        lambda text: text.replace('"kind": "answered"', '"kind": 5', 1),
        lambda text: "\x00" * len(text),
    ],
    ids=[
        "cut off",
        "key broken",
        "brace lost",
        "a list",
        "empty",
        "format a word",
        "one event broken",
        "zeros",
    ],
)
def test_a_damaged_file_is_set_aside_and_what_can_be_read_is_kept(tmp_path, damage):
    progress = Progress(tmp_path)
    for n in range(6):
        progress.add("answered", exercise=f"e{n}")
    place = tmp_path / FILE_NAME
    whole = place.read_text(encoding="utf-8")
    broken = damage(whole)
    place.write_text(broken, encoding="utf-8")
    again = Progress(tmp_path)
    (copy,) = damaged_copies(tmp_path)
    assert copy.read_text(encoding="utf-8") == broken
    assert copy.name in again.message
    assert "damaged" in again.message
    readable = [f"e{n}" for n in range(6) if f'"exercise": "e{n}"' in broken]
    assert len(answers(again)) >= len(readable) - 1
    again.add("answered", exercise="after")
    assert "after" in answers(Progress(tmp_path))
    assert Progress(tmp_path).message == ""


def test_bytes_that_are_no_text_are_damage_too(tmp_path):
    Progress(tmp_path).add("answered", exercise="a")
    place = tmp_path / FILE_NAME
    place.write_bytes(place.read_bytes() + b"\xff\xfe")
    again = Progress(tmp_path)
    assert answers(again) == ["a"]
    assert again.message
    assert damaged_copies(tmp_path)[0].read_bytes().endswith(b"\xff\xfe")


def test_an_open_window_gives_back_what_the_file_lost(tmp_path):
    window = Progress(tmp_path)
    for n in range(3):
        window.add("answered", exercise=f"e{n}")
    (tmp_path / FILE_NAME).write_text("{", encoding="utf-8")
    window.add("answered", exercise="e3")
    assert answers(Progress(tmp_path)) == ["e0", "e1", "e2", "e3"]
    assert "damaged" in window.message


def test_two_damages_in_one_second_keep_two_copies(tmp_path):
    for _ in range(2):
        (tmp_path / FILE_NAME).write_text("no json", encoding="utf-8")
        Progress(tmp_path)
    assert len(damaged_copies(tmp_path)) == 2


def test_a_file_of_a_newer_version_is_left_alone(tmp_path):
    place = tmp_path / FILE_NAME
    newer = json.dumps({"format": FORMAT + 1, "events": "of another form"})
    place.write_text(newer, encoding="utf-8")
    with pytest.raises(CpteduError, match="Update cptedu"):
        Progress(tmp_path)
    assert place.read_text(encoding="utf-8") == newer
    assert not damaged_copies(tmp_path)


def test_what_this_version_does_not_know_is_kept(tmp_path):
    place = tmp_path / FILE_NAME
    event = {"id": "x", "at": "2026-03-04T10:00:00+00:00", "kind": "of a later lesson", "what": [1, 2]}
    place.write_text(json.dumps({"format": FORMAT, "colour": "green", "events": [event]}), encoding="utf-8")
    Progress(tmp_path).add("answered", exercise="a")
    kept = json.loads(place.read_text(encoding="utf-8"))
    assert kept["colour"] == "green"
    assert event in kept["events"]
    assert len(kept["events"]) == 2


def test_what_a_killed_writer_left_is_swept_away(tmp_path):
    (tmp_path / f".{FILE_NAME}.abc.part").write_text("half", encoding="utf-8")
    Progress(tmp_path).add("answered", exercise="a")
    assert not list(tmp_path.glob("*.part"))
    assert not list(tmp_path.glob(".*.part"))


def test_reading_alone_writes_nothing(tmp_path):
    Progress(tmp_path)
    assert not (tmp_path / FILE_NAME).exists()
    Progress(tmp_path).add("answered", exercise="a")
    before = (tmp_path / FILE_NAME).stat().st_mtime_ns
    Progress(tmp_path).refresh()
    assert (tmp_path / FILE_NAME).stat().st_mtime_ns == before


def test_a_window_that_never_lets_go_is_named(tmp_path, monkeypatch):
    from filelock import FileLock

    progress = Progress(tmp_path)
    monkeypatch.setattr(lock, "LOCK_SECONDS", 0.2)
    with FileLock(tmp_path / lock.LOCK_NAME), pytest.raises(CpteduError, match="Another window"):
        progress.add("answered", exercise="a")
    assert answers(progress) == []


@pytest.mark.skipif(
    os.name == "nt" or getattr(os, "geteuid", lambda: 1)() == 0, reason="needs a folder closed to us"
)
def test_a_folder_that_cannot_be_written_to_is_named(tmp_path):
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with pytest.raises(CpteduError, match="may write"):
            Progress(tmp_path).add("answered", exercise="a")
    finally:
        tmp_path.chmod(stat.S_IRWXU)


def test_a_failed_write_is_not_taken_for_done(tmp_path, monkeypatch):
    progress = Progress(tmp_path)

    def refuse(path, content):
        raise CpteduError("no space")

    monkeypatch.setattr(history, "write_atomically", refuse)
    with pytest.raises(CpteduError, match="no space"):
        progress.add("answered", exercise="a")
    assert answers(progress) == []


def test_starting_a_lesson_over_keeps_what_was_done(tmp_path):
    progress = Progress(tmp_path)
    progress.add("answered", exercise="a", lesson="units")
    progress.add("answered", exercise="b", lesson="other")
    progress.start_over("units")
    assert progress.in_lesson("units") == ()
    assert [event["exercise"] for event in progress.in_lesson("other")] == ["b"]
    progress.add("answered", exercise="c", lesson="units")
    assert [event["exercise"] for event in Progress(tmp_path).in_lesson("units")] == ["c"]
    assert answers(progress) == ["a", "b", "c"]


def test_a_name_is_kept_and_the_latest_counts(tmp_path):
    progress = Progress(tmp_path)
    assert progress.name == ""
    progress.call("  Ann   Other ")
    progress.call("Ann")
    assert Progress(tmp_path).name == "Ann"
    for wrong in ("", "   ", "x" * 81):
        with pytest.raises(CpteduError, match="1 to 80"):
            progress.call(wrong)


def test_without_a_folder_all_stays_in_memory():
    progress = Progress()
    progress.add("answered", exercise="a")
    progress.refresh()
    assert answers(progress) == ["a"]
    assert progress.path is None


def test_a_long_course_still_saves_quickly(tmp_path):
    chain, before = [], ""
    for n in range(1, 5001):
        told = {"id": f"{n:032}", "at": "2026-03-04T10:00:00+00:00", "kind": "answered", "exercise": "a"}
        chain.append(told | {"device": "d", "number": n, "before": before, "order": n})
        before = sum_of(chain[-1])
    (tmp_path / FILE_NAME).write_text(json.dumps({"format": FORMAT, "events": chain}), encoding="utf-8")
    progress = Progress(tmp_path)
    started = process_time()  # its own work, whatever else a computer does meanwhile
    progress.add("answered", exercise="last")
    assert process_time() - started < 2
    assert len(Progress(tmp_path).events()) == 5001


def test_half_a_character_keeps_nothing_from_being_saved(tmp_path):
    progress = Progress(tmp_path)
    progress.call("Zoë 🦴")
    progress.add("answered", exercise="half \ud83e")
    again = Progress(tmp_path)
    assert answers(again) == ["half \ud83e"]
    assert "Zoë 🦴" in (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    assert again.message == ""
    assert chain_faults(again.events()) == ()


def test_a_fact_cannot_take_the_place_of_what_tells_the_order():
    progress = Progress()
    with pytest.raises(TypeError, match="number, order"):
        progress.add("answered", number=3, order=1)
    assert progress.events() == ()


# ---- files of the version before ------------------------------------------------------------------------------------

FROZEN = Path(__file__).with_name("format_1")


@pytest.fixture
def old_folder(tmp_path):
    shutil.copy(FROZEN / FILE_NAME, tmp_path / FILE_NAME)
    return tmp_path


def test_a_file_of_format_1_opens_as_it_is(old_folder):
    written = (FROZEN / FILE_NAME).read_bytes()
    progress = Progress(old_folder)
    assert progress.message == ""
    assert progress.name == "Ann Other"
    assert [event["exercise"] for event in progress.in_lesson("cmt_level")] == ["cmt_level/codes/1/43"]
    assert list(progress.events()) == json.loads(written)["events"]
    assert (old_folder / FILE_NAME).read_bytes() == written


def test_what_is_added_to_a_file_of_format_1_comes_after_it_and_changes_none_of_it(old_folder):
    old = json.loads((FROZEN / FILE_NAME).read_text(encoding="utf-8"))["events"]
    progress = Progress(old_folder)
    progress.add("started_over", datetime(1999, 1, 1, tzinfo=UTC), lesson="cmt_level")
    progress.add("answered", datetime(1998, 1, 1, tzinfo=UTC), lesson="cmt_level", exercise="new")
    again = Progress(old_folder)
    assert list(again.events()[: len(old)]) == old
    assert [event["exercise"] for event in again.in_lesson("cmt_level")] == ["new"]
    assert [event["number"] for event in again.events()[len(old) :]] == [1, 2]
    assert json.loads((old_folder / FILE_NAME).read_text(encoding="utf-8"))["format"] == FORMAT
    assert chain_faults(again.events()) == ()
