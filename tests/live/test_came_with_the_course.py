"""Only code that came with the course, or that whoever started Jupyter named, may run by itself."""

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

import cptedu
from cptedu.app.live import _course_code, came_with_the_course, may_start
from cptedu.app.workspace import lessons_folder

EXTENSION = Path(cptedu.__file__).parent / "app" / "live" / "labextensions" / "cptedu-live"


def cells(path):
    notebook = nbformat.read(path, as_version=4)
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


@pytest.fixture
def own(tmp_path, monkeypatch):
    monkeypatch.setenv("CPTEDU_OWN_LESSONS", str(tmp_path))

    def write(name, source, *, lesson=True):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        metadata = {"cptedu": {"lesson": True}} if lesson else {}
        nbformat.write(new_notebook(cells=[new_code_cell(source)], metadata=metadata), path)

    return write


@pytest.mark.parametrize("lesson", sorted(lessons_folder().glob("*.ipynb")), ids=lambda path: path.stem)
def test_every_lesson_came_with_the_course(lesson):
    assert nbformat.read(lesson, as_version=4).metadata["cptedu"]["lesson"] is True
    assert came_with_the_course(cells(lesson))


def test_one_cell_more_and_it_did_not():
    own_code = cells(lessons_folder() / "00_start_here.ipynb")
    assert not came_with_the_course([*own_code, "import shutil; shutil.rmtree('/')"])
    assert not came_with_the_course([*own_code[:-1], own_code[-1] + "\nprint(1)"])


def test_an_instructors_own_lesson_counts_where_its_folder_was_named(own):
    own("mine.ipynb", "'mine'")
    assert came_with_the_course(["'mine'"])


def test_a_notebook_that_is_no_lesson_and_a_hidden_copy_do_not_count(own):
    own("notes.ipynb", "'notes'", lesson=False)
    own(".ipynb_checkpoints/old.ipynb", "'old'")
    assert not came_with_the_course(["'notes'"])
    assert not came_with_the_course(["'old'"])


def test_a_lesson_as_shipped_starts_by_itself_wherever_it_lies_and_a_changed_one_where_it_is_trusted(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    shipped = lessons_folder() / "00_start_here.ipynb"
    shutil.copyfile(shipped, "copied by hand.ipynb")
    own = cells(shipped)
    assert may_start(own, "copied by hand.ipynb", trusted=False) == "by itself"
    assert may_start([*own, "import shutil"], "copied by hand.ipynb", trusted=True) == "changed"
    Path("changed.ipynb").write_bytes(shipped.read_bytes().replace(b"How a visit", b"How any visit"))
    assert may_start(own, "changed.ipynb", trusted=False) == "unknown"
    assert may_start(own, "changed.ipynb", trusted=True) == "by itself"
    assert may_start(own, "not there.ipynb", trusted=False) == "unknown"


def test_lessons_below_a_hidden_folder_are_the_courses_own(tmp_path, monkeypatch):
    """As in a virtual environment called .venv, in ~/.local, and where pipx puts them."""
    hidden = tmp_path / ".venv" / "lib" / "notebooks"
    shutil.copytree(lessons_folder(), hidden)
    monkeypatch.setattr("cptedu.app.live.lessons_folder", lambda: hidden)
    _course_code.cache_clear()
    try:
        assert came_with_the_course(cells(hidden / "00_start_here.ipynb"))
    finally:
        _course_code.cache_clear()


def test_the_extension_bears_the_packages_version_and_names_files_that_are_there():
    package = json.loads((EXTENSION / "package.json").read_text())
    assert package["version"] == cptedu.__version__
    assert (EXTENSION / package["jupyterlab"]["_build"]["load"]).is_file()
