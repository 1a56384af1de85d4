"""The course on computers that were set up for something else: what others set never reaches it, and nothing stands open.

Real variables, real folders without write permission, killed launchers and second homes, each with the real command.
"""

import ast
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.sign import NotebookNotary

from cptedu.app import lab_server, running
from cptedu.app.local_server import LocalServer
from cptedu.app.workspace import FIRST_LESSON, lay_lessons
from cptedu.errors import CpteduError

FATAL = "raise SystemExit('a file of somebody else was run')\n"
OPEN_TO_ALL = {
    "IdentityProvider": {"token": "", "hashed_password": ""},
    "ServerApp": {"base_url": "/elsewhere/", "token": "", "ip": "0.0.0.0", "port": 1},
    "LabApp": {"default_url": "/nowhere"},
}


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def open_settings(folder: Path) -> str:
    """Lay settings that let everybody in, under every name under which Jupyter looks for some."""
    for name in ("jupyter_config", "jupyter_server_config", "jupyter_lab_config", "voila"):
        write(folder / f"{name}.json", json.dumps(OPEN_TO_ALL))
    return str(folder)


def hostile_variables(place: Path) -> dict[str, str]:
    """Everything at once that a crowded computer may set for other Pythons and Jupyters."""
    modules = place / "modules"
    for name in ("click", "tornado", "traitlets", "ipykernel", "nbformat", "ipywidgets"):
        write(modules / f"{name}.py", FATAL)
    kernel = {"argv": ["false"], "display_name": "Somebody's", "language": "python"}
    write(place / "data" / "kernels" / "python3" / "kernel.json", json.dumps(kernel))
    write(place / "data" / "labextensions" / "cptedu-live" / "package.json", "{}")
    write(place / "ipython" / "profile_default" / "startup" / "00.py", FATAL)
    write(place / "ipython" / "profile_default" / "ipython_kernel_config.py", FATAL)
    (place / "lab").mkdir(parents=True)
    return {
        "PYTHONPATH": str(modules),
        "PYTHONSTARTUP": str(write(place / "startup.py", FATAL)),
        "JUPYTER_PATH": str(place / "data"),
        "JUPYTER_CONFIG_PATH": open_settings(place / "config-path"),
        "JUPYTER_CONFIG_DIR": open_settings(place / "config-dir"),
        "JUPYTER_RUNTIME_DIR": str(place / "no" / "such" / "folder"),
        "JUPYTER_TOKEN": "",
        "JUPYTERLAB_DIR": str(place / "lab"),
        "JUPYTERLAB_SETTINGS_DIR": str(place / "lab"),
        "IPYTHONDIR": str(place / "ipython"),
    }


@pytest.fixture(scope="module")
def crowded(start_course, tmp_path_factory):
    """A course started where everything is set up against it, in the current folder and the home as well."""
    home = tmp_path_factory.mktemp("crowded")
    open_settings(home)  # the current folder
    open_settings(home / ".jupyter")
    write(home / "click.py", FATAL)
    write(home / "jupyter_server_config.py", FATAL)
    write(home / ".ipython" / "profile_default" / "startup" / "00.py", FATAL)
    strangers = home / "cptedu-course" / ".cptedu" / "jupyter"
    open_settings(strangers)
    write(strangers / "jupyter_server_config.py", FATAL)
    write(home / "cptedu-course" / "random.py", FATAL)
    return start_course(
        home=home, environment=hostile_variables(tmp_path_factory.mktemp("hostile"))
    ).wait_until_open()


def test_nothing_is_served_without_the_token_whatever_others_set(crowded):
    for path in (
        "/api/contents",
        "/api/status",
        "/api/kernels",
        "/lab",
        "/voila/render/00_start_here.ipynb",
        "/cptedu/course",
        "/files/progress.json",
    ):
        for token in ("", "wrong"):
            status, said = crowded.ask("GET", path, token=token)
            assert status in (302, 403), (path, status)
            assert "cptedu" not in str(said)
    assert crowded.ask("GET", "/api/contents")[0] == 200
    assert crowded.address.startswith(f"http://127.0.0.1:{crowded.port}/doc/workspaces/course?reset&token=")


def test_a_kernel_finds_the_installed_packages_and_runs_no_file_of_others(crowded):
    own = ("click", "ipykernel", "traitlets", "random", "cptedu")
    places = crowded.answers(
        *(f"__import__({name!r}).__file__" for name in own), "__import__('sys').executable"
    )
    *found, python = map(ast.literal_eval, places)
    assert Path(python) == Path(sys.executable)
    for name, place in zip(own, found, strict=True):
        assert Path(place) == Path(__import__(name).__file__)


def test_a_kernel_keeps_this_computers_name_with_its_user_and_not_in_the_folder(crowded):
    asked = "str(__import__('cptedu.users_folder').users_folder.users_folder())"
    (told,) = map(ast.literal_eval, crowded.answers(asked))
    assert Path(told) == crowded.home / ".local" / "share" / "jupyter"


def test_the_command_says_no_traceback_and_its_page_has_the_courses_own_extension(crowded):
    assert crowded.complained == ""
    status, page = crowded.ask("GET", "/lab")
    assert status == 200
    settings = json.loads(page.partition('type="application/json">')[2].partition("</script>")[0])
    ours = [one for one in settings["federated_extensions"] if one["name"] == "cptedu-live"]
    assert [one["load"] for one in ours] == ["static/remoteEntry.js"]
    assert settings["baseUrl"] == "/"


def test_doctor_names_what_others_set_and_that_it_does_not_reach_the_course(tmp_path, environment_of):
    hostile = hostile_variables(tmp_path / "hostile")
    said = subprocess.run(
        [sys.executable, "-m", "cptedu", "doctor", "--folder", tmp_path / "course"],
        env=environment_of(tmp_path) | hostile,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.stderr == ""
    for name in (
        "PYTHONPATH",
        "PYTHONSTARTUP",
        "JUPYTER_PATH",
        "JUPYTERLAB_DIR",
        "IPYTHONDIR",
        "JUPYTER_CONFIG_PATH",
    ):
        assert name in said.stdout, name
    assert "the course does without" in said.stdout
    assert str(tmp_path / "hostile" / "config-path") in said.stdout


def locked(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o500)
    return folder


@pytest.fixture
def unwritable_home(tmp_path):
    home = locked(tmp_path / "home")
    yield home
    home.chmod(0o700)


@pytest.mark.skipif(os.name != "posix", reason="permissions of this kind are POSIX's")
def test_a_folder_on_a_stick_works_with_a_home_that_cannot_be_written(
    start_course, tmp_path, unwritable_home
):
    stick = tmp_path / "stick"
    course = start_course(
        "--folder", str(stick), home=unwritable_home, bound_by_permissions=True
    ).wait_until_open()
    assert "Your home folder cannot be written" in course.said
    status, lesson = course.ask("GET", f"/api/contents/{FIRST_LESSON}")
    assert status == 200
    assert all(one["metadata"]["trusted"] for one in lesson["content"]["cells"] if one["cell_type"] == "code")
    assert course.answers("6 * 7") == ["42"]
    assert course.stop() == 0
    assert list(unwritable_home.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="permissions of this kind are POSIX's")
def test_a_folder_that_cannot_be_written_can_be_looked_at(start_course, tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    shown = lay_lessons(tmp_path / "shown").folder
    shutil.rmtree(shown / ".cptedu")
    for folder in (shown, *(one for one in shown.rglob("*") if one.is_dir())):
        folder.chmod(0o500)
    course = start_course("--folder", str(shown), bound_by_permissions=True).wait_until_open()
    assert "cannot be written: what you do in it is not kept" in course.said
    assert course.ask("GET", f"/api/contents/{FIRST_LESSON}")[0] == 200
    assert course.ask("GET", "/api/contents", token="")[0] == 403
    assert course.stop() == 0
    shown.chmod(0o700)


def is_trusted(course, name=FIRST_LESSON):
    status, lesson = course.ask("GET", f"/api/contents/{name}")
    assert status == 200
    return all(one["metadata"]["trusted"] for one in lesson["content"]["cells"] if one["cell_type"] == "code")


def changed(path: Path, words: str) -> None:
    """Write into a lesson's text and let its code be."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source += f"\n\n{words}"
    nbformat.write(notebook, path)


def test_a_killed_first_start_a_lost_store_and_another_home_leave_every_lesson_trusted(
    start_course, tmp_path
):
    home = tmp_path / "home"
    folder = home / "cptedu-course"
    home.mkdir()
    first = start_course(home=home)
    while not (folder / "14_mixed_practice.ipynb").exists():
        assert first.process.poll() is None, first.complained
        time.sleep(0.01)
    first.process.kill()
    first.process.wait(30)

    # Changed and signed here, as JupyterLab does when it saves; and changed by a stranger.
    own, strangers = folder / "03_minutes_and_units.ipynb", folder / "04_which_exercise_code.ipynb"
    changed(own, "My own remark.")
    changed(strangers, "A stranger's remark.")
    (home / ".local" / "share" / "jupyter").mkdir(parents=True, exist_ok=True)
    NotebookNotary(data_dir=str(home / ".local" / "share" / "jupyter")).sign(nbformat.read(own, as_version=4))

    again = start_course(home=home).wait_until_open()
    assert [is_trusted(again, one) for one in (FIRST_LESSON, own.name, strangers.name)] == [True, True, False]
    assert again.stop() == 0

    for store in (home / ".local" / "share" / "jupyter").glob("*"):
        store.unlink()
    elsewhere = tmp_path / "another computer"
    elsewhere.mkdir()
    shutil.copytree(folder, elsewhere / "cptedu-course")
    there = start_course(home=elsewhere).wait_until_open()
    assert [is_trusted(there, one) for one in (FIRST_LESSON, own.name, strangers.name)] == [
        True,
        False,
        False,
    ]
    assert there.stop() == 0
    assert not list(folder.rglob("nbsignatures*")), "no trust lies in the folder itself"


def servers_over(folder: Path) -> list[int]:
    """Give the process numbers of every Jupyter over a folder."""
    import psutil

    found = []
    for one in psutil.process_iter(["pid", "cmdline"]):
        words = " ".join(one.info["cmdline"] or ())
        if str(folder) in words and "jupyterlab" in words:
            found.append(one.info["pid"])
    return found


def test_a_second_start_opens_the_running_course_and_a_killed_launcher_leaves_no_second_server(start_course):
    first = start_course().wait_until_open()
    assert len(servers_over(first.folder)) == 1
    second = start_course(home=first.home)
    assert second.process.wait(60) == 0
    assert second.said.splitlines()[0] == f"The course is already open at {first.address}"
    assert "To stop it, press Ctrl-C in the window where it was started." in second.said
    assert len(servers_over(first.folder)) == 1

    first.process.send_signal(signal.SIGKILL)
    first.process.wait(30)
    assert first.ask("GET", "/api/status")[0] == 200, "the server outlives its launcher"
    third = start_course(home=first.home).wait_until_open()
    assert third.address == first.address, "open pages find it where it was"
    assert len(servers_over(first.folder)) == 1
    assert third.stop() == 0
    assert servers_over(first.folder) == []


def test_the_kernel_of_a_page_that_vanished_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(lab_server, "_VANISHED_SECONDS", 5)
    monkeypatch.setattr(lab_server, "_LOOK_SECONDS", 1)
    monkeypatch.setattr(running, "_ASK_SECONDS", 60)  # as long as a slow computer takes to start a kernel
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    laid = lay_lessons(tmp_path / "course")
    with lab_server.LabServer(laid.folder, laid.signatures) as server:
        assert server.wait_until_ready(lambda: False)
        assert server.answer("POST", "/api/kernels") == 201
        connections = laid.folder / ".cptedu" / "jupyter" / "runtime"
        assert len(list(connections.glob("kernel-*.json"))) == 1
        deadline = time.monotonic() + 60
        while list(connections.glob("kernel-*.json")):
            assert time.monotonic() < deadline, "its kernel is still there"
            time.sleep(0.2)


def test_a_word_left_by_another_computer_is_no_running_course(start_course, tmp_path):
    home = tmp_path / "home"
    word = {"port": 9, "token": "t", "pid": 1, "address": "http://127.0.0.1:9/", "guarded": "/api/status"}
    write(home / "cptedu-course" / ".cptedu" / "jupyter" / "running.json", json.dumps(word))
    write(home / "cptedu-course" / ".cptedu" / "jupyter.lock", "")
    course = start_course(home=home).wait_until_open()
    assert course.port != 9
    assert course.stop() == 0


def test_on_a_hub_the_command_says_where_the_course_is_and_starts_nothing(start_course):
    hub = {"JUPYTERHUB_SERVICE_PREFIX": "/user/ana/", "JUPYTERHUB_USER": "ana"}
    course = start_course(environment=hub)
    assert course.process.wait(60) == 0
    assert "/user/ana/doc/workspaces/course/tree/cptedu-course behind" in course.said
    assert "127.0.0.1" not in course.said
    assert (course.home / "cptedu-course" / FIRST_LESSON).is_file()
    slides = start_course("present", "--no-browser", home=course.home, environment=hub)
    assert slides.process.wait(60) == 0
    assert "/user/ana/voila/render/cptedu-course/seminar/live_demonstration.ipynb" in slides.said


class AnswersInTurn(LocalServer):
    """A server that is ready, and answers a stranger in turn with what it was given."""

    is_running = True

    def __init__(self, tmp_path, *told):
        super().__init__(tmp_path)
        self.told = list(told)

    def is_ready(self):
        return True

    def answer(self, _method, _path, *, with_token=True):
        assert not with_token, "this is what a stranger is told"
        return self.told.pop(0)


def test_a_busy_server_that_does_not_answer_in_time_is_asked_again_and_not_taken_for_one_that_stands_open(
    tmp_path,
):
    busy = AnswersInTurn(tmp_path, 0, 0, 302)
    assert busy.wait_until_ready(lambda: False)
    assert busy.told == []
    with pytest.raises(CpteduError, match="it would have let in anyone"):
        AnswersInTurn(tmp_path, 0, 200).wait_until_ready(lambda: False)
