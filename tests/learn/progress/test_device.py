"""A device is a name in the user's home; where two could have one name, a new one begins and nothing is overwritten."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cptedu.learn.progress import FILE_NAME, Progress, device
from cptedu.learn.progress.chain import chain_faults


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home of this test's own, and a process that has written nothing yet."""
    place = tmp_path / "data"
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(place))
    monkeypatch.setattr(device, "_tips", {})
    return place


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "course"


def another_process(monkeypatch):
    monkeypatch.setattr(device, "_tips", {})


def written(folder, exercise="a"):
    return Progress(folder).add("answered", exercise=exercise)


def kinds(folder):
    return [fault.kind for fault in chain_faults(Progress(folder).events())]


def test_the_device_stays_the_same_from_process_to_process(home, folder, monkeypatch):
    first = written(folder)
    another_process(monkeypatch)
    second = written(folder)
    assert second["device"] == first["device"]
    assert (first["number"], second["number"]) == (1, 2)
    assert kinds(folder) == []


def test_the_name_is_kept_in_the_home_and_tells_nothing(home, folder):
    event = written(folder)
    (kept,) = [path for path in home.rglob("*") if path.is_file()]
    assert json.loads(kept.read_text(encoding="utf-8"))["device"] == event["device"]
    assert folder.name not in str(kept.relative_to(home))
    assert event["device"] not in {path.stem for path in folder.rglob("*")}
    assert len(event["device"]) == 32
    assert int(event["device"], 16) >= 0


def test_reading_alone_keeps_nothing_in_the_home(home, folder):
    Progress(folder)
    assert not home.exists()


def test_two_folders_of_one_home_are_two_devices_with_numbers_of_their_own(home, tmp_path):
    one, other = (written(tmp_path / name) for name in ("one", "other"))
    assert one["device"] != other["device"]
    assert (one["number"], other["number"]) == (1, 1)


def test_a_folder_that_was_carried_to_another_place_is_written_by_another_device(home, folder, tmp_path):
    first = written(folder)
    shutil.copytree(folder, tmp_path / "stick")
    second = written(tmp_path / "stick")
    third = written(folder)
    assert second["device"] != first["device"] == third["device"]
    assert (second["number"], third["number"]) == (1, 2)


def test_where_the_home_cannot_be_written_the_device_lasts_for_the_process(home, folder, monkeypatch):
    home.write_text("a file where the folder should be", encoding="utf-8")
    first, second = written(folder), written(folder)
    another_process(monkeypatch)
    third = written(folder)
    assert first["device"] == second["device"] != third["device"]
    assert [first["number"], second["number"], third["number"]] == [1, 2, 1]
    assert kinds(folder) == []


def test_in_a_browser_each_kernel_is_a_device_and_nothing_is_kept_of_it(home, folder, monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    first, second = written(folder), written(folder)
    another_process(monkeypatch)
    third = written(folder)
    assert first["device"] == second["device"] != third["device"]
    assert not home.exists()


BROWSER = """
import sys
sys.platform = "emscripten"
sys.modules.update({"jupyter_core": None, "platformdirs": None, "filelock": None})
from cptedu.learn.progress import Progress
print(Progress(sys.argv[1]).add("answered", exercise="a")["number"])
"""


def test_a_browser_needs_neither_jupyters_paths_nor_a_lock(folder):
    ran = subprocess.run(
        [sys.executable, "-c", BROWSER, str(folder)], capture_output=True, text=True, check=True, timeout=120
    )
    assert ran.stdout.strip() == "1"


@pytest.mark.parametrize(
    "kept", ["", "[]", '{"device": 1}', '{"device": "d", "number": 1e999, "sum": ""}', "\x00"]
)
def test_a_name_that_cannot_be_read_is_followed_by_a_new_one(home, folder, monkeypatch, kept):
    first = written(folder)
    (place,) = home.rglob("*.json")
    place.write_text(kept, encoding="utf-8")
    another_process(monkeypatch)
    second, third = written(folder), written(folder)
    assert first["device"] != second["device"] == third["device"]
    assert kinds(folder) == []


def test_after_a_backup_of_the_folder_came_back_a_new_device_begins(home, folder, tmp_path, monkeypatch):
    written(folder, "a")
    shutil.copy(folder / FILE_NAME, tmp_path / "backup")
    lost = written(folder, "b")
    shutil.copy(folder / FILE_NAME, tmp_path / "later")
    shutil.copy(tmp_path / "backup", folder / FILE_NAME)
    another_process(monkeypatch)
    new = written(folder, "c")
    assert new["device"] != lost["device"]
    shutil.copy(tmp_path / "later", folder / "progress 2.json")
    assert sorted(event["exercise"] for event in Progress(folder).events()) == ["a", "b", "c"]
    assert kinds(folder) == []


def test_after_a_backup_of_the_home_came_back_a_new_device_begins(home, folder, tmp_path, monkeypatch):
    written(folder, "a")
    shutil.copytree(home, tmp_path / "backup")
    second = written(folder, "b")
    shutil.rmtree(home)
    shutil.copytree(tmp_path / "backup", home)
    another_process(monkeypatch)
    assert written(folder, "c")["device"] != second["device"]
    assert kinds(folder) == []


def test_two_computers_with_one_cloned_home_both_keep_their_branch_and_part_when_they_meet(
    home, folder, tmp_path, monkeypatch
):
    first = written(folder, "a")
    for part in (home, folder):
        shutil.copytree(part, tmp_path / f"{part.name} of the clone")
    second = written(folder, "b")
    for part in (home, folder):  # now the other computer, where all has the same path
        part.rename(tmp_path / f"{part.name} of the first")
        (tmp_path / f"{part.name} of the clone").rename(part)
    another_process(monkeypatch)
    fork = written(folder, "c")
    assert (fork["device"], fork["number"]) == (first["device"], 2) == (second["device"], second["number"])
    shutil.copy(tmp_path / "course of the first" / FILE_NAME, folder / "progress-LAPTOP.json")
    after, more = written(folder, "d"), written(folder, "e")
    assert first["device"] != after["device"] == more["device"]
    assert sorted(event["exercise"] for event in Progress(folder).events()) == ["a", "b", "c", "d", "e"]
    assert kinds(folder) == ["fork"]


def test_a_process_that_ended_before_it_could_note_the_tip_is_followed_by_a_new_device(
    home, folder, monkeypatch
):
    first = written(folder, "a")
    (place,) = home.rglob("*.json")
    tip = place.read_bytes()
    written(folder, "b")
    place.write_bytes(tip)
    (place.parent / f".{place.name}.abc.part").write_text("half", encoding="utf-8")
    another_process(monkeypatch)
    assert written(folder, "c")["device"] != first["device"]
    assert kinds(folder) == []
    assert [path for path in place.parent.iterdir() if path.suffix == ".part"] == []


def test_progress_in_memory_has_a_device_of_its_own(home):
    one, other = Progress(), Progress()
    events = [one.add("answered"), one.add("answered"), other.add("answered")]
    assert [event["number"] for event in events] == [1, 2, 1]
    assert len({event["device"] for event in events}) == 2
    assert not Path(home).exists()
