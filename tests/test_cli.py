"""The command: what it says, how it fails, and that it opens the course and stops it cleanly."""

import os
import signal
import socket
import subprocess
import sys
import time
from importlib import metadata

import click
import psutil
import pytest
from click.testing import CliRunner

import cptedu
from cptedu.app import browser, cli, doctor, workspace
from cptedu.errors import CpteduError
from cptedu.facts import tables


@pytest.fixture
def run():
    """Call the command as a learner types it."""

    def call(*words, **more):
        return CliRunner().invoke(cli.main, [str(word) for word in words], **more)

    return call


@pytest.fixture
def _a_browser(monkeypatch):
    monkeypatch.setattr(browser, "has_browser", lambda: True)


def test_version_and_help(run):
    assert run("--version").output == f"cptedu, version {cptedu.__version__}\n"
    shown = run("--help")
    assert shown.exit_code == 0
    for word in ("--folder", "~/cptedu-course", "--port", "--no-browser", "doctor"):
        assert word in shown.output


def test_advice_is_one_paragraph_on_stderr_with_exit_code_2(run, monkeypatch):
    @click.command()
    def fails():
        raise CpteduError("This is not\nright. Do that.")

    monkeypatch.setitem(cli.main.commands, "fails", fails)
    result = run("fails")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "cptedu: This is not right. Do that.\n"


def test_an_unknown_command_is_answered_plainly(run):
    result = run("docter")
    assert result.exit_code == 2
    assert "docter" in result.stderr
    assert "Traceback" not in result.output


def test_a_folder_that_cannot_be_used_is_refused_with_advice(run, tmp_path):
    (tmp_path / "a file").write_text("no folder")
    result = run("--no-browser", "--folder", tmp_path / "a file")
    assert result.exit_code == 2
    assert "Choose" in result.stderr or "choose" in result.stderr


def test_a_port_in_use_is_refused_with_advice(run, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = run("--no-browser", "--folder", tmp_path, "--port", taken.getsockname()[1])
    assert result.exit_code == 2
    assert "Leave --port out" in result.stderr


@pytest.mark.usefixtures("_a_browser")
def test_doctor_finds_nothing_missing_where_nothing_is(run, tmp_path):
    result = run("doctor", "--folder", tmp_path)
    assert result.exit_code == 0, result.output
    assert "TO DO" not in result.output
    for words in (
        "Python",
        "jupyterlab",
        "vl-convert-python",
        "as shipped",
        "NCCI releases",
        "Nothing is missing",
    ):
        assert words in result.output


def without_altair(monkeypatch):
    version = metadata.version

    def gone(name):
        if name == "altair":
            raise metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(doctor.metadata, "version", gone)


def with_an_old_altair(monkeypatch):
    version = metadata.version
    monkeypatch.setattr(doctor.metadata, "version", lambda name: "5.0" if name == "altair" else version(name))


def with_a_broken_altair(monkeypatch):
    load = doctor.import_module

    def broken(name):
        if name == "altair":
            raise OSError("a library is missing")
        return load(name)

    monkeypatch.setattr(doctor, "import_module", broken)


def with_a_changed_table(monkeypatch):
    monkeypatch.setattr(tables, "changed_files", lambda: ("rvu.csv",))


def without_a_browser(monkeypatch):
    monkeypatch.setattr(browser, "has_browser", lambda: False)
    monkeypatch.setattr(browser, "installed_browser", lambda: None)


def without_lessons(monkeypatch):
    def gone():
        raise CpteduError("not found")

    monkeypatch.setattr(workspace, "lessons_folder", gone)


def without_the_widgets(monkeypatch):
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda *_: [])


@pytest.mark.parametrize(
    ("trouble", "line"),
    [
        (without_altair, 'altair: not installed. Run: python -m pip install "altair'),
        (with_an_old_altair, "altair: 5.0 does not suit"),
        (with_a_broken_altair, "does not start (OSError: a library is missing)"),
        (with_a_changed_table, "not as shipped: rvu.csv"),
        (without_a_browser, "none found. Install Firefox"),
        (without_lessons, "Lessons: not found"),
        (without_the_widgets, "JupyterLab does not find anywidget"),
    ],
)
@pytest.mark.usefixtures("_a_browser")
def test_doctor_names_what_is_missing_and_what_to_do(run, tmp_path, monkeypatch, trouble, line):
    trouble(monkeypatch)
    result = run("doctor", "--folder", tmp_path)
    assert result.exit_code == 1
    assert line in result.output
    assert result.output.count("TO DO") == 1


@pytest.mark.usefixtures("_a_browser")
def test_doctor_names_a_folder_that_cannot_be_written(run, tmp_path):
    (tmp_path / "a file").write_text("no folder")
    result = run("doctor", "--folder", tmp_path / "a file" / "course")
    assert result.exit_code == 1
    assert "cannot be written. Choose a folder of yours" in result.output


def test_importing_the_command_loads_nothing_heavy():
    heavy = "pandas numpy altair anywidget ipywidgets jupyterlab jupyter_server nbformat"
    code = f"import sys, cptedu.app.cli; print([name for name in {heavy.split()} if name in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )


def test_a_page_with_the_token_is_for_the_learners_eyes_only(tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(browser, "has_browser", lambda: True)
    monkeypatch.setattr(browser.platform, "release", lambda: "6.1")
    monkeypatch.setattr(browser.webbrowser, "open", lambda address: opened.append(address) or True)
    assert browser.open_page("http://127.0.0.1:1/lab?token=secret&x=1", tmp_path)
    page = tmp_path / "open.html"
    assert opened == [page.as_uri()]
    assert "secret&amp;x=1" in page.read_text()
    assert os.name != "posix" or page.stat().st_mode & 0o077 == 0


def test_a_terminal_without_a_screen_opens_no_text_browser(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert not browser.has_browser()


def test_the_course_opens_on_this_computer_alone_and_ctrl_c_stops_it_cleanly(start_course):
    course = start_course().wait_until_open()
    folder = course.home / "cptedu-course"

    where, how = course.said.splitlines()
    assert (
        where
        == f"The course is open at http://127.0.0.1:{course.port}/doc/workspaces/course?reset&token={course.token}"
    )
    assert how == f"To stop it, press Ctrl-C in this window; your work stays in {folder}"
    assert len(course.token) >= 32

    assert course.ask("GET", "/api/status")[0] == 200
    assert course.ask("GET", "/api/status", token="wrong")[0] == 403
    status, lesson = course.ask("GET", "/api/contents/00_start_here.ipynb")
    assert status == 200
    code = [cell for cell in lesson["content"]["cells"] if cell["cell_type"] == "code"]
    assert all(cell["metadata"]["trusted"] for cell in code)

    status, kernel = course.ask("POST", "/api/kernels", body={})
    assert status == 201, kernel
    started = psutil.Process(course.process.pid).children(recursive=True)
    listening = {
        link.laddr.ip for one in started for link in one.net_connections("inet") if link.status == "LISTEN"
    }
    assert listening == {"127.0.0.1"}
    assert course.token not in " ".join(word for one in started for word in one.cmdline())

    assert course.stop() == 0
    assert course.said.splitlines()[2:] == [f"Goodbye. Jupyter has stopped, and your work is in {folder}"]
    assert course.complained == ""
    _, alive = psutil.wait_procs(started, timeout=60)
    assert alive == []
    assert not (course.home / ".jupyter").exists(), "the learner's own Jupyter settings are left alone"


def test_a_polite_kill_and_a_ctrl_c_before_it_is_open_stop_it_cleanly_too(start_course):
    course = start_course()
    started = psutil.Process(course.process.pid)
    while not started.children():
        assert course.process.poll() is None, course.complained
        time.sleep(0.05)
    children = started.children()
    assert course.stop(signal.SIGTERM) == 0
    assert "Goodbye" in course.said
    assert course.complained == ""
    assert psutil.wait_procs(children, timeout=60)[1] == []


def test_the_course_may_be_ended_from_jupyters_own_menu(start_course):
    course = start_course().wait_until_open()
    assert course.ask("POST", "/api/shutdown")[0] == 200
    assert course.process.wait(30) == 0
    assert "Goodbye" in course.said
    assert course.complained == ""


def test_a_summary_that_is_not_here_is_looked_for_among_the_lessons(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    course = tmp_path / "course"
    course.mkdir()
    assert run("summary", "--folder", course).exit_code == 0
    assert run("verify", "summary.json", "--folder", course).exit_code == 0
    missing = run("verify", "other.json", "--folder", course)
    assert (missing.exit_code, "other.json cannot be read" in missing.stderr) == (2, True)
