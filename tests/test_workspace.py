"""Lessons are laid into the learner's folder, and the learner's own work is never overwritten."""

import json
from dataclasses import FrozenInstanceError
from pathlib import Path

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jupyter_core.paths import jupyter_data_dir
from nbformat.sign import NotebookNotary

from cptedu.app.workspace import FIRST_LESSON, STATE_FOLDER, lay_lessons, lessons_folder
from cptedu.errors import CpteduError

LESSON = "01_from_note_to_claim.ipynb"


def notebook(text: str) -> str:
    cell = nbformat.v4.new_code_cell(text, id="a")
    cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": f"<b>{text}</b>"})]
    return nbformat.writes(nbformat.v4.new_notebook(cells=[cell]))


@pytest.fixture(autouse=True)
def _own_jupyter_data(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter-data"))


@pytest.fixture
def source(tmp_path):
    """A small course, with what is no lesson lying about in it."""
    folder = tmp_path / "shipped"
    write(folder / FIRST_LESSON, notebook("start"))
    write(folder / LESSON, notebook("claim"))
    write(folder / "practice" / "log.csv", "date,code\n")
    write(folder / ".ipynb_checkpoints" / LESSON, "a checkpoint")
    write(folder / "practice" / "__pycache__" / "x.pyc", "a cache")
    write(folder / ".hidden", "hidden")
    return folder


@pytest.fixture
def mine(tmp_path):
    return tmp_path / "my course"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def files(folder: Path) -> dict[str, bytes]:
    """Every file of the learner's folder but the manifest."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and STATE_FOLDER not in path.parts
    }


def test_the_first_visit_lays_every_lesson_and_nothing_else(source, mine):
    done = lay_lessons(mine, source=source)
    assert done.laid == (FIRST_LESSON, LESSON, "practice/log.csv")
    assert sorted(files(mine)) == sorted(done.laid)
    assert files(mine)[LESSON] == (source / LESSON).read_bytes()
    assert (done.refreshed, done.current, done.kept, done.beside, done.notes) == ((), (), (), (), ())


def test_a_second_visit_changes_nothing(source, mine):
    lay_lessons(mine, source=source)
    before = files(mine)
    done = lay_lessons(mine, source=source)
    assert done.current == (FIRST_LESSON, LESSON, "practice/log.csv")
    assert files(mine) == before


def test_an_untouched_older_lesson_is_refreshed_in_place(source, mine):
    lay_lessons(mine, source=source)
    write(source / LESSON, notebook("claim, newer"))
    done = lay_lessons(mine, source=source)
    assert (done.refreshed, done.kept, done.beside) == ((LESSON,), (), ())
    assert files(mine)[LESSON] == (source / LESSON).read_bytes()


def test_a_newer_lesson_is_laid_beside_the_learners_own_once(source, mine):
    lay_lessons(mine, source=source)
    write(mine / LESSON, "run, saved and mine")
    assert lay_lessons(mine, source=source).kept == (LESSON,)
    assert len(files(mine)) == 3

    write(source / LESSON, notebook("claim, newer"))
    done = lay_lessons(mine, source=source, version="0.2.0")
    new = "01_from_note_to_claim (new in 0.2.0).ipynb"
    assert (done.kept, done.beside) == ((LESSON,), (new,))
    assert files(mine)[LESSON] == b"run, saved and mine"
    assert files(mine)[new] == (source / LESSON).read_bytes()

    (mine / new).unlink()
    assert lay_lessons(mine, source=source, version="0.2.0").beside == ()
    assert new not in files(mine), "laid beside once, not again when the learner threw it away"


def test_a_newer_lesson_never_takes_a_name_that_is_in_use(source, mine):
    lay_lessons(mine, source=source)
    write(mine / LESSON, "mine")
    taken = "01_from_note_to_claim (new in 0.2.0).ipynb"
    write(mine / taken, "mine too")
    write(source / LESSON, notebook("newer"))
    done = lay_lessons(mine, source=source, version="0.2.0")
    assert done.beside == ("01_from_note_to_claim (new in 0.2.0, 2).ipynb",)
    assert files(mine)[taken] == b"mine too"


NOW_CALLED = "03_claim.ipynb"


def renamed(source: Path) -> None:
    """The second lesson is the third from now on, and says what it was called."""
    held = nbformat.reads((source / LESSON).read_text(), as_version=4)
    held.metadata["cptedu"] = {"formerly": [LESSON]}
    (source / LESSON).unlink()
    write(source / NOW_CALLED, nbformat.writes(held))


def test_a_lesson_that_has_another_name_now_does_not_lie_there_twice(source, mine):
    lay_lessons(mine, source=source)
    renamed(source)
    done = lay_lessons(mine, source=source)
    assert (done.laid, done.kept) == ((NOW_CALLED,), ())
    assert sorted(files(mine)) == [FIRST_LESSON, NOW_CALLED, "practice/log.csv"]
    assert lay_lessons(mine, source=source).current == (FIRST_LESSON, NOW_CALLED, "practice/log.csv")


def test_a_learners_own_lesson_stays_under_its_earlier_name(source, mine):
    lay_lessons(mine, source=source)
    write(mine / LESSON, "run, saved and mine")
    renamed(source)
    for _ in range(2):
        assert lay_lessons(mine, source=source).kept == (LESSON,)
        assert files(mine)[LESSON] == b"run, saved and mine"
        assert NOW_CALLED in files(mine)


def test_a_file_under_an_earlier_name_that_was_never_laid_is_nobodys_to_take(source, mine):
    renamed(source)
    write(mine / LESSON, "was here before the course")
    lay_lessons(mine, source=source)
    assert files(mine)[LESSON] == b"was here before the course"


def test_a_file_of_the_learners_that_bears_a_lessons_name_is_kept(source, mine):
    write(mine / LESSON, "was here before the course")
    done = lay_lessons(mine, source=source)
    assert (done.kept, len(done.beside)) == ((LESSON,), 1)
    assert files(mine)[LESSON] == b"was here before the course"


def test_a_lesson_that_was_deleted_is_laid_afresh(source, mine):
    lay_lessons(mine, source=source)
    (mine / LESSON).unlink()
    assert lay_lessons(mine, source=source).laid == (LESSON,)


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "[]",
        '{"format": 1}',
        '{"format": 99, "lessons": {}}',
        '{"format": 1, "lessons": [1]}',
        "\xff" * 3,
    ],
)
def test_a_damaged_record_is_set_aside_and_said_and_no_work_is_lost(source, mine, damage):
    lay_lessons(mine, source=source)
    write(mine / LESSON, "mine")
    manifest = mine / STATE_FOLDER / "lessons.json"
    manifest.write_bytes(damage.encode("latin-1"))
    done = lay_lessons(mine, source=source)
    assert "could not be read" in done.notes[0]
    assert (mine / STATE_FOLDER / "lessons.json.damaged").read_bytes() == damage.encode("latin-1")
    assert files(mine)[LESSON] == b"mine"
    assert json.loads(manifest.read_text())["format"] == 1
    assert lay_lessons(mine, source=source).notes == ()


def test_a_folder_that_cannot_be_written_is_refused_with_advice(source, tmp_path):
    write(tmp_path / "a file", "no folder")
    for folder in (tmp_path / "a file", tmp_path / "a file" / "below"):
        with pytest.raises(CpteduError, match=r"cannot be laid in .*--folder"):
            lay_lessons(folder, source=source)


def test_a_write_that_fails_leaves_the_older_lesson_whole(source, mine, monkeypatch):
    lay_lessons(mine, source=source)
    before = files(mine)
    write(source / LESSON, notebook("newer"))

    def refuse(*_):
        raise PermissionError(13, "Permission denied", str(mine))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(CpteduError, match="Permission denied"):
        lay_lessons(mine, source=source)
    assert files(mine) == before, "neither a half-written lesson nor a passing file is left"


def test_the_folder_of_the_shipped_lessons_is_refused(source):
    for folder in (source, source / "practice"):
        with pytest.raises(CpteduError, match="Choose another folder"):
            lay_lessons(folder, source=source)


def test_jupyter_trusts_what_was_laid_and_not_what_the_learner_brought(source, mine):
    lay_lessons(mine, source=source)
    write(mine / "own.ipynb", notebook("own"))
    notary = NotebookNotary(data_dir=jupyter_data_dir())
    assert notary.check_signature(nbformat.read(mine / LESSON, as_version=4))
    assert not notary.check_signature(nbformat.read(mine / "own.ipynb", as_version=4))


def test_lessons_that_jupyter_cannot_be_told_to_trust_are_laid_all_the_same(
    source, mine, tmp_path, monkeypatch
):
    write(tmp_path / "a file", "no folder")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "a file"))
    done = lay_lessons(mine, source=source)
    assert LESSON in done.laid
    assert "trust" in done.notes[0]


def test_the_result_is_frozen(source, mine):
    with pytest.raises(FrozenInstanceError):
        lay_lessons(mine, source=source).laid = ()


def test_the_shipped_lessons_are_found_and_begin_with_the_first():
    assert (lessons_folder() / FIRST_LESSON).is_file()


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(st.sampled_from(["visit", "newer", "edit", "delete", "lose the record"]), max_size=12))
def test_whatever_happens_no_text_that_the_learner_wrote_is_ever_lost(tmp_path_factory, steps):
    place = tmp_path_factory.mktemp("course")
    source, mine = place / "shipped", place / "mine"
    write(source / "log.csv", "shipped 0")
    lay_lessons(mine, source=source)
    own: set[bytes] = set()
    for count, step in enumerate(steps):
        if step == "newer":
            write(source / "log.csv", f"shipped {count + 1}")
        elif step == "edit":
            own.discard((mine / "log.csv").read_bytes() if (mine / "log.csv").exists() else b"")
            write(mine / "log.csv", f"mine {count}")
            own.add(f"mine {count}".encode())
        elif step == "delete":
            own.discard((mine / "log.csv").read_bytes() if (mine / "log.csv").exists() else b"")
            (mine / "log.csv").unlink(missing_ok=True)
        elif step == "lose the record":
            (mine / STATE_FOLDER / "lessons.json").unlink(missing_ok=True)
        else:
            lay_lessons(mine, source=source)
            newest = (source / "log.csv").read_bytes()
            assert own <= set(files(mine).values())
            assert own or newest in files(mine).values()
