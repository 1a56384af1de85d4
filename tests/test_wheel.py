"""The wheel, away from the checkout, is the whole course: tables, payers, lessons and what brings them to life."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[1]

SMOKE = """
import sys
from pathlib import Path
import cptedu, cptedu.app.live, cptedu.facts.tables, cptedu.app.workspace, cptedu.lesson

unpacked, folder = map(Path, sys.argv[1:])
assert unpacked in Path(cptedu.__file__).parents, cptedu.__file__
assert cptedu.facts.tables.data_folder() == unpacked / "cptedu" / "data"
assert cptedu.facts.tables.changed_files() == ()
assert cptedu.app.workspace.lessons_folder() == unpacked / "cptedu" / "notebooks"
assert cptedu.app.workspace.FIRST_LESSON in cptedu.app.workspace.lay_lessons(folder).laid
assert all(unpacked in part.parents and part.is_dir() for part in cptedu.app.live.parts_for_jupyter())
assert cptedu.cmt_level(["C3", "C5", "T4", "shoulder"]).codes == ("98940", "98943")
assert cptedu.mue("97112", on="2026-03-04").units
assert cptedu.compare_payers(
    cptedu.Visit.from_dict({"date_of_service": "2026-03-04", "payer": "medicare", "adjusted": ["C5"]}), ["federal_va"]
)
for name in cptedu.lesson.__all__:
    getattr(cptedu.lesson, name)
assert "function render(" in cptedu.lesson.SpineMap._esm and ".spine-map" in cptedu.lesson.SpineMap._css
print("all is there")
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The wheel's files, in a folder of their own."""
    place = tmp_path_factory.mktemp("wheel")
    uv = os.environ.get("UV") or shutil.which("uv")
    if uv:
        build = [uv, "build", "--wheel", "--out-dir", place, ROOT]
    else:
        build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", place, ROOT]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with ZipFile(next(place.glob("*.whl"))) as wheel:
        wheel.extractall(place / "unpacked")
    return place / "unpacked"


def test_the_wheel_works_away_from_the_checkout(unpacked, tmp_path, environment_of):
    done = subprocess.run(
        [sys.executable, "-B", "-c", SMOKE, unpacked, tmp_path / "course"],
        cwd=tmp_path,
        env=environment_of(tmp_path) | {"PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "all is there\n", done.stderr


def test_the_wheel_holds_every_table_and_lesson_and_nothing_that_is_no_part_of_it(unpacked):
    for folder in ("data", "notebooks"):
        shipped = [path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.is_file()]
        visible = [path for path in shipped if not any(part.startswith(".") for part in path.parts)]
        assert visible
        assert [path for path in visible if not (unpacked / "cptedu" / path).is_file()] == []
    strays = ("tests", "artifacts", "__pycache__")
    assert [path for path in unpacked.rglob("*") if path.name in strays] == []
