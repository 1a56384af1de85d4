"""A site is built of its parts: the same each time, over nothing of anybody's, with all that lessons need and nothing else."""

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
from importlib.metadata import packages_distributions
from zipfile import ZipFile

import pytest

from cptedu.app.in_browser import brought, course, handed_in, opened, results, settle, taken_along
from cptedu.app.lesson_list import lessons
from cptedu.app.live import parts_for_jupyter
from cptedu.app.site import pages, wheels
from cptedu.app.site import parts as site_parts
from cptedu.app.site.build import Site
from cptedu.app.site.compiled import NOT_COMPILED, compiled
from cptedu.app.site.parts import Parts, parts_named, usual_folder
from cptedu.app.workspace import FIRST_LESSON, lay_lessons
from cptedu.errors import CpteduError
from cptedu.learn.progress import Progress
from cptedu.learn.summary_page import write_summary
from cptedu.widgets.kit.kept import kept as kept_by_name
from cptedu.widgets.spine_map import SpineMap

# What builds, in short: it takes what it is told to take, and writes the two files that are worked on afterwards.
BUILDER = """
import json, os, pathlib, shutil, sys
lite = pathlib.Path(sys.argv[-1])
told = json.loads((lite / "jupyter_lite_config.json").read_text())["LiteBuildConfig"]
out = pathlib.Path(told["output_dir"])
shutil.rmtree(out, ignore_errors=True)
shutil.copytree(told["contents"][0], out / "files")
shutil.copy(lite / "jupyter-lite.json", out)
for place in told["federated_extensions"]:
    if pathlib.Path(place).is_dir():
        shutil.copytree(place, out / "extensions" / "cptedu-live")
(out / "lab").mkdir()
(out / "lab" / "index.html").write_text("<html><head><title>JupyterLite</title></head></html>")
(out / "service-worker.js").write_text("// JupyterLite's own")
heard = [os.environ.get(name) for name in ("SOURCE_DATE_EPOCH", "PYTHONPATH", "JUPYTER_PATH", "PYTHONHASHSEED")]
(out / "made.json").write_text(json.dumps([told["source_date_epoch"], heard]))
(out / "lab" / "jupyter-lite.json").write_text('{"jupyter-config-data": {"mode": "multiple-document"}}')
"""


class SmallParts(Parts):
    """Parts that are had at once: the program that builds is a few lines, and packages are empty."""

    @property
    def builder(self):
        return [sys.executable, "-c", BUILDER]

    def make_environment(self):
        pass

    def kernel_wheels(self):
        return []

    def wheels(self):
        self.folder.mkdir(exist_ok=True)
        place = self.folder / "tomli_w-1.2.0-py3-none-any.whl"
        place.write_bytes(wheels.packed("tomli_w", "1.2.0", {"tomli_w/__init__.py": b""}))
        return [place]

    def compiled(self, wheels):
        return None

    def npm(self, name):
        files = {one.rpartition("/")[2]: one.encode() for one in site_parts.npm_files(name)}
        return (
            {**files, "pyodide-lock.json": b'{"info": {"python": "3.14.2"}}'} if name == "pyodide" else files
        )


def build(out, folder, **more):
    site = Site(out, SmallParts(folder / "parts"), **more)
    site.check_place()
    for _, do in site.steps():
        do()
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    place = tmp_path_factory.mktemp("site")
    return build(place / "out", place, title="Tom & Jo's <school>")


def test_two_builds_are_equal_and_an_earlier_site_gives_way(built, tmp_path):
    out = tmp_path / "out"
    build(out, tmp_path, title="another")
    assert build(out, tmp_path, title="Tom & Jo's <school>") == built


def test_a_build_is_the_same_wherever_and_whenever_it_is_made_and_a_web_host_can_read_it(
    built, tmp_path, monkeypatch
):
    for name, is_set in {
        "SOURCE_DATE_EPOCH": "1700000000",
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "77",
        "PYTHONPATH": str(tmp_path),
        "JUPYTER_PATH": str(tmp_path),
    }.items():
        monkeypatch.setenv(name, is_set)
    time.tzset()
    before = os.umask(0o077)
    try:
        assert build(tmp_path / "out", tmp_path, title="Tom & Jo's <school>") == built
    finally:
        os.umask(before)
        monkeypatch.undo()
        time.tzset()
    modes = {path.is_dir(): path.stat().st_mode & 0o777 for path in (tmp_path / "out").rglob("*")}
    assert modes == {True: 0o755, False: 0o644}


def test_what_is_no_site_is_left_alone(tmp_path):
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(CpteduError, match="is not empty, and holds no site"):
        build(tmp_path, tmp_path.parent)
    with pytest.raises(CpteduError, match="is not empty"):
        build(tmp_path / "thesis.docx", tmp_path.parent)
    assert (tmp_path / "thesis.docx").read_text() == "mine"


def test_python_is_told_of_every_package_by_its_content_and_of_no_other(built):
    told = json.loads(built["jupyter-lite.json"])["jupyter-config-data"]["litePluginSettings"]
    (kernel,) = told.values()
    assert kernel["disablePyPIFallback"] is True
    options = kernel["loadPyodideOptions"]
    lock = json.loads(built[options["lockFileURL"].removeprefix("./")])
    there = {name.rpartition("/")[2]: content for name, content in built.items() if name.endswith(".whl")}
    listed = {one["file_name"]: one["sha256"] for one in lock["packages"].values()}
    assert listed == {name: hashlib.sha256(content).hexdigest() for name, content in there.items()}
    assert options["packages"] == sorted(lock["packages"])
    assert {"cptedu", "cptedu-vega", "jedi", "tomli-w"} == set(lock["packages"])
    assert lock["info"] == {"python": "3.14.2"}, "what Pyodide says of itself"


def test_a_title_is_text_and_never_html(built):
    for page in ("index.html", "lab/index.html"):
        assert "<title>Tom &amp; Jo&#x27;s &lt;school&gt;</title>" in built[page].decode()


def test_the_page_above_has_the_place_from_which_settings_are_read(built):
    assert 'id="jupyter-config-data" type="application/json"' in built["index.html"].decode()


def test_pages_that_need_what_no_browser_has_are_left_out_wherever_they_would_be_named(built):
    without = pages.left_out()
    assert {"practice/a_years_log.ipynb", "practice/tables_for_pandas.ipynb"} == without
    named = [
        name
        for name, content in built.items()
        if any(one.encode() in content for one in without)
        if name.endswith("json")
    ]
    assert named == []
    (own,) = [content for name, content in built.items() if "/cptedu-0" in name and name.endswith(".whl")]
    with ZipFile(io.BytesIO(own)) as archive:
        held = {name.removeprefix("cptedu/notebooks/") for name in archive.namelist()}
    assert not held & without
    assert {one.path for one in lessons()} - without <= held


def test_every_lesson_lies_there_with_its_code_unchanged_and_marked_as_the_courses_own(built):
    for one in lessons():
        if one.path in pages.left_out():
            assert f"files/{one.path}" not in built
            continue
        notebook = json.loads(built[f"files/{one.path}"])
        shipped = json.loads((pages.lessons_folder() / one.path).read_bytes())
        code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        assert all(cell["metadata"]["trusted"] for cell in code)
        assert [cell["source"] for cell in notebook["cells"]] == [cell["source"] for cell in shipped["cells"]]
    assert built["files/.cptedu/kept/.place"] == b"", (
        "a folder for what a learner does is there from the start"
    )


def test_own_cases_come_along(tmp_path):
    cases = tmp_path / "cases"
    cases.mkdir()
    (cases / "ours.toml").write_text("x = 1")
    (cases / "notes.docx").write_text("no case")
    site = build(tmp_path / "out", tmp_path, cases=cases)
    assert [name for name in site if name.startswith("files/my_cases")] == ["files/my_cases/ours.toml"]


def test_our_extension_has_a_name_that_changes_with_it_and_loads_from_there(built):
    package = json.loads(built["extensions/cptedu-live/package.json"])
    load = package["jupyterlab"]["_build"]["load"]
    assert load.startswith("static-")
    assert f"extensions/cptedu-live/{load}" in built


def test_a_browser_knows_every_file_by_its_content_and_jupyterlites_worker_works_on(built):
    listed = json.loads(built["cptedu/files.json"])
    there = {name: hashlib.sha256(content).hexdigest()[:12] for name, content in built.items()}
    asked_for_as_ever = {
        "service-worker.js",
        "cptedu/files.json",
        "cptedu/site.json",
        ".htaccess",
        "web.config",
    }
    assert listed["files"] == {name: mark for name, mark in there.items() if name not in asked_for_as_ever}
    assert set(listed["at_once"]) == set(listed["files"])
    assert json.loads(built["cptedu/site.json"])["files"] == there["cptedu/files.json"]
    assert built["cptedu/drive.js"] == b"// JupyterLite's own"
    assert b'importScripts("cptedu/drive.js")' in built["service-worker.js"]


def test_before_python_is_there_the_first_page_says_what_it_says_to_who_begins(built, tmp_path):
    begun = lay_lessons(tmp_path / "course").folder
    there = course(begun)
    there["beside"] = [one for one in there["beside"] if one["path"] not in pages.left_out()]
    assert json.loads(built["cptedu/course.json"]) == there


def test_in_the_browser_work_has_a_place_and_an_opened_lesson_is_known(tmp_path):
    assert settle(tmp_path / "nothing is kept here") is False
    assert settle(tmp_path) is True
    assert opened(FIRST_LESSON, tmp_path) is True
    first = course(tmp_path)["lessons"][0]
    assert (first["path"], first["state"]) == (FIRST_LESSON, "begun")
    assert "<html" in results(tmp_path)


def test_what_could_not_be_written_of_an_instrument_is_told_to_the_page(tmp_path, monkeypatch):
    settle(tmp_path)
    monkeypatch.chdir(tmp_path)
    spine = kept_by_name(SpineMap(), "map")
    (tmp_path / ".cptedu/kept").write_text("a file where a folder is wanted")
    spine.adjusted = ["C5"]
    assert course(tmp_path)["is_kept"] is False
    (tmp_path / ".cptedu/kept").unlink()
    spine.adjusted = ["C6"]
    assert course(tmp_path)["is_kept"] is True


def practise(folder, *exercises):
    progress = Progress(folder)
    for number, name in enumerate(exercises, start=1):
        progress.add("answered", exercise=name, seconds=number)
    return progress


def test_what_was_done_in_one_browser_is_brought_to_another_and_what_is_there_stays(tmp_path):
    here, there = (lay_lessons(tmp_path / name).folder for name in ("here", "there"))
    assert taken_along(here) == ""
    practise(here, "cmt_spinal/1", "cmt_spinal/2")
    practise(there, "cmt_spinal/3")
    assert brought(taken_along(here), there) == "Brought along: 2 new entries."
    assert {one["exercise"] for one in Progress(there).events("answered")} == {
        f"cmt_spinal/{n}" for n in (1, 2, 3)
    }
    assert brought(taken_along(here), there) == "All of it was here already."
    assert len(list(Progress(there).events("answered"))) == 3


def test_the_file_that_a_site_saves_is_read_in_beside_the_lessons_of_an_installed_course(tmp_path):
    here, installed = (lay_lessons(tmp_path / name).folder for name in ("here", "installed"))
    practise(here, "cmt_spinal/1", "cmt_spinal/2")
    practise(installed, "cmt_spinal/3")
    page = parts_for_jupyter()[0] / "labextensions/cptedu-live/static/course/site.js"
    name = re.search(r'const TAKEN_ALONG = "(.+)";', page.read_text(encoding="utf-8"))[1]
    assert not (installed / name).exists(), "it replaces nothing"
    (installed / name).write_text(taken_along(here), encoding="utf-8")
    assert [one["exercise"] for one in Progress(installed).events("answered")].count("cmt_spinal/3") == 1
    assert len(Progress(installed).events("answered")) == 3
    assert (
        brought((installed / "progress.json").read_text(encoding="utf-8"), here)
        == "Brought along: 1 new entry."
    )


@pytest.mark.parametrize(
    "text", ["", "{}", "[1, 2]", '{"events": [', "hello", "\ud800".encode("utf-8", "replace").decode()]
)
def test_what_is_no_progress_changes_nothing(tmp_path, text):
    folder = lay_lessons(tmp_path).folder
    before = sorted(path.name for path in folder.rglob("*"))
    assert brought(text, folder).startswith("That is no progress.json of this course")
    assert sorted(path.name for path in folder.rglob("*")) == before


def test_what_is_saved_to_hand_in_is_what_the_command_verifies(tmp_path):
    folder = lay_lessons(tmp_path / "course").folder
    practise(folder, "cmt_spinal/1")
    (tmp_path / "summary.json").write_text(handed_in(folder), encoding="utf-8")
    write_summary(Progress(folder), tmp_path / "course")
    by_command = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    saved = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert {**saved, "made_at": None} == {**by_command, "made_at": None}


# ---- what is had from elsewhere -------------------------------------------------------------------------------------


def test_what_is_not_as_tested_is_refused(tmp_path):
    parts = Parts(tmp_path)
    archive = (
        tmp_path
        / "npm"
        / f"vega-{next(one['version'] for one in parts_named()['npm'] if one['name'] == 'vega')}.tgz"
    )
    archive.parent.mkdir()
    with tarfile.open(archive, "w:gz") as made:
        made.addfile(tarfile.TarInfo("package/build/vega.min.js"), io.BytesIO())
    with pytest.raises(CpteduError, match=r"vega-[\d.]+tgz is not the vega [\d.]+ that this version"):
        parts.npm("vega")


@pytest.mark.parametrize("npm", [None, sys.executable])
def test_what_cannot_be_had_is_named_with_what_to_do(tmp_path, monkeypatch, npm):
    monkeypatch.setattr("shutil.which", lambda name: npm)
    with pytest.raises(CpteduError) as told:
        Parts(tmp_path).npm("vega-lite")
    assert str(told.value).startswith("vega-lite@")
    assert "--parts" in str(told.value)
    assert str(tmp_path) in str(told.value)


def test_without_node_packages_stay_as_they_are_and_it_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert compiled({"one-1-py3-none-any.whl": b""}, {}) is None
    site = Site(tmp_path / "out", SmallParts(tmp_path / "parts"))
    for name, do in site.steps():
        if name != "Building the site":
            do()
    assert site.notes == [NOT_COMPILED]


@pytest.fixture(scope="module")
def pyodide():
    """The Python of a site that was built on this computer before."""
    parts = Parts(usual_folder())
    if shutil.which("node") is None or not list((parts.folder / "npm").glob("pyodide-*.tgz")):
        pytest.skip("No site was built on this computer: cptedu site FOLDER")
    return parts.npm("pyodide")


def small_package(**files):
    return wheels.packed("cptedu", "1", {f"cptedu/{name}.py": text.encode() for name, text in files.items()})


def test_what_lessons_load_is_compiled_and_what_they_do_not_is_left_and_twice_it_is_the_same(
    pyodide, monkeypatch
):
    monkeypatch.setattr("cptedu.app.site.compiled._LOADED", ("cptedu", "cptedu.lesson"))
    package = small_package(__init__="", lesson="assert 1 + 1 == 2", other="= no Python")
    first = compiled({"cptedu-1-py3-none-any.whl": package}, pyodide)
    ((name, content),) = first[0].items()
    assert name == wheels.renamed("cptedu-1-py3-none-any.whl", content)[0]
    with ZipFile(io.BytesIO(content)) as archive:
        assert {"cptedu/__init__.pyc", "cptedu/lesson.pyc", "cptedu/other.py"} < set(archive.namelist())
    assert compiled({"cptedu-1-py3-none-any.whl": package}, pyodide) == first
    library = "python_stdlib.zip"
    assert {name for name in pyodide if first[1][name] != pyodide[name]} == {library}
    with ZipFile(io.BytesIO(pyodide[library])) as came, ZipFile(io.BytesIO(first[1][library])) as made:
        given, names = set(came.namelist()), set(made.namelist())
    assert {"encodings/__init__.py", "smtplib.py"} < given
    assert {"encodings/__init__.pyc", "smtplib.py"} < names
    assert {name.removesuffix("c") if name.endswith(".pyc") else name for name in names} == given


def test_what_the_browsers_python_cannot_load_is_named_when_a_site_is_built(pyodide, monkeypatch):
    monkeypatch.setattr("cptedu.app.site.compiled._LOADED", ("cptedu.lesson",))
    package = small_package(__init__="", lesson="import pandas")
    with pytest.raises(CpteduError, match=r"browser's Python: ModuleNotFoundError: .*pandas"):
        compiled({"cptedu-1-py3-none-any.whl": package}, pyodide)


def test_a_folder_with_pyodide_is_taken_and_one_without_is_named(tmp_path):
    with pytest.raises(CpteduError, match=r"has no pyodide\.mjs, "):
        Parts(tmp_path, pyodide=tmp_path).npm("pyodide")
    for name in site_parts.npm_files("pyodide"):
        (tmp_path / name).write_bytes(name.encode())
    assert set(Parts(tmp_path, pyodide=tmp_path).npm("pyodide")) == set(site_parts.npm_files("pyodide"))


def test_a_package_with_a_compiled_part_is_packed_without_it(tmp_path):
    made = tmp_path / "one-2-cp314-cp314-manylinux2014_x86_64.whl"
    with ZipFile(made, "w") as archive:
        for name in (
            "one/__init__.py",
            "one/_fast.so",
            "one-2.dist-info/licenses/LICENSE.txt",
            "one-2.dist-info/RECORD",
        ):
            archive.writestr(name, name)
    name, content = wheels.without_compiled_parts(made)
    assert name == "one-2-py3-none-any.whl"
    with ZipFile(io.BytesIO(content)) as archive:
        held = set(archive.namelist())
    assert {"one/__init__.py", "one-2.dist-info/licenses/LICENSE.txt"} < held
    assert "one/_fast.so" not in held


# ---- what the browser has -------------------------------------------------------------------------------------------

# Everything that a page of the course asks of Python, where only what a site brings can be imported.
IN_THE_BROWSER = """
import ast, json, sys
from importlib import import_module

refused, unpacked = set(json.loads(sys.argv[1])), sys.argv[2]


class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in refused:
            raise ModuleNotFoundError(f"no {name} in a browser", name=name)


sys.path.insert(0, unpacked)
sys.meta_path.insert(0, Refuse())
import cptedu.lesson

assert cptedu.__file__.startswith(unpacked), cptedu.__file__
for name in cptedu.lesson.__all__:
    getattr(cptedu.lesson, name)
for name in ("cptedu.app.live", "cptedu.app.in_browser", "cptedu.charts.in_browser"):
    import_module(name)
from cptedu.app.in_browser import course, results
from pathlib import Path

for page in Path(unpacked, "cptedu/notebooks").rglob("*.ipynb"):
    for cell in json.loads(page.read_text())["cells"]:
        nodes = ast.parse("".join(cell["source"])).body if cell["cell_type"] == "code" else []
        imports = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
        exec(compile(ast.Module(imports, []), str(page), "exec"))

folder = Path(sys.argv[3])
sys.platform = "emscripten"
assert len(course(folder)["lessons"]) > 10
assert "<html" in results(folder)
assert cptedu.app.live.came_with_the_course([""])
assert cptedu.facts.tables.changed_files() == ()
"""


def test_lessons_and_pages_need_nothing_that_a_site_does_not_bring(tmp_path):
    name, wheel = wheels.own_package(pages.left_out())
    assert name.endswith("-py3-none-any.whl")
    with ZipFile(io.BytesIO(wheel)) as archive:
        archive.extractall(tmp_path / "unpacked")
    brought = {one["name"].replace("_", "-") for one in parts_named()["wheel"]}
    # A site has an older jsonschema, which needs none of these; and what JupyterLite brings goes by these names.
    brought |= {"referencing", "rpds-py", "jsonschema-specifications", "ipykernel", "widgetsnbextension"}
    elsewhere = [
        module
        for module, owners in packages_distributions().items()
        if module != "cptedu" and not brought & {one.lower().replace("_", "-") for one in owners}
    ]
    assert {"pandas", "numpy", "click", "filelock", "vl_convert", "tornado", "nbformat"} <= set(elsewhere)
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            IN_THE_BROWSER,
            json.dumps(elsewhere),
            str(tmp_path / "unpacked"),
            str(tmp_path),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=tmp_path,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
