"""Where there is no room to write, it is said in plain words, and the same everywhere."""

import errno
import re
import sys
from pathlib import Path

import pytest

import cptedu
from cptedu.errors import CpteduError, reason
from cptedu.files import write_atomically
from cptedu.learn.questions import answer_as_json
from cptedu.widgets.practice import Practice

CODE = Path(cptedu.__file__).parent
# A port is no file, and what is wrong with a file of CMS's is told by what unpacks it.
OTHERWISE = {"errors.py", "app/local_server.py", "app/audience/room_server.py", "cms_files/source_file.py"}
OF_THE_COMPUTER = re.compile(r"Errno|Invalid argument|on device")


@pytest.mark.parametrize(
    ("platform", "number", "words"),
    [
        ("linux", errno.ENOSPC, "this computer has no room left for it"),
        ("darwin", errno.EDQUOT, "this computer has no room left for it"),
        ("emscripten", errno.EINVAL, "this browser has no room left for it"),
        ("emscripten", errno.EIO, "this browser has no room left for it"),
        ("emscripten", errno.ENOSPC, "this browser has no room left for it"),
    ],
)
def test_a_file_for_which_there_is_no_room_is_told_in_plain_words(
    tmp_path, monkeypatch, platform, number, words
):
    def fail(*_):
        raise OSError(number, "Invalid argument")

    monkeypatch.setattr("os.fsync", fail)
    monkeypatch.setattr(sys, "platform", platform)
    with pytest.raises(CpteduError) as told:
        write_atomically(tmp_path / "progress.json", "{}")
    assert words in str(told.value)
    assert not OF_THE_COMPUTER.search(str(told.value))


def test_what_is_wrong_otherwise_is_told_as_the_computer_tells_it():
    assert reason(OSError(errno.EINVAL, "Invalid argument")) == "Invalid argument"
    assert reason(PermissionError(errno.EACCES, "Permission denied")) == "Permission denied"


def test_no_other_place_words_what_the_computer_answered():
    words_it = {
        path.relative_to(CODE).as_posix()
        for path in CODE.rglob("*.py")
        if "strerror" in path.read_text(encoding="utf-8")
    }
    assert words_it == OTHERWISE


def test_an_answer_that_the_browser_has_no_room_for_is_told_in_plain_words(tmp_path, monkeypatch):
    practice = Practice("cmt_level", folder=tmp_path)
    right = answer_as_json(practice.exercise.question.right[0])

    def fail(*_):
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr("os.fsync", fail)
    monkeypatch.setattr(sys, "platform", "emscripten")
    practice.check(right)
    said = practice.reply["problem"]
    assert "this browser has no room left for it" in said
    assert not OF_THE_COMPUTER.search(said)
