"""The course as a learner starts it: the real command, in a home of its own, stopped by its own number."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from jupyter_client import BlockingKernelClient
from other_tables import FROZEN, copy_of_the_tables, reading_from

from cptedu.learn.misconceptions import registry
from cptedu.payers import known as known_payers

# `--hypothesis-profile=thorough` searches for minutes; `mutation` is for many runs, the same each time.
# That a computer is busy is no fault of what is tested.
SLOW_IS_FINE = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("usual", max_examples=150, **SLOW_IS_FINE)
settings.register_profile("thorough", max_examples=5_000, **SLOW_IS_FINE)
settings.register_profile("mutation", max_examples=15, derandomize=True, database=None, **SLOW_IS_FINE)
settings.load_profile("usual")

# Hypothesis also draws from the numbers and words of whatever modules of ours a process has read by then. Which these are depends
# on which tests it ran before, so that one seed drew other examples on another computer; now it draws the same everywhere.
providers.is_local_module_file = lambda path: False

# A learner is spared a mistake in a wrong rule; here it is an error, and not a rule that does not apply.
registry.SPARED = ()

# Tables of one's own are for the course alone: no test is to know what its writer has read from CMS's files.
os.environ.pop("CPTEDU_USERS_FOLDER", None)
os.environ["JUPYTER_DATA_DIR"] = tempfile.mkdtemp(prefix="jupyter-data-")

# Root may write everywhere; without its powers a folder that cannot be written is one for root, too.
AS_ROOT = os.name == "posix" and os.geteuid() == 0
WITHOUT_ROOTS_POWERS = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if AS_ROOT else ()

START_SECONDS = 90
STOP_SECONDS = 40


def fresh_environment(home: Path) -> dict[str, str]:
    """Give the environment of somebody whose home has never seen Jupyter."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("JUPYTER", "JPY_", "IPYTHON", "XDG_", "CPTEDU_OWN"))
    }
    return kept | {"HOME": str(home), "USERPROFILE": str(home)}


class RunningCourse:
    """``python -m cptedu --no-browser`` as a process, with what it said and where it is."""

    def __init__(
        self,
        home: Path,
        *options: str,
        environment: Mapping[str, str] | None = None,
        bound_by_permissions: bool = False,
    ) -> None:
        self.home = home
        place = Path(tempfile.mkdtemp(prefix="said-"))
        self._said, self._complained = place / "stdout.txt", place / "stderr.txt"
        with self._said.open("wb") as out, self._complained.open("wb") as err:
            self.process = subprocess.Popen(
                [
                    *(WITHOUT_ROOTS_POWERS if bound_by_permissions else ()),
                    *(sys.executable, "-m", "cptedu", "--no-browser", *options),
                ],
                cwd=home,
                env=fresh_environment(home) | dict(environment or {}),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )

    @property
    def said(self) -> str:
        return self._said.read_text(encoding="utf-8", errors="replace")

    @property
    def complained(self) -> str:
        return self._complained.read_text(encoding="utf-8", errors="replace")

    @property
    def folder(self) -> Path:
        """The learner's folder, as the command names it."""
        named = re.search(r"your work (?:stays|is) in (.+)", self.said)
        return Path(named.group(1)) if named else self.home / "cptedu-course"

    @property
    def runtime(self) -> Path:
        """Where its kernels say where they are."""
        return self.folder / ".cptedu" / "jupyter" / "runtime"

    @property
    def address(self) -> str:
        return re.search(r"http://\S+", self.said).group()

    @property
    def port(self) -> int:
        return int(re.search(r":(\d+)/", self.address).group(1))

    @property
    def token(self) -> str:
        return self.address.partition("token=")[2]

    def wait_until_open(self) -> "RunningCourse":
        """Wait for both lines: where it is, and how to stop it."""
        deadline = time.monotonic() + START_SECONDS
        while "To stop it" not in self.said:
            assert self.process.poll() is None, f"ended early: {self.said}{self.complained}"
            assert time.monotonic() < deadline, (
                f"not open after {START_SECONDS} s: {self.said}{self.complained}"
            )
            time.sleep(0.1)
        return self

    def ask(self, method: str, path: str, *, token: str | None = None, body: Any = None) -> tuple[int, Any]:
        """Ask the server something; the answer is its status and, where it is JSON, what it says."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            headers = {"Authorization": f"token {self.token if token is None else token}"}
            connection.request(method, path, body=None if body is None else json.dumps(body), headers=headers)
            reply = connection.getresponse()
            content = reply.read()
            with suppress(ValueError):
                return reply.status, json.loads(content)
            return reply.status, content.decode("utf-8", errors="replace")
        finally:
            connection.close()

    def answers(self, *expressions: str) -> list[str]:
        """Start a kernel, ask it for the values of some expressions, and end it."""
        status, kernel = self.ask("POST", "/api/kernels", body={})
        assert status == 201, kernel
        client = BlockingKernelClient()
        client.load_connection_file(str(self.runtime / f"kernel-{kernel['id']}.json"))
        client.start_channels()
        try:
            deadline = time.monotonic() + START_SECONDS
            while True:
                try:
                    client.wait_for_ready(timeout=START_SECONDS)
                    break
                except RuntimeError:  # a kernel that is slow to start looks dead
                    assert time.monotonic() < deadline, "the kernel did not start"
            reply = client.execute(
                "",
                silent=True,
                user_expressions={str(n): one for n, one in enumerate(expressions)},
                reply=True,
                timeout=60,
            )
        finally:
            client.stop_channels()
            self.ask("DELETE", f"/api/kernels/{kernel['id']}")
        said = reply["content"]["user_expressions"].values()
        return [one["data"]["text/plain"] if one["status"] == "ok" else one["evalue"] for one in said]

    def stop(self, number: int = getattr(signal, "CTRL_BREAK_EVENT", signal.SIGINT)) -> int:
        """Send Ctrl-C (or another signal), and give the exit code; a bounded wait."""
        self.process.send_signal(number)
        return self.process.wait(STOP_SECONDS)

    def end(self) -> None:
        """Leave nothing behind, however a test went: only processes that this one started."""
        if self.process.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                self.stop()
        servers = [json.loads(path.read_text())["pid"] for path in self.runtime.glob("jpserver-*.json")]
        self.process.kill()
        self.process.wait(STOP_SECONDS)
        for pid in servers:
            with suppress(OSError):
                os.kill(pid, signal.SIGTERM)


@pytest.fixture(scope="session")
def environment_of() -> Callable[[Path], dict[str, str]]:
    """Give the function that makes the environment of a fresh home."""
    return fresh_environment


@pytest.fixture(scope="session")
def start_course(tmp_path_factory) -> Iterator[Any]:
    """Start the course, in a fresh home unless one is given; each one is ended when the session ends at the latest."""
    running: list[RunningCourse] = []

    def start(*options: str, home: Path | None = None, **more: Any) -> RunningCourse:
        course = RunningCourse(home or tmp_path_factory.mktemp("home"), *options, **more)
        running.append(course)
        return course

    yield start
    for course in running:
        course.end()


@pytest.fixture(autouse=True)
def own_payers_are_forgotten(monkeypatch) -> None:
    """A payer that one test reads from a file is not there for the next."""
    monkeypatch.setattr(known_payers, "_added", {})


@pytest.fixture(autouse=True)
def nothing_is_kept_in_the_home_of_whoever_tests(monkeypatch, tmp_path_factory) -> None:
    """What a learner's own computer keeps beside Jupyter's files, tests keep in a folder that is theirs."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path_factory.getbasetemp() / "jupyter-data"))


@pytest.fixture(autouse=True)
def mutants_start_cold(request) -> None:
    """Under `mutation` no test finds what an unmutated rule looked up before it."""
    if request.config.getoption("--hypothesis-profile", None) != "mutation":
        return
    for name, module in list(sys.modules.items()):
        if name.startswith("cptedu.rules."):
            for value in vars(module).values():
                if hasattr(value, "cache_clear") and value.__module__ == name:
                    value.cache_clear()


@pytest.fixture(scope="module")
def frozen_tables(tmp_path_factory) -> Iterator[None]:
    """Let a module's words be about few and old tables, which no new year and no new release touches."""
    with reading_from(copy_of_the_tables(tmp_path_factory.mktemp("frozen"), FROZEN)):
        yield
