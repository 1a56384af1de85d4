"""Copies that a syncing folder lays beside the file are read in once, and nothing of them is ever lost."""

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from cptedu.app.cli import main
from cptedu.errors import CpteduError
from cptedu.learn.progress import FILE_NAME, FORMAT, Progress, history
from cptedu.learn.progress.chain import chain_faults
from cptedu.widgets.progress_page import ProgressPage

NAMES = {
    "OneDrive": "progress-LAPTOP.json",
    "OneDrive, again": "progress-LAPTOP-2.json",
    "Google Drive": "progress (1).json",
    "Google Drive, marked": "progress (1)[Conflict].json",
    "iCloud": "progress 2.json",
    "Syncthing": "progress.sync-conflict-20260304-101500-ABCDEFG.json",
    "Dropbox": "progress (LAPTOP's conflicted copy 2026-03-04).json",
    "Dropbox, in German": "progress (In Konflikt stehende Kopie von LAPTOP 2026-03-04).json",
    "Nextcloud": "progress (conflicted copy 2026-03-04 101500).json",
    "ownCloud": "progress_conflict-20260304-101500.json",
    "Seafile": "progress (SFConflict ann@example.org 2026-03-04-10-15-00).json",
    "Resilio": "progress.Conflict.json",
    "Windows": "progress - Copy (2).json",
    "macOS": "progress copy.json",
    "Drive, by hand": "Copy of progress.json",
}


@pytest.fixture
def elsewhere(tmp_path):
    progress = Progress(tmp_path / "elsewhere")
    progress.add("answered", exercise="theirs 1")
    progress.add("answered", exercise="theirs 2")
    return progress


@pytest.fixture
def here(tmp_path):
    progress = Progress(tmp_path / "here")
    progress.add("answered", exercise="mine")
    return progress


def lay(there, here, name="progress-LAPTOP.json"):
    place = here.folder / name
    place.write_bytes(there.path.read_bytes())
    return place


def answers(progress):
    return sorted(event["exercise"] for event in progress.events("answered"))


def files(folder):
    return sorted(path.name for path in folder.glob("*.json"))


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_copy_is_read_in_and_put_away_as_it_was(here, elsewhere, name):
    written = lay(elsewhere, here, name).read_bytes()
    again = Progress(here.folder)
    assert answers(again) == answers(Progress(here.folder)) == ["mine", "theirs 1", "theirs 2"]
    assert files(here.folder) == [FILE_NAME]
    assert (here.folder / ".cptedu" / "copies" / name).read_bytes() == written
    assert again.message == (
        f"{name}, a copy of your progress, was read in (2 new entries). It is kept in .cptedu/copies."
    )
    assert Progress(here.folder).message == ""
    assert chain_faults(again.events()) == ()


def test_a_window_that_is_open_reads_a_copy_when_it_refreshes_or_saves(here, elsewhere):
    lay(elsewhere, here)
    here.refresh()
    assert answers(here) == ["mine", "theirs 1", "theirs 2"]
    elsewhere.add("answered", exercise="theirs 3")
    lay(elsewhere, here)
    event = here.add("answered", exercise="mine 2")
    assert answers(here) == ["mine", "mine 2", "theirs 1", "theirs 2", "theirs 3"]
    assert here.events()[-1] == event
    assert len(list((here.folder / ".cptedu" / "copies").iterdir())) == 2


def test_copies_of_several_computers_come_in_together_also_where_the_file_itself_is_gone(here, elsewhere):
    lay(elsewhere, here, "progress 2.json")
    here.path.rename(here.folder / "progress (1).json")
    assert answers(Progress(here.folder)) == ["mine", "theirs 1", "theirs 2"]
    assert files(here.folder) == [FILE_NAME]


def test_a_copy_of_format_1_comes_before_what_is_ordered(here):
    old = {"id": "x", "at": "2040-01-01T00:00:00+00:00", "kind": "answered", "exercise": "old"}
    place = here.folder / "progress (1).json"
    place.write_text(json.dumps({"format": 1, "events": [old]}), encoding="utf-8")
    assert [event["exercise"] for event in Progress(here.folder).events()] == ["old", "mine"]


def test_of_a_damaged_copy_what_can_be_read_is_kept_and_the_copy_too(here, elsewhere):
    place = lay(elsewhere, here)
    broken = place.read_bytes()[:-20]
    place.write_bytes(broken)
    again = Progress(here.folder)
    assert answers(again) == ["mine", "theirs 1"]
    assert "(1 new entry). It was damaged" in again.message
    assert (here.folder / ".cptedu" / "copies" / place.name).read_bytes() == broken


def test_a_copy_of_somebody_else_is_left_and_named_once(here, elsewhere):
    here.call("Ann")
    elsewhere.call("Ben <b>")
    place = lay(elsewhere, here)
    written = place.read_bytes()
    again = Progress(here.folder)
    again.refresh()
    again.add("answered", exercise="mine 2")
    assert answers(again) == ["mine", "mine 2"]
    assert place.read_bytes() == written
    assert again.message == (
        "progress-LAPTOP.json bears the name Ben <b>, and yours is Ann: it was taken for somebody else's and is left as it is;"
        " nothing of it was read in."
    )


@pytest.mark.parametrize("renamed_here", [True, False])
def test_who_chose_another_name_on_one_computer_only_is_no_one_else(here, tmp_path, renamed_here):
    here.call("Ann")
    there = Progress(tmp_path / "there")
    lay(here, there)
    there.refresh()
    there.add("answered", exercise="theirs")
    (here if renamed_here else there).call("Ann Other")
    lay(there, here)
    again = Progress(here.folder)
    assert answers(again) == ["mine", "theirs"]
    assert again.name == "Ann Other"


@pytest.mark.parametrize("mine", ["", "Ann"])
def test_a_copy_is_mine_when_only_one_of_us_has_a_name(here, elsewhere, mine):
    (here if mine else elsewhere).call("Ann")
    lay(elsewhere, here)
    assert answers(Progress(here.folder)) == ["mine", "theirs 1", "theirs 2"]


def test_a_copy_of_a_newer_format_is_left_and_named_once(here):
    place = here.folder / "progress-LAPTOP.json"
    newer = json.dumps({"format": FORMAT + 1, "events": "of another form"})
    place.write_text(newer, encoding="utf-8")
    again = Progress(here.folder)
    again.refresh()
    assert place.read_text(encoding="utf-8") == newer
    assert again.message.count("progress-LAPTOP.json was written by a newer cptedu") == 1
    assert "Update cptedu" in again.message
    again.add("answered", exercise="mine 2")
    assert answers(Progress(here.folder)) == ["mine", "mine 2"]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("progress-report.json", '{"patients": 3}'),
        ("progress-report.json", '{"format": 7, "pages": []}'),
        ("progress (1).json", ""),
        ("progress (1).json", '{"format": 1, "events": []}'),
        ("progress notes.json", "[1, 2"),
        (
            "progress.damaged-20260304-101500.json",
            '{"id": "x", "at": "", "kind": "answered", "exercise": "x"}',
        ),
        ("progressive.json", '{"format": 1, "events": [{"id": "x", "at": "", "kind": "a"}]}'),
        ("my-progress.json", '{"format": 1, "events": [{"id": "x", "at": "", "kind": "a"}]}'),
    ],
)
def test_what_is_no_copy_is_left_without_a_word(here, name, written):
    (here.folder / name).write_text(written, encoding="utf-8")
    (here.folder / "progress (2).json").mkdir()
    again = Progress(here.folder)
    assert (again.message, answers(again)) == ("", ["mine"])
    assert (here.folder / name).read_text(encoding="utf-8") == written


def test_two_copies_of_one_name_are_both_kept(here, elsewhere):
    for n in range(3):
        elsewhere.add("answered", exercise=f"more {n}")
        lay(elsewhere, here)
        here.refresh()
    kept = sorted((here.folder / ".cptedu" / "copies").iterdir())
    assert len({path.read_bytes() for path in kept}) == 3


def test_a_copy_is_not_put_away_before_the_file_is_written(here, elsewhere, monkeypatch):
    place = lay(elsewhere, here)

    def refuse(path, content):
        raise CpteduError("no space")

    monkeypatch.setattr(history, "write_atomically", refuse)
    with pytest.raises(CpteduError, match="no space"):
        here.refresh()
    assert place.exists()
    assert answers(here) == ["mine"]
    monkeypatch.undo()
    assert answers(Progress(here.folder)) == ["mine", "theirs 1", "theirs 2"]


def test_a_copy_that_cannot_be_moved_is_read_in_and_stays(here, elsewhere):
    place = lay(elsewhere, here)
    (here.folder / ".cptedu").write_text("a file where the folder should be", encoding="utf-8")
    again = Progress(here.folder)
    again.refresh()
    assert answers(again) == ["mine", "theirs 1", "theirs 2"]
    assert place.exists()
    assert again.message.count("could not be moved away") == 1


def test_a_copy_that_is_written_to_while_it_is_read_is_read_again(here, elsewhere, monkeypatch):
    lay(elsewhere, here)
    elsewhere.add("answered", exercise="theirs 3")
    safely = history.write_atomically

    def meanwhile(path, content):
        safely(path, content)
        lay(elsewhere, here)

    monkeypatch.setattr(history, "write_atomically", meanwhile)
    here.refresh()
    monkeypatch.undo()
    here.refresh()
    assert answers(here) == ["mine", "theirs 1", "theirs 2", "theirs 3"]


def test_an_answer_from_elsewhere_that_came_before_a_fresh_start_does_not_count(here, tmp_path):
    there = Progress(tmp_path / "there")
    there.add("answered", datetime(2040, 1, 1, tzinfo=UTC), exercise="before", lesson="units")
    lay(there, here)
    here.refresh()
    here.start_over("units")
    lay(here, there)
    there.refresh()
    there.add("answered", datetime(1999, 1, 1, tzinfo=UTC), exercise="after", lesson="units")
    lay(there, here)
    here.refresh()
    assert [event["exercise"] for event in here.in_lesson("units")] == ["after"]
    assert here.events() == there.events()


def test_the_command_that_writes_the_summary_says_what_was_read_in(here, elsewhere):
    lay(elsewhere, here)
    told = CliRunner().invoke(main, ["summary", "--folder", str(here.folder)])
    assert told.exit_code == 0, told.output
    assert "progress-LAPTOP.json, a copy of your progress, was read in (2 new entries)" in told.stderr


def test_a_name_in_a_copy_is_text_on_the_page(here, elsewhere):
    here.call("Ann")
    elsewhere.call("<b>Ben</b>")
    lay(elsewhere, here)
    shown = ProgressPage(here.folder).shown.value
    assert "&lt;b&gt;Ben&lt;/b&gt;" in shown
    assert "<b>Ben" not in shown
